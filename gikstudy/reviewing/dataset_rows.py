"""The rows of a dataset report by report, for pages that are written one after another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from gikstudy.dataset.declarations import CELL_TABLES, get_table
from gikstudy.dataset.load import Dataset
from gikstudy.model import Cell

if TYPE_CHECKING:
    import pyarrow as pa

DatasetRow = Mapping[str, Any]
_TABLES: Final = ("checks", "sections", "mentions", "codes", "cues", *CELL_TABLES)


class RowsByReport:
    """The tables of a dataset, from which the rows of one report can be taken in any order."""

    def __init__(self, dataset: Dataset) -> None:
        self.reports: list[dict[str, Any]] = dataset.arrow_table("reports").to_pylist()
        self._tables = {name: _Grouped(dataset.arrow_table(name)) for name in _TABLES}

    def of(self, name: str, report_id: str) -> list[dict[str, Any]]:
        """The rows of a report in one table, in the order of the dataset."""
        return self._tables[name].of(report_id)

    def cells(self, report_id: str) -> list[Cell]:
        """The cells of a report in all tables of the form."""
        return [
            cell_of(name, row) for name in CELL_TABLES for row in self.of(name, report_id)
        ]  # fmt: skip


def cell_of(table: str, row: DatasetRow) -> Cell:
    """A row of a table of cells as a value of the model."""
    first, second = (row[key] for key in get_table(table).key[1:])
    rest = {name: row[name] for name in ("state", "value", "lower", "upper", "raw", "locus")}
    return Cell(table, first, second, **rest, unit=row.get("unit", ""))


class _Grouped:
    """A table whose rows of one report lie together."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self._ranges: dict[str, list[tuple[int, int]]] = {}
        ids = table["report_id"].to_pylist()
        start = 0
        for end in range(1, len(ids) + 1):
            if end == len(ids) or ids[end] != ids[start]:
                self._ranges.setdefault(ids[start], []).append((start, end - start))
                start = end

    def of(self, report_id: str) -> list[dict[str, Any]]:
        return [
            row
            for start, count in self._ranges.get(report_id, ())
            for row in self._table.slice(start, count).to_pylist()
        ]
