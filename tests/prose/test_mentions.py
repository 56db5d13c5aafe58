"""Figures in the prose: metric, value, unit and qualifier, and what must not be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mention_texts import Found, mentions, read
from project_paths import REPORTS
from work_done import calls_of

from gikstudy.model import Document, Line, Section
from gikstudy.packaged import packaged_rows
from gikstudy.page import make_page
from gikstudy.prose.cues import cues, metric_rows
from gikstudy.prose.flow import flow
from gikstudy.prose.mentions import find_mentions
from gikstudy.prose.plain import plain
from gikstudy.prose.sections import find_sections


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
        ("主动公开信息数:9条;微信公众号:共8条;收到申请:7件", {"proactive_items_total": 9, "wechat_items": 8, "requests_received": 7}),
        ("官网及公众号发布9条和8条", {"website_items": 9, "wechat_items": 8}),
        ("网站和微博发布信息各9条", {"website_items": 9, "weibo_items": 9}),
        ("予以公开、部分公开分别为9件、8件", {"requests_granted": 9, "requests_partial": 8}),
        ("网站发布9条,微博发布8条,合计17条", {"website_items": 9, "weibo_items": 8, "proactive_items_total": 17}),
        ("新收申请9件,上年结转3件,合计12件", {"requests_received": 9, "requests_carried_in": 3}),
        ("发布规范性文件及其解读共9件", {}),
        ("发布预算、规范性文件、政策解读等9件", {}),
        ("行政复议和行政诉讼9件", {}),
        ("行政复议和行政诉讼0件", {"reviews": 0, "suits": 0}),
        ("收到申请9件,办结8件,结转1件", {"requests_received": 9, "requests_closed": 8, "requests_carried_out": 1}),
        ("新增政府信息公开申请9件,结转1件", {"requests_received": 9}),
        ("尚有3件申请正在办理之中", {"requests_carried_out": 3}),
        ("接收信函4封,均为政府信息公开申请", {"requests_by_channel": 4}),
        ("接收信函4封,均为慰问", {}),
        ("办结申请9件,不予公开4件,其他5件", {"requests_closed": 9, "requests_refused": 4, "requests_other": 5}),
        ("网站和信函受理申请9件", {"requests_received": 9}),
        ("2020年公开信息8条,2021年公开信息9条", {"proactive_items_total": 9}),
        ("粉丝较年初新增2万,达9万", {"followers": 90000}),
        ("通过电子屏等线下载体发布信息9条", {}),
        ("线上线下共公开信息9条", {"proactive_items_total": 9}),
        ("短视频9个", {"video_items": 9}),
        ("网站公示行政处罚信息9条", {"website_items": 9}),
        ("公开行政处罚信息9条", {}),
        ("无信息公开申请行政复议", {"reviews": 0}),
        ("全年无人申请公开政府信息", {"requests_received": 0}),
    ],
)  # fmt: skip
def test_the_clause_tells_what_a_figure_counts(text: str, expected: dict[str, float]) -> None:
    assert {
        m.metric: m.value for m in mentions(text) if m.part_of is None or m.metric != "reviews"
    } == expected


def test_a_list_may_hold_topics_and_parts_may_have_parts() -> None:
    found = mentions("双公示9条,其中行政许可7条,行政处罚2条。")
    assert [(m.value, m.part_of) for m in found] == [(9, None), (7, 0), (2, 0)]
    found = mentions("网站公开信息30条,其中机构类18条,内有领导9条、职能5条、概况4条;工作类12条。")
    assert [(m.value, m.part_of) for m in found] == [(30, None), (18, 0), (12, 0)]


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
    outcome = any(cue.metric == metric for cue in cues("outcome", "absent"))
    assert examples
    for example in examples:
        text = f"收到申请9件,其中{example}" if outcome else example
        assert metric in {m.metric for m in mentions(text, year=2012)}, example


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
