"""Sentences of reports before 2019: outcomes, fees and staff that later reports count otherwise."""

from __future__ import annotations

import csv

import pytest
from project_paths import BENCHMARKS

from gikstudy.model import Line, Section
from gikstudy.prose.mentions import find_mentions
from gikstudy.text import clean

YEAR, LATER = 2012, 2019
YEARS = (2008, 2013, 2014, 2018)  # the table of 2014 is no form of the later Regulation


def gold():
    path = BENCHMARKS / "gold" / "older_mentions.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read(text, year):
    """The figures of a sentence as the gold file writes them."""
    section = Section("overview", "", 0, (Line(clean(text), "L1"),))
    return "; ".join(
        f"{m.metric}={m.value:g} {m.unit}" + ("" if m.part_of is None else f" @{m.part_of}")
        for m in find_mentions((section,), year)
    )


@pytest.mark.parametrize("row", gold(), ids=lambda row: row["text"][:12])
def test_a_sentence_of_its_time(row):
    assert read(row["text"], YEAR) == (row["expected"] or "")


@pytest.mark.parametrize("year", YEARS)
def test_every_year_before_the_first_form_counts_staff_and_what_is_not_held(year):
    text = "答复申请9件,其中信息不存在4件。政府信息公开工作人员3人。"
    assert read(text, year) == "requests_closed=9 件; requests_not_held=4 件 @0; staff=3 人"


@pytest.mark.parametrize("year", [LATER, None])
def test_later_sentences_count_what_is_not_held_as_unable_and_no_staff(year):
    text = "答复申请9件,其中信息不存在4件,非本机关职权范围5件。政府信息公开工作人员3人。"
    assert (
        read(text, year) == "requests_closed=9 件; requests_unable=4 件 @0; requests_unable=5 件 @0"
    )


def test_a_part_keeps_its_whole_when_a_figure_before_it_is_left_out():
    text = "专职人员2名。收到申请9件,其中信息不存在4件。"
    assert read(text, LATER) == "requests_received=9 件; requests_unable=4 件 @0"
    assert read(text, YEAR) == "staff=2 名; requests_received=9 件; requests_not_held=4 件 @1"
