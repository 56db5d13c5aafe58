"""From a figure to the reports behind it, and from a report to its place in the source.

A study ends with the review pages of its dataset. Each figure then gets a page that lists the
reports behind its marks, with a link to the review page of each.
"""

from __future__ import annotations

import logging
import shlex
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.dataset.load import load_dataset
from gikstudy.evidence import REVIEW, page_of
from gikstudy.reviewing import write_review

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

_REVIEWED: Final = 1000
"""A study of more reports writes no review pages by itself: each has about 150 kB."""
_END: Final = "_reports.csv"
_PAGE: Final = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:60em;padding:0 1em}}
table{{border-collapse:collapse;width:100%}}th,td{{text-align:left;padding:.2em .8em .2em 0;
border-bottom:1px solid #ccc}}</style><h1>{title}</h1>
<p><a href="../index.html">index</a> · <a href="{stem}.svg">SVG</a> · <a href="{stem}{end}">CSV</a></p>
<table><thead><tr><th>报告 Report</th><th>组 Group</th><th>数 Mark</th><th>采用 Used</th></tr></thead>
<tbody>
{rows}
</tbody></table></html>
"""
_AGAIN: Final = (
    "# 在研究的文件夹中运行 / in the folder of the study\ngikstudy study --raw {} --out .."
)
_log = logging.getLogger(__name__)


def write_evidence(out: Path, raw: str, study: Path, seen: str) -> None:
    """The review pages of a study, and the list of reports behind each of its figures.

    Args:
        out: the folder of the dataset.
        raw: the raw folder or address.
        study: the folder of the study, with its figures.
        seen: the raw folder as seen from the folder of the study; the pages show no other path, so
            that they are the same wherever the study lies.
    """
    data = load_dataset(out, columns={"reports": ["report_id", "agency", "year", "title"]})
    if len(data.reports) > _REVIEWED:
        told = (
            "no review pages for %d reports; to write them: gikstudy review %s --raw %s --out DIR"
        )
        _log.info(told, len(data.reports), out, raw)
        return
    write_review(out, [raw], study / REVIEW, again=_AGAIN.format(shlex.quote(seen)), name="..")
    write_lists(data, study / "figures")


def write_lists(data: Dataset, figures: Path) -> None:
    """For each figure a page that lists its reports: `STEM_reports.html` beside `STEM_reports.csv`."""
    facts = data.reports.set_index("report_id")
    names = facts["agency"].fillna("") + " " + facts["year"].astype("string").fillna("")
    names = names.where(names.str.strip().ne(""), facts["title"].fillna(""))
    for path in sorted(figures.glob(f"*{_END}")):
        stem = path.name.removesuffix(_END)
        behind = pd.read_csv(path, dtype=str, keep_default_na=False)
        rows = "\n".join(map(_row, *(behind[c] for c in behind), [names] * len(behind)))
        page = _PAGE.format(title=escape(stem), stem=escape(stem), end=_END, rows=rows)
        path.with_suffix(".html").write_text(page, "utf-8")


def _row(
    report: str, panel: str, mark: str, group: str, used: str, why: str, names: pd.Series
) -> str:
    name = escape(str(names.get(report, report)).strip() or report)
    link = f'<a href="../{REVIEW}/{page_of(report)}">{name}</a>'
    told = "✓" if used == "True" else f"✗ {escape(why)}"
    where = escape(" · ".join(filter(None, (panel, group))))
    return f"<tr><td>{link}</td><td>{where}</td><td>{escape(mark)}</td><td>{told}</td></tr>"
