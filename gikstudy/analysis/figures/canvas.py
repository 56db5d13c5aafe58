"""The common style of all figures: font, colours, marks, captions; and notes for missing figures."""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, wraps
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import (
    blanks_read_as_zero,
    counted,
    in_scope,
    made_up,
    main_scope,
    select,
)
from gikstudy.errors import MissingPackageError

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

MINIMUM: Final = 30  # no rate is shown for fewer requests, because it would be noise
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
MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X", "*", "<")
DASHES: Final[tuple[Any, ...]] = (
    "-",
    "--",
    "-.",
    ":",
    (0, (5, 1, 1, 1, 1, 1)),
    (0, (1, 1)),
    "-",
    "--",
    "-.",
)
OPEN_INK: Final[dict[str, Any]] = {"facecolor": "white", "hatch": "////", "edgecolor": "0.6"}


@dataclass(frozen=True)
class FigureNote:
    """The text shown instead of a figure if the corpus is too small; displays itself in Jupyter."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return (
            '<p style="border-left:4px solid #999;padding:.4em 1em;color:#444">'
            f"{html.escape(self.text)}</p>"
        )


class Drawing(Protocol):
    """A figure of the study: takes a dataset, returns a figure or a note."""

    __name__: str

    def __call__(self, data: Dataset, language: Language = "zh") -> Figure | FigureNote:
        """Draw it."""


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
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": "0.35",
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "grid.color": "0.9",
        "xtick.color": "0.25",
        "ytick.color": "0.25",
        "hatch.linewidth": 0.5,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "lines.markersize": 5,
        "figure.dpi": 110,
        "savefig.dpi": 160,
        "svg.hashsalt": "gikstudy",  # without it no two SVG files are the same
    }
    with mpl.rc_context(settings):
        yield


def drawn(*, one_scope: bool = True) -> Callable[[Drawing], Drawing]:
    """Turn a drawing function into a figure of the study: scope, title, caption, made-up mark.

    The name of the function is the key of its title and caption in the data files.

    Args:
        one_scope: keep only the most common scope, and say so in the caption; figures that count
            reports, not requests, may use all scopes.
    """

    def wrap_drawing(draw: Drawing) -> Drawing:
        name = draw.__name__

        @wraps(draw)
        def figure(data: Dataset, language: Language = "zh") -> Figure | FigureNote:
            title = say(f"title.{name}", language)
            part, remark = _one_scope(data, language) if one_scope else (data, "")
            with style():
                made = draw(part, language)
                if isinstance(made, FigureNote):
                    return FigureNote(
                        f"{title}: {made.text}" if language == "en" else f"{title}：{made.text}"
                    )
                made.suptitle(title, x=0.01, ha="left", fontsize=12, color="#0b3954")
                zero = say("remark.zero", language) if blanks_read_as_zero(part) else ""
                caption = " ".join(filter(None, (say(f"caption.{name}", language), remark, zero)))
                if made_up(part.reports):
                    _stamp(made)
                made.canvas.draw()  # ticks get their font now, while the settings are active
                _caption(made, caption)
                plt.close(made)
                return made

        return figure

    return wrap_drawing


def _one_scope(data: Dataset, language: Language) -> tuple[Dataset, str]:
    reports = counted(data.reports)
    scope = main_scope(data)
    kept = len(in_scope(reports, scope))
    if kept == len(reports):
        return data, ""
    remark = say(
        "remark.scope",
        language,
        scope=name_of("scope", scope, language),
        n=kept,
        out=len(reports) - kept,
    )
    return select(data, scope=scope), remark


def _caption(figure: Figure, text: str) -> None:
    """Below the axes and the legend: the notebook and `save` crop the picture to what is drawn."""
    feet = [
        x.get_window_extent().transformed(figure.transFigure.inverted()).y0 for x in figure.legends
    ]
    width = int(figure.get_size_inches()[0] * 18)
    figure.text(
        0.01, min([0.0, *feet]) - 0.01, wrap(text, width), ha="left", va="top", fontsize=7.5, color="0.3"
    )  # fmt: skip


def _stamp(figure: Figure) -> None:
    figure.text(
        0.99, 0.99, "合成数据 made-up data", ha="right", va="top", fontsize=9, color="#8a1c1c",
        bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": "#8a1c1c"},
    )  # fmt: skip


def canvas(
    columns: int = 1,
    rows: int = 1,
    *,
    height: float = 3.9,
    **options: Any,  # noqa: ANN401 - what matplotlib takes
) -> tuple[Figure, list[Axes]]:
    """An empty figure in the width of the study, and its axes, row by row."""
    figure, axes = plt.subplots(
        rows, columns, figsize=(8.6, height), layout="constrained", squeeze=False, **options
    )
    return figure, list(axes.flat)


def too_small(language: Language, *, have: int, need: int, what: str = "reports") -> FigureNote:
    """The note that a figure needs more reports (or years, or dates …) than there are."""
    return FigureNote(
        say("note.too_small", language, have=have, need=need, what=say(f"what.{what}", language))
    )


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


def _wide(c: str) -> bool:
    return unicodedata.east_asian_width(c) in "WF"


def save(drawing: Figure | FigureNote, folder: str | Path, name: str) -> Figure | FigureNote:
    """Write a figure as PNG and SVG, with the same bytes each time; returns it for the notebook.

    A note is written as text, so that the folder shows why a figure is missing.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob(f"{name}.*"):
        old.unlink()
    if isinstance(drawing, FigureNote):
        (target / f"{name}.txt").write_text(drawing.text + "\n", "utf-8")
        return drawing
    with style():
        drawing.savefig(target / f"{name}.png", bbox_inches="tight", metadata={"Software": None})
        drawing.savefig(target / f"{name}.svg", bbox_inches="tight", metadata={"Date": None})
    return drawing
