"""Writes what the pages of this folder take from the code: codebook, picture, table of rooms.

`make docs` runs it before it builds the site; tests/docs compares its results with what is
committed. Run it by itself after a change of the declarations or of the imports:

    python docs/generate.py
"""

from __future__ import annotations

import ast
import pkgutil
import re
import sys
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # the package beside this folder, whatever is installed

import gikstudy  # noqa: E402
from gikstudy.dataset.codebook import codebook  # noqa: E402
from gikstudy.panels.series_page import series_page  # noqa: E402

PACKAGE = Path(gikstudy.__file__).parent
BEGIN = "<!-- rooms: written by docs/generate.py -->"
END = "<!-- end of rooms -->"

# --- the table of rooms ----------------------------------------------------------------------


@cache
def modules() -> dict[str, Path]:
    """Every module of the package with its file."""
    names = ["gikstudy", *(m.name for m in pkgutil.walk_packages([str(PACKAGE)], "gikstudy."))]
    return {name: _file(name) for name in names if name != "gikstudy.__main__"}


def _file(module: str) -> Path:
    place = PACKAGE.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


@cache
def imports() -> dict[str, frozenset[str]]:
    """For each room the other rooms that it imports, those inside functions included."""
    found: dict[str, set[str]] = {_room(module): set() for module in modules() if _room(module)}
    for module, path in modules().items():
        if _room(module):
            found[_room(module)] |= set(_imported(path)) - {_room(module), ""}
    return {room: frozenset(names) for room, names in found.items()}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gikstudy"):
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield _room(name if name in modules() else node.module or "")
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name in modules():  # the package itself offers the verbs
                    yield _room(alias.name) or "verbs"


@cache
def height(room: str) -> int:
    """How many rooms stand below this one, one on another."""
    return 1 + max(map(height, imports()[room]), default=-1)


def job(room: str) -> str:
    """The first sentence of the room's docstring."""
    text = ast.get_docstring(ast.parse(_file(f"gikstudy.{room}").read_text("utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split())


def table_of_rooms() -> str:
    """One line a room, each below those that it imports."""
    lines = ["| room | job | imports |", "| --- | --- | --- |"]
    for room in sorted(imports(), key=lambda name: (height(name), name)):
        below = ", ".join(f"`{name}`" for name in sorted(imports()[room])) or "no other room"
        lines.append(f"| `{room}` | {job(room)} | {below} |".replace("|  |", "| |"))
    return "\n".join(lines)


def architecture(text: str) -> str:
    """The page with the table of rooms as it is now."""
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    return f"{text[:start]}\n\n{table_of_rooms()}\n\n{text[end:]}"


# --- the picture -----------------------------------------------------------------------------

VALUES = (
    ("bytes", "files, archives, crawls"),
    ("Document", "lines and tables, each with its place"),
    ("Report", "cells with states, prose, who, where"),
    ("Dataset", "tidy tables with a codebook"),
    ("Study", "indicators, figures, notebooks"),
)
STEPS = (
    ("reading", ()),
    (
        "extraction",
        ("page, text: clean lines", "tables: cells; prose: sections",
         "about, places: who, when", "screening, corrections"),
    ),
    ("engine", ("checks: sums, prose, years", "panels: bodies over the years", "dataset: rows and files")),
    ("analysis", ()),
)  # fmt: skip
BESIDE = (  # name, text, the box or the step that it stands beside, which way the arrow points
    ("synthesis", "made-up reports with truth", 0.0, "in"),
    ("forms", "the forms as data", 1.5, "in"),
    ("show", "one report on a screen", 2.0, "out"),
    ("dataset.export", "DuckDB, Excel, Stata, CSV", 3.0, "out"),
    ("reviewing", "numbers beside their places", 4.0, "out"),
)
WIDTH, LEFT, TOP, BOX_WIDTH, BOX_HEIGHT = 720, 24, 24, 320, 66
RIGHT, RIGHT_WIDTH = 456, 240
LINE_HEIGHT = 21
INK, SOFT, LINE, FILL, NOTE = "#1d2733", "#475569", "#64748b", "#e6eef8", "#f4efe4"


def _text(x: float, y: float, text: str, size: int, colour: str, anchor: str = "middle") -> str:
    weight = ' font-weight="600"' if colour == INK else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{weight} '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _box(x: float, y: float, width: float, fill: str, name: str, text: str) -> list[str]:
    middle = x + width / 2
    place = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{BOX_HEIGHT}" rx="8"'
    return [
        f'<rect {place} fill="{fill}" stroke="{LINE}"/>',
        _text(middle, y + 28, name, 19, INK),
        _text(middle, y + 51, text, 16, SOFT),
    ]


def _arrow(x1: float, y1: float, x2: float, y2: float, *, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{LINE}" '
        f'stroke-width="2"{dash} marker-end="url(#tip)"/>'
    )


def picture() -> str:
    """The way from bytes to figure, as SVG on a light card of its own: legible on any page."""
    tops, gaps, y = [], [], TOP
    for _, rooms in (*STEPS, ("", ())):
        tops.append(y)
        gaps.append(max(52, 30 + LINE_HEIGHT * (len(rooms) + 1)))
        y += BOX_HEIGHT + gaps[-1]
    height_ = tops[-1] + BOX_HEIGHT + TOP
    title = "Bytes become a Document, a Document a Report, Reports a Dataset, a Dataset a Study"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height_}" role="img"',
        '  font-family="system-ui, Segoe UI, Helvetica, Arial, sans-serif">',
        f"<title>{title}</title>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" orient="auto"',
        f'  markerWidth="7" markerHeight="7"><path d="M0 0 L10 5 L0 10 z" fill="{LINE}"/>',
        "</marker></defs>",
        f'<rect width="{WIDTH}" height="{height_}" rx="12" fill="#ffffff" stroke="#cbd5e1"/>',
    ]
    for (name, text), top in zip(VALUES, tops, strict=True):
        parts += _box(LEFT, top, BOX_WIDTH, FILL, name, text)
    stem = LEFT + 40
    for (name, rooms), top, gap in zip(STEPS, tops, gaps, strict=False):
        start = top + BOX_HEIGHT
        parts.append(_arrow(stem, start + 3, stem, start + gap - 3))
        parts.append(_text(stem + 18, start + 32, name, 18, INK, "start"))
        for row, room in enumerate(rooms, 1):
            parts.append(_text(stem + 18, start + 32 + LINE_HEIGHT * row, room, 16, SOFT, "start"))
    for name, text, place, way in BESIDE:
        step = int(place)
        top = tops[step]
        edge = LEFT + BOX_WIDTH
        if place > step:  # beside the arrow between two boxes
            top += BOX_HEIGHT + (gaps[step] - BOX_HEIGHT) / 2
        parts += _box(RIGHT, top, RIGHT_WIDTH, NOTE, name, text)
        level = top + BOX_HEIGHT / 2
        ends = (
            (RIGHT - 3, level, edge + 5, level)
            if way == "in"
            else (edge + 3, level, RIGHT - 4, level)
        )
        parts.append(_arrow(*ends, dashed=way == "in"))
    return "\n".join([*parts, "</svg>"]) + "\n"


# --- all of it -------------------------------------------------------------------------------


def pages() -> dict[Path, str]:
    """Every generated file with the text that it should hold."""
    page = HERE / "architecture.md"
    return {
        HERE / "codebook.md": codebook(),
        HERE / "series.md": series_page(),
        HERE / "flow.svg": picture(),
        page: architecture(page.read_text("utf-8")),
    }


def commands() -> str:
    """The help of every command, as Markdown."""
    from gikstudy.arguments import parser_of
    from gikstudy.cli import VERBS

    parser = parser_of(VERBS)
    (verbs,) = (a.choices for a in parser._actions if isinstance(a.choices, dict))
    parts = [f"```text\n{parser.format_help()}```"]
    for name, verb in verbs.items():
        parts.append(f"## gikstudy {name}\n\n```text\n{verb.format_help()}```")
    return re.sub(r"[ \t]+\n", "\n", "\n\n".join(parts) + "\n")


if __name__ == "__main__":
    for path, text in pages().items():
        if not path.is_file() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8", newline="\n")
            print(f"wrote {path.relative_to(HERE.parent)}")  # noqa: T201
