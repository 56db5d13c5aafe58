"""The labels of a statistical table: which line of it a printed text is.

A label counts only as a whole. Its own number, 其中, spaces and a note in brackets may be missing;
a page may wrap it into pieces. Labels that occur twice in a table (被依法纠错数, 邮寄费) mean one line
or the other by the labels around them, never by their number.

Worked example, in the national table:

    （二）被依法纠错数 | 件 | 3      behind （一）维持具体行政行为数: reviews_corrected
    （二）被依法纠错数 | 件 | 3      between 举报投诉数量 and 收取的费用: no line
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from gikstudy.forms.statistics import StatisticsRow, StatisticsTable, statistics_table
from gikstudy.text import clean

# 一、 (一) 1. 其中: and what is left of ① after cleaning
_NUMBER: Final = re.compile(
    r"(?:其中\s*[:,、]?|[一二三四五六七八九十]{1,3}\s*[、.,:]|\([一二三四五六七八九十\d]{1,3}\)"
    r"|\d{1,2}\s*[、.,)](?!\d)|\d{1,2}(?=[\u4e00-\u9fff《“\"]))\s*"
)
_NOT_WORD: Final = re.compile(r"[^\w]|_")
_BRACKET: Final = re.compile(r"\([^()]*\)?$")
_UNIT: Final = re.compile(r"(.+?)\((?:单位:?)?([^()\d]{1,5})\)$")
_CLOSING: Final = (")", "):", ".")  # the end of a note that a page wraps
_SHORTEST: Final = 6  # characters by which a label that was cut is still known
_PIECES: Final = 6  # of a wrapped label


def squash(text: str) -> str:
    """A cleaned label without its number and punctuation: how labels are compared.

    Examples:
        >>> squash("(2)“信息不存在”数"), squash("其中:1.全职人员"), squash("5.其它 方式")
        ('信息不存在数', '全职人员', '其他方式')
    """
    text = text.strip(" \t#*>|")
    while (found := _NUMBER.match(text)) and found.end() < len(text):
        text = text[found.end() :]
    return _NOT_WORD.sub("", text).replace("它", "他")


def is_numbered(text: str) -> bool:
    """Whether a text begins with the number of a label: `一、`, `(一)`, `1.`."""
    found = _NUMBER.match(text)
    return found is not None and found.end() < len(text)


@dataclass(frozen=True, slots=True)
class LabelBook:
    """The labels of one table.

    Attributes:
        names: each whole label, with the lines that it may be.
        damaged: each label without one of its characters, or cut at its end.
        openings: the beginnings of labels, for those that a page wraps.
    """

    names: dict[str, tuple[str, ...]]
    damaged: dict[str, tuple[str, ...]]
    openings: frozenset[str]


def _wordings(row: StatisticsRow) -> list[str]:
    printed = [clean(row.label), *map(clean, row.cues)]
    return [squash(text) for text in printed]


@cache
def label_book(form: str) -> LabelBook:
    """The labels of the table of this name."""
    rows = statistics_table(form).rows
    names: dict[str, dict[str, None]] = {}
    for row in rows:
        for name in _wordings(row):
            names.setdefault(name, {})[row.key] = None
    short: dict[str, list[str]] = {}
    for row in rows:
        core = squash(_BRACKET.sub("", clean(row.label)))
        if core and core not in names:
            short.setdefault(core, []).append(row.key)
    for core, keys in short.items():
        if len(keys) == 1:  # 复制费 alone does not say whether on paper or on disc
            names[core] = dict.fromkeys(keys)
    whole = {name: tuple(keys) for name, keys in names.items()}
    return LabelBook(
        whole,
        _damaged(whole),
        frozenset(name[:end] for name in names for end in range(1, len(name))),
    )


def _damaged(names: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What is left of labels that lost a character near their end, or their end; none twice."""
    found: dict[str, set[str]] = {}
    for name in names:
        if len(name) <= _SHORTEST:
            continue
        cut = {name[:at] + name[at + 1 :] for at in range(len(name) // 2, len(name))}
        cut |= {name[:end] for end in range(max(_SHORTEST, len(name) - 2), len(name))}
        for text in cut - names.keys():
            found.setdefault(text, set()).add(name)
    return {text: names[next(iter(of))] for text, of in found.items() if len(of) == 1}


@lru_cache(maxsize=16384)
def lines_named(form: str, text: str) -> tuple[str, ...]:
    """The lines of a table that a cleaned text may be the label of.

    Examples:
        >>> lines_named("2014", "(二)被依法纠错数")
        ('reviews_corrected', 'suits_corrected')
        >>> lines_named("2014", "同意公开"), lines_named("shanghai", "3.复制费(光盘)")
        ((), ('fees_proactive_disc', 'fees_requests_disc'))
    """
    word = squash(text)
    if len(word) < 2:
        return ()
    book = label_book(form)
    return book.names.get(word) or book.damaged.get(word, ())


def _whole(form: str, text: str) -> tuple[str, ...]:
    """The lines of a table whose whole label a text is."""
    word = squash(text)
    return label_book(form).names.get(word, ()) if len(word) > 1 else ()


def unit_behind(text: str) -> tuple[str, str]:
    """A label, and the unit that it ends with in brackets.

    Examples:
        >>> unit_behind("七、依申请公开信息收取的费用(万元)"), unit_behind("收到申请数")
        (('七、依申请公开信息收取的费用', '万元'), ('收到申请数', ''))
    """
    found = _UNIT.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


class Named(NamedTuple):
    """A printed label: the texts from `first` to before `end`, the lines it may be, its unit.

    `inside` are the positions between the pieces of a wrapped label that are not a piece of it.
    """

    first: int
    end: int
    keys: tuple[str, ...]
    unit: str = ""
    inside: tuple[int, ...] = ()


def name_at(form: str, texts: Sequence[str | None], at: int, units: frozenset[str]) -> Named | None:
    """The label that begins at a position: in one text, or in several pieces of it.

    Args:
        form: the name of the table.
        texts: the texts of the page in order; None for a number or an empty cell.
        at: the position.
        units: what may be in brackets behind a label.
    """
    text = texts[at]
    if text is None:
        return None
    if keys := _whole(form, text):
        return Named(at, _with_rest(form, texts, at, keys), keys)
    bare, unit = unit_behind(text)
    if unit in units and (keys := lines_named(form, bare)):
        return Named(at, at + 1, keys, unit)
    if wrapped := _wrapped(form, texts, at):
        return wrapped
    keys = lines_named(form, text)  # it lost a character
    return Named(at, at + 1, keys) if keys else None


def _with_rest(form: str, texts: Sequence[str | None], at: int, keys: tuple[str, ...]) -> int:
    """The end of a label whose note in brackets continues in the next pieces."""
    rows = [row for row in statistics_table(form).rows if row.key in keys]
    wordings = [name for row in rows for name in _wordings(row)]
    printed, end = squash(texts[at] or ""), at + 1
    while end < len(texts) and end - at < _PIECES:
        more = printed + plain(texts[end])
        closes = texts[end] in _CLOSING
        if not closes and (more == printed or not any(w.startswith(more) for w in wordings)):
            break
        printed, end = more, end + 1
    return end


def _wrapped(form: str, texts: Sequence[str | None], at: int) -> Named | None:
    """A label in several pieces, whose numbers may be between two of them."""
    book = label_book(form)
    printed = squash(texts[at] or "")
    if printed not in book.openings or printed in book.names:
        return None
    inside: list[int] = []
    for end in range(at + 1, min(len(texts), at + 2 * _PIECES)):
        if _whole(form, texts[end] or ""):
            return None  # the next label
        more = printed + plain(texts[end])
        if more != printed and (more in book.openings or more in book.names):
            printed = more
            if keys := book.names.get(printed):
                return Named(
                    at,
                    end + _with_rest(form, (printed, *texts[end + 1 :]), 0, keys),
                    keys,
                    "",
                    tuple(inside),
                )
        elif inside and inside[-1] != end - 1:
            return None  # numbers are between two pieces only once
        else:
            inside.append(end)
    return None


def plain(text: str | None) -> str:
    """A text without spaces and punctuation; its number stays."""
    return _NOT_WORD.sub("", text or "").replace("它", "他")


def resolve(table: StatisticsTable, found: Sequence[tuple[str, ...]]) -> list[str]:
    """One line for each printed label, or an empty text if the page leaves it open.

    A label that several lines share belongs to the only one of them between the labels above and
    below it; if there are several, to the one right behind the line above it.

    Args:
        table: the table.
        found: the lines that each label may be, in page order.
    """
    order = {row.key: at for at, row in enumerate(table.rows)}
    sure = [keys[0] if len(keys) == 1 else "" for keys in found]
    chosen: list[str] = []
    for at, keys in enumerate(found):
        if sure[at]:
            chosen.append(sure[at])
            continue
        above = next((order[key] for key in reversed(sure[:at]) if key), -1)
        below = next((order[key] for key in sure[at + 1 :] if key), len(order))
        between = [key for key in keys if above < order[key] < below]
        before = order.get(chosen[-1], -2) if chosen else -2
        behind = [key for key in keys if order[key] == before + 1]
        if behind:
            chosen.append(behind[0])
        else:
            chosen.append(between[0] if len(between) == 1 and above >= 0 else "")
    return chosen
