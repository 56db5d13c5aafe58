"""Lines that show their cells: rows of real tables, and cells between bars, tabs or commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gikstudy.model import GridCell
from gikstudy.tables.several_rows import several_rows
from gikstudy.tables.tokens import PAD, SLOT, VALUE, Token, piece, unmarked
from gikstudy.tables.values import parse_value

_RULE: Final = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")  # |---|:--:|
DRAWN: Final = re.compile(r"[\s|]*[\u2500-\u257f]{2,}[\s|\u2500-\u257f]*")
_BARS: Final = re.compile("[|｜│┃┆┇┊┋║¦∣]")  # the characters that cleaning turns into a bar


def grid_row(index: int, row: Sequence[GridCell], clean: str) -> list[Token]:
    """A row of a real table. Its empty cells are certain, except those in front of a label."""
    texts = clean.split(" | ")
    if len(texts) != len(row):  # a cell contains a bar itself
        texts = [cell.text for cell in row]
    tokens = [
        piece(index, number, text, cell.text, cell.locus, cell.colspan)
        if text
        else Token(SLOT, "", index, number, None, cell.colspan, cell.text, cell.locus)
        for number, text, cell in zip(
            range(1, len(row) + 1), map(str.strip, texts), row, strict=True
        )
    ]
    return _without_leading_slots(_without_row_number(tokens))


def _without_row_number(tokens: list[Token]) -> list[Token]:
    """The row without its row number in front of its label."""
    if tokens and tokens[0].kind not in (VALUE, SLOT):
        return tokens
    printed = [at for at, token in enumerate(tokens) if token.kind != SLOT][:2]
    if len(printed) < 2 or tokens[printed[0]].kind != VALUE:
        return tokens
    if printed[1] == len(tokens) - 1:
        return tokens  # nothing is behind the label: the number is the value of its row
    label = tokens[printed[1]].label
    return tokens[printed[1] :] if label.rows or label.items else tokens


def _without_leading_slots(tokens: list[Token]) -> list[Token]:
    """The row without the empty cells before its label: they belong to group cells.

    Behind the last label that names a row they are cells of that row, also before a word.
    """
    if SLOT not in [token.kind for token in tokens]:
        return tokens
    named = (at for at, token in enumerate(tokens) if token.label.rows or token.label.items)
    last = max(named, default=len(tokens))
    kept: list[Token] = []
    after_label = False
    for at, token in reversed([*enumerate(tokens)]):
        if token.kind != SLOT:
            after_label = token.kind != VALUE and at <= last
        elif after_label:
            continue
        kept.append(token)
    kept.reverse()
    return kept


def bar_line(index: int, clean: str, raw: str) -> list[Token]:
    """A line with bars: its cells, a pad if only bars are left, nothing for a drawn rule."""
    if ("---" in clean and _RULE.fullmatch(clean)) or DRAWN.fullmatch(clean):
        return []
    parts, raws = clean.split("|"), _BARS.split(raw)
    if not clean.replace("|", "").strip():
        return [Token(PAD, "", index, 0, None, len(parts) - 1, raw)]
    first = next(part.strip() for part in parts if part.strip())
    if not parts[0] or (not parts[0].strip() and parse_value(first) is None):
        parts, raws = parts[1:], raws[1:]  # a leading bar opens the row
    if not parts[-1].strip():
        parts, raws = parts[:-1], raws[: len(parts) - 1]
    return delimited(index, parts, raws)


def without_first_bar(line: str) -> str:
    """A line without what stands before its first cell, where each line begins with a bar."""
    bar = _BARS.search(line)
    return line[bar.end() :] if bar and not line[: bar.start()].strip() else line


def delimited(index: int, parts: list[str], raws: list[str]) -> list[Token]:
    """Cells between bars or tabs: inner empty cells are slots, those at the end a pad.

    A pad may cover cells that a rowspan or colspan consumed, blank cells, or blank cells that slid
    there from the middle of the row. Its length is known; what it covers is not.
    """
    if len(raws) != len(parts):
        raws = parts
    texts = [part.strip() for part in parts]
    end = len(parts)
    # Between " | " and " | " an empty cell shows as two spaces; other bars are only padding.
    while end and not texts[end - 1] and len(parts[end - 1]) < 2:
        end -= 1
    tokens: list[Token] = []
    for number, text, raw in zip(range(1, end + 1), texts, raws, strict=False):
        if not text:
            tokens.append(Token(SLOT, "", index, number, None, 1, raw))
        elif " " in text and (several := several_rows(index, text)):
            tokens += [token._replace(cell=number) for token in several]
        else:
            tokens.append(piece(index, number, unmarked(text), raw))
    if "" in texts:
        tokens = _without_leading_slots(tokens)
        if end < len(parts):
            tokens.append(Token(PAD, "", index, end + 1, None, len(parts) - end))
    return tokens
