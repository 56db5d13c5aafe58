"""Whose figures a report says it holds."""

import pytest
from about_pages import about

REST = "二、主动公开政府信息情况\n第二十条第(一)项"


def scope(name, statement):
    found = about(f"{name}2020年政府信息公开工作年度报告\n{statement}\n一、总体情况\n{REST}")
    return found.scope, [cue.raw for cue in found.cues if cue.cue == "scope"]


@pytest.mark.parametrize(
    ("name", "statement", "expected"),
    [
        ("会同县人民政府", "本报告综合各乡镇、县直各部门年度报告编制而成。", "region"),
        ("会同县人民政府", "本报告由县政府办公室汇总各乡(镇)和各部门的数据编制。", "region"),
        ("会同县人民政府", "数据为全县各级行政机关的汇总统计。", "region"),
        ("会同县人民政府", "本报告根据县政府各部门年度报告编制。", "level"),
        ("会同县人民政府", "所列数据包括县本级和县直各部门。", "level"),
        ("会同县人民政府办公室", "本报告仅包括办公室的数据。", "own"),
        ("会同县人民政府", "根据《条例》和各级要求编制本报告。", "unknown"),
        ("会同县林业局", "根据《条例》,我局编制本报告。", "own"),
        ("会同县林城镇", "根据《条例》编制本报告。", "own"),
        ("会同县林业局", "本报告汇总各乡镇林业站的数据编制。", "region"),
    ],
)
def test_scope_and_its_words(name, statement, expected):
    found, evidence = scope(name, statement)
    assert found == expected
    if expected != "unknown" and "镇2" not in name and "镇" not in name:
        assert evidence == [statement]


def test_compiling_something_else_says_nothing_of_the_report():
    page = f"会同县人民政府2020年政府信息公开工作年度报告\n一、总体情况\n2020年,及时汇总各乡镇上报的信息数据。\n{REST}"
    assert about(page).scope == "unknown"


def test_without_a_word_a_government_has_no_known_scope():
    assert scope("会同县人民政府", "现公布本报告。") == ("unknown", [])
