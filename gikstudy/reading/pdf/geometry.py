"""Points, boxes and matrices of a PDF page; y grows upwards, as in PDF."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Coordinates = tuple[float, float]
Upright = Callable[[float, float], Coordinates]
Matrix = tuple[float, float, float, float, float, float]

PLAIN: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(NamedTuple):
    """A rectangle of the page, in points."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, *points: Coordinates) -> Box:
        """The smallest box around some points."""
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        return cls(min(xs), min(ys), max(xs), max(ys))

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def area(self) -> float:
        """The area in square points; 0 for an empty box."""
        return max(0.0, self.right - self.left) * max(0.0, self.top - self.bottom)

    def common(self, other: Box) -> Box:
        """The part that both share."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


class Stroke(NamedTuple):
    """A straight line that is neither horizontal nor vertical."""

    start: Coordinates
    end: Coordinates


class Outline(NamedTuple):
    """A painted shape: the corners of its parts, and whether parts in parts are holes."""

    parts: list[list[Coordinates]]
    holes: bool

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside: how often the parts go around it decides."""
        turns = crossed = 0
        for part in self.parts:
            for (x1, y1), (x2, y2) in pairwise([*part, part[0]]):
                if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                    crossed += 1
                    turns += 1 if y2 > y1 else -1
        return crossed % 2 == 1 if self.holes else turns != 0


def upright_of(page: PdfPage, angle: int) -> Upright:
    """From the coordinates of the file to those of a page whose text runs left to right.

    Wide tables are on turned pages, whose text runs upwards in the file; `angle` says by how many
    degrees it is turned clockwise.
    """
    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    return {
        270: lambda x, y: (y, width - x),
        180: lambda x, y: (width - x, height - y),
        90: lambda x, y: (height - y, x),
    }.get(angle, as_it_stands)


def as_it_stands(x: float, y: float) -> Coordinates:
    """The coordinates of a page that is not turned."""
    return x, y


def multiplied(inner: Matrix, outer: Matrix) -> Matrix:
    """One matrix followed by the one around it.

    >>> multiplied((1, 0, 0, 1, 5, 0), (2, 0, 0, 2, 1, 1))
    (2, 0, 0, 2, 11, 1)
    """
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def transformed(x: float, y: float, matrix: Matrix) -> Coordinates:
    """Where a matrix moves a point.

    >>> transformed(1, 1, (2, 0, 0, 2, 5, 0))
    (7, 2)
    """
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def off_line(point: Coordinates, matrix: Any) -> float:  # noqa: ANN401
    """How far a point is from the baseline of a text, and a little also from its start."""
    dx, dy = point[0] - matrix.e, point[1] - matrix.f
    across = abs(dx * matrix.b - dy * matrix.a) / (math.hypot(matrix.a, matrix.b) or 1.0)
    return float(across) + 0.01 * math.hypot(dx, dy)
