"""A mark that a program draws between rows is no cell, although it looks like a mark for nothing."""

from __future__ import annotations

import random
import re

import pytest

from gikstudy import read_report
from tests.zoo.judge import HERE, judge

PAGES = ("form_2019_page_beautifulsoup4_lines.txt", "gaps_page_beautifulsoup4_lines.txt")
MARKS = ("-", "--", "---", "——", "___", "***", "|-", "/", "●", "······")
LABEL = re.compile(r"\s*([一二三四]、|（[一二三四五六七]）|\d\.)")
NUMBER = re.compile(r"\s*\d+\s*")


def above_labels(lines: list[str], mark: str) -> list[str]:
    return [text for line in lines for text in ([mark, line] if LABEL.match(line) else [line])]


def above_some_labels(lines: list[str], mark: str) -> list[str]:
    rng = random.Random(3)
    drawn = (bool(LABEL.match(line)) and rng.random() < 0.4 for line in lines)
    pairs = zip(lines, drawn, strict=True)
    return [text for line, rule in pairs for text in ([mark, line] if rule else [line])]


def below_totals(lines: list[str], mark: str) -> list[str]:
    found: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        found += [line, mark] if NUMBER.fullmatch(line) and LABEL.match(below) else [line]
    return found


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("draw", [above_labels, above_some_labels, below_totals])
@pytest.mark.parametrize("page", PAGES)
def test_no_rule_takes_the_place_of_a_lost_blank(page, draw, mark):
    lines = (HERE / "printed" / page).read_text("utf-8").split("\n")
    text = "\n".join(draw(lines, mark))
    assert text.count(f"\n{mark}\n") > 5
    report = "gaps" if page.startswith("gaps") else "form_2019"
    verdicts = judge(read_report(text.encode()), report)
    assert [verdict for verdict in verdicts if verdict.verdict == "silent"] == []


def test_rules_between_rows_cost_no_cell():
    page = "form_2019_page_beautifulsoup4_lines.txt"
    lines = (HERE / "printed" / page).read_text("utf-8").split("\n")
    for mark in ("--", "***", "········"):
        verdicts = judge(read_report("\n".join(below_totals(lines, mark)).encode()), "form_2019")
        assert {verdict.verdict for verdict in verdicts} == {"right"}
