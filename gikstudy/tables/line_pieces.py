"""The lines of a table as pieces: labels with the contents beside them, runs of contents, the rest.

Contents on the line of a label belong to it. If most labels have their values on their lines, a
line is a row, and a line of values alone belongs to no other line. An unknown text is kept as a
piece of its own: it may be a word in a cell, a note, or an unreadable label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from gikstudy.tables.chains import Anchor
from gikstudy.tables.labels import is_rest_of
from gikstudy.tables.tokens import (
    CONTENT,
    PAD,
    PROSE,
    SLOT,
    SOLID,
    TEXT,
    VALUE,
    Token,
    as_word,
    count_solid,
)

_PIECE_OF_LABEL: Final = 2  # a longer piece is the rest of a torn header
_COVERED: Final = re.compile("[■□▇█▓▒░◆●★*#?]+")  # covers a number or replaces a lost one
_PIECES: Final = frozenset(["group", "header", "fragment", "dispute"])


class LinePiece(NamedTuple):
    """A label with the contents of its line, a run of contents, an unknown text, or a break.

    `texts` are those that an orphan or an unknown piece prints beside its contents.
    """

    kind: Literal["label", "run", "unknown", "orphan", "break"]
    tokens: tuple[Token, ...] = ()
    label: Token | None = None
    anchor: Anchor | None = None
    closed: bool = False
    texts: tuple[Token, ...] = ()

    @property
    def key(self) -> str:
        """The row of the form that the label names; empty if there is no label."""
        return self.anchor.key if self.anchor else ""


def items_of(token: Token) -> set[str]:
    """The items of table 2 that a text may name; `extra` is a row that the body added."""
    return {key for key, _ in token.label.items}


def cut_pieces(
    tokens: Sequence[Token],
    first: int,
    end: int,
    chain: Sequence[Anchor],
    columns: Callable[[str], int],
) -> list[LinePiece]:
    """The lines from token `first` to before `end` as pieces, in page order.

    Args:
        tokens: the stream.
        first, end: the tokens that the table spans.
        chain: the labels of its rows.
        columns: how many cells the form gives a row.
    """
    anchors = {anchor.at: anchor for anchor in chain}
    pieces: list[LinePiece] = []
    run: list[Token] = []  # the contents of lines with one cell each
    by_rows = _has_rows(tokens, chain) and not _goes_on_below(tokens, chain, columns)
    leftward = _has_values_first(tokens, chain, columns)
    for start, at in _lines(tokens, first, end):
        token = tokens[start]
        if at == start + 1 and not token.locus and token.kind in CONTENT:  # one cell a line
            if not _closes_head(tokens, start, anchors):
                run.append(token)
            continue
        _add_run(pieces, run)
        run = []
        line = tokens[start:at]
        named = [n for n in range(start, at) if n in anchors]
        whole = bool(token.locus) or sum(cell.kind != PAD for cell in line) > 1
        whole = whole or (by_rows and len(line) > 1)
        padded = len(named) == 1 and _padding(line) >= columns(anchors[named[0]].key)
        whole = whole or padded
        if not whole or len({anchors[n].key for n in named}) > 1:
            for n, cell in enumerate(line, start):
                _add_token(pieces, cell, anchors.get(n))
        elif named:
            left, right = tokens[start : named[0]], tokens[named[-1] + 1 : at]
            anchor = anchors[named[0]]
            row = LinePiece("label", (), tokens[named[0]], anchor, closed=by_rows and bool(right))
            if (leftward or token.locus) and not count_solid(right):
                left, right = [], [*left, *right]
            _add_row(pieces, left, row, right, columns(anchor.key))
        elif by_rows and all(cell.kind in CONTENT for cell in line):
            _add_unlabelled(pieces, line)
        else:
            _add_line(pieces, line)
    _add_run(pieces, run)
    return pieces


def _lines(tokens: Sequence[Token], first: int, end: int) -> Iterator[tuple[int, int]]:
    """For each page line, its first token and the token after it."""
    start = at = first
    while at < end:
        at += 1
        if at == end or tokens[at].line != tokens[start].line:
            yield start, at
            start = at


def _has_rows(tokens: Sequence[Token], chain: Sequence[Anchor]) -> bool:
    """Whether a line is a row: most labels have their values after them on the same line."""
    lines = {tokens[anchor.at].line for anchor in chain}
    filled = {
        tokens[at + 1].line
        for at in (anchor.at for anchor in chain)
        if at + 1 < len(tokens)
        and tokens[at + 1].line == tokens[at].line
        and tokens[at + 1].kind in SOLID
    }
    return len(filled) * 5 >= len(lines) * 3


def _goes_on_below(
    tokens: Sequence[Token], chain: Sequence[Anchor], columns: Callable[[str], int]
) -> bool:
    """Whether each short row continues below, one value on each line, and is then complete."""
    below = [
        (len(row), columns(anchor.key))
        for anchor in chain
        if (row := _with_lone_values(tokens, anchor.at))
    ]
    return bool(below) and all(printed == width for printed, width in below)


def _with_lone_values(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The values beside a label and those alone on the lines below it; empty if there are none."""
    end = at + 1
    while end < len(tokens) and tokens[end].kind == VALUE:
        start = end
        while end < len(tokens) and tokens[end].line == tokens[start].line:
            end += 1
        if tokens[start].line != tokens[at].line and end - start > 1:
            return ()
    row = tokens[at + 1 : end]
    two_lines = bool(row) and row[0].line == tokens[at].line != row[-1].line
    return row if two_lines and all(token.kind == VALUE for token in row) else ()


def _has_values_first(
    tokens: Sequence[Token], chain: Sequence[Anchor], columns: Callable[[str], int]
) -> bool:
    """Whether most labels end a line that begins with all values of their row."""
    closing = 0
    for anchor in chain:
        line = tokens[anchor.at].line
        before, at = 0, anchor.at - 1
        while at >= 0 and tokens[at].line == line:
            before += tokens[at].kind in SOLID
            at -= 1
        last = anchor.at + 1 >= len(tokens) or tokens[anchor.at + 1].line != line
        last = last or tokens[anchor.at + 1].kind == PAD
        closing += last and before >= columns(anchor.key)
    return closing * 5 >= len(chain) * 3


def _add_unlabelled(pieces: list[LinePiece], line: Sequence[Token]) -> None:
    """A line of only values, if lines are rows: it is beside a wrapped label, or unlabelled."""
    if not count_solid(line):
        return
    if len(line) > 1 and pieces and pieces[-1].kind == "label" and pieces[-1].closed:
        if not is_index(line):
            pieces.append(LinePiece("run", tuple(line), closed=False))
        return
    _add_line(pieces, line)


def _is_bar(token: Token) -> bool:
    return token.kind == PAD and token.cell == 0 and token.width == 1


def _closes_head(tokens: Sequence[Token], at: int, anchors: Collection[int]) -> bool:
    """Whether a token is a lone bar that closes the head of a group."""
    if tokens[at].kind != PAD or not at:
        return False
    return _is_bar(tokens[at]) and tokens[at - 1].kind == TEXT and at - 1 not in anchors


def _add_token(pieces: list[LinePiece], token: Token, anchor: Anchor | None) -> None:
    """Adds a token on a line of its own, or from a line on which several rows were joined."""
    if anchor is not None:
        if not _continues(pieces, anchor.key):
            pieces.append(LinePiece("label", (), token, anchor))
    elif token.kind in CONTENT:
        _add_run(pieces, (token,))
    elif "extra" in items_of(token):
        pieces.append(LinePiece("orphan", texts=(token,)))
    elif token.kind == TEXT and breaks(token):
        pieces.append(LinePiece("break"))
    elif not belongs(token) or _may_be_a_word(pieces, token):
        pieces.append(LinePiece("unknown", texts=(token,)))


def _may_be_a_word(pieces: Sequence[LinePiece], token: Token) -> bool:
    """Whether a piece of some label, such as 减, comes after a label that it does not belong to."""
    if token.label.tags != {"fragment"} or len(token.text) > _PIECE_OF_LABEL:
        return False
    row = next((piece for piece in reversed(pieces) if piece.label), None)
    if row is None or row.label is None:
        return False
    squashed = row.label.label.squashed
    return token.label.squashed not in squashed and not is_rest_of(token.text, row.key)


def _continues(pieces: Sequence[LinePiece], key: str) -> bool:
    """Whether a text is the second half of the label of the row that is open."""
    last = next((piece for piece in reversed(pieces) if piece.kind != "run"), None)
    return last is not None and last.kind == "label" and last.key == key


def _add_run(pieces: list[LinePiece], tokens: Sequence[Token]) -> None:
    last = pieces[-1] if pieces else None
    if not tokens:
        return
    if last is not None and last.kind == "run":
        pieces[-1] = LinePiece("run", (*last.tokens, *tokens))
    elif last is not None and last.kind == "orphan" and not last.closed:
        pieces[-1] = last._replace(tokens=(*last.tokens, *tokens))
    else:
        pieces.append(LinePiece("run", tuple(tokens)))


def _add_row(
    pieces: list[LinePiece],
    left: Sequence[Token],
    row: LinePiece,
    right: Sequence[Token],
    columns: int,
) -> None:
    """A line that names one row: its contents are right of the label, or else left of it."""
    texts = [token for token in right if token.kind == TEXT]
    end = next((n for n, token in enumerate(right) if token.kind == TEXT and breaks(token)), None)
    right = right[:end]  # another block begins on the line
    before, own = _slots(left) if left else [], _slots(right, words=True)
    if len(own) < len(right) and sum(token.kind == VALUE for token in own) < columns:
        # 三 is a piece of some label; if it makes the row complete, it is a word in a cell.
        every = [token if token.kind in CONTENT else as_word(token) for token in right]
        leading = next((n for n, token in enumerate(every) if token.kind != SLOT), 0)
        own = every if columns <= count_solid(every) <= columns + leading else own
    solid = count_solid(own)
    if any(token.kind == VALUE for token in before):
        _add_run(pieces, before)
    if any("extra" in items_of(token) for token in texts):
        # A row that the body added is printed beside the item that it divides.
        pieces.append(row._replace(closed=False))
        pieces.append(LinePiece("orphan", tuple(own), texts=tuple(texts), closed=True))
        return
    grid = solid > 0 and bool(own[0].locus)
    closed = bool(own) and (row.closed or grid or solid + _padding(own) >= columns)
    if _continues(pieces, row.key) and not (solid and pieces[-1].tokens):
        pieces[-1] = pieces[-1]._replace(tokens=(*pieces[-1].tokens, *own), closed=closed)
    else:
        pieces.append(LinePiece("label", tuple(own), row.label, row.anchor, closed))
    if any(map(breaks, texts)):
        pieces.append(LinePiece("break"))


def _padding(tokens: Sequence[Token]) -> int:
    """How many cells the pads of a row stand for."""
    return sum(token.width for token in tokens if token.kind == PAD)


def _add_line(pieces: list[LinePiece], line: Sequence[Token]) -> None:
    """A line of several tokens that names no row: only values, a header, or an unlabelled row."""
    texts = tuple(token for token in line if token.kind in (TEXT, PROSE))
    contents = tuple(_slots(line))
    printed = any(token.kind == VALUE for token in contents)
    if printed and texts and _is_rest_of_label(pieces, texts):
        pieces[-1] = pieces[-1]._replace(tokens=contents)
        return
    cut = {"fragment"}  # the rest of a label, if there are values beside it
    unknown = tuple(t for t in texts if not belongs(t) or (printed and t.label.tags == cut))
    if not texts:
        if line[0].locus and printed:
            pieces.append(LinePiece("orphan", contents, closed=True))
        elif not is_index(line):
            _add_run(pieces, contents)
    elif any("extra" in items_of(token) for token in texts):
        own = tuple(_slots(line, words=True))
        pieces.append(LinePiece("orphan", own, texts=texts, closed=True))
    elif unknown and printed:
        own = tuple(_slots(line[line.index(unknown[0]) + 1 :], words=True))
        pieces.append(LinePiece("orphan", own or contents, texts=unknown, closed=True))
    elif unknown:
        pieces += [LinePiece("unknown", texts=(token,)) for token in unknown]
    elif any(map(breaks, texts)):
        pieces.append(LinePiece("break", tuple(t for t in contents if t.kind == VALUE)))
    elif printed:
        pieces.append(LinePiece("orphan", contents, texts=texts, closed=True))


def _is_rest_of_label(pieces: Sequence[LinePiece], texts: Sequence[Token]) -> bool:
    """Whether the words beside some values are the rest of the label above, which has none yet."""
    last = pieces[-1] if pieces else None
    if last is None or last.kind != "label" or last.tokens:
        return False
    return all(
        len(text.label.squashed) > _PIECE_OF_LABEL and is_rest_of(text.text, last.key)
        for text in texts
    )


def is_index(line: Sequence[Token]) -> bool:
    """Whether a line only numbers the columns: 0 1 2 3, as pandas prints above a table."""
    numbers = [token.value.number if token.value else None for token in line if token.kind != PAD]
    return len(numbers) > 2 and numbers == [*range(len(numbers))]


def _slots(tokens: Iterable[Token], *, words: bool = False) -> list[Token]:
    """The contents among some tokens; with `words`, a text without another role fills a cell."""
    return [
        token if token.kind in CONTENT else as_word(token)
        for token in tokens
        if token.kind in CONTENT or (words and not (token.label.squashed and belongs(token)))
    ]


def breaks(token: Token) -> bool:
    """Whether a text opens another block, so that nothing above belongs to anything below."""
    tags = token.label.tags
    if not tags:
        return False
    return "heading" in tags or "block" in tags or any(tag.startswith("form_") for tag in tags)


def belongs(token: Token) -> bool:
    """Whether a text inside a table is a piece of a label or header, or a note in brackets."""
    if token.kind == PROSE or _COVERED.fullmatch(token.text):
        return False
    if not token.label.squashed or token.label.tags & _PIECES or breaks(token):
        return True
    return token.text.startswith(("(", "[", "注")) or bool(token.label.rows or token.label.items)


def open_gaps(pieces: Sequence[LinePiece], form: Sequence[str]) -> list[LinePiece]:
    """Where rows are missing, unknown texts become rows without a readable label.

    A text between two rows that are adjacent on the form is a word in a cell or a note. Between
    other rows, it may be the label of a missing row.
    """
    present = {piece.key for piece in pieces if piece.key}
    kept: list[LinePiece] = []
    gap = False
    for piece in pieces:
        if piece.key:
            gap = bool(missing_behind(piece.key, form, present))
        last = kept[-1] if kept else None
        if piece.kind == "unknown" and gap:
            kept.append(piece._replace(kind="orphan"))
        elif piece.kind == "run" and last and last.kind == "orphan" and not last.closed:
            kept[-1] = last._replace(tokens=(*last.tokens, *piece.tokens))
        else:
            kept.append(piece)
    return kept


def missing_behind(key: str, form: Sequence[str], present: set[str]) -> tuple[str, ...]:
    """The rows of the form right after a row that no label on the page names."""
    missing: list[str] = []
    for other in form[form.index(key) + 1 :] if key in form else ():
        if other in present:
            break
        missing.append(other)
    return tuple(missing)


def is_solid(piece: LinePiece) -> bool:
    """Whether a piece is a run with values or empty cells, and not only spacing."""
    return piece.kind == "run" and count_solid(piece.tokens) > 0
