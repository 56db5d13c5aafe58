"""One report as offices keep it: Rich Text, OpenDocument, old Excel and Word, a book.

LibreOffice, Pandoc and AbiWord saved the files of `saved.zip` from a made-up report whose truth is
known (`tests/support/make_documents.py`).
"""

from __future__ import annotations

import csv
import re
import sys
import zipfile
from functools import cache

import pytest
from project_paths import DOCUMENTS

from gikstudy.extraction import extract_report
from gikstudy.model import Grid, Line, Report
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE

FORMATS = {
    "writer.rtf": "rtf",
    "abiword.rtf": "rtf",
    "writer.odt": "odt",
    "writer.fodt": "odt",
    "writer.xml": "wordml",
    "calc.ods": "ods",
    "calc.fods": "ods",
    "calc.xls": "xls",
    "calc.xml": "spreadsheetml",
    "pandoc.epub": "epub",
}
# Pandoc leaves out which cells are merged, so some numbers stay open.
WITHOUT_SPANS = {"pandoc.rtf": "rtf"}


@cache
def saved(name: str) -> bytes:
    with zipfile.ZipFile(DOCUMENTS / "saved.zip") as archive:
        return archive.read(name)


@cache
def truth() -> dict[str, float | None]:
    with (DOCUMENTS / "saved.csv").open(encoding="utf-8") as file:
        return {
            f"{row['table']}/{row['row']}/{row['column']}": float(row["value"])
            for row in csv.DictReader(file)
            if row["value"]
        }


def report_of(name: str) -> Report:
    document = read_document(saved(name), name)
    assert document.problem == ""
    assert document.source_format == {**FORMATS, **WITHOUT_SPANS}[name]
    return extract_report(document)


@pytest.mark.parametrize("name", FORMATS)
def test_every_number_of_a_saved_file_is_read(name: str) -> None:
    if name.endswith(".xls"):
        pytest.importorskip("xlrd")
    read = {cell.key: cell.value for cell in report_of(name).cells if cell.value is not None}
    assert len(read) > 150
    assert read == truth()


@pytest.mark.parametrize("name", WITHOUT_SPANS)
def test_a_file_without_merged_cells_gives_no_wrong_number(name: str) -> None:
    cells = [cell for cell in report_of(name).cells if cell.value is not None]
    assert len(cells) > 50
    assert all(truth()[cell.key] == cell.value for cell in cells)


def blocks_of(data: bytes | str) -> tuple[Line | Grid, ...]:
    document = read_document(data.encode() if isinstance(data, str) else data)
    assert document.problem == ""
    return document.blocks


def texts_of(data: bytes | str) -> list[list[list[str]] | str]:
    return [
        block.text if isinstance(block, Line) else [[c.text for c in row] for row in block.rows]
        for block in blocks_of(data)
    ]


# --- Rich Text -----------------------------------------------------------------------------------

HEAD = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset136 Ming;}}"
ROW = r"\trowd\cellx1000\cellx2000\cellx3000"


def row_of(*cells: str, head: str = ROW) -> str:
    return head + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row"


def test_the_bytes_of_a_font_have_its_encoding() -> None:
    in_gbk, in_big5 = (
        "".join(rf"\'{byte:02x}" for byte in text.encode(codec))
        for text, codec in (("受理", "gbk"), ("總計", "big5"))
    )
    page = rf"{HEAD}\pard\f0 {in_gbk}\par\f1 {in_big5}\par \u20214?\u-29790?128\par}}"
    assert texts_of(page) == ["受理", "總計", "件订128"]


def test_a_character_that_stands_for_unicode_is_skipped() -> None:
    assert texts_of(rf"{HEAD}\pard\uc2 \u20214\'bc\'fe128\par\uc0\u20214 7\par}}") == [
        "件128",
        "件7",
    ]


def test_a_merged_cell_spans_rows_and_columns() -> None:
    wide = r"\trowd\clmgf\cellx1000\clmrg\cellx2000\cellx3000"
    tall = r"\trowd\clvmgf\cellx1000\cellx2000\cellx3000"
    below = r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000"
    rows = row_of("a", "", "b", head=wide) + row_of("c", "1", "2", head=tall)
    (grid,) = blocks_of(HEAD + rows + row_of("", "3", "4", head=below) + r"\pard\par}")
    assert isinstance(grid, Grid)
    assert [[(c.text, c.rowspan, c.colspan) for c in row] for row in grid.rows] == [
        [("a", 1, 2), ("b", 1, 1)],
        [("c", 2, 1), ("1", 1, 1), ("2", 1, 1)],
        [("3", 1, 1), ("4", 1, 1)],
    ]


def test_columns_of_uneven_rows_are_those_of_the_table() -> None:
    rows = row_of("a", "b", head=r"\trowd\cellx2010\cellx3000") + row_of("c", "1", "2")
    (grid,) = blocks_of(HEAD + rows + r"\pard\par}")
    assert isinstance(grid, Grid)
    assert [[cell.colspan for cell in row] for row in grid.rows] == [[2, 1], [1, 1, 1]]


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        (r"{\strike 218}", PICTURE),
        (r"{\strike 218}128", "128"),
        (r"{\v 218}", PICTURE),
        (r"{\*\shppict{\pict 89504e47}}", PICTURE),
        (r"128{\super 1}", "128[1]"),
        (r"{\listtext 3.\tab}", PICTURE),
        (r"{\field{\*\fldinst =SUM(LEFT)}{\fldrslt 128}}", "128"),
        (r"{\field{\*\fldinst =SUM(LEFT)}}", PICTURE),
        (r"1{\footnote a note}", "1"),
        (r"12\par 8", "12 8"),
        (r"{\header 99}128", "128"),
        (r"{\*\unknown 99}128", "128"),
        (r"\bin3 {{{128", "128"),
    ],
)
def test_what_a_cell_of_rich_text_shows(printed: str, seen: str) -> None:
    (grid,) = texts_of(HEAD + row_of("a", printed, "b") + row_of("c", "1", "2") + r"\pard\par}")
    assert grid[0][1] == seen


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    inner = r"\pard\intbl\itap2 x\nestcell\pard\intbl\itap2 7\nestcell"
    inner += r"{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par}"
    outer = r"\trowd\cellx1000\cellx3000" + inner + r"\pard\intbl\itap1\cell\pard\intbl b\cell\row"
    assert [["x", "7"]] in texts_of(HEAD + outer + r"\pard\par}")


def test_rich_text_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    data = saved("writer.rtf")
    for end in range(100, len(data), len(data) // 12):
        document = read_document(data[:end])
        assert document.source_format == "rtf"
        cells = extract_report(document).cells if document.blocks else ()
        assert all(truth()[cell.key] == cell.value for cell in cells if cell.value is not None)


def test_groups_without_end_are_refused() -> None:
    assert "beyond all measure" in read_document(b"{\\rtf1" + b"{" * 100_000).problem


# --- OpenDocument --------------------------------------------------------------------------------

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
    }.items()
)
STYLES = """<office:automatic-styles>
<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="U"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="SS" style:parent-style-name="S"/>
<style:style style:name="H" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def flat_text(body: str) -> str:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    body = f"<office:body><office:text>{body}</office:text></office:body>"
    return f'<?xml version="1.0"?><office:document {NAMES} {kind}>{STYLES}{body}</office:document>'


def flat_sheet(body: str) -> str:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    body = f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0"?><office:document {NAMES} {kind}>{STYLES}{body}</office:document>'


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ('<text:span text:style-name="S">218</text:span>', PICTURE),
        ('<text:span text:style-name="SS">218</text:span>128', "128"),
        ('128<text:span text:style-name="U">1</text:span>', "128[1]"),
        ("<draw:frame><draw:image/></draw:frame>", PICTURE),
        ("<text:hidden-text>218</text:hidden-text>", PICTURE),
        ("1<text:note><text:note-body><text:p>9</text:p></text:note-body></text:note>", "1"),
        ("<office:annotation><text:p>9</text:p></office:annotation>128", "128"),
        ("12<text:line-break/>8", "12 8"),
        ('1<text:s text:c="2"/>8', "1  8"),
    ],
)
def test_what_a_cell_of_opendocument_shows(printed: str, seen: str) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell.format('a')}{cell.format(printed)}</table:table-row>"
    (grid,) = texts_of(flat_text(f"<table:table>{row}{row}</table:table>"))
    assert grid == [["a", seen], ["a", seen]]


def sheet_cell(text: str, value: str = "") -> str:
    told = f' office:value-type="float" office:value="{value}"' if value else ""
    return f"<table:table-cell{told}><text:p>{text}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("text", "value", "seen"),
    [
        ("128", "128", "128"),
        ("1,386件", "1386", "1,386件"),
        ("37", "36.52", PICTURE),
        ("-", "0", PICTURE),
        ("", "5", PICTURE),
        ("说明12", "", "说明12"),
    ],
)
def test_a_cell_of_a_sheet_shows_its_number_or_nothing_certain(
    text: str, value: str, seen: str
) -> None:
    row = f"<table:table-row>{sheet_cell('a')}{sheet_cell(text, value)}</table:table-row>"
    (grid,) = texts_of(flat_sheet(f"<table:table>{row}</table:table>"))
    assert grid == [["a", seen]]


def test_what_a_sheet_hides_is_not_read() -> None:
    shown = f"<table:table-row>{sheet_cell('a')}{sheet_cell('1', '1')}</table:table-row>"
    row = f'<table:table-row table:visibility="collapse">{sheet_cell("x")}</table:table-row>'
    hidden = f'<table:table table:style-name="H">{shown}</table:table>'
    far = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    column = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    sheets = f"{hidden}<table:table>{column}{row}{shown}{far}</table:table>"
    (grid,) = blocks_of(flat_sheet(sheets))
    assert isinstance(grid, Grid)
    assert [[(c.text, c.locus) for c in row] for row in grid.rows] == [[("a", "T2R2C1")]]


def test_repeated_rows_of_a_hostile_table_are_refused() -> None:
    cell = (
        '<table:table-cell table:number-columns-repeated="99"><text:p>1</text:p></table:table-cell>'
    )
    row = f'<table:table-row table:number-rows-repeated="2000">{cell}</table:table-row>'
    problem = read_document(flat_text(f"<table:table>{row * 2}</table:table>").encode()).problem
    assert "beyond all measure" in problem


def test_a_document_with_entities_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + flat_text("<text:p>&a;</text:p>")
    assert "entities" in read_document(bomb.encode()).problem


def test_a_missing_package_for_old_excel_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    assert "pip install 'gikstudy[xls]'" in read_document(saved("calc.xls")).problem


@pytest.mark.parametrize("name", [*FORMATS, *WITHOUT_SPANS])
def test_a_cut_file_never_raises(name: str) -> None:
    data = saved(name)
    for end in (64, len(data) // 3, len(data) - 5):
        document = read_document(data[:end])
        assert document.problem or document.blocks


@pytest.mark.parametrize("name", FORMATS)
def test_loci_are_places_that_occur_once(name: str) -> None:
    if name.endswith(".xls"):
        pytest.importorskip("xlrd")
    loci = [
        one.locus
        for block in read_document(saved(name)).blocks
        for one in ((block,) if isinstance(block, Line) else (c for r in block.rows for c in r))
    ]
    assert len(set(loci)) == len(loci)
    assert all(re.fullmatch(r"L\d+|T\d+R\d+C\d+", locus) for locus in loci)
