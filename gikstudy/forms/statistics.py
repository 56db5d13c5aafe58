"""The statistical tables that reports printed before the form of 2019, as data.

One table is national (2014 to 2018), the others are local. Each is a few lines in the files of this
folder, and a table that is added there is read, checked, made up and documented like the others:

    statistics_tables.csv   the tables: years, the columns of numbers, how much of them is known
    statistics.csv          their lines in printed order: label, unit, code, the line they are below
    statistics_sums.csv     which lines add up to which
    statistics_words.csv    words of headers, and units
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from gikstudy.errors import UnknownNameError
from gikstudy.packaged import packaged_rows

_ROOM: Final = "gikstudy.forms"
YEAR: Final = "year"
"""The column with the figure of the whole year."""
SumRelation = Literal["=", "<="]
_RELATIONS: Final[dict[str, SumRelation]] = {"=": "=", "<=": "<="}


@dataclass(frozen=True, slots=True)
class StatisticsRow:
    """A line of a table. Only a line with a unit prints a number; `cues` are other labels.

    `seen` is False if its label comes from a description, and not from a copy of the table.
    """

    key: str
    parent: str
    code: str
    label: str
    unit: str
    cues: tuple[str, ...]
    seen: bool
    en: str


@dataclass(frozen=True, slots=True)
class StatisticsSum:
    """The lines of `left` together are equal to those of `right`, or each at most as large."""

    scope: str
    left: tuple[str, ...]
    relation: SumRelation
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatisticsTable:
    """One table: its lines in printed order, and its columns of numbers from left to right.

    `whole` is False if only some of its lines are known.
    """

    form: str
    first_year: int
    last_year: int
    numbers: tuple[str, ...]
    whole: bool
    zh: str
    en: str
    rows: tuple[StatisticsRow, ...]
    sums: tuple[StatisticsSum, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The lines that print a number."""
        return tuple(row.key for row in self.rows if row.unit)

    @property
    def coded(self) -> bool:
        """Whether the lines are printed with codes."""
        return any(row.code for row in self.rows)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


@cache
def statistics_names() -> tuple[str, ...]:
    """The statistical tables that are known.

    Examples:
        >>> statistics_names()
        ('2014', 'shanghai', 'dingxi', 'luan')
    """
    return tuple(r["form"] for r in packaged_rows(_ROOM, "statistics_tables.csv"))


@cache
def statistics_table(name: str) -> StatisticsTable:
    """The table of this name, one of `statistics_names()`.

    Raises:
        UnknownNameError: for any other name.
    """
    heads = {r["form"]: r for r in packaged_rows(_ROOM, "statistics_tables.csv")}
    if name not in heads:
        raise UnknownNameError(f"statistical table {name!r}: legal are {', '.join(heads)}")
    head = heads[name]
    return StatisticsTable(
        form=name,
        first_year=int(head["first_year"]),
        last_year=int(head["last_year"]),
        numbers=_split(head["numbers"]),
        whole=head["evidence"] == "whole",
        zh=head["zh"],
        en=head["en"],
        rows=tuple(
            StatisticsRow(
                key=r["key"],
                parent=r["parent"],
                code=r["code"],
                label=r["label"],
                unit=r["unit"],
                cues=_split(r["cues"]),
                seen=r["evidence"] != "told",
                en=r["en"],
            )
            for r in packaged_rows(_ROOM, "statistics.csv")
            if r["form"] == name
        ),
        sums=tuple(
            StatisticsSum(
                r["scope"], _split(r["left"]), _RELATIONS[r["relation"]], _split(r["right"])
            )
            for r in packaged_rows(_ROOM, "statistics_sums.csv")
            if r["form"] == name
        ),
    )


@cache
def evidence_of(name: str) -> dict[str, str]:
    """For each line of a table, whether its label was `seen` in a copy or is only `told`."""
    return {row.key: "seen" if row.seen else "told" for row in statistics_table(name).rows}


@cache
def statistics_in_force(year: int) -> tuple[str, ...]:
    """The tables that reports for a year may print.

    Examples:
        >>> statistics_in_force(2010), statistics_in_force(2016), statistics_in_force(2020)
        (('shanghai', 'dingxi', 'luan'), ('2014',), ())
    """
    tables = map(statistics_table, statistics_names())
    return tuple(t.form for t in tables if t.first_year <= year <= t.last_year)


@cache
def statistics_rows() -> tuple[StatisticsRow, ...]:
    """The lines with a number of all tables, each key once, with the label that came first."""
    found: dict[str, StatisticsRow] = {}
    for name in statistics_names():
        for row in statistics_table(name).rows:
            if row.unit:
                found.setdefault(row.key, row)
    return tuple(found.values())


@cache
def header_words() -> dict[str, str]:
    """What each word above a column says that the column holds.

    Examples:
        >>> header_words()["本年累计"], header_words()["序号"]
        ('year', 'number')
    """
    words = packaged_rows(_ROOM, "statistics_words.csv")
    return {r["word"]: r["kind"] for r in words if r["kind"] not in ("count", "money")}


@cache
def units() -> dict[str, str]:
    """The units that are printed beside a label, each with `count` or `money`."""
    words = packaged_rows(_ROOM, "statistics_words.csv")
    return {r["word"]: r["kind"] for r in words if r["kind"] in ("count", "money")}
