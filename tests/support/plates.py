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


@cache
def corpus():
    """Made-up reports of 40 bodies over five years, of four levels and two scopes."""
    data = make_dataset(40, range(2020, 2025))
    whole = data.reports["agency"].str.contains("旗人民政府|市人民政府")
    vars(data)["reports"] = data.reports.assign(scope=data.reports["scope"].mask(whole, "region"))
    return data


@cache
def plate(name: str, language: str = "en") -> Plate:
    """A figure of the corpus."""
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
