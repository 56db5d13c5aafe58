"""HTML as a browser shows it: lines, tables of figures, tables for layout, and broken markup."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.model import Document, Grid, Line
from gikstudy.reading import read_document


def read(markup: str) -> Document:
    return read_document(f"<html><body>{markup}</body></html>".encode())


def lines(markup: str) -> list[str]:
    return [block.text for block in read(markup).blocks if isinstance(block, Line)]


def grids(markup: str) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in read(markup).blocks
        if isinstance(block, Grid)
    ]


def test_blocks_and_breaks_end_lines_and_inline_elements_do_not() -> None:
    markup = "<div>一、<b>总体</b>\n  情况<p>2023<span>年</span>,公开<br>66条</div>二<style>p{}</style>、<!-- x -->公开"
    assert lines(markup) == ["一、总体 情况", "2023年,公开", "66条", "二、公开"]
    assert [block.locus for block in read(markup).blocks] == ["L1", "L2", "L3", "L4"]


def test_a_number_cut_by_fonts_stays_one_number() -> None:
    cell = "<td><p><span><font>20</font></span><span>23</span><o:p></o:p></p></td>"
    assert grids(f"<table><tr><td>年</td>{cell}</tr></table>") == [[["年", "2023"]]]


def test_cells_know_their_place_and_their_spans() -> None:
    markup = (
        "<table><caption>表</caption><thead><tr><th colspan=2>申请人<th rowspan='2;'>总计</thead>"
        "<tr><td>自然人<td><br>商业<br>企业</table>"
    )
    (line, grid) = read(markup).blocks
    assert line == Line("表", "L1")
    assert isinstance(grid, Grid)
    cells = [(c.text, c.locus, c.rowspan, c.colspan) for row in grid.rows for c in row]
    assert cells == [
        ("申请人", "T1R1C1", 1, 2),
        ("总计", "T1R1C2", 2, 1),
        ("自然人", "T1R2C1", 1, 1),
        ("商业 企业", "T1R2C2", 1, 1),
    ]


PLAIN = st.sampled_from(["", "0", " 12\n件 ", "\xa0", "总计", "甲\t乙", "长句。" * 90, "&lt;3&gt;"])
ATTRIBUTES = st.sampled_from(["", "", " rowspan=2", " colspan='3'", " rowspan=x"])
ROWS = st.lists(st.lists(st.tuples(ATTRIBUTES, PLAIN), max_size=4), max_size=5)


@given(ROWS, st.sampled_from([("", ""), ("<pre>", "</pre>"), ("<table><td>" * 31, "")]))
def test_a_cell_of_text_alone_reads_as_one_of_several_nodes(
    rows: list[list[tuple[str, str]]], around: tuple[str, str]
) -> None:
    def page(behind: str) -> str:
        cells = ["".join(f"<td{a}>{text}{behind}</td>" for a, text in row) for row in rows]
        return f"前<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>后".join(around)

    assert read(page("")).blocks == read(page("<b></b>")).blocks


def test_a_blank_cell_stays_and_keeps_its_no_break_space() -> None:
    assert grids("<table><tr><td>规章<td>&nbsp;<td><p></p><td>0</table>") == [
        [["规章", "\xa0", "", "0"]]
    ]


def test_a_table_for_layout_is_unfolded() -> None:
    markup = """<table><tr><td>某某县年度报告</td></tr><tr><td><p>一、总体情况</p>
      <table><tr><td>规章<td>1</table><p>三、申请</p></td></tr></table>"""
    first, second, third, fourth = read(markup).blocks
    assert (first, second) == (Line("某某县年度报告", "L1"), Line("一、总体情况", "L2"))
    assert isinstance(third, Grid)
    assert third.rows[0][1].locus == "T2R1C2"  # the second table to open in the file
    assert fourth == Line("三、申请", "L3")


def test_prose_in_one_row_does_not_cost_the_rows_of_figures() -> None:
    rows = "<tr><td>规章<td>1<tr><td>规范性文件<td>2"
    prose = "<tr><td colspan=2>" + "公开" * 150
    assert lines(f"<table>{rows}{prose}</table>") == ["公开" * 150]
    assert grids(f"<table>{rows}{prose}</table>") == [[["规章", "1"], ["规范性文件", "2"]]]


def test_a_table_of_page_facts_stays_a_table() -> None:
    markup = "<table><tr><td>索引号<td>000/2021-1<td>发布机构<td>某局</tr></table>"
    assert grids(markup) == [[["索引号", "000/2021-1", "发布机构", "某局"]]]


def test_a_table_that_is_never_closed_gives_back_the_page_below_it() -> None:
    markup = (
        "<table><tr><td>规章<td>1<tr><td>许可<td>2<tr><td>收费<td>3"
        "<p>三、申请情况</p><table><tr><td>自然人<td>4<tr><td>总计<td>5</table><p>五、问题</p>"
    )
    assert grids(markup) == [
        [["规章", "1"], ["许可", "2"], ["收费", "3"]],
        [["自然人", "4"], ["总计", "5"]],
    ]
    assert lines(markup) == ["三、申请情况", "五、问题"]


def test_markup_quoted_for_javascript_is_read() -> None:
    escaped = (
        r"<table class=\"x\"><tr><td>本年新<br \/>制作数量<\/td><td>\u89c4章<\/td><\/tr>"
        r"<tr><td>1<\/td><td>2<\/td><\/tr><\/table>"
    )
    expected = [[["本年新 制作数量", "规章"], ["1", "2"]]]
    for text in (
        escaped,
        f'{{"content":"{escaped}"}}',
        f'<html><script>var c="{escaped}";</script>',
    ):
        blocks = read_document(text.encode()).blocks
        found = [b for b in blocks if isinstance(b, Grid)]
        assert [[[c.text for c in row] for row in grid.rows] for grid in found] == expected


def test_an_ordinary_script_does_not_unquote_the_page() -> None:
    assert lines(r"<p>路径 C:\n</p><script>document.write('<p>x<\/p>')</script>") == [r"路径 C:\n"]


def test_text_behind_a_strewn_noframes_is_read() -> None:
    assert lines('<p>前</p><noframes id="zd"><p>中</p>') == ["前", "中"]


def test_a_cell_of_mathematics_stands_in_no_table_and_costs_no_page() -> None:
    assert lines("<p>前</p><math><tr><td>3<mi>x</mi></math><p>后</p>") == ["前", "3", "x", "后"]
    assert not read("<table><caption><math><th>表</table>").problem


def test_preformatted_lines_are_lines() -> None:
    assert lines("<pre>规章  1\n许可  2</pre>") == ["规章 1", "许可 2"]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="http://a.gov.cn/1.html">', "http://a.gov.cn/1.html"),
        ('<meta property="og:url" content="http://a.gov.cn/2.html">', "http://a.gov.cn/2.html"),
        ("<!-- saved from url=(0022)http://a.gov.cn/3.html -->", "http://a.gov.cn/3.html"),
        ("", ""),
    ],
)
def test_a_page_names_itself(head: str, url: str) -> None:
    markup = f"<html><head>{head}<title>年报\n - 某县</title></head><p>正文</p></html>"
    document = read_document(markup.encode())
    assert (document.page_title, document.url) == ("年报 - 某县", url)


def test_a_page_saved_as_mhtml_is_read() -> None:
    page = "<html><head><title>年报</title></head><table><tr><td>规章<td>1</table></html>"
    data = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.gov.cn/1.html\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n'
        b'\tboundary="--x"\r\n\r\n----x\r\nContent-Type: text/html; charset=gbk\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    data += base64.encodebytes(page.encode("gbk")) + b"\r\n----x--\r\n"
    document = read_document(data)
    assert (document.source_format, document.encoding) == ("mhtml", "gb18030")
    assert (document.page_title, document.url) == ("年报", "http://a.gov.cn/1.html")
    assert isinstance(document.blocks[0], Grid)


@pytest.mark.parametrize(
    "markup",
    [
        "<font>" * 300 + "<table><tr><td>规章<td>1</table>",
        "<div>" * 3000 + "<table><tr><td>规章<td>1</table>",
        "<table><form><tr><td>规章</td><td>1</td></tr></form></table>",
        '<?xml version="1.0" encoding="gbk"?><html><table><tr><td>规章<td>1</table>',
    ],
)
def test_markup_that_other_parsers_stumble_over(markup: str) -> None:
    assert grids(markup) == [[["规章", "1"]]]


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>"])
def test_absurd_nesting_is_refused_or_read_within_a_second(tag: str) -> None:
    document = read_document(("<html>" + tag * 50_000 + "x").encode())
    assert "10,000 deep" in document.problem


def test_a_page_without_text_says_so() -> None:
    assert read("<script>load()</script>").problem == "the document shows no text"
