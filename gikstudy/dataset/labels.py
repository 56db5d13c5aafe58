"""The codebook as tables, for formats that include their labels."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from gikstudy.dataset.declarations import DatasetColumn, tables
from gikstudy.dataset.keys import keys_of

_COLUMN_FIELDS: Final = (
    *("table", "column", "type", "unit", "keys", "zh", "en", "definition_zh", "definition_en"),
    *("article", "example", "caveat_zh", "caveat_en"),
)
_KEY_FIELDS: Final = (
    *("list", "value", "zh", "en", "label", "article", "forms"),
    *("definition_zh", "definition_en"),
)


def label_tables() -> dict[str, pa.Table]:
    """The codebook as two tables of texts: `codebook`, one row per column, and `keys`.

    `keys` has one row per legal value; the column `keys` of `codebook` refers to its column `list`.
    """
    columns = [
        [c.name if f == "column" else getattr(c, f) for f in _COLUMN_FIELDS]
        for table in tables()
        for c in table.columns
    ]
    lists = dict.fromkeys(c.keys for table in tables() for c in table.columns if c.keys)
    keys = [
        [name if f == "list" else getattr(key, f) for f in _KEY_FIELDS]
        for name in lists
        for key in keys_of(name)
    ]
    return {"codebook": _table(_COLUMN_FIELDS, columns), "keys": _table(_KEY_FIELDS, keys)}


def _table(fields: tuple[str, ...], rows: list[list[str]]) -> pa.Table:
    return pa.table({field: [row[n] for row in rows] for n, field in enumerate(fields)})


def short_label(column: DatasetColumn) -> str:
    """The text that a statistics package shows beside the name of a column."""
    return f"{column.zh} / {column.en}"
