"""One report in detail, for the notebooks: the choice, the effect of cleaning, the content."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from gikstudy.analysis.selection import READ
from gikstudy.engine import read_report
from gikstudy.errors import GikstudyError, UnknownNameError
from gikstudy.page import make_page
from gikstudy.prose.side_by_side import side_by_side
from gikstudy.reading import list_sources, read_document

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset
    from gikstudy.model import Report
    from gikstudy.reading import Record


class EmptyDatasetError(GikstudyError, LookupError):
    """The dataset has no reports."""


def telling_report(data: Dataset) -> str:
    """The source of the most instructive report.

    That is a report that was read, in Traditional characters if there is one (a mainland report in
    Traditional comes from a mirror), and among these the one with the most ambiguous cells. If no
    report could be read, it is the first one.

    Raises:
        EmptyDatasetError: if the dataset has no reports.
    """
    reports = data.reports
    if reports.empty:
        raise EmptyDatasetError("the dataset holds no report: nothing was found to read")
    ambiguous = (
        data.requests.loc[data.requests["state"].eq("ambiguous")].groupby("report_id").size()
    )
    ranked = reports.assign(
        unread=~reports["status"].isin(READ),
        plain=reports["script"].eq("simplified"),
        open=reports["report_id"].map(ambiguous).fillna(0),
    ).sort_values(["unread", "plain", "open", "source"], ascending=[True, True, False, True])
    return str(ranked["source"].iloc[0])


def find_record(raw: str | Path, source: str) -> Record:
    """The bytes of one input, by its name in table `sources`.

    Raises:
        UnknownNameError: if the folder (or archive) has no such input.
    """
    for reference in list_sources([raw]):
        if reference.name.partition("#")[0] == source.partition("#")[0]:
            for record in reference.records():
                if record.name == source:
                    return record
    raise UnknownNameError(f"{source}: not among the inputs in {raw}")


def open_report(raw: str | Path, source: str) -> Report:
    """One report, read again from its bytes."""
    return read_report(find_record(raw, source).data)


def before_after(raw: str | Path, source: str) -> pd.DataFrame:
    """What the cleaning changed: one row for each changed line.

    Returns:
        Columns locus, before, after; the number of lines stays the same, so that a locus of the
        cleaned text points to the same line of the source.
    """
    record = find_record(raw, source)
    page = make_page(read_document(record.data, record.name))
    rows = [
        (locus, before, after)
        for locus, before, after in zip(page.loci, page.raw, page.clean, strict=True)
        if before != after
    ]
    return pd.DataFrame(rows, columns=["locus", "before", "after"])


def nearest_pair(data: Dataset) -> pd.DataFrame:
    """The most similar section of two consecutive reports of a body, sentence by sentence.

    Returns:
        Columns fate (same, changed, dropped, added), before, after; no rows if the dataset has no
        such pair.
    """
    columns = ["fate", "before", "after"]
    pairs = data.similarity.loc[data.similarity["relation"].eq("previous_year")]
    if pairs.empty:
        return pd.DataFrame(columns=columns)
    pair = pairs.sort_values("score", ascending=False, kind="stable").iloc[0]
    texts = data.sections.loc[data.sections["section"].eq(pair["section"])]
    of = texts.groupby("report_id")["text"].agg("\n".join)
    if pair["other_id"] not in of.index:
        return pd.DataFrame(columns=columns)
    passages = side_by_side(of[pair["other_id"]], of[pair["report_id"]])
    return pd.DataFrame([(p.fate, p.before, p.after) for p in passages], columns=columns)


def cells_of(report: Report) -> pd.DataFrame:
    """The cells of one report in form order: key, as printed, state, value, bounds, locus."""
    return pd.DataFrame(
        [(c.key, c.raw, c.state, c.value, c.lower, c.upper, c.locus) for c in report.cells],
        columns=["cell", "raw", "state", "value", "lower", "upper", "locus"],
    )


def cues_of(report: Report) -> pd.DataFrame:
    """The evidence of who, where and when: what was read, what it points to, its weight."""
    return pd.DataFrame(
        [(c.cue, c.value, c.points_to, c.weight, c.locus) for c in report.about.cues],
        columns=["cue", "value", "points_to", "weight", "locus"],
    )


def most_changed(texts: pd.DataFrame) -> str:
    """The source in which cleaning changed most lines; of equals, the first.

    Args:
        texts: the cleaned text of every input, as `gikstudy.engine.clean_text` gives it.

    Raises:
        EmptyDatasetError: if there is no input.
    """
    if texts.empty:
        raise EmptyDatasetError("nothing was found to read")
    ranked = texts.sort_values(["changed", "source"], ascending=[False, True], kind="stable")
    return str(ranked["source"].iloc[0])
