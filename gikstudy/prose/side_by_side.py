"""Two versions of a section next to each other: what stayed, what changed, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from gikstudy.prose.masking import mask, sentences

Fate = Literal["same", "changed", "dropped", "added"]
_ALIKE: Final = 0.6  # masked sentences this similar are versions of one sentence


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of one sentence: `before` equals `after` if nothing changed."""

    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether the two versions differ here."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in both versions; one side is empty if it was dropped or added."""

    fate: Fate
    before: str
    after: str
    changes: tuple[Change, ...] = ()


def side_by_side(before: str, after: str) -> tuple[Passage, ...]:
    """The sentences of two texts in reading order, matched if one is a version of the other.

    Sentences are matched with figures and names masked, so a sentence with only a new number counts
    as changed, not as new.

    Args:
        before: the older text (or the peer's).
        after: the newer one.
    """
    old, new = sentences(before), sentences(after)
    matcher = SequenceMatcher(None, [mask(s) for s in old], [mask(s) for s in new], autojunk=False)
    passages: list[Passage] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            passages += [_pair(a, b) for a, b in zip(old[i:j], new[k:m], strict=True)]
        else:
            passages += _match(old[i:j], new[k:m])
    return tuple(passages)


def _match(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Pairs the sentences of a rewritten stretch in order; unmatched ones are dropped or added."""
    rest = list(old)
    for after in new:
        near = max(rest, key=lambda b: _ratio(b, after), default=None)
        if near is None or _ratio(near, after) < _ALIKE:
            yield Passage("added", "", after)
            continue
        position = rest.index(near)
        yield from (Passage("dropped", b, "") for b in rest[:position])
        yield _pair(near, after)
        rest = rest[position + 1 :]
    yield from (Passage("dropped", b, "") for b in rest)


def _ratio(before: str, after: str) -> float:
    return SequenceMatcher(None, mask(before), mask(after), autojunk=False).ratio()


def _pair(before: str, after: str) -> Passage:
    if before == after:
        return Passage("same", before, after, (Change(before, after),))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes = tuple(Change(before[i:j], after[k:m]) for _, i, j, k, m in matcher.get_opcodes())
    return Passage("changed", before, after, changes)
