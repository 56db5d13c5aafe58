"""The numbers of every figure, worked out once more from the tables with pandas and numpy alone.

Nothing here uses the code that draws: shares are sums of columns, intervals are written out from
their formulas, models are conditional Poisson models.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pandas as pd
from models_again import law_again, years_again
from plates import corpus
from scipy.stats import norm
from tables_again import (
    applicants,
    arrived,
    channels,
    counts_of,
    disclosed,
    documents,
    drawn_over_bodies,
    group,
    one_each,
    rates,
    reports,
    requests,
    trend,
    wide,
)

GROUPS = ("granted", "partial", "refused", "unable", "not_processed", "other")
Numbers = Callable[[], pd.DataFrame]


def coverage() -> pd.DataFrame:
    table = reports()
    have = {(b, level): set(of["year"]) for (b, level), of in table.groupby(["body", "level"])}
    rows = []
    for level, year in product(sorted(set(table["level"])), sorted(set(table["year"]))):
        count = int((table["level"].eq(level) & table["year"].eq(year)).sum())
        gaps = sum(
            of == level and min(years) < year < max(years) and year not in years
            for (_, of), years in have.items()
        )
        rows += [(level, year, "reports", count), (level, year, "gaps", gaps)]
    return pd.DataFrame(rows, columns=["level", "year", "mark", "n"])


def publication_timing() -> pd.DataFrame:
    kinds = {"department": "departments", "county": "governments", "prefecture": "governments"}
    table = reports()
    table = table.assign(
        mark=table["level"].map(kinds).fillna("others"),
        day=[(when - pd.Timestamp(y + 1, 1, 1)).days for when, y in zip(table["published"], table["year"], strict=True)],
    )  # fmt: skip
    table = table.sort_values(["mark", "day"])
    of_kind = table.groupby("mark")
    share = (of_kind.cumcount() + 1) / of_kind["day"].transform("size")
    return table[["mark", "day"]].assign(share=share, rank=of_kind.cumcount())


def by_check(of: pd.Series) -> pd.DataFrame:
    checks = corpus().checks.loc[of]
    size = checks.groupby("check").size()
    made = {r: checks["result"].eq(r).groupby(checks["check"]).sum() / size for r in ("pass", "undecided", "fail")}  # fmt: skip
    return pd.DataFrame({**made, "n": size}).reset_index()


def judged() -> pd.Series:
    return corpus().checks["severity"].isin(["error", "warning"])


def of_prose() -> pd.Series:
    return corpus().checks["check"].str.startswith("TX-")


def requests_received() -> pd.DataFrame:
    how = {"interval": drawn_over_bodies, "least": 2}
    return trend({"per_report": requests()["received_new"]}, one_each(), **how)


def applicant_mix() -> pd.DataFrame:
    kinds = applicants()
    parts = {kind: kinds[kind] for kind in kinds if kind != "total"}
    return trend(parts, kinds["total"], interval=None)


def outcome_composition() -> pd.DataFrame:
    return trend({g: group(g) for g in GROUPS}, requests()["handled_total"], interval=None)


def disclosure_rates() -> pd.DataFrame:
    of_all = trend({"disclosure_rate": disclosed()}, requests()["handled_total"])
    decided = disclosed() + group("refused")
    return pd.concat([of_all, trend({"disclosure_rate_substantive": disclosed()}, decided)])


def refusal_reasons() -> pd.DataFrame:
    cells = requests()
    grounds = [c for c in cells if str(c).startswith("refused_")]
    made = [rates(cells[g], group("refused"), ("panel",)).assign(mark=g) for g in grounds]
    return pd.concat(made)


def procedural_outcomes() -> pd.DataFrame:
    parts = {g: group(g) for g in ("unable", "not_processed", "other")}
    return trend(parts, requests()["handled_total"])


def concentration() -> pd.DataFrame:
    table = reports().assign(n=requests()["received_new"])
    curves = []
    for scope, of in table.loc[table["year"].eq(table["year"].max())].groupby("scope"):
        if len(of) >= 10:
            held = [0.0, *(sum(sorted(of["n"])[-k:]) / of["n"].sum() for k in range(1, len(of) + 1))]  # fmt: skip
            ranks = range(len(of) + 1)
            at = [k / len(of) for k in ranks]
            curves.append(pd.DataFrame({"panel": scope, "rank": ranks, "bodies": at, "requests": held}))  # fmt: skip
    return pd.concat(curves)


def backlog() -> pd.DataFrame:
    return trend({"backlog_rate": requests()["carried_out"]}, arrived())


def disputes() -> pd.DataFrame:
    table = channels()
    new = table["review"] + table["suit_direct"]
    return trend({"review_first_share": table["review"]}, new)


def proactive() -> pd.DataFrame:
    how = {"interval": drawn_over_bodies, "least": 5}
    return trend({"documents": documents()}, one_each(), **how)


def admitted() -> pd.DataFrame:
    """The problems of each report, each once."""
    codes = corpus().codes
    found = codes.loc[codes["kind"].eq("problem"), ["report_id", "code"]].drop_duplicates()
    return found.join(reports(), on="report_id").reset_index(drop=True)


def returned() -> list[tuple[str, str, bool]]:
    """For each problem of a body that also reports the next year: report, code, and if it returns."""
    found, facts = admitted(), reports()
    have = set(zip(facts["body"], facts["year"], strict=True))
    again = set(zip(found["body"], found["year"], found["code"], strict=True))
    rows = zip(found["report_id"], found["body"], found["year"], found["code"], strict=True)
    return [(r, c, (b, y + 1, c) in again) for r, b, y, c in rows if (b, y + 1) in have]


def prevalence(column: str) -> pd.DataFrame:
    found, size = admitted(), reports().groupby(column).size()
    rows = [
        (code, key, (found["code"].eq(code) & found[column].eq(key)).sum() / size[key], size[key])
        for code, key in product(sorted(set(found["code"])), size.index)
    ]
    return pd.DataFrame(rows, columns=["code", column, "value", "n"])


def problems() -> pd.DataFrame:
    years = prevalence("year").assign(mark="admitted", n=np.nan)
    pairs = pd.DataFrame(returned(), columns=["report_id", "code", "again"])
    codes = sorted(set(admitted()["code"]))
    back = pairs.groupby("code")["again"].agg(["mean", "size"]).reindex(codes).reset_index()
    back = back.rename(columns={"mean": "value", "size": "n"}).fillna({"n": 0.0})
    return pd.concat([years, back.assign(mark="again", year=np.nan)], ignore_index=True)


def problems_by_level() -> pd.DataFrame:
    return prevalence("level")


def core() -> tuple[pd.Series, pd.Series]:
    """By report: the problem codes that are core ones, and all."""
    codes = corpus().codes.loc[lambda x: x["kind"].eq("problem")].groupby("report_id")["core"]
    ids = reports().index
    return tuple(x.astype(float).reindex(ids).fillna(0.0) for x in (codes.sum(), codes.size()))


def core_share() -> pd.DataFrame:
    return rates(*core(), ("level", "year"))


def kept() -> list[tuple[str, str, bool]]:
    """For each problem: its report, its code, and if the report promises something about it."""
    codes = corpus().codes
    made = codes.loc[codes["kind"].eq("improvement")]
    promised = set(zip(made["report_id"], made["code"].str[1:], strict=True))
    pairs = zip(admitted()["report_id"], admitted()["code"], strict=True)
    return [(r, c, (r, c[1:]) in promised) for r, c in pairs]


def promises() -> pd.DataFrame:
    pairs = pd.DataFrame(kept(), columns=["report_id", "code", "hit"])
    return pairs.groupby("code")["hit"].agg(value="mean", n="size").reset_index()


def followers() -> list[str]:
    """The reports of bodies that also reported the year before."""
    facts = reports()
    have = set(zip(facts["body"], facts["year"], strict=True))
    rows = zip(facts.index, facts["body"], facts["year"], strict=True)
    return [report for report, body, year in rows if (body, year - 1) in have]


def similarity() -> pd.DataFrame:
    made = []
    for relation, base in (("previous_year", followers()), ("peer", list(reports().index))):
        pairs = corpus().similarity.loc[lambda x, r=relation: x["relation"].eq(r)]
        best = pairs.loc[pairs["report_id"].isin(base)].groupby("report_id")["score"].max()
        scores = sorted(best, reverse=True)
        shares = [sum(s >= score for s in scores) / len(base) for score in scores]
        made.append(pd.DataFrame({"mark": relation, "rank": range(len(scores)), "score": scores, "share": shares}))  # fmt: skip
    return pd.concat(made)


def words() -> pd.DataFrame:
    """Log-odds with the whole corpus as prior, over their error; the texts are lists of words."""
    texts = corpus().sections.join(reports()["year"], on="report_id")
    used = texts.assign(word=texts["text"].str.split("，")).explode("word")
    counts = pd.crosstab(used["word"], used["year"])
    total, size = counts.sum(axis=1), counts.to_numpy().sum()
    strength = np.sqrt(size)
    rows = []
    for word, year in product(counts.index, counts.columns):
        x, own = counts.loc[word, year], counts[year].sum()
        sides = ((x, own), (total[word] - x, size - own))
        smooth = [c + total[word] / size * strength for c, _ in sides]
        odds = [a / (n + strength - a) for a, (_, n) in zip(smooth, sides, strict=True)]
        z = np.log(odds[0] / odds[1]) / np.sqrt(1 / smooth[0] + 1 / smooth[1])
        with_it = used.loc[used["word"].eq(word) & used["year"].eq(year), "report_id"].nunique()
        rows.append((str(year), word, x, with_it, z))
    table = pd.DataFrame(rows, columns=["year", "word", "count", "reports", "z"])
    limit = norm.ppf(1 - 0.05 / len(table))
    return table.loc[table["z"].gt(limit) & table["reports"].ge(3)]


def province_tiles() -> pd.DataFrame:
    whole = requests()["handled_total"]
    table = rates(disclosed(), whole, ("panel", "province"))
    found = table.groupby("panel")["n"].agg(["size", "sum"]).sort_values(["size", "sum"]).index[-1]
    return table.loc[table["panel"].eq(found)].drop(columns="panel")


def profile() -> tuple[pd.DataFrame, str]:
    """The rates of each body of the panel, and the body that is shown beside the others."""
    cells, facts = requests(), reports()
    sums = pd.DataFrame({"n": 1, "handled": cells["handled_total"]}).groupby(facts["body"]).sum()
    body = sums.sort_values(["n", "handled"]).index[-1]
    table, passed = channels(), counts_of("pass", corpus().checks["severity"].eq("error"))
    undecided = counts_of("undecided", corpus().checks["severity"].eq("error"))
    judged_ = counts_of("", corpus().checks["severity"].eq("error"))
    handled = cells["handled_total"]
    shares = {
        "disclosure_rate": (disclosed(), handled, 30),
        "disclosure_rate_substantive": (disclosed(), disclosed() + group("refused"), 30),
        "refusal_rate": (group("refused"), handled, 30),
        "unable_rate": (group("unable"), handled, 30),
        "not_processed_rate": (group("not_processed"), handled, 30),
        "backlog_rate": (cells["carried_out"], arrived(), 30),
        "natural_person_share": (applicants()["natural_person"], cells["received_new"], 30),
        "review_first_share": (table["review"], table["review"] + table["suit_direct"], 5),
        "identity_pass_rate": (passed, judged_, 5),
        "problem_core_share": (*core(), 3),
    }
    made = [
        rates(part, whole, ("panel", "body"), interval=None, least=least).assign(mark=mark)
        for mark, (part, whole, least) in shares.items()
    ]
    made[8]["upper"] = rates(passed + undecided, judged_, ("panel", "body"), interval=None, least=5)["value"]  # fmt: skip
    found = pd.concat(made)
    found = found.loc[found["panel"].eq(facts.loc[facts["body"].eq(body), "panel"].iloc[0])].copy()
    found["value"] = found["value"].where(found["lower"].eq(found["upper"]))
    columns = ["mark", "body", "value", "lower", "upper", "n", "reports"]
    return found[columns].assign(is_body=found["body"].eq(body)), body


def request_flow() -> pd.DataFrame:
    cells = requests()
    came = cells["received_new"] + cells["carried_in"]
    shown = sorted(cells.index, key=lambda r: (-came[r], r))[:10]
    sides = {("in", x): cells[x] for x in ("received_new", "carried_in")}
    sides |= {("out", g): group(g) for g in GROUPS} | {("out", "carried_out"): cells["carried_out"]}
    rows = [(r, *key, s[r], s[r]) for r in shown for key, s in sides.items()]
    return pd.DataFrame(rows, columns=["report_id", "side", "part", "lower", "upper"])


def cell_states() -> pd.DataFrame:
    names = ("requests", "proactive", "disputes")
    parts = [getattr(corpus(), name).assign(table=name) for name in names]
    cells = pd.concat(part[["report_id", "table", "state"]] for part in parts)
    shown = sorted(set(cells["report_id"]))[:10]  # no cell is open, so none is first
    of = cells.loc[cells["report_id"].isin(shown)]
    return of.groupby(["report_id", "table"]).size().reset_index(name="reported")


def checks_by_report() -> pd.DataFrame:
    checks = corpus().checks.loc[judged()]
    weight = counts_of("fail", judged()) * 1000 + counts_of("undecided", judged())
    shown = sorted(weight.index, key=lambda r: (-weight[r], r))[:10]
    rows = [
        (r, check, *((checks["report_id"].eq(r) & checks["check"].eq(check) & checks["result"].eq(result)).sum() for result in ("pass", "undecided", "fail")))
        for r, check in product(shown, sorted(set(checks["check"])))
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["report_id", "check", "pass", "undecided", "fail"])
    return table.loc[table[["pass", "undecided", "fail"]].sum(axis=1).gt(0)]


def prose_figures() -> pd.DataFrame:
    weight = counts_of("fail", of_prose()) * 1000 + counts_of("", of_prose())
    shown = sorted(weight.index, key=lambda r: (-weight[r], r))[:10]
    checks = corpus().checks.loc[of_prose()]
    rows = checks.loc[checks["report_id"].isin(shown)]
    rows = rows.sort_values("result", key=lambda r: r.map({"fail": 0, "undecided": 1, "pass": 2}), kind="stable").head(24)  # fmt: skip
    rows = rows[["report_id", "check", "scope", "left", "right", "result"]]
    return rows.assign(rank=rows.groupby("report_id").cumcount())


def long_series() -> pd.DataFrame:
    cells, table = requests(), channels()
    measures = {
        "received": cells["received_new"], "granted": cells["granted"], "partial": cells["partial"],
        "refused": group("refused"), "not_held": cells["unable_not_held"], "reviews": table["review"],
        "other": cells["handled_total"] - disclosed() - group("refused") - cells["unable_not_held"],
        "suits": table["suit_direct"] + table["suit_after_review"],
    }  # fmt: skip
    form = reports()["year"].lt(2021).map({True: "2019", False: "2021"})
    rows = [
        (measure, form_, year, np.median(values.loc[of.index]))
        for measure, values in measures.items()
        for (form_, year), of in reports().assign(form=form).groupby(["form", "year"])
    ]
    return pd.DataFrame(rows, columns=["measure", "form", "year", "value"])


def observed(outcome: str) -> pd.DataFrame:
    """What a model sees of each report: the count, what it is in proportion to, its body."""
    cells = {
        "suit_direct": channels()["suit_direct"],
        "review": channels()["review"],
        "licensing": wide("proactive", "item", "decisions")["licensing"],
    }
    facts = reports().assign(y=cells[outcome], unit=reports()["body"] + reports()["scope"])
    whole = 1.0 if outcome == "licensing" else requests()["handled_total"]
    return facts.assign(whole=whole)


def event_study() -> pd.DataFrame:
    studies = [years_again(observed(x), 2023).assign(outcome=x) for x in ("suit_direct", "review", "licensing")]  # fmt: skip
    return pd.concat(studies)


def specifications() -> pd.DataFrame:
    rows, frame = observed("suit_direct"), corpus().panel
    rows = rows.assign(framed=rows.index.isin(frame.loc[frame["in_frame"], "report_id"]))
    return law_again(rows, corpus().missing)


# By figure: how its numbers are worked out, and what tells their rows apart.
AGAIN: dict[str, tuple[Numbers, tuple[str, ...]]] = {
    "coverage": (coverage, ("level", "year", "mark")),
    "publication_timing": (publication_timing, ("mark", "rank")),
    "data_quality": (lambda: by_check(judged()), ("check",)),
    "requests_received": (requests_received, ("panel", "mark", "year")),
    "applicant_mix": (applicant_mix, ("panel", "mark", "year")),
    "outcome_composition": (outcome_composition, ("panel", "mark", "year")),
    "disclosure_rates": (disclosure_rates, ("panel", "mark", "year")),
    "refusal_reasons": (refusal_reasons, ("panel", "mark")),
    "procedural_outcomes": (procedural_outcomes, ("panel", "mark", "year")),
    "concentration": (concentration, ("panel", "rank")),
    "backlog": (backlog, ("panel", "mark", "year")),
    "disputes": (disputes, ("panel", "mark", "year")),
    "proactive": (proactive, ("panel", "mark", "year")),
    "problems": (problems, ("code", "year", "mark")),
    "similarity": (similarity, ("mark", "rank")),
    "problems_by_level": (problems_by_level, ("code", "level")),
    "core_share": (core_share, ("level", "year")),
    "promises": (promises, ("code",)),
    "prose_checks": (lambda: by_check(of_prose()), ("check",)),
    "words": (words, ("year", "word")),
    "province_tiles": (province_tiles, ("province",)),
    "body_profile": (lambda: profile()[0], ("mark", "body")),
    "request_flow": (request_flow, ("report_id", "side", "part")),
    "cell_states": (cell_states, ("report_id", "table")),
    "checks_by_report": (checks_by_report, ("report_id", "check")),
    "prose_figures": (prose_figures, ("report_id", "rank")),
    "event_study": (event_study, ("outcome", "year")),
    "specifications": (specifications, ("specification",)),
    "long_series": (long_series, ("measure", "form", "year")),
}
