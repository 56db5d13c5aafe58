r"""One stream of tokens for every layout that tables come in.

A table reaches us as a real grid, as rows of cells between bars or tabs, as one cell a line, or
as label and numbers on one line of a PDF. Each becomes the same stream, in reading order:

    規範性文件 | 6 | 6 | 6 |        TEXT 规范性文件, VALUE 6, VALUE 6, VALUE 6
    一、… | 7 | 7 | |||||||         TEXT 一、…, VALUE 7, VALUE 7, PAD ×7
    0\n                              VALUE 0
    "  \n"  (one cell a line)        MAYBE: a blank cell, or only spacing
    <td></td>                       SLOT: a blank cell, and certainly one

Each text is judged here once, its value or what labels of the forms it may be; which of them it
is, and what belongs to it, is found by `gikstudy.tables.alignment`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from gikstudy.model import GridCell
from gikstudy.page import Page
from gikstudy.tables.labels import LONG, NO_LABEL, WEAK, Label, heads_group, identify, is_prose
from gikstudy.tables.values import ODD, Value, parse_value, without_notes
from gikstudy.text import is_page_number, normalise, to_simplified

TEXT: Final = "text"
VALUE: Final = "value"
SLOT: Final = "slot"
MAYBE: Final = "maybe"
PAD: Final = "pad"
PROSE: Final = "prose"

_RULE: Final = re.compile(r"[\s|:+-]*-{3,}[\s|:+-]*")  # |---|:--:|
_DRAWN: Final = re.compile(r"[\s|]*[─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]{2,}[\s|─━═┄┈┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬]*")
# 5二、上年结转…: the end of one row and the start of the next. What stands in front is asked for
# last, since few characters open an enumerator and many are digits.
_GLUED: Final = re.compile(
    r"([一二三四](?<=[\d/-].)、|\((?<=[\d/-].)[一二三四五六七]\)(?=[\u4e00-\u9fff]))"
)
# A label, values, and another label on the same line. It starts where a word does, or a long
# line would be read to the end of its word from each of its characters.
_ROWS: Final = re.compile(
    r"(?<!\S)[^\s\u4e00-\u9fff]*[\u4e00-\u9fff]\S*(?: +[\d/-]\S*){3,} +\S*[\u4e00-\u9fff]{2}"
)
_BARS: Final = re.compile("[|｜│┃┆┇┊┋║¦∣]")  # what cleaning makes a bar
_HEADING_MARK: Final = re.compile(r"^(?:#{1,6}\s*|\*{2}|>\s*)|\*{2}$")
_LONGEST: Final = 120  # of lines that hold a label and its values
_DIGIT: Final = re.compile(r"\d")
# 二、上年结转… 三、本年度办理结果 (一)予以公开: a word that opens the next label
_ENUMERATED: Final = re.compile(r"[一二三四]、|\([一二三四五六七]\)|\d[.、](?=[\u4e00-\u9fff])")
_NUMBERED: Final = re.compile(r"[一二三四五六七八九]、|\([一二三四五六七八九]\)")
# Three of these on one line without a full stop are a whole table, or a whole header, on a line.
_TABLE_WORDS: Final = (
    *("国家秘密", "过程性信息", "执法案卷", "重复申请", "公开出版物", "本年新收"),
    *("信息内容", "行政许可", "行政处罚", "行政强制", "第二十条第"),
    *("结果维持", "结果纠正", "尚未审结", "复议后起诉"),
)
# 12 件, 22 (其中修订16件): what belongs to the number before it
_APART: Final = re.compile(
    r"(?<=\d) +(?=(?:件|条|项|个|次|人|宗|起|元|万元?|亿元?)(?: |$)|\([^() ]{2,20}\)(?: |$))"
)


class Token(NamedTuple):
    """A piece of a page: its kind, cleaned text, where it stands, its value or possible labels.

    `line` is the index of the page line, `cell` the position in that line from 1 (0 where the
    line is one cell), `width` the number of cells a PAD stands for, or of columns that a cell of a
    real table spans. Only a TEXT has a `label`.
    """

    kind: str
    text: str
    line: int
    cell: int = 0
    value: Value | None = None
    width: int = 0
    raw: str = ""
    locus: str = ""
    label: Label = NO_LABEL


def tokenise(page: Page) -> list[Token]:
    """The whole page as tokens, in reading order."""
    tokens: list[Token] = []
    for index, (clean, printed, row) in enumerate(
        zip(page.clean, page.raw, page.rows, strict=True)
    ):
        if row is not None:
            tokens += _grid_row(index, row, clean)
        elif clean:
            read = _short_line if len(clean) <= LONG else _line
            tokens += [
                Token(kind, text, index, cell, value, width, raw, locus, label)
                for kind, text, _, cell, value, width, raw, locus, label in read(clean, printed)
            ]
    return tokens


def _line(clean: str, raw: str) -> list[Token]:
    """The tokens of a line of text, as if the page had no other line."""
    if "**" in clean:
        clean = clean.replace("**", "")  # what Markdown prints bold
    if clean.startswith('"') and '","' in clean:
        return _delimited(0, _quoted(clean), _quoted(raw))
    if "|" in clean:
        return _bar_line(0, clean, raw)
    text = clean.strip()
    if "\t" in text:
        return _delimited(0, clean.split("\t"), raw.split("\t"))
    if not text:
        return [Token(MAYBE, "", 0)]
    tokens = _plain_line(0, text, raw)
    whole = len(tokens) == 1 and not tokens[0].cell
    return tokens if whole or text in raw else _as_printed(tokens, raw)


def _quoted(text: str) -> list[str]:
    return next(csv.reader([text]))


# Cells and labels repeat within a report and from report to report: most lines were read before.
_short_line = lru_cache(maxsize=16384)(_line)


def _piece(index: int, cell: int, text: str, raw: str, locus: str = "", width: int = 0) -> Token:
    value = parse_value(text)
    if value is not None:
        value = value if raw.isascii() else without_notes(value, raw)
        return Token(VALUE, text, index, cell, value, width, raw, locus)
    if len(text) > LONG and is_prose(text):
        return Token(PROSE, text, index, cell, None, 0, raw, locus)
    return Token(TEXT, text, index, cell, None, 0, raw, locus, identify(text))


def _grid_row(index: int, row: Sequence[GridCell], clean: str) -> list[Token]:
    """A row of a real table. Its empty cells are certain, save those in front of a label."""
    texts = clean.split(" | ")
    if len(texts) != len(row):  # a cell holds a bar of its own
        texts = [cell.text for cell in row]
    tokens = [
        _piece(index, number, text.strip(), cell.text, cell.locus, cell.colspan)
        if text.strip()
        else Token(SLOT, "", index, number, None, cell.colspan, cell.text, cell.locus)
        for number, (text, cell) in enumerate(zip(texts, row, strict=True), 1)
    ]
    return _without_leading_slots(_without_row_number(tokens))


def _without_row_number(tokens: list[Token]) -> list[Token]:
    """The row without the number that a column of numbers gives it, in front of its label."""
    printed = [at for at, token in enumerate(tokens) if token.kind != SLOT][:2]
    if len(printed) < 2 or tokens[printed[0]].kind != VALUE:
        return tokens
    label = tokens[printed[1]].label
    return tokens[printed[1] :] if label.rows or label.items else tokens


def _without_leading_slots(tokens: list[Token]) -> list[Token]:
    """Empty cells that stand before a label in their row belong to group cells, not to values."""
    kept: list[Token] = []
    after_label = False
    for token in reversed(tokens):
        if token.kind != SLOT:
            after_label = token.kind != VALUE
        elif after_label:
            continue
        kept.append(token)
    kept.reverse()
    return kept


def _bar_line(index: int, clean: str, raw: str) -> list[Token]:
    if ("---" in clean and _RULE.fullmatch(clean)) or _DRAWN.fullmatch(clean):
        return []
    parts, raws = clean.split("|"), _BARS.split(raw)
    if not clean.replace("|", "").strip():
        return [Token(PAD, "", index, 0, None, len(parts) - 1, raw)]
    first = next(part.strip() for part in parts if part.strip())
    if not parts[0] or (not parts[0].strip() and parse_value(first) is None):
        parts, raws = parts[1:], raws[1:]  # a leading bar opens the row
    if not parts[-1].strip():
        parts, raws = parts[:-1], raws[: len(parts) - 1]
    return _delimited(index, parts, raws)


def _delimited(index: int, parts: list[str], raws: list[str]) -> list[Token]:
    """Cells between bars or tabs: inner empty cells are slots, those at the end a pad.

    A pad may hold cells that a rowspan or colspan ate, blank cells, or blank cells that slid
    there from the middle of the row: its length is known and what it hides is not.
    """
    if len(raws) != len(parts):
        raws = parts
    texts = [part.strip() for part in parts]
    end = len(parts)
    # Between " | " and " | " an empty cell shows as two spaces; bars without are mere padding.
    while end and not texts[end - 1] and len(parts[end - 1]) < 2:
        end -= 1
    tokens: list[Token] = []
    for number, text, raw in zip(range(1, end + 1), texts, raws, strict=False):
        if not text:
            tokens.append(Token(SLOT, "", index, number, None, 1, raw))
        elif " " in text and (several := _several(index, text)):
            tokens += [token._replace(cell=number) for token in several]
        else:
            tokens.append(_piece(index, number, _unmarked(text), raw))
    if "" in texts:
        tokens = _without_leading_slots(tokens)
        if end < len(parts):
            tokens.append(Token(PAD, "", index, end + 1, None, len(parts) - end))
    return tokens


def _unmarked(text: str) -> str:
    return _HEADING_MARK.sub("", text).strip() if text[0] in "#*>" and len(text) > 1 else text


def _plain_line(index: int, text: str, raw: str) -> list[Token]:
    """A line without bars: one cell, or label and numbers with spaces or commas between."""
    if is_page_number(text) or _DRAWN.fullmatch(text):
        return []
    value = parse_value(text)
    if value is not None and not (value is ODD and " " in text):
        return [Token(VALUE, text, index, 0, value, 0, raw)]
    text = _unmarked(_GLUED.sub(r" \1", text))
    if " " in text:
        text = _APART.sub("", " ".join(text.split()))  # any number of spaces sets columns apart
    cells: list[Token] = []
    if "," in text or ";" in text:
        cells = _with_commas(index, text)
    if not cells and " " in text:
        cells = _with_spaces(index, text)
    return cells or [_piece(index, 0, text, raw)]


def _with_commas(index: int, text: str) -> list[Token]:
    if not _DIGIT.search(text) and _is_folded(text):
        words = [word for word in re.split("[,; ]+", text) if word]
        return [_piece(index, n, word, word) for n, word in enumerate(words, 1)]
    return _listed(index, text.replace(";", ","))


def _with_spaces(index: int, text: str) -> list[Token]:
    if _is_folded(text):
        return [_piece(index, n, word, word) for n, word in enumerate(text.split(), 1)]
    if text.count(" ") > 3 and _ROWS.search(text):
        return list(_runs(index, text.split()))
    if len(text) >= _LONGEST or "。" in text:
        return []
    several = _several(index, text)
    tail = list(_numbers_at_end(text))
    if several or not tail:
        return several
    head = text[: tail[-1][0]].strip()
    pieces = [_piece(index, 1, head, head)] if head else []
    return pieces + [
        Token(VALUE, word, index, number, value, 0, word)
        for number, (_, word, value) in enumerate(reversed(tail), 1 + len(pieces))
    ]


def _is_folded(text: str) -> bool:
    """Whether a whole table, or a whole header, stands on the line."""
    return "。" not in text and sum(word in text for word in _TABLE_WORDS) >= 3


def _as_printed(tokens: list[Token], raw: str) -> list[Token]:
    """The cells of a line as printed, matched from its end: cleaning changes widths and scripts."""
    words = raw.split()
    printed: list[Token] = []
    for token in reversed(tokens):
        # 12 件 and 22 (其中修订16件) are one cell of two words.
        count = next((n for n in (1, 2) if _same("".join(words[-n:]), token.text)), 0)
        word = " ".join(words[len(words) - count :]) if count else token.text
        del words[len(words) - count :]
        printed.append(token._replace(raw=word) if token.cell else token)
    return printed[::-1]


def _same(printed: str, clean: str) -> bool:
    return normalise(printed) == clean or to_simplified(normalise(printed)) == clean


def _listed(index: int, text: str) -> list[Token]:
    """A label and its values, or values alone, with commas between, as spreadsheets are saved."""
    last = text.rpartition(",")[2].strip()
    if last and parse_value(last) is None:
        return []  # a sentence
    cells = [cell.strip() for cell in text.split(",")]
    values = [parse_value(cell) for cell in cells]
    if any(value is ODD and " " in cell for cell, value in zip(cells, values, strict=True)):
        return []
    if sum(map(bool, values)) > 1 and all(values[bool(cells[0]) ^ 1 : len(cells) - (not last)]):
        return [
            Token(VALUE, cell, index, number, value, 0, cell)
            for number, (cell, value) in enumerate(zip(cells, values, strict=True), 1)
            if value
        ]
    first = len(cells)
    while first > 1 and (values[first - 1] is not None or not cells[first - 1]):
        first -= 1
    words = ",".join(cells[:first])
    if words[-1:].isdigit() or any(values[:first]):
        return []  # no label ends in a digit: the comma stands inside of 3,512
    head = _piece(index, 1, words, words)
    known = head.label.rows or head.label.items
    if first == len(cells) or not known or not any(values[first:]):
        return []
    behind = zip(cells[first:], values[first:], strict=True)
    return [
        head,
        *(
            Token(VALUE if value else SLOT, cell, index, number, value, 0, cell)
            for number, (cell, value) in enumerate(behind, 2)
        ),
    ]


def _runs(index: int, words: list[str]) -> Iterator[Token]:
    """Several rows that fell on one line: texts joined up to labels, values one by one."""
    number, texts = 0, list[str]()
    for word in [*words, ""]:
        value = parse_value(word)
        opens = _ENUMERATED.match(word) and not _is_group(texts)
        if texts and (value is not None or not word or opens):
            number += 1
            text = " ".join(texts)
            yield _piece(index, number, text, text)
            texts = []
        if value is not None:
            number += 1
            yield Token(VALUE, word, index, number, value, 0, word)
        elif word:
            texts.append(word)


def _is_group(words: list[str]) -> bool:
    # Two heads of groups, each cut once, and no more: the words are read again for each enumerator.
    return len(words) < 5 and heads_group(" ".join(words))


def _several(index: int, text: str) -> list[Token]:
    """Labels and values of several rows on one line, where every text on it is on the forms.

    `行政许可 128 第二十条第(六)项` and `4 2.其他法律行政法规禁止公开` hold the end of one row and
    the start of another; a label with its values does not, nor does a label cut by a space.
    """
    tokens: list[Token] = []
    for token in _runs(index, text.split()):
        if token.kind == VALUE or _names_row(token):
            tokens.append(token)
        else:
            tokens += [_piece(index, token.cell, word, word) for word in token.text.split()]
    texts = [token for token in tokens if token.kind != VALUE]
    if not all(t.label.rows or t.label.items or t.label.tags for t in texts):
        return []
    opens = any(_names_row(t) or _opens_part(t) for t in texts)
    if tokens[0].kind == VALUE:
        rest = len(texts) == 1 and len(tokens) > 2  # of a label that began on the line before
        return _counted(tokens) if opens or rest else []
    if not opens or len(texts) < 2:
        return []
    return _counted(tokens)


def _counted(tokens: list[Token]) -> list[Token]:
    return [token._replace(cell=number) for number, token in enumerate(tokens, 1)]


def _opens_part(token: Token) -> bool:
    """Whether a text is the head of a block of table 2, or a heading with its own number."""
    tags = token.label.tags
    return "block" in tags or ("heading" in tags and _NUMBERED.match(token.text) is not None)


def _names_row(token: Token) -> bool:
    """Whether a text is the label of a row or an item, and not merely a word that one holds."""
    return any(score > WEAK for _, score in (*token.label.rows, *token.label.items))


def _numbers_at_end(text: str) -> Iterator[tuple[int, str, Value]]:
    """(start, word, value) of the values that close a line, the last first."""
    end = len(text)
    while end:
        start = text.rfind(" ", 0, end) + 1
        word = text[start:end]
        value = parse_value(word) if len(word) <= 24 else None
        if value is None:
            return
        yield start, word, value
        end = len(text[:start].rstrip())
