"""Requests, cases, fees and letters in the words of real pages that an earlier reader missed.

Each kind has its relatives beside it, and what only looks like it.
"""

from __future__ import annotations

import pytest
from mention_texts import counted

KINDS = {
    "cases that did not happen are none in any unit": [
        ("行政复议、行政诉讼0条。", "reviews=0 suits=0"),
        ("因政府信息公开引起的行政复议4条,行政诉讼0条", "reviews=4 suits=0"),
        ("行政复议和行政诉讼案均为0起。", "reviews=0 suits=0"),
        ("行政复议、行政诉讼10条", ""),
        ("网站公开行政复议9条", "website_items=9"),
        ("发布行政复议决定书9条", ""),
    ],
    "a sentence on disputes says nothing of requests": [
        ("未发生依申请公开工作方面的行政复议和行政诉讼", "reviews=0 suits=0"),
        ("未收到因信息公开申请引起的投诉", ""),
        ("未收到信息公开申请相关的复议", "reviews=0"),
        ("未发生依申请公开和主动公开方面的行政复议", "reviews=0"),
        ("未发生依申请公开、行政复议和行政诉讼", "reviews=0 suits=0 requests_received=0"),
        (
            "未收到政府信息公开申请,也没有因公开引起的复议、诉讼",
            "requests_received=0 reviews=0 suits=0",
        ),
        ("未收到公开申请和投诉", "requests_received=0"),
    ],
    "civil suits are not counted": [
        ("处理民事诉讼3件,无行政复议和行政诉讼案件", "reviews=0 suits=0"),
        ("民事诉讼3件,行政诉讼2件", "suits=2"),
        ("未发生民事诉讼", ""),
        ("刑事诉讼案件4件", ""),
        ("民事诉讼案件4项", ""),
        ("公益诉讼案件4条", ""),
        ("行政诉讼案件4件", "suits=4"),
        ("无民事诉讼和行政复议", "reviews=0"),
    ],
    "requests that did not come in other words": [
        ("未接到市民要求公开的信息", "requests_received=0"),
        ("没有收到企业、群众要求提供的政府信息", "requests_received=0"),
        ("没有收到公开请求", "requests_received=0"),
        ("没有出现政府信息依申请公开事项", "requests_received=0"),
        ("本年没有发生信息依申请情况", "requests_received=0"),
        ("没有接到要求公开信息不准确的投诉", ""),
    ],
    "no fee told beside requests": [
        ("本镇未收到依申请公开请求;未收取任何费用。", "requests_received=0 fee_collected=0"),
        ("收到信息公开申请2件。没有收取任何费用。", "requests_received=2 fee_collected=0"),
        ("全年依申请公开不收取任何费用", "fee_collected=0"),
        ("办理信息公开申请不收取检索费", "fee_collected=0"),
        ("停车场管理规范。没有收取任何费用。", ""),
        ("收到公开申请3件,办理取水许可8件。没有收取任何费用。", "requests_received=3"),
        ("依申请公开一般不收取费用", ""),
        ("提供公开信息,除邮寄外不收取费用。", ""),
        ("不收取任何费用的项目有9项", ""),
    ],
    "nothing moved to a year that is named": [
        ("无结转2023年继续办理的申请", "requests_carried_out=0"),
        ("没有结转至2023年办理的件", "requests_carried_out=0"),
        ("无结转2021年的申请", ""),
    ],
    "requests moved in both orders of the word": [
        ("上年转结政府信息公开申请3件", "requests_carried_in=3"),
        ("收到申请9件,去年轉結申請2件", "requests_received=9 requests_carried_in=2"),
        ("上年度转结信息公开申请0件,本年新收8件", "requests_carried_in=0 requests_received=8"),
        ("无上年转结申请", "requests_carried_in=0"),
        ("新收申请8件,转结下年度2件", "requests_received=8 requests_carried_out=2"),
        ("去年公开信息9条", ""),
    ],
    "inquiries on disclosure and their ways": [
        (
            "共接受政务公开方面的咨询36人次。其中,电话咨询36人次",
            "messages_answered=36 messages_answered=36<0",
        ),
        (
            "共接受政府信息公開方面的諮詢207人次。其中,電話諮詢150人次,現場諮詢57人次。",
            "messages_answered=207 messages_answered=150<0 messages_answered=57<0",
        ),
        ("接受信息公开法律咨询9人次", ""),
        ("普法活动接受咨询204人次", ""),
    ],
    "a note says what came into the box": [
        ("办理县长信箱(网上信访)112件", "messages_answered=112"),
        ("办理领导信箱(信访投诉类)112件、热线8件", "messages_answered=112 hotline_tickets=8"),
        ("答复申请9件(予以公开8件)", "requests_closed=9 requests_granted=8<0"),
    ],
    "requests by other names": [
        ("依申请公开政务信息数3件,已按时办理", "requests_received=3"),
        (
            "受理答复依申请公开件34件(含2022年结转0件),办结34件。其中,予以公开7件,无法提供27件",
            "requests_received=34 requests_carried_in=0 requests_closed=34 requests_granted=7<2 requests_unable=27<2",
        ),
        ("收到并办结信息公开申请9件,其中予以公开9件", "requests_received=9 requests_granted=9<0"),
        ("收到申请9件,受理答复8件", "requests_received=9 requests_closed=8"),
        ("办理向管委会申请的政府信息48件,全部按时办结", "requests_closed=48"),
        ("收到向本局申请公开的信息8件", "requests_received=8"),
        ("依申请公开政务信息的办结数4件", "requests_closed=4"),
    ],
    "ways in which requests came": [
        (
            "收到申请11件。从申请方式看,邮件申请7件,官网申请4件",
            "requests_received=11 requests_by_channel=7<0 requests_by_channel=4<0",
        ),
        (
            "收到申请11件,其中官网申请4件,微信公众号申请2件,现场申请5件",
            "requests_received=11 requests_by_channel=4<0 requests_by_channel=2<0 requests_by_channel=5<0",
        ),
        (
            "收到申请9件,门户网站申请4件、公众号申请5件",
            "requests_received=9 requests_by_channel=4<0 requests_by_channel=5<0",
        ),
        ("官网发布信息9条,官网申请4件", "website_items=9 requests_by_channel=4"),
    ],
    "the ways of requests that were closed": [
        (
            "办理政府信息公开申请21件。其中,网络申请14件,书面申请7件,都按时办结",
            "requests_closed=21 requests_by_channel=14<0 requests_by_channel=7<0",
        ),
        (
            "收到申请30件,办结21件,其中网络申请14件",
            "requests_received=30 requests_closed=21 requests_by_channel=14<0",
        ),
    ],
    "none of none is told once": [
        ("受理政府信息公开申请0件,自然人申请办件量0件,法人0件", "requests_received=0"),
        (
            "收到申请2件,其中自然人2件、法人0件",
            "requests_received=2 requests_received=2<0 requests_received=0<0",
        ),
    ],
    "no fee for other applications": [
        ("办理不动产登记申请9件,不收取任何费用", ""),
        ("依申请公开不收费的信息9条", ""),
    ],
}


@pytest.mark.parametrize(
    ("kind", "text", "figures"),
    [(kind, *case) for kind, cases in KINDS.items() for case in cases],
)
def test_figures_of_a_kind(kind: str, text: str, figures: str) -> None:
    assert counted(text) == figures, kind


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("确定2名工作人员负责政府信息公开工作", "staff=2"),
        ("配备了3名全职工作人员", "staff=3"),
        ("选派2名工作人员负责驻村", ""),
    ],
)
def test_staff_by_what_they_do(text: str, figures: str) -> None:
    assert counted(text, 2011) == figures
