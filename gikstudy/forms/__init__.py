"""The two statutory forms as data: rows, columns, printed labels, identities, articles, terms.

Sources: 国办公开办函〔2019〕60号 (reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (reports
for 2021 onwards). A report is read against the form whose labels it prints, never by its year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows

CHANNELS: Final = ("review", "suit_direct", "suit_after_review")
OUTCOMES: Final = ("upheld", "corrected", "other", "pending", "total")
# The rows of table 3 that are added up, by group, in form order (`handled_total` is their sum).
OUTCOME_GROUPS: Final = ("granted", "partial", "refused", "unable", "not_processed", "other")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of table 3. `cues` are substrings that name the row wherever its label is cut."""

    key: str
    group: str
    label: str
    cues: tuple[str, ...]
    article: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of table 3 (applicant) or an axis entry of table 4 (channel, outcome)."""

    key: str
    label: str
    cues: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One cell of table 2: item × measure, with unit `count` or `yuan`."""

    block: int
    item: str
    measure: str
    item_label: str
    item_cues: tuple[str, ...]
    label: str
    cues: tuple[str, ...]
    unit: str
    article: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Identity:
    """left cells add up to right cells: `check` and `scope` name it as in table `checks`."""

    check: str
    scope: str
    left: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form. `proactive` holds one `Measure` a cell, in form order."""

    name: str
    document_no: str
    zh: str
    en: str
    requests: tuple[Row, ...]
    applicants: tuple[Column, ...]
    proactive: tuple[Measure, ...]
    channels: tuple[Column, ...]
    outcomes: tuple[Column, ...]

    @property
    def items(self) -> tuple[str, ...]:
        """The items of table 2 in form order."""
        return tuple(dict.fromkeys(m.item for m in self.proactive))

    def measures(self, item: str) -> tuple[Measure, ...]:
        """The cells of one item of table 2, left to right."""
        return tuple(m for m in self.proactive if m.item == item)


FORM_NAMES: Final = ("2019", "2021")


def _split(cues: str) -> tuple[str, ...]:
    return tuple(cue for cue in cues.split("|") if cue)


@cache
def request_rows() -> tuple[Row, ...]:
    """All rows of table 3 that either form knows, each once, in form order."""
    return tuple(
        Row(r["key"], r["group"], r["label"], _split(r["cues"]), r["article"], r["zh"], r["en"])
        for r in packaged_rows("gikstudy.forms", "requests.csv")
    )


@cache
def get_form(name: str) -> Form:
    """The form called `2019` or `2021`.

    Raises:
        KeyError: for any other name.
    """
    heads = {r["form"]: r for r in packaged_rows("gikstudy.forms", "forms.csv")}
    if name not in heads:
        raise KeyError(f"form {name!r}: legal are {', '.join(FORM_NAMES)}")
    printed = [
        r["key"] for r in packaged_rows("gikstudy.forms", "requests.csv") if r[f"form_{name}"]
    ]
    axes = packaged_rows("gikstudy.forms", "disputes.csv")
    return Form(
        name=name,
        document_no=heads[name]["document_no"],
        zh=heads[name]["zh"],
        en=heads[name]["en"],
        requests=tuple(row for row in request_rows() if row.key in printed),
        applicants=tuple(
            Column(r["key"], r["label"], (r["label"],), r["zh"], r["en"])
            for r in packaged_rows("gikstudy.forms", "applicants.csv")
        ),
        proactive=tuple(
            Measure(
                block=int(r["block"]),
                item=r["item"],
                measure=r["measure"],
                item_label=r["item_label"],
                item_cues=_split(r["item_cues"]),
                label=r["measure_label"],
                cues=_split(r["measure_cues"]),
                unit=r["unit"],
                article=r["article"],
                zh=r["zh"],
                en=r["en"],
            )
            for r in packaged_rows("gikstudy.forms", "proactive.csv")
            if r["form"] == name
        ),
        channels=tuple(_column(r) for r in axes if r["axis"] == "channel"),
        outcomes=tuple(_column(r) for r in axes if r["axis"] == "outcome"),
    )


def _column(r: dict[str, str]) -> Column:
    return Column(r["key"], r["label"], _split(r["cues"]), r["zh"], r["en"])


@cache
def applicant_keys() -> tuple[str, ...]:
    """The seven column keys of table 3, the total last."""
    return tuple(column.key for column in get_form("2019").applicants)


@cache
def row_group(key: str) -> str:
    """The group (`refused`, `unable`, …) that a row of table 3 belongs to."""
    return next(row.group for row in request_rows() if row.key == key)


@cache
def request_identities(rows: tuple[str, ...]) -> tuple[Identity, ...]:
    """T3-FLOW and T3-SUM by column, T3-ROW by row, for the rows that a report's table 3 has.

    Source: the note printed on the form (first plus second item equal third plus fourth) and its
    construction (（七）总计 sums the outcomes; the last column sums the six before it).
    """
    columns = applicant_keys()
    leaves = tuple(key for key in rows if row_group(key) in OUTCOME_GROUPS)
    flow = tuple(
        Identity(
            "T3-FLOW",
            c,
            (("received_new", c), ("carried_in", c)),
            (("handled_total", c), ("carried_out", c)),
        )
        for c in columns
    )
    total = tuple(
        Identity("T3-SUM", c, tuple((r, c) for r in leaves), (("handled_total", c),))
        for c in columns
    )
    by_row = tuple(
        Identity("T3-ROW", r, tuple((r, c) for c in columns[:-1]), ((r, "total"),)) for r in rows
    )
    return flow + total + by_row


@cache
def dispute_identities() -> tuple[Identity, ...]:
    """T4-SUM by channel: the four outcomes add up to the total."""
    return tuple(
        Identity("T4-SUM", ch, tuple((ch, o) for o in OUTCOMES[:-1]), ((ch, "total"),))
        for ch in CHANNELS
    )
