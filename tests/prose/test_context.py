"""What a clause without a noun of its own counts, and what looks like it and counts nothing."""

from __future__ import annotations

import pytest
from mention_texts import mentions

from gikstudy.text import clean

Figures = list[tuple[str, int, int | None]]


def read(text: str, year: int | None = None) -> Figures:
    return [(m.metric, int(m.value), m.part_of) for m in mentions(clean(text), year=year)]


def alone(metric: str, *values: int) -> Figures:
    return [(metric, value, None) for value in values]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("政策解读方面，制作长图9张、动漫视频8部。", alone("interpretations", 9, 8)),
        ("政策解读工作稳步推进，制作宣传海报9张。", []),
        ("解读与文件同步率100%，其中图解9个、短视频8个。", alone("interpretations", 9, 8)),
        ("公报编印情况。全年出刊9期。", alone("gazette_issues", 9)),
        ("（三）政府公报。全年编发9期。", alone("gazette_issues", 9)),
        ("（一）网站公开情况。全年发布信息9条。", alone("website_items", 9)),
        ("双公示方面，公示行政许可信息9条、行政处罚信息8条。", alone("double_publicity", 9, 8)),
        ("“双公示”实现全覆盖，全年归集上报9条。", alone("double_publicity", 9)),
        ("双公示及时率100%，发布工作动态9条。", []),
        ("热线工单办结率达99%：全年受理9件，办结8件。", alone("hotline_tickets", 9, 8)),
        ("规范性文件制发9件；废止2件；年底现行有效8件。", alone("normative_docs", 9, 8)),
        ("规范性文件管理规范，全年印发通知9件。", []),
        ("公开提案答复9件、建议答复8件。", alone("proposals_published", 9, 8)),
        ("粉丝方面，微信9人、微博8人。", alone("followers", 9, 8)),
    ],
)
def test_a_heading_or_a_clause_before_gives_the_topic(text: str, figures: Figures) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("官方微博由专人维护。全年发布9条。", alone("weibo_items", 9)),
        ("局微博和公众号由办公室管理。全年更新信息9条。", alone("newmedia_items", 9)),
        (
            "网站运行平稳。全年更新信息9条，回复留言8条。",
            [("website_items", 9, None), ("messages_answered", 8, None)],
        ),
        ("网站运行平稳。全年办理审批9件。", []),
        ("县政府网站完成改版。全年主动公开信息9条。", alone("proactive_items_total", 9)),
        (
            "微博1个、公众号2个，累计推送9条。",
            [*alone("accounts", 1, 2), ("newmedia_items", 9, None)],
        ),
    ],
)
def test_the_subject_before_says_who_published(text: str, figures: Figures) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "网站发布9条、微信推送8条，两个平台合计17条。",
            [
                ("website_items", 9, None),
                ("wechat_items", 8, None),
                ("proactive_items_total", 17, None),
            ],
        ),
        ("微信、微博各发布信息9条。", [("weibo_items", 9, None), ("wechat_items", 9, None)]),
        ("各部门、各乡镇各报送信息9条。", []),
        (
            "全年刊发稿件17篇，其中网站9篇、公众号8篇。",
            [
                ("proactive_items_total", 17, None),
                ("website_items", 9, None),
                ("wechat_items", 8, None),
            ],
        ),
        ("9条——这是我局主动公开的政府信息总数。", alone("proactive_items_total", 9)),
        (
            "网站发布信息17条，其中上半年9条、下半年8条。",
            [("website_items", 17, None), ("website_items", 9, 0), ("website_items", 8, 0)],
        ),
        ("上半年推送微信9条，下半年推送微信8条。", alone("wechat_items", 9, 8)),
        ("第三季度网站发布信息9条。", []),
        ("1月9条，2月8条，均通过本局公众号发布。", alone("wechat_items", 9, 8)),
        (
            "公开信息99条。按渠道分，网站50条、微博49条；按内容分，政策类60条、动态类39条。",
            [
                ("proactive_items_total", 99, None),
                ("website_items", 50, None),
                ("weibo_items", 49, None),
            ],
        ),
        (
            "公开信息99条，其中微信30条、重大项目9条。",
            [("proactive_items_total", 99, None), ("wechat_items", 30, None)],
        ),
        (
            "建成公开专区8个，其中镇级8个；另设置查询点63个。",
            [("service_points", 8, None), ("service_points", 8, 0), ("service_points", 63, None)],
        ),
    ],
)
def test_sums_spans_and_parts_by_arithmetic(text: str, figures: Figures) -> None:
    assert sorted(read(text), key=lambda f: (f[2] is not None, f[0])) == sorted(
        figures, key=lambda f: (f[2] is not None, f[0])
    )


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("先后3次组织各部门、各乡镇开展政务公开培训。", alone("training_sessions", 3)),
        ("先后4次组织干部外出考察。", []),
        ("政务公开培训2场、60人次。", [("training_sessions", 2, None), ("trainees", 60, None)]),
        ("组织消防培训2次，参训人员60人次。", []),
        ("对60名工作人员进行了政务公开培训。", alone("trainees", 60)),
        ("选派3名工作人员参加上级业务培训。", []),
        ("12345热线转办9件，2件在办。", alone("hotline_tickets", 9)),
        ("局党组专题研究政务公开工作3次。", alone("meetings", 3)),
        ("县人大常委会召开会议8次。", []),
        ("政协十届三次会议收到提案9件。", []),
        ("热线受理工单9件，办结7件，其余2件正在办理。", alone("hotline_tickets", 9, 7)),
        (
            "信箱收到来信9封，其中咨询5封，已答复8封。",
            [
                ("messages_answered", 9, None),
                ("messages_answered", 5, 0),
                ("messages_answered", 8, None),
            ],
        ),
        ("面向社会征集建议9条。", []),
        ("网站修复错链9条。", []),
    ],
)
def test_events_and_messages(text: str, figures: Figures) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("网站发布信息9条，比2021年的7条多2条。", alone("website_items", 9)),
        ("近三年共召开新闻发布会38场。", []),
        ("2021年受理热线工单7件，2022年受理9件。", alone("hotline_tickets", 9)),
        ("2019年以来公开信息90条，其中2021年9条。", alone("proactive_items_total", 9)),
        ("本年度计划举办培训4期，实际完成5期。", alone("training_sessions", 5)),
        ("公開預算資訊9條。", alone("fiscal_items", 9)),
    ],
)
def test_other_years_and_other_words(text: str, figures: Figures) -> None:
    assert read(text) == figures


def test_a_year_that_this_year_is_compared_with_is_open_without_the_year_of_the_report() -> None:
    text = "2018年主动公开信息90条，今年比去年增加9条。"
    assert read(text) == []
    assert read(text, year=2018) == alone("proactive_items_total", 90)
