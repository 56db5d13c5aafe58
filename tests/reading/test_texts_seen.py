"""What nobody sees in texts of Word, Rich Text and OpenDocument is no figure; what is seen is one.

Each file is one small table, written here; its last cell holds 27 or a part of it.
"""

from __future__ import annotations

import io
import zipfile

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE


def last_cell(data: bytes) -> str:
    """The text of the last cell of the last row."""
    document = read_document(data)
    assert document.problem == ""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return grid.rows[-1][-1].text


# --- Word ----------------------------------------------------------------------------------------

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{MAIN}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(paragraphs: str, *, table: str = "", styles: str = "") -> bytes:
    """A document with one table of two rows."""
    label = '<w:tc><w:p><w:r><w:rPr><w:strike w:val="0"/><w:sz w:val="21"/><w:w w:val="100"/>'
    label += "</w:rPr><w:t>行政许可</w:t></w:r></w:p></w:tc>"
    row = f"<w:tr>{label}<w:tc>{paragraphs}</w:tc></w:tr>"
    return packed_word(f"<w:tbl><w:tblPr>{table}</w:tblPr>{row}{row}</w:tbl>", styles)


def packed_word(body: str, styles: str = "", *, page: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, kind, target in (
            ("_rels/.rels", "officeDocument", "word/document.xml"),
            ("word/_rels/document.xml.rels", "styles", "styles.xml"),
        ):
            listed = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/>'
            space = "http://schemas.openxmlformats.org/package/2006/relationships"
            archive.writestr(name, f'<Relationships xmlns="{space}">{listed}</Relationships>')
        archive.writestr(
            "word/document.xml", f"<w:document {NAMES}>{page}<w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {NAMES}>{styles}</w:styles>")
    return file.getvalue()


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


FILL = "<w14:textFill>{}</w14:textFill>"
SOLID = FILL.format("<w14:solidFill>{}</w14:solidFill>")
STYLE = '<w:style w:type="{}" w:styleId="a"><w:rPr>{}</w:rPr></w:style>'
FORMS = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="{}"><w:t>5</w:t></mc:Choice>'
    "<mc:Fallback><w:t>27</w:t></mc:Fallback></mc:AlternateContent></w:r>"
)
UNSEEN_RUNS = [
    '<w:sz w:val="2"/>',
    '<w:sz w:val="3"/><w:szCs w:val="3"/>',
    '<w:w w:val="1"/>',
    '<w:color w:val="000000"/><w:highlight w:val="black"/>',
    '<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>',
    '<w:color w:val="000000"/>' + FILL.format("<w14:noFill/>"),
    '<w:color w:val="000000"/>' + SOLID.format('<w14:srgbClr w14:val="FFFFFF"/>'),
    '<w:color w:val="000000"/>' + SOLID.format('<w14:schemeClr w14:val="bg1"/>'),
]
SEEN_RUNS = [
    '<w:sz w:val="4"/>',
    '<w:w w:val="66"/>',
    '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
    '<w:color w:val="FFFFFF"/>' + SOLID.format('<w14:srgbClr w14:val="C00000"/>'),
    '<w:color w:val="FFFFFF"/>' + SOLID.format('<w14:schemeClr w14:val="tx1"/>'),
]


@pytest.mark.parametrize("look", UNSEEN_RUNS)
def test_word_text_that_nobody_sees_is_no_figure(look: str) -> None:
    assert last_cell(word(p(run("27"), run("5", look)))) == "27"
    assert last_cell(word(p(run("5", look)))) == PICTURE


@pytest.mark.parametrize("look", SEEN_RUNS)
def test_word_text_that_is_seen_is_read(look: str) -> None:
    assert last_cell(word(p(run("2"), run("7", look)))) == "27"


@pytest.mark.parametrize("look", ['<w:sz w:val="2"/>', '<w:w w:val="1"/>', "<w:strike/>"])
def test_the_style_of_text_or_table_hides_and_text_of_its_own_size_does_not(look: str) -> None:
    named = run("5", '<w:rStyle w:val="a"/>')
    assert last_cell(word(p(run("27"), named), styles=STYLE.format("character", look))) == "27"
    table = {"table": '<w:tblStyle w:val="a"/>', "styles": STYLE.format("table", look)}
    assert last_cell(word(p(run("27")), **table)) == PICTURE
    own = '<w:sz w:val="21"/><w:w w:val="100"/><w:strike w:val="0"/>'
    assert last_cell(word(p(run("27", own)), **table)) == "27"


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (p(run("2"), "<w:r><w:ptab/></w:r>", run("7")), "2\t7"),
        (p(run("27"), "<w:r><w:pgNum/></w:r>"), "27" + PICTURE),
        (p(run("27"), '<w:r><w:footnoteReference w:customMarkFollows="1"/><w:t>5</w:t></w:r>'), "27[5]"),
        (p(f'<w:bdo w:val="rtl">{run("72")}</w:bdo>'), "\u202e72\u202c"),
        (p(f'<w:bdo w:val="ltr">{run("27")}</w:bdo>'), "27"),
        (p(FORMS.format("wps")), "5"),
        (p(FORMS.format("wps w14")), "5"),
        (p(FORMS.format("unheard")), "27"),
    ],
)  # fmt: skip
def test_a_cell_of_word_shows_what_a_program_shows(content: str, seen: str) -> None:
    assert last_cell(word(content)) == seen


@pytest.mark.parametrize(("page", "seen"), [("FFFFFF", PICTURE), ("1F3864", "27"), ("auto", "27")])
def test_the_page_of_a_document_may_have_a_colour(page: str, seen: str) -> None:
    """LibreOffice gives every document that it makes of one of Word 97 a white page."""
    white = p(run("27", '<w:color w:val="FFFFFF"/>'))
    label = p(run("行政许可", '<w:color w:val="FF0000"/>'))
    row = f"<w:tr><w:tc>{label}</w:tc><w:tc>{white}</w:tc></w:tr>"
    data = packed_word(f"<w:tbl>{row}{row}</w:tbl>", page=f'<w:background w:color="{page}"/>')
    assert last_cell(data) == seen


def test_a_cell_with_text_that_continues_no_cell_is_a_cell() -> None:
    merged = "<w:tc><w:tcPr><w:vMerge{}/></w:tcPr>{}</w:tc>"
    begin = merged.format(' w:val="restart"', p(run("行政许可")))
    rows = [
        [begin, f"<w:tc>{p(run('27'))}</w:tc>"],
        [merged.format("", p()), merged.format("", p(run("28")))],
    ]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    data = packed_word(f"<w:tbl>{table}</w:tbl>")
    grid = next(b for b in read_document(data).blocks if isinstance(b, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [["行政许可", "27"], ["28"]]
    assert grid.rows[0][0].rowspan == 2


# --- Rich Text -----------------------------------------------------------------------------------

HEAD = r"{\rtf1{\fonttbl{\f0 SimSun;}{\f1 Wingdings 2;}}{\colortbl;\red0\green0\blue0;}"
BOX = r"{\shp{\*\shpinst{\shptxt \pard\plain 5\par}}{\shprslt{\*\do\dptxbx{\dptxbxtext 5}}}}"


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        (r"27{\fs2 5}", "27"),
        (r"27{\charscalex1 5}", "27"),
        (r"{\fs2\plain 27}", "27"),
        (r"{\fs18 27}", "27"),
        (r"27{\f1 5}", "27" + PICTURE),
        (r"27\pindtabqr 5", "27\t5"),
        (r"27\chpgn ", "27" + PICTURE),
        (r"2{\field{\*\fldinst DOCPROPERTY a}{\fldrslt }}", "2" + PICTURE),
        (r"{\field{\*\fldinst QUOTE}{\fldrslt {\field{\*\fldinst =1}{\fldrslt 27}}}}", "27"),
        (BOX, "5"),
        ("27" + BOX, "27 5"),
    ],
)
def test_a_cell_of_rich_text_shows_what_a_program_shows(printed: str, seen: str) -> None:
    row = rf"\trowd\cellx900\cellx1800\pard\intbl a\cell\pard\intbl {printed}\cell\row"
    assert last_cell(f"{HEAD}{row}{row}\\pard\\par}}".encode()) == seen


# --- OpenDocument --------------------------------------------------------------------------------

URN = "urn:oasis:names:tc:opendocument:xmlns"
SPACES = " ".join(
    f'xmlns:{short}="{URN}:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "style", "text", "table")},
        "fo": "xsl-fo-compatible",
    }.items()
)
HEADS = {
    "small": 'fo:font-size="1pt"',
    "narrow": 'style:text-scale="1%"',
    "usual": 'fo:font-size="9pt"',
    "signs": 'style:font-name="Wingdings"',
    "struck": 'style:text-line-through-style="solid"',
}
LOOKS = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {told}/>'
    "</style:style>"
    for name, told in HEADS.items()
)
IF_IN_TABLE = (
    '<style:style style:name="gone" style:family="paragraph"><style:text-properties'
    ' style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="{0}" style:family="paragraph"><style:map style:condition="{0}()"'
    ' style:apply-style-name="gone"/></style:style>'
)
PARAGRAPHS = IF_IN_TABLE.format("table") + IF_IN_TABLE.format("footer")


def opendocument(content: str, *, styles: str = LOOKS + PARAGRAPHS) -> str:
    cell = "<table:table-cell><text:p>行政许可</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}<table:table-cell>{content}</table:table-cell></table:table-row>"
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>"
        f"<table:table>{row}{row}</table:table></office:text></office:body>"
    )


def flat(content: str) -> bytes:
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    return (
        f'<?xml version="1.0"?><office:document {SPACES} {kind}>{opendocument(content)}'
        "</office:document>"
    ).encode()


def span(text: str, look: str) -> str:
    return f'<text:span text:style-name="{look}">{text}</text:span>'


def hidden(kind: str, told: str, text: str = "") -> str:
    return f'<text:hidden-{kind} text:is-hidden="{told}">{text}</text:hidden-{kind}>'


CONDITIONAL = (
    '<text:section text:display="condition" text:is-hidden="true"><text:p>5</text:p></text:section>'
)


@pytest.mark.parametrize(
    ("paragraph", "seen"),
    [
        (f"<text:p>27{span('5', 'small')}</text:p>", "27"),
        (f"<text:p>27{span('5', 'narrow')}</text:p>", "27"),
        (f"<text:p>2{span('7', 'usual')}</text:p>", "27"),
        (f"<text:p>{span('2' + span('7', 'usual'), 'small')}</text:p>", PICTURE),
        (f"<text:p>27{span('5', 'signs')}</text:p>", "27" + PICTURE),
        (f"<text:p>27{hidden('text', 'true', '5')}</text:p>", "27"),
        (f"<text:p>2{hidden('text', 'false', '7')}</text:p>", "27"),
        (f"<text:p>{hidden('paragraph', 'true')}5</text:p><text:p>27</text:p>", "27"),
        (f"<text:p>{hidden('paragraph', 'false')}27</text:p>", "27"),
        ('<text:p text:style-name="table">27</text:p>', PICTURE),
        ('<text:p text:style-name="footer">27</text:p>', "27"),
        (f"{CONDITIONAL}<text:p>27</text:p>", "27"),
    ],
)
def test_a_cell_of_opendocument_shows_what_a_program_shows(paragraph: str, seen: str) -> None:
    assert last_cell(flat(paragraph)) == seen


def test_a_style_of_the_content_counts_before_one_of_the_same_name_for_other_pages() -> None:
    content = opendocument(f"<text:p>27{span('5', 'struck')}</text:p>")
    other = LOOKS.replace(HEADS["struck"], HEADS["usual"])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for part, body in (
            ("content", content),
            ("styles", f"<office:automatic-styles>{other}</office:automatic-styles>"),
        ):
            told = f"<office:document-{part} {SPACES}>{body}</office:document-{part}>"
            archive.writestr(f"{part}.xml", told)
    assert last_cell(file.getvalue()) == "27"


# --- EPUB ----------------------------------------------------------------------------------------


def test_the_style_sheets_of_a_book_hide_text() -> None:
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><link href="../looks.css" type="text/css"'
        ' rel="stylesheet"/></head><body><table><tr><td>行政许可</td><td>27<span class="gone">5</span>'
        "</td></tr><tr><td>行政处罚</td><td>28</td></tr></table></body></html>"
    )
    listed = (
        '<package><manifest><item id="a" href="pages/a.xhtml" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="book/all.opf"/></rootfiles></container>',
        )
        archive.writestr("book/all.opf", listed)
        archive.writestr("book/pages/a.xhtml", page)
        archive.writestr("book/looks.css", ".gone { display: none; }")
    (grid,) = read_document(file.getvalue()).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for row in grid.rows for cell in row] == ["行政许可", "27", "行政处罚", "28"]
