"""Texts with the labels of two rows: nobody knows whose numbers stand beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from rapidfuzz.distance import LCSseq

from gikstudy.forms import request_rows
from gikstudy.tables.labels import base_of, heads_group, squash, without_group

_LEAST: Final = 4  # characters at the front or the end of a label that tell it from the others
_ALIKE: Final = 3  # characters that a damaged label still has, in order
_TOTAL: Final = re.compile(r"[总合].|.计")  # or one character of it misread
_LAST_ENUMERATOR: Final = re.compile(r"[\d一二三四五六七八九]+$")
_BRACKET: Final = re.compile(r"(?<=\w)[（(].*")


@lru_cache(maxsize=4096)
def names_two_rows(text: str) -> bool:
    """Whether a text has the labels of two rows of table 3, whole or cut, one after the other.

    Examples:
        >>> names_two_rows("(一)予以公开(二)部分公开(区分处理的,只计这一情形)")
        True
        >>> names_two_rows("(三)不予公开 1.属于国家秘密")
        False
    """
    word = without_group(squash(text))
    named, end = 0, 0
    for start, label in sorted(_places(word), key=lambda place: (place[0], -len(place[1]))):
        if start >= end:  # and not a label within another one
            named += 1 if named else 1 + _is_damaged_label(word[:start], label)
            end = start + len(label)
    return named > 1


def _places(word: str) -> Iterator[tuple[int, str]]:
    """Labels in a text and where each starts, found by its first or its last characters."""
    for label in _short_labels():
        if (start := word.find(label[:_LEAST])) >= 0:
            yield start, label
        elif (last := word.find(label[-_LEAST:])) >= 0:
            yield last + _LEAST - len(label), label


def _is_damaged_label(front: str, label: str) -> bool:
    """Whether the text before a label is another one, cut or misread, and not a group's head.

    A brand pasted into a label is not: 8.属于行某某网政查询事项 begins as the label itself does.
    """
    front = _LAST_ENUMERATOR.sub("", base_of(front))
    if _TOTAL.fullmatch(front):
        return True
    least = max(_ALIKE - 1, LCSseq.similarity(front, label), len(front) // 2)
    others = (other for other in _short_labels() if other != label)
    alike = any(LCSseq.similarity(front, other) > least for other in others)
    return alike and not heads_group(front)


@cache
def _short_labels() -> tuple[str, ...]:
    """The labels of rows without what their brackets explain."""
    labels = (base_of(_BRACKET.sub("", row.label)) for row in request_rows())
    return tuple(label for label in labels if len(label) >= _LEAST)
