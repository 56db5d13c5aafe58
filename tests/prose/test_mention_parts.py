"""Figures that are parts of another figure, and figures of several channels."""

from __future__ import annotations

import pytest
from mention_texts import mentions, read

from gikstudy.model import Line, Section
from gikstudy.prose.mentions import find_mentions


def test_a_bracketed_list_is_kept_as_parts_of_its_whole() -> None:
    found = mentions("门户网站公开信息600条(其中:要闻150条、动态240条、公告210条),解读政策22条。")
    assert [m.part_of for m in found] == [None, 0, 0, 0, None]
    assert sum(m.value for m in found if m.part_of == 0) == found[0].value
    assert {m.metric for m in found[:4]} == {"website_items"}


def test_a_list_whose_bracket_is_closed_does_not_swallow_what_follows() -> None:
    found = mentions("网站公开信息300条(其中要闻100条、公告200条),通过信息公开目录公开文件620条。")
    assert [(m.value, m.part_of) for m in found][-1] == (620, None)


def test_positions_of_wholes_count_over_all_sections() -> None:
    first = Section("overview", "", 0, (Line("网站公开信息9条。", "L1"),))
    other = Section("other", "", 1, (Line("微信推送信息8条,其中要闻5条、公告3条。", "L9"),))
    found = find_mentions((first, other))
    assert [(m.locus, m.part_of) for m in found] == [
        ("L1", None),
        ("L9", None),
        ("L9", 1),
        ("L9", 1),
    ]


def test_figures_that_add_up_are_parts_and_those_that_do_not_are_left_out() -> None:
    whole, *parts = mentions("热线工单共163件,满意81件,不满意82件。")
    assert [p.part_of for p in parts] == [0, 0]
    assert [m.value for m in mentions("热线工单共163件,满意81件,不满意70件。")] == [whole.value]


def test_kinds_of_tickets_are_parts_of_the_tickets() -> None:
    found = mentions("热线共受理工单160件(其中咨询类90件,投诉类60件)。")
    assert [(m.metric, m.part_of) for m in found] == [
        ("hotline_tickets", None),
        ("hotline_tickets", 0),
        ("hotline_tickets", 0),
    ]


def test_outcomes_and_channels_of_requests_are_both_parts_and_metrics() -> None:
    found = mentions(
        "收到信息公开申请9条,其中4条已公开,3条涉及个人隐私,不予公开;2条属于重复申请,不予处理。"
    )
    assert [(m.metric, m.value, m.part_of) for m in found] == [
        ("requests_received", 9, None),
        ("requests_granted", 4, 0),
        ("requests_refused", 3, 0),
        ("requests_not_processed", 2, 0),
    ]


@pytest.mark.parametrize("numbers", [(7, 4, 3), (0, 0, 0)])
def test_outcomes_told_one_by_one_are_no_requests_received(numbers: tuple[int, ...]) -> None:
    found = mentions("本局共收到依申请公开{}件,公开{}件,不予公开{}件。".format(*numbers))
    assert [(m.metric, m.value, m.part_of) for m in found] == [
        ("requests_received", numbers[0], None),
        ("requests_granted", numbers[1], 0),
        ("requests_refused", numbers[2], 0),
    ]


def test_what_is_published_beside_the_requests_is_no_outcome() -> None:
    found = mentions("受理公开申请8件,公开信息90件;收到申请2件,公开信息3条。")
    assert not [m.metric for m in found if m.part_of is not None or "granted" in m.metric]


def test_outcomes_behind_a_semicolon_belong_to_the_requests_before_it() -> None:
    found = mentions("收到公开申请9件,上年度结转2件;予以公开6件,无法提供5件。另公开3件。")
    assert [(m.metric, m.value, m.part_of) for m in found] == [
        ("requests_received", 9, None),
        ("requests_carried_in", 2, None),
        ("requests_granted", 6, 0),
        ("requests_unable", 5, 0),
    ]


def test_a_part_of_a_part_is_not_counted_a_second_time() -> None:
    found = mentions("办理网上留言50条,其中局长信箱30条(含意见建议12条)、在线咨询20条。")
    assert [(m.value, m.part_of) for m in found] == [(50, None), (30, 0), (20, 0)]
    found = mentions("收到申请8件,其中予以公开7件(含上年结转1件)。")
    assert [m.metric for m in found] == [
        "requests_received",
        "requests_granted",
        "requests_carried_in",
    ]


def test_kinds_of_items_listed_one_by_one_are_parts_down_to_the_last() -> None:
    # 工作计划 is a kind of item here, and no plan whose figures are still to come.
    found = mentions("主动公开政府信息20条,其中:机构设置类6条;工作计划类5条;人事类9条。")
    assert [(m.value, m.part_of) for m in found] == [(20, None), (6, 0), (5, 0), (9, 0)]


def test_a_form_of_presentation_is_no_channel() -> None:
    # What is adopted (被采用30条) is no item; a form that is adopted does not hide the channels.
    text = "运用微信公众号、抖音号等平台,采用图文、短视频等形式,共发布政务信息80余条。"
    assert read(text) == [("newmedia_items", 80, "条", "余")]


def test_channels_named_in_one_breath_count_for_their_common_channel() -> None:
    assert read("通过微信公众号、微博发布动态580条。") == [("newmedia_items", 580, "条", "")]
    assert read("通过网站、微信、微博等公开信息90条。") == [("proactive_items_total", 90, "条", "")]
    assert read("网站和微信发布信息80条。") == [("proactive_items_total", 80, "条", "")]


def test_channels_with_a_figure_each_are_not_taken_together() -> None:
    found = mentions("主动公开信息120条,其中网站60条、微信公众号60条。")
    assert [(m.metric, m.part_of) for m in found] == [
        ("proactive_items_total", None),
        ("website_items", None),
        ("wechat_items", None),
    ]


def test_figures_shared_out_go_each_to_its_noun() -> None:
    found = read("通过门户网站和微信公众号分别发布信息187条和246条。")
    assert found == [("website_items", 187, "条", ""), ("wechat_items", 246, "条", "")]
