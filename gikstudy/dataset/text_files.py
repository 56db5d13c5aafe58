"""CSV files that a spreadsheet opens without running anything and that can be read back unchanged.

A spreadsheet treats a text that begins with `=`, `+`, `-` or `@` as a formula, and reports are text
from strangers (cells also print `+40` and `-`). Such a text gets an apostrophe in front. So does a
text that begins with an apostrophe, so that removing one restores both. Numbers are never changed:
-2 in a column of numbers stays -2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa

_GUARD: Final = "'"
_QUOTE: Final = '"'
_SPECIAL: Final = re.compile('[,"\r\n]')
# East Asian spreadsheets treat the full-width signs as formulas too, and skip a tab or return.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", _GUARD)


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet might run it.

    Examples:
        >>> guard("+40"), guard("增27")
        ("'+40", '增27')
    """
    return _GUARD + text if text.startswith(_RISKY) else text


def unguard(text: str) -> str:
    """The text as it was before `guard`.

    Examples:
        >>> unguard("'+40"), unguard("''quoted'")
        ('+40', "'quoted'")
    """
    return text.removeprefix(_GUARD)


def field(value: object) -> str:
    """A value as one CSV field: empty for null, plain digits for whole numbers.

    Examples:
        >>> field(None), field(183000000.0), field(-2.5), field(True)
        ('', '183000000', '-2.5', 'true')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def write_csv(path: Path, names: Sequence[str], tables: Iterable[pa.Table]) -> None:
    r"""Writes tables one after another as one CSV file: UTF-8, `\n`, quoted after RFC 4180.

    (The writer of the standard library leaves a lone carriage return unquoted.)
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(",".join(names) + "\n")
        for table in tables:
            columns = [_fields(table[name]) for name in names]
            stream.writelines(",".join(line) + "\n" for line in zip(*columns, strict=True))


def _fields(column: pa.ChunkedArray) -> Iterable[str]:
    """A column as CSV fields; each value is written once, however often it occurs."""
    coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    texts = [_quoted(field(value)) for value in coded.dictionary.to_pylist()]
    return map(texts.__getitem__, coded.indices.to_pylist())


def _quoted(text: str) -> str:
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _SPECIAL.search(text) else text
