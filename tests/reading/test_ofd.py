"""OFD files, written from PDF files that real programs printed, and small ones written by hand."""

from __future__ import annotations

import csv

import pytest
from ofd_pages import NAMES, START, ofd_of, packed
from project_paths import DOCUMENTS

from gikstudy.extraction import extract_report
from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE


def truth(name: str) -> dict[str, float]:
    with (DOCUMENTS / f"{name}.csv").open(encoding="utf-8") as file:
        return {
            f"{row['table']}/{row['row']}/{row['column']}": float(row["value"])
            for row in csv.DictReader(file)
            if row["value"]
        }


@pytest.mark.parametrize("one_by_one", [False, True])
@pytest.mark.parametrize("name", ["writer", "browser"])
def test_every_number_of_a_file_is_read(name: str, *, one_by_one: bool) -> None:
    data = ofd_of((DOCUMENTS / f"{name}.pdf").read_bytes(), one_by_one=one_by_one)
    document = read_document(data)
    assert (document.source_format, document.problem) == ("ofd", "")
    report = extract_report(document)
    printed = {cell.key: cell.value for cell in report.cells if cell.state == "reported"}
    assert printed == truth(name)


def test_the_cells_are_those_of_the_pdf() -> None:
    data = (DOCUMENTS / "writer.pdf").read_bytes()
    as_pdf, as_ofd = (
        [
            [(cell.text.replace(" ", ""), cell.locus, cell.rowspan, cell.colspan) for cell in row]
            for block in read_document(one).blocks
            if isinstance(block, Grid)
            for row in block.rows
        ]
        for one in (data, ofd_of(data))
    )
    assert as_ofd == as_pdf


def document_of(*objects: str, template: str = "") -> list[str | list[list[str]]]:
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    templates = '<ofd:TemplatePage ID="9" BaseLoc="Tpl.xml"/>' if template else ""
    used = '<ofd:Template TemplateID="9"/>' if template else ""
    root = (
        f"<ofd:Document {NAMES}><ofd:CommonData>{area}{templates}</ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>'
    )
    page = "<ofd:Page {}>{}<ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>"
    parts = {
        "OFD.xml": START,
        "Doc_0/Document.xml": root,
        "Doc_0/Page.xml": page.format(NAMES, used, "".join(objects)),
    }
    if template:
        parts["Doc_0/Tpl.xml"] = page.format(NAMES, "", template)
    document = read_document(packed(parts))
    if document.problem:
        return [document.problem]
    return [
        block.text if isinstance(block, Line) else [[c.text for c in row] for row in block.rows]
        for block in document.blocks
    ]


def text(words: str, x: float, y: float, more: str = "", inner: str = "", steps: str = "") -> str:
    told = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject Boundary="{x} {y} 50 5" Size="4" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="4"{told}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, more: str = "", inner: str = "") -> str:
    return (
        f'<ofd:PathObject Boundary="0 0 210 297" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


LINES = [f"M 20 {y} L 80 {y}" for y in (20, 30, 40)] + [f"M {x} 20 L {x} 40" for x in (20, 50, 80)]
TABLE = path(" ".join(LINES))


def table_with(value: str) -> str:
    found = document_of(TABLE, text("a", 22, 22), text("b", 52, 22), text("c", 22, 32), value)
    (grid,) = (one for one in found if isinstance(one, list))
    return grid[1][1]


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (text("128", 52, 32), "128"),
        (text("128", 52, 32, steps="2 2"), "128"),
        (text("128", 52, 32, steps="g 2 2"), "128"),
        (text("12", 52, 32) + text("8", 56, 32, steps=""), "128"),
        (text("128", 52, 32, more='Visible="false"'), ""),
        (text("128", 52, 32, inner='<ofd:FillColor Value="255 255 255"/>'), ""),
        (text("128", 52, 32) + path("M 51 34 L 60 34"), PICTURE),
        (
            text("128", 52, 32)
            + path(
                "M 50 30 L 80 30 L 80 40 L 50 40 C",
                'Fill="true" Stroke="false"',
                '<ofd:FillColor Value="255 255 255"/>',
            ),
            "",
        ),
        ('<ofd:ImageObject Boundary="51 31 28 8"/>', PICTURE),
        (text("128", 50, 30, more='CTM="1 0 0 1 2 2"'), "128"),
        (f"<ofd:PageBlock>{text('128', 52, 32)}</ofd:PageBlock>", "128"),
        (text("1234567890123", 51, 31.0) + text("4", 51, 35.5), "12345678901234"),
        (text("12", 52, 31.0) + text("8", 52, 35.5), "12 8"),  # the first line had room for more
        (text("128", 52, 32, more='Alpha="5"'), ""),
        (text("128", 52, 32, inner='<ofd:FillColor Value="0 0 0" Alpha="0"/>'), ""),
        (text("128", 52, 32, more='Fill="false"'), ""),
        (text("128", 52, 32, more='Fill="false" Stroke="true"'), "128"),
        (text("128", 70, 36, more='CTM="-1 0 0 -1 0 0"'), " ".join(3 * PICTURE)),  # upside down
        ('<ofd:CompositeObject Boundary="51 31 28 8" ResourceID="7"/>', PICTURE),
    ],
)
def test_what_a_cell_shows(value: str, seen: str) -> None:
    assert table_with(value) == seen


def test_what_the_file_keeps_apart_or_adds_later_is_shown() -> None:
    inside = text("128", 0, 0)
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit>'
    placed = '<ofd:CompositeObject Boundary="52 32 20 5" ResourceID="7"/>'
    note = (
        '<ofd:Annot ID="8" {}><ofd:Appearance Boundary="52 32 20 5">{}</ofd:Appearance></ofd:Annot>'
    )

    def cell(objects: str, units: str = "", notes: str = "") -> str:
        root = (
            f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData>"
            '<ofd:Pages><ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages>'
            "<ofd:Annotations>Annots/All.xml</ofd:Annotations></ofd:Document>"
        )
        shown = TABLE + text("a", 22, 22) + text("b", 52, 22) + text("c", 22, 32) + objects
        parts: dict[str, str | bytes] = {
            "OFD.xml": START,
            "Doc_0/Document.xml": root,
            "Doc_0/Res.xml": f"<ofd:Res {NAMES}>{units}</ofd:Res>",
            "Doc_0/Page.xml": f"<ofd:Page {NAMES}><ofd:Content><ofd:Layer>{shown}</ofd:Layer></ofd:Content></ofd:Page>",
            "Doc_0/Annots/All.xml": f'<ofd:Annotations {NAMES}><ofd:Page PageID="1"><ofd:FileLoc>One.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>',
            "Doc_0/Annots/One.xml": f"<ofd:PageAnnot {NAMES}>{notes}</ofd:PageAnnot>",
        }
        grid = next(b for b in read_document(packed(parts)).blocks if isinstance(b, Grid))
        return grid.rows[1][1].text

    assert cell(placed, units=unit) == "128"
    assert cell("", notes=note.format("", inside)) == "128"
    assert cell("", notes=note.format('Visible="false"', inside)) == ""


def test_lines_drawn_as_thin_boxes_are_lines() -> None:
    def box(x1: float, y1: float, x2: float, y2: float) -> str:
        data = f"M {x1} {y1} L {x2} {y1} L {x2} {y2} L {x1} {y2} C"
        return path(data, 'Fill="true" Stroke="false"')

    drawn = [box(20, y, 80, y + 0.3) for y in (20, 30, 40)]
    drawn += [box(x, 20, x + 0.3, 40) for x in (20, 50, 80)]
    values = [
        text(w, x, y) for w, x, y in (("a", 22, 22), ("b", 52, 22), ("c", 22, 32), ("7", 52, 32))
    ]
    assert document_of(*drawn, *values) == [[["a", "b"], ["c", "7"]]]


def test_a_template_is_printed_on_its_page() -> None:
    assert document_of(text("7", 52, 32), template=TABLE + text("a", 22, 32)) == [
        [["", ""], ["a", "7"]]
    ]


def test_the_order_on_the_page_counts_and_not_that_of_the_file() -> None:
    found = document_of(text("公开", 40, 20), text("主动", 20, 20), text("其次", 20, 10))
    assert found == ["其次", "主动 公开"]


@pytest.mark.parametrize(
    ("objects", "problem"),
    [
        (['<ofd:ImageObject Boundary="0 0 210 297"/>'], "scanned"),
        (["<ofd:PageBlock>" * 40 + "</ofd:PageBlock>" * 40], "beyond all measure"),
        ([text("字", 0, 0, steps="g 999999999 1") * 3 + text("字" * 60_000, 0, 0)], "more text"),
        ([path("M 0 0 " + "L 9 9 L 9 0 L 0 0 " * 9000)], "more lines"),
        ([text("a", 0, 0, more='CTM="x"')], "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused(objects: list[str], problem: str) -> None:
    (told,) = document_of(*objects)
    assert problem in told


def test_a_cut_file_never_raises() -> None:
    data = ofd_of((DOCUMENTS / "browser.pdf").read_bytes())
    for end in (64, len(data) // 2, len(data) - 5):
        document = read_document(data[:end])
        assert document.problem or document.blocks
