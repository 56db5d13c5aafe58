"""The texts that a picture may show: the likeliest one, and those that differ from it in a figure.

The model answers frame by frame. Frames of one character in a row are that character; beside it
they also say how likely other characters are. `doubt` is how much less likely a text is than the
first one, in powers of ten.

Worked example: two frames say 3 with 0.98 and 8 with 0.02, and the frame between them and a sure 5
says that nothing is there. The texts are `35` with a doubt of 0 and `85` with a doubt of 1.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DoubtfulTexts = tuple[tuple[str, float], ...]
"""DoubtfulTexts, each with its doubt, the likeliest first."""

FIGURES: Final = "0123456789"
_LOOK_ALIKE: Final = {
    **dict.fromkeys("OoQD〇○口Ｏｏ", "0"),
    **dict.fromkeys("lI|i!丨｜Ｉｌ", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("B", "8"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("gq", "9"),
    **dict.fromkeys("b", "6"),
}
"""Letters and marks that look like a figure; in the place of a number they are one."""
_MARKS: Final = frozenset("/-—–一_.·、,，\\'`\"")
"""What stands for nothing, or is dirt; a text of these alone is also compared with figures."""
_WORST: Final = 6.0
_LEAST: Final = 1e-9
_MOST: Final = 12


class _SeenCharacter(NamedTuple):
    """One character of the likeliest text, and what else it may be, each with its doubt."""

    text: str
    others: tuple[tuple[str, float], ...]


def plain_text(frames: NDArray[np.float32], characters: Sequence[str]) -> str:
    """The likeliest text."""
    best = frames.argmax(axis=1)
    kept = best[np.concatenate(([True], best[1:] != best[:-1]))] if best.size else best
    return "".join(characters[n] for n in kept.tolist())


def texts_of(frames: NDArray[np.float32], characters: Sequence[str]) -> DoubtfulTexts:
    """The texts that one line in the cell of a table may show.

    Returns:
        The likeliest text with a doubt of 0. If it is or may be a number, also others: with one or
        two other figures, with one figure less, and with one more where a frame shows one.
    """
    text = plain_text(frames, characters)
    if not may_be_number(text):
        return ((text, 0.0),)
    places = _places(frames, characters)
    found: dict[str, float] = {"".join(place.text for place in places): 0.0}
    singles = [(n, other, doubt) for n, place in enumerate(places) for other, doubt in place.others]
    for n, other, doubt in singles:
        _note(found, _changed(places, {n: other}), doubt)
    for first, (n, other, doubt) in enumerate(singles):
        for m, another, more in singles[first + 1 :]:
            if n != m and doubt + more < _WORST:
                _note(found, _changed(places, {n: other, m: another}), doubt + more)
    ordered = sorted(found.items(), key=lambda item: (item[1], item[0]))
    return tuple((text, round(doubt, 2)) for text, doubt in ordered[:_MOST])


def may_be_number(text: str) -> bool:
    """Whether a text is nearly all figures, or marks and letters that look like some."""
    bare = text.replace(" ", "")
    telling = sum(c in FIGURES or c in _LOOK_ALIKE or c in _MARKS for c in bare)
    return (0 < telling >= len(bare) - 2 and any(c in FIGURES for c in bare)) or telling == len(
        bare
    ) > 0


def _note(found: dict[str, float], text: str, doubt: float) -> None:
    if doubt < found.get(text, _WORST):
        found[text] = doubt


def _changed(places: Sequence[_SeenCharacter], changes: dict[int, str]) -> str:
    return "".join(changes.get(n, place.text) for n, place in enumerate(places))


def _places(frames: NDArray[np.float32], characters: Sequence[str]) -> list[_SeenCharacter]:
    """The characters of the likeliest text, and between them what the empty frames may hide."""
    best = frames.argmax(axis=1).tolist()
    places: list[_SeenCharacter] = []
    start = 0
    for at in range(1, len(best) + 1):
        if at < len(best) and best[at] == best[start]:
            continue
        stretch = frames[start:at]
        place = (
            _hidden(stretch, characters)
            if best[start] == 0
            else _shown(stretch, characters, best[start])
        )
        if place is not None:
            places.append(place)
        start = at
    return places


def _shown(stretch: NDArray[np.float32], characters: Sequence[str], best: int) -> _SeenCharacter:
    """A character, and what else its frames may show, or that nothing is there."""
    peak = stretch.max(axis=0)
    text = characters[best]
    weights = dict.fromkeys(FIGURES, 0.0)
    for n in np.flatnonzero(peak > _LEAST).tolist():
        figure = _LOOK_ALIKE.get(characters[n], characters[n])
        if figure in weights:
            weights[figure] += float(peak[n])
    figure = _LOOK_ALIKE.get(text, text)
    if figure not in weights and text not in _MARKS:
        return _SeenCharacter(text, ())
    top = weights.get(figure, float(peak[best]))
    others = [(other, _doubt(top, weight)) for other, weight in weights.items() if other != figure]
    others.append(("", _doubt(top, float(stretch[:, 0].min()))))
    return _SeenCharacter(
        figure, tuple((other, doubt) for other, doubt in others if doubt < _WORST)
    )


def _hidden(stretch: NDArray[np.float32], characters: Sequence[str]) -> _SeenCharacter | None:
    """Figures that frames without a character may show after all."""
    peak = stretch.max(axis=0)
    top = float(stretch[:, 0].min())
    weights = [(figure, float(peak[characters.index(figure)])) for figure in FIGURES]
    others = [(figure, _doubt(top, weight)) for figure, weight in weights]
    kept = tuple((figure, doubt) for figure, doubt in others if doubt < _WORST / 2)
    return _SeenCharacter("", kept) if kept else None


def _doubt(top: float, weight: float) -> float:
    return max(0.01, math.log10(max(top, _LEAST) / max(weight, _LEAST)))
