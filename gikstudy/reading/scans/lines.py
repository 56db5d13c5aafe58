"""The straight lines of a picture, and where text stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gikstudy.reading.pdf.rulings import Ruling
from gikstudy.reading.scans.picture import PIXELS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gikstudy.reading.scans.picture import Pixels

    Marks = NDArray[np.bool_]

_DARKER: Final = 28
"""By how much a line is darker than what is beside it; lines of blurred scans are pale."""
_BESIDE: Final = 13
"""Pixels across a line within which it is compared with its paper."""
_LONG: Final = round(40 * PIXELS)
"""Pixels of a line that is longer than any stroke of a character, or a few that touch."""
_SIDE: Final = round(7 * PIXELS)
"""Pixels of the shortest side of a cell."""
_TOUCH: Final = round(1.2 * PIXELS)
_THICKEST: Final = round(3 * PIXELS)
_GAP: Final = 7
"""Pixels of the widest break in a line, such as the crossing of a line as thick as that."""
_INK: Final = 150
_PALE: Final = 190
"""Brightness below which a point is not paper; the paper of an even page is above 230."""
_SPECK: Final = 8
"""Pixels of a spot that is no more than noise: half a full stop of small print."""


class PixelBox(NamedTuple):
    """A rectangle of a picture, in pixels: its first and last columns and rows."""

    left: int
    top: int
    right: int
    bottom: int


class FoundLines(NamedTuple):
    """Lines of a page in points, y upwards, and the pixels that they cover."""

    across: list[Ruling]
    down: list[Ruling]
    mask: Pixels


class _Stretch(NamedTuple):
    """A straight run of dark pixels: `at` across it, `start` and `end` along it, its thickness."""

    at: float
    start: int
    end: int
    thick: int
    box: tuple[int, int, int, int]


def find_lines(layer: Pixels) -> FoundLines:
    """The straight lines of a page that stand level or upright.

    A long one that meets another is a line; strokes of characters in a row meet none. A short one
    is a line if it runs from one long line to another, as the side of a low cell does.
    """
    height = layer.shape[0]
    inked = [_runs_of_ink(layer, upright=upright) for upright in (False, True)]
    found = [[run for run in runs if run.thick <= _THICKEST] for _, runs in inked]
    long = [[run for run in runs if run.end - run.start >= _LONG] for runs in found]
    strong = [
        [run for run in runs if any(_meet(run, other) for other in across)]
        for runs, across in zip(long, long[::-1], strict=True)
    ]
    lines = [
        [*beside, *(run for run in runs if run not in beside and _joins(run, beside, across))]
        for runs, beside, across in zip(found, strong, strong[::-1], strict=True)
    ]
    mask = np.zeros_like(layer)
    for (kept, _), runs in zip(inked, lines, strict=True):
        for left, top, right, bottom in (run.box for run in runs):
            mask[top:bottom, left:right] |= kept[top:bottom, left:right]
    across = [
        Ruling((height - run.at) / PIXELS, run.start / PIXELS, run.end / PIXELS) for run in lines[0]
    ]
    down = [
        Ruling(run.at / PIXELS, (height - run.end) / PIXELS, (height - run.start) / PIXELS)
        for run in lines[1]
    ]
    return FoundLines(across, down, np.asarray(mask, dtype=np.uint8))


def _runs_of_ink(layer: Pixels, *, upright: bool) -> tuple[Pixels, list[_Stretch]]:
    """The pixels of one direction that are darker than what is beside them, and their runs."""
    import cv2

    def kernel(along: int, across: int) -> Any:  # noqa: ANN401
        size = (across, along) if upright else (along, across)
        return cv2.getStructuringElement(cv2.MORPH_RECT, size)

    darker = cv2.morphologyEx(layer, cv2.MORPH_BLACKHAT, kernel(1, _BESIDE))
    thin = np.where(darker > _DARKER, np.uint8(255), np.uint8(0))
    closed = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, kernel(_GAP, 1))
    kept = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel(_SIDE, 1))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(kept)
    runs = []
    for x, y, w, h, _ in boxes[1:count].tolist():
        box = (x, y, x + w, y + h)
        runs.append(
            _Stretch(x + w / 2, y, y + h, w, box)
            if upright
            else _Stretch(y + h / 2, x, x + w, h, box)
        )
    return np.asarray(kept, dtype=np.uint8), runs


def _meet(one: _Stretch, other: _Stretch) -> bool:
    return (
        one.start - _TOUCH <= other.at <= one.end + _TOUCH
        and other.start - _TOUCH <= one.at <= other.end + _TOUCH
    )


def _joins(run: _Stretch, beside: list[_Stretch], across: list[_Stretch]) -> bool:
    """Whether a line crosses at both ends of a run, or at one where the table is cut at the other.

    Where a page ends within a row, no line crosses, and all lines beside the run end as it does.
    """
    crossed = [
        any(
            abs(line.at - end) <= _TOUCH and line.start - _TOUCH <= run.at <= line.end + _TOUCH
            for line in across
        )
        for end in (run.start, run.end)
    ]
    cut = [
        sum(abs(end - mine) <= _TOUCH for line in beside for end in (line.start, line.end)) > 1
        for mine in (run.start, run.end)
    ]
    return all(crossed) or (any(crossed) and all(c or d for c, d in zip(crossed, cut, strict=True)))


def without_specks(layer: Pixels) -> Pixels:
    """A layer without dark spots that are too small for a full stop."""
    import cv2

    dark = np.where(layer < _PALE, np.uint8(255), np.uint8(0))
    count, owner, boxes, _ = cv2.connectedComponentsWithStats(dark)
    small = np.zeros(count, bool)
    small[1:] = boxes[1:, cv2.CC_STAT_AREA] < _SPECK
    return np.where(small[owner], np.uint8(255), layer)


def text_lines(layer: Pixels, region: PixelBox) -> list[PixelBox]:
    """The lines of text within a region, from top to bottom: rows of ink between empty rows."""
    part: Marks = layer[region.top : region.bottom, region.left : region.right] < _INK
    return [
        PixelBox(region.left + left, region.top + top, region.left + right, region.top + bottom)
        for top, bottom in _runs(np.asarray(part.any(axis=1)), least=round(2.5 * PIXELS), gap=1)
        for left, right in [_extent(np.asarray(part[top:bottom].any(axis=0)))]
    ]


def _runs(filled: Marks, *, least: int, gap: int) -> list[tuple[int, int]]:
    """From where to where a row of marks is set, gaps of a few bridged."""
    at = np.flatnonzero(filled)
    if not at.size:
        return []
    cuts = np.flatnonzero(np.diff(at) > gap + 1)
    starts, ends = at[np.concatenate(([0], cuts + 1))], at[np.concatenate((cuts, [at.size - 1]))]
    runs = zip(starts.tolist(), (ends + 1).tolist(), strict=True)
    return [(start, end) for start, end in runs if end - start >= least]


def _extent(filled: Marks) -> tuple[int, int]:
    at = np.flatnonzero(filled)
    return (int(at[0]), int(at[-1]) + 1) if at.size else (0, 0)


def has_ink(layer: Pixels, region: PixelBox) -> bool:
    """Whether a region shows anything larger than a speck."""
    import cv2

    part = layer[region.top : region.bottom, region.left : region.right]
    if not part.size:
        return False
    dark = np.where(part < _PALE, np.uint8(255), np.uint8(0))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(dark)
    return any(area > _SPECK for *_, area in boxes[1:count].tolist())
