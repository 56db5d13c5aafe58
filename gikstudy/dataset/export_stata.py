"""The dataset as Stata files: a variable label on every column, value labels on every key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gikstudy.dataset.declarations import DatasetColumn, DatasetTable, tables
from gikstudy.dataset.keys import keys_of
from gikstudy.dataset.labels import short_label
from gikstudy.dataset.load import load_dataset

if TYPE_CHECKING:
    import pandas as pd

_VERSION: Final = 118  # of Stata 14 and later, the first version that supports Chinese
_RESERVED: Final = ("function",)
_LABEL: Final = 80
_TEXT_BYTES: Final = 2045  # longer texts need the type strL


def write_stata(source: Path, out: Path) -> None:
    """Writes one `.dta` file per table into a new folder.

    A column of keys becomes a labelled integer: 1 for the first key that the codebook lists, and
    so on, each labelled `key: English term`; an empty text becomes a missing value.
    """
    import pandas as pd

    out.mkdir()
    dataset = load_dataset(source)
    for table in tables():
        frame: pd.DataFrame = getattr(dataset, table.name)
        columns = {stata_name(c): _stata_column(c, frame[c.name]) for c in table.columns}
        pd.DataFrame(columns, index=frame.index).to_stata(
            out / f"{table.name}.dta",
            write_index=False,
            version=_VERSION,
            data_label=table.en[:_LABEL],
            variable_labels={stata_name(c): short_label(c)[:_LABEL] for c in table.columns},
            value_labels=_value_labels(table),
            convert_dates={c.name: "td" for c in table.columns if c.type == "date"},
            convert_strl=[stata_name(c) for c in table.columns if _is_long(c, columns)],
        )


def stata_name(column: DatasetColumn) -> str:
    """The name of a column in Stata: its own, with `_` appended if Stata reserves the word."""
    return f"{column.name}_" if column.name in _RESERVED else column.name


def _value_labels(table: DatasetTable) -> dict[Any, dict[float, str]]:
    """The meaning of the numbers in each column of keys."""
    labels: dict[Any, dict[float, str]] = {}
    for column in table.columns:
        if column.keys:
            keys = keys_of(column.keys)
            labels[column.name] = {n: f"{k.value}: {k.en}" for n, k in enumerate(keys, start=1)}
        elif column.type == "boolean":
            labels[column.name] = {0: "no", 1: "yes"}
    return labels


def _stata_column(column: DatasetColumn, values: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    if column.keys:
        numbers = {key.value: n for n, key in enumerate(keys_of(column.keys), start=1)}
        return values.map(numbers).astype("float64")
    if column.type == "boolean":
        return values.astype("int8")
    if column.type == "date":
        return pd.to_datetime(values)
    if column.type == "integer":
        # Stata has no 64-bit integers; its doubles are exact for counts up to 2**53.
        return values.astype("float64")
    return values


def _is_long(column: DatasetColumn, columns: Mapping[str, pd.Series[Any]]) -> bool:
    if column.type != "string" or column.keys:
        return False
    return any(len(text.encode()) > _TEXT_BYTES for text in columns[stata_name(column)])
