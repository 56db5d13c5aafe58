"""The tables of the corpus as plain frames, rates by sums, and intervals written out.

Nothing here uses the code under test. All cells of the corpus are printed, so each estimate is exact;
what open cells and contradictions do is in `test_contradictions.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import numpy as np
import pandas as pd
from plates import corpus
from scipy.stats import norm, t

ENOUGH = 30  # requests, for a rate


# --- the tables as plain frames -----------------------------------------------------------------


@cache
def reports() -> pd.DataFrame:
    """A row a report, with its body, panel, province and year."""
    table = corpus().reports
    return pd.DataFrame(
        {
            "level": table["level"].to_numpy(),
            "scope": table["scope"].to_numpy(),
            "panel": (table["level"] + "/" + table["scope"]).to_numpy(),
            "year": table["year"].astype(int).to_numpy(),
            "body": table["report_id"].str[:8].to_numpy(),
            "province": table["region_code"].str[:2].to_numpy(),
            "published": pd.to_datetime(table["published_on"]).to_numpy(),
        },
        index=table["report_id"].to_numpy(),
    )


@cache
def wide(table: str, row: str, column: str) -> pd.DataFrame:
    """One number per report and row, of one column of a table."""
    cells = getattr(corpus(), table)
    second = {"requests": "applicant", "disputes": "outcome", "proactive": "measure"}[table]
    cells = cells.loc[cells[second].eq(column)] if column else cells
    made = cells.pivot_table(index="report_id", columns=row, values="value", aggfunc="sum")
    return made.astype(float).reindex(reports().index).fillna(0.0)


def requests() -> pd.DataFrame:
    """The last column of table 3."""
    return wide("requests", "row", "total")


def group(name: str) -> pd.Series:
    """The requests with an outcome of one group."""
    cells = requests()
    return cells[[c for c in cells if c == name or str(c).startswith(f"{name}_")]].sum(axis=1)


def channels() -> pd.DataFrame:
    """The disputes of each channel."""
    return wide("disputes", "channel", "total")


def applicants() -> pd.DataFrame:
    """The new requests by kind of applicant."""
    cells = corpus().requests
    cells = cells.loc[cells["row"].eq("received_new")]
    return cells.pivot_table(index="report_id", columns="applicant", values="value").astype(float)


def counts_of(result: str, of: pd.Series) -> pd.Series:
    """By report: the checks with this result among some."""
    checks = corpus().checks.loc[of]
    hits = checks.loc[checks["result"].eq(result)] if result else checks
    return hits.groupby("report_id").size().reindex(reports().index).fillna(0).astype(float)


# --- intervals, written out -----------------------------------------------------------------------


def wilson_over_bodies(part: pd.Series, whole: pd.Series, body: pd.Series) -> tuple[float, float]:
    """The Wilson interval of the number of draws that would vary as much as the bodies do."""
    p = part.sum() / whole.sum()
    of_body = pd.DataFrame({"x": part, "n": whole}).groupby(body.to_numpy()).sum().query("n > 0")
    k, total = len(of_body), of_body["n"].sum()
    if k < 2:
        return np.nan, np.nan
    spread = k / (k - 1) * ((of_body["x"] - p * of_body["n"]) ** 2).sum() / total**2
    draws = min(p * (1 - p) / spread if spread > 0 else k, total)
    z = norm.ppf(0.975)
    draws *= (z / t.ppf(0.975, k - 1)) ** 2
    middle, reach = p + z**2 / (2 * draws), z * np.sqrt(p * (1 - p) / draws + (z / draws / 2) ** 2)
    low, high = (middle - reach) / (1 + z**2 / draws), (middle + reach) / (1 + z**2 / draws)
    return (0.0 if p == 0 else low), (1.0 if p == 1 else high)


def drawn_over_bodies(part: pd.Series, whole: pd.Series, body: pd.Series) -> tuple[float, float]:
    """The percentiles of the quotient when bodies are drawn with replacement."""
    of_body = pd.DataFrame({"x": part, "n": whole}).groupby(body.to_numpy()).sum().to_numpy()
    times = np.random.default_rng(1).multinomial(len(of_body), [1 / len(of_body)] * len(of_body), 4000)  # fmt: skip
    x, n = (times @ of_body).T
    low, high = np.percentile(x / n, [2.5, 97.5])
    return float(low), float(high)


# --- rates by level, scope and year -----------------------------------------------------------------


def rates(
    part: pd.Series,
    whole: pd.Series,
    by: Iterable[str],
    *,
    interval: Callable[..., tuple[float, float]] | None = wilson_over_bodies,
    least: int = ENOUGH,
) -> pd.DataFrame:
    """One row a group: the quotient of two sums with all that a figure tells about it."""
    rows, facts = [], reports()
    for key, of in facts.groupby(list(by)) if by else [((), facts)]:
        x, n = part.loc[of.index], whole.loc[of.index]
        if n.sum() < least:
            continue
        value = x.sum() / n.sum()
        low, high = interval(x, n, of["body"]) if interval else (np.nan, np.nan)
        told = {"ci_low": low, "ci_high": high, "n": n.sum(), "reports": len(of)}
        rows.append(
            dict(zip(by, key, strict=True))
            | dict.fromkeys(("value", "lower", "upper", "outer_low", "outer_high"), value)
            | told
            | {"bodies": of["body"].nunique(), "open": 0, "left_out": 0, "contradictory": 0}
        )
    return pd.DataFrame(rows)


def trend(parts: dict[str, pd.Series], whole: pd.Series, **how: object) -> pd.DataFrame:
    """Rates by panel and year, of the panels with two years to show."""
    made = [rates(p, whole, ("panel", "year"), **how).assign(mark=m) for m, p in parts.items()]
    table = pd.concat(made, ignore_index=True)
    years = table.groupby("panel")["year"].nunique()
    return table.loc[table["panel"].isin(years.index[years.ge(2)])]


def one_each() -> pd.Series:
    """1 for each report."""
    return pd.Series(1.0, index=reports().index)


def disclosed() -> pd.Series:
    """Requests granted in full or in part."""
    return requests()["granted"] + requests()["partial"]


def arrived() -> pd.Series:
    """Requests that were on the desk in the year."""
    return requests()["received_new"] + requests()["carried_in"]


def documents() -> pd.Series:
    """Normative documents of the year, on either form."""
    cells = corpus().proactive
    made = cells["item"].eq("normative_docs") & cells["measure"].isin(["made", "issued"])
    return cells.loc[made].groupby("report_id")["value"].sum().reindex(reports().index)


def busiest_panel(of: pd.Series) -> pd.Index:
    """The reports of the panel with the largest sum."""
    panel = reports()["panel"]
    return panel.index[panel.eq(of.groupby(panel).sum().idxmax())]
