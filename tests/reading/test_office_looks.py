"""What Word files and spreadsheets hide, strike out, raise, compute or show as a picture.

The files are made by python-docx and openpyxl, with the figures of tables 2, 3 and 4 all different
from one another; what those programs cannot write is put into their XML.
"""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")

TABLES = (
    [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", 101, 102, 103], ["行政规范性文件", 104, 105, 106]],
    [["申请人情况", "自然人", "商业企业", "总计"], ["一、本年新收", 111, 112, 223], ["四、结转下年度继续办理", 114, 115, 229]],
    [["结果维持", "结果纠正", "其他结果", "总计"], [121, 122, 123, 366]],
)  # fmt: skip
PLAIN = [[[str(text) for text in row] for row in table] for table in TABLES]
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(data: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in grid.rows]
        for grid in read_document(data).blocks
        if isinstance(grid, Grid)
    ]


def numbers_as(text: str) -> list[list[list[str]]]:
    return [[[text if t.isdigit() else t for t in row] for row in table] for table in PLAIN]


def word(fill: Callable[[Any, str], None], change: Callable[[str], str] = str) -> bytes:
    """The tables as python-docx writes them, with numbers put in by `fill`."""
    document = docx.Document()
    for rows in TABLES:
        document.add_paragraph("政府信息")
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                if isinstance(text, int):
                    fill(cell.paragraphs[0], str(text))
                else:
                    cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return changed(buffer.getvalue(), "word/document.xml", change)


def changed(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    old, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for item in old.namelist():
            text = old.read(item)
            new.writestr(item, change(text.decode()).encode() if item == name else text)
    return buffer.getvalue()


def runs(*parts: tuple[str, str]) -> Callable[[Any, str], None]:
    """Runs with text (`{}` is the number) and a property set on their font, or a style."""

    def fill(paragraph: Any, number: str) -> None:
        for text, look in parts:
            run = paragraph.add_run(text.format(number))
            name, _, value = look.partition("=")
            if name == "style":
                run.style = look_style(paragraph.part.document, value)
            elif name:
                setattr(run.font, name, True)

    return fill


def look_style(document: Any, look: str) -> Any:
    name = f"Look {look}"
    if name not in [style.name for style in document.styles]:
        setattr(document.styles.add_style(name, 2).font, look, True)
    return document.styles[name]


def xml(markup: str) -> Callable[[Any, str], None]:
    """Markup in place of the number, where `{}` stands for it."""

    def fill(paragraph: Any, number: str) -> None:
        element = docx.oxml.parse_xml(
            f'<w:p {W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
            f'xmlns:v="urn:schemas-microsoft-com:vml">{markup.format(number)}</w:p>'
        )
        paragraph._p.getparent().replace(paragraph._p, element)

    return fill


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


FORMULA = f"{field('begin')}<w:r><w:instrText> =SUM(LEFT) </w:instrText></w:r>"
BOX = f"<w:txbxContent><w:p>{run('{0}')}</w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "fill",
    [
        runs(("971", "strike"), ("{}", "")),
        runs(("{}", "bold"), ("971", "double_strike")),
        runs(("{}", ""), ("9", "hidden")),
        runs(("9", "style=hidden"), ("{}", "style=bold")),
        runs(("971", "style=strike"), ("{}", "")),
        runs(("{}", "superscript")),
        xml(run("971", "<w:strike w:val='1'/>") + run("{}", "<w:strike w:val='0'/>")),
        xml(f"<w:del><w:r><w:delText>971</w:delText></w:r></w:del><w:ins>{run('{}')}</w:ins>"),
        xml(f"<w:moveFrom>{run('971')}</w:moveFrom><w:moveTo>{run('{}')}</w:moveTo>"),
        xml(f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run('{}')}</w:sdtContent></w:sdt>"),
        xml(f"{FORMULA}{field('separate')}{run('{}')}{field('end')}"),
        xml(f"{field('begin')}<w:r><w:t>971</w:t></w:r>{field('separate')}{run('{}')}{field('end')}"),
        xml(f"<w:fldSimple w:instr='=1+1'>{run('{}')}</w:fldSimple>"),
        xml(f"{run('{}')}<w:r><w:footnoteReference w:id='2'/></w:r>"),
        xml(f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:wsp>{BOX}</wps:wsp></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape>{BOX}</v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
        xml(f"<w:r><mc:AlternateContent><mc:Fallback><w:pict><v:shape>{BOX}</v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"),
        xml(f"<w:r><w:ruby><w:rt>{run('9')}</w:rt><w:rubyBase>{run('{}')}</w:rubyBase></w:ruby></w:r>"),
        xml(f"<w:r><w:drawing><wps:wsp/></w:drawing></w:r>{run('{}')}"),
    ],
)  # fmt: skip
def test_word_shows_the_number_alone(fill: Callable[[Any, str], None]) -> None:
    assert read(word(fill)) == PLAIN


@pytest.mark.parametrize(
    "fill",
    [
        runs(("{}", ""), ("1", "superscript")),
        runs(("{}", ""), ("12", "subscript")),
        runs(("{}", ""), ("1", "style=superscript")),
        xml(run("{}") + run("1", "<w:position w:val='8'/><w:sz w:val='12'/>")),
        xml(run("{}") + run("注", "<w:vertAlign w:val='superscript'/>")),
    ],
)
def test_the_mark_of_a_note_stands_in_brackets(fill: Callable[[Any, str], None]) -> None:
    read_ = read(word(fill))
    stripped = [
        [[re.sub(r"(?<=\d)\[.{1,2}\]", "", t) for t in row] for row in rows] for rows in read_
    ]
    assert stripped == PLAIN
    assert read_ != PLAIN


def picture(paragraph: Any, _number: str) -> None:
    paragraph.add_run().add_picture(io.BytesIO(PNG))


@pytest.mark.parametrize(
    "fill",
    [
        picture,
        runs(("{}", "strike")),
        xml("<w:r><w:sym w:font='Wingdings' w:char='F081'/></w:r>"),
        xml("<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>"),
        xml("<w:r><w:pict/></w:r>"),
        xml("<w:r><w:object/></w:r>"),
        xml(FORMULA + field("end")),
        xml(f"{FORMULA}{field('separate')}{field('end')}"),
        xml("<w:fldSimple w:instr='=SUM(LEFT)'/>"),
        xml("<w:r><w:footnoteReference w:id='2'/></w:r>"),
        xml("<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"),
    ],
)
def test_a_word_cell_that_shows_no_text_is_not_empty(fill: Callable[[Any, str], None]) -> None:
    assert read(word(fill)) == numbers_as(PICTURE)


@pytest.mark.parametrize("mark", ["<w:del w:id='9' w:author='a'/>", "<w:hidden/>"])
def test_deleted_and_hidden_rows_of_word_are_not_there(mark: str) -> None:
    def doubled(markup: str) -> str:
        def both(match: re.Match[str]) -> str:
            gone = re.sub(r"<w:t>\d+<", "<w:t>971<", match[0])
            return (
                re.sub(r"<w:tr>|<w:tr [^>]*>", rf"\g<0><w:trPr>{mark}</w:trPr>", gone, count=1)
                + match[0]
            )

        return re.sub(r"<w:tr[ >].*?</w:tr>", both, markup, flags=re.DOTALL)

    assert read(word(runs(("{}", "")), doubled)) == PLAIN


def test_automatic_numbers_of_word() -> None:
    def numbered(paragraph: Any, number: str) -> None:
        paragraph.style = "List Number"
        paragraph.add_run(number)

    def bullets(paragraph: Any, number: str) -> None:
        paragraph.style = "List Bullet"
        paragraph.add_run(number)

    assert read(word(bullets)) == PLAIN
    expected = [
        [[PICTURE + t if t.isdigit() else t for t in row] for row in rows] for rows in PLAIN
    ]
    assert read(word(numbered)) == expected
    document = docx.Document()
    document.add_table(1, 2).rows[0].cells[0].paragraphs[0].style = "List Number"
    document.tables[0].rows[0].cells[0].paragraphs[0].add_run("属于国家秘密")
    document.tables[0].rows[0].cells[1].text = "7"
    buffer = io.BytesIO()
    document.save(buffer)
    assert read(buffer.getvalue()) == [[["属于国家秘密", "7"]]]


def test_pictures_outside_of_tables_are_ornaments() -> None:
    document = docx.Document()
    document.add_paragraph("公开12条").add_run().add_picture(io.BytesIO(PNG))
    document.add_paragraph().add_run().add_picture(io.BytesIO(PNG))
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_document(buffer.getvalue()).blocks == (Line("公开12条", "L1"),)


def book(change: Callable[[Any], None]) -> bytes:
    """The tables below one another, as openpyxl writes them; `change` gets each cell of a number."""
    made = openpyxl.Workbook()
    for at, rows in enumerate(TABLES):
        sheet = made.active if not at else made.create_sheet(f"表{at}")
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, int):
                    change(cell)
    return saved(made)


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def formatted(code: str) -> Callable[[Any], None]:
    return lambda cell: setattr(cell, "number_format", code)


def valued(make: Callable[[int], Any]) -> Callable[[Any], None]:
    return lambda cell: setattr(cell, "value", make(cell.value))


def font(**looks: Any) -> Callable[[Any], None]:
    return lambda cell: setattr(cell, "font", openpyxl.styles.Font(**looks))


def rich(*parts: tuple[str, dict[str, Any]]) -> Callable[[Any], None]:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    def change(cell: Any) -> None:
        blocks = [TextBlock(InlineFont(**looks), text.format(cell.value)) for text, looks in parts]
        cell.value = CellRichText(*blocks)

    return change


def commented(cell: Any) -> None:
    cell.comment = openpyxl.comments.Comment("971", "a")


@pytest.mark.parametrize(
    "change",
    [
        *(
            formatted(code)
            for code in ("0", "General", "#,##0", "0_ ", "@", "[Red]0;-0", "_ * #,##0_ ")
        ),
        *(valued(str), valued(float), commented, font(color="FFFF0000")),
        rich(("971", {"strike": True}), ("{}", {"b": True})),
        rich(("{}", {"vertAlign": "superscript"})),
    ],
)
def test_a_sheet_shows_the_number_alone(change: Callable[[Any], None]) -> None:
    assert read(book(change)) == PLAIN


@pytest.mark.parametrize(
    "change",
    [
        *(
            formatted(code)
            for code in ('0.0,"万"', '0!.0,"万"', ";;;", "[DBNum1]0", "0000", "hh:mm")
        ),
        *(valued("=SUM({0},0)".format), font(strike=True), font(color="FFFFFFFF")),
        *(rich(("{}", {"strike": True})), valued('=DISPIMG("ID_{0}",1)'.format)),
    ],
)
def test_a_cell_of_a_sheet_that_prints_no_number_is_not_empty(
    change: Callable[[Any], None],
) -> None:
    assert read(book(change)) == numbers_as(PICTURE)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        *((formatted('0"件"'), "{}件"), (formatted("0%"), "{}00%"), (formatted("0.00"), "{}.00")),
        *((valued(lambda _: True), "TRUE"), (valued(lambda _: "#REF!"), "#REF!")),
        *((valued(lambda _: date(2024, 1, 19)), "2024-01-19"), (valued(lambda n: n + 0.5), "{}.5")),
        (rich(("{}", {}), ("1", {"vertAlign": "superscript"})), "{}[1]"),
    ],
)
def test_a_sheet_prints_numbers_in_their_format(change: Callable[[Any], None], text: str) -> None:
    expected = [
        [[text.format(t) if t.isdigit() else t for t in row] for row in rows] for rows in PLAIN
    ]
    assert read(book(change)) == expected


def test_what_a_sheet_hides_gives_no_number() -> None:
    made = openpyxl.Workbook()
    for state in ("hidden", "veryHidden", "visible"):
        sheet = made.create_sheet(state)
        sheet.sheet_state = state
        for row in TABLES[1]:
            sheet.append(
                [text if state == "visible" or isinstance(text, str) else 971 for text in row]
            )
    made.remove(made.worksheets[0])
    made.active = 2
    shown = made.worksheets[2]
    shown.insert_rows(2)
    shown.insert_cols(2, 2)
    for column in range(1, 7):
        shown.cell(2, column, 971)
    for row in range(1, 5):
        shown.cell(row, 2, 971)
        shown.cell(row, 3, 971)
    shown.row_dimensions[2].hidden = True
    shown.column_dimensions["B"].hidden = True
    shown.column_dimensions["C"].hidden = True
    shown.merge_cells("A3:C3")
    assert read(saved(made)) == [PLAIN[1]]
    (grid,) = read_document(saved(made)).blocks
    assert isinstance(grid, Grid)
    assert [cell.locus for cell in grid.rows[1]] == ["T3R3C1", "T3R3C4", "T3R3C5", "T3R3C6"]
    assert {cell.colspan for row in grid.rows for cell in row} == {1}
