"""Problems that are answered in the same sentence, and points numbered 问题一, 问题二."""

import pytest

from gikstudy.model import Line, Section
from gikstudy.prose.codes import find_codes
from gikstudy.prose.points import split_points

INLINE = "一是思想认识不到位,{remedy}:组织学习条例。二是信息更新不及时,{remedy}:专人每周维护。"
REMEDIES = ("改进措施", "整改情况", "解决办法", "整改", "应对措施")


def codes(text, kind="problem"):
    section = Section("problems", "", 0, (Line(text, "L1"),))
    return [(c.item, c.code) for c in find_codes((section,)) if c.kind == kind]


@pytest.mark.parametrize("remedy", REMEDIES)
def test_a_remedy_behind_a_comma_leaves_the_problem_one(remedy):
    assert codes(INLINE.format(remedy=remedy)) == [(1, "P01"), (2, "P04")]
    assert codes("存在问题:" + INLINE.format(remedy=remedy)) == [(1, "P01"), (2, "P04")]


@pytest.mark.parametrize(("word", "mark"), [("问题", ":"), ("问题", "、"), ("不足", ":")])
def test_points_may_be_called_problems(word, mark):
    text = f"{word}一{mark}公开渠道单一。整改情况:开通视频号。{word}二{mark}依申请公开答复超期。整改情况:聘请顾问。"
    assert [p.kind for p in split_points(text)] == ["problem", "improvement"] * 2
    assert codes(text) == [(1, "P13"), (2, "P08")]


def test_a_problem_of_last_year_that_was_solved_is_none_of_this_year():
    text = "上年度培训不够的问题,已得到有效解决。目前主要不足是公众号粉丝少。"
    assert codes(text) == [(2, "P13")]
    assert codes("去年更新较慢,今年仍未得到解决。") == [(1, "P04")]


@pytest.mark.parametrize(
    "where", ["政府信息公开方面存在", "政务公开工作中存在的", "信息公开方面有"]
)
def test_no_problem_may_be_found_in_disclosure(where):
    assert codes(f"2023年我局未发现{where}问题。") == [(1, "P98")]
