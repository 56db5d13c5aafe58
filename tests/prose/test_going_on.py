"""Lists that go on, and members of lists that no rule knows."""

from __future__ import annotations

import pytest
from mention_texts import mentions

from gikstudy.text import clean


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (  # kinds of items go on after a semicolon
            "门户网站公开政策法规9条；环境保护8条；人事任免7条。",
            [("website_items", 9, None), ("website_items", 8, None), ("website_items", 7, None)],
        ),
        (
            "网站发布信息17条，安全生产类9条；应急管理类8条。",
            [("website_items", 17, None), ("website_items", 9, 0), ("website_items", 8, 0)],
        ),
        ("网站公开政策法规9条，受理举报8条。", [("website_items", 9, None)]),
        (  # a way in which requests came that no word names
            "收到公开申请9件，其中网络5件，某某渠道4件。",
            [("requests_received", 9, None), *[("requests_by_channel", n, 0) for n in (5, 4)]],
        ),
        (  # an outcome that no word names is no request received
            "收到公开申请9件，其中予以公开5件，某某情形4件。",
            [("requests_received", 9, None), ("requests_granted", 5, 0)],
        ),
        (
            "9件申请已全部作出答复：公开5件；不予公开4件。",
            [("requests_closed", 9, None), ("requests_granted", 5, 0), ("requests_refused", 4, 0)],
        ),
        ("依申请公开。全年受理9件。", [("requests_received", 9, None)]),
        ("工作动态9条在公众号发布。", [("wechat_items", 9, None)]),
        (
            "现有政务新媒体9个，其中微博5个、公众号4个，当年注销3个。",
            [("accounts", 9, None), ("accounts", 5, 0), ("accounts", 4, 0)],
        ),
    ],
)
def test_lists_that_go_on(text: str, figures: list[tuple[str, int, int | None]]) -> None:
    assert [(m.metric, m.value, m.part_of) for m in mentions(clean(text))] == figures
