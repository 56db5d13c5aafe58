"""The legal values of the columns that hold keys, with their printed labels and terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import Final

from gikstudy import forms
from gikstudy.checks.rules import catalogue
from gikstudy.dataset.declarations import LegalValue
from gikstudy.errors import UnknownNameError
from gikstudy.forms.statistics import statistics_names, statistics_rows, statistics_table
from gikstudy.packaged import packaged_rows
from gikstudy.prose.codebook import codebook as code_entries
from gikstudy.prose.cues import metric_rows
from gikstudy.prose.outlines import outline_parts


@cache
def keys_of(values: str) -> tuple[LegalValue, ...]:
    """The keys of one list of legal values, in order.

    Keys that the statutory forms define come from `gikstudy.forms`, so a row added there is known
    here.

    Args:
        values: Name of the list, as in the column declarations.

    Raises:
        UnknownNameError: for a list that is not declared.
    """
    if values in _FROM_ROOMS:
        return _FROM_ROOMS[values]()
    found = _described(values)
    if not found:
        raise UnknownNameError(f"list of values {values!r}: not declared")
    return tuple(found.values())


def _described(values: str) -> dict[str, LegalValue]:
    """The keys of one list in `values.csv`, by value."""
    return {
        r["value"]: LegalValue(r["value"], r["zh"], r["en"], r["definition_zh"], r["definition_en"])
        for r in packaged_rows("gikstudy.dataset", "values.csv")
        if r["list"] == values
    }


@cache
def legal_values(values: str) -> tuple[str, ...]:
    """Only the values of `keys_of`."""
    return tuple(key.value for key in keys_of(values))


def _row_keys() -> tuple[LegalValue, ...]:
    return tuple(
        LegalValue(r.key, r.zh, r.en, label=r.label, article=r.article, forms=_printed_on(r.key))
        for r in forms.request_rows()
    )


def _printed_on(row: str) -> str:
    names = [n for n in forms.form_names() if row in (r.key for r in forms.get_form(n).requests)]
    return ", ".join(names)


def _column_keys(columns: tuple[forms.Column, ...]) -> tuple[LegalValue, ...]:
    return tuple(LegalValue(c.key, c.zh, c.en, label=c.label) for c in columns)


def _item_keys() -> tuple[LegalValue, ...]:
    return _merged("item", ((m.item, m.item_label) for m in _measures()))


def _measure_keys() -> tuple[LegalValue, ...]:
    return _merged("measure", ((m.measure, m.label) for m in _measures()))


def _measures() -> list[forms.Measure]:
    return [m for name in forms.form_names() for m in forms.get_form(name).proactive]


def _merged(values: str, found: Iterable[tuple[str, str]]) -> tuple[LegalValue, ...]:
    """One key for all cells of table 2 that share it, with every label the forms print for it."""
    labels: dict[str, dict[str, None]] = {}
    for key, label in found:
        labels.setdefault(key, {})[label] = None
    described = _described(values)
    return tuple(
        replace(described[key], label=" / ".join(printed)) for key, printed in labels.items()
    )


def _statistic_keys() -> tuple[LegalValue, ...]:
    return tuple(LegalValue(r.key, r.label, r.en, label=r.label) for r in statistics_rows())


def _part_keys() -> tuple[LegalValue, ...]:
    """The six sections, and the parts of older outlines, each once."""
    found = dict(_described("section"))
    for part in outline_parts():
        found.setdefault(part.part, LegalValue(part.part, part.zh, part.en))
    return tuple(found.values())


def _form_keys() -> tuple[LegalValue, ...]:
    """The forms that are described, and the statistical tables that are only declared."""
    found = _described("form")
    for name in statistics_names():
        table = statistics_table(name)
        found.setdefault(name, LegalValue(name, table.zh, table.en))
    return tuple(found.values())


def _statistics_form_keys() -> tuple[LegalValue, ...]:
    return tuple(key for key in _form_keys() if key.value in statistics_names())


def _check_keys() -> tuple[LegalValue, ...]:
    return tuple(LegalValue(r.check, r.zh, r.en, article=r.basis) for r in catalogue().values())


def _metric_keys() -> tuple[LegalValue, ...]:
    return tuple(
        LegalValue(r["metric"], r["zh"], r["en"], r["definition_zh"], r["definition_en"])
        for r in metric_rows()
    )


def _code_keys() -> tuple[LegalValue, ...]:
    return tuple(
        LegalValue(e.code, e.zh, e.en, e.definition_zh, e.definition_en) for e in code_entries()
    )


_FROM_ROOMS: Final[dict[str, Callable[[], tuple[LegalValue, ...]]]] = {
    "row": _row_keys,
    "applicant": lambda: _column_keys(forms.newest_form().applicants),
    "item": _item_keys,
    "measure": _measure_keys,
    "check": _check_keys,
    "form": _form_keys,
    "part": _part_keys,
    "statistic": _statistic_keys,
    "statistics_form": _statistics_form_keys,
    "metric": _metric_keys,
    "code": _code_keys,
    "channel": lambda: _column_keys(forms.newest_form().channels),
    "outcome": lambda: _column_keys(forms.newest_form().outcomes),
}
