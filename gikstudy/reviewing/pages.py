"""The HTML of the pages: templates filled with what was read, every text of a report escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from math import isfinite
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gikstudy.corrections import Correction
from gikstudy.evidence import anchor_of
from gikstudy.reviewing.bilingual import both, name_of, named, say, words
from gikstudy.reviewing.pdf_view import PdfSheetView
from gikstudy.reviewing.report_view import ReportView
from gikstudy.show.grids import marks, number_text

COLUMNS: Final = (
    ("body", False), ("year", True), ("level", False), ("region", False), ("status", False),
    ("form", False), ("script", False), ("open_cells", True), ("strays", True), ("failed", True),
    ("warnings", True), ("confidence", False), ("decisions", True),
)  # fmt: skip
"""The columns of the index, and whether they hold numbers."""
_FILTERS: Final = {"level": 4, "status": 7, "form": 8, "script": 9, "confidence": 14}
"""The filters with a list of legal values, and their position in a row of the index."""
_NEEDS: Final = ("any_open", "any_strays", "any_failed", "decided")


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("gikstudy.reviewing"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    made.globals |= {
        "anchor_of": anchor_of,
        "both": both,
        "named": named,
        "number": number,
        "said": said,
        "say": say,
        "say_plain": lambda key: words()[key][1],
        "words": words(),
    }
    return made


def number(value: float | None) -> str:
    """A number as the pages show it; empty where there is none."""
    return "" if value is None or not isfinite(value) else number_text(value)


def said(key: str, n: object) -> Markup:
    """A text with a number in it, in both languages."""
    zh, en = words()[key]
    return both(zh.format(n=n), en.format(n=n))


def report_page(
    view: ReportView, sheets: Sequence[PdfSheetView], before: str = "", after: str = ""
) -> str:
    """The page of one report.

    Args:
        view: what it shows.
        sheets: pictures of the pages of a PDF.
        before: the id of the report before it in the index.
        after: the id of the report after it.
    """
    used = {cell.state for cell in view.cells}
    return _templates().get_template("report.html").render(
        view=view,
        pages=sheets,
        before=before,
        after=after,
        legend=[mark for state, mark in marks().items() if state in used],
        page_data={
            "id": view.row["report_id"],
            "source": view.row["source"],
            "root": view.root,
            "corrections": {at: _told(c) for at, c in view.corrections.items()},
        },
    )  # fmt: skip


def index_page(
    dataset: str, roots: Sequence[Mapping[str, str]], rows: Sequence[Sequence[Any]]
) -> str:
    """The first page.

    Args:
        dataset: the name of the dataset.
        roots: each raw folder with the commands that read it again.
        rows: the rows of the index.
    """
    filters = [
        (name, [(v, *name_of(name, v)) for v in dict.fromkeys(r[at] for r in rows) if v])
        for name, at in _FILTERS.items()
    ]
    years = sorted({row[3] for row in rows if row[3] is not None})
    filters.insert(0, ("year", [(year, year, year) for year in years]))
    filters.append(("needs", [(key, *words()[key]) for key in _NEEDS]))
    return _templates().get_template("index.html").render(
        dataset=dataset, roots=roots, filters=filters, columns=COLUMNS
    )  # fmt: skip


def _told(correction: Correction) -> dict[str, str]:
    return {
        "action": correction.action,
        "value": "" if correction.value is None else str(correction.value),
        "reason": correction.reason,
        "who": correction.who,
        "date": correction.date.isoformat(),
    }
