"""The blind sets can be read, and what checks it finds each kind of wrong row."""

import pytest
from benchmarks_by_name import benchmark

blind_sets = benchmark("blind_sets")

HEAD = "## blind3 title | 嵩县水利局 | {} | {} | {} | {}\n嵩县水利局政府信息公开工作年度报告\n"


def test_every_row_of_the_sets_can_be_read(capsys):
    assert blind_sets.main() == 0
    out = capsys.readouterr().out
    assert all(f"{name}: " in out for name in blind_sets.SETS)


@pytest.mark.parametrize(
    "expected",
    [
        "web_items=3 条",
        "website_items=many 条",
        "website_items=3 条 @0",
        "website_items=3 条;website_items=4 条",
    ],
)
def test_a_wrong_figure_is_found(expected):
    row = {"set": "blind3", "text": "网站公开3条。", "expected": expected}
    assert list(blind_sets.wrong_mentions([row]))


def test_a_part_may_name_the_whole_before_it():
    expected = "website_items=3 条; website_items=2 条 余 @0"
    row = {"set": "blind3", "text": "网站公开3条。", "expected": expected}
    assert not list(blind_sets.wrong_mentions([row]))


@pytest.mark.parametrize(("kind", "codes"), [("problem", "I03"), ("improvement", "I03;I77")])
def test_a_wrong_code_is_found(kind, codes):
    row = {"set": "blind3", "kind": kind, "text": "加强培训。", "codes": codes}
    assert list(blind_sets.wrong_codes([row]))


@pytest.mark.parametrize(
    ("level", "region", "year", "day"),
    [
        ("bureau", "嵩县 410325", "2021", ""),
        ("department", "嵩县 410326", "2021", ""),
        ("department", "嵩县 410325", "21", ""),
        ("department", "嵩县 410325", "2021", "2021-01-20"),
    ],
)
def test_a_wrong_fact_is_found(level, region, year, day):
    assert not list(blind_sets.wrong_heads(HEAD.format("department", "嵩县 410325", "2021", "")))
    assert list(blind_sets.wrong_heads(HEAD.format(level, region, year, day)))


def test_a_column_too_many_is_found():
    row = {"set": "blind3", "text": "网站公开3条。", "expected": "", None: ["x"]}
    assert list(blind_sets.wrong_mentions([row]))


def test_a_row_of_another_set_is_found():
    rows = [{"set": "blind3", "text": "网站公开3条。", "expected": ""}]
    assert not list(blind_sets.of_another_set("blind3", rows))
    assert list(blind_sets.of_another_set("blind4", rows))
