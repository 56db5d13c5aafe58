"""Figures made for a handful of reports: each report is seen, and nothing is averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from gikstudy.analysis.figures.axes import beside, percent
from gikstudy.analysis.figures.canvas import HATCHES, INKS, OPEN_INK, canvas, panels, shortened
from gikstudy.analysis.figures.copying import against_tables
from gikstudy.analysis.figures.plate import (
    REPORT_COLUMNS,
    FigureNote,
    Sheet,
    drawn,
    drawn_from_totals,
    too_small,
)
from gikstudy.analysis.findings import Fact, census
from gikstudy.analysis.indicators.contradictions import of_flow
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.forms import OUTCOME_GROUPS
from gikstudy.panels.count_bounds import outcome_rows, outcomes, requests_of

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

MOST: Final = 10  # reports that can be looked at one by one in a figure
NAMED: Final = (
    "reported",
    "solved",
    "proven",
    "corrected",
)  # the states of a cell that holds a number
TABLES: Final = ("requests", "proactive", "disputes")
PROSE_ROWS: Final = 24
SIGNS: Final = {"pass": "=", "fail": "≠", "undecided": "?"}


def chosen(data: Dataset, weight: pd.Series) -> pd.DataFrame:
    """The reports to look at: all, or the ten that weigh most, by year and name.

    Args:
        data: the dataset.
        weight: by report id; what makes a report worth looking at.
    """
    reports = counted(data.reports)
    weighed = reports.assign(weight=reports["report_id"].map(weight).fillna(0.0))
    first = weighed.sort_values(["weight", "report_id"], ascending=[False, True]).head(MOST)
    return first.sort_values(["year", "region_code", "report_id"]).reset_index(drop=True)


def named(reports: pd.DataFrame, language: Language, width: int = 30) -> list[str]:
    """A short name for each report: body and year."""
    return [
        f"{shortened(agency or source, width)} {year}"
        for agency, source, year in zip(
            reports["agency"], reports["source"], reports["year"], strict=True
        )
    ]


def _rest(data: Dataset, shown: pd.DataFrame, language: Language) -> str:
    out = len(counted(data.reports)) - len(shown)
    return say("remark.few", language, shown=len(shown), out=f"{out:,}") if out else ""


def _behind(data: Dataset, shown: pd.DataFrame, mark: str) -> pd.DataFrame:
    reports = counted(data.reports).sort_values("report_id")
    used = reports["report_id"].isin(shown["report_id"])
    rows = reports.assign(panel=reports["report_id"], mark=mark, group=reports["year"], used=used, why=np.where(used, "", "not_among_the_ten"))  # fmt: skip
    return rows[list(REPORT_COLUMNS)]


def flows(data: Dataset) -> pd.DataFrame:
    """What came in and what became of it, by report: lower and upper bounds of each part.

    Returns:
        Columns report_id, side (`in`, `out`), part, lower, upper; `inf` where nothing bounds it.
    """
    parts = [
        ("in", row, requests_of(data, (row,), "open")) for row in ("received_new", "carried_in")
    ]
    parts += [("out", g, outcomes(data, outcome_rows(g), "open")) for g in OUTCOME_GROUPS]
    parts.append(("out", "carried_out", requests_of(data, ("carried_out",), "open")))
    frames = [
        pd.DataFrame({"report_id": b.lower.index, "side": side, "part": part, "lower": b.lower.to_numpy(float), "upper": b.upper.to_numpy(float)})
        for side, part, b in parts
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)


@drawn_from_totals
def request_flow(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Requests as a flow from what came in to what became of them, report by report."""
    flow = flows(data)
    came = flow.loc[flow["side"].eq("in")].groupby("report_id")["lower"].sum()
    reports = chosen(data, came)
    if reports.empty:
        return too_small(language, have=0, need=1)
    figure, axes = panels(len(reports), height=1.75)
    broken = of_flow(data).reports
    for ax, name, rid in zip(axes, named(reports, language), reports["report_id"], strict=True):
        rows = flow.loc[flow["report_id"].eq(rid)]
        _flow(ax, rows, language, broken=rid in broken)
        ax.set_title(name, fontsize=8.5)
    handles = [
        Patch(facecolor=INKS[i], hatch=HATCHES[i], edgecolor="white", label=_part(part, language))
        for i, part in enumerate((*OUTCOME_GROUPS, "carried_out"))
    ]
    handles.append(Patch(label=say("legend.open", language), **OPEN_INK))
    foot = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": figure.transFigure}
    figure.legend(handles=handles, loc="upper center", ncols=4, fontsize=7.5, **foot)
    numbers = flow.loc[flow["report_id"].isin(reports["report_id"])]
    numbers = numbers.sort_values(["report_id", "side"], kind="stable")
    return Sheet(
        figure, numbers.replace(np.inf, np.nan), _behind(data, reports, "flow"),
        _flowing(data), _rest(data, reports, language),
    )  # fmt: skip


def _flowing(data: Dataset) -> Fact | None:
    """In how many of all reports the requests that came in are those that went out."""
    ids = pd.Index(counted(data.reports)["report_id"])
    if not len(ids):
        return None
    came = requests_of(data, ("received_new", "carried_in"), "open").over(ids)
    went = requests_of(data, ("handled_total", "carried_out"), "open").over(ids)
    known = came.lower.eq(came.upper) & went.lower.eq(went.upper)
    same = int((known & came.lower.eq(went.lower)).sum())
    broken = int(ids.isin(list(of_flow(data).reports)).sum())
    open_ = len(ids) - same - broken
    return census(same, len(ids), open_=open_, open=f"{open_:,}")


def _part(part: str, language: Language) -> str:
    return name_of("row" if part == "carried_out" else "row_group", part, language)


def _flow(ax: Axes, rows: pd.DataFrame, language: Language, *, broken: bool) -> None:
    """One report: a bar of what came in, a bar of what became of it, and ribbons between them."""
    ax.set(xlim=(-0.35, 1.75), ylim=(-0.04, 1.12))
    ax.set_axis_off()
    came = rows.loc[rows["side"].eq("in")].set_index("part")
    went = (
        rows.loc[rows["side"].eq("out")].set_index("part").reindex([*OUTCOME_GROUPS, "carried_out"])
    )
    total = _total(came, went)
    if came.empty or not np.isfinite(total):
        ax.text(0.5, 0.5, say("flow.unknown", language), ha="center", va="center", fontsize=8, color="0.4")  # fmt: skip
        return
    if total == 0:
        ax.text(0.5, 0.5, say("flow.none", language), ha="center", va="center", fontsize=8, color="0.4")  # fmt: skip
        return
    if broken:
        ax.text(0.5, 1.05, say("flow.broken", language), ha="center", fontsize=7.5, color=INKS[4])
    new, before = (float(came["lower"].get(x, 0.0)) for x in ("received_new", "carried_in"))
    known = new + before
    for low, size, ink in ((0.0, new, "0.35"), (new, before, "0.65"), (known, total - known, None)):
        look = {"color": ink} if ink else OPEN_INK
        ax.bar(0, size / total, bottom=low / total, width=0.1, lw=0.4, **look)
    told = [
        between(came["lower"].get(x, 0.0), came["upper"].get(x, np.inf))
        for x in ("received_new", "carried_in")
    ]
    said = say("flow.in", language, new=told[0], before=told[1]).replace("⏎", "\n")
    ax.text(-0.08, 0.5, said, ha="right", va="center", fontsize=7.5)
    start = 0.0
    labels: list[tuple[float, str]] = []
    for i, (part, row) in enumerate(went.iterrows()):
        size = float(np.nan_to_num(row["lower"]))
        if size == 0:
            continue
        _ribbon(ax, start / total, size / total, i)
        labels.append(((start + size / 2) / total, f"{_part(str(part), language)} {size:,.0f}"))
        start += size
    if total - start > 0:
        ax.bar(1, (total - start) / total, bottom=start / total, width=0.1, lw=0.4, **OPEN_INK)
        labels.append(((start + total) / 2 / total, say("flow.open", language, n=f"{total - start:,.0f}")))  # fmt: skip
    for (middle, text), at in zip(labels, spread([y for y, _ in labels], 0.13), strict=True):
        ax.plot([1.06, 1.1], [middle, at], color="0.6", lw=0.6)
        ax.text(1.12, at, text, va="center", fontsize=7.5)


def between(low: float, high: float) -> str:
    """A count in words: a blank is not a zero.

    Examples:
        >>> between(3, 3), between(0, 7), between(2, float("inf")), between(0, float("inf"))
        ('3', '0–7', '≥2', '?')
    """
    if low == high:
        return f"{low:,.0f}"
    if np.isfinite(high):
        return f"{low:,.0f}–{high:,.0f}"
    return f"≥{low:,.0f}" if low else "?"


def _total(came: pd.DataFrame, went: pd.DataFrame) -> float:
    """How many requests the report is about: what came in, or what went out if that is more."""
    total = float(came["lower"].sum())
    if came["upper"].lt(np.inf).all() and came["upper"].sum() > total:
        total = float(came["upper"].sum())
    elif came["upper"].eq(np.inf).any() and went["lower"].sum() == 0:
        return np.inf
    return max(total, float(went["lower"].sum()))


def _ribbon(ax: Axes, low: float, size: float, order: int) -> None:
    """From the bar of what came in to its part of the other bar."""
    ax.fill_between([0.05, 0.95], low, low + size, color=INKS[order], alpha=0.18, lw=0)
    ax.bar(
        1, size, bottom=low, width=0.1, color=INKS[order], hatch=HATCHES[order], edgecolor="white",
        lw=0.4,
    )  # fmt: skip


def spread(places: list[float], least: float) -> list[float]:
    """Places in ascending order moved apart, so that no two are nearer than `least`.

    Examples:
        >>> spread([0.1, 0.1, 0.9], 0.2)
        [0.0, 0.2, 0.9]
    """
    moved = list(places)
    for _ in range(200):
        close = [i for i in range(len(moved) - 1) if moved[i + 1] - moved[i] < least - 1e-9]
        for i in close:
            push = (least - (moved[i + 1] - moved[i])) / 2
            moved[i], moved[i + 1] = moved[i] - push, moved[i + 1] + push
        if not close:
            break
    return [round(x, 6) for x in moved]


@drawn
def cell_states(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """The states of the cells of each table, report by report."""
    cells = pd.concat(
        [getattr(data, t)[["report_id", "state"]].assign(table=t) for t in TABLES], ignore_index=True
    )  # fmt: skip
    cells = cells.loc[cells["report_id"].isin(counted(data.reports)["report_id"])]
    if cells.empty:
        return too_small(language, have=0, need=1)
    open_ = (~cells["state"].isin(NAMED)).groupby(cells["report_id"]).sum()
    reports = chosen(data, open_)
    counts = pd.crosstab([cells["report_id"], cells["table"]], cells["state"])
    states = [s for s in legal_values("state") if s in counts]
    figure, axes = canvas(len(TABLES), height=1.5 + 0.36 * len(reports), sharey=True)
    at = np.arange(len(reports))[::-1]
    for ax, table in zip(axes, TABLES, strict=True):
        keys = pd.MultiIndex.from_product([reports["report_id"], [table]])
        of = counts.reindex(keys, fill_value=0)[states]
        whole = of.sum(axis=1).to_numpy(float)
        start = np.zeros(len(reports))
        for i, state in enumerate(states):
            part = of[state].to_numpy(float)
            size = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
            ax.barh(at, size, left=start, height=0.72, color=INKS[i], hatch=HATCHES[i], edgecolor="white", lw=0.4, label=name_of("state", state, language))  # fmt: skip
            for y, x, s, n in zip(at, start, size, part, strict=True):
                if s >= 0.1:
                    plain = {
                        "boxstyle": "square,pad=0.1",
                        "fc": "white",
                        "ec": "none",
                        "alpha": 0.85,
                    }
                    ax.text(x + s / 2, y, f"{n:,.0f}", ha="center", va="center", fontsize=6.5, bbox=plain)  # fmt: skip
            start += size
        for y, n in zip(at, whole, strict=True):
            if n == 0:
                ax.text(0.5, y, say("flow.no_table", language), ha="center", va="center", fontsize=7, color="0.4")  # fmt: skip
        percent(ax, which="x", top=1)
        ax.set_title(say(f"table.{table}", language), fontsize=9)
        ax.set_yticks(at, named(reports, language, 24), fontsize=7.5)
        ax.grid(visible=False)
        ax.tick_params(axis="x", labelsize=7)
    beside(figure, axes[0], "below", 4)
    all_ = cells["state"].isin(NAMED)
    shown = counts.reset_index()
    shown = shown.loc[shown["report_id"].isin(reports["report_id"])]
    fact = census(int(all_.sum()), len(cells), reports=f"{cells['report_id'].nunique():,}")
    return Sheet(figure, shown, _behind(data, reports, "cells"), fact, _rest(data, reports, language))  # fmt: skip


@drawn
def checks_by_report(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Each identity and rule in each report: holds, fails, or is left open."""
    ids = counted(data.reports)["report_id"]
    checks = data.checks.loc[data.checks["report_id"].isin(ids)]
    checks = checks.loc[checks["severity"].isin(["error", "warning"])]
    if checks.empty:
        return too_small(language, have=0, need=1, what="checked")
    weight = checks["result"].map({"pass": 0, "undecided": 1, "fail": 1000})
    reports = chosen(data, weight.groupby(checks["report_id"]).sum())
    shown = checks.loc[checks["report_id"].isin(reports["report_id"])]
    counts = pd.crosstab([shown["report_id"], shown["check"]], shown["result"])
    counts = counts.reindex(columns=["pass", "undecided", "fail"], fill_value=0)
    names = list(dict.fromkeys(shown["check"]))
    figure, (ax,) = canvas(height=1.7 + 0.34 * len(reports))
    looks = {"pass": ("o", INKS[2]), "undecided": ("D", "white"), "fail": ("X", INKS[4])}
    at = dict(zip(reports["report_id"], range(len(reports)), strict=True))
    for rid, check, *_ in counts.reset_index().itertuples(index=False, name=None):
        row = counts.loc[(rid, check)]
        worst = next(r for r in ("fail", "undecided", "pass") if row[r])
        marker, ink = looks[worst]
        ax.plot(names.index(check), at[rid], marker=marker, color=ink, mec="0.3", mew=0.6, ms=9, ls="none")  # fmt: skip
        if row[worst] > 1:
            ax.annotate(f"{row[worst]}", (names.index(check), at[rid]), (7, 4), textcoords="offset points", fontsize=6, color="0.3")  # fmt: skip
    for result, (marker, ink) in looks.items():
        ax.plot([], [], marker=marker, color=ink, mec="0.3", mew=0.6, ms=8, ls="none", label=name_of("result", result, language))  # fmt: skip
    ax.set_yticks(range(len(reports)), named(reports, language), fontsize=8)
    ax.set_ylim(len(reports) - 0.4, -0.6)
    ax.set_xticks(range(len(names)), names, fontsize=7, rotation=60, ha="right", rotation_mode="anchor")  # fmt: skip
    ax.set_xlim(-0.6, len(names) - 0.4)
    ax.grid(visible=True, axis="both")
    beside(figure, ax, "below", 3)
    judged = checks.loc[checks["severity"].eq("error")]
    return Sheet(
        figure, counts.reset_index(), _behind(data, reports, "checks"), _passing(judged),
        _rest(data, reports, language),
    )  # fmt: skip


def _passing(checks: pd.DataFrame) -> Fact | None:
    if checks.empty:
        return None
    results = checks["result"].value_counts()
    passed, open_ = int(results.get("pass", 0)), int(results.get("undecided", 0))
    reports, failed = checks["report_id"].nunique(), int(results.get("fail", 0))
    return census(passed, len(checks), open_=open_, reports=f"{reports:,}", failed=f"{failed:,}")


@drawn
def prose_figures(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """What the prose says beside what the tables say, figure by figure."""
    checks = against_tables(data)
    if checks.empty:
        return too_small(language, have=0, need=1, what="checked")
    reports = chosen(data, checks["result"].eq("fail").groupby(checks["report_id"]).sum() * 1000 + checks.groupby("report_id").size())  # fmt: skip
    order = {"fail": 0, "undecided": 1, "pass": 2}
    rows = checks.loc[checks["report_id"].isin(reports["report_id"])]
    rows = rows.assign(rank=rows["result"].map(order)).sort_values("rank", kind="stable")
    rows = rows.head(PROSE_ROWS)
    names = dict(zip(reports["report_id"], named(reports, language, 26), strict=True))
    rows = rows.assign(at=rows["report_id"].map({r: i for i, r in enumerate(names)}))
    rows = rows.sort_values(["at", "rank", "check", "scope"], kind="stable").reset_index(drop=True)
    figure, (ax,) = canvas(height=1.0 + 0.27 * len(rows))
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.4, -1.2))
    ax.set_axis_off()
    columns = (0.0, 0.34, 0.72, 0.84, 0.9)
    heads = ("prose.report", "prose.check", "prose.said", "", "prose.table")
    for x, key in zip(columns, heads, strict=True):
        ha = "right" if x == 0.72 else "left"
        ax.text(x + (0.08 if ha == "right" else 0), -0.9, say(key, language) if key else "", fontsize=8, color="0.35", ha=ha)  # fmt: skip
    ax.axhline(-0.55, color="0.6", lw=0.8)
    before = ""
    for y, (_, row) in enumerate(rows.iterrows()):
        if row["report_id"] != before:
            ax.text(columns[0], y, names[row["report_id"]], fontsize=8, va="center")
            before = row["report_id"]
        ink = INKS[4] if row["result"] == "fail" else "0.15"
        ax.text(columns[1], y, shortened(name_of("check", row["check"], language), 64), fontsize=7.5, va="center", color="0.3")  # fmt: skip
        ax.text(0.8, y, _plain(row["left"]), fontsize=8.5, va="center", ha="right", color=ink)  # fmt: skip
        sign = (
            "≤" if "<=" in str(row["message"]) and row["result"] == "pass" else SIGNS[row["result"]]
        )
        ax.text(columns[3], y, sign, fontsize=9, va="center", ha="center", color=ink)
        ax.text(columns[4], y, _plain(row["right"]), fontsize=8.5, va="center", color=ink)  # fmt: skip
    kept = ["report_id", "check", "scope", "left", "right", "result"]
    out = len(checks) - len(rows)
    remark = say("remark.prose_figures", language, out=f"{out:,}") if out else ""
    used = reports.loc[reports["report_id"].isin(rows["report_id"])]
    return Sheet(figure, rows[kept], _behind(data, used, "prose"), _passing(checks), remark)


def _plain(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:,.10g}"
