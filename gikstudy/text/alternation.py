"""Patterns of many words, built so that a search quickly skips text that cannot match."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

# Escaped characters and classes are skipped as units: a bar in them separates nothing.
_PIECE: Final = re.compile(r"\\.|\[[^\]]*\]|[()|]")


def by_first(alternatives: Iterable[str]) -> str:
    """One pattern for many: grouped by first character, otherwise in their order.

    A search tries every alternative wherever a character can begin one; with groups it tries few.
    Alternatives that differ in their first character never compete, so the order between groups
    does not matter.

    Args:
        alternatives: patterns without `|` outside of brackets, each of which begins with a plain
            character.

    Examples:
        >>> by_first(["发布日期", "来源", "发布机构"])
        '发(?:布日期|布机构)|来(?:源)'
    """
    groups: dict[str, list[str]] = {}
    for alternative in alternatives:
        groups.setdefault(alternative[0], []).append(alternative[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern, bars in brackets left alone.

    Examples:
        >>> alternatives("微信(?:号|群)|微博")
        ['微信(?:号|群)', '微博']
    """
    depth = 0
    cuts = [-1]
    for piece in _PIECE.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if piece[0] == "|" and not depth:
            cuts.append(piece.start())
    return [pattern[i + 1 : j] for i, j in pairwise([*cuts, len(pattern)])]
