"""Cells of office files that hold a figure which nobody sees, or show one that the file does not hold.

The files are put together from their XML; where a program can write the feature, it does.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE

openpyxl = pytest.importorskip("openpyxl")

SEEN, UNSEEN = "27", PICTURE


def last_cell(data: bytes) -> str:
    """The text of the second cell of the last row; a sheet leaves out empty columns at its end."""
    document = read_document(data)
    assert document.problem == ""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return "".join(cell.text for cell in grid.rows[-1][1:])


# --- Word ----------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(
    run: str, *, cell: str = "", table: str = "", styles: str = "", prefix: str = "w"
) -> bytes:
    """A table whose last cell holds 27, with properties of its run, of the cell and of the table."""
    text = f"<w:p><w:r><w:rPr>{run}</w:rPr><w:t>27</w:t></w:r></w:p>"
    label = "<w:tc><w:p><w:r><w:t>行政许可</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{label}<w:tc><w:tcPr>{cell}</w:tcPr>{text}</w:tc></w:tr>"
    body = f"<w:tbl><w:tblPr>{table}</w:tblPr>{row}{row}</w:tbl>"
    parts = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{MAIN}">{styles}</w:styles>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            named = xml.replace("w:", f"{prefix}:").replace("xmlns:w=", f"xmlns:{prefix}=")
            archive.writestr(name, named if MAIN in xml else xml)
    return file.getvalue()


def relations(*parts: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(parts)
    )
    return f'<Relationships xmlns="{RELATIONS}">{listed}</Relationships>'


WHITE = '<w:color w:val="FFFFFF"/>'
GREY = '<w:color w:val="D9D9D9"/>'
ON_GREY = '<w:shd w:val="clear" w:fill="D9D9D9"/>'
ON_BLUE = '<w:shd w:val="clear" w:fill="1F3864"/>'
STYLE = '<w:style w:type="character" w:styleId="a"><w:rPr>{}</w:rPr></w:style>'
BLUE_TABLE = f'<w:style w:type="table" w:styleId="t"><w:tcPr>{ON_BLUE}</w:tcPr></w:style>'


@pytest.mark.parametrize("prefix", ["w", "ns0"])
@pytest.mark.parametrize(
    ("data", "seen"),
    [
        ({"run": WHITE}, UNSEEN),
        ({"run": GREY, "cell": ON_GREY}, UNSEEN),
        ({"run": GREY + ON_GREY}, UNSEEN),
        ({"run": '<w:rStyle w:val="a"/>', "styles": STYLE.format(WHITE)}, UNSEEN),
        ({"run": '<w:rFonts w:ascii="Wingdings"/>'}, UNSEEN),
        ({"run": WHITE, "cell": ON_BLUE}, SEEN),
        ({"run": WHITE, "table": '<w:tblStyle w:val="t"/>', "styles": BLUE_TABLE}, SEEN),
        ({"run": f'{WHITE}<w:highlight w:val="red"/>'}, SEEN),
        ({"run": GREY}, SEEN),
        ({"run": '<w:rFonts w:ascii="SimSun"/><w:color w:val="auto"/>'}, SEEN),
    ],
)
def test_a_cell_of_word_shows_what_stands_out_from_its_paper(
    data: dict[str, str], seen: str, prefix: str
) -> None:
    assert last_cell(word(**data, prefix=prefix)) == seen


# --- Rich Text -----------------------------------------------------------------------------------

HEAD = (
    r"{\rtf1{\fonttbl{\f0 SimSun;}{\f1\fcharset2 Wingdings;}}"
    r"{\colortbl;\red255\green255\blue255;\red31\green56\blue100;}"
)


@pytest.mark.parametrize(
    ("cell", "printed", "seen"),
    [
        ("", r"{\cf1 27}", UNSEEN),
        (r"\clcbpat2", r"{\cf2 27}", UNSEEN),
        ("", r"{\f1 27}", UNSEEN),
        (r"\clcbpat2", r"{\cf1 27}", SEEN),
        ("", r"{\cf1\highlight2 27}", SEEN),
        ("", r"{\cf1\plain 27}", SEEN),
        ("", r"{\cf2 27}", SEEN),
        ("", r"27{\up6 1}", "27[1]"),
        ("", r"27{\dn6 1}", "27[1]"),
    ],
)
def test_a_cell_of_rich_text_shows_what_stands_out_from_its_paper(
    cell: str, printed: str, seen: str
) -> None:
    row = rf"\trowd\cellx900{cell}\cellx1800\pard\intbl a\cell\pard\intbl {printed}\cell\row"
    assert last_cell(f"{HEAD}{row}{row}\\pard\\par}}".encode()) == seen


# --- OpenDocument --------------------------------------------------------------------------------

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "style", "text", "table", "config")},
        "fo": "xsl-fo-compatible",
        "draw": "drawing",
    }.items()
)
STYLES = (
    '<style:style style:name="white"><style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="blue"><style:table-cell-properties fo:background-color="#1f3864"/>'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="struck"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<text:list-style style:name="counted"><text:list-level-style-number text:level="1"'
    ' style:num-format="1"/></text:list-style>'
)
TYPE = "application/vnd.oasis.opendocument"
NO_ZEROS = '<config:config-item config:name="ShowZeroValues">false</config:config-item>'


def opendocument(cell: str, kind: str, *, settings: str = "", columns: str = "") -> bytes:
    row = f"<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>{cell}</table:table-row>"
    table = f"<table:table>{columns}{row}{row}</table:table>"
    body = f"<office:{kind}>{table}</office:{kind}>"
    return (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{TYPE}.{kind}"><office:settings>{settings}</office:settings>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body>{body}</office:body></office:document>"
    ).encode()


def with_cell(inner: str, more: str = "") -> str:
    return f"<table:table-cell{more}>{inner}</table:table-cell>"


P = "<text:p>27</text:p>"
COMMENT = "<office:annotation><text:p>971</text:p></office:annotation>"


@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (with_cell('<text:p text:style-name="white">27</text:p>'), UNSEEN),
        (with_cell('<text:p><text:span text:style-name="white">27</text:span></text:p>'), UNSEEN),
        (
            with_cell('<text:p text:style-name="white">27</text:p>', ' table:style-name="blue"'),
            SEEN,
        ),
        (with_cell("", ' table:formula="of:=SUM([.A1:.A2])"'), UNSEEN),
        (with_cell(COMMENT + P), SEEN),
        (with_cell(COMMENT), ""),
        (
            with_cell(
                '<text:p><text:variable-set text:display="none">9</text:variable-set>27</text:p>'
            ),
            SEEN,
        ),
        (with_cell(f'<text:section text:display="none">{P}</text:section>'), UNSEEN),
        (
            with_cell(
                '<text:list text:style-name="counted"><text:list-item><text:p/></text:list-item></text:list>'
            ),
            UNSEEN,
        ),
    ],
)
def test_a_cell_of_opendocument_shows_what_is_printed(cell: str, seen: str, kind: str) -> None:
    assert last_cell(opendocument(cell, kind)) == seen


def test_the_style_of_a_cell_or_of_its_column_strikes_out_a_figure_of_a_sheet() -> None:
    own = opendocument(with_cell(P, ' table:style-name="struck"'), "spreadsheet")
    column = '<table:table-column/><table:table-column table:default-cell-style-name="struck"/>'
    of_column = opendocument(with_cell(P), "spreadsheet", columns=column)
    assert (last_cell(own), last_cell(of_column)) == (UNSEEN, UNSEEN)


def test_a_sheet_of_opendocument_may_show_no_zeros() -> None:
    zero = with_cell("<text:p>0</text:p>", ' office:value-type="float" office:value="0"')
    assert last_cell(opendocument(zero, "spreadsheet")) == "0"
    assert last_cell(opendocument(zero, "spreadsheet", settings=NO_ZEROS)) == UNSEEN


# --- Excel ---------------------------------------------------------------------------------------


def workbook(change: Callable[[Any, Any], None], value: object = 27) -> bytes:
    book = openpyxl.Workbook()
    for _ in range(2):
        book.active.append(["行政许可", value])
    change(book.active, book.active.cell(2, 2))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def looks(colour: object, fill: str = "") -> Callable[[Any, Any], None]:
    def change(_sheet: object, cell: Any) -> None:
        cell.font = openpyxl.styles.Font(color=colour)
        if fill:
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor=fill)

    return change


def indexed(number: int) -> object:
    return openpyxl.styles.colors.Color(indexed=number)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (looks(indexed(9)), UNSEEN),
        (looks("FFD9D9D9", "FFD9D9D9"), UNSEEN),
        (looks("FFFFFFFF", "FFFFFFFF"), UNSEEN),
        (looks("FFFFFFFF", "FF1F3864"), SEEN),
        (looks(indexed(10)), SEEN),
    ],
)
def test_a_cell_of_a_sheet_shows_what_stands_out_from_its_paper(
    change: Callable[[Any, Any], None], seen: str
) -> None:
    assert last_cell(workbook(change)) == seen


@pytest.mark.parametrize(
    ("code", "seen"),
    [(";;;", UNSEEN), ('@"件"', "27件"), ('0;0;0;"无"', "无"), ('"1"@', UNSEEN), ("0;0;0", SEEN)],
)
def test_a_format_prints_a_text_too(code: str, seen: str) -> None:
    def change(_sheet: object, cell: Any) -> None:
        cell.number_format = code

    assert last_cell(workbook(change, "27")) == seen


def test_a_sheet_may_show_no_zeros() -> None:
    def change(sheet: Any, _cell: object) -> None:
        sheet.sheet_view.showZeros = False

    assert last_cell(workbook(change, 0)) == UNSEEN
    assert last_cell(workbook(change, 27)) == SEEN


@pytest.mark.parametrize(
    ("rule", "value", "seen"),
    [
        (("cellIs", "equal", "0"), 0, UNSEEN),
        (("cellIs", "equal", "0"), 27, SEEN),
        (("cellIs", "lessThan", "30"), 27, UNSEEN),
        (("expression", None, "B2=A2"), 27, UNSEEN),
    ],
)
@pytest.mark.parametrize("look", [{"font": True}, {"numFmt": True}])
def test_a_rule_of_a_sheet_may_hide_a_figure(
    rule: tuple[str, str | None, str], value: int, seen: str, look: dict[str, bool]
) -> None:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.styles.numbers import NumberFormat

    kind, operator, formula = rule
    style = DifferentialStyle(
        font=openpyxl.styles.Font(color="FFFFFFFF") if "font" in look else None,
        numFmt=NumberFormat(numFmtId=170, formatCode=";;;") if "numFmt" in look else None,
    )

    def change(sheet: Any, _cell: object) -> None:
        made = Rule(type=kind, operator=operator, formula=[formula], dxf=style)
        sheet.conditional_formatting.add("A1:B9", made)

    data = workbook(change, value)
    assert last_cell(data) == seen
    assert "行政许可" in str(read_document(data).blocks)


def test_a_zero_that_no_program_has_computed_is_open() -> None:
    """Programs that compute nothing write 0 as the result of a formula, and ask for it anew."""

    def change(_sheet: object, cell: Any) -> None:
        cell.value = "=SUM(A1:A2)"

    with zipfile.ZipFile(io.BytesIO(workbook(change))) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<v />" in sheet or b"<v></v>" in sheet or b"<v/>" in sheet
    for empty in (b"<v />", b"<v></v>", b"<v/>"):
        sheet = sheet.replace(empty, b"<v>0</v>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, xml in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, xml)
    assert b'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]
    assert last_cell(file.getvalue()) == UNSEEN


FILL = '<Interior ss:Color="{}" ss:Pattern="Solid"/>'
SPREADSHEET_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>{style}</Styles>'
    '<Worksheet ss:Name="a"><Table>{row}{row}</Table>'
    "<x:WorksheetOptions>{options}</x:WorksheetOptions></Worksheet></Workbook>"
)


@pytest.mark.parametrize(
    ("style", "options", "kind", "value", "seen"),
    [
        ('<Font ss:Color="#FFFFFF"/>', "", "Number", "27", UNSEEN),
        (f'<Font ss:Color="#D9D9D9"/>{FILL.format("#D9D9D9")}', "", "Number", "27", UNSEEN),
        (f'<Font ss:Color="#FFFFFF"/>{FILL.format("#1F3864")}', "", "Number", "27", SEEN),
        ('<NumberFormat ss:Format=";;;"/>', "", "String", "27", UNSEEN),
        ("", "<x:DoNotDisplayZeros/>", "Number", "0", UNSEEN),
        ("", "", "Number", "0", "0"),
    ],
)
def test_a_cell_of_excel_2003_shows_what_is_printed(
    style: str, options: str, kind: str, value: str, seen: str
) -> None:
    label = '<Cell><Data ss:Type="String">行政许可</Data></Cell>'
    cell = f'<Cell ss:StyleID="s"><Data ss:Type="{kind}">{value}</Data></Cell>'
    page = SPREADSHEET_2003.format(
        style=f'<Style ss:ID="s">{style}</Style>',
        row=f"<Row>{label}{cell}</Row>",
        options=options,
    )
    assert last_cell(page.encode()) == seen
