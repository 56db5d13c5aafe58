"""Which way up a page was scanned: its text can be read, or it is turned by quarters until it can.

A line of text on its side or upside down gives single characters and garbled ones. So the longest
lines tell: upright, nearly all of their characters are read with certainty, and any other way up
next to none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gikstudy.reading.scans.alternatives import plain_text

if TYPE_CHECKING:
    from gikstudy.reading.scans.picture import Pixels
    from gikstudy.reading.scans.recogniser import Frames, Recogniser

_LINES: Final = 16
_ENOUGH: Final = 40
"""Characters in long lines that make a page readable."""
_LONG: Final = 3
_SURE: Final = 0.85
_OTHER_WAYS: Final = (1, 3, 2)
"""Quarter turns to try, the likeliest first."""


def turned_by(colours: Pixels, quarters: int) -> Pixels:
    """A picture turned anticlockwise by quarter turns."""
    return np.ascontiguousarray(np.rot90(colours, quarters)) if quarters else colours


def quarters_to_stand(
    crops_of: Callable[[int], Sequence[Pixels]], answers: Sequence[Frames], reader: Recogniser
) -> int:
    """By how many quarter turns a page must be turned anticlockwise to be read; 0 if none helps.

    Args:
        crops_of: Gives the lines of text of the page after some quarter turns.
        answers: What the recogniser said to the lines of the page as it is.
        reader: The recogniser.
    """
    if not answers or _reads_well(answers, reader.characters):
        return 0
    for quarters in _OTHER_WAYS:
        longest = sorted(crops_of(quarters), key=lambda crop: -crop.shape[1])[:_LINES]
        if _reads_well(reader.frames(longest), reader.characters):
            return quarters
    return 0


def _reads_well(answers: Sequence[Frames], characters: Sequence[str]) -> bool:
    """Whether the long lines among some answers have enough characters that are surely read."""
    longest = sorted(answers, key=len, reverse=True)[:_LINES]
    read = [len(plain_text(answer, characters)) for answer in longest if _is_sure(answer)]
    return sum(length for length in read if length >= _LONG) >= _ENOUGH


def _is_sure(answer: Frames) -> bool:
    shown = answer[answer.argmax(axis=1) != 0] if len(answer) else answer
    return bool(len(shown)) and float(shown.max(axis=1).mean()) >= _SURE
