"""A figure with all that belongs to it: its finding, its numbers, and the reports behind them."""

from __future__ import annotations

import html
import io
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from gikstudy.analysis.figures.canvas import WIDTH, style, wrap
from gikstudy.analysis.findings import Fact, Finding, find, verdict_of
from gikstudy.analysis.labels import LANGUAGES, Language, say
from gikstudy.analysis.selection import blanks_read_as_zero, made_up
from gikstudy.dataset.declarations import table_names

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

REPORT_COLUMNS: Final = ("report_id", "panel", "mark", "group", "used", "why")
"""Of the table of reports behind a figure. `why`: the reason why a report is left out."""


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


@dataclass(frozen=True)
class Sheet:
    """What a drawing function returns: the drawing, and all that it rests on.

    Attributes:
        figure: the drawing.
        numbers: the numbers drawn, one row per mark.
        reports: the reports behind each mark, with the columns `REPORT_COLUMNS`.
        fact: the numbers of the finding; None if there are too few.
        remark: what is not drawn, and why.
    """

    figure: Figure
    numbers: pd.DataFrame
    reports: pd.DataFrame
    fact: Fact | None
    remark: str = ""


@dataclass(frozen=True)
class Plate:
    """A figure of the study in one language, or the note in its place; shows itself in Jupyter."""

    name: str
    language: Language
    caption: str
    sheet: Sheet | None
    note: FigureNote | None = None
    stem: str = ""
    folder: str = ""
    picture: bytes = field(default=b"", repr=False)
    outline: Bbox | None = field(default=None, repr=False)
    """What is cut out when the figure is saved: all that it shows, in inches."""

    @property
    def figure(self) -> Figure | None:
        """The drawing, or None where a note takes its place."""
        return self.sheet.figure if self.sheet else None

    @property
    def finding(self) -> Finding:
        """The finding, in the language of the figure."""
        return self.finding_in(self.language)

    def finding_in(self, language: Language) -> Finding:
        """The finding in one language."""
        return find(self.name, self.sheet.fact if self.sheet else None, language)

    @property
    def alt(self) -> str:
        """What the figure shows, for readers who do not see it."""
        if self.note:
            return self.note.text
        kind = say(f"alt.{self.name}", self.language)
        return f"{say(f'title.{self.name}', self.language)}. {kind} {self.finding.text}"

    def png(self) -> bytes:
        """The drawing as a picture, the same bytes each time."""
        stream = io.BytesIO()
        if self.figure:
            with style():
                told = {"Software": None, "Description": self.alt}
                self.figure.savefig(stream, format="png", bbox_inches=self.outline, metadata=told)
        return stream.getvalue()

    def save(self, folder: str | Path, stem: str) -> None:
        """Write the figure and what belongs to it, with the same bytes each time.

        `STEM.png` and `STEM.svg` are the drawing, `STEM.csv` has its numbers, `STEM_reports.csv`
        the reports behind each of them, and `STEM.json` its title, finding and description. Where
        there is no drawing, `STEM.txt` says why.
        """
        target = Path(folder)
        target.mkdir(parents=True, exist_ok=True)
        for kind in (".png", ".svg", ".csv", "_reports.csv", ".json", ".txt"):
            (target / f"{stem}{kind}").unlink(missing_ok=True)
        entry = json.dumps(self._entry(stem), ensure_ascii=False, indent=1)
        (target / f"{stem}.json").write_text(entry + "\n", "utf-8")
        if self.sheet is None:
            (target / f"{stem}.txt").write_text(f"{self.note}\n", "utf-8")
            return
        (target / f"{stem}.png").write_bytes(self.picture or self.png())
        with style():
            told = {"Date": None, "Title": say(f"title.{self.name}", self.language)}
            self.sheet.figure.savefig(
                target / f"{stem}.svg", bbox_inches=self.outline, metadata={**told, "Description": self.alt},
            )  # fmt: skip
        for table, end in ((self.sheet.numbers, ".csv"), (self.sheet.reports, "_reports.csv")):
            text = table.to_csv(index=False, lineterminator="\n", float_format="%.10g")
            (target / f"{stem}{end}").write_text(text, "utf-8")

    def _entry(self, stem: str) -> dict[str, Any]:
        findings = {language: self.finding_in(language) for language in LANGUAGES}
        first = findings[self.language]
        return {
            "name": self.name,
            "stem": stem,
            "drawn": self.sheet is not None,
            "language": self.language,
            "title": {x: say(f"title.{self.name}", x) for x in LANGUAGES},
            "alt": self.alt,
            "caption": self.caption,
            "finding": {x: f.text for x, f in findings.items()},
            "expectation": {x: f.expectation for x, f in findings.items()},
            "source": first.source,
            "verdict": first.verdict,
            "n": first.n,
            "estimate": first.estimate,
            "interval": first.interval,
        }

    def _repr_html_(self) -> str:
        found, language = self.finding, self.language
        if self.note:
            return self.note._repr_html_()
        picture = b64encode(self.picture or self.png()).decode()
        links = " · ".join(
            f'<a href="{html.escape(f"{self.folder}/{self.stem}{end}")}">{say(key, language)}</a>'
            for end, key in ((".csv", "link.numbers"), ("_reports.csv", "link.reports"))
        )
        expected = say("finding.expectation", language, words=found.expectation)
        return (
            f"<h3>{html.escape(found.text)}</h3>\n"
            f'<img alt="{html.escape(self.alt)}" style="max-width:100%" '
            f'src="data:image/png;base64,{picture}">\n'
            f"<p>{html.escape(expected)} <small>({html.escape(found.source)})</small><br>"
            f"<b>{html.escape(verdict_of(found, language))}</b></p>\n"
            + (f"<p><small>{links}</small></p>" if self.stem else "")
        )


class Drawing(Protocol):
    """A figure of the study: takes a dataset and a language, returns a plate."""

    __name__: str

    def __call__(self, data: Dataset, language: Language = "zh", **options: str) -> Plate:
        """Draw it."""


def drawn(draw: Callable[..., Sheet | FigureNote]) -> Drawing:
    """Turn a drawing function into a figure of the study: title, caption, mark of made-up data.

    The name of the function is the key of its title, caption and finding in the data files.
    """
    return _figure_of(draw, lambda data: data)


def drawn_from_totals(draw: Callable[..., Sheet | FigureNote]) -> Drawing:
    """As `drawn`, for figures that use the last column of table 3 and the kinds of applicants alone.

    Without the other cells, a study of thousands of reports is drawn many times faster.
    """
    return _figure_of(draw, _totals)


def _totals(data: Dataset) -> Dataset:
    cells = data.requests
    kept = cells["applicant"].eq("total") | cells["row"].eq("received_new")
    columns = [c for c in cells.columns if c not in ("raw", "locus")]
    part = replace(data)
    vars(part).update({k: v for k, v in vars(data).items() if k in table_names()})
    vars(part)["requests"] = cells.loc[kept, columns]
    return part


def _figure_of(
    draw: Callable[..., Sheet | FigureNote], lean: Callable[[Dataset], Dataset]
) -> Drawing:
    name = draw.__name__

    @wraps(draw)
    def figure(data: Dataset, language: Language = "zh", **options: str) -> Plate:
        title = say(f"title.{name}", language)
        caption = say(f"caption.{name}", language)
        with style():
            made = draw(lean(data), language, **options)
            if isinstance(made, FigureNote):
                colon = ": " if language == "en" else "："
                return Plate(
                    name, language, caption, None, FigureNote(f"{title}{colon}{made.text}")
                )
            zero = say("remark.zero", language) if blanks_read_as_zero(data) else ""
            caption = " ".join(filter(None, (caption, made.remark, zero)))
            outline = _finish(made.figure, title, caption, mark=made_up(data.reports))
        return Plate(name, language, caption, made, outline=outline)

    return figure


def _finish(figure: Figure, title: str, caption: str, *, mark: bool) -> Bbox:
    """Title above, caption below, and the mark of made-up data; what they and the axes fill."""
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, color="#0b3954")
    if mark:
        figure.text(
            0.99, 0.995, "合成数据 made-up data", ha="right", va="top", fontsize=9, color="#8a1c1c",
            bbox={"boxstyle": "round,pad=0.3", "facecolor": "white", "edgecolor": "#8a1c1c"},
        )  # fmt: skip
    # Ticks get their font now, while the settings are active, and all gets its place, once: the most
    # work in a figure of small panels is to lay it out. Letters are wider or narrower at another
    # resolution, so it is that of the picture.
    figure.set_dpi(plt.rcParams["savefig.dpi"])
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    feet = [
        x.get_window_extent().transformed(figure.transFigure.inverted()).y0 for x in figure.legends
    ]
    foot = min([0.0, *feet]) - 0.08 / figure.get_size_inches()[1]
    figure.text(
        0.01, foot, wrap(caption, int(WIDTH * 18)), ha="left", va="top", fontsize=7.5, color="0.3"
    )  # fmt: skip
    plt.close(figure)
    around: Bbox = figure.get_tightbbox()
    return around.padded(0.1)


def too_small(language: Language, *, have: int, need: int, what: str = "reports") -> FigureNote:
    """The note that a figure needs more reports (or years, or dates …) than there are."""
    return FigureNote(
        say("note.too_small", language, have=have, need=need, what=say(f"what.{what}", language))
    )
