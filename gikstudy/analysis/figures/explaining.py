"""Figures of what explains the differences: the event study, and one question under many choices."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis

from gikstudy.analysis.explaining.event_study import EventStudy, expectations, law_effect
from gikstudy.analysis.explaining.event_study import event_study as study_of
from gikstudy.analysis.explaining.models import FEWEST_BODIES, Estimate, TooLittle
from gikstudy.analysis.explaining.observations import observe
from gikstudy.analysis.explaining.specifications import LAW, Material, Specification
from gikstudy.analysis.explaining.specifications import specifications as answers
from gikstudy.analysis.explaining.wording import percent, why_not, word
from gikstudy.analysis.figures.axes import beside
from gikstudy.analysis.figures.canvas import INKS, canvas
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote, Sheet, drawn, too_small
from gikstudy.analysis.findings import Fact, census
from gikstudy.analysis.labels import Language

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

ASKED: Final = "suit_direct"  # the outcome whose specifications are drawn
# Estimates beyond are cut: a point with an endless interval hides the others.
FARTHEST: Final = 3.0
LONG_AXIS: Final = 1.2
SMALL: Final = 0.1
CHANGES: Final = (
    -0.95,
    -0.9,
    -0.75,
    -0.5,
    -0.25,
    -0.1,
    0.0,
    0.1,
    0.25,
    0.5,
    1.0,
    2.0,
    4.0,
    9.0,
    19.0,
)


@drawn
def event_study(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """The years before and after the law of 2024, for what it should move and what it cannot."""
    observations = observe(data)
    studies = {key: study_of(observations, key) for key in expectations()}
    if all(isinstance(study, TooLittle) for study in studies.values()):
        bodies = int(observations["body"].nunique())
        return too_small(language, have=bodies, need=FEWEST_BODIES, what="bodies")
    figure, all_axes = canvas(rows=len(studies), height=2.6 * len(studies))
    for axes, (outcome, study) in zip(all_axes, studies.items(), strict=True):
        axes.set_title(word(f"outcome.{outcome}", language))
        if isinstance(study, TooLittle):
            _say(axes, why_not(study, language))
        else:
            _draw_study(axes, study, language)
    drawn_on = [
        axes
        for axes, s in zip(all_axes, studies.values(), strict=True)
        if isinstance(s, EventStudy)
    ]
    beside(figure, max(drawn_on, key=lambda a: len(a.get_legend_handles_labels()[0])), "below", 3)
    made = [study for study in studies.values() if isinstance(study, EventStudy)]
    return Sheet(
        figure,
        pd.concat([one.years.assign(outcome=one.outcome) for one in made], ignore_index=True),
        _behind({one.outcome: one.used for one in made}, observations),
        _fact_of_law(studies[ASKED], observations),
    )


def _fact_of_law(study: EventStudy | TooLittle, observations: pd.DataFrame) -> Fact | None:
    """The change of direct suits since the law, with the ends that open cells allow."""
    if isinstance(study, TooLittle):
        return None
    ends = [
        law_effect(observations, study.outcome, study.law, cells=cells)
        for cells in ("lower", "upper")
    ]
    values = [study.effect.value, *(e.value for e in ends if isinstance(e, Estimate))]
    low, high = study.effect.low, study.effect.high
    return Fact(
        n=study.effect.n,
        estimate=math.expm1(study.effect.value),
        lower=math.expm1(min(values)),
        upper=math.expm1(max(values)),
        ci_low=math.expm1(low),
        ci_high=math.expm1(high),
        left_out=len(observations) - study.effect.n,
        unit="percent",
        words={"year": str(study.law)},
    )


def _behind(used: dict[str, frozenset[str]], observations: pd.DataFrame) -> pd.DataFrame:
    """The reports behind each model, used or left out."""
    parts = [
        pd.DataFrame(
            {
                "report_id": observations["report_id"],
                "panel": "",
                "mark": mark,
                "group": observations["year"],
                "used": observations["report_id"].isin(ids),
                "why": np.where(observations["report_id"].isin(ids), "", "not_in_model"),
            }
        )
        for mark, ids in used.items()
    ]
    return pd.concat(parts, ignore_index=True)[list(REPORT_COLUMNS)]


def _draw_study(axes: Axes, study: EventStudy, language: Language) -> None:
    years = study.years.loc[study.years["n"].gt(0)]
    x = years["year"].to_numpy(float)
    value, low, high = (years[name].clip(-FARTHEST, FARTHEST) for name in ("value", "low", "high"))
    axes.axhline(0, color="0.6", lw=0.8)
    axes.axvline(
        study.law - 0.5, color="0.3", lw=1, ls=(0, (4, 2)), label=word("figure.law", language)
    )
    axes.vlines(x, low, high, color=INKS[0], lw=1)
    axes.plot(x, value, "o", color=INKS[0], label=word("figure.interval", language))
    axes.plot([study.base], [0], "o", mfc="white", mec=INKS[0])  # compared with, not estimated
    ends = years[["bound_low", "bound_high"]].clip(-FARTHEST, FARTHEST)
    apart = years["bound_high"].gt(years["bound_low"]).to_numpy()
    if apart.any():
        for name, mark in (("bound_low", "^"), ("bound_high", "v")):
            label = word("figure.bounds", language) if mark == "^" else None
            axes.plot(
                x[apart] + 0.12, ends[name][apart], mark, mfc="white", mec=INKS[4], label=label
            )
    left = years["open"] + years["absent"] + years["idle"]
    ticks = [
        f"{year}\n{word('figure.n', language, n=f'{n:,}')}\n{word('figure.out', language, n=f'{out:,}')}"
        for year, n, out in zip(years["year"], years["n"], left, strict=True)
    ]
    axes.set_xticks(x, ticks, fontsize=7)
    if unused := study.years.loc[study.years["n"].eq(0), "year"].tolist():
        words = word("figure.unused", language, years=f"{min(unused)}–{max(unused)}", n=len(unused))
        axes.set_title(words, loc="right", fontsize=7, color="0.4")
    axes.set_xlim(x.min() - 0.6, x.max() + 0.6)
    axes.set_ylabel(word("figure.before", language, year=study.base), fontsize=7.5)
    _changes(axes.yaxis, *axes.get_ylim())


def _changes(axis: Axis, low: float, high: float) -> None:
    """Ticks at round changes; the axis itself is that of the logs."""
    # On a long axis the labels of small changes would overlap.
    wide = high - low > LONG_AXIS
    shown = [c for c in CHANGES if low <= np.log1p(c) <= high and not (wide and abs(c) == SMALL)]
    labels = [f"{100 * c:+,.0f} %" if c else "0 %" for c in shown]
    axis.set_ticks([float(np.log1p(c)) for c in shown], labels)


def _say(axes: Axes, words: str) -> None:
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", color="0.4", fontsize=8)
    axes.set_xticks([])
    axes.set_yticks([])


@drawn
def specifications(data: Dataset, language: Language = "zh") -> Sheet | FigureNote:
    """One question under several choices: direct suits before and since the law."""
    material = Material(data)
    found = answers(material, ASKED, LAW)
    if not any(isinstance(one.answer, Estimate) for one in found):
        bodies = max(one.answer.bodies for one in found)
        return too_small(language, have=bodies, need=FEWEST_BODIES, what="bodies")
    figure, (axes,) = canvas(height=0.42 * len(found) + 0.9)
    axes.axvline(0, color="0.6", lw=0.8)
    for y, one in enumerate(found):
        _draw_specification(axes, y, one, language)
    axes.set_yticks(range(len(found)), [word(f"spec.{one.key}", language) for one in found])
    axes.set_ylim(len(found) - 0.5, -0.5)
    axes.grid(visible=False)
    _changes(axes.xaxis, *axes.get_xlim())
    axes.set_title(word(f"outcome.{ASKED}", language))
    rows = [_numbers(one) for one in found]
    used = {one.key: one.used for one in found}
    return Sheet(
        figure, pd.DataFrame(rows), _behind(used, material.observations), _agreement(found)
    )


def _numbers(one: Specification) -> dict[str, Any]:
    found = one.answer if isinstance(one.answer, Estimate) else None
    return {
        "specification": one.key,
        "value": found.value if found else math.nan,
        "low": found.low if found else math.nan,
        "high": found.high if found else math.nan,
        "n": one.answer.n if found else 0,
        "left_out": one.left_out,
    }


def _agreement(found: tuple[Specification, ...]) -> Fact | None:
    """How many choices give the direction of the main one with an interval without zero."""
    made = [one.answer for one in found if isinstance(one.answer, Estimate)]
    main = found[0].answer
    if not isinstance(main, Estimate):
        return None
    sign = math.copysign(1, main.value)
    hits = sum(sign * one.low > 0 and sign * one.high > 0 for one in made)
    return census(hits, len(made))


def _draw_specification(axes: Axes, y: int, one: Specification, language: Language) -> None:
    right: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "center", "fontsize": 7}
    if isinstance(one.answer, TooLittle):
        axes.annotate(why_not(one.answer, language), (0.02, y), color="0.4", **right)
        return
    low, high, value = (
        float(np.clip(v, -FARTHEST, FARTHEST))
        for v in (one.answer.low, one.answer.high, one.answer.value)
    )
    axes.hlines(y, low, high, color=INKS[0], lw=1)
    axes.plot(value, y, "o", color=INKS[0])
    n = word("figure.n", language, n=f"{one.answer.n:,}")
    out = word("figure.out", language, n=f"{one.left_out:,}")
    axes.annotate(
        f"{percent(one.answer.value)}\n{n}, {out}", (1.01, y), annotation_clip=False, **right
    )
