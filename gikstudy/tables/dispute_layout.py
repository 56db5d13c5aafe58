"""How table 4 is laid out: the cell of each number, by the headers around the numbers.

Four layouts are known: fifteen numbers under two tiers of headers; channels as rows of five;
outcomes as rows of three; each number after its own header. In any other order the headers decide
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from gikstudy.forms import CHANNELS, OUTCOMES, form_names, get_form
from gikstudy.tables.cells import CellPosition
from gikstudy.tables.labels import squash
from gikstudy.tables.tokens import PAD, VALUE, Token, count_solid

COLUMNS: Final = len(CHANNELS) * len(OUTCOMES)
_HEADER: Final = 80


@lru_cache(maxsize=4096)
def header_words(text: str) -> int:
    """How many headers that only table 4 has are in a text (a PDF line may have several)."""
    if len(squash(text)) >= _HEADER:
        return 0
    return sum(key != OUTCOMES[-1] for key in header_keys(text))


@lru_cache(maxsize=4096)
def header_keys(text: str) -> tuple[str, ...]:
    """The channels and outcomes that a text of headers names, in printed order.

    Examples:
        >>> header_keys("结果维持 结果纠正"), header_keys("复议后起诉")
        (('upheld', 'corrected'), ('suit_after_review',))
    """
    word = squash(text)
    found: list[tuple[int, str]] = []
    for key, label in _labels():
        at = word.find(label)
        while at >= 0:
            found.append((at, key))
            at = word.find(label, at + len(label))
    if not found and word in _words():
        return (_words()[word],)
    for label in _totals():
        at = word.find(label) if found or word == label else -1
        while at >= 0:
            found.append((at, OUTCOMES[-1]))
            at = word.find(label, at + len(label))
    return tuple(key for _, key in sorted(found))


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    """(key, label) of every channel and outcome except the total, as any form prints it."""
    return tuple(
        dict.fromkeys(
            (column.key, squash(column.label))
            for name in form_names()
            for column in (*get_form(name).channels, *get_form(name).outcomes[:-1])
        )
    )


@cache
def _words() -> dict[str, str]:
    """The words that are a channel or an outcome only if a header has no other words."""
    columns = [c for n in form_names() for c in (*get_form(n).channels, *get_form(n).outcomes)]
    return {squash(word): column.key for column in columns for word in column.cues}


def is_total(text: str) -> bool:
    """Whether a text is the header of the total, or a piece of it, with the mark of a note or without.

    Examples:
        >>> is_total("总计[2]"), is_total("总"), is_total("同上年")
        (True, True, False)
    """
    word = squash(text)
    return any(word and (word.startswith(t) or t.startswith(word)) for t in _totals())


@cache
def _totals() -> tuple[str, ...]:
    return tuple(dict.fromkeys(squash(get_form(n).outcomes[-1].label) for n in form_names()))


@cache
def form_order() -> tuple[CellPosition, ...]:
    """The fifteen cells in the order of the form."""
    return tuple(("disputes", channel, outcome) for channel in CHANNELS for outcome in OUTCOMES)


def told_cells(
    parts: Sequence[Sequence[Token]],
) -> tuple[tuple[Token, ...], tuple[CellPosition, ...]]:
    """The contents of the table and their cells, by how headers and contents alternate."""
    heads = [[key for token in part for key in header_keys(token.text)] for part in parts[::2]]
    runs = [_trimmed(part) for part in parts[1::2]]
    items = tuple(token for run in runs for token in run)
    sizes = [count_solid(run) for run in runs]
    if len(runs) <= 1:
        return items, _under_one_header(heads[0] if heads else [])
    channels = [key for key in heads[0] if key in CHANNELS]
    outcomes = [key for key in heads[0] if key in OUTCOMES]
    own = [heads[0][-1:], *heads[1 : len(runs)]]
    rows = [
        next((key for key in reversed(head) if key in (*CHANNELS, *OUTCOMES)), "") for head in own
    ]
    if sizes == [len(OUTCOMES)] * len(CHANNELS) and set(rows) == set(CHANNELS):
        order = outcomes[: len(OUTCOMES)]
        if sorted(order) == sorted(OUTCOMES):
            return items, tuple(("disputes", row, outcome) for row in rows for outcome in order)
        return items, ()
    if sizes == [len(CHANNELS)] * len(OUTCOMES):
        named = sorted(channels) == sorted(CHANNELS)
        order = channels if named else list(CHANNELS)
        if (named or len(channels) < len(CHANNELS)) and set(rows) == set(OUTCOMES):
            return items, tuple(("disputes", channel, row) for row in rows for channel in order)
        if not any(rows[1:]):
            return items, tuple(("disputes", ch, row) for row in OUTCOMES for ch in CHANNELS)
    if sizes == [1] * COLUMNS:
        return items, _one_by_one(own)
    return items, ()


def with_contents(parts: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """The parts without the empty cells between headers."""
    found: list[list[Token]] = []
    for n, part in enumerate(parts):
        between = n % 2 and n + 1 < len(parts)
        if between and not any(token.kind == VALUE for token in part):
            continue
        if n % 2 == 0 and len(found) % 2:
            found[-1] = [*found[-1], *part]
        else:
            found.append(list(part))
    return found


def _trimmed(part: Sequence[Token]) -> list[Token]:
    """A run without the bars in front of its first cell; a row of bars alone is an empty row."""
    start = 0
    while start < len(part) and part[start].kind == PAD:
        start += 1
    return list(part[start:] or part)


def _under_one_header(head: Sequence[str]) -> tuple[CellPosition, ...]:
    """Fifteen columns under their headers: in the headers' order, else in the form's."""
    channels = [key for key in head if key in CHANNELS]
    outcomes = [key for key in head if key in OUTCOMES]
    if len(channels) != len(CHANNELS) or len(outcomes) != COLUMNS:
        first = [key for key in outcomes[:2] if key == OUTCOMES[-1]]
        return () if first and len(outcomes) >= COLUMNS - 2 else form_order()
    if set(channels) != set(CHANNELS):
        return ()
    size = len(OUTCOMES)
    groups = [outcomes[n : n + size] for n in range(0, COLUMNS, size)]
    if any(sorted(group) != sorted(OUTCOMES) for group in groups):
        return ()
    return tuple(
        ("disputes", channel, outcome)
        for channel, group in zip(channels, groups, strict=True)
        for outcome in group
    )


def _one_by_one(own: Sequence[Sequence[str]]) -> tuple[CellPosition, ...]:
    """Each number after its own header, channel by channel."""
    channel = ""
    keys: list[CellPosition] = []
    for head in own:
        named = [key for key in head if key in CHANNELS]
        channel = named[-1] if named else channel
        outcome = head[-1] if head and head[-1] in OUTCOMES else ""
        keys.append(("disputes", channel, outcome))
    return tuple(keys) if set(keys) == set(form_order()) else ()
