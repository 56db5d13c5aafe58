"""Indicators of the reports themselves: on time, on the form, consistent, and newly written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from gikstudy.analysis.estimates import (
    EstimateOptions,
    ResolvedOptions,
    plan,
    share,
    share_of_reports,
)
from gikstudy.analysis.selection import counted, in_scope
from gikstudy.checks.rules import limits
from gikstudy.forms import form_in_force
from gikstudy.panels.count_bounds import CountBounds, exactly

if TYPE_CHECKING:
    from typing import Unpack

    from gikstudy.dataset.load import Dataset

# Section six may be empty, but its heading is required: art. 50 and both forms.
PRESCRIBED: Final = ("overview", "proactive", "requests", "disputes", "problems", "other")
NO_PROBLEM: Final = "P98"


def delays(reports: pd.DataFrame) -> pd.Series:
    """Days from the statutory date to publication (negative: early), by report id.

    Departments publish by 31 January, governments from county level up by 31 March. No national
    date binds townships, development zones or public institutions; they get no delay.

    Returns:
        Float days; NaN if the body has no deadline or the report does not say when it came out.
    """
    due = {level: limit.deadline for level, limit in limits().items() if limit.deadline}
    following = (reports["year"].astype("Int64") + 1).astype("str")
    deadline = pd.to_datetime(following + "-" + reports["level"].map(due), errors="coerce")
    published = pd.to_datetime(reports["published_on"], errors="coerce")
    return pd.Series((published - deadline).dt.days.to_numpy(float), index=reports["report_id"])


def timely(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """按时发布: share of reports published by the statutory date.

    Formula: reports with published_on <= deadline / reports with a date and a deadline.
    Caveat: the date on the page may be that of a move of the site; reports without a date are
    left out, and so are townships, which have no national deadline.
    Source: Regulation 2019, art. 49.
    """
    late = delays(data.reports).dropna()
    return share_of_reports(data, exactly(late.le(0)), plan(how, share=True))


def days_after_deadline(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """距法定期限天数: median days from the statutory date to publication.

    Formula: median of published_on - deadline; negative is early.
    Caveat: as for `timely`.
    Source: Regulation 2019, art. 49.

    Returns:
        Columns by, value (median days), q25, q75, n (reports), left_out.
    """
    return _spread(data, delays(data.reports), plan(how, share=True))


def form_compliance(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """格式合规: share of reports on the form of their year, with all tables and six headings.

    Formula: reports with status ok, form in force in their year and all six sections / reports.
    Caveat: for 2019 the form was only recommended.
    Source: Regulation 2019, art. 50; 国办公开办函〔2019〕60号, 〔2021〕30号.
    """
    reports = data.reports.set_index("report_id")
    newest = reports["year"].map(
        {y: form for y in reports["year"].dropna().unique() if (form := form_in_force(int(y)))}
    )
    sections = data.sections.loc[data.sections["section"].isin(PRESCRIBED)]
    headings = sections.groupby("report_id")["section"].nunique().reindex(reports.index).fillna(0)
    good = reports["status"].eq("ok") & reports["form"].eq(newest) & headings.eq(len(PRESCRIBED))
    return share_of_reports(data, exactly(good), plan(how, share=True))


def identity_pass_rate(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """数据质量: share of the form's arithmetic identities that hold.

    Formula: checks of severity error that pass / those that apply. An undecided check (a term is
    open) widens the bounds.
    Source: the note on table 3 and the construction of tables 3 and 4.
    """
    checks = data.checks.loc[data.checks["severity"].eq("error")]
    counts = pd.crosstab(checks["report_id"], checks["result"]).reindex(
        columns=["pass", "fail", "undecided"], fill_value=0
    )
    passed = CountBounds(
        counts["pass"].astype(float), (counts["pass"] + counts["undecided"]).astype(float)
    )
    return share(data, passed, exactly(counts.sum(axis=1)), plan(how, share=True))


def self_similarity(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """年度雷同度: how much of the prose was also in the body's report of the year before.

    Formula: median over reports of the highest score among rows `previous_year`.
    Caveat: the table keeps only similar pairs; a report without a row is left out here, but need
        not be new.
    Source: 国办公开办函〔2021〕30号 holds bodies liable for identical reports.
    """
    return _similarity(data, "previous_year", how)


def peer_similarity(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """同伴雷同度: how much of the prose is also in another body's report of the same year.

    Formula: median over reports of the highest score among rows `peer`.
    Caveat: as for `self_similarity`.
    Source: 国办公开办函〔2021〕30号.
    """
    return _similarity(data, "peer", how)


def _similarity(data: Dataset, relation: str, how: EstimateOptions) -> pd.DataFrame:
    rows = data.similarity.loc[data.similarity["relation"].eq(relation)]
    best = rows.groupby("report_id")["score"].max().astype(float)
    return _spread(data, best, plan(how, share=True))


def problem_core_share(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """核心问题占比: of the problems admitted, the share that touches a duty or the requester.

    Formula: problem codes marked core / all problem codes (without "no problem").
    Caveat: measures what a body admits, not what is wrong; coded by rule.
    Source: Regulation 2019, art. 50(4); section 五 of the form.
    """
    problems = data.codes.loc[data.codes["kind"].eq("problem") & data.codes["code"].ne(NO_PROBLEM)]
    of_report = problems.groupby("report_id")["core"]
    core, all_ = of_report.sum(), of_report.size()
    return share(data, exactly(core), exactly(all_), plan(how, share=True))


def items_per_channel(data: Dataset, **how: Unpack[EstimateOptions]) -> pd.DataFrame:
    """渠道结构: what the prose says was published, metric by metric.

    Formula: median of the largest value that a report gives for a metric.
    Caveat: the same item is published in several channels, so metrics must not be added up.
    Source: section 一 of the form.

    Returns:
        Columns by, metric, value (median), q25, q75, n (reports), left_out.
    """
    options = plan(how, share=True)
    largest = data.mentions.groupby(["metric", "report_id"])["value"].max().astype(float)
    parts = [
        _spread(data, values.droplevel("metric"), options).assign(metric=metric)
        for metric, values in largest.groupby(level="metric", sort=True)
    ]
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else _spread(data, pd.Series(dtype=float), options).assign(metric="")
    )


def _spread(data: Dataset, values: pd.Series, options: ResolvedOptions) -> pd.DataFrame:
    """Median and quartiles over reports, by group; reports without a value are left out."""
    reports = in_scope(counted(data.reports), options.scope)
    frame = reports.assign(measured=values.reindex(reports["report_id"]).to_numpy(float))
    groups = (
        frame.groupby(list(options.by), sort=True, dropna=False) if options.by else [((), frame)]
    )
    rows = []
    for key, group in groups:
        known = group["measured"].dropna().to_numpy(float)
        enough = len(known) >= max(options.minimum, 1)
        q25, median, q75 = np.quantile(known, (0.25, 0.5, 0.75)) if enough else (np.nan,) * 3
        rows.append((*key, median, q25, q75, len(known), len(group) - len(known)))
    return pd.DataFrame(rows, columns=[*options.by, "value", "q25", "q75", "n", "left_out"])
