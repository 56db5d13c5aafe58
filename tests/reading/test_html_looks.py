"""What a page hides, strikes out, raises or shows as a picture, in every cell of tables 2, 3 and 4.

Figures all differ, so that none can stand in for another. Nothing hidden or struck out gives a
number, no mark of a note becomes a digit, and a cell that shows a picture is not empty.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import count

import pytest

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE
from gikstudy.synthesis import make_report

CELL = re.compile(r"(<td[^>]*>)\s*-?\d+(?:\.\d+)?(?:万?元)?\s*(</td>)")
OTHER = "971"  # a figure that no cell holds


def page() -> str:
    """A report whose figures all differ."""
    made = make_report(5, 14, family="HTML", script="simplified", clean=True).data.decode()
    figures = count(100)
    return CELL.sub(lambda m: f"{m[1]}{next(figures)}{m[2]}", made)


PAGE = page()
FIGURES = re.compile(r"(<td[^>]*)>(\d{3})</td>")


def cells(markup: str) -> list[str]:
    blocks = read_document(markup.encode()).blocks
    return [
        cell.text
        for grid in blocks
        if isinstance(grid, Grid)
        for row in grid.rows
        for cell in row
    ]  # fmt: skip


def inside(markup: str) -> Callable[[str, str], str]:
    return lambda open_, number: f"{open_}>{markup.format(number)}</td>"


STYLES = (
    "<style>@media print{.no{display:none}} .gone{display:none} #x .deep, table .deep{visibility:hidden}"
    ".tiny{font-size:0} .clear{opacity:0} .away{position:absolute;left:-9999px} .cut{text-decoration:line-through red}"
    ".up{vertical-align:super;font-size:8px} .tab{display:none} .tab.on{display:inline} .wide{color:red}"
    ".made:before{content:'7'} .fix::after{content:'';display:block}"
    "@media (max-width:600px){.wide{display:none}} /* .wide{display:none} */</style>"
)
SHOWN = {  # what is printed beside the number, or around it, does not change it
    "hidden": '{}<span hidden>9</span>',
    "not displayed": '<i STYLE="DISPLAY : NONE">9</i>{}',
    "by a class": '{}<span class="a gone">9</span>',
    "below an element": '{}<b class=deep>9</b>',
    "invisible": '{}<span style="visibility:hidden">9</span>',
    "without size": '{}<span class=tiny>9</span>',
    "clear": '<span class=clear>9</span>{}',
    "outside": '{}<span class=away>9</span>',
    "Word hides": "{}<span style='mso-hide:all'>9</span>",
    "a template": "{}<template>9</template><script>9</script>",
    "without scripts": "{}<noscript>9</noscript>",
    "another tab": '<span class="tab">9</span><span class="tab on">{}</span>',
    "shrunk": '<span style="transform:scale(0)">9</span>{}',
    "as good as sizeless": '{}<span style="font-size:1px">9</span>',
    "spelt out": "<ruby>{}<rp>(</rp><rt>9</rt><rp>)</rp></ruby>",
    "important": '{}<span class=gone style="display:none !important">9</span>',
    "s": "<s>971</s>{}",
    "strike": "{}<strike>971</strike>",
    "del and ins": "<del>971</del><ins>{}</ins>",
    "line-through": '<span style="text-decoration: line-through">971</span>{}',
    "struck by class": "<p class=cut>971</p><p>{}</p>",
    "wide": "<span class='wide no fix'>{}</span>",
    "aria": '<span aria-hidden="true">{}</span>',
    "field": '<input value="{}"><input type=hidden value=9>',
    "choice": "<select><option>0<option selected>{}<option>9</select>",
    "area": "<textarea>{}</textarea>",
    "a frame": "<table><tr><td>{}</td></tr></table>",
    "raised whole": "<sup>{}</sup>",
    "raised in parts": '<span style="vertical-align:super">{0[0]}</span><sup>{0[1]}{0[2]}</sup>',
    "small print": "<small>{}</small>",
    "a dot": '<img src="spacer.gif" width=1 height=1>{}',
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_not_shown_gives_no_number(name: str) -> None:
    class Number(str):
        def __getitem__(self, at: object) -> str:
            return str.__getitem__(self, int(str(at)))

    markup = FIGURES.sub(lambda m: f"{m[1]}>{SHOWN[name].format(Number(m[2]))}</td>", PAGE)
    assert cells(STYLES + markup) == cells(PAGE)


@pytest.mark.parametrize(
    "mark",
    [
        *("{}<sup>1</sup>", "{}<sub>2</sub>", "{}<small>3</small>", "{}<span class=up>12</span>"),
        *('{}<span style="vertical-align:super">1</span>', "{}<sup>[1]</sup>", "{}<sup>注</sup>"),
        *('{}<span style="mso-text-raise:4.0pt">1</span>', "{}<a class=up>①</a>"),
        *(
            '{}<em style="vertical-align:40%">1</em>',
            "<p>{}<font style='vertical-align:sub'>*</font>",
        ),
    ],
)
def test_the_mark_of_a_note_stands_in_brackets(mark: str) -> None:
    markup = FIGURES.sub(lambda m: f"{m[1]}>{mark.format(m[2])}</td>", PAGE)
    read = [re.sub(r"\[[^]]{1,2}\]$", "", text) for text in cells(STYLES + markup)]
    assert read == cells(PAGE)
    assert read != cells(STYLES + markup)


@pytest.mark.parametrize(
    "seen",
    [
        *('<img src="a.png" alt="{}">', "<svg><text>{}</text></svg>", "<canvas>{}</canvas>"),
        *("<object data=a>{}</object>", "<iframe></iframe>", '<input type="checkbox" checked>'),
        *("<meter value={}>{}</meter>", "<s>{}</s>", "<p><del>{}</del></p>", "<i class=made></i>"),
        *('<span style="display:none">{}</span>', "<select multiple><option>{}</select>"),
        *('<b v-text="{}"></b>', '<span data-value="{}"></span>', '<div ng-bind="{}"></div>'),
        *("<picture><source><img src=b.jpg></picture>", '<input placeholder="{}">'),
    ],
)
def test_a_cell_that_shows_no_text_is_not_empty(seen: str) -> None:
    markup = FIGURES.sub(lambda m: f"{m[1]}>{seen.format(m[2], m[2])}</td>", PAGE)
    expected = [PICTURE if re.fullmatch(r"\d{3}", text) else text for text in cells(PAGE)]
    assert cells(STYLES + markup) == expected


def test_a_picture_among_digits_keeps_its_place() -> None:
    assert cells("<table><tr><td>规章<td>1<img src=2.png>8</table>") == ["规章", f"1{PICTURE}8"]
    formula = "<math><msup><mn>10</mn><mn>2</mn></msup></math>"
    assert PICTURE in cells(f"<table><tr><td>规章<td>{formula}</table>")[1]


@pytest.mark.parametrize("style", ["visibility:hidden", "opacity:0", "font-size:0px"])
def test_an_invisible_cell_keeps_its_place(style: str) -> None:
    markup = f'<table><tr><td>规章<td style="{style}">7<td>8</table>'
    assert cells(markup) == ["规章", PICTURE, "8"]
    assert cells(markup.replace(style, "display:none")) == ["规章", "8"]


ROW = re.compile(r"<tr>(?:(?!</tr>).)*</tr>", re.DOTALL)


@pytest.mark.parametrize(
    "attribute",
    [
        *("hidden", 'class="gone"', 'class="row cut"', 'style="visibility:collapse"'),
        *('style="text-decoration:line-through"', "style='DISPLAY:none'"),
    ],
)
def test_a_hidden_row_in_front_of_each_gives_nothing(attribute: str) -> None:
    def doubled(match: re.Match[str]) -> str:
        hidden = match[0].replace("<tr>", f"<tr {attribute}>", 1)
        return re.sub(r">\d{3}<", f">{OTHER}<", hidden) + match[0]

    assert cells(STYLES + ROW.sub(doubled, PAGE)) == cells(PAGE)


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        *(
            ("<div hidden>", "</div>"),
            ('<div class="x gone">', "</div>"),
            ("<template>", "</template>"),
        ),
        *(("<details><summary>上年</summary>", "</details>"), ("<noscript>", "</noscript>")),
        *(('<section style="display:none">', "</section>"), ("<dialog>", "</dialog>")),
        *(('<div class="away">', "</div>"), ('<div style="opacity:0;">', "</div>")),
    ],
)
def test_a_hidden_set_of_tables_never_counts(before: str, behind: str) -> None:
    tables = "".join(re.findall(r"<table.*?</table>", PAGE, re.DOTALL))
    hidden = re.sub(r">\d{3}<", f">{OTHER}<", tables)
    for markup in (before + hidden + behind + PAGE, PAGE + before + hidden + behind):
        assert cells(f"{STYLES}<p>年报</p>{markup}") == cells(PAGE)


@pytest.mark.parametrize("before", ['<div style="display:none">', "<div hidden>", "<details>"])
def test_a_page_that_a_script_shows_is_read(before: str) -> None:
    assert cells(f"{before}{PAGE}</div>") == cells(PAGE)


def test_outside_of_tables_pictures_are_ornaments() -> None:
    blocks = read_document(
        "<p><img src=a.png>公开<svg/>12条<sup>1</sup></p><p><img></p>".encode()
    ).blocks
    assert blocks == (Line("公开12条[1]", "L1"),)


def test_numbered_lists_in_cells_show_their_numbers() -> None:
    markup = "<table><tr><td><ol start=2><li>重复申请<li>其他</ol><td>8</table>"
    assert cells(markup) == ["2. 重复申请 3. 其他", "8"]
