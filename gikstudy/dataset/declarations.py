"""Every table, column and key of the dataset, declared once in the data files beside this module.

Schemas, data package, codebook, labels of the exports and the validation are all derived from
what this module returns; no fact about a column is stored twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from gikstudy import forms
from gikstudy.errors import UnknownNameError
from gikstudy.forms.statistics import statistics_names, statistics_table
from gikstudy.packaged import packaged_rows

FORM_TABLES: Final = ("requests", "proactive", "disputes")
CELL_TABLES: Final = (*FORM_TABLES, "statistics")
BODY_TABLES: Final = ("bodies", "panel", "missing")


@dataclass(frozen=True, slots=True)
class LegalValue:
    """A legal value of a column; `label` is the text that the form prints, if any."""

    value: str
    zh: str
    en: str
    definition_zh: str = ""
    definition_en: str = ""
    label: str = ""
    article: str = ""
    forms: str = ""


@dataclass(frozen=True, slots=True)
class DatasetColumn:
    """A column. `type` is string, integer, number, date or boolean; empty text is never null.

    `keys` names the list of its legal values; `refers_to` is `table.column` of a foreign key.
    """

    table: str
    name: str
    type: str
    unit: str
    required: bool
    keys: str
    pattern: str
    minimum: int | None
    maximum: int | None
    refers_to: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    article: str
    example: str
    caveat_zh: str
    caveat_en: str


@dataclass(frozen=True, slots=True)
class DatasetTable:
    """A table. `row_en` says what one row is; `key` names the columns that identify it."""

    name: str
    row_zh: str
    row_en: str
    key: tuple[str, ...]
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    columns: tuple[DatasetColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def by_report(self) -> bool:
        """Whether its rows belong to reports and follow their order."""
        return self.key[0] == "report_id"


def _column(table: str, r: dict[str, str]) -> DatasetColumn:
    return DatasetColumn(
        table=table,
        name=r["column"],
        type=r["type"],
        unit=r["unit"],
        required=bool(r["required"]),
        keys=r["keys"],
        pattern=r["pattern"],
        minimum=int(r["minimum"]) if r["minimum"] else None,
        maximum=int(r["maximum"]) if r["maximum"] else None,
        refers_to=r["refers_to"],
        zh=r["zh"],
        en=r["en"],
        definition_zh=r["definition_zh"],
        definition_en=r["definition_en"],
        article=r["article"],
        example=r["example"],
        caveat_zh=r["caveat_zh"],
        caveat_en=r["caveat_en"],
    )


@cache
def tables() -> tuple[DatasetTable, ...]:
    """All tables of the dataset, in their order."""
    columns = [
        _column(table, r)
        for r in packaged_rows("gikstudy.dataset", "columns.csv")
        for table in r["table"].split("|")
    ]
    return tuple(
        DatasetTable(
            name=r["table"],
            row_zh=r["row_zh"],
            row_en=r["row_en"],
            key=tuple(r["key"].split("|")),
            zh=r["zh"],
            en=r["en"],
            definition_zh=r["definition_zh"],
            definition_en=r["definition_en"],
            columns=tuple(c for c in columns if c.table == r["table"]),
        )
        for r in packaged_rows("gikstudy.dataset", "tables.csv")
    )


@cache
def table_names() -> tuple[str, ...]:
    """The names of all tables, in order."""
    return tuple(table.name for table in tables())


@cache
def get_table(name: str) -> DatasetTable:
    """The table of that name.

    Raises:
        UnknownNameError: with the legal names.
    """
    for table in tables():
        if table.name == name:
            return table
    raise UnknownNameError(f"table {name!r}: legal are {', '.join(table_names())}")


@cache
def expected_cells(form: str, table: str) -> tuple[tuple[str, str], ...]:
    """The two keys of every cell that `form` has in `table`, in form order; none for other forms.

    The form of 2019 has 161 + 22 + 15 cells, the form of 2021 has 175 + 10 + 15.

    Examples:
        >>> expected_cells("2021", "proactive")[0], len(expected_cells("2021", "requests"))
        (('rules', 'issued'), 175)
    """
    if table == "statistics":
        names = statistics_names()
        own = statistics_table(form).numbers if form in names else ()
        return statistics_cells(form, own)
    if form not in forms.form_names():
        return ()
    shape = forms.get_form(form)
    if table == "requests":
        return tuple((row.key, column.key) for row in shape.requests for column in shape.applicants)
    if table == "proactive":
        return tuple((measure.item, measure.measure) for measure in shape.proactive)
    return tuple((ch.key, out.key) for ch in shape.channels for out in shape.outcomes)


@cache
def statistics_cells(form: str, columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Line and column of every cell of a statistical table that is printed with these columns."""
    keys = statistics_table(form).keys if form in statistics_names() else ()
    return tuple((key, column) for key in keys for column in columns)


@cache
def legal_cells(form: str, table: str) -> frozenset[tuple[tuple[str, str], ...]]:
    """The sets of cells that a report on `form` may have in `table`, each in form order.

    Table 3 has several: on any form, a report may print the group of other handling as one row or
    as its parts.
    """
    if table != "requests" or form not in forms.form_names():
        return frozenset([expected_cells(form, table)])
    columns = forms.applicant_keys()
    return frozenset(
        tuple((row, column) for row in rows for column in columns)
        for rows in forms.request_row_sets()
    )
