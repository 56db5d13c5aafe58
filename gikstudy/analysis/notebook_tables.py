"""Tables of the notebooks, made with great_tables; report text in them is escaped."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pandas as pd

from gikstudy.analysis import indicators
from gikstudy.analysis.figures.canvas import MINIMUM
from gikstudy.analysis.figures.plate import FigureNote, too_small
from gikstudy.analysis.figures.strata import KEYS, strata_of
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.declarations import table_names

if TYPE_CHECKING:
    from great_tables import GT
    from great_tables._text import BaseText

    from gikstudy.dataset.load import Dataset

MAIN_RATES: Final = (
    "disclosure_rate", "disclosure_rate_substantive", "refusal_rate", "unable_rate", "not_processed_rate",
    "completion_rate", "backlog_rate", "zero_request_share", "review_correction_rate", "suit_loss_rate",
    "timely", "form_compliance", "identity_pass_rate", "problem_core_share",
)  # fmt: skip
OPEN_STATES: Final = ("ambiguous", "blank", "nil_mark", "unreadable", "missing")


def show(frame: pd.DataFrame, title: str, language: Language, known: Iterable[str] = ()) -> GT:
    """A frame as a table with a title and named columns; great_tables escapes the text.

    Args:
        frame: the rows; a column NAME takes the label `column.NAME`.
        title: key of the title among the labels.
        language: zh or en.
        known: columns that bear their label already.
    """
    from great_tables import GT

    labels: dict[str, str | BaseText] = {
        c: c if c in known else say(f"column.{c}", language) for c in frame.columns
    }
    table = GT(frame, id="t").tab_header(say(f"table.{title}", language))
    return table.cols_label(cases=labels)


def arrived(data: Dataset, language: Language = "zh") -> GT:
    """The outcome of each input, one row each, the first twenty."""
    reports = data.reports.set_index("report_id")
    rows = data.sources.head(20)
    frame = pd.DataFrame(
        {
            "source": rows["source"],
            "agency": rows["report_id"].map(reports["agency"]).fillna(""),
            "year": rows["report_id"].map(reports["year"].astype("string")).fillna(""),
            "form": rows["report_id"].map(reports["form"]).fillna(""),
            "level": [
                name_of("level", x, language)
                for x in rows["report_id"].map(reports["level"]).fillna("")
            ],
            "status": [
                name_of("status", x, language)
                for x in rows["report_id"].map(reports["status"]).fillna("")
            ],
        }
    )
    return show(frame, "arrived", language)


def overview(data: Dataset, language: Language = "zh") -> GT:
    """The tables of the dataset and how many rows each has."""
    rows = {name: len(getattr(data, name)) for name in table_names()}
    return show(
        pd.DataFrame({"table": list(rows), "rows": list(rows.values())}), "overview", language
    )


def doubtful(data: Dataset, language: Language = "zh", most: int = 12) -> GT | FigureNote:
    """The reports to distrust first: failed checks and open cells, the worst first."""
    reports = counted(data.reports)
    failed = data.checks.loc[data.checks["result"].eq("fail")].groupby("report_id").size()
    cells = pd.concat(
        [t[["report_id", "state"]] for t in (data.requests, data.proactive, data.disputes)]
    )
    open_ = cells.loc[cells["state"].isin(OPEN_STATES)].groupby("report_id").size()
    frame = pd.DataFrame(
        {
            "source": reports["source"],
            "agency": reports["agency"],
            "year": reports["year"].astype("str"),
            "failed": reports["report_id"].map(failed).fillna(0).astype(int),
            "open": reports["report_id"].map(open_).fillna(0).astype(int),
        }
    )
    frame = frame.loc[frame["failed"].gt(0) | frame["open"].gt(0)]
    if frame.empty:
        return FigureNote(say("note.nothing_doubtful", language))
    worst = frame.sort_values(["failed", "open", "source"], ascending=[False, False, True])
    return show(worst.head(most), "doubtful", language)


def failed_checks(data: Dataset, language: Language = "zh", most: int = 15) -> GT | FigureNote:
    """Checks that failed, with both sides; errors first."""
    rows = data.checks.loc[data.checks["result"].eq("fail")].copy()
    if rows.empty:
        return FigureNote(say("note.nothing_failed", language))
    order = {"error": 0, "warning": 1, "info": 2}
    rows = rows.assign(rank=rows["severity"].map(order)).sort_values("rank", kind="stable")
    source = data.reports.set_index("report_id")["source"]
    frame = rows.assign(report=rows["report_id"].map(source))
    columns = ["report", "check", "scope", "left", "right", "difference", "message"]
    return show(frame[columns].head(most), "failed", language).fmt_number(
        ["left", "right", "difference"], decimals=0
    )


def rates(data: Dataset, language: Language = "zh", most: int = 6) -> GT | FigureNote:
    """The main indicators by level and scope: bounds, and below them interval, n and reports."""
    reports = counted(data.reports)
    sizes = reports.groupby(list(KEYS)).size()
    busiest = set(sizes.sort_values(ascending=False, kind="stable").index[:most])
    strata = [s for s in strata_of(reports) if (s.level, s.scope) in busiest]
    if not strata:
        return too_small(language, have=0, need=1)
    made = {key: getattr(indicators, key)(data, by=KEYS, minimum=MINIMUM) for key in MAIN_RATES}
    columns = {"indicator": [say(f"indicator.{key}", language) for key in MAIN_RATES]}
    for stratum in strata:
        columns[stratum.key] = [_told(stratum.of(made[key]), language) for key in MAIN_RATES]
    labels = {s.key: s.name(language) for s in strata}
    table = show(
        pd.DataFrame(columns).rename(columns=labels),
        "rates",
        language,
        known=tuple(labels.values()),
    )
    out = len(reports) - int(sizes.loc[[(s.level, s.scope) for s in strata]].sum())
    return table.tab_source_note(say("remark.rates", language, minimum=MINIMUM, out=f"{out:,}"))


def _told(rows: pd.DataFrame, language: Language) -> str:
    """One cell: the rate or its bounds, the interval, n, and the reports counted and left out."""
    if rows.empty or math.isnan(rows["lower"].iloc[0]):
        return "–"
    row = rows.iloc[0]
    return say(
        "cell.rate", language, rate=_range(row["lower"], row["upper"]),
        interval=_range(row["ci_low"], row["ci_high"]), n=f"{int(row['n']):,}",
        reports=f"{int(row['reports']):,}", out=f"{int(row['left_out']):,}",
    )  # fmt: skip


def _range(low: float, high: float) -> str:
    if math.isnan(low + high):
        return "–"
    return f"{low:.1%}" if low == high else f"{low:.1%} – {high:.1%}"


def metrics(data: Dataset, language: Language = "zh") -> GT | FigureNote:
    """Figures found in the prose: how often, the median, the units they come in."""
    rows = data.mentions.loc[data.mentions["report_id"].isin(counted(data.reports)["report_id"])]
    if rows.empty:
        return too_small(language, have=0, need=1, what="mentions")
    groups = rows.groupby("metric", sort=False)
    frame = pd.DataFrame(
        {
            "found": groups.size(),
            "reports": groups["report_id"].nunique(),
            "median": groups["value"].median(),
            "units": groups["unit"].agg(lambda u: "、".join(u.value_counts().index[:3])),
        }
    ).sort_values(["reports", "found"], ascending=False, kind="stable")
    frame.insert(0, "metric", [name_of("metric", key, language) for key in frame.index])
    return show(frame.reset_index(drop=True), "metrics", language).fmt_number(
        ["median"], decimals=0
    )


def near_duplicates(data: Dataset, language: Language = "zh", most: int = 12) -> GT | FigureNote:
    """The most similar pairs of sections, each pair once."""
    rows = data.similarity
    if rows.empty:
        return too_small(language, have=0, need=1, what="pairs")
    ends = zip(rows["report_id"], rows["other_id"], strict=True)
    rows = rows.assign(pair=["|".join(sorted(pair)) for pair in ends])
    rows = (
        rows.sort_values("score", ascending=False, kind="stable")
        .drop_duplicates(["pair", "section"])
        .head(most)
    )
    source = data.reports.set_index("report_id")["source"]
    frame = pd.DataFrame(
        {
            "report": rows["report_id"].map(source).fillna(rows["report_id"]),
            "other": rows["other_id"].map(source).fillna(rows["other_id"]),
            "section": [name_of("section", x, language) for x in rows["section"]],
            "relation": [name_of("relation", x, language) for x in rows["relation"]],
            "score": rows["score"].astype(float),
        }
    )
    return show(frame, "near_duplicates", language).fmt_number(["score"], decimals=2)
