"""What nobody sees in the cells of a sheet is no figure, whichever program wrote the sheet.

Each sheet holds a label and, in the cell to its right, 27 or a part of it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE

openpyxl = pytest.importorskip("openpyxl")


def cell_of(data: bytes) -> str:
    """The text to the right of the label; a sheet leaves out empty cells at its end."""
    document = read_document(data)
    assert document.problem == ""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return "".join(cell.text for cell in grid.rows[0][1:])


# --- Excel ---------------------------------------------------------------------------------------


def book(value: Any, **looks: Any) -> bytes:
    """A workbook whose cell B1 holds a value."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["A1"], sheet["B1"] = "行政许可", value
    rules = looks.pop("rules", ())
    for name, look in looks.items():
        setattr(sheet["B1"], name, look)
    for rule in rules:
        sheet.conditional_formatting.add("A1:B2", rule)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def font(**told: Any) -> Any:
    return openpyxl.styles.Font(**told)


def ink(theme: int, tint: float = 0.0) -> Any:
    return openpyxl.styles.colors.Color(theme=theme, tint=tint)


def fill(colour: Any) -> Any:
    return openpyxl.styles.PatternFill("solid", fgColor=colour)


@pytest.mark.parametrize(
    "looks",
    [
        {"font": font(sz=1)},
        {"font": font(name="Wingdings 3")},
        {"font": font(color=ink(0, -0.05))},
        {"font": font(color="FFFFFF"), "fill": fill(ink(0, -0.05))},
        {"font": font(color="FFFF00"), "fill": fill(openpyxl.styles.colors.Color(indexed=13))},
        {"fill": fill("FF000000"), "font": font(color=None)},
        {"fill": fill("FF000000"), "font": font(color=ink(1))},
        {"alignment": openpyxl.styles.Alignment(horizontal="fill")},
        {"number_format": "[White]0"},
        {"number_format": "[Color2]0"},
        {"number_format": "[白色]0"},
        {"number_format": "0*0"},
        {"number_format": "mm:ss"},
        {"number_format": "[h]:mm:ss"},
        {"number_format": "##0.0E+0"},
    ],
)
def test_a_cell_of_a_sheet_that_shows_no_number_is_open(looks: dict[str, Any]) -> None:
    assert cell_of(book(27, **looks)) == PICTURE


@pytest.mark.parametrize(
    ("looks", "seen"),
    [
        ({"font": font(color="FFFFFF"), "fill": fill("FF000000")}, "27"),
        ({"font": font(color="FFFFFF"), "fill": fill(ink(0, -0.25))}, "27"),
        ({"font": font(color=ink(1, 0.35))}, "27"),
        ({"number_format": "[Color10]0"}, "27"),
        ({"number_format": "G/通用格式"}, "27"),
        ({"number_format": '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)'}, "27"),
    ],
)
def test_a_cell_of_a_sheet_that_shows_its_number_is_read(looks: dict[str, Any], seen: str) -> None:
    assert cell_of(book(27, **looks)) == seen


def runs(**told: Any) -> Any:
    """27 and, in another look, 5."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    return CellRichText(TextBlock(InlineFont(), "27"), TextBlock(InlineFont(**told), "5"))


def test_runs_of_a_cell_show_what_stands_out_from_it() -> None:
    assert cell_of(book(runs(color="FFFFFFFF"))) == "27"
    assert cell_of(book(runs(sz=1))) == "27"
    assert cell_of(book(runs(rFont="Wingdings"))) == "27" + PICTURE
    assert cell_of(book(runs(color="FFFF0000"))) == "275"
    assert (
        cell_of(book(runs(color="FFFFFFFF"), fill=fill("1F3864"), font=font(color="FFFF00")))
        == "275"
    )
    assert (
        cell_of(book(runs(color="FF1F3864"), fill=fill("1F3864"), font=font(color="FFFF00")))
        == "27"
    )


def rule(**look: Any) -> Any:
    from openpyxl.formatting.rule import CellIsRule

    return CellIsRule(operator="greaterThan", formula=["0"], **look)


RED, BLACK = (openpyxl.styles.PatternFill(bgColor=colour) for colour in ("FFFF0000", "FF000000"))


@pytest.mark.parametrize(
    ("rules", "looks", "seen"),
    [
        ([rule(font=font(color="FFFFFF"), fill=RED)], {}, "27"),
        ([rule(font=font(color="FF0000"), fill=RED)], {}, PICTURE),
        ([rule(fill=BLACK)], {}, PICTURE),
        ([rule(fill=BLACK)], {"font": font(color="FFFFFF"), "fill": fill("1F3864")}, "27"),
        ([rule(fill=RED)], {"font": font(color="FF0000")}, PICTURE),
        ([rule(font=font(color="1F3864"))], {"fill": fill("1F3864"), "font": font(color="FFFFFF")}, PICTURE),
    ],
)  # fmt: skip
def test_a_rule_is_seen_upon_the_look_of_its_cell(
    rules: list[Any], looks: dict[str, Any], seen: str
) -> None:
    assert cell_of(book(27, rules=rules, **looks)) == seen


def test_a_rule_may_hold_for_whole_columns() -> None:
    white = book(27, rules=[rule(font=font(color="FFFFFF"))])
    assert cell_of(changed(white, SHEET, 'sqref="A1:B2"', 'sqref="B:B"')) == PICTURE


@pytest.mark.parametrize(("shown", "seen"), [(False, PICTURE), (True, "27")])
def test_a_bar_or_a_sign_may_stand_in_place_of_a_number(shown: bool, seen: str) -> None:  # noqa: FBT001
    from openpyxl.formatting.rule import DataBarRule, IconSetRule

    bar = DataBarRule("min", 0, "max", 1, "FF638EC6", showValue=shown)
    signs = IconSetRule("3Arrows", "percent", [0, 33, 67], showValue=shown)
    assert [cell_of(book(27, rules=[one])) for one in (bar, signs)] == [seen, seen]


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """A workbook with a change in one of its parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as parts, zipfile.ZipFile(file, "w") as archive:
        for part in parts.namelist():
            text = parts.read(part)
            assert part != name or old.encode() in text
            archive.writestr(
                part, text.replace(old.encode(), new.encode()) if part == name else text
            )
    return file.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(("height", "seen"), [("0.75", ""), ("0", ""), ("9", "27")])
def test_a_row_too_low_for_figures_is_hidden(height: str, seen: str) -> None:
    data = changed(book(27), SHEET, '<row r="1"', f'<row r="1" ht="{height}" customHeight="1"')
    grids = [block for block in read_document(data).blocks if isinstance(block, Grid)]
    assert "".join(row[-1].text for grid in grids for row in grid.rows) == seen


@pytest.mark.parametrize(("width", "seen"), [("0.1", ""), ("0", ""), ("3", "27")])
def test_a_column_too_narrow_for_figures_is_hidden(width: str, seen: str) -> None:
    columns = f'<cols><col min="2" max="2" width="{width}"/></cols><sheetData>'
    document = read_document(changed(book(27), SHEET, "<sheetData>", columns))
    assert ("27" in "".join(map(str, document.blocks))) == bool(seen)


def test_a_rule_among_the_extensions_of_a_sheet_holds_too() -> None:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    cells = "http://schemas.microsoft.com/office/excel/2006/main"
    extension = (
        f'<extLst><ext xmlns:x="{space}" xmlns:xm="{cells}"><x:conditionalFormattings>'
        '<x:conditionalFormatting><x:cfRule type="cellIs" operator="greaterThan"><xm:f>0</xm:f>'
        '<x:dxf><font><color rgb="FFFFFFFF"/></font></x:dxf></x:cfRule><xm:sqref>B1</xm:sqref>'
        "</x:conditionalFormatting></x:conditionalFormattings></ext></extLst></worksheet>"
    )
    assert cell_of(changed(book(27), SHEET, "</worksheet>", extension)) == PICTURE


@pytest.mark.parametrize(("number", "seen"), [(41, "27"), (5, "27"), (45, PICTURE), (12, PICTURE)])
def test_formats_that_a_file_names_by_number_are_known(number: int, seen: str) -> None:
    data = changed(
        book(27, number_format="0.00"), "xl/styles.xml", 'numFmtId="2"', f'numFmtId="{number}"'
    )
    assert cell_of(data) == seen


def test_a_zero_of_the_accounts_is_a_dash() -> None:
    data = changed(book(0, number_format="0.00"), "xl/styles.xml", 'numFmtId="2"', 'numFmtId="41"')
    assert cell_of(data) == "-"


@pytest.mark.parametrize(("anchor", "seen"), [((0, 1), PICTURE), ((2, 3), "27")])
def test_a_figure_beneath_a_text_box_is_open(anchor: tuple[int, int], seen: str) -> None:
    row, column = anchor
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    place = "<d:{0}><d:col>{1}</d:col><d:row>{2}</d:row></d:{0}>"
    box = (
        f'<d:wsDr xmlns:d="{drawing}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"<d:twoCellAnchor>{place.format('from', column, row)}{place.format('to', column, row)}<d:sp>"
        "<d:txBody><a:p><a:r><a:t>88</a:t></a:r></a:p></d:txBody></d:sp></d:twoCellAnchor></d:wsDr>"
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    listed = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    file = io.BytesIO(book(27))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/drawings/drawing1.xml", box)
        archive.writestr("xl/worksheets/_rels/sheet1.xml.rels", listed)
    assert cell_of(file.getvalue()).startswith(seen)


# --- Excel 2003 ----------------------------------------------------------------------------------

SS = "urn:schemas-microsoft-com:office:spreadsheet"
PAGE = "http://www.w3.org/TR/REC-html40"
STYLES = {
    "small": '<Font ss:Size="1"/>',
    "signs": '<Font ss:FontName="Wingdings"/>',
    "copies": '<Alignment ss:Horizontal="Fill"/>',
    "black": '<Interior ss:Color="#000000" ss:Pattern="Solid"/>',
    "night": '<Font ss:Color="#FFFFFF"/><Interior ss:Color="#000000" ss:Pattern="Solid"/>',
}
RULE = (
    '<ConditionalFormatting xmlns="urn:schemas-microsoft-com:office:excel"><Range>R1C2:R9C2</Range>'
    "<Condition><Qualifier>Greater</Qualifier><Value1>0</Value1><Format Style='{}'/></Condition>"
    "</ConditionalFormatting>"
)


def sheet_2003(data: str = "27", style: str = "Default", rules: str = "") -> bytes:
    styles = "".join(f'<Style ss:ID="{name}">{told}</Style>' for name, told in STYLES.items())
    label = '<Cell><Data ss:Type="String">行政许可</Data></Cell>'
    cell = f'<Cell ss:StyleID="{style}"><ss:Data ss:Type="String" xmlns="{PAGE}">{data}</ss:Data></Cell>'
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{SS}" xmlns:ss="{SS}"'
        f' xmlns:html="{PAGE}"><Styles>{styles}</Styles><Worksheet ss:Name="a"><Table><Row>{label}{cell}</Row>'
        f"</Table>{rules}</Worksheet></Workbook>"
    ).encode()


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({"style": "small"}, PICTURE),
        ({"style": "signs"}, PICTURE),
        ({"style": "copies"}, PICTURE),
        ({"style": "black"}, PICTURE),
        ({"style": "night"}, "27"),
        ({"data": "27<S>5</S>"}, "27"),
        ({"data": "27<Sup>5</Sup>"}, "27[5]"),
        ({"data": '27<Font html:Color="#FFFFFF">5</Font>'}, "27"),
        ({"data": '2<Font html:Color="#FF0000">7</Font>'}, "27"),
        ({"data": '27<Font html:Size="1">5</Font>'}, "27"),
        ({"data": '27<Font html:Face="Wingdings">5</Font>'}, "27" + PICTURE),
        ({"rules": RULE.format("color:white")}, PICTURE),
        ({"rules": RULE.format("color:white;background:#1F3864")}, "27"),
        ({"rules": RULE.format("color:white"), "style": "night"}, "27"),
        ({"rules": RULE.format("text-decoration:line-through")}, PICTURE),
    ],
)
def test_a_cell_of_excel_2003_shows_what_a_program_shows(told: dict[str, str], seen: str) -> None:
    assert cell_of(sheet_2003(**told)) == seen


# --- Excel 97 ------------------------------------------------------------------------------------

USUAL, WHITE, NO_COLOUR = 10, 9, 0x7FFF


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff_font(height: int = 10, options: int = 0, raised: int = 0, colour: int = NO_COLOUR, name: str = "Arial") -> bytes:  # fmt: skip
    facts = struct.pack("<HHHHHBBBB", height * 20, options, colour, 400, raised, 0, 0, 0, 0)
    return record(0x31, facts + struct.pack("<BB", len(name), 0) + name.encode())


def biff_style(
    fonts: int = 0, aligned: int = 0, pattern: int = 0, colours: int = 64 | 65 << 7
) -> bytes:
    return record(0xE0, struct.pack("<HHHBBBBIIH", fonts, 0, 0, aligned, 0, 0, 0xFC, 0, pattern << 26, colours))  # fmt: skip


def biff_rule(ink: int = NO_COLOUR, options: int = 0, ground: int = 64, bound: int = 5) -> bytes:
    """A rule for B1 to B9: a number above a bound changes colours, or strikes out."""
    area = struct.pack("<4H", 0, 8, 1, 1)
    areas = struct.pack("<HH", 1, 0) + area + struct.pack("<H", 1) + area
    flags = 0x04000000 | (0x20000000 if ground < 64 else 0)
    font = bytearray(118)
    struct.pack_into("<I", font, 68, options)
    struct.pack_into("<I", font, 80, ink if ink < 64 else 0xFFFFFFFF)
    look = bytes(font) + (struct.pack("<HH", 1 << 10, 65 | ground << 7) if ground < 64 else b"")
    formula = b"\x1e" + struct.pack("<H", bound)
    told = struct.pack("<BBHHI", 1, 5, len(formula), 0, flags) + b"\0\0" + look + formula
    return record(0x1B0, areas) + record(0x1B1, told)


def xls(
    *,
    own: bytes | None = None,
    runs: bytes | None = None,
    style: bytes | None = None,
    rule: bytes = b"",
) -> bytes:
    """A stream of Excel 97: B1 holds the text 275, the last figure in a look of its own if told.

    Args:
        own: The font of the cell.
        runs: The font of the last figure.
        style: The style of the cell, if not the usual one.
        rule: Records of a rule.
    """
    start = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0x600)
    fonts = biff_font() * 4 + (own or biff_font()) + (runs or biff_font())  # no font has number 4
    styles = biff_style() + (style or biff_style(5))
    label = "行政许可".encode("utf-16-le")
    strings = struct.pack("<II", 2, 2) + struct.pack("<HB", 4, 1) + label
    if runs:
        strings += struct.pack("<HBH", 3, 8, 1) + b"275" + struct.pack("<HH", 2, 6)
    else:
        strings += struct.pack("<HB", 2, 0) + b"27"
    head = record(0x809, start) + record(0x42, struct.pack("<H", 1200)) + fonts + styles
    tail = record(0xFC, strings) + record(0x0A, b"")
    place = len(head) + 4 + 9 + len(tail)
    sheet = record(0x85, struct.pack("<IBB", place, 0, 0) + struct.pack("<BB", 1, 0) + b"a")
    cells = [record(0xFD, struct.pack("<HHHI", 0, column, column, column)) for column in (0, 1)]
    own_start = struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0x600)
    return (
        head + sheet + tail + record(0x809, own_start) + b"".join(cells) + rule + record(0x0A, b"")
    )


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        ({}, "27"),
        ({"own": biff_font(1)}, PICTURE),
        ({"own": biff_font(name="Wingdings")}, PICTURE),
        ({"style": biff_style(5, aligned=4)}, PICTURE),
        ({"style": biff_style(5, pattern=1, colours=8 | 65 << 7)}, PICTURE),
        ({"own": biff_font(colour=WHITE), "style": biff_style(5, pattern=1, colours=8 | 65 << 7)}, "27"),
        ({"rule": biff_rule(ink=WHITE)}, PICTURE),
        ({"rule": biff_rule(options=0x80)}, PICTURE),
        ({"rule": biff_rule(ink=USUAL, ground=USUAL)}, PICTURE),
        ({"rule": biff_rule(ground=8)}, PICTURE),
        ({"rule": biff_rule(ink=WHITE, ground=8)}, "27"),
        ({"rule": biff_rule(ink=USUAL)}, "27"),
        ({"runs": biff_font(options=8)}, "27"),
        ({"runs": biff_font(colour=WHITE)}, "27"),
        ({"runs": biff_font(1)}, "27"),
        ({"runs": biff_font(raised=1)}, "27[5]"),
        ({"runs": biff_font(name="Wingdings")}, "27" + PICTURE),
        ({"runs": biff_font(colour=USUAL)}, "275"),
    ],
)  # fmt: skip
def test_a_cell_of_excel_97_shows_what_a_program_shows(told: dict[str, bytes], seen: str) -> None:
    pytest.importorskip("xlrd")
    from gikstudy.reading.sheet_97 import read_xls

    (grid,) = read_xls(xls(**told)).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.rows[0]] == ["行政许可", seen]
