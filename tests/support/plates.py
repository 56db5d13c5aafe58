"""Figures drawn once for many tests, and what their axes print."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pandas as pd
from study_frames import as_dataset, make_dataset

from gikstudy.analysis.figures.album import FIGURES
from gikstudy.analysis.figures.plate import Plate

COUNTS = re.compile(r"([\d,]+)(?: −([\d,]+))?$")


WORDS = ("服务", "平台", "群众", "企业", "政策", "培训")
OF_YEARS = {2020: "疫情", 2023: "算力"}
PROVINCES = ("15", "44", "65")


@cache
def corpus():
    """Made-up reports of 40 bodies over five years, of four levels, two scopes, three provinces.

    The prose of each section is a list of words, and two years have a word of their own. What
    governments owe and some of them lack stands in `panel` and `missing`.
    """
    data = make_dataset(40, range(2020, 2025))
    reports = data.reports
    whole = reports["agency"].str.contains("旗人民政府|市人民政府")
    province = (reports["body_id"].map(lambda x: int(x, 16)) // 4 % 3).map(PROVINCES.__getitem__)
    reports = reports.assign(
        scope=reports["scope"].mask(whole, "region"),
        region_code=province + reports["region_code"].str[2:],
    )
    year = data.sections["report_id"].map(reports.set_index("report_id")["year"])
    said = ["，".join((*WORDS, *([OF_YEARS[y]] * 2 if y in OF_YEARS else []))) for y in year]
    panel = reports.assign(due_on=None, in_frame=reports["level"].isin(["county", "prefecture"]))
    return changed(
        data, reports=reports, sections=data.sections.assign(text=said), panel=panel,
        missing=_missing(panel.loc[panel["in_frame"]]),
    )  # fmt: skip


def _missing(panel: pd.DataFrame) -> pd.DataFrame:
    """The reports that governments of the corpus owe and lack."""
    bodies = panel.drop_duplicates("body_id")
    have = set(zip(panel["body_id"], panel["year"], strict=True))
    gone = [bodies.assign(year=year) for year in range(2020, 2025)]
    rows = pd.concat(gone, ignore_index=True).assign(basis="government", due_on=None)
    lacks = [(b, y) not in have for b, y in zip(rows["body_id"], rows["year"], strict=True)]
    return rows.loc[lacks].reset_index(drop=True)


def plate(name: str, language: str = "en") -> Plate:
    """A figure of the corpus."""
    return _plate(name, language)  # so that a language left out is not kept as another one


@cache
def _plate(name: str, language: str) -> Plate:
    return FIGURES[name](corpus(), language)


def changed(data, **tables: pd.DataFrame):
    """The dataset with some tables replaced."""
    made = as_dataset({})
    vars(made).update({**vars(data), **tables})
    return made


def texts(figure) -> str:
    """All that a figure says."""
    return "\n".join(t.get_text() for t in figure.findobj(lambda x: hasattr(x, "get_text")))


def printed_counts(axes) -> dict[tuple[int, int], tuple[int, int]]:
    """By year and line below it: reports counted and left out, as printed; nothing for words."""
    found = {}
    for tick in axes.get_xticklabels():
        year, *lines = tick.get_text().split("\n")
        for order, line in enumerate(lines):
            if match := COUNTS.search(line.removeprefix("●■"[order : order + 1]).strip()):
                if line.startswith("<"):
                    continue
                used, out = (int((x or "0").replace(",", "")) for x in match.groups())
                found[int(year), order] = used, out
    return found


def entry(folder: Path, stem: str) -> dict:
    """The file that tells an index about a figure."""
    return json.loads((folder / f"{stem}.json").read_text("utf-8"))
