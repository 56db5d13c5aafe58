"""The gold files hold what they claim, and the rules read them as well as the floors say."""

from __future__ import annotations

import json
from collections import Counter
from types import ModuleType

import pytest
from benchmarks_by_name import benchmark
from project_paths import BENCHMARKS

from gikstudy.prose.codebook import codebook
from gikstudy.prose.cues import metric_rows

SETS = "dev held fresh last blind real unseen wide sealed broad blind3 blind4 blind5 blind6".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return benchmark("prose")


@pytest.fixture(scope="module")
def floors() -> dict[str, float]:
    found: dict[str, float] = json.loads((BENCHMARKS / "prose_floors.json").read_text())
    return found


def test_gold_sentences_cover_every_metric_and_hold_hard_negatives(bench: ModuleType) -> None:
    rows = bench.read_gold("mentions.tsv")
    texts = [row["text"] for row in rows]
    figures = [figure for row in rows for figure in bench.expected_figures(row["expected"])]
    assert len(set(texts)) == len(texts) >= 300
    assert {figure[0] for figure in figures} == {row["metric"] for row in metric_rows()}
    assert sum(not row["expected"] for row in rows) >= 75


def test_gold_points_cover_every_code(bench: ModuleType) -> None:
    rows = bench.read_gold("codes.tsv")
    used = Counter(code for row in rows for code in row["codes"].split(";"))
    assert len({row["text"] for row in rows}) == len(rows) >= 300
    assert set(used) == {entry.code for entry in codebook()}
    legal = {"problem": "P", "improvement": "I"}
    assert all(c.startswith(legal[row["kind"]]) for row in rows for c in row["codes"].split(";"))


@pytest.mark.parametrize("name", SETS)
def test_figures_are_read_as_well_as_the_floors_say(
    bench: ModuleType, floors: dict[str, float], name: str
) -> None:
    rows = [row for row in bench.read_gold("mentions.tsv") if row["set"] == name]
    score = bench.score_mentions(rows)["all"]
    assert score.precision >= floors[f"mentions.{name}.precision"] - 1e-4
    assert score.recall >= floors[f"mentions.{name}.recall"] - 1e-4


@pytest.mark.parametrize("name", SETS)
def test_codes_agree_as_well_as_the_floors_say(
    bench: ModuleType, floors: dict[str, float], name: str
) -> None:
    rows = [row for row in bench.read_gold("codes.tsv") if row["set"] == name]
    _, kappas = bench.score_codes(rows)
    assert kappas["all"] >= floors[f"codes.{name}.kappa"] - 1e-4


def test_near_copies_are_found_and_unrelated_reports_are_not(bench: ModuleType) -> None:
    score = bench.score_similarity(60)
    assert score["recall_peer"] >= 0.99
    assert score["recall_previous_year"] >= 0.99
    assert score["unrelated"] <= 0.01
