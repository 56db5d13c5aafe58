"""XML with tables by other names than those of HTML: TEI, DocBook, JATS."""

from __future__ import annotations

import pytest

from gikstudy import read_report
from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from tests.zoo.judge import HERE, judge

TEI = """<?xml version="1.0"?><TEI><text><body><head>题</head>
<table><row><cell>信息内容</cell><cell cols="2">本年</cell></row>
<row><cell rows="2">规章</cell><cell/><cell>3</cell></row></table></body></text></TEI>"""
DOCBOOK = """<article><title>题</title><informaltable><tgroup cols="3"><tbody>
<row><entry>信息内容</entry><entry namest="col_2" nameend="col_3">本年</entry></row>
<row><entry morerows="1"><para>规章</para></entry><entry></entry><entry>3</entry></row>
</tbody></tgroup></informaltable></article>"""
ROWS = [
    [("信息内容", 1, 1), ("本年", 1, 2)],
    [("规章", 2, 1), ("", 1, 1), ("3", 1, 1)],
]


@pytest.mark.parametrize("xml", [TEI, DOCBOOK])
def test_rows_of_cells_are_a_table(xml):
    *lines, grid = read_document(xml.encode()).blocks
    assert isinstance(grid, Grid)
    assert [[(c.text, c.rowspan, c.colspan) for c in row] for row in grid.rows] == ROWS
    assert [line.text for line in lines if isinstance(line, Line)] == ["题"]


def test_headings_of_sections_are_lines():
    xml = "<article><sec><title>一、总体情况</title><p>甲</p></sec><sec><title>二、公开</title></sec></article>"
    texts = [b.text for b in read_document(xml.encode()).blocks if isinstance(b, Line)]
    assert texts == ["一、总体情况", "甲", "二、公开"]


def test_a_title_of_html_is_no_heading():
    html = "<html><head><title>站点</title></head><body><section><p>甲</p></section></body></html>"
    assert [b.text for b in read_document(html.encode()).blocks if isinstance(b, Line)] == ["甲"]


def test_a_page_that_a_crawler_wrote_as_xml_is_read_whole():
    report = read_report(HERE / "printed" / "form_2019_page_trafilatura_xml.xml")
    assert {verdict.verdict for verdict in judge(report, "form_2019")} == {"right"}


@pytest.mark.parametrize("kind", ["txt.txt", "markdown.md", "html.html"])
def test_a_text_without_title_and_headings_is_a_report_for_its_tables(kind):
    report = read_report(HERE / "printed" / f"form_2021_page_trafilatura_{kind}")
    assert report.status == "ok"
    assert {verdict.verdict for verdict in judge(report, "form_2021")} == {"right"}
