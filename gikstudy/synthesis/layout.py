"""The official page of each form as tables of spanning cells, before any layout flattens them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, groupby

from gikstudy.forms import (
    CHANNELS,
    OUTCOMES,
    Form,
    Measure,
    Row,
    applicant_keys,
    divided_rows,
)
from gikstudy.packaged import packaged_rows
from gikstudy.synthesis.labels import LabelPrinter
from gikstudy.synthesis.made import CellKey, Printed

IDENTITY_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GROUPS = {
    "refused": "（三）不予公开",
    "unable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
ARTICLES = "〇一二三四五六七八九十"
_CUT = 2  # characters; two headers with a longer common beginning may be cut to it


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: its text, its spans, and the cell of the form that it holds."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: CellKey | None = None

    @property
    def empty(self) -> bool:
        """Whether a cell that should hold a number is completely empty."""
        return self.key is not None and not self.text


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table, `columns` wide; each row holds the cells that it opens."""

    columns: int
    rows: tuple[tuple[Slot, ...], ...]


def _values(cells: Mapping[CellKey, Printed], keys: Sequence[CellKey]) -> list[Slot]:
    return [Slot(cells[key].text, key=key) for key in keys]


def _proactive_rows(
    form: Form,
    cells: Mapping[CellKey, Printed],
    label: LabelPrinter,
    extra: str,
    unit: str,
) -> Iterator[tuple[Slot, ...]]:
    for block, group in groupby(form.proactive, key=lambda m: m.block):
        measures = [m for m in group if ("proactive", m.item, m.measure) in cells]
        if not measures:
            continue
        yield (
            Slot(
                label(f"第二十条第（{ARTICLES[block]}）项"),
            ),
        )
        by_item: dict[str, list[Measure]] = {}
        for measure in measures:
            by_item.setdefault(measure.item, []).append(measure)
        heads = next(iter(by_item.values()))
        names = [
            m.label + unit if m.unit == "yuan" and "万元" not in m.label else m.label for m in heads
        ]
        texts = [label(name) for name in names]
        same = _common_start(*names[:2]) if len(names) > 1 else ""
        if len(same) > _CUT and label.has("header_cut"):
            texts[:2] = [same, same]
        yield (Slot(label("信息内容")), *map(Slot, texts))
        for item, row in by_item.items():
            keys = [("proactive", item, m.measure) for m in row]
            yield (Slot(label(row[0].item_label)), *_values(cells, keys))
        if block == 1 and extra:
            yield (Slot(label("其他主动公开文件")), *(Slot(extra) for _ in heads))


def _common_start(one: str, other: str) -> str:
    """The common beginning of both."""
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[:at]


def _stretch(slots: tuple[Slot, ...], width: int) -> tuple[Slot, ...]:
    """The last cell spans the remaining columns, as on the official page."""
    *before, last = slots
    return (*before, replace(last, colspan=width - len(before)))


def proactive_table(
    form: Form,
    cells: Mapping[CellKey, Printed],
    label: LabelPrinter,
    extra: str = "",
    unit: str = "",
) -> FormTable:
    """Table 2 of a form.

    Args:
        form: gives blocks, items and measures.
        cells: what is printed; an item without cells is left out.
        label: prints the labels.
        extra: the number of an extra row 其他主动公开文件 (Hubei), or nothing.
        unit: printed after the headers of amounts that name no unit, if the values have none
            either.
    """
    width = 1 + max(len(form.measures(item)) for item in form.items)
    rows = _proactive_rows(form, cells, label, extra, unit)
    return FormTable(width, tuple(_stretch(row, width) for row in rows))


def _requests_head(form: Form, label: LabelPrinter) -> Iterator[tuple[Slot, ...]]:
    if label.has("no_head"):
        return
    *kinds, total = form.applicants
    note = "" if label.has("no_note") else IDENTITY_NOTE
    yield (Slot(label(note), 3, 3), Slot(label("申请人情况"), len(form.applicants)))
    person = Slot(label(kinds[0].label), rowspan=2)
    organisation = Slot(label(kinds[1].under), len(kinds) - 1)
    last = Slot(label(total.label), rowspan=2)
    if label.has("total_first"):
        yield (last, person, organisation)
    else:
        yield (person, organisation, last)
    yield tuple(Slot(label(kind.label)) for kind in kinds[1:])


def _requests_row(
    row: Row, size: int, outcomes: int, label: LabelPrinter, *, first: bool
) -> Iterator[Slot]:
    """The label cells of one row: 三、 and the group are printed only on their first row."""
    if row.key == "granted":
        yield Slot(label("三、本年度办理结果"), rowspan=outcomes)
    if row.group in ("received", "carried_out"):
        yield Slot(label(row.label), colspan=3)
    elif row.group in GROUPS and row.key not in divided_rows():
        if first and not label.has("no_groups"):
            yield Slot(label(GROUPS[row.group]), rowspan=size)
        yield Slot(label(row.label))
    else:
        yield Slot(label(row.label), colspan=2)


def requests_table(
    form: Form, rows: Sequence[Row], cells: Mapping[CellKey, Printed], label: LabelPrinter
) -> FormTable:
    """Table 3 with these rows; rows without any printed cell are left out."""
    printed = [row for row in rows if ("requests", row.key, "total") in cells]
    outcomes = sum(row.group not in ("received", "carried_out") for row in printed)
    sizes = {g: sum(r.group == g for r in printed) for g in {r.group for r in printed}}
    lines = list(_requests_head(form, label))
    seen: set[str] = set()
    for row in printed:
        labels = _requests_row(row, sizes[row.group], outcomes, label, first=row.group not in seen)
        keys = [("requests", row.key, applicant) for applicant in applicant_keys()]
        lines.append((*labels, *_values(cells, keys)))
        seen.add(row.group)
    return FormTable(3 + len(form.applicants), tuple(lines))


def old_table(numbers: Sequence[int], label: LabelPrinter) -> FormTable:
    """The 统计表 of 2014 to 2018, which has no cell of a later form.

    Args:
        numbers: used in turn, one for each indicator.
        label: prints the labels.
    """
    rows = packaged_rows("gikstudy.synthesis", "old_form.csv")
    lines = [tuple(map(Slot, ("统计指标", "单位", "统计数")))]
    for row, (_, number) in zip(rows, old_numbers(numbers), strict=True):
        count = "——" if number is None else str(number)
        lines.append((Slot(label(row["label"])), Slot(row["unit"]), Slot(count)))
    return FormTable(3, tuple(lines))


def old_numbers(numbers: Sequence[int]) -> list[tuple[str, int | None]]:
    """Each indicator of that table with its number; None for a line that prints none."""
    rows = packaged_rows("gikstudy.synthesis", "old_form.csv")
    return [
        (row["label"], None if row["unit"] == "——" else number)
        for row, number in zip(rows, cycle(numbers), strict=False)
    ]


def disputes_table(form: Form, cells: Mapping[CellKey, Printed], label: LabelPrinter) -> FormTable:
    """Table 4: one row of fifteen values under three rows of headers."""
    outcomes = [column.label for column in form.outcomes]
    channels = [column.label for column in form.channels]
    wide = len(outcomes)
    head = (Slot(label(channels[0]), wide), Slot(label("行政诉讼"), wide * (len(channels) - 1)))
    middle = (
        *(Slot(label(o), rowspan=2) for o in outcomes),
        *(Slot(label(c), wide) for c in channels[1:]),
    )
    low = tuple(Slot(label(o)) for _ in channels[1:] for o in outcomes)
    keys = [("disputes", channel, outcome) for channel in CHANNELS for outcome in OUTCOMES]
    return FormTable(len(keys), (head, middle, low, tuple(_values(cells, keys))))
