"""The columns of a table, as its headers name them.

Headers decide and counts only confirm. If the header names the columns in another order, the
numbers go where it says. If it names columns that the form does not have, they go nowhere. Headers
are often cut or torn; the rest of them counts as long as it contradicts nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, Literal

from gikstudy.forms import Measure, applicant_keys, form_names, get_form
from gikstudy.page import Page
from gikstudy.tables.labels import squash
from gikstudy.tables.tokens import MAYBE, TEXT, VALUE, Token

_HEADER: Final = 60  # characters; longer than all headers of a block joined
_LAST_YEAR: Final = re.compile("上一?年|去年|往年")
_HEAD: Final = "申请人情况"
_CORNER: Final = "勾稽"
_CORNER_NOTE: Final = re.compile(r"\([^()]*勾稽[^()]*\)")
_WORD: Final = 6  # characters; 项目 or 单位:件 beside the applicants
_FEW: Final = 4  # of the six kinds of applicants; fewer do not show an order


_ORGANISATIONS: Final = "organisations"  # 法人或其他组织, the heading above its five kinds


@cache
def _applicants() -> tuple[re.Pattern[str], dict[str, str]]:
    columns = [column for name in form_names() for column in get_form(name).applicants]
    names = {squash(word): c.key for c in columns for word in (c.label, *c.cues)}
    names |= {squash(column.under): _ORGANISATIONS for column in columns if column.under}
    pattern = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(pattern), names


@lru_cache(maxsize=2048)
def applicants_in(text: str) -> tuple[str, ...]:
    """The applicants that a text of headers names, in printed order.

    Examples:
        >>> applicants_in("自然人 法人或其他组织 总计")
        ('natural_person', 'organisations', 'total')
    """
    word = squash(_CORNER_NOTE.sub("", text))
    pattern, names = _applicants()
    found = [names[name] for name in pattern.findall(word)]
    rest = pattern.sub("", word).strip("申请人情况")
    if len(word) > _HEADER or (rest and not (_is_whole(found) and len(rest) <= _WORD)):
        return ()
    return tuple(found)


def _is_whole(names: Sequence[str]) -> bool:
    """Whether nearly all applicants are named, so that a word more is the header of another column."""
    return len({*names} & {*applicant_keys()}) > _FEW


def left_out(tokens: Sequence[Token]) -> Literal["none", "some", "unclear"]:
    """Whether the header of table 3 leaves out columns of the form.

    Args:
        tokens: the header, in reading order. Its words may be on several lines: 商业 / 企业.

    Returns:
        `some` if the header has no other words than those of its columns, and some are not there;
        `unclear` if it has other words, so that it may be torn.
    """
    text = "".join(token.text for token in tokens if token.kind == TEXT)
    word = squash(_CORNER_NOTE.sub("", text))
    pattern, names = _applicants()
    seen = {names[name] for name in pattern.findall(word)}
    if seen.issuperset(applicant_keys()):
        return "none"
    return "some" if seen and not pattern.sub("", word).strip(_HEAD) else "unclear"


def applicant_of(text: str) -> int | None:
    """The column of table 3, from 0, that a header cell names; None for any other text."""
    found = applicants_in(text)
    return (
        applicant_keys().index(found[0])
        if len(found) == 1 and found[0] in applicant_keys()
        else None
    )


def applicant_order(tokens: Sequence[Token]) -> tuple[int, ...] | None:
    """The columns of table 3 in printed order, by the header above the first row.

    Args:
        tokens: the header of the table, in reading order.

    Returns:
        For each printed column, its number on the form; () if the header shows another order but
        not which one; None if nothing contradicts the order of the form.
    """
    seen = [name for token in tokens if token.kind == TEXT for name in applicants_in(token.text)]
    keys = applicant_keys()
    person, *bodies, total = keys
    leaves = [name for name in seen if name in bodies]
    named = [name for name in seen if name in (person, total, _ORGANISATIONS)]
    if len(set(seen)) < len(seen) or len(leaves) < _FEW or person not in seen:
        return None
    if len(leaves) < len(bodies):
        return None if leaves == [name for name in bodies if name in leaves] else ()
    if _ORGANISATIONS in named and not _is_in_order(tokens, named, person):
        found = [person, *leaves]  # at different heights: their order is not known
    elif _ORGANISATIONS in named:  # two tiers: the upper one gives the place of the five
        at = named.index(_ORGANISATIONS)
        found = [*named[:at], *leaves, *named[at + 1 :]]
    else:
        found = [name for name in seen if name in keys]
    if total not in found:
        found.append(total)
    order = tuple(keys.index(name) for name in found)
    return None if order == tuple(range(len(keys))) else order


def _is_in_order(tokens: Sequence[Token], named: Sequence[str], person: str) -> bool:
    """Whether the upper tier is in the order of the page: on one line, or each header on its own.

    Lines of a PDF may be heights: a line further up says nothing about left and right. 法人或其他组织
    is above the middle of the cells beside it. So where it comes first, the text must run along the
    rows: the note in the corner stands before 申请人情况, and not in the middle of the header.
    """
    printed = [
        (name, token.line)
        for token in tokens
        if token.kind == TEXT
        for name in applicants_in(token.text)
    ]
    upper = {line for name, line in printed if name in (person, _ORGANISATIONS)}
    lines = [line for _, line in printed]
    if len(upper) > 1 and len(set(lines)) < len(lines):
        return False
    if named.index(person) < named.index(_ORGANISATIONS):
        return True
    words = "".join(token.text for token in tokens if token.kind == TEXT)
    return _HEAD in words and _CORNER not in words.partition(_HEAD)[2]


def grid_order(page: Page, lines: range, row: Sequence[Token]) -> tuple[int, ...] | None:
    """The same for a real table: the header cell above each value of a row.

    Args:
        page: the page.
        lines: the rows of the table from its first to the one before `row`.
        row: the values of one complete row.

    Returns:
        None unless every value has a header above it that names a column of its own.
    """
    above, taken = _spread(page, lines, row[0].line)
    found: list[int] = []
    for token in row:
        column = taken.get(token.cell)
        names = [applicant_of(text) for text in above.get(column, ())] if column is not None else []
        known = [name for name in names if name is not None]
        if not known:
            return None
        found.append(known[-1])
    return tuple(found) if len(set(found)) == len(applicant_keys()) else None


def _spread(page: Page, lines: range, line: int) -> tuple[dict[int, list[str]], dict[int, int]]:
    """The texts above each column, and the column that each cell of `line` starts in."""
    above: dict[int, list[str]] = {}
    down: dict[int, tuple[int, str]] = {}  # column: rows it still covers, its text
    starts: dict[int, int] = {}
    for at in [*lines, line]:
        cells = page.rows[at] or ()
        column = 0
        for number, cell in enumerate(cells, 1):
            while column in down:
                column += 1
            if at == line:
                starts[number] = column
            text = page.clean[at].split(" | ")[number - 1 : number]
            for covered in range(column, column + cell.colspan):
                if at != line:
                    above.setdefault(covered, []).extend(text or [cell.text])
                down[covered] = (cell.rowspan, cell.text)
            column += cell.colspan
        down = {c: (left - 1, text) for c, (left, text) in down.items() if left > 1}
    return above, starts


@lru_cache(maxsize=2048)
def measures_of(text: str) -> tuple[str, ...]:
    """The measures of table 2 that a text of headers names, in any form, in printed order.

    Examples:
        >>> measures_of("本年制发件数 本年废止件数"), measures_of("信息内容")
        (('issued', 'repealed'), ())
    """
    word = squash(text)
    if len(word) > _HEADER:
        return ()
    at: dict[str, int] = {}
    for name in form_names():
        for measure in get_form(name).proactive:
            cues = [cue for cue in _cues(measure) if _same_year(word, cue)]
            starts = [word.find(cue) for cue in cues]
            found = [start for start in starts if start >= 0]
            if found:
                at[measure.measure] = min(found)
    return tuple(sorted(at, key=lambda measure: (at[measure], measure)))


def _same_year(word: str, cue: str) -> bool:
    """Whether a header names the same year as its measure (上年制发件数 is not 制发件数)."""
    return _LAST_YEAR.search(cue) is not None or not _LAST_YEAR.search(
        word.replace("上一年项目", "")
    )


@cache
def _cues(measure: Measure) -> tuple[str, ...]:
    return tuple(map(squash, measure.cues))


def white_between_headers(tokens: Sequence[Token]) -> bool:
    """Whether there is a white line between two headers of one block."""
    header = white = False
    for token in tokens:
        if token.kind == MAYBE:
            white = True
            continue
        if header and white and "header" in token.label.tags:
            return True
        header, white = "header" in token.label.tags, False
    return False


def at_two_heights(tokens: Sequence[Token], at: int, start: int) -> bool:
    """Whether the headers of an item are on several lines, in no order that a form has.

    The lines of a PDF may be heights. Where one line has several headers and another line has one,
    that one may belong to any column.

    Args:
        tokens: the stream.
        at: the label of the item.
        start: the first token of its block, or one before it.
    """
    texts: list[Token] = []
    for token in reversed(tokens[start:at]):
        if token.kind == VALUE and any(measures_of(text.text) for text in texts):
            break
        if token.kind == TEXT and token.label.tags & {"block", "heading"}:
            break
        if token.kind == TEXT:
            texts.insert(0, token)
    named = [(text.line, name) for text in texts for name in measures_of(text.text)]
    lines = {line for line, _ in named}
    shared = Counter(text.line for text in texts for _ in text.text.split())
    if len(lines) < 2 or all(shared[line] < 2 for line in lines):
        return False
    names = [name for _, name in named]
    return not any(_is_order(names, list(order)) for order in _orders())


def _is_order(names: Sequence[str], order: Sequence[str]) -> bool:
    return [name for name in order if name in names] == list(names)


@cache
def _orders() -> tuple[tuple[str, ...], ...]:
    """The measures of each item of table 2 in the order of the forms."""
    forms = map(get_form, form_names())
    return tuple(
        tuple(measure.measure for measure in form.measures(item))
        for form in forms
        for item in form.items
    )
