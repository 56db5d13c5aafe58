"""Lines of plain text: one cell, or a label and its values with spaces or commas between."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from gikstudy.tables.cell_lines import DRAWN, delimited
from gikstudy.tables.labels import LONG, identify
from gikstudy.tables.several_rows import several_rows, word_runs
from gikstudy.tables.tokens import SLOT, TEXT, VALUE, Token, piece, unmarked, valued
from gikstudy.tables.values import ODD, Value, parse_value
from gikstudy.text import is_page_number, normalise, to_simplified

# 5二、上年结转…: the end of one row and the start of the next. The characters in front are checked
# last, because few characters open an enumerator and many are digits.
_GLUED: Final = re.compile(
    r"([一二三四](?<=[\d/-].)、|\((?<=[\d/-].)[一二三四五六七]\)(?=[\u4e00-\u9fff]))"
)
_MAY_BE_GLUED: Final = ("(", "一、", "二、", "三、", "四、")  # few lines of prose have one
# A label, values, and another label on the same line. It starts at the start of a word; otherwise
# a long line would be read to the end of its word from each of its characters.
_ROWS: Final = re.compile(
    r"(?<!\S)[^\s\u4e00-\u9fff]*[\u4e00-\u9fff]\S*(?: +[\d/-]\S*){3,} +\S*[\u4e00-\u9fff]{2}"
)
_NUMBERED_PAGE: Final = re.compile(
    r"(?<!\S)[-—–] ?\d{1,3} ?[-—–](?!\S)|第 ?\d{1,3} ?页(?: ?共 ?\d{1,3} ?页)?"
)
_THOUSANDS: Final = re.compile(r"\d,\d{3}(?!\d)")
# 1,2343,4564,567: numbers with thousands commas and nothing between them; fifteen are a table 4
_GLUED_THOUSANDS: Final = re.compile(r"(?!(?:\d+,){14}\d+$)(?=[\d,]*\d{4})\d+(?:,\d{3,})+,\d{3}")
_NUMBER_BEHIND: Final = re.compile(r" [\d/-]")
_FEW_VALUES: Final = 7
_LONGEST: Final = 120  # of a line with a label and its values
_DIGIT: Final = re.compile(r"\d")
# Three of these on a line without a full stop: the line is a whole table or a whole header.
_TABLE_WORDS: Final = (
    *("国家秘密", "过程性信息", "执法案卷", "重复申请", "公开出版物", "本年新收"),
    *("信息内容", "行政许可", "行政处罚", "行政强制", "第二十条第"),
    *("结果维持", "结果纠正", "尚未审结", "复议后起诉"),
)
# 12 件, 22 (其中修订16件): words that belong to the number before them
_APART: Final = re.compile(
    r"(?<=\d) +(?=(?:件|条|项|个|次|人|宗|起|元|万元?|亿元?)(?: |$)|\([^() ]{2,20}\)(?: |$))"
)


def plain_line(index: int, text: str, raw: str) -> list[Token]:
    """A line without bars: one cell, or label and numbers with spaces or commas between."""
    if is_page_number(text) or DRAWN.fullmatch(text):
        return []
    furniture = _NUMBERED_PAGE.search(text) if " " in text or "页" in text else None
    alone = furniture and len((text[: furniture.start()] + text[furniture.end() :]).split()) == 1
    if furniture and alone:
        rest = (text[: furniture.start()].strip(), furniture[0], text[furniture.end() :].strip())
        return [
            Token(TEXT, part, index, n, raw=part)
            if part is furniture[0]
            else piece(index, n, part, part)
            for n, part in enumerate(filter(None, rest), 1)
        ]
    value = parse_value(text)
    if value is not None and not (value is ODD and " " in text):
        return [valued(Token(VALUE, text, index, 0, value, 0, raw))]
    if any(mark in text for mark in _MAY_BE_GLUED):
        text = _GLUED.sub(r" \1", text)
    text = unmarked(text)
    if " " in text:
        text = _APART.sub("", " ".join(text.split()))  # any number of spaces separates columns
    cells: list[Token] = []
    if "," in text or ";" in text:
        cells = _with_commas(index, text, raw)
    if not cells and " " in text:
        cells = _with_spaces(index, text)
    return cells or [piece(index, 0, text, raw)]


def _with_commas(index: int, text: str, raw: str) -> list[Token]:
    if "。" not in text:
        cells = re.split("[,;]", text)
        if len(cells) > 2 and _is_sheet([cell.strip() for cell in cells], "," in text):
            raws = re.split("[,;，；]", raw)
            return delimited(index, cells, raws if len(raws) == len(cells) else cells)
    if is_folded(text) and not _DIGIT.search(text):
        words = [word for word in re.split("[,; ]+", text) if word]
        return [piece(index, n, word, word) for n, word in enumerate(words, 1)]
    return _listed(index, text.replace(";", ","))


def _is_sheet(cells: list[str], commas: bool) -> bool:  # noqa: FBT001 (what stands between)
    """Whether pieces between commas are the cells of a sheet: labels, values, blanks, a word.

    A number with a thousands comma is not two cells, nor is a label with a comma inside.
    """
    filled = [cell for cell in cells if cell]
    values = sum(parse_value(cell) is not None for cell in filled)
    texts = [cell for cell in filled if parse_value(cell) is None]
    labels = {cell: identify(cell) for cell in texts}
    known = [cell for cell, label in labels.items() if label.rows or label.items or label.tags]
    named = [at for at, cell in enumerate(cells, 1) if cell in labels and labels[cell].rows]
    torn = any(cell.count("(") != cell.count(")") or _NUMBER_BEHIND.search(cell) for cell in texts)
    torn = torn or any(
        cell[-1].isdigit() and (labels[cell].rows or labels[cell].items) for cell in texts
    )
    if not known or torn or any(len(cell) > LONG for cell in texts):
        return False
    behind = len(cells) - named[-1] if named else values  # a complete row, including words in cells
    thousands = commas and behind < _FEW_VALUES and _THOUSANDS.search(",".join(cells))
    return not thousands and (values + len(cells) - len(filled) > 1 or len(known) == len(texts) > 1)


def _with_spaces(index: int, text: str) -> list[Token]:
    if is_folded(text):
        return [piece(index, n, word, word) for n, word in enumerate(text.split(), 1)]
    if text.count(" ") > 3 and _ROWS.search(text):
        return list(word_runs(index, text.split()))
    if len(text) >= _LONGEST or "。" in text:
        return []
    several = several_rows(index, text)
    tail = list(_numbers_at_end(text))
    if several or not tail:
        return several
    head = text[: tail[-1][0]].strip()
    pieces = [piece(index, 1, head, head)] if head else []
    return pieces + [
        Token(VALUE, word, index, number, value, 0, word)
        for number, (_, word, value) in enumerate(reversed(tail), 1 + len(pieces))
    ]


def is_folded(text: str) -> bool:
    """Whether a whole table, or a whole header, is on one line."""
    return "。" not in text and sum(word in text for word in _TABLE_WORDS) >= 3


def as_printed(tokens: list[Token], raw: str) -> list[Token]:
    """The cells of a line as printed, matched from its end: cleaning changes widths and scripts."""
    words = list(re.finditer(r"\S+", raw))
    if len(words) < sum(bool(token.text) for token in tokens):
        words = list(re.finditer(r"[^,，\s](?:[^,，]*[^,，\s])?", raw))  # cells between commas
    printed: list[Token] = []
    for at, token in reversed([*enumerate(tokens)]):
        # 12 件 and 22 (其中修订16件) are one cell of two words.
        count = next((n for n in (1, 2) if _same("".join(w[0] for w in words[-n:]), token.text)), 0)
        if not count and at == 0:
            count = len(words)
        if count and words:
            own = words[-count:]
            token = token._replace(raw=raw[own[0].start() : own[-1].end()])
            del words[-count:]
        printed.append(valued(token) if token.cell else token)
    return printed[::-1]


def _same(printed: str, clean: str) -> bool:
    return normalise(printed) == clean or to_simplified(normalise(printed)) == clean


def _listed(index: int, text: str) -> list[Token]:
    """A label and its values, or only values, separated by commas, as spreadsheets are saved."""
    last = text.rpartition(",")[2].strip()
    if last and parse_value(last) is None:
        return []  # a sentence
    cells = [cell.strip() for cell in text.split(",")]
    values = [parse_value(cell) for cell in cells]
    if _GLUED_THOUSANDS.fullmatch(text) or (ODD in values and _THOUSANDS.search(text)):
        return []
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
        return []  # no label ends in a digit: the comma is inside 3,512
    head = piece(index, first, words, words)
    known = head.label.rows or head.label.items
    if first == len(cells) or not known or not any(values[first:]):
        return []
    behind = zip(cells[first:], values[first:], strict=True)
    return [
        head,
        *(
            Token(VALUE if value else SLOT, cell, index, number, value, 0, cell)
            for number, (cell, value) in enumerate(behind, first + 1)
        ),
    ]


def _numbers_at_end(text: str) -> Iterator[tuple[int, str, Value]]:
    """(start, word, value) of the values at the end of a line, the last first."""
    end = len(text)
    while end:
        start = text.rfind(" ", 0, end) + 1
        word = text[start:end]
        value = parse_value(word) if len(word) <= 24 else None
        if value is None:
            return
        yield start, word, value
        end = len(text[:start].rstrip())
