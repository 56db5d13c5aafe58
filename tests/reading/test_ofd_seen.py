"""What clips, frames and listed looks leave of the figures of an OFD page."""

from __future__ import annotations

import pytest

from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE
from tests.support.ofd_pages import NAMES, START, packed

LISTED = f"""<ofd:Res {NAMES}><ofd:DrawParams>
<ofd:DrawParam ID="30"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>
<ofd:DrawParam ID="31" Relative="30"/></ofd:DrawParams>
<ofd:Fonts><ofd:Font ID="4" FontName="SimSun"/><ofd:Font ID="5" FontName="Wingdings"/></ofd:Fonts>
</ofd:Res>"""
LINES = [f"M 20 {y} L 80 {y}" for y in (20, 30, 40)] + [f"M {x} 20 L {x} 40" for x in (20, 50, 80)]
RULES = (
    '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>'
    f"{' '.join(LINES)}</ofd:AbbreviatedData></ofd:PathObject>"
)


def seen(*objects: str, layer: str = "", width: int = 210) -> str:
    """The last cell of a table of two rows and two columns, with objects drawn upon it."""
    labels = "".join(
        text(word, x, y) for word, x, y in (("a", 22, 22), ("b", 52, 22), ("c", 22, 32))
    )
    area = f"<ofd:PhysicalBox>0 0 {width} 297</ofd:PhysicalBox>"
    parts = {
        "OFD.xml": START,
        "Doc_0/Document.xml": (
            f"<ofd:Document {NAMES}><ofd:CommonData><ofd:PageArea>{area}</ofd:PageArea>"
            "<ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>'
        ),
        "Doc_0/Page.xml": (
            f"<ofd:Page {NAMES}><ofd:Content><ofd:Layer>{RULES}{labels}</ofd:Layer>"
            f"<ofd:Layer {layer}>{''.join(objects)}</ofd:Layer></ofd:Content></ofd:Page>"
        ),
        "Doc_0/Res.xml": LISTED,
    }
    document = read_document(packed(parts))
    assert document.problem == ""
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return grid.rows[1][1].text


def text(words: str, x: float, y: float, more: str = "", inner: str = "", wide: float = 50) -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y} {wide} 5" Size="4" {more}>{inner}'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(words)} 2">{words}</ofd:TextCode></ofd:TextObject>'
    )


def clip(left: float, top: float, width: float, height: float, *, told: bool = True) -> str:
    """The part of an object that stays, with or without an outline of its own."""
    corners = f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C"
    data = f"<ofd:AbbreviatedData>{corners}</ofd:AbbreviatedData>" if told else ""
    return (
        f'<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary="{left} {top} {width} {height}">{data}'
        "</ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )


def colour(value: str) -> str:
    return f'<ofd:FillColor Value="{value}"/>'


BY_LETTERS = "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text/></ofd:Area></ofd:Clip></ofd:Clips>"
EIGHT = text("8", 56, 32)


@pytest.mark.parametrize("told", [True, False])
def test_a_clip_leaves_what_lies_inside(told: bool) -> None:  # noqa: FBT001
    assert seen(text("128", 52, 32, inner=clip(0, 0, 20, 5, told=told))) == "128"
    assert seen(text("128", 52, 32, inner=clip(30, 0, 4, 5, told=told))) == ""
    assert seen(text("128  45", 52, 32, inner=clip(0, 0, 7, 5, told=told))) == "128"


def test_a_number_that_a_clip_cuts_is_open() -> None:
    assert seen(text("128", 52, 32, inner=clip(0, 0, 4, 5))) == "12" + PICTURE
    assert seen(text("128", 52, 32, inner=clip(2, 0, 9, 5))) == PICTURE + "28"


def test_the_clips_of_a_block_and_of_what_is_in_it_hold_together() -> None:
    block = "<ofd:PageBlock>{}{}</ofd:PageBlock>"
    inner = text("1  28  4", 52, 32, inner=clip(5, 0, 20, 5))
    assert seen(block.format(clip(52, 30, 11, 9), inner)) == "28"
    assert seen(block.format(clip(52, 30, 4, 9), text("12", 52, 32)) + EIGHT) == "128"


def test_a_clip_cuts_the_lines_of_a_table() -> None:
    data = "<ofd:AbbreviatedData>M 65 20 L 65 40</ofd:AbbreviatedData></ofd:PathObject>"
    line = '<ofd:PathObject Boundary="0 0 210 297">{}' + data
    assert seen(text("128", 62, 32), line.format(clip(0, 0, 10, 10))) == "128"
    assert seen(text("128", 52, 32), text("4", 70, 32), line.format(clip(0, 0, 99, 99))) == "128"


def test_a_clip_of_unknown_outline_opens_the_figures() -> None:
    assert PICTURE in seen(text("128", 52, 32, inner=BY_LETTERS))


def test_figures_beyond_their_frame_are_open_and_those_beyond_the_page_are_not_there() -> None:
    assert seen(text("128", 52, 32, wide=4)) == "12" + PICTURE
    assert seen(text("12", 52, 32), text("8", 90, 32), width=85) == "12"


@pytest.mark.parametrize(
    ("more", "inner", "found"),
    [
        ('DrawParam="30"', "", "12"),
        ('DrawParam="31"', "", "12"),
        ('DrawParam="30"', colour("0 0 0"), "128"),
        ("", colour("0 0 0 0"), "12"),
        ("", colour("0 0 0 255"), "128"),
        ("", colour("255"), "12"),
        ('Font="5"', "", "12" + PICTURE),
        ('HScale="0.01"', "", "12"),
        ('Fill="false" Stroke="true"', '<ofd:StrokeColor Value="255 255 255"/>', "12"),
        ('Fill="false" Stroke="true"', '<ofd:StrokeColor Value="9 9 9"/>', "128"),
        ('ReadDirection="180"', "", "12" + PICTURE),
        ('CharDirection="180"', "", "12" + PICTURE),
    ],
)
def test_a_figure_shows_as_it_is_painted(more: str, inner: str, found: str) -> None:
    assert seen(text("12", 52, 32), text("8", 56, 32, more, inner)) == found


def test_the_look_of_a_layer_holds_for_what_has_none() -> None:
    assert seen(text("128", 52, 32), layer='DrawParam="30"') == ""
    assert seen(text("128", 52, 32, inner=colour("0 0 0")), layer='DrawParam="30"') == "128"
