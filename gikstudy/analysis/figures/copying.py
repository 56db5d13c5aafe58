"""Figures of the wording: copied text, agreement with the tables, words that mark a year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from scipy.special import ndtri

from gikstudy.analysis.figures.axes import beside, percent
from gikstudy.analysis.figures.canvas import DASHES, INKS, canvas, panels
from gikstudy.analysis.figures.corpus import (
    bars_by_result,
    behind_checks,
    checks_by_result,
    share_of_checks,
)
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, Sheet, drawn, too_small
from gikstudy.analysis.figures.prose import pooled
from gikstudy.analysis.figures.strata import BODIES_NEEDED
from gikstudy.analysis.findings import census
from gikstudy.analysis.labels import Language, name_of, say
from gikstudy.analysis.selection import counted
from gikstudy.dataset.keys import legal_values
from gikstudy.packaged import packaged_rows
from gikstudy.prose.nlp_libraries import installed
from gikstudy.prose.words import count_words, keyness

if TYPE_CHECKING:
    from collections import Counter

    from gikstudy.dataset.load import Dataset

PROSE_CHECKS: Final = "TX-"  # checks that compare the prose with the tables begin like this
NOT_FIGURES: Final = ("TX-YEAR", "TX-FORM", "TX-PART")  # … but these compare nothing with a table
COPIED: Final = 0.8
SEGMENTER: Final = "rjieba"
REPORTS_NEEDED: Final = 5  # of a year, so that its words are not those of a single office
YEARS_NEEDED: Final = 2
WORDS: Final = 9
PANELS: Final = 6
LEAST: Final = 20  # a word with fewer uses in all years is not common
REPORTS_WITH: Final = 3  # of the year, or a single office could make a word the mark of a year
FALSE_MARKS: Final = 0.05  # the chance that a single word is named by accident


@drawn
def similarity(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """Figure 15: how much of the prose is also in last year's report or in that of another body."""
    reports = counted(data.reports)
    best = best_scores(data)
    if len(best) < BODIES_NEEDED:
        return too_small(language, have=len(best), need=BODIES_NEEDED, what="pairs")
    figure, (ax,) = canvas(height=4.2)
    curves, behind = [], []
    followed = with_predecessor(reports)
    for i, relation in enumerate(legal_values("relation")):
        base = followed if relation == "previous_year" else set(reports["report_id"])
        scores = best.loc[best["relation"].eq(relation) & best["report_id"].isin(base)]
        if not base:
            continue
        # A report without a pair has nothing as similar as the table keeps; it lies to the left.
        values = np.sort(scores["score"].to_numpy(float))[::-1]
        above = np.arange(1, len(values) + 1) / len(base)
        name = say("label.similarity", language, name=name_of("relation", relation, language), n=f"{len(base):,}", pairs=f"{len(values):,}")  # fmt: skip
        ax.step(values, above, where="post", color=INKS[i * 2], ls=DASHES[i], lw=1.8, label=name)
        curves.append(pd.DataFrame({"mark": relation, "score": values, "share": above}))
        used = reports["report_id"].isin(base)
        why = np.where(used, "", "no_earlier")
        behind.append(reports.assign(panel="", mark=relation, group=reports["year"], used=used, why=why))  # fmt: skip
    ax.axvline(COPIED, color="0.5", lw=0.9, ls=":")
    ax.annotate(say("label.copied", language), (COPIED, 0.02), (3, 0), textcoords="offset points", fontsize=7.5, color="0.35")  # fmt: skip
    ax.set(xlim=(0, 1), xlabel=say("axis.score", language), ylabel=say("axis.share_at_least", language))  # fmt: skip
    percent(ax, top=1)
    ax.legend(loc="upper right")
    rows = pd.concat(behind).sort_values(["mark", "report_id"])[list(REPORT_COLUMNS)]
    last = best.loc[best["relation"].eq("previous_year")].set_index("report_id")["score"]
    hit = last.reindex(sorted(followed)).fillna(0.0).ge(COPIED).astype(float)
    fact = pooled(data, hit.groupby(level=0)) if len(hit) else None
    return Sheet(figure, pd.concat(curves, ignore_index=True), rows, fact)


def best_scores(data: Dataset) -> pd.DataFrame:
    """The highest score of each counted report in each relation."""
    reports = counted(data.reports)
    rows = data.similarity.merge(reports[["report_id", "year"]], on="report_id")
    best = rows.groupby(["relation", "report_id"])["score"].max().astype(float)
    return best.reset_index()


def with_predecessor(reports: pd.DataFrame) -> set[str]:
    """The reports of bodies that also have a report for the year before."""
    before = set(zip(reports["body"], reports["year"] + 1, strict=True))
    pairs = zip(reports["body"], reports["year"], strict=True)
    has = [pair in before for pair in pairs]
    return set(reports.loc[has, "report_id"])


@drawn
def prose_checks(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """How often the figures in the prose agree with the tables, check by check."""
    checks = against_tables(data)
    if checks.empty:
        return too_small(language, have=0, need=1, what="checked")
    shares, n = checks_by_result(checks)
    shares = shares.sort_values("fail", kind="stable")
    figure, (ax,) = canvas(height=1.5 + 0.27 * len(shares))
    names = [f"{name_of('check', c, language)} ({c})  n={n[c]:,}" for c in shares.index]
    bars_by_result(ax, shares, names, language)
    beside(figure, ax, "below", 3)
    numbers = shares.assign(n=n).rename_axis("check").reset_index()
    return Sheet(figure, numbers, behind_checks(checks), share_of_checks(data, checks))


def against_tables(data: Dataset) -> pd.DataFrame:
    """The checks of counted reports that hold a figure of the prose against a table."""
    name = data.checks["check"]
    checks = data.checks.loc[name.str.startswith(PROSE_CHECKS) & ~name.isin(NOT_FIGURES)]
    return checks.loc[checks["report_id"].isin(counted(data.reports)["report_id"])]


@drawn
def words(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """The words that the prose of each year uses more than that of the other years."""
    if not installed(SEGMENTER):
        return FigureNote(say("note.no_segmenter", language))
    all_ = counted(data.reports)
    # A page that was hijacked advertises brands, which mark nothing but the page.
    clean = ~all_["mirror_signs"].fillna("").str.split(";").map(lambda signs: "brand" in signs)
    reports = all_.loc[clean, ["report_id", "year"]]
    sizes = reports.groupby("year").size()
    years = [int(y) for y in sizes.index[sizes.ge(REPORTS_NEEDED)]]
    if len(years) < YEARS_NEEDED:
        return too_small(language, have=len(years), need=YEARS_NEEDED, what="words")
    prose = data.sections.merge(reports, on="report_id")
    counts, spread = {}, {}
    for year in years:
        by_report = [count_words(texts) for _, texts in prose.loc[prose["year"].eq(year)].groupby("report_id")["text"]]  # fmt: skip
        counts[str(year)], spread[str(year)] = _added_up(by_report)
    telling, tested = telling_words(counts, spread)
    shown = years[-PANELS:]
    figure, axes = panels(len(shown), height=1.9, columns=3)
    for ax, year in zip(axes, shown, strict=True):
        rows = [row for row in telling if row["year"] == str(year)][:WORDS]
        ax.barh(range(len(rows)), [float(row["z"]) for row in rows], color=INKS[1], height=0.66)
        ax.set_yticks(np.arange(len(rows)), [str(row["word"]) for row in rows], fontsize=8)
        ax.set_ylim(WORDS - 0.4, -0.6)
        ax.set_title(say("panel.words", language, year=year, n=f"{sizes[year]:,}"))
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        if not rows:
            ax.text(0.5, 0.5, say("note.no_words", language), transform=ax.transAxes, ha="center", fontsize=8, color="0.4")  # fmt: skip
            ax.set_axis_off()
    why = np.select([~clean, ~all_["year"].isin(years)], ["brand", "too_few"], default="")
    behind = all_.assign(panel="", mark="prose", group=all_["year"], used=why == "", why=why)
    numbers = pd.DataFrame(telling, columns=["year", "word", "count", "reports", "z"])
    marking = len({row["word"] for row in telling})
    fact = census(marking, tested, int((why != "").sum())) if tested else None
    limit = say("remark.words", language, z=f"{threshold(tested * len(years)):.1f}", tested=f"{tested:,}", least=LEAST)  # fmt: skip
    return Sheet(figure, numbers, behind.sort_values("report_id")[list(REPORT_COLUMNS)], fact, limit)  # fmt: skip


def _added_up(by_report: list[Counter[str]]) -> tuple[Counter[str], Counter[str]]:
    """The uses of each word, and the reports that use it."""
    from collections import Counter

    uses: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    for counts in by_report:
        uses.update(counts)
        reports.update(counts.keys())
    return uses, reports


def threshold(tests: int) -> float:
    """The z that no word passes by chance, with so many words looked at (Bonferroni)."""
    return float(ndtri(1 - FALSE_MARKS / max(tests, 1)))


def telling_words(
    counts: dict[str, Counter[str]], spread: dict[str, Counter[str]]
) -> tuple[list[dict[str, Any]], int]:
    """The words that mark each year, and how many common words were looked at.

    Numbers, the words of the form and of web pages do not count, nor does a word that only one or
    two reports of a year use.
    """
    no_mark = {
        row["word"] for row in packaged_rows("gikstudy.analysis.figures", "left_out_words.csv")
    }
    kept = {
        year: type(c)({w: n for w, n in c.items() if w not in no_mark})
        for year, c in counts.items()
    }
    total: dict[str, int] = {}
    for c in kept.values():
        for word, n in c.items():
            total[word] = total.get(word, 0) + n
    tested = sum(n >= LEAST for n in total.values())
    limit = threshold(tested * len(counts))
    found: list[dict[str, Any]] = [
        {
            "year": row.group,
            "word": row.word,
            "count": row.count,
            "reports": spread[row.group][row.word],
            "z": row.z,
        }
        for row in keyness(kept, top=len(total), least=LEAST)
        if row.z > limit and spread[row.group][row.word] >= REPORTS_WITH
    ]
    return found, tested
