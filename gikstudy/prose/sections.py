"""The prose of a report, split at its headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, get_args

from gikstudy.model import SECTION_NAMES, Line, Section, SectionName
from gikstudy.packaged import packaged_rows
from gikstudy.page import Page
from gikstudy.prose.furniture import (
    drop_footer,
    is_furniture,
    is_prose,
    is_table_text,
    opens_appendix,
    without_furniture,
)
from gikstudy.prose.tabled import tabled_lines

HeadingKind = Literal["main", "weak", "extra"]
HEADING_KINDS: Final[tuple[HeadingKind, ...]] = get_args(HeadingKind)
SECTIONS: Final = tuple(name for name in SECTION_NAMES if name != "preamble")
_SECTION: Final[dict[str, SectionName]] = {name: name for name in SECTION_NAMES}
_LONGEST: Final = 44  # characters of a heading without its number
_SHORTEST: Final = 4  # and of the shortest heading; most table cells have a digit
_TOP, _BARE, _SUB, _POINT = 3, 2, 1, 0
_NUMBER: Final = re.compile(
    r"(?P<top>第?[一二三四五六七八九十]{1,3}(?:部分)?\s*[、.:,]\s*|第[一二三四五六七八九十]部分\s*)"
    r"|(?P<point>\([一二三四五六七八九十\d]{1,2}\)\s*|\d{1,2}\s*[、.)]\s*)|[一二三四五六]是"
)
_LEVEL: Final = {"top": _TOP, "point": _POINT, None: _SUB}
_LATER: Final = re.compile(
    "第?[三四五六七八九十]"
)  # a copy that lost its first heading begins here
_SPACE: Final = re.compile(r"\s+")
# The words after a heading on a short line, and a sentence that only ends like a heading.
_ANSWER: Final = re.compile(r"[。:]\s*\S|暂?无|没有|.{5,}[。;]$")
_DENIES: Final = re.compile("(?:没有|无)(?:任何)?(?:其[他它]|需)")
_TAIL: Final = r"(?:\s*[。:]|\(.{0,20}\))?"
_LOST: Final = re.compile(r".{0,30}(?:存在|主要)[^。]{0,14}(?:问题|不足|困难|差距)")
_SENTENCE: Final = re.compile(r"[。;]|,.*:$")
# Every heading has one of these words; the hundreds of lines of a table do not.
_HINT: Final = re.compile("情 ?况|概 ?述|概 ?况|问 ?题|不 ?足|困 ?难|事 ?项|说 ?明")


class _Piece(NamedTuple):
    """A line, or the part of a line from one run-in heading to the next."""

    line: int
    text: str
    printed: str


class _Heading(NamedTuple):
    """A piece that may open a section: `rest` is text on the same line after the heading."""

    at: int
    section: SectionName
    kind: HeadingKind
    level: int
    printed: str
    rest: str = ""


def find_sections(page: Page, table_lines: frozenset[int]) -> tuple[Section, ...]:
    """The preamble and the six sections of a report, without tables or the page around them.

    The words of their headings identify the sections, because numbers shift (a report may open
    with two headings where the form has one), start again, or are lost. An introduction that lists
    all six names is ignored. If several lines could open a section, the last one counts.

    Args:
        page: the lines of the report.
        table_lines: indexes of the lines that belong to tables.

    Returns:
        Sections in the order of the page; a section with only a table has no lines. Older outlines
        may give two parts of the same section. Empty if the page has no prose.
    """
    hinted = _hinted(page.clean)
    pieces = _cut(page, table_lines, hinted)
    candidates = _candidates(pieces, table_lines, hinted)
    end = _appendix(pieces, candidates)
    pieces = [p for at, p in enumerate(pieces) if at < end or is_prose(p.text)]
    headings = _choose([c for c in candidates if c.at < end])
    headings = _add_lost(pieces, headings, table_lines)
    sections: list[Section] = []
    bounds = [*(h.at for h in headings), len(pieces)]
    preamble = _lines(page, pieces[: bounds[0]], table_lines)
    preamble = [line for line in drop_footer(preamble) if _is_sentence(line.text)]
    if preamble:
        sections.append(Section("preamble", "", 0, tuple(preamble)))
    for heading, end in zip(headings, bounds[1:], strict=True):
        opened = 0 if not heading.printed else 1
        lines = _lines(page, pieces[heading.at + opened : end], table_lines)
        if heading.section == "problems":
            within = dict.fromkeys(p.line for p in pieces[heading.at + opened : end])
            lines = _merged(page, lines, tabled_lines(page, within.keys() - table_lines))
        if heading.rest:
            lines.insert(0, Line(heading.rest, page.loci[pieces[heading.at].line]))
        if end == len(pieces):
            lines = drop_footer(lines)
        sections.append(
            Section(heading.section, heading.printed, len(sections), without_furniture(lines))
        )
    return tuple(sections)


@cache
def _rules() -> tuple[tuple[SectionName, HeadingKind, re.Pattern[str]], ...]:
    """(section, kind, pattern of a whole heading without its number), main kinds first."""
    rows = _read()
    return tuple(
        (_SECTION[r["section"]], kind, re.compile(rf"[^。;]{{0,24}}?(?:{r['pattern']}){_TAIL}"))
        for kind in HEADING_KINDS
        for r in rows
        if r["kind"] == kind
    )


@cache
def _run_in() -> tuple[tuple[SectionName, re.Pattern[str]], ...]:
    """(section, pattern of a numbered heading at the start of a longer line)."""
    return tuple(
        (
            _SECTION[r["section"]],
            re.compile(rf"[^。;,、]{{0,16}}?(?:{r['pattern']})(?![、,;及和与])"),
        )
        for r in _read()
        if r["kind"] == "main"
    )


@cache
def _splits() -> re.Pattern[str]:
    """Positions inside a line where a numbered main heading begins."""
    main = "|".join(r["pattern"] for r in _read() if r["kind"] == "main")
    return re.compile(
        rf"(?:(?<=[。;!])|(?<=\s))(?=[一二三四五六七八]\s?、[^。;,、]{{0,16}}?(?:{main})(?![、,;及和与]))"
    )


@cache
def _read() -> tuple[dict[str, str], ...]:
    return packaged_rows("gikstudy.prose", "headings.csv")


def _hinted(lines: Sequence[str]) -> frozenset[int]:
    """The indexes of the lines with a hint: one search per page instead of one per line."""
    text = "\n".join(lines)
    found: set[int] = set()
    line = at = 0
    for match in _HINT.finditer(text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.add(line)
    return frozenset(found)


def _cut(page: Page, table_lines: frozenset[int], hinted: frozenset[int]) -> list[_Piece]:
    """The lines that may matter; long lines are split where a heading begins inside them."""
    pieces: list[_Piece] = []
    passed = table_lines - hinted
    for index, line in enumerate(page.clean):
        if index in passed or (len(line) < _SHORTEST and index in table_lines):
            continue
        text = line.strip(" \t#*")
        if not text:
            continue
        if text[0] == "【" and text[-1] == "】":
            text = text[1:-1].strip()
        whole = "情况" not in text and "事项" not in text
        if whole or index in table_lines or (len(text) < _LONGEST and "。" not in text):
            pieces.append(_Piece(index, text, page.raw[index].strip(" \t\u3000\xa0#*")))
            continue
        parts = [part.strip() for part in _splits().split(text)]
        pieces += [_Piece(index, part, part) for part in parts if part]
    return pieces


def _candidates(
    pieces: list[_Piece], table_lines: frozenset[int], hinted: frozenset[int]
) -> list[_Heading]:
    found: list[_Heading] = []
    for at, piece in enumerate(pieces):
        if piece.line not in hinted or not _HINT.search(piece.text, 0, 2 * _LONGEST):
            continue
        heading = _as_heading(at, piece)
        if heading is None:
            continue
        if piece.line not in table_lines or (heading.kind, heading.level) == ("main", _TOP):
            found.append(heading)
    return found


def _appendix(pieces: list[_Piece], candidates: list[_Heading]) -> int:
    """Where the statistical table after an older report begins; it has no section headings."""
    last = max((c.at for c in candidates if c.kind == "main" and c.level == _TOP), default=-1)
    return next(
        (at for at in range(last + 1, len(pieces)) if opens_appendix(pieces[at].text)), len(pieces)
    )


def _as_heading(at: int, piece: _Piece) -> _Heading | None:
    number = _NUMBER.match(piece.text)
    level = _LEVEL[number.lastgroup] if number else _BARE
    offset = number.end() if number else 0
    body = "".join(piece.text[offset : offset + 2 * _LONGEST].split())
    short = len(body) <= _LONGEST
    spaced = len(body) < len(piece.text) - offset
    if level == _TOP and (spaced or not short):
        run_in = _as_run_in(at, piece, offset)
        if run_in and (not short or _SPACE.match(piece.text, len(run_in.printed))):
            return run_in
    if short and not _DENIES.search(body) and (named := _named(body)):
        return _Heading(at, *named, level, piece.printed)
    if short and level == _TOP and (run_in := _as_run_in(at, piece, offset)):
        return run_in if _ANSWER.match(piece.text, len(run_in.printed)) else None
    return None


@lru_cache(maxsize=4096)
def _named(body: str) -> tuple[SectionName, HeadingKind] | None:
    """The section and kind of a heading; reports share headings, so each text is read once."""
    return next(((section, kind) for section, kind, p in _rules() if p.fullmatch(body)), None)


def _as_run_in(at: int, piece: _Piece, offset: int) -> _Heading | None:
    """A numbered main heading with text after it on the same line."""
    for section, pattern in _run_in():
        opening = pattern.match(piece.text, offset)
        if opening and opening.end() < len(piece.text):
            rest = piece.text[opening.end() :].lstrip(" 。:")
            return _Heading(at, section, "main", _TOP, piece.text[: opening.end()], rest)
    return None


def _choose(candidates: list[_Heading]) -> list[_Heading]:
    """One heading per section: main before weak, numbered before bare, then the last of them.

    If the report numbers its headings 一、二、, a heading with (一) or 1. is a point of section one,
    which repeats the names of the sections after it.
    """
    numbered = any(c.level == _TOP for c in candidates)
    usable = [
        c
        for c in candidates
        if c.level == _TOP
        or (c.kind == "main" and not (numbered and c.level == _POINT))
        or (c.kind == "weak" and c.level == _BARE and not numbered)
    ]
    chosen: list[_Heading] = []
    for section in SECTIONS:
        own = [c for c in usable if c.section == section and c.kind != "extra"]
        if own:
            best = max((c.kind == "main", min(c.level, _BARE), c.level) for c in own)
            last = [c for c in own if (c.kind == "main", min(c.level, _BARE), c.level) == best][-1]
            chosen.append(_first_of_run(usable, last))
    chosen.sort(key=lambda c: c.at)
    opening = next((c.at for c in chosen if c.section == "overview" and c.kind == "main"), -1)
    chosen = [c for c in chosen if c.at >= opening]
    return _with_extras(chosen, [c for c in usable if c.kind == "extra"])


def _first_of_run(usable: list[_Heading], last: _Heading) -> _Heading:
    """The earliest numbered heading of the same section, without another section in between."""
    position = usable.index(last)
    while position and usable[position - 1].section == last.section:
        if usable[position - 1].level != last.level or last.level != _TOP:
            break
        position -= 1
        last = usable[position]
    return last


def _with_extras(chosen: list[_Heading], extras: list[_Heading]) -> list[_Heading]:
    """The chosen headings, and headings of older outlines that match no section of the form."""
    kept = list(chosen)
    for extra in extras:
        before = [c for c in chosen if c.at < extra.at]
        after = {c.section for c in chosen if c.at > extra.at}
        rank = SECTIONS.index(extra.section)
        if not before:  # a copy that lost its first headings
            near = _LATER.match(extra.printed.strip()) is not None
        else:
            last = before[-1].section
            near = SECTIONS.index(last) >= rank - 2 and last != extra.section
        if near and extra.section not in after:
            kept.append(extra)
    return sorted(kept, key=lambda c: c.at)


def _add_lost(
    pieces: list[_Piece], headings: list[_Heading], table_lines: frozenset[int]
) -> list[_Heading]:
    """The headings, and sections without a heading that their content shows."""
    found = {h.section for h in headings}
    if "overview" not in found:
        end = headings[0].at if headings else len(pieces)
        for at, piece in enumerate(pieces[:end]):
            number = _NUMBER.match(piece.text)
            opens = number and number["top"] and not _LATER.match(piece.text)
            if opens and len(piece.text) <= _LONGEST:
                headings = [_Heading(at, "overview", "weak", _TOP, piece.printed), *headings]
                break
    if "problems" in found:
        return headings
    tail = next((h.at for h in headings if h.section == "disputes"), len(pieces))
    for at in range(tail + 1, len(pieces)):
        if any(h.at == at for h in headings):
            break
        if pieces[at].line not in table_lines and _LOST.match(pieces[at].text):
            lost = _Heading(at, "problems", "weak", _BARE, "")
            return sorted([*headings, lost], key=lambda h: h.at)
    return headings


def _lines(page: Page, pieces: list[_Piece], table_lines: frozenset[int]) -> list[Line]:
    """The pieces that are not table text, each with the number of its line."""
    return [
        Line(piece.text, page.loci[piece.line])
        for piece in pieces
        if piece.line not in table_lines
        and not _is_row(page, piece.line)
        and not is_table_text(piece.text)
    ]


def _merged(page: Page, lines: list[Line], tabled: Iterable[Line]) -> list[Line]:
    """The lines of text and those of a table in the order of the page."""
    if not (added := list(tabled)):
        return lines
    place = {locus: index for index, locus in enumerate(page.loci)}
    return sorted([*lines, *added], key=lambda line: place[line.locus])


def _is_row(page: Page, index: int) -> bool:
    """A row of a real table; one with a single filled cell is layout, and its text is prose."""
    row = page.rows[index]
    return row is not None and sum(bool(cell.text.strip()) for cell in row) > 1


def _is_sentence(line: str) -> bool:
    return len(line) >= 20 and _SENTENCE.search(line) is not None and not is_furniture(line)
