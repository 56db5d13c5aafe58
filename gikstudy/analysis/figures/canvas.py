"""The common style of all figures: font, colours, marks, and lines of text that fit."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from gikstudy.errors import MissingPackageError

MINIMUM: Final = 30  # no rate is shown for fewer requests, because it would be noise
WIDTH: Final = 9.2
# Colours that keep their order in grey, each with a hatch for print.
INKS: Final = (
    "#0b3954",
    "#2f7f9e",
    "#8fc1d4",
    "#e0a458",
    "#b5543c",
    "#7d7d7d",
    "#c9c9c9",
    "#4b3f72",
)
HATCHES: Final = ("", "///", "...", "\\\\\\", "xx", "", "++", "oo")
MARKERS: Final = ("o", "s", "^", "D")
GLYPHS: Final = ("●", "■", "▲", "◆")  # the same markers as text
DASHES: Final[tuple[Any, ...]] = ("-", "--", "-.", ":")
OPEN_INK: Final[dict[str, Any]] = {"facecolor": "white", "hatch": "////", "edgecolor": "0.6"}


@cache
def chinese_font() -> str:
    """The name of the Chinese font that comes with zhplot, made known to matplotlib.

    A server has no Chinese font. The file is taken by its path, because importing zhplot would
    change the settings of every figure of the process.
    """
    spec = find_spec("zhplot")
    if spec is None or spec.origin is None:
        raise MissingPackageError(
            "zhplot, which brings the Chinese font of the figures, is missing"
        )
    path = Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"
    fontManager.addfont(path)
    return FontProperties(fname=path).get_name()


@contextmanager
def style() -> Iterator[None]:
    """The settings under which every figure of the study is drawn."""
    settings: dict[Any, Any] = {
        "font.family": [chinese_font(), "DejaVu Sans"],
        "font.size": 9,
        "axes.titlesize": 9.5,
        "axes.titlelocation": "left",
        "axes.titley": 1.0,  # else each drawing asks all labels whether they are in the way
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "0.35",
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "grid.color": "0.9",
        "xtick.color": "0.25",
        "ytick.color": "0.25",
        "hatch.linewidth": 0.5,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "lines.markersize": 4.5,
        "figure.dpi": 110,
        "savefig.dpi": 160,
        "svg.hashsalt": "gikstudy",  # without it no two SVG files are the same
    }
    with mpl.rc_context(settings):
        yield


def canvas(
    columns: int = 1,
    rows: int = 1,
    *,
    height: float = 3.9,
    **options: Any,  # noqa: ANN401 - what matplotlib takes
) -> tuple[Figure, list[Axes]]:
    """An empty figure in the width of the study, and its axes, row by row."""
    figure, axes = plt.subplots(
        rows, columns, figsize=(WIDTH, height), layout="constrained", squeeze=False, **options
    )
    return figure, list(axes.flat)


def panels(
    count: int,
    *,
    height: float = 2.3,
    columns: int = 2,
    **options: Any,  # noqa: ANN401 - what matplotlib takes
) -> tuple[Figure, list[Axes]]:
    """`count` small axes of one height, two in a row; what is left of the last row stays empty."""
    columns = min(columns, max(count, 1))
    rows = -(-count // columns)
    figure, axes = canvas(columns, rows, height=0.9 + height * rows, **options)
    for unused in axes[count:]:
        unused.set_axis_off()
    return figure, axes[:count]


def wrap(text: str, width: int) -> str:
    """Break a caption into lines of `width` half-width columns; Chinese breaks anywhere.

    Examples:
        >>> wrap("一二三四五六", 8).splitlines()
        ['一二三四', '五六']
    """
    if not any(_wide(c) for c in text):
        return textwrap.fill(text, width)
    lines, used = [""], 0
    for c in text:
        size = 2 if _wide(c) else 1
        if used + size > width and c not in "，。；：、）":
            lines.append("")
            used = 0
        lines[-1] += c
        used += size
    return "\n".join(lines)


def columns_of(text: str) -> int:
    """How many half-width columns a text takes."""
    return sum(2 if _wide(c) else 1 for c in text)


def shortened(text: str, width: int) -> str:
    """A name cut to `width` half-width columns, with an ellipsis where it was cut."""
    used = 0
    for i, c in enumerate(text):
        used += 2 if _wide(c) else 1
        if used > width:
            return text[: max(i - 1, 1)] + "…"
    return text


def _wide(c: str) -> bool:
    return unicodedata.east_asian_width(c) in "WF"
