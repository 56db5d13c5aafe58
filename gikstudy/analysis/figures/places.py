"""Figures of places and bodies: the provinces as tiles, and one body beside its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gikstudy.analysis import indicators
from gikstudy.analysis.estimates import RATES
from gikstudy.analysis.figures.axes import percent
from gikstudy.analysis.figures.canvas import INKS, MINIMUM, canvas
from gikstudy.analysis.figures.plate import (
    REPORT_COLUMNS,
    FigureNote,
    Sheet,
    drawn_from_totals,
    too_small,
)
from gikstudy.analysis.figures.strata import KEYS, Stratum, only
from gikstudy.analysis.findings import Fact, change
from gikstudy.analysis.labels import Language, say
from gikstudy.analysis.selection import counted
from gikstudy.errors import CallError
from gikstudy.model import SCOPES
from gikstudy.packaged import packaged_rows

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

PEERS_NEEDED: Final = 5
PROFILE: Final = (
    "disclosure_rate", "disclosure_rate_substantive", "refusal_rate", "unable_rate",
    "not_processed_rate", "backlog_rate", "natural_person_share", "review_first_share",
    "identity_pass_rate", "problem_core_share",
)  # fmt: skip
LEAST: Final = {"review_first_share": 5, "identity_pass_rate": 5, "problem_core_share": 3}


def tiles() -> tuple[dict[str, str], ...]:
    """The province-level units that report under the Regulation, each with its place in the grid."""
    return packaged_rows("gikstudy.analysis.figures", "province_tiles.csv")


@drawn_from_totals
def province_tiles(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """The disclosure rate by province, in the level and scope with most requests."""
    table = indicators.disclosure_rate(data, by=(*KEYS, "province"))
    usable = table.loc[table["n"].ge(MINIMUM) & table["province"].ne("")]
    if usable.empty:
        return too_small(language, have=0, need=1, what="provinces")
    sums = usable.groupby(list(KEYS))["n"].agg(["size", "sum"]).sort_values(["size", "sum"])
    stratum = Stratum(*sums.index[-1])
    rows = stratum.of(table).set_index("province")
    shown = rows.loc[rows["n"].ge(MINIMUM)]
    figure, (ax,) = canvas(height=5.6)
    low, high = float(shown["lower"].min()), float(shown["upper"].max())
    shade = mpl.colors.Normalize(min(low, high - 0.1), max(high, low + 0.1))
    for tile in tiles():
        code = tile["code"][:2]
        _tile(ax, tile, rows.loc[[code]].iloc[0] if code in rows.index else None, shade, language)
    ax.set(xlim=(-0.1, 8.1), ylim=(8.05, -0.1), aspect="equal")
    ax.set_axis_off()
    bar = figure.colorbar(
        mpl.cm.ScalarMappable(shade, "Blues"), ax=ax, shrink=0.5, format=mpl.ticker.PercentFormatter(1, 0)
    )  # fmt: skip
    bar.outline.set_visible(False)
    bar.set_label(say("indicator.disclosure_rate", language), fontsize=8)
    ax.set_title(stratum.name(language), fontsize=9.5)
    each = indicators.disclosure_rate(data, by=(*KEYS, "province", "report_id"), interval="none")
    places = set(shown.index)
    here = np.array(
        [Stratum(*k) == stratum for k in zip(each["level"], each["scope"], strict=True)]
    )
    why = np.select(
        [each["contradictory"].gt(0), each["reports"].eq(0), ~here, ~each["province"].isin(places)],
        ["contradictory", "not_printed", "no_panel", "too_few"], default="",
    )  # fmt: skip
    behind = each.assign(panel=each["level"] + "/" + each["scope"], mark=each["province"], group="", why=why, used=why == "")  # fmt: skip
    fact = _furthest(data, stratum, shown) if len(shown) > 1 else None
    out = int((why != "").sum())
    numbers = shown.reset_index().drop(columns=list(KEYS))
    return Sheet(
        figure, numbers, behind.sort_values(["mark", "report_id"])[list(REPORT_COLUMNS)], fact,
        say("remark.tiles", language, minimum=MINIMUM, out=f"{out:,}"),
    )  # fmt: skip


def _tile(
    ax: Axes, tile: dict[str, str], row: pd.Series | None, shade: mpl.colors.Normalize, language: Language
) -> None:  # fmt: skip
    x, y = int(tile["column"]), int(tile["row"])
    drawn_ = row is not None and row["n"] >= MINIMUM
    middle = (row["lower"] + row["upper"]) / 2 if drawn_ and row is not None else np.nan
    ink = mpl.colormaps["Blues"](shade(middle)) if drawn_ else "white"
    dark = drawn_ and shade(middle) > 0.55
    ax.add_patch(
        mpl.patches.Rectangle((x + 0.04, y + 0.04), 0.92, 0.92, facecolor=ink, edgecolor="0.6", lw=0.6)
    )  # fmt: skip
    colour = "white" if dark else "0.15"
    ax.text(x + 0.5, y + 0.24, tile[language], ha="center", va="center", fontsize=7.5, color=colour)
    if not drawn_ or row is None:
        told = say("tick.none", language) if row is None or row["reports"] == 0 else say("tick.few", language, minimum=MINIMUM)  # fmt: skip
        ax.text(x + 0.5, y + 0.58, told, ha="center", va="center", fontsize=7, color="0.5")
        return
    exact = row["lower"] == row["upper"]
    said = f"{row['lower']:.0%}" if exact else f"{row['lower']:.0%}–{row['upper']:.0%}"
    ax.text(x + 0.5, y + 0.53, said, ha="center", va="center", fontsize=9 if exact else 7, color=colour)  # fmt: skip
    out = f" −{int(row['left_out'])}" if row["left_out"] else ""
    ax.text(x + 0.5, y + 0.8, f"{int(row['reports'])}{out}", ha="center", va="center", fontsize=6.5, color=colour)  # fmt: skip


def _furthest(data: Dataset, stratum: Stratum, shown: pd.DataFrame) -> Fact | None:
    """The province furthest from the whole, against all the others together."""
    together = stratum.of(indicators.disclosure_rate(data, by=KEYS, interval="none")).iloc[0]
    distance = (shown["lower"] + shown["upper"] - together["lower"] - together["upper"]).abs()
    place = distance.sort_index().idxmax()
    reports = counted(data.reports).set_index("report_id")["province"]
    elsewhere = data.reports["report_id"].map(reports).ne(place)
    others = indicators.disclosure_rate(only(data, elsewhere), by=KEYS, minimum=MINIMUM)
    others = stratum.of(others.loc[others["lower"].notna()])
    if others.empty:
        return None
    names = next(t for t in tiles() if t["code"].startswith(str(place)))
    words: dict[str, Any] = {"stratum": stratum.both(), "place": (names["zh"], names["en"])}
    return change(others.iloc[0], shown.loc[[place]].iloc[0], **words)


@drawn_from_totals
def body_profile(data: Dataset, language: Language = "zh", *, body: str = "") -> Sheet | FigureNote:
    """One body beside its peers of the same level and scope, indicator by indicator.

    Args:
        data: the dataset.
        language: zh or en.
        body: `body_id` or name of the body; empty for the one with most reports and requests.
    """
    reports = counted(data.reports)
    if reports.empty:
        return too_small(language, have=0, need=1)
    rates = indicators.disclosure_rate(data, by=(*KEYS, "body"), interval="none")
    chosen = _chosen(reports, rates, body)
    row = rates.loc[rates["body"].eq(chosen)].sort_values("n").iloc[-1]
    stratum = Stratum(row["level"], row["scope"])
    of = only(
        data, data.reports["level"].eq(stratum.level) & data.reports["scope"].eq(stratum.scope)
    )
    tables = {key: _profile(of, key) for key in PROFILE}
    peers = max((int((t["body"] != chosen).sum()) for t in tables.values()), default=0)
    if peers < PEERS_NEEDED:
        return too_small(language, have=peers, need=PEERS_NEEDED, what="peers")
    name = _name(reports, chosen)
    figure, (ax,) = canvas(height=1.4 + 0.42 * len(PROFILE))
    for y, key in enumerate(PROFILE):
        _strip(ax, y, tables[key], chosen, language)
    ax.set_yticks(range(len(PROFILE)), [say(f"indicator.{k}", language) for k in PROFILE], fontsize=8)  # fmt: skip
    ax.set_ylim(len(PROFILE) - 0.4, -0.6)
    ax.grid(visible=False)
    percent(ax, which="x", top=1)
    ax.set_xlim(-0.01, 1.16)
    ax.set_xticks(np.arange(0, 1.01, 0.2))
    ax.set_title(say("panel.profile", language, body=name, stratum=stratum.name(language), n=f"{peers:,}"))  # fmt: skip
    _profile_legend(ax, language)
    numbers = pd.concat([t.assign(mark=k) for k, t in tables.items()], ignore_index=True)
    ids = reports.set_index("body")["body_id"].to_dict() if "body_id" in reports else {}
    numbers = numbers.assign(is_body=numbers["body"].eq(chosen), body=[ids.get(b, b) for b in numbers["body"]])  # fmt: skip
    inside = reports["level"].eq(stratum.level) & reports["scope"].eq(stratum.scope)
    rows = reports.assign(
        panel=stratum.key, mark=np.where(reports["body"].eq(chosen), "body", "peer"),
        group=reports["year"], used=inside, why=np.where(inside, "", "no_panel"),
    )  # fmt: skip
    kept = ["mark", "body", "is_body", *RATES[:3], "n", "reports"]
    behind = rows.sort_values("report_id")[list(REPORT_COLUMNS)]
    return Sheet(figure, numbers[kept], behind, _against_peers(of, chosen, name))


def _chosen(reports: pd.DataFrame, rates: pd.DataFrame, body: str) -> str:
    """The key of the body that was asked for.

    Raises:
        CallError: if no report is by it.
    """
    if body:
        named = reports["agency"].eq(body)
        if "body_id" in reports:
            named |= reports["body_id"].eq(body) | reports["body_name"].eq(body)
        if not named.any():
            some = "、".join(sorted(set(reports["agency"]))[:3])
            raise CallError(f"body {body!r}: no report is by it; legal are ids and names such as {some}")  # fmt: skip
        return str(reports.loc[named, "body"].iloc[0])
    sums = rates.groupby("body")[["reports", "n"]].sum()
    return str(sums.sort_values(["reports", "n"], kind="stable").index[-1])


def _name(reports: pd.DataFrame, body: str) -> str:
    of = reports.loc[reports["body"].eq(body)].sort_values("year")
    return str(of["agency"].iloc[-1])


def _profile(data: Dataset, key: str) -> pd.DataFrame:
    made: pd.DataFrame = getattr(indicators, key)(
        data, by=("body",), interval="none", minimum=LEAST.get(key, MINIMUM)
    )
    return made.loc[made["lower"].notna()]


def _strip(ax: Axes, y: int, table: pd.DataFrame, body: str, language: Language) -> None:
    """The peers as ticks, the middle half of them as a bar, and the body as a point or a range."""
    peers = table.loc[table["body"].ne(body)]
    middle = ((peers["lower"] + peers["upper"]) / 2).to_numpy(float)
    if len(middle) >= PEERS_NEEDED:
        low, high = np.quantile(middle, (0.25, 0.75))
        ax.barh(y, high - low, left=low, height=0.42, color="0.87")
    ax.plot(middle, np.full(len(middle), y), ls="none", marker="|", ms=7, color="0.55", mew=0.8)
    own = table.loc[table["body"].eq(body)]
    if own.empty:
        ax.text(
            1.02, y, say("tick.few", language, minimum=""), fontsize=7, va="center", color="0.4"
        )
        return
    row = own.iloc[0]
    if row["lower"] == row["upper"]:
        ax.plot(row["lower"], y, marker="o", ms=8, color=INKS[4])
        said = f"{row['lower']:.0%}"
    else:
        ax.hlines(y, row["lower"], row["upper"], color=INKS[4], lw=6, alpha=0.5)
        said = f"{row['lower']:.0%}–{row['upper']:.0%}"
    ax.text(1.02, y, said, fontsize=7.5, va="center", color=INKS[4])


def _profile_legend(ax: Axes, language: Language) -> None:
    ax.plot([], [], ls="none", marker="o", ms=8, color=INKS[4], label=say("label.body", language))
    ax.plot([], [], color=INKS[4], lw=6, alpha=0.5, label=say("mark.bounds", language))
    ax.plot([], [], ls="none", marker="|", color="0.55", label=say("label.peer", language))
    ax.barh(np.nan, np.nan, color="0.87", label=say("label.middle_half", language))
    foot = {"bbox_to_anchor": (0.5, 0.0), "bbox_transform": ax.figure.transFigure}
    ax.figure.legend(loc="upper center", ncols=4, fontsize=7.5, **foot)


def _against_peers(data: Dataset, body: str, name: str) -> Fact | None:
    """The disclosure rate of the body minus that of its peers together."""
    reports = counted(data.reports)
    own = data.reports["report_id"].isin(reports.loc[reports["body"].eq(body), "report_id"])
    rows = [
        indicators.disclosure_rate(only(data, keep), by=(), scope=SCOPES, minimum=MINIMUM)
        for keep in (~own, own)
    ]  # fmt: skip
    if any(r.empty or np.isnan(r["lower"].iloc[0]) for r in rows):
        return None
    peers, alone = rows[0].iloc[0], rows[1].iloc[0]
    # The requests of this one body were all counted; only its peers could have been others.
    alone = alone.mask(alone.index.isin(["ci_low"]), alone["lower"])
    alone = alone.mask(alone.index.isin(["ci_high"]), alone["upper"])
    return change(peers, alone, body=(name, name))
