"""CSV files that a spreadsheet opens without running anything, and that read back unchanged.

A spreadsheet takes a text that begins with `=`, `+`, `-` or `@` for a formula, and reports are
text from strangers; `+40` and `-` are also what cells print. Such a text gets one apostrophe in
front; so does a text that begins with an apostrophe, so that taking one away restores either.
Numbers are never touched: -2 in a column of numbers stays -2.
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
# The full-width signs are read as formulas by East Asian spreadsheets, a tab or return is skipped.
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", _GUARD)


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet might run it.

    Examples:
        >>> guard("+40"), guard("增27")
        ("'+40", '增27')
    """
    return _GUARD + text if text.startswith(_RISKY) else text


def unguard(text: str) -> str:
    """What `guard` was given.

    Examples:
        >>> unguard("'+40"), unguard("''quoted'")
        ('+40', "'quoted'")
    """
    return text.removeprefix(_GUARD)


def field(value: object) -> str:
    """A value as one CSV field; nothing for null, plain digits for whole numbers.

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
            columns = [[_quoted(field(v)) for v in table[name].to_pylist()] for name in names]
            stream.writelines(",".join(line) + "\n" for line in zip(*columns, strict=True))


def _quoted(text: str) -> str:
    return f'"{text.replace(_QUOTE, _QUOTE * 2)}"' if _SPECIAL.search(text) else text
