"""The straight lines of a picture, and where text stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from gikstudy.reading.pdf.rulings import Ruling
from gikstudy.reading.scans.picture import PIXELS

if TYPE_CHECKING:
    from gikstudy.reading.scans.picture import Pixels

_DARKER: Final = 28
"""By how much a line is darker than what is beside it; lines of blurred scans are pale."""
_BESIDE: Final = 13
"""Pixels across a line within which it is compared with its paper."""
_SHORTEST: Final = round(14 * PIXELS)
"""Pixels of the shortest line: as high as a line of small print."""
_THICKEST: Final = round(3.5 * PIXELS)
_GAP: Final = 3
_INK: Final = 150
_PALE: Final = 190
"""Brightness below which a point is not paper; the paper of an even page is above 230."""
_SPECK: Final = 8
"""Pixels of a spot that is no more than noise: half a full stop of small print."""


class Region(NamedTuple):
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


def find_lines(layer: Pixels) -> FoundLines:
    """The long straight lines of a page that stand level or upright."""
    import cv2

    height = layer.shape[0]
    mask = np.zeros_like(layer)
    found: list[list[Ruling]] = []
    for upright in (False, True):
        size = (1, _SHORTEST) if upright else (_SHORTEST, 1)
        joint = (1, _GAP) if upright else (_GAP, 1)
        shape = cv2.MORPH_RECT
        beside = cv2.getStructuringElement(shape, (_BESIDE, 1) if upright else (1, _BESIDE))
        dark = cv2.morphologyEx(layer, cv2.MORPH_BLACKHAT, beside)
        _, dark = cv2.threshold(dark, _DARKER, 255, cv2.THRESH_BINARY)
        closed = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, cv2.getStructuringElement(shape, joint))
        kept = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(shape, size))
        rules: list[Ruling] = []
        count, _, boxes, _ = cv2.connectedComponentsWithStats(kept)
        for x, y, w, h, _ in boxes[1:count].tolist():
            if (w if upright else h) > _THICKEST:
                continue
            mask[y : y + h, x : x + w] |= kept[y : y + h, x : x + w]
            if upright:
                rules.append(
                    Ruling((x + w / 2) / PIXELS, (height - y - h) / PIXELS, (height - y) / PIXELS)
                )
            else:
                rules.append(Ruling((height - y - h / 2) / PIXELS, x / PIXELS, (x + w) / PIXELS))
        found.append(rules)
    return FoundLines(found[0], found[1], np.asarray(mask, dtype=np.uint8))


def text_lines(layer: Pixels, region: Region) -> list[Region]:
    """The lines of text within a region, from top to bottom: rows of ink between empty rows."""
    part = layer[region.top : region.bottom, region.left : region.right] < _INK
    return [
        Region(region.left + left, region.top + top, region.left + right, region.top + bottom)
        for top, bottom in _runs(part.any(axis=1), least=round(2.5 * PIXELS), gap=1)
        for left, right in [_extent(part[top:bottom].any(axis=0))]
    ]


def _runs(filled: np.ndarray, *, least: int, gap: int) -> list[tuple[int, int]]:
    """From where to where a row of marks is set, gaps of a few bridged."""
    at = np.flatnonzero(filled)
    if not at.size:
        return []
    cuts = np.flatnonzero(np.diff(at) > gap + 1)
    starts, ends = at[np.concatenate(([0], cuts + 1))], at[np.concatenate((cuts, [at.size - 1]))]
    runs = zip(starts.tolist(), (ends + 1).tolist(), strict=True)
    return [(start, end) for start, end in runs if end - start >= least]


def _extent(filled: np.ndarray) -> tuple[int, int]:
    at = np.flatnonzero(filled)
    return (int(at[0]), int(at[-1]) + 1) if at.size else (0, 0)


def has_ink(layer: Pixels, region: Region) -> bool:
    """Whether anything larger than a speck stands in a region."""
    import cv2

    part = layer[region.top : region.bottom, region.left : region.right]
    if not part.size:
        return False
    dark = np.where(part < _PALE, np.uint8(255), np.uint8(0))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(dark)
    return any(area > _SPECK for *_, area in boxes[1:count].tolist())
