"""The declared columns as schemas of the libraries that write, read and check the tables."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from gikstudy.dataset.declarations import DatasetColumn, DatasetTable, get_table
from gikstudy.dataset.keys import legal_values

if TYPE_CHECKING:
    import pandera.pandas as pandera

_ARROW: Final = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
# Dates are `datetime.date` objects in a frame: pandas has no type of its own for a day.
PANDAS_TYPES: Final = {
    "string": "str",
    "integer": "Int64",
    "number": "float64",
    "date": "object",
    "boolean": "bool",
}
_PANDAS_NAMES: Final = {"string": "unicode", "integer": "int64", "number": "float64"}


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table, with what `pandas.read_parquet` needs to restore the types.

    Without this metadata a column of counts with a blank would come back as floats.
    """
    table = get_table(name)
    fields = [pa.field(c.name, _ARROW[c.type], nullable=_nullable(c)) for c in table.columns]
    return pa.schema(fields, metadata={"pandas": _pandas_note(table)})


def _nullable(column: DatasetColumn) -> bool:
    return column.type != "string" and not column.required


def _pandas_note(table: DatasetTable) -> str:
    columns = [
        {
            "name": c.name,
            "field_name": c.name,
            "pandas_type": _PANDAS_NAMES.get(c.type, c.type.replace("boolean", "bool")),
            "numpy_type": PANDAS_TYPES[c.type],
            "metadata": None,
        }
        for c in table.columns
    ]
    note = {"index_columns": [], "column_indexes": [], "columns": columns}
    return json.dumps(note, sort_keys=True)


def frictionless_schema(table: DatasetTable) -> dict[str, Any]:
    """The table schema of the data package: fields, constraints, primary and foreign keys."""
    fields = [_frictionless_field(column) for column in table.columns]
    keys = [
        {
            "fields": [column.name],
            "reference": {
                # A table that refers to itself uses the empty string as its name.
                "resource": "" if resource == table.name else resource,
                "fields": [field],
            },
        }
        for column in table.columns
        if column.refers_to
        for resource, _, field in [column.refers_to.partition(".")]
    ]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    schema["primaryKey"] = list(table.key)
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _frictionless_field(column: DatasetColumn) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": f"{column.zh} / {column.en}",
        "description": f"{column.definition_zh} {column.definition_en}",
    }
    if column.unit:
        field["unit"] = column.unit
    if column.example:
        field["example"] = column.example
    limits = _constraints(column)
    if limits:
        field["constraints"] = limits
    return field


def _constraints(column: DatasetColumn) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if column.required:
        limits["required"] = True
    if column.keys:
        limits["enum"] = list(legal_values(column.keys))
    if column.pattern:
        limits["pattern"] = column.pattern
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    return limits


@cache
def pandera_schema(name: str) -> pandera.DataFrameSchema:
    """The pandera schema of a table as `load_dataset` gives it."""
    import pandera.pandas as pandera

    columns = {
        c.name: pandera.Column(
            None if c.type == "date" else PANDAS_TYPES[c.type],
            _pandera_checks(c),
            nullable=_nullable(c),
        )
        for c in get_table(name).columns
    }
    return pandera.DataFrameSchema(columns, strict=True, ordered=True)


def _pandera_checks(column: DatasetColumn) -> list[pandera.Check]:
    from datetime import date

    import pandera.pandas as pandera

    checks: list[pandera.Check] = []
    # Absent text is empty text; a column that is not required may hold it.
    absent = "" if column.required else "|^$"
    if column.keys:
        legal = legal_values(column.keys)
        checks.append(pandera.Check.isin([*legal, *([] if column.required else [""])]))
    elif column.pattern:
        checks.append(pandera.Check.str_matches(f"{column.pattern}{absent}"))
    elif column.type == "string" and column.required:
        checks.append(pandera.Check.str_length(min_value=1))
    if column.type == "date":
        checks.append(
            pandera.Check(lambda day: isinstance(day, date), element_wise=True, name="is_date")
        )
    if column.minimum is not None:
        checks.append(pandera.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pandera.Check.le(column.maximum))
    return checks
