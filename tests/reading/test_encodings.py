"""Pages in two encodings, pages with stray bytes, and pages that a program decoded wrongly."""

from __future__ import annotations

import random

import pytest

from gikstudy.extraction import extract_report
from gikstudy.reading import read_document
from gikstudy.synthesis import make_report

MADE = make_report(7, 20, family="HTML", script="simplified")
PAGE = MADE.data.decode(read_document(MADE.data).encoding)
TRUTH = {f"{c.table}/{c.row}/{c.column}": c.value for c in MADE.cells if c.value is not None}
MENU = "<div>首页 新闻动态 政务公开 互动交流 办事服务 网站地图 无障碍浏览</div>" * 6
OLD_MENU = "<div>首頁 新聞動態 政務公開 互動交流 辦事服務 網站地圖</div>" * 6


def numbers_of(data: bytes) -> dict[str, float | int]:
    report = extract_report(read_document(data))
    return {cell.key: cell.value for cell in report.cells if cell.value is not None}


def test_the_page_itself_is_read() -> None:
    assert numbers_of(PAGE.encode()) == TRUTH


@pytest.mark.parametrize(
    ("menu", "menu_in", "page_in", "encoding"),
    [
        (MENU, "gb18030", "utf-8", "utf-8+gb18030"),
        (MENU, "utf-8", "gb18030", "gb18030+utf-8"),
        (OLD_MENU, "big5hkscs", "utf-8", "utf-8+gb18030"),  # the bytes are text in both
    ],
)
def test_a_menu_in_another_encoding_costs_no_number(
    menu: str, menu_in: str, page_in: str, encoding: str
) -> None:
    data = menu.encode(menu_in) + PAGE.encode(page_in)
    assert read_document(data).encoding == encoding
    assert numbers_of(data) == TRUTH
    behind = PAGE.encode(page_in) + menu.encode(menu_in)
    assert numbers_of(behind) == TRUTH


def test_lines_of_text_in_two_encodings_are_read() -> None:
    lines = ["政府信息公开工作年度报告", "今年主动公开政府信息128条", "联通 · 移动", "件"] * 30
    data = b"\n".join(
        line.encode("gb18030" if number % 4 == 1 else "utf-8") for number, line in enumerate(lines)
    )
    document = read_document(data)
    assert document.encoding == "utf-8+gb18030"
    assert [block.text for block in document.blocks] == lines


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_stray_bytes_cost_characters_and_not_the_report(seed: int, encoding: str) -> None:
    draw = random.Random(seed)
    data = bytearray(PAGE.encode(encoding))
    places = [at for at, byte in enumerate(data) if byte > 0x7F]
    for at in sorted(draw.sample(places, 30), reverse=True):
        data[at:at] = bytes([draw.choice([0xFF, 0xA3, 0xB0, 0x80])])
    found = numbers_of(bytes(data))
    assert len(found) > len(TRUTH) / 2
    assert all(TRUTH[key] == value for key, value in found.items())


@pytest.mark.parametrize(
    ("true", "taken"), [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("utf-8", "gb18030")]
)
def test_text_that_was_decoded_wrongly_is_put_right_or_refused(true: str, taken: str) -> None:
    garbled = PAGE.encode(true).decode(taken, "replace").encode()
    document = read_document(garbled)
    if document.problem:
        assert document.problem.startswith(f"the text is garbled ({true} read as {taken})")
    else:
        assert document.encoding == f"{true} read as {taken}"
        assert numbers_of(garbled) == TRUTH


def test_what_cannot_be_put_right_is_refused_with_its_reason() -> None:
    garbled = PAGE.encode().decode("gb18030", "replace").encode()
    assert "characters are lost; fetch the page again" in read_document(garbled).problem
