"""The picture of a page: upright, evenly lit, and free of what was stamped over it.

Everything here works on arrays of brightness, 0 black to 255 white. A page is brought to one
width first, so that all lengths below mean the same on every scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]

PIXELS: Final = 200 / 72
"""Pixels for each point of the page that is read: 200 dpi."""
_SHORT_SIDE, _LONG_SIDE = 595, 842  # a sheet of A4, in points
_STEEPEST: Final = 3.0
_STEP: Final = 0.5
_FINE: Final = 0.05
_SMALL: Final = 600
_LIGHT: Final = 31
_WHITE: Final = 255
_GRAIN: Final = 3.0
"""How much half of the points differ from their neighbours at the least on a grainy page."""
_BLUR: Final = 0.8
_AS_IT_IS: Final = 0.01
"""A picture of nearly the wanted size is not made again: that would blur its lines."""


@dataclass(frozen=True, slots=True)
class ScanLayers:
    """A page as two layers of equal size: `text` for recognising, `ink` for seeing that it is empty.

    `text` is the red channel, in which a red stamp is as bright as paper. `ink` is the darkest
    channel, in which everything printed or stamped is dark.
    """

    text: Pixels
    ink: Pixels

    @property
    def height(self) -> int:
        """The height in pixels."""
        return int(self.text.shape[0])

    @property
    def width(self) -> int:
        """The width in pixels."""
        return int(self.text.shape[1])


def prepared(colours: Pixels) -> ScanLayers:
    """The page of a picture: scaled to A4, turned until its lines are level, evenly lit.

    Args:
        colours: Height × width × 3 (red, green, blue), or height × width if it is grey.
    """
    text, ink = _layers(colours)
    text, ink = _smooth(_scaled(text)), _smooth(_scaled(ink))
    angle = skew(text)
    return ScanLayers(_evenly_lit(turned(text, angle)), _evenly_lit(turned(ink, angle)))


def _smooth(layer: Pixels) -> Pixels:
    """The layer, blurred a little if its paper is grainy."""
    import cv2

    grain = float(np.median(np.abs(layer.astype(np.int16) - cv2.medianBlur(layer, 3))))
    return _pixels(cv2.GaussianBlur(layer, (0, 0), _BLUR)) if grain > _GRAIN else layer


def upright(colours: Pixels) -> Pixels:
    """The same page in its colours, for a person: scaled and turned as it was recognised."""
    text, _ = _layers(colours)
    angle = skew(_scaled(text))
    if colours.ndim == 2:
        return turned(_scaled(colours), angle)
    channels = [np.ascontiguousarray(colours[:, :, n]) for n in range(3)]
    return np.stack([turned(_scaled(channel), angle) for channel in channels], axis=2)


def _layers(colours: Pixels) -> tuple[Pixels, Pixels]:
    if colours.ndim == 2:
        return colours, colours
    return np.ascontiguousarray(colours[:, :, 0]), np.ascontiguousarray(colours.min(axis=2))


def _scaled(layer: Pixels) -> Pixels:
    import cv2

    height, width = layer.shape
    wanted = _SHORT_SIDE if height >= width else _LONG_SIDE
    scale = wanted * PIXELS / width
    if abs(scale - 1) < _AS_IT_IS:
        return layer
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (round(width * scale), round(height * scale))
    return _pixels(cv2.resize(layer, size, interpolation=how))


def skew(layer: Pixels) -> float:
    """By how many degrees the lines of a page rise to the right; 0 if none stands out.

    At the right angle, rows of the picture are either full of ink or empty.
    """
    import cv2

    scale = _SMALL / layer.shape[1]
    small = cv2.resize(layer, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = _WHITE - _evenly_lit(_pixels(small))
    dark[dark < 60] = 0

    def sharpness(angle: float) -> float:
        rows = turned(dark, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-_STEEPEST, _STEEPEST + _STEP, _STEP).tolist(), key=sharpness)
    for step in (_STEP / 4, _FINE):
        near = np.arange(best - 4 * step, best + 4.5 * step, step).tolist()
        best = max(near, key=sharpness)
    angle = best
    return 0.0 if abs(angle) < _FINE / 2 else float(round(angle, 3))


def turned(layer: Pixels, angle: float, paper: int = _WHITE) -> Pixels:
    """A layer turned clockwise by some degrees around its middle."""
    import cv2

    if not angle:
        return layer
    height, width = layer.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return _pixels(
        cv2.warpAffine(layer, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    )


def _evenly_lit(layer: Pixels) -> Pixels:
    """The layer divided by the brightness of the paper around each point."""
    import cv2

    scale = 4
    height, width = layer.shape
    small = cv2.resize(
        layer, (max(1, width // scale), max(1, height // scale)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((7, 7), np.uint8)), _LIGHT)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return _pixels(cv2.divide(layer, np.maximum(paper, 40), scale=_WHITE))


def _pixels(layer: Any) -> Pixels:  # noqa: ANN401
    """What OpenCV returns, as the array that it is."""
    return np.asarray(layer, dtype=np.uint8)
