"""The rows of a table as printed: each label with the contents of its own cells.

Rows come before streams. Contents on the line of a label belong to its row and to no other. Only
contents without a label on their line are paired with labels by order, and a stretch of the table
is read in the one direction that leaves no number over. Worked example, a table from a PDF in which
two labels wrapped below their numbers:

    8.属于行政查询事项 0 0 0 0 0 0 0      closed: the line has the whole row
    10 0 0 0 0 0 10                       | a stretch of numbers, label, numbers, label: read with
    1.本机关不掌握相关政府信息            | the numbers above their labels nothing is left over,
    3 0 0 0 0 0 3                         | read with the numbers below one line would be
    2.没有现成信息需要另行制作            |
    3.补正后申请内容仍不明确 0 0 0 0 0 0 0   closed

Everything printed is accounted for: a token is a label, a header or note, the contents of a row,
or a stray. Strays are kept, and the rows to which they may belong are marked as open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, cast

from gikstudy.tables.chains import Anchor
from gikstudy.tables.dispute_layout import header_words
from gikstudy.tables.label_pairs import names_two_rows
from gikstudy.tables.line_pieces import (
    LinePiece,
    belongs,
    cut_pieces,
    is_solid,
    items_of,
    open_gaps,
)
from gikstudy.tables.printed import PrintedRow, PrintedTable
from gikstudy.tables.tokens import (
    CONTENT,
    MAYBE,
    PROSE,
    SOLID,
    TEXT,
    VALUE,
    Token,
    as_word,
    count_solid,
)
from gikstudy.tables.unlabelled import (
    beside_surplus,
    once_each,
    with_unlabelled,
    without_label_slots,
)

_REACH: Final = 8  # tokens after a table in which its last row may continue
_DIGIT: Final = re.compile(r"\d")
_MARKS: Final = re.compile(r"\[[^\]]*\]|\([^)]*\)|^\d{1,2}[.、]")  # note marks and enumerators
_HEADERS: Final = 3  # of table 4 in one text, below its heading or without one
_SHORT: Final = 24  # a longer text after the last row of a table is not one of its cells


def print_rows(
    tokens: Sequence[Token],
    chain: Sequence[Anchor],
    columns: Callable[[str], int],
    form: Sequence[str],
    *,
    to_page_end: bool,
) -> PrintedTable:
    """The rows that the anchors of one chain name, with everything printed among them.

    Args:
        tokens: the stream.
        chain: the labels of the table, in page order.
        columns: how many cells the form gives a row.
        form: the keys of the rows of the form, in order.
        to_page_end: whether no other table follows, so that the page may end in this one.
    """
    first = _lead(tokens, chain[0].at)
    end = _tail(tokens, chain[-1], columns(chain[-1].key))
    pieces = open_gaps(cut_pieces(tokens, first, end, chain, columns), form)
    rows: list[PrintedRow] = []
    strays: list[Token] = []
    orphans: list[tuple[int, LinePiece]] = []  # the number of rows above it, and its piece
    present = {anchor.key for anchor in chain}
    for stretch in _stretches(_with_rest_of_rows(pieces, columns)):
        unsure = _may_be_below(stretch, form, present)
        for found in _paired(stretch):
            if isinstance(found, PrintedRow):
                rows.append(found.open_if(unsure))
            elif _holds_numbers(found):
                orphans.append((len(rows), found))
            else:
                strays += found.texts
    rows, open_keys, lost = with_unlabelled(rows, orphans, columns, form)
    once = once_each(without_label_slots(rows, columns))
    rows, emptied = beside_surplus(once, columns, form)
    open_keys |= emptied
    if rows and to_page_end and end == len(tokens):
        rows[-1] = replace(rows[-1], cut=True)
    elif rows and _goes_on(tokens, end, rows[-1]):
        rows[-1] = replace(rows[-1], unsure=True)
    doubts = (doubt for row in rows for doubt in row.doubts)
    over = (*strays, *lost, *doubts)
    return PrintedTable(tuple(rows), frozenset(open_keys), over, first, end)


def _holds_numbers(piece: LinePiece) -> bool:
    """Whether a piece prints a value, or a text with a digit that could not be separated."""
    values = any(token.kind == VALUE for token in piece.tokens)
    return values or any(_DIGIT.search(_MARKS.sub("", text.text)) for text in piece.texts)


def _goes_on(tokens: Sequence[Token], end: int, last: PrintedRow) -> bool:
    """Whether rows without a readable label follow the last row, before any heading or prose."""
    for token in tokens[end : end + _REACH]:
        if token.kind == PROSE or "heading" in token.label.tags or "dispute" in token.label.tags:
            return False
        if token.label.rows or (token.label.items and token.label.items[0][0] != last.key):
            return False
        if token.kind == VALUE:
            return True
    return False


def _lead(tokens: Sequence[Token], at: int) -> int:
    """The first token of the table: contents right above the first label may belong to it.

    A line of contents with an unknown text is a row whose label is cut.
    """
    first = at
    while first and tokens[first - 1].kind in CONTENT:
        first -= 1
    line = tokens[first].line
    if first and tokens[first - 1].line == line and line < tokens[at].line:
        text = tokens[first - 1]
        valued = any(token.kind == VALUE and token.line == line for token in tokens[first:at])
        unknown = not belongs(text) or text.label.tags == {"fragment"}
        if valued and text.kind == TEXT and unknown:
            return first - 1
    return first


def _tail(tokens: Sequence[Token], last: Anchor, columns: int) -> int:
    """The token after the table: headings, prose and headers of the next table end its last row.

    A short unknown text may be the rest of a damaged label or a word in a cell, as long as the
    row is not complete.
    """
    label = tokens[last.at]
    solid = 0
    for at in range(last.at + 1, len(tokens)):
        token = tokens[at]
        tags = token.label.tags
        if token.kind in CONTENT:
            solid += token.kind in SOLID
        elif header_words(token.text) >= _HEADERS:
            return at
        elif token.line == label.line and "heading" not in tags and token.kind == TEXT:
            solid += not tags
        elif "heading" in tags or "block" in tags:
            return at
        elif "fragment" in tags or "extra" in items_of(token) or _same_label(token, label):
            continue
        elif tags or solid >= columns:
            return at
        elif not _values_follow(tokens, at):
            return at + 1 if solid and token.kind == TEXT and len(token.text) <= _SHORT else at
    return len(tokens)


def _values_follow(tokens: Sequence[Token], at: int) -> bool:
    """Whether values follow a text before any other part of the forms."""
    for token in tokens[at + 1 : at + _REACH]:
        if token.label.tags or token.kind == PROSE:
            return False
        if token.kind == VALUE:
            return True
    return False


def _same_label(token: Token, label: Token) -> bool:
    return bool(token.label.squashed) and token.label.squashed in label.label.squashed


def _stretches(pieces: Sequence[LinePiece]) -> Iterable[list[LinePiece]]:
    """The pieces between closed rows: in each stretch, one direction applies."""
    stretch: list[LinePiece] = []
    for piece in pieces:
        if piece.kind == "orphan" or piece.closed:
            if stretch:
                yield stretch
            yield [piece]
            stretch = []
        else:
            stretch.append(piece)
    if stretch:
        yield stretch


def _with_rest_of_rows(
    pieces: Sequence[LinePiece], columns: Callable[[str], int]
) -> list[LinePiece]:
    """The pieces; if a closed row lacks as many values as the next run has, the run is an orphan.

    The run may be the rest of that row, wrapped, and does not belong to what follows. If the row is
    one without a readable label, the run completes it.
    """
    found: list[LinePiece] = []
    width = max((columns(piece.key) for piece in pieces if piece.key), default=0)
    for piece in pieces:
        before = found[-1] if found else None
        if before and before.key and before.closed and piece.kind == "run":
            lacking = columns(before.key) - count_solid(before.tokens)
            if 0 < lacking == count_solid(piece.tokens) < columns(before.key):
                piece = piece._replace(kind="orphan")
        if before and before.kind == "orphan" and before.texts and piece.kind == "run":
            whole = count_solid(before.tokens) + count_solid(piece.tokens)
            if whole == width and count_solid(before.tokens):
                found[-1] = before._replace(tokens=(*before.tokens, *piece.tokens))
                continue
        found.append(piece)
    return found


def _paired(stretch: Sequence[LinePiece]) -> list[PrintedRow | LinePiece]:
    """Labels with their contents, in the direction that leaves none over; and any that are left."""
    if len(stretch) == 1:
        return [_row(piece, []) if piece.kind == "label" else piece for piece in stretch]
    if _values_first(stretch):
        return _paired_above(stretch)
    found: list[PrintedRow | LinePiece] = []
    label: LinePiece | None = None
    held: list[LinePiece] = []
    for piece in [*stretch, LinePiece("break")]:
        if piece.kind in ("run", "unknown"):
            (held if label is not None else found).append(piece)
            continue
        if label is not None:
            found.append(_row(label, held))
        label, held = (piece, []) if piece.kind == "label" else (None, [])
        if piece.kind in ("break", "orphan"):
            found.append(piece)
    return found


def _values_first(stretch: Sequence[LinePiece]) -> bool:
    """Whether each run of contents is above a label and no run is below the last label."""
    solid = False
    for breaks, part in groupby(stretch, lambda piece: piece.kind == "break"):
        kinds = [p.kind for p in part if p.kind == "label" or is_solid(p)]
        if breaks or not kinds:
            continue
        if kinds[0] == "label" or kinds[-1] == "run" or "label" in kinds[::2]:
            return False
        solid = True
    return solid


def _may_be_below(
    stretch: Sequence[LinePiece], form: Sequence[str], present: Collection[str]
) -> bool:
    """Whether contents above their labels may as well be below them.

    If the row of the form before the first label has no readable label, the first contents may be
    its own. Then the last label prints nothing.
    """
    keys = [piece.key for piece in stretch if piece.key in form]
    if len(stretch) < 2 or not keys or not _values_first(stretch):
        return False
    before = form.index(keys[0]) - 1
    return before >= 0 and form[before] not in present


def _paired_above(stretch: Sequence[LinePiece]) -> list[PrintedRow | LinePiece]:
    found: list[PrintedRow | LinePiece] = []
    held: list[LinePiece] = []
    for piece in stretch:
        if piece.kind == "label":
            found.append(_row(piece, held))
            held = []
        elif piece.kind != "break":
            held.append(piece)
    return [*found, *held]


def _row(label: LinePiece, others: Sequence[LinePiece]) -> PrintedRow:
    anchor, text = cast("Anchor", label.anchor), cast("Token", label.label)
    items = list(label.tokens)
    doubts: list[Token] = []
    for piece in others:
        words = [as_word(text) for text in piece.texts]
        doubts += words
        items += [*piece.tokens, *words]
    return PrintedRow(
        anchor.key,
        anchor.order,
        text,
        tuple(items),
        tuple(doubts),
        label.closed,
        unsure=names_two_rows(text.text),
    )


def span(table: PrintedTable) -> tuple[int, int]:
    """First and last page line of a table; (-1, -1) if nothing is printed."""
    lines = [t.line for row in table.rows for t in (row.label, *row.items) if t.kind != MAYBE]
    return (min(lines), max(lines)) if lines else (-1, -1)
