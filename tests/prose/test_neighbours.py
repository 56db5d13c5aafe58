"""What the figures beside a figure tell of it: each sentence with one that only looks like it."""

from __future__ import annotations

import pytest
from mention_texts import mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("双公示信息:行政许可9条、行政处罚8条", [("double_publicity", 9), ("double_publicity", 8)]),
        ("公示行政许可9条、行政处罚8条", []),
        ("审核公文属性9件,其中依申请公开8件、不予公开1件", []),
        ("收到申请9件,其中不予公开8件", [("requests_received", 9), ("requests_refused", 8)]),
        ("抖音作品9条,快手平台8条", [("video_items", 9), ("video_items", 8)]),
        ("开设抖音号9个,快手号8个", [("accounts", 9), ("accounts", 8)]),
        ("在线访谈9期,解答网民提问8条", [("online_interviews", 9)]),
        ("信箱来信9件,解答网民提问8条", [("messages_answered", 9), ("messages_answered", 8)]),
        ("官网收到留言9条,公开选登8条", [("messages_answered", 9)]),
        ("官网收到留言9条,发布公告8条", [("messages_answered", 9), ("website_items", 8)]),
        ("对全市9个政务公开专区检查8次", [("service_points", 9), ("monitoring_checks", 8)]),
        ("答复申请,出具不予公开决定书9份", [("requests_refused", 9)]),
        ("收到通过网络递交的申请9件,另有信函寄来的8件", [("requests_by_channel", 9), ("requests_by_channel", 8)]),
        ("网站发布信息百万余条", [("website_items", 1000000)]),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_the_figures_beside_it(
    text: str, expected: list[tuple[str, int]]
) -> None:
    assert [(m.metric, m.value) for m in mentions(text)] == expected


def test_cases_that_were_lost_are_part_of_the_cases() -> None:
    cases, lost = mentions("行政复议9件,复议纠错2件")
    assert (cases.part_of, lost.part_of) == (None, 0)
    assert [m.part_of for m in mentions("行政复议2件,复议纠错9件")] == [None, None]


def test_grounds_of_refusal_are_parts_of_the_refusals() -> None:
    found = mentions("办结9件中,不予公开的5件,含国家秘密2件、过程性信息3件")
    assert [(m.value, m.part_of) for m in found] == [(9, None), (5, 0), (2, 1), (3, 1)]
