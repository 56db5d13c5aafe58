"""Items and events in the words of real pages that an earlier reader missed.

Each kind has its relatives beside it, and what only looks like it.
"""

from __future__ import annotations

import pytest
from mention_texts import counted

KINDS = {
    "press conferences in any order": [
        ("本局召开的新闻发布会共2个", "press_conferences=2"),
        ("举办新闻发布会、通气会共5场", "press_conferences=5"),
        ("新闻发布会、培训班8场", ""),
        ("参加新闻发布会的部门9个", ""),
        ("设立新闻发布专栏1个", ""),
    ],
    "normative documents by the piece and those in force": [
        ("规范性文件7篇,政策解读8篇", "normative_docs=7 interpretations=8"),
        ("规范性文件解读7篇", "interpretations=7"),
        (
            "制发规范性文件3件,废止规范性文件12件,现行有效件数21件。",
            "normative_docs=3 normative_docs=21",
        ),
        ("出台规范性文件3件,目前有效文件21件", "normative_docs=3 normative_docs=21"),
        ("现行有效制度21件", ""),
    ],
    "all items published and passed on": [
        ("共发布转载信息3886条", "proactive_items_total=3886"),
        ("发布、转载各类信息90条,其中转载70条", "proactive_items_total=90"),
        ("政府网站发布转载信息90条", "website_items=90"),
        ("转载信息70条", ""),
    ],
    "checks of what the website shows": [
        ("开展错敏信息排查3次", "monitoring_checks=3"),
        ("网站栏目内容排查2次", "monitoring_checks=2"),
        ("开展安全隐患排查7次", ""),
    ],
    "figures of finance": [
        ("公开动态9条,财政数据3条", "fiscal_items=3"),
        ("公开预决算数据8条、统计数据3条", "fiscal_items=8"),
    ],
    "platforms of disclosure are the website": [
        ("在政府信息公开基础平台公开文件38件", "website_items=38"),
        ("通过信息公开统一平台发布信息38条", "website_items=38"),
        ("微信公众号发布9条,集约化平台发布信息8条", "wechat_items=9 website_items=8"),
    ],
    "information in other units": [
        (
            "全年累计公开政府信息287项,其中政策文件29项,政策解读54项",
            "proactive_items_total=287 interpretations=54",
        ),
        ("通过门户网站公开政府信息36项", "website_items=36"),
        ("政府网站、微信公众号共发布信息36项", "proactive_items_total=36"),
        ("主动公开政府信息36则", "proactive_items_total=36"),
        ("网站公开权力清单9项", ""),
        (
            "主动公开人大代表建议和政协提案办理情况84项,公开信箱答复情况12项",
            "proposals_published=84 messages_answered=12",
        ),
        ("采纳合理化建议9项", ""),
        ("留言制度8项", ""),
    ],
    "more channels than are named": [
        ("通过县门户网站“信息公开”专栏等平台,累计主动公开政府信息29条", "proactive_items_total=29"),
        (
            "通过县政府网站、省厅集约化平台等主动公开政府信息93条,其中,在县政府网站公开信息44条,在集约化平台公开信息45条",
            "proactive_items_total=93 website_items=44 website_items=45",
        ),
        ("通过政府网站等方式公开信息9条", "proactive_items_total=9"),
        ("微信公众号等平台发布信息9条", ""),
        ("微信、微博等平台发布信息9条", "newmedia_items=9"),
        ("微信公众号等新媒体平台发布信息9条", "newmedia_items=9"),
        ("政府网站公开指南、公告等信息9条", "website_items=9"),
        ("网站等级保护测评后,网站发布信息9条", "website_items=9"),
    ],
    "all items beside those of the website": [
        (
            "在县信息公开网站公开政府信息60条,主动公开政府信息数90条,其中,工作信息类67条,脱贫信息23条",
            "website_items=60 proactive_items_total=90 proactive_items_total=67<1 proactive_items_total=23<1",
        ),
        ("网站公开工作扎实,主动公开政府信息数110条", "website_items=110"),
        ("主动公开信息110条,其中在专栏公开60条", "proactive_items_total=110 website_items=60"),
        ("网站公开信息60条,累计主动公开信息50条", "website_items=60 website_items=50"),
        ("县政府网公开信息70条,县政府部门和镇共公开各类政府信息145条", "website_items=70"),
    ],
    "a title that is a channel": [
        ("(一)政府网站。2022年共主动公开政府信息165条。", "website_items=165"),
        ("(一)镇政府网站主页。全年共公开信息65条。", "website_items=65"),
        ("微博主页发布信息9条", "weibo_items=9"),
    ],
    "parts told before their sum": [
        (
            "通过政务公开网主动公开基础信息135条,重大项目信息5条,水利信息81条,合计共221条",
            "website_items=135<3 website_items=5<3 website_items=81<3 website_items=221",
        ),
        (
            "公众号发布动态80条,公告5条,总计85条",
            "wechat_items=80<2 wechat_items=5<2 wechat_items=85",
        ),
        ("公众号发布动态80条,公告5条,总计95条", "wechat_items=80 wechat_items=5 wechat_items=95"),
    ],
    "parts of a sum that have other names": [
        (
            "网站累计公开124条,各类政务信息115条、财政预决算9条",
            "website_items=124 website_items=115<0 fiscal_items=9",
        ),
        (
            "网站累计公开124条,各类政务信息105条、财政预决算9条",
            "website_items=124 website_items=105 fiscal_items=9",
        ),
        (
            "新媒体平台累计发布信息300条,其中某平台发布稿件80篇,微博发布信息100条",
            "newmedia_items=300 newmedia_items=80<0 weibo_items=100",
        ),
    ],
    "events and documents of several kinds count for none": [
        ("组织媒体通气会、集中采访、座谈会9场", ""),
        ("举办新闻发布会、专题培训、工作会议8场", ""),
        ("发布规范性文件、通知公告、政策解读8篇", ""),
    ],
    "a category with interpretations in it": [
        (
            "门户网站公开政府信息633条,其中政策法规及解读类46条、工作动态类145条",
            "website_items=633 website_items=46<0 website_items=145<0",
        ),
        ("发布政策法规和解读信息46条", ""),
        ("网站公开政策文件和解读8篇", "website_items=8"),
        ("共发布政策文件及解读各8件", "interpretations=8"),
        ("部门和专家解读9篇", "interpretations=9"),
        ("政策文件解读9篇", "interpretations=9"),
    ],
    "an attribute of documents is no request": [
        ("依申请公开的政府信息9件", "requests_received=9"),
        ("属于依申请公开的信息9条", ""),
        ("依申请公开的信息9条在网站发布", "website_items=9"),
    ],
    "works on platforms of videos": [
        ("依托抖音、快手等平台发布视频9个", "video_items=9"),
        ("微博等平台发布信息9条", ""),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text", "figures"),
    [(kind, *case) for kind, cases in KINDS.items() for case in cases],
)
def test_figures_of_a_kind(kind: str, text: str, figures: str) -> None:
    assert counted(text) == figures, kind
