"""The statutory forms as data: rows, columns, printed labels, identities, articles, terms.

Sources: 国办公开办函〔2019〕60号 (reports for 2019 and 2020) and 国办公开办函〔2021〕30号 (reports
for 2021 onwards). A report is read against the form whose labels it prints, never by its year.

Everything specific to a form is in the CSV files of this folder; no other room mentions one by
name:

    forms.csv       the forms in order: document, first year, whether its tables are read
    requests.csv    table 3: its rows, where each form prints them, parts that a later form divides
    applicants.csv  table 3: its columns, and the header above several of them
    proactive.csv   table 2: its cells form by form, with their headers and units
    disputes.csv    table 4: its channels and outcomes
    headers.csv     further words of headers, with the forms that print them
    statistics*.csv the tables that were printed before the first form: see `forms.statistics`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Final

from gikstudy.errors import UnknownNameError
from gikstudy.packaged import packaged_rows

_ROOM: Final = "gikstudy.forms"
_NUMBERED: Final = re.compile(r"^(?:其中：|（.）|\d\.|.、)|（.{3,}）$")


def _axis(axis: str) -> tuple[str, ...]:
    rows = packaged_rows(_ROOM, "disputes.csv")
    return tuple(dict.fromkeys(r["key"] for r in rows if r["axis"] == axis))


CHANNELS: Final = _axis("channel")
OUTCOMES: Final = _axis("outcome")
# The rows of table 3 that are added up, by group, in form order (`handled_total` is their sum).
OUTCOME_GROUPS: Final = ("granted", "partial", "refused", "unable", "not_processed", "other")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of table 3. `cues` are substrings that identify the row even if its label is cut."""

    key: str
    group: str
    label: str
    cues: tuple[str, ...]
    article: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of table 3 (applicant) or an axis entry of table 4 (channel, outcome).

    `cues` are other words that a header may consist of; `under` is the header above several columns.
    """

    key: str
    label: str
    cues: tuple[str, ...]
    zh: str
    en: str
    under: str = ""


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
    cells: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)
    """The cells of both sides; made once, since every report asks for them."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", frozenset((*self.left, *self.right)))


@dataclass(frozen=True, slots=True)
class Form:
    """One statutory form. `proactive` holds one `Measure` per cell, in form order."""

    name: str
    document_no: str
    first_year: int
    zh: str
    en: str
    requests: tuple[Row, ...]
    applicants: tuple[Column, ...]
    proactive: tuple[Measure, ...]
    channels: tuple[Column, ...]
    outcomes: tuple[Column, ...]
    _by_item: dict[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_item: dict[str, tuple[Measure, ...]] = {}
        for measure in self.proactive:
            by_item[measure.item] = (*by_item.get(measure.item, ()), measure)
        object.__setattr__(self, "_by_item", by_item)

    @property
    def items(self) -> tuple[str, ...]:
        """The items of table 2 in form order."""
        return tuple(self._by_item)

    def measures(self, item: str) -> tuple[Measure, ...]:
        """The cells of one item of table 2, left to right."""
        return self._by_item.get(item, ())


@cache
def form_names() -> tuple[str, ...]:
    """The forms whose tables are read, the oldest first.

    Examples:
        >>> form_names()
        ('2019', '2021')
    """
    return tuple(r["form"] for r in packaged_rows(_ROOM, "forms.csv") if r["tables"] == "read")


@cache
def statistics_form() -> str:
    """The statistical table before the first form; it is recognised but not read."""
    rows = packaged_rows(_ROOM, "forms.csv")
    return next(r["form"] for r in rows if r["tables"] == "recognised")


@cache
def statistics_years() -> str:
    """The years of that table, in words.

    Examples:
        >>> statistics_years()
        '2014 to 2018'
    """
    first, then = first_years()[:2]
    return f"{first} to {then - 1}"


@cache
def first_years() -> tuple[int, ...]:
    """The years in which a national table or form came into use."""
    return tuple(int(r["first_year"]) for r in packaged_rows(_ROOM, "forms.csv"))


@cache
def form_in_force(year: int) -> str:
    """The form that reports for a year had to use; empty before the first form.

    Examples:
        >>> form_in_force(2018), form_in_force(2020), form_in_force(2025)
        ('', '2019', '2021')
    """
    return next((n for n in reversed(form_names()) if get_form(n).first_year <= year), "")


def _split(cues: str) -> tuple[str, ...]:
    return tuple(cue for cue in cues.split("|") if cue)


@cache
def request_rows() -> tuple[Row, ...]:
    """All rows of table 3 of any form, each once, in form order."""
    return tuple(
        Row(r["key"], r["group"], r["label"], _split(r["cues"]), r["article"], r["zh"], r["en"])
        for r in packaged_rows(_ROOM, "requests.csv")
    )


@cache
def get_form(name: str) -> Form:
    """The form of this name, one of `form_names()`.

    Raises:
        UnknownNameError: for any other name.
    """
    heads = {r["form"]: r for r in packaged_rows(_ROOM, "forms.csv")}
    if name not in form_names():
        raise UnknownNameError(f"form {name!r}: legal are {', '.join(form_names())}")
    printed = [r["key"] for r in packaged_rows(_ROOM, "requests.csv") if r[f"form_{name}"]]
    axes = [
        r
        for r in packaged_rows(_ROOM, "disputes.csv")
        if not r["forms"] or name in _split(r["forms"])
    ]
    return Form(
        name=name,
        document_no=heads[name]["document_no"],
        first_year=int(heads[name]["first_year"]),
        zh=heads[name]["zh"],
        en=heads[name]["en"],
        requests=tuple(row for row in request_rows() if row.key in printed),
        applicants=tuple(_column(r) for r in packaged_rows(_ROOM, "applicants.csv")),
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
            for r in packaged_rows(_ROOM, "proactive.csv")
            if r["form"] == name
        ),
        channels=tuple(_column(r) for r in axes if r["axis"] == "channel"),
        outcomes=tuple(_column(r) for r in axes if r["axis"] == "outcome"),
    )


def _column(r: dict[str, str]) -> Column:
    return Column(
        r["key"], r["label"], _split(r["cues"]), r["zh"], r["en"], under=r.get("under", "")
    )


def newest_form() -> Form:
    """The current form."""
    return get_form(form_names()[-1])


@cache
def applicant_keys() -> tuple[str, ...]:
    """The seven column keys of table 3, the total last."""
    return tuple(r["key"] for r in packaged_rows(_ROOM, "applicants.csv"))


@cache
def row_group(key: str) -> str:
    """The group (`refused`, `unable`, …) that a row of table 3 belongs to."""
    return next(row.group for row in request_rows() if row.key == key)


@cache
def divided_rows() -> dict[str, tuple[str, ...]]:
    """The rows of table 3 that a later form divides, each with its parts in form order.

    Examples:
        >>> divided_rows()
        {'other_undivided': ('other_not_supplemented', 'other_fee_unpaid', 'other_misc')}
    """
    found: dict[str, tuple[str, ...]] = {}
    for r in packaged_rows(_ROOM, "requests.csv"):
        if r["part_of"]:
            found[r["part_of"]] = (*found.get(r["part_of"], ()), r["key"])
    return found


@cache
def request_row_sets() -> tuple[tuple[str, ...], ...]:
    """The rows that a printed table 3 may have, oldest form first, each set in form order.

    On any form, a report may print a divided row as one row or as its parts.
    """
    order = [row.key for row in request_rows()]
    found: dict[tuple[str, ...], None] = {}
    for name in form_names():
        rows = {row.key for row in get_form(name).requests}
        found.setdefault(tuple(key for key in order if key in rows))
        for whole, parts in divided_rows().items():
            other = rows - set(parts) | {whole} if rows & set(parts) else rows - {whole} | {*parts}
            if rows & {whole, *parts}:
                found.setdefault(tuple(key for key in order if key in other))
    return tuple(found)


@cache
def common_rows(present: frozenset[str]) -> tuple[str, ...]:
    """The set of rows of table 3 that fits a table with these rows best.

    It lacks the fewest of them. If several do, it is the smallest, and then the oldest.

    Examples:
        >>> len(common_rows(frozenset(["granted"]))), len(common_rows(frozenset(["other_misc"])))
        (23, 25)
    """
    sets = request_row_sets()
    return min(sets, key=lambda rows: (len(present - set(rows)), len(rows)))


@cache
def header_labels() -> tuple[tuple[str, str], ...]:
    """(tag, squashed label) of every header in `headers.csv`; `form_NAME` if it is of some forms only."""
    return tuple(
        (tag, r["label"])
        for r in packaged_rows(_ROOM, "headers.csv")
        for tag in ([f"form_{name}" for name in _split(r["forms"])] or [r["tag"]])
    )


@cache
def telling_cues(name: str) -> tuple[str, ...]:
    """The header words of table 2 that some other form lacks."""
    cues = {n: {c for m in get_form(n).proactive for c in m.cues} for n in form_names()}
    shared = set[str].intersection(*cues.values())
    return tuple(sorted(cues[name] - shared))


@cache
def _telling_widths() -> frozenset[str]:
    """The items of table 2 with a measure that two forms share, but not as many measures."""
    forms = [get_form(name) for name in form_names()]
    found: set[str] = set()
    for one, other in combinations(forms, 2):
        for item in one.items:
            mine, theirs = one.measures(item), other.measures(item)
            if {m.measure for m in mine} & {m.measure for m in theirs} and len(mine) != len(theirs):
                found.add(item)
    return frozenset(found)


@cache
def width_tells(item: str, width: int, form: str) -> bool:
    """Whether this number of values in a row of table 2 is evidence for this form.

    Examples:
        >>> width_tells("licensing", 1, "2021"), width_tells("rules", 3, "2021")
        (True, False)
    """
    return item in _telling_widths() and len(get_form(form).measures(item)) == width


@cache
def statistics_labels() -> tuple[str, ...]:
    """Labels of that table, without their numbers, that occur in few other texts."""
    rows = packaged_rows(_ROOM, "statistics.csv")
    bare = (_NUMBERED.sub("", r["label"]) for r in rows if r["form"] == statistics_form())
    return tuple(dict.fromkeys(label for label in bare if label.endswith("数")))


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
