"""Figures in the words of the openings of real pages, retold: outcomes, fees, letters, parts, stocks.

Each kind has its relatives beside it, and what only looks like it.
"""

from __future__ import annotations

import pytest
from mention_texts import counted

from gikstudy.model import Line, Section
from gikstudy.prose.mentions import find_mentions
from gikstudy.text import clean

KINDS = {
    "one request for what is not there is an outcome, and no denial": [
        (
            "同意公开8件,不予公开2件,信息不存在1件",
            "requests_granted=8 requests_refused=2 requests_unable=1",
        ),
        (
            "依申請公開辦結12件,其中同意公開8件,信息不存在1件,不予公開3件",
            "requests_closed=12 requests_granted=8<0 requests_unable=1<0 requests_refused=3<0",
        ),
        ("没有现成信息1件", "requests_unable=1"),
        ("无现成信息需要另行制作1件", "requests_unable=1"),
        ("收到申请3件,答复信息不存在1件", "requests_received=3 requests_unable=1<0"),
        ("不存在一起行政复议", "reviews=0"),
        ("未发生1起行政诉讼", "suits=0"),
        ("没有1件申请", ""),
    ],
    "cases that are joined are not counted once more": [
        ("收到申请9件,合并为4件办理", "requests_received=9"),
        ("收到申请9件,其中6件合并为4件答复", "requests_received=9"),
        ("新收申请9宗,6宗归并为4宗", "requests_received=9"),
        ("政务新媒体由9个整合为4个", "accounts=4"),
        ("政务新媒体合并为4个", "accounts=4"),
    ],
    "one copy of each document is no number of items": [
        ("网站更新公开指南、公开目录各一份", ""),
        ("官網發佈年報、指南各1份", ""),
        ("制发规范性文件及解读各1份", "interpretations=1 normative_docs=1"),
        ("微信、微博各发布9条", "weibo_items=9 wechat_items=9"),
    ],
    "nothing charged in more words": [
        ("没有向申请人收取费用。", "fee_collected=0"),
        ("我局没有就政府信息公开收取任何费用", "fee_collected=0"),
        ("未向公民、法人收取任何与政府信息公开工作相关的费用", "fee_collected=0"),
        ("未因提供信息公开服务收取费用", "fee_collected=0"),
        ("没有向信息公开的查阅人或申请人进行收费", "fee_collected=0"),
        ("未有收取或减免相关费用的情况", "fee_collected=0"),
        ("没有向企业收取任何费用", ""),
        ("未就信访事项收取费用", ""),
        ("未向社会公众收取任何与停车有关的费用", ""),
        ("没有向申请人收取费用减免", ""),
        ("未对停车收费", ""),
    ],
    "inquiries and what people ask": [
        ("接受社会公众电话咨询90次,来人来访咨询8人次", "messages_answered=90 messages_answered=8"),
        ("接待群众当面咨询900余人次", "messages_answered=900"),
        ("电话接听咨询约1.8万人次", "messages_answered=18000"),
        ("接听咨询电话90起,其中投诉电话0个", "messages_answered=90"),
        ("受理群众咨询电话90余次", "messages_answered=90"),
        ("回复网络问政68件", "messages_answered=68"),
        ("收到网民留言6份", "messages_answered=6"),
        ("回应市民诉求19件", "messages_answered=19"),
        ("回答网民疑问9条", "messages_answered=9"),
        ("12345热线受理市民诉求19件", "hotline_tickets=19"),
        ("公布咨询电话1个", ""),
        ("接听12333咨询热线900起", ""),
        ("接受就业电话咨询900次", ""),
        ("开展网络问政活动3次", ""),
        ("回答记者提问9个", ""),
    ],
    "what a box of letters published, and words that end like letters": [
        ("领导信箱公开信息21条", ""),
        ("发布80条项目批复信息", ""),
        ("县长信箱收到信息90条", "messages_answered=90"),
        ("收到复信8件", "messages_answered=8"),
    ],
    "visitors and what they looked at": [
        ("网站浏览量874次,访客数736位", "visits=874 unique_visitors=736"),
        ("門戶網站信息瀏覽約37萬人次", "visits=370000"),
        ("访客数据9条", ""),
    ],
    "sites by other names": [
        ("在区管委会公众网公开信息83条", "website_items=83"),
        ("通过外网发布统计信息86条", "website_items=86"),
        ("在市政府信息公开系统公开31条", "website_items=31"),
        ("在信息公开目录系统发布信息9条", "website_items=9"),
        ("信息公开系统收到申请9件", "requests_by_channel=9"),
        ("公众网络宣传9条", ""),
    ],
    "two channels, one with its body's name": [
        (
            "通过政务网以及会同高新技术产业开发区管委会公众号公开各类信息147条",
            "proactive_items_total=147",
        ),
        ("在县政府网站和县住房和城乡建设局微信公众号发布信息90条", "proactive_items_total=90"),
        ("网站发布信息80条,县住建局公众号发布信息90条", "website_items=80 wechat_items=90"),
    ],
    "all items in more words": [
        ("公开预算说明、履职依据等内容共计41条", "proactive_items_total=41"),
        ("主动公开和更新各类信息912条", "proactive_items_total=912"),
        ("全年新增主动公开41条,历年累计公开503条", "proactive_items_total=41"),
        ("主动公开坪村镇政府信息33条", "proactive_items_total=33"),
        ("我局主动公开271件,办结依申请公开38件", "proactive_items_total=271 requests_closed=38"),
        ("公众号推送政策解读、便民服务等内容90条", "wechat_items=90"),
        ("我镇信息主动公开271条", "proactive_items_total=271"),
        ("公文信息主动公开属性9件", ""),
        ("制发文件30件,主动公开9件", ""),
        ("新增公开专栏9个", ""),
        ("主动公开公安局处罚信息9条", ""),
    ],
    "a stock of earlier years before the number of this year": [
        (
            "截至2018年底,我局累计主动公开政府信息940条。本年度主动公开政府信息412条",
            "proactive_items_total=412",
        ),
        (
            "到2008年底累计主动公开政府信息928条,其中,本年度新增主动公开政府信息210条",
            "proactive_items_total=210",
        ),
        (
            "截至12月底,我局累计主动公开政府信息90条。今年制定规范性文件8件",
            "proactive_items_total=90 normative_docs=8",
        ),
        (
            "截至12月底,累计主动公开政府信息90条,网站公开80条",
            "proactive_items_total=90 website_items=80",
        ),
    ],
    "items made, by what may become of them": [
        (
            "制作政府信息281条,其中主动公开信息98条,依申请公开信息42条,不予公开信息141条",
            "proactive_items_total=98",
        ),
        ("形成文件90件,其中主动公开80件,依申请公开8件,不予公开2件", ""),
        ("收到申请9件,依申请公开信息8件", "requests_received=9 requests_received=8"),
    ],
    "meetings that were disclosed": [
        ("公开县政府常务会议18次", ""),
        ("主动公开市政府常务会议13次,市政府全体会议1次", ""),
        ("公开政府常务会议9次,召开政务公开会议2次", "meetings=2"),
        ("召开县政府常务会议研究政务公开工作2次", "meetings=2"),
        ("召开政务公开全体会议2次", "meetings=2"),
    ],
    "answers and requests in hand": [
        ("已处理申请情况数0条", "requests_closed=0"),
        ("对申请的答复总数为309条,其中同意公开287条", "requests_closed=309 requests_granted=287<0"),
        ("依申请公开信息办理数33件", "requests_closed=33"),
        ("依申请信息公开办理有58件", "requests_closed=58"),
        ("依申请公开信息9件", "requests_received=9"),
        ("收到政府信息公开申请5次", "requests_received=5"),
        (
            "收到申请9件,答复7件,办理中2件",
            "requests_received=9 requests_closed=7 requests_carried_out=2",
        ),
        ("另处理重复申请2件", "requests_not_processed=2"),
        ("予以公开3件,另行处理2件", "requests_granted=3 requests_other=2"),
        ("接到群众依申请公开电话咨询60余次", ""),
        ("共收到24份依申请公开件,依法依规答复处理21件", "requests_received=24 requests_closed=21"),
        ("许可办理中9件", ""),
    ],
    "requests that did not come in more words": [
        ("未有受理信息公开申请、行政复议、诉讼", "requests_received=0 reviews=0 suits=0"),
        ("未发生政府信息公开依申请件", "requests_received=0"),
        ("未有人受理", ""),
        ("没有申请公开政府信息和不予公开政府信息的情况", "requests_received=0"),
        ("没有申请公开政府信息的人", ""),
    ],
    "a number that repeats how many channels were named": [
        ("官方微博、微信两个自媒体共发布信息216条次", "newmedia_items=216"),
        ("微博、微信2个新媒体账号发布信息90条", "newmedia_items=90"),
        ("政务新媒体3个共发布信息90条", "accounts=3 newmedia_items=90"),
    ],
    "zeros are parts of nothing": [
        ("制发规范性文件0件,行政许可0件,行政处罚0件", "normative_docs=0"),
        ("规范性文件8件,行政许可0件", "normative_docs=8"),
    ],
    "other ways to publish are no platform": [
        (
            "政务微信公开932条、其它便于公众知晓的方式公开信息317条",
            "wechat_items=932",
        ),
        ("以便于公众知晓的方式公开信息90条", ""),
    ],
    "a topic that begins like a body": [
        (
            "公开信息92条。其中,部门工作动态信息61条,乡镇文件8条",
            "proactive_items_total=92",
        ),
        ("公开信息92条,其中县级部门61条", "proactive_items_total=92 proactive_items_total=61<0"),
    ],
    "finance by its topic": [
        ("政府网站发布信息90条,其中财政资金类5条", "website_items=90 fiscal_items=5"),
        ("公开财务预决算情况3篇", "fiscal_items=3"),
        ("财政资金类栏目5个", ""),
    ],
}


@pytest.mark.parametrize(
    ("text", "figures"),
    [pytest.param(*case, id=case[0]) for cases in KINDS.values() for case in cases],
)
def test_the_figures_of_an_opening(text, figures):
    assert counted(text) == figures


def fees(heading: str, text: str) -> list[tuple[str, float]]:
    lines = (Line(clean(text), "L1"),)
    return [
        (m.metric, m.value) for m in find_mentions((Section("requests", heading, 0, lines),), 2010)
    ]


NONE = [("fee_collected", 0)]


@pytest.mark.parametrize(
    ("heading", "text", "figures"),
    [
        ("四、收费及减免情况", "本年度没有收费。", NONE),
        ("四、收費及減免情況", "本年度没有收费。", NONE),
        ("四、费用收取与减免情况", "没有产生费用。", NONE),
        ("五、收费情况", "全部免费。", NONE),
        ("五、收费情况", "我局对政府信息公开未予收费。", NONE),
        ("五、收费和减免情况", "没有收费和减免情况。", NONE),
        ("五、收费和减免情况", "印刷、邮寄费用都予以减免,全年未收取相关费用。", NONE),
        ("五、收费和减免情况", "没有公民、法人的信息公开收费和减免情况。", NONE),
        ("四、收费情况", "我局收取复制费90元。", [("fee_collected", 90)]),
        ("四、收费情况", "共收费9元,其他均免费。", [("fee_collected", 9)]),
        ("四、收费情况", "没有收费项目。", []),
        ("四、收费情况", "没有减免费用的情况。", []),
        ("四、收费情况", "办理许可没有收费。", []),
        ("三、依申请公开情况", "本年度没有收费。", []),
    ],
)
def test_the_part_on_fees_needs_no_other_noun(heading, text, figures):
    assert fees(heading, text) == figures


def test_a_later_heading_opens_no_overview():
    """A copy that lost its first headings keeps the figures above the heading that it has."""
    from gikstudy import read_report

    text = (
        "会同县2013年度政府信息公开工作年度报告\n(一)主动公开政府信息的数量。全年网站公开政府信息211条。\n"
        "三、办理情况\n我县全年办结政府信息公开申请3件,均按期答复。\n四、政府信息公开的收费及减免情况\n没有收费。\n"
        "五、因政府信息公开申请行政复议、提起行政诉讼的情况\n没有行政复议和行政诉讼。\n"
    )
    found = {m.metric: m.value for m in read_report(text.encode()).mentions}
    assert found == {
        "website_items": 211, "requests_closed": 3, "fee_collected": 0, "reviews": 0, "suits": 0
    }  # fmt: skip
