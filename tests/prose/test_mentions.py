"""Figures in the prose: metric, value, unit, qualifier, whole, and what must not be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from project_paths import REPORTS
from work_done import calls_of

from gikstudy.model import Document, Line, Mention, Section
from gikstudy.packaged import packaged_rows
from gikstudy.page import make_page
from gikstudy.prose.cues import cues, metric_rows
from gikstudy.prose.flow import flow
from gikstudy.prose.mentions import find_mentions
from gikstudy.prose.numerals import find_figures
from gikstudy.prose.plain import plain
from gikstudy.prose.sections import find_sections
from gikstudy.text import clean

Found = list[tuple[str, float, str, str]]


def mentions(*lines: str, section: str = "overview") -> tuple[Mention, ...]:
    texts = tuple(Line(clean(text), f"L{n}") for n, text in enumerate(lines, 1))
    return find_mentions((Section(section, "", 0, texts),))


def read(text: str) -> Found:
    return [(m.metric, m.value, m.unit, m.qualifier) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "县政府网站累计更新76条、政务新媒体更新230条",
            [("website_items", 76, "条", ""), ("newmedia_items", 230, "条", "")],
        ),
        (
            "全年热线工单总计163件,满意81件,认定为不属受理范围82件",
            [("hotline_tickets", n, "件", "") for n in (163, 81, 82)],
        ),
        (
            "我局在门户网站发布动态类350条、公告公示类1490条,网上信箱收到45条留言",
            [
                ("website_items", 350, "条", ""),
                ("website_items", 1490, "条", ""),
                ("messages_answered", 45, "条", ""),
            ],
        ),
        (
            "“两微一端”推出图文270余期、1900余篇",
            [("newmedia_items", 270, "期", "余"), ("newmedia_items", 1900, "篇", "余")],
        ),
        (
            "全年主动公开各类信息1340条,双公示150条,经费公开310条",
            [
                ("proactive_items_total", 1340, "条", ""),
                ("double_publicity", 150, "条", ""),
                ("fiscal_items", 310, "条", ""),
            ],
        ),
        ("一年内举办180场市政府新闻发布活动", [("press_conferences", 180, "场", "")]),
        (
            "全年收到公开申请1450件(上年度结转15件,结转下年度8件)",
            [
                ("requests_received", 1450, "件", ""),
                ("requests_carried_in", 15, "件", ""),
                ("requests_carried_out", 8, "件", ""),
            ],
        ),
        (
            "各级政府网站及390个政务新媒体发布信息51000余条",
            [("accounts", 390, "个", ""), ("proactive_items_total", 51000, "条", "余")],
        ),
        (
            "共發布信息 2510 條,新版政府門戶網站運行平穩",
            [("proactive_items_total", 2510, "条", "")],
        ),
        ("2012年度主动公开信息的有8条。", [("proactive_items_total", 8, "条", "")]),
        (
            "新收信息公开申请数量4件,上年结转信息公开申请数量3件",
            [("requests_received", 4, "件", ""), ("requests_carried_in", 3, "件", "")],
        ),
        (
            "依申请公开2次,行政复议1次",
            [("requests_received", 2, "次", ""), ("reviews", 1, "次", "")],
        ),
    ],
)
def test_wordings_seen_in_the_wild(text: str, expected: Found) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理9件信息公开申请,8件已答复,1件尚在办理中", {"requests_received": 9, "requests_closed": 8, "requests_carried_out": 1}),
        ("已办结的9件申请中,予以公开7件,其余2件无法提供", {"requests_closed": 9, "requests_granted": 7, "requests_unable": 2}),
        ("办结申请9件,同意公开和部分公开8件", {"requests_closed": 9}),
        ("行政复议9件,结果维持8件,尚未审结1件", {"reviews": 9}),
        ("收到申请9件,无法提供1件", {"requests_received": 9, "requests_unable": 1}),
        ("不予公开2件", {"requests_refused": 2}),
        ("上年度结转的申请数量为零", {"requests_carried_in": 0}),
        ("受理低保申请9件,办结8件", {}),
        ("受理不动产登记申请9件", {}),
        ("收到关于征地补偿安置的政府信息公开申请9件", {"requests_received": 9}),
        ("网站发布信息9条,比上年多发布3条", {"website_items": 9}),
        ("网站月均更新信息9条", {}),
        ("第一季度网站发布信息9条", {}),
        ("自开通以来网站发布信息9条", {}),
        ("向省政府网站报送信息9条", {}),
        ("依托“村村享”平台发布信息9条", {}),
        ("通过微信群推送信息9条", {}),
        ("账号由9个整合为4个", {"accounts": 4}),
        ("抖音号8个", {"accounts": 8}),
        ("抖音号发布作品8个", {"video_items": 8}),
        ("就5项决策征求意见", {}),
        ("举办培训2期,参训人员达80人", {"training_sessions": 2, "trainees": 80}),
        ("召开会议2次,参会人员达80人", {"meetings": 2}),
        ("有8条信息在网站公开", {"website_items": 8}),
        ("微博推送信息9条(2020年:8条)", {"weibo_items": 9}),
        ("行政复议、行政诉讼均为0", {"reviews": 0, "suits": 0}),
    ],
)  # fmt: skip
def test_the_clause_tells_what_a_figure_counts(text: str, expected: dict[str, float]) -> None:
    assert {
        m.metric: m.value for m in mentions(text) if m.part_of is None or m.metric != "reviews"
    } == expected


def rows_of(kind: str) -> list[dict[str, str]]:
    rows = packaged_rows("gikstudy.prose", "mention_cues.csv")
    return [row for row in rows if row["kind"] == kind]


@pytest.mark.parametrize("row", metric_rows(), ids=lambda row: row["metric"])
def test_every_metric_of_the_codebook_has_a_rule_that_reads_its_example(
    row: dict[str, str],
) -> None:
    metric = row["metric"]
    examples = [
        r["example"]
        for r in packaged_rows("gikstudy.prose", "mention_cues.csv")
        if r["metric"] == metric
    ]
    outcome = any(cue.metric == metric for cue in cues("outcome"))
    assert examples
    for example in examples:
        text = f"收到申请9件,其中{example}" if outcome else example
        assert metric in {m.metric for m in mentions(text)}, example


@pytest.mark.parametrize(
    "row",
    packaged_rows("gikstudy.prose", "mention_cues.csv"),
    ids=lambda row: f"{row['kind']} {row['example']}",
)
def test_every_cue_reads_its_example(row: dict[str, str]) -> None:
    pieces = [row["example"], *re.split(r"\d+[条件次期篇份个余]?", row["example"])]
    cue = cues(row["kind"])[rows_of(row["kind"]).index(row)]
    assert any(cue.pattern.search(piece) for piece in pieces)


def test_a_text_without_its_notes_leads_back_to_the_page() -> None:
    text = "“某某财政”微信公众号(粉丝9人)推送信息(含转发)8条"
    bare = plain(text)
    assert bare.text == "微信公众号(粉丝9人)推送信息8条"
    assert all(text[bare.printed(n)] == c for n, c in enumerate(bare.text))
    found = mentions(text)
    assert [(m.metric, m.value) for m in found] == [("followers", 9), ("wechat_items", 8)]
    assert found[1].raw.endswith("推送信息(含转发)8条")


def test_outcomes_told_in_a_bracket_are_no_note() -> None:
    assert plain("3件(不予公开)").text == "3件(不予公开)"
    assert plain("网站(截至2022年底)发布").text == "网站发布"


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百二条", 120), ("三千五条", 3500), ("一万二条", 12000), ("1286(1)条", 1286), ("9份", 9)],
)
def test_shortened_numerals_and_marks_of_notes(text: str, value: float) -> None:
    assert [f.value for f in find_figures(text)] == [value]


@pytest.mark.parametrize("text", ["1.286条", "三四十条", "两三条", "两三百条", "1108。", "共12,"])
def test_what_names_no_single_number_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@pytest.mark.parametrize(
    "row", packaged_rows("gikstudy.prose", "mention_zeros.csv"), ids=lambda row: row["example"]
)
def test_a_statement_that_there_was_nothing_gives_zero(row: dict[str, str]) -> None:
    found = mentions(row["example"] + "。")
    assert {m.metric for m in found} == set(row["metric"].split("|"))
    assert {m.value for m in found} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "《关于印发2022年政务公开工作要点12条的通知》已在网站公开。",
        "国办公开办函〔2021〕30号印发后,网站公开栏目相应调整。",
        "依据《条例》第二十条的规定在网站公开。",
        "网站统计期限为2021年1月1日至12月31日。",
        "网站电话:0000-7654321,邮编010010。",
        "网站信息公开率达到100%。",
        "网站每年至少公开信息12条。",
        "收到申请之日起20个工作日内答复。",
        "网站第3次通过等级保护测评。",
        "该条消息阅读量达10万以上。",
        "全年上报政务信息156条,被采用42条。",
        "网站公开信息同比增加20条。",
        "无正当理由大量反复申请的,不予处理。",
        "不予公开信息有7条,多为人事安排。",
        "公开网建成后,通过省级以上媒体渠道发布宣传信息40篇,其中中央媒体录用6篇。",
        "后台设置录入、终审登录两个账号。",
        "未经复议直接起诉的情形另行统计。",
    ],
)
def test_titles_dates_laws_duties_and_foreign_figures_are_no_mentions(text: str) -> None:
    assert read(text) == []


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


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市政务新媒体更新信息12条。", "region"),
        ("我局微信推送信息12条。", "own"),
        ("网站总访问量12次。", "site"),
    ],
)
def test_scope_tells_whose_figure_it_is(text: str, scope: str) -> None:
    assert [m.scope for m in mentions(text)] == [scope]


def test_the_locus_leads_to_the_line_that_holds_the_figure() -> None:
    lines = ("做好公开工作,抓好落实,确保各项任务按时完成。", "网站公开信息12条。", "微信推送9条。")
    for mention in mentions(*lines):
        line = lines[int(mention.locus[1:]) - 1]
        assert mention.raw in line
        assert str(mention.value) in mention.raw


def test_a_wrapped_line_is_read_as_one_sentence_with_the_place_of_its_number() -> None:
    found = mentions("全年我局通过某某人民政府门户网站公开政务", "信息348条,群众反映良好。")
    assert [(m.metric, m.value, m.locus) for m in found] == [("website_items", 348, "L2")]


def test_section_five_and_the_preamble_tell_no_figures_of_the_year() -> None:
    assert mentions("计划在网站公开信息100条。", section="problems") == ()
    both = (
        Section("preamble", "", 0, (Line("网站公开信息5条。", "L1"),)),
        Section("overview", "", 1, (Line("网站公开信息6条。", "L2"),)),
    )
    assert [m.value for m in find_mentions(both)] == [6]
    assert [m.value for m in find_mentions(both[:1])] == [5]


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("二十三件", 23, "件", ""),
        ("两条", 2, "条", ""),
        ("五百余条", 500, "条", "余"),
        ("一千二百人次", 1200, "人次", ""),
        ("1.2万条", 12000, "条", ""),
        ("5.6万余条", 56000, "条", "余"),
        ("1.3亿次", 130_000_000, "次", ""),
        ("2,318条", 2318, "条", ""),
        ("1 560条", 1560, "条", ""),
        ("近1400条", 1400, "条", "近"),
        ("约300件", 300, "件", "约"),
        ("1500条以上", 1500, "条", "以上"),
        ("300多人", 300, "人", "多"),
        ("0.32万元", 3200, "元", ""),
        ("3.7万", 37000, "", ""),
    ],
)
def test_figures_with_multipliers_qualifiers_and_chinese_numerals(
    text: str, value: float, unit: str, qualifier: str
) -> None:
    assert [(f.value, f.unit, f.qualifier) for f in find_figures(text)] == [
        (value, unit, qualifier)
    ]


@pytest.mark.parametrize(
    "text", ["第12条", "条例", "3个月", "数十条", "几百件", "2020年", "一件事", "12%", "三四件"]
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@given(st.integers(0, 10**7), st.sampled_from("条件篇次期"), st.sampled_from(["", "余"]))
def test_any_number_of_items_is_read_as_printed(number: int, unit: str, more: str) -> None:
    found = list(find_figures(f"发布{number}{more}{unit}"))
    assert [(f.value, f.unit, f.qualifier) for f in found] == [(number, unit, more)]


@given(
    st.lists(
        st.text("公开网站信息,。;:(其中)0123456789条件一二两万余申请收到", max_size=40), max_size=4
    )
)
def test_no_text_breaks_the_reading_and_parts_point_to_wholes(lines: list[str]) -> None:
    found = mentions(*lines)
    for position, mention in enumerate(found):
        assert mention.value >= 0
        if mention.part_of is not None:
            assert mention.part_of < position
            assert found[mention.part_of].part_of is None


def test_a_flow_knows_the_line_of_every_character() -> None:
    lines = (Line("甲乙丙。", "L1"), Line("丁戊", "L2"), Line("己。", "L3"))
    text = flow(Section("overview", "", 0, lines))
    assert text.text == "甲乙丙。\n丁戊\n己。"
    assert [text.locus(text.text.index(c)) for c in "丙丁己"] == ["L1", "L2", "L3"]


REAL: dict[str, list[tuple[str, float, int | None]]] = {
    "000": [
        ("monitoring_checks", 12, None),
        ("website_items", 1288, None),
        *(("website_items", n, 1) for n in (145, 238, 215, 298, 123, 168, 101)),
        ("website_items", 618, None),
        ("messages_answered", 75, None),
        ("website_items", 601, None),
        ("interpretations", 21, None),
    ],
    "001": [
        ("interpretations", 6, None),
        ("press_conferences", 2, None),
        ("unique_visitors", 104834, None),
        ("visits", 347175, None),
        ("website_items", 2502, None),
        ("website_items", 1937, 4),
        ("website_items", 565, 4),
        ("gazette_issues", 5, None),
        ("newmedia_items", 260, None),
        ("newmedia_items", 1800, None),
        ("video_items", 207, None),
        ("followers", 37000, None),
        ("training_sessions", 15, None),
    ],
    "002": [
        ("website_items", 66, None),
        ("newmedia_items", 220, None),
        ("requests_received", 0, None),
        ("hotline_tickets", 157, None),
        ("hotline_tickets", 77, 3),
        ("hotline_tickets", 80, 3),
        ("fee_collected", 0, None),
    ],
    "003": [
        ("website_items", 1338, None),
        ("double_publicity", 142, None),
        ("fiscal_items", 312, None),
        ("requests_received", 7, None),
        ("requests_granted", 3, 3),
        ("requests_refused", 3, 3),
        ("requests_not_processed", 1, 3),
        ("fee_collected", 0, None),
    ],
    "004": [
        ("website_items", 347, None),
        ("website_items", 1485, None),
        ("messages_answered", 42, None),
        ("newmedia_items", 572, None),
    ],
}


def test_a_serial_number_of_any_length_is_no_figure() -> None:
    assert not list(find_figures("1" * 19 + "条"))
    assert not list(find_figures("1" * 5_000 + "条"))
    assert [f.value for f in find_figures("1" * 18 + "条")] == [int("1" * 18)]


@pytest.mark.parametrize(
    ("piece", "figures"),
    [("1", 0), ("未收到申请、", 0), ("推送微信3条、", 1), ("收到申请3件、", 1)],
)
@pytest.mark.usefixtures("ends")
def test_a_line_without_stops_is_read_with_work_that_grows_as_its_length(
    piece: str, figures: int
) -> None:
    # With a search from the start of the line for every figure these would take minutes.
    times = 60_000 // len(piece)
    found = [m for m in mentions(piece * times) if m.value]
    assert len(found) == figures * times
    short, long = (calls_of(lambda n=n: mentions(piece * n)) for n in (times // 8, times // 4))
    assert long <= 2.1 * short


@pytest.mark.skipif(not REPORTS.is_dir(), reason="GIKSTUDY_REPORTS names no folder")
@pytest.mark.parametrize("name", REAL)
def test_real_reports_give_these_figures_and_no_others(name: str) -> None:
    text = REPORTS.joinpath(f"report_{name}.txt").read_text("utf-8")
    lines = tuple(Line(line, f"L{n}") for n, line in enumerate(text.split("\n"), 1))
    page = make_page(Document(name, "", 0, "txt", "utf-8", lines))
    found = find_mentions(find_sections(page, frozenset()))
    assert [(m.metric, m.value, m.part_of) for m in found] == REAL[name]
