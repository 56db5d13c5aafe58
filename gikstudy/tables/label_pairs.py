"""Texts with the labels of two rows: nobody knows whose numbers stand beside them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from gikstudy.tables.labels import row_bases, squash, without_group

_LEAST: Final = 4
_TOTAL_FIRST: Final = re.compile(r"[一二三四五六七八九]?(?:总计|合计)")


@lru_cache(maxsize=4096)
def names_two_rows(text: str) -> bool:
    """Whether a text has the whole labels of two rows of table 3, one after the other.

    Examples:
        >>> names_two_rows("(一)予以公开(二)部分公开(区分处理的,只计这一情形)")
        True
        >>> names_two_rows("(三)不予公开 1.属于国家秘密")
        False
    """
    word = without_group(squash(text))
    labels = [base for base in row_bases() if len(base) >= _LEAST and base in word]
    named, end = int(_TOTAL_FIRST.match(word) is not None), 0
    for start, length in sorted((word.find(label), -len(label)) for label in labels):
        if start >= end:  # and not a label within another one
            named, end = named + 1, start - length
    return named > 1
