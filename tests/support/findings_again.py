"""The estimate, the n and the interval of every finding, worked out once more from the tables."""

from __future__ import annotations

from collections.abc import Callable
from math import expm1, hypot

import numpy as np
import pandas as pd
from figures_again import (
    admitted,
    core,
    followers,
    kept,
    observed,
    of_prose,
    profile,
    requests_received,
    returned,
    specifications,
    words,
)
from models_again import law_again
from plates import OF_YEARS, WORDS, corpus
from tables_again import (
    applicants,
    arrived,
    busiest_panel,
    channels,
    counts_of,
    disclosed,
    group,
    rates,
    reports,
    requests,
    wide,
    wilson_over_bodies,
)

Ends = tuple[float, float]
Found = tuple[float, int, Ends | None]
"""An estimate, its n, and its interval; None if everything was counted."""


def pooled(part: pd.Series, whole: pd.Series, of: pd.Index | None = None) -> Found:
    """The share of all requests (or codes, or checks) of some reports."""
    of = reports().index if of is None else of
    x, n = part.loc[of], whole.loc[of]
    ends = wilson_over_bodies(x, n, reports()["body"].loc[of])
    return x.sum() / n.sum(), int(n.sum()), ends


def in_busiest(part: pd.Series, whole: pd.Series) -> Found:
    """The share in the level and scope with the largest whole."""
    return pooled(part, whole, busiest_panel(whole))


def hits(pairs: list[tuple[str, str, bool]]) -> Found:
    """The share of pairs that are true, each of a report."""
    table = pd.DataFrame(pairs, columns=["report_id", "code", "hit"]).groupby("report_id")["hit"]
    ids = reports().index
    return pooled(*(x.astype(float).reindex(ids).fillna(0.0) for x in (table.sum(), table.size())))


def counted(true: pd.Series) -> Found:
    """The share of things that were all looked at."""
    return float(true.mean()), len(true), None


def between(before: pd.Series, after: pd.Series) -> Found:
    """The change between two rates, with the interval of Zou and Donner."""
    change = after["value"] - before["value"]
    down = hypot(after["value"] - after["ci_low"], before["ci_high"] - before["value"])
    up = hypot(after["ci_high"] - after["value"], before["value"] - before["ci_low"])
    return change, int(before["n"] + after["n"]), (change - down, change + up)


def coverage() -> Found:
    panel, missing = corpus().panel, corpus().missing
    there = panel.loc[panel["in_frame"], ["body_id"]].assign(there=1.0)
    frame = pd.concat([there, missing[["body_id"]].assign(there=0.0)], ignore_index=True)
    ends = wilson_over_bodies(frame["there"], frame["there"] * 0 + 1, frame["body_id"])
    return frame["there"].mean(), len(frame), ends


def publication_timing() -> Found:
    due = {"department": (1, 31), "county": (3, 31), "prefecture": (3, 31)}
    facts = reports().loc[reports()["level"].isin(due)]
    limits = [pd.Timestamp(y + 1, *due[x]) for x, y in zip(facts["level"], facts["year"], strict=True)]  # fmt: skip
    early = facts["published"].le(pd.Series(limits, index=facts.index)).astype(float)
    return pooled(early, early * 0 + 1, facts.index)


def requests_per_report() -> Found:
    table = requests_received()
    sizes = table.groupby("panel", sort=False)["reports"].sum()
    order = ["prefecture/region", "county/region", "township/own", "department/own"]
    panel = sizes.reindex(order).idxmax()
    rows = table.loc[table["panel"].eq(panel)].sort_values("year")
    return between(rows.iloc[0], rows.iloc[-1])


def busiest_tenth() -> Found:
    facts = reports().assign(n=requests()["received_new"])
    of_year = facts.loc[facts["year"].eq(facts["year"].max())]
    counts = sorted(of_year.loc[of_year["scope"].eq(of_year["scope"].mode()[0]), "n"], reverse=True)
    whole, part = divmod(len(counts), 10)
    held = sum(counts[:whole]) + part / 10 * counts[whole]
    return held / sum(counts), len(counts), None


def reconsidered() -> Found:
    table = channels()
    new = table["review"] + table["suit_direct"]
    both = rates(table["review"], new, ("panel", "year")).query("year in (2023, 2024)")
    sums = both.groupby("panel")["n"].sum()
    rows = both.loc[both["panel"].eq(sums.idxmax())].set_index("year")
    return between(rows.loc[2023], rows.loc[2024])


def penalties() -> Found:
    some = wide("proactive", "item", "decisions")["penalty"].gt(0).astype(float)
    rows = rates(some, some * 0 + 1, ("level", "year"), least=5)
    rows = rows.loc[rows["level"].eq("township")].set_index("year")
    return between(rows.loc[2020], rows.loc[2022])


def levels_apart() -> Found:
    rows = rates(*core(), ("level",)).sort_values("n", ascending=False, kind="stable")
    return between(rows.iloc[1], rows.iloc[0])


def copied() -> Found:
    last = corpus().similarity.loc[lambda x: x["relation"].eq("previous_year")]
    best = last.groupby("report_id")["score"].max().reindex(followers()).fillna(0.0)
    return pooled(best.ge(0.8).astype(float), best * 0 + 1, best.index)


def telling() -> Found:
    tested = len(WORDS) + len(OF_YEARS)
    return words()["word"].nunique() / tested, tested, None


def furthest_province() -> Found:
    whole = requests()["handled_total"]
    table = rates(disclosed(), whole, ("panel", "province"))
    panel = table.groupby("panel")["n"].agg(["size", "sum"]).sort_values(["size", "sum"]).index[-1]
    inside = reports()["panel"].eq(panel)
    rows = table.loc[table["panel"].eq(panel)].set_index("province")
    together = disclosed()[inside].sum() / whole[inside].sum()
    place = (rows["value"] - together).abs().idxmax()
    rest = inside & reports()["province"].ne(place)
    value, n, ends = pooled(disclosed(), whole, rest.index[rest])
    others = pd.Series({"value": value, "n": n, "ci_low": ends[0], "ci_high": ends[1]})
    return between(others, rows.loc[place])


def body_among_peers() -> Found:
    _, body = profile()
    facts, whole = reports(), requests()["handled_total"]
    own = facts["body"].eq(body)
    panel = facts["panel"].eq(facts.loc[own, "panel"].iloc[0])
    value, n, ends = pooled(disclosed(), whole, facts.index[panel & ~own])
    peers = pd.Series({"value": value, "n": n, "ci_low": ends[0], "ci_high": ends[1]})
    alone = disclosed()[own].sum() / whole[own].sum()
    row = pd.Series({"value": alone, "n": whole[own].sum(), "ci_low": alone, "ci_high": alone})
    return between(peers, row)


def flow() -> Found:
    cells = requests()
    return counted(arrived() == cells["handled_total"] + cells["carried_out"])


def states() -> Found:
    tables = (corpus().requests, corpus().proactive, corpus().disputes)
    return counted(pd.concat([t["state"] for t in tables]).eq("reported"))


def results(of: pd.Series) -> Found:
    """The share of checks that pass for certain."""
    return counted(corpus().checks.loc[of, "result"].eq("pass"))


def passing(of: pd.Series) -> Found:
    """As `results`, with the interval over bodies; undecided checks may pass or not."""
    passed, open_, all_ = (counts_of(r, of) for r in ("pass", "undecided", ""))
    value, n, (low, _) = pooled(passed, all_)
    return value, n, (low, pooled(passed + open_, all_)[2][1])


def law() -> Found:
    rows = observed("suit_direct").assign(framed=True)
    main = law_again(rows, corpus().missing).iloc[0]
    return expm1(main["value"]), int(main["n"]), (expm1(main["low"]), expm1(main["high"]))


def agreeing() -> Found:
    table = specifications()
    sign = np.sign(table["value"].iloc[0])
    return counted((sign * table["low"]).gt(0) & (sign * table["high"]).gt(0))


def errors() -> pd.Series:
    return corpus().checks["severity"].eq("error")


def across_forms() -> Found:
    """Both forms ask for new requests in the same cell, so no series changes its cells."""
    return 0.0, admitted()["body"].nunique(), None


FORBIDDEN = ("state_secret", "law_prohibited", "security_stability", "third_party")
FORBIDDEN_ROWS = [f"refused_{x}" for x in FORBIDDEN]
FINDINGS_AGAIN: dict[str, Callable[[], Found]] = {
    "coverage": coverage,
    "publication_timing": publication_timing,
    "data_quality": lambda: passing(errors()),
    "requests_received": requests_per_report,
    "applicant_mix": lambda: in_busiest(applicants()["business"], applicants()["total"]),
    "outcome_composition": lambda: in_busiest(disclosed(), requests()["handled_total"]),
    "disclosure_rates": lambda: in_busiest(disclosed(), requests()["handled_total"]),
    "refusal_reasons": lambda: in_busiest(requests()[FORBIDDEN_ROWS].sum(axis=1), group("refused")),
    "procedural_outcomes": lambda: in_busiest(group("unable"), group("unable") + group("refused")),
    "concentration": busiest_tenth,
    "backlog": lambda: in_busiest(requests()["carried_out"], arrived()),
    "disputes": reconsidered,
    "proactive": penalties,
    "problems": lambda: hits(returned()),
    "similarity": copied,
    "problems_by_level": levels_apart,
    "core_share": lambda: pooled(*core()),
    "promises": lambda: hits(kept()),
    "prose_checks": lambda: passing(of_prose()),
    "words": telling,
    "province_tiles": furthest_province,
    "body_profile": body_among_peers,
    "request_flow": flow,
    "cell_states": states,
    "checks_by_report": lambda: results(errors()),
    "prose_figures": lambda: results(of_prose()),
    "event_study": law,
    "specifications": agreeing,
    "long_series": across_forms,
}
