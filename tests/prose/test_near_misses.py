"""Sentences that look like a count and are none, each beside one that counts."""

from __future__ import annotations

import pytest
from mention_texts import mentions

Figures = list[tuple[str, float]]


def counted(text: str) -> Figures:
    return [(m.metric, m.value) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("未产生费用减免,共收取复印费9元", [("fee_collected", 9)]),
        ("全年未发生减免费用情况,收取检索费9元", [("fee_collected", 9)]),
        ("未发生信息处理费减免,收取信息处理费9元", [("fee_collected", 9)]),
        ("没有产生邮寄费用的退还", []),
        ("未发生收费豁免情况", []),
        ("未收取任何信息公开费用减免", []),
        ("减免费用8元,收取检索费9元", []),
        ("未产生复印费用", [("fee_collected", 0)]),
        ("未收取复印费,也未产生费用减免", [("fee_collected", 0)]),
    ],
)
def test_a_waiver_that_did_not_happen_is_no_zero_fee(text: str, figures: Figures) -> None:
    assert counted(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("公开意见征集收到反馈意见9条", []),
        ("网上意见征集共收集意见建议9条", []),
        ("通过民意征集栏目征得意见9条", []),
        ("网上调查回收问卷9份", []),
        ("開展意見徵集9期,收到網民反饋8條", [("consultations", 9)]),
        ("发布意见征集公告9条", [("consultations", 9)]),
        ("网上意见征集9条", [("consultations", 9)]),
    ],
)
def test_opinions_that_came_in_are_no_consultations(text: str, figures: Figures) -> None:
    assert counted(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("在线访谈9期,网民点击量8万次", [("online_interviews", 9)]),
        ("舉辦「在線訪談」節目9期,圍繞醫療熱點,網民點擊量8萬餘次", [("online_interviews", 9)]),
        ("开展直播9场,观看量8万人次,点击量7万次", []),
        ("发布解读9篇,浏览量8万次", [("interpretations", 9)]),
        ("单篇最高浏览量8万次", []),
        ("在线访谈9期,网站点击量8万次", [("online_interviews", 9), ("visits", 80000)]),
        ("在线访谈9期,总访问量8万次", [("online_interviews", 9), ("visits", 80000)]),
        ("网站发布信息9条,点击量8万次", [("website_items", 9), ("visits", 80000)]),
    ],
)
def test_clicks_of_one_post_are_no_visits_of_the_website(text: str, figures: Figures) -> None:
    assert counted(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("粉丝达9万人,其中今年新增8万人", [("followers", 90000)]),
        ("关注用户9万人(年内净增8万人)", [("followers", 90000)]),
        ("粉丝9万人,其中微信8万人", [("followers", 90000), ("followers", 80000)]),
        ("政务新媒体9个,其中新增8个", [("accounts", 9), ("accounts", 8)]),
    ],
)
def test_followers_gained_are_no_part_of_the_followers(text: str, figures: Figures) -> None:
    assert counted(text) == figures


@pytest.mark.parametrize(
    ("body", "metric"),
    [
        *((body, "requests_received") for body in ("全省海事系统", "全市税务系统", "本系统", "全系统")),
        *((body, "requests_received") for body in ("市邮政管理局", "市委网络安全和信息化办公室")),
        *((way, "requests_by_channel") for way in ("通过系统", "网上系统", "依申请公开系统")),
        *((way, "requests_by_channel") for way in ("通过邮政局", "邮政", "网络")),
    ],
)  # fmt: skip
def test_a_body_called_like_a_way_is_none(body: str, metric: str) -> None:
    assert counted(f"{body}收到公开申请9件") == [(metric, 9)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "县大厅依申请公开窗口全年共接收申请9件,均已答复",
            [("requests_received", 9, None)],
        ),
        (
            "申请公开的信函或数据电文全年收到9件,其中电子邮件4件、信函5件",
            [("requests_received", 9, None), *[("requests_by_channel", n, 0) for n in (4, 5)]],
        ),
        ("通过依申请公开窗口收到申请9件", [("requests_by_channel", 9, None)]),
        (
            "依申请公开窗口收到申请9件,网上收到申请8件",
            [("requests_by_channel", n, None) for n in (9, 8)],
        ),
    ],
)
def test_a_desk_for_requests_and_all_ways_together_tell_what_came(
    text: str, figures: list[tuple[str, float, int | None]]
) -> None:
    assert [(m.metric, m.value, m.part_of) for m in mentions(text)] == figures


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("办结申请60件,其中不予公开20件,保护第三方合法权益9件", 1),
        ("收到申请60件,不予公开20件,涉及国家秘密9件,无法提供5件", 1),
        ("收到申请60件,不予公开20件,另有涉及国家秘密9件", 0),
        ("收到申请34件,不予公开20件,涉及国家秘密9件,无法提供5件", 0),  # they add up to all
    ],
)
def test_a_ground_behind_refusals_is_a_part_of_them(text: str, whole: int) -> None:
    ground = next(m for m in mentions(text) if m.value == 9)
    assert (ground.metric, ground.part_of) == ("requests_refused", whole)


def test_updates_of_a_website_are_parts_of_all_that_it_published() -> None:
    found = mentions("网站发布信息总数99条,政务动态信息更新量44条,信息公开目录信息更新量35条")
    assert [(m.value, m.part_of) for m in found] == [(99, None), (44, 0), (35, 0)]
    alone = mentions("政务动态信息更新量44条,信息公开目录信息更新量35条")
    assert [m.part_of for m in alone] == [None, None]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("公开行政许可、行政处罚结果信息9条", [("double_publicity", 9)]),
        ("公开行政处罚信息9条", []),
        ("代表建议主办件9件、会办件8件", [("proposals_published", 9), ("proposals_published", 8)]),
        ("县长信箱受理来信9封,办复8封", [("messages_answered", 9), ("messages_answered", 8)]),
        ("受理公开申请9件,办复8件", [("requests_received", 9), ("requests_closed", 8)]),
        ("举办“在线访谈”节目9期", [("online_interviews", 9)]),
        ("通过窗口、电话和网上留言共接受公众咨询9人次", [("messages_answered", 9)]),
        ("开展普法宣传,接受群众咨询9人次", []),
    ],
)
def test_more_words_for_what_is_counted(text: str, figures: Figures) -> None:
    assert counted(text) == figures
