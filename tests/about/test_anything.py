"""Whatever a page holds, reading it ends, with legal values."""

import re

import pytest
from about_pages import BODY, about
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gikstudy.places.divisions import by_code

PIECES = st.sampled_from(
    [
        *("会同县", "鼓楼区", "市", "自然资源局", "人民政府", "2020年", "政府信息公开", "年度报告"),
        *("索引号", ":", "|", "\n", " ", "发布日期", "2021-01-22", "电话", "0745-8862222", ">"),
        *("网站标识码", "4312250008", "公网安备", "36010802000001", "ICP", "湘", "www.a.gov.cn"),
        *(
            "第",
            "八师",
            "兵团",
            "高新区",
            "(",
            ")",
            "二〇二一年",
            "#",
            "a@b.cn",
            "我局",
            "投注",
            "_",
        ),
    ]
)
LEVELS = re.compile(
    "|central|province|prefecture|county|township|devzone|department|vertical|public_institution"
)


@settings(max_examples=examples(300))
@given(st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_gives_legal_values(text):
    found = about(text.replace("\r", " "))
    assert LEVELS.fullmatch(found.level)
    assert LEVELS.fullmatch(found.parent_level)
    assert found.region_code == "" or found.region_code in by_code()
    assert bool(found.region_code) == bool(found.region_name)
    assert found.region_confidence in ("high", "medium", "low")
    assert found.published_on == "" or re.fullmatch(r"20\d\d-\d\d-\d\d", found.published_on)
    assert found.year is None or 2000 <= found.year < 2040
    for cue in found.cues:
        assert all(
            code in by_code()
            for code in cue.points_to.split(";")
            if code.isdigit() and len(code) == 6
        )


@pytest.mark.parametrize(
    "junk",
    [
        "市" * 200_000,
        "公" * 200_000,
        "a." * 100_000,
        "| " * 100_000,
        "政府信息公开" * 30_000,
        "2020年" * 40_000,
        "\n" * 200_000,
        "根据各" * 60_000,
        "0" * 200_000,
        "与会同县" * 50_000,
    ],
    ids=lambda junk: junk[:6].strip() or "blank",
)
@pytest.mark.usefixtures("ends")
def test_a_page_of_junk_is_read_to_its_end(junk):
    about(f"{junk}\n{BODY}\n{junk}")
