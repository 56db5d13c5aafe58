"""What the styles and rules of an OpenDocument sheet leave of a figure.

Each sheet holds a label and, in the cell to its right, 27.
"""

from __future__ import annotations

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE


def cell_of(data: bytes) -> str:
    """The text to the right of the label."""
    document = read_document(data)
    assert document.problem == ""
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return grid.rows[0][1].text


SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        **{name: name for name in ("office", "style", "text", "table")},
        "fo": "xsl-fo-compatible",
        "number": "datastyle",
    }.items()
)
EXTENDED = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_style(name: str, text: str = "", cell: str = "", maps: str = "", more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{more}>'
        f"<style:table-cell-properties {cell}/><style:text-properties {text}/>{maps}</style:style>"
    )


def when(condition: str, style: str) -> str:
    return f'<style:map style:condition="{condition}" style:apply-style-name="{style}"/>'


INK = '<style:text-properties fo:color="#ffffff"/>'
ODS_STYLES = "".join(
    [
        ods_style("white", 'fo:color="#ffffff"', more=' style:display-name="White One"'),
        ods_style("red", 'fo:color="#ff0000"'),
        ods_style("onred", cell='fo:background-color="#ff0000"'),
        ods_style("more", maps=when("cell-content()&gt;0", "white")),
        ods_style("less", maps=when("cell-content()&lt;0", "white")),
        ods_style("between", maps=when("cell-content-is-between(1,99)", "white")),
        ods_style("beyond", maps=when("cell-content-is-not-between(1,99)", "white")),
        ods_style("formula", maps=when("is-true-formula([.A1]&gt;0)", "white")),
        ods_style("coloured", maps=when("cell-content()&gt;0", "red")),
        ods_style("lost", 'fo:color="#ff0000"', maps=when("cell-content()&gt;0", "onred")),
        ods_style("child", more=' style:parent-style-name="more"'),
        ods_style("copies", cell='style:repeat-content="true"'),
        ods_style("small", 'fo:font-size="1pt"'),
        ods_style("signs", 'style:font-name="Wingdings"'),
        ods_style("format", more=' style:data-style-name="N1"'),
        f'<number:number-style style:name="N1">{INK}</number:number-style>',
    ]
)


def ods(style: str = "red", rules: str = "") -> bytes:
    label = (
        '<table:table-cell office:value-type="string"><text:p>行政许可</text:p></table:table-cell>'
    )
    cell = (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="27">'
        "<text:p>27</text:p></table:table-cell>"
    )
    sheet = f"<table:table><table:table-row>{label}{cell}</table:table-row>{rules}</table:table>"
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    return (
        f'<?xml version="1.0"?><office:document {SPACES} {EXTENDED} {kind}><office:automatic-styles>'
        f"{ODS_STYLES}</office:automatic-styles><office:body><office:spreadsheet>{sheet}"
        "</office:spreadsheet></office:body></office:document>"
    ).encode()


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        *((name, PICTURE) for name in ("more", "between", "formula", "lost", "child")),
        *((name, PICTURE) for name in ("copies", "small", "signs", "format")),
        *((name, "27") for name in ("red", "less", "beyond", "coloured")),
    ],
)
def test_a_cell_of_an_opendocument_sheet_shows_what_its_style_leaves(style: str, seen: str) -> None:
    assert cell_of(ods(style)) == seen


def listed(rule: str, area: str = "a.B1:a.B9") -> str:
    return (
        "<calcext:conditional-formats><calcext:conditional-format"
        f' calcext:target-range-address="{area}">{rule}</calcext:conditional-format>'
        "</calcext:conditional-formats>"
    )


def asked(value: str, style: str = "White One") -> str:
    return f'<calcext:condition calcext:apply-style-name="{style}" calcext:value="{value}"/>'


SIGNS = '<calcext:icon-set><calcext:formatting-entry calcext:show-value="{}"/></calcext:icon-set>'


@pytest.mark.parametrize(
    ("rules", "seen"),
    [
        (listed(asked("&gt;0")), PICTURE),
        (listed(asked("between(1,99)")), PICTURE),
        (listed(asked("formula-is([.A1])")), PICTURE),
        (listed(asked("&gt;0"), "a.C1:a.D9 a.B1"), PICTURE),
        (listed(SIGNS.format("false")), PICTURE),
        (listed(SIGNS.format("true")), "27"),
        (listed(asked("=5")), "27"),
        (listed(asked("!=27")), "27"),
        (listed(asked("&gt;0", "red")), "27"),
        (listed(asked("&gt;0"), "a.C1:a.D9"), "27"),
    ],
)
def test_a_rule_of_an_opendocument_sheet_may_hide_a_figure(rules: str, seen: str) -> None:
    assert cell_of(ods(rules=rules)) == seen
