"""`CODEBOOK.md`: every table, column and key in Chinese and English, from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files

from gikstudy import forms
from gikstudy.checks.rules import catalogue
from gikstudy.dataset.declarations import DatasetColumn, DatasetTable, tables
from gikstudy.dataset.keys import keys_of
from gikstudy.packaged import packaged_rows

_INTRO = """# 数据说明 / Codebook

中国各级行政机关每年公布政府信息公开工作年度报告。本数据集以表格形式收录这些报告：法定三张表的每一个单元格、正文中的数字、核对结果，以及每个数字在原文中的位置。

Public bodies of China publish a yearly report on how they disclosed government information. This dataset holds those reports as tables: each cell of the three statutory tables, the figures of the prose, the outcome of every check, and for each number its position in the source.
"""


def codebook() -> str:
    """The whole codebook as Markdown; the same declarations always give the same text."""
    parts = [
        _INTRO,
        "## 表 / Tables\n",
        _grid(
            ["table", "一行 / one row", "key", "内容 / content"],
            (
                [f"`{t.name}`", f"{t.row_zh} / {t.row_en}", _codes(t.key), f"{t.zh} / {t.en}"]
                for t in tables()
            ),
        ),
        *(_table(table) for table in tables()),
        "## 取值 / Keys\n",
        *(_keys(values, columns) for values, columns in _lists().items()),
        "## 表二的单元格 / The cells of table 2\n",
        _cells_of_table_2(),
        "## 核对 / Checks\n",
        _checks(),
        _notes(),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_one_line(field) for field in line)} |\n" for line in lines)


def _one_line(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _both(zh: str, en: str) -> str:
    return " ".join(text for text in (zh, en) if text)


def _table(table: DatasetTable) -> str:
    head = ["column", "type", "unit", "名称 / label", "定义 / definition"]
    head += ["依据 / article", "例 / example", "注意 / caveat"]
    return (
        f"### `{table.name}`: {table.zh} / {table.en}\n\n"
        f"{table.definition_zh} {table.definition_en}\n\n"
        + _grid(head, (_column_line(column) for column in table.columns))
    )


def _column_line(column: DatasetColumn) -> list[str]:
    notes = [f"keys: {column.keys}"] if column.keys else []
    notes += [f"refers to {column.refers_to}"] if column.refers_to else []
    notes += [] if column.required else ["may be empty"]
    return [
        f"`{column.name}`",
        "; ".join([column.type, *notes]),
        column.unit,
        f"{column.zh} / {column.en}",
        _both(column.definition_zh, column.definition_en),
        column.article,
        f"`{column.example}`" if column.example else "",
        _both(column.caveat_zh, column.caveat_en),
    ]


def _lists() -> dict[str, list[str]]:
    """The lists of keys in order of first use, each with the columns that use it."""
    used: dict[str, list[str]] = {}
    for table in tables():
        for column in table.columns:
            if column.keys and column.keys != "check":
                used.setdefault(column.keys, []).append(f"{table.name}.{column.name}")
    return used


def _keys(values: str, columns: Sequence[str]) -> str:
    keys = keys_of(values)
    described = {
        "印出的标签 / printed label": [key.label for key in keys],
        "依据 / article": [key.article for key in keys],
        "格式 / forms": [key.forms for key in keys],
        "定义 / definition": [_both(key.definition_zh, key.definition_en) for key in keys],
    }
    shown = {title: texts for title, texts in described.items() if any(texts)}
    names = ([f"`{key.value}`", key.zh, key.en] for key in keys)
    rows = ([*name, *rest] for name, *rest in zip(names, *shown.values(), strict=True))
    head = ["key", "中文", "English", *shown]
    return f"### {values} ({_codes(columns)})\n\n" + _grid(head, rows)


def _cells_of_table_2() -> str:
    rows = (
        [
            name,
            f"`{m.item}`",
            f"`{m.measure}`",
            f"{m.item_label}：{m.label}",
            m.en,
            m.unit,
            m.article,
        ]
        for name in forms.form_names()
        for m in forms.get_form(name).proactive
    )
    head = ["form", "item", "measure", "印出的标签 / printed label", "English", "unit"]
    return _grid([*head, "依据 / article"], rows)


def _checks() -> str:
    rows = (
        [f"`{r.check}`", r.table, r.severity, ", ".join(r.forms), r.zh, r.en, r.basis]
        for r in catalogue().values()
    )
    return _grid(["check", "table", "severity", "forms", "中文", "English", "依据 / basis"], rows)


def _notes() -> str:
    """What is written by hand, with the tables that are not."""
    text = files(__package__).joinpath("notes.md").read_text("utf-8")
    return text.replace("{crosswalk}\n", _crosswalk()).replace("{indicators}\n", _indicators())


def _indicators() -> str:
    rows = (
        [f"`{r['key']}`", r["zh"], r["en"], r["formula"], r["denominator_zh"], r["denominator_en"]]
        for r in packaged_rows("gikstudy.dataset", "indicators.csv")
    )
    head = ["indicator", "中文", "English", "公式 / formula", "分母", "denominator"]
    return _grid(head, rows)


def _crosswalk() -> str:
    rows = (
        [
            *(_cell_list(r[f"cells_{name}"]) for name in forms.form_names()),
            r["comparable"],
            _both(r["zh"], r["en"]),
        ]
        for r in packaged_rows("gikstudy.dataset", "crosswalk.csv")
    )
    return _grid([*forms.form_names(), "可比 / comparable", "说明 / note"], rows)


def _cell_list(cells: str) -> str:
    return _codes(cells.split("|")) if cells else "—"
