"""The official page of each form as tables of spanning cells, before any layout flattens them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, groupby

from gikstudy.forms import CHANNELS, OUTCOMES, Form, Measure, Row, applicant_keys
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
ARTICLES = {1: "一", 5: "五", 6: "六", 8: "八", 9: "九"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: its text, how far it spans, and the cell of the form that it holds."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: CellKey | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all is printed in a cell that should hold a number."""
        return self.key is not None and not self.text


@dataclass(frozen=True, slots=True)
class FormTable:
    """One table: `columns` wide, each row the cells that it opens."""

    columns: int
    rows: tuple[tuple[Slot, ...], ...]


def _values(cells: Mapping[CellKey, Printed], keys: Sequence[CellKey]) -> list[Slot]:
    return [Slot(cells[key].text, key=key) for key in keys]


def _proactive_rows(
    form: Form,
    cells: Mapping[CellKey, Printed],
    label: LabelPrinter,
    extra: str,
    amount_header: str,
) -> Iterator[tuple[Slot, ...]]:
    for block, group in groupby(form.proactive, key=lambda m: m.block):
        measures = [m for m in group if ("proactive", m.item, m.measure) in cells]
        if not measures:
            continue
        yield (Slot(label(f"第二十条第（{ARTICLES[block]}）项"), colspan=4),)
        by_item: dict[str, list[Measure]] = {}
        for measure in measures:
            by_item.setdefault(measure.item, []).append(measure)
        heads = next(iter(by_item.values()))
        names = [
            amount_header if m.measure == "amount" and amount_header else m.label for m in heads
        ]
        texts = [label(name) for name in names]
        if block == 1 and form.name == "2019" and label.has("header_cut"):
            texts[:2] = ["本年新", "本年新"]
        yield _stretch([Slot(label("信息内容")), *map(Slot, texts)])
        for item, row in by_item.items():
            keys = [("proactive", item, m.measure) for m in row]
            yield _stretch([Slot(label(row[0].item_label)), *_values(cells, keys)])
        if block == 1 and extra:
            yield (Slot(label("其他主动公开文件")), *(Slot(extra) for _ in heads))


def _stretch(slots: list[Slot]) -> tuple[Slot, ...]:
    """The last cell spans what is left of the four columns, as on the official page."""
    last = slots[-1]
    slots[-1] = Slot(last.text, 4 - (len(slots) - 1), last.rowspan, last.key)
    return tuple(slots)


def proactive_table(
    form: Form,
    cells: Mapping[CellKey, Printed],
    label: LabelPrinter,
    extra: str = "",
    amount_header: str = "",
) -> FormTable:
    """Table 2 of a form.

    Args:
        form: gives blocks, items and measures.
        cells: what is printed; an item without any cell is left out.
        label: prints the labels.
        extra: the number of an extra row 其他主动公开文件 (Hubei), or nothing.
        amount_header: printed instead of 采购总金额, with the unit that the values then lack.
    """
    return FormTable(4, tuple(_proactive_rows(form, cells, label, extra, amount_header)))


def _requests_head(label: LabelPrinter) -> Iterator[tuple[Slot, ...]]:
    if label.has("no_head"):
        return
    *kinds, total = get_labels()
    note = "" if label.has("no_note") else IDENTITY_NOTE
    yield (Slot(label(note), 3, 3), Slot(label("申请人情况"), 7))
    person = Slot(label(kinds[0]), rowspan=2)
    organisation = Slot(label("法人或其他组织"), 5)
    last = Slot(label(total), rowspan=2)
    if label.has("total_first"):
        yield (last, person, organisation)
    else:
        yield (person, organisation, last)
    yield tuple(Slot(label(kind)) for kind in kinds[1:])


def get_labels() -> tuple[str, ...]:
    """The seven column labels of table 3."""
    return ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def _requests_row(
    row: Row, size: int, outcomes: int, label: LabelPrinter, *, first: bool
) -> Iterator[Slot]:
    """The label cells of one row: 三、 and the group stand on the first of their rows only."""
    if row.key == "granted":
        yield Slot(label("三、本年度办理结果"), rowspan=outcomes)
    if row.group in ("received", "carried_out"):
        yield Slot(label(row.label), colspan=3)
    elif row.group in GROUPS and row.key != "other_undivided":
        if first and not label.has("no_groups"):
            yield Slot(label(GROUPS[row.group]), rowspan=size)
        yield Slot(label(row.label))
    else:
        yield Slot(label(row.label), colspan=2)


def requests_table(
    rows: Sequence[Row], cells: Mapping[CellKey, Printed], label: LabelPrinter
) -> FormTable:
    """Table 3 with these rows; rows of which no cell is printed anywhere are left out."""
    printed = [row for row in rows if ("requests", row.key, "total") in cells]
    outcomes = sum(row.group not in ("received", "carried_out") for row in printed)
    sizes = {g: sum(r.group == g for r in printed) for g in {r.group for r in printed}}
    lines = list(_requests_head(label))
    seen: set[str] = set()
    for row in printed:
        labels = _requests_row(row, sizes[row.group], outcomes, label, first=row.group not in seen)
        keys = [("requests", row.key, applicant) for applicant in applicant_keys()]
        lines.append((*labels, *_values(cells, keys)))
        seen.add(row.group)
    return FormTable(10, tuple(lines))


def old_table(numbers: Sequence[int], label: LabelPrinter) -> FormTable:
    """The 统计表 of 2014 to 2018, which holds no cell of a later form.

    Args:
        numbers: drawn from in turn, one an indicator.
        label: prints the labels.
    """
    rows = packaged_rows("gikstudy.synthesis", "old_form.csv")
    lines = [tuple(map(Slot, ("统计指标", "单位", "统计数")))]
    for row, number in zip(rows, cycle(numbers), strict=False):
        count = "——" if row["unit"] == "——" else str(number)
        lines.append((Slot(label(row["label"])), Slot(row["unit"]), Slot(count)))
    return FormTable(3, tuple(lines))


def disputes_table(form: Form, cells: Mapping[CellKey, Printed], label: LabelPrinter) -> FormTable:
    """Table 4: one row of fifteen values under three rows of headers."""
    outcomes = [column.label for column in form.outcomes]
    channels = [column.label for column in form.channels]
    head = (Slot(label(channels[0]), 5), Slot(label("行政诉讼"), 10))
    middle = (
        *(Slot(label(o), rowspan=2) for o in outcomes),
        *(Slot(label(c), 5) for c in channels[1:]),
    )
    low = tuple(Slot(label(o)) for _ in channels[1:] for o in outcomes)
    keys = [("disputes", channel, outcome) for channel in CHANNELS for outcome in OUTCOMES]
    return FormTable(15, (head, middle, low, tuple(_values(cells, keys))))
