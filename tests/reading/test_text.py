"""Text files: what is decoded, how it is cut into lines, and what is no text."""

from __future__ import annotations

import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gikstudy.model import Line
from gikstudy.reading import read_document
from gikstudy.reading.encoding import decode, is_verbatim

SIMPLIFIED = """某某县2023年政府信息公开工作年度报告
一、总体情况
2023年,本县主动公开政府信息1338条。规范性文件的制作数量为5件。
规章

0
\x20\x20
3
"""
TRADITIONAL = """某某縣2020年政府信息公開工作年度報告
一、總體情況
根據條例的規定,本機關收到申請7件,與上年相比增加,辦理結果為予以公開3件。
"""


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_document(data).blocks if isinstance(block, Line)]


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16"),
        (SIMPLIFIED, "utf-16-be", "utf-16"),
        (TRADITIONAL, "big5hkscs", "big5hkscs"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_encodings_are_told_by_the_bytes(text: str, encoding: str, named: str) -> None:
    document = read_document(text.encode(encoding))
    assert document.encoding == named
    assert [block.text for block in document.blocks] == text.removesuffix("\n").split("\n")


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (SIMPLIFIED, "gb18030", "big5"),
        (TRADITIONAL, "big5hkscs", "gb2312"),
        (TRADITIONAL, "utf-8", "gbk"),
    ],
)
def test_a_wrong_declaration_is_not_believed(text: str, encoding: str, declared: str) -> None:
    page = f'<html><meta charset="{declared}"><p>{text}</p></html>'
    lines = texts(page.encode(encoding))
    assert "总体情况" in lines[0] or "總體情況" in lines[0]


@pytest.mark.parametrize("length", [12, 40, 400])
def test_short_snippets_are_decoded(length: int) -> None:
    snippet = SIMPLIFIED.replace("\n", "")[:length]
    assert read_document(snippet.encode("gb18030")).encoding == "gb18030"
    snippet = TRADITIONAL.replace("\n", "")[:length]
    assert read_document(snippet.encode("big5hkscs")).encoding == "big5hkscs"


def test_one_stray_byte_does_not_make_utf8_another_encoding() -> None:
    data = SIMPLIFIED.encode().replace("规章".encode(), b"\xff" + "规章".encode())
    document = read_document(data)
    assert document.encoding == "utf-8"
    assert document.blocks[3] == Line("\ufffd规章", "L4")


def test_a_cut_last_character_does_not_make_utf8_another_encoding() -> None:
    document = read_document("规章".encode()[:-1])
    assert document.encoding == "utf-8"
    assert document.blocks == (Line("规", "L1"),)


def test_lines_keep_their_blanks_and_their_numbers() -> None:
    # Two spaces are an empty cell, nothing is a separator; U+2028 and form feed end no line.
    document = read_document("规章\r\n\r\n  \r\n\xa00\u2028\x0c\n5\r\n".encode())
    assert document.blocks == (
        Line("规章", "L1"),
        Line("", "L2"),
        Line("  ", "L3"),
        Line("\xa00\u2028\x0c", "L4"),
        Line("5", "L5"),
    )


def test_a_split_tag_in_text_does_not_make_it_html() -> None:
    text = "根据《关于印发 <年度报告格式> 的通知》\n规章\n0\n<b>\n行政许可</b>\n<br>\n" + "3\n" * 20
    document = read_document(text.encode())
    assert document.source_format == "txt"
    assert document.blocks[0].text == "根据《关于印发 <年度报告格式> 的通知》"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t\n", "blank", "white space"),
        ("\u3000\xa0\n".encode(), "blank", "white space"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 4, "jpeg", "JPEG image"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "png", "PNG image"),
        (bytes(range(256)) * 8, "binary", "binary data"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z", "unpack it"),
        (b"Rar!\x1a\x07\x00", "rar", "RAR archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ole", "Office"),
    ],
)
def test_what_is_no_document_is_named(data: bytes, kind: str, words: str) -> None:
    document = read_document(data, "a.txt")
    assert (document.source, document.source_format, document.blocks) == ("a.txt", kind, ())
    assert words in document.problem
    assert "\n" not in document.problem


@given(
    st.binary(max_size=400),
    st.sampled_from(
        [
            b"",
            b"<html>",
            b"\xff\xfe",
            "信息公开".encode(),
            b"MIME-Version: 1.0\nContent-Type: multipart/related\n",
        ]
    ),
)
@settings(max_examples=examples(300))
def test_any_bytes_give_a_document(data: bytes, head: bytes) -> None:
    document = read_document(head + data)
    assert document.n_bytes == len(head + data)
    assert bool(document.blocks) != bool(document.problem)


@given(
    st.text(alphabet=st.characters(exclude_characters="\r<\ufeff", exclude_categories=["Cc", "Cs"]))
)
@settings(max_examples=examples(100))
def test_text_is_kept_exactly(text: str) -> None:
    text = "信息公开年度报告\n" + text
    document = read_document(text.encode())
    assert "\n".join(block.text for block in document.blocks) == text.removesuffix("\n")


@given(
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace"))
    | st.binary(max_size=8)
    | st.sampled_from([SIMPLIFIED.encode(), "\ufeff年".encode(), "年报".encode()[:-1], b"\xff"]),
    st.sampled_from([b"", b"</p>", SIMPLIFIED.encode(), "年".encode()[:2]]),
)
def test_bytes_are_verbatim_only_where_they_are_the_text_in_utf8(data: bytes, tail: bytes) -> None:
    text, encoding = decode(data + tail)
    if encoding == "utf-8" and is_verbatim(data + tail, text):
        assert text.encode() == data + tail
