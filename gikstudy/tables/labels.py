"""Find the label of the forms that a printed text is, however cut, spaced, prefixed or misspelt.

Labels repeat from report to report, so each text is judged once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from gikstudy.forms import form_names, get_form, header_labels, request_rows, telling_cues
from gikstudy.text.alternation import by_first

_NOT_WORD: Final = re.compile(r"[^\u3400-\u9fff0-9A-Za-z]+")
_ENUMERATOR: Final = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九](?![类般]))")
# 行政许可3,512 and 行政处罚:12件: a number that lost the space in front of it
_GLUED: Final = re.compile(
    r"[\u4e00-\u9fff)\]》\"”]\s*:?\s*(\d[\d,.]*\s*(?:[万亿]?元|[件项个条次宗万亿])?)[\s\"”。;|]*$"
)
# A number at the end of a text or before a space, a stop or a lost character, but not the 2 of
# 2.其他 or of 第2页; or a number in brackets.
_HIDDEN: Final = re.compile(
    r"(?<![\d.])(?<!第)\d[\d,]*(?:\.\d+)?(?:[件项个条次宗]|万?元)?(?=[\s\"”;,。|\ufffd]|$)(?!\s*[.、)])"
    r"|^[(\[]\d[\d,.]*[)\]]$"
)
_DIGIT: Final = re.compile(r"\d")
_TOTALS: Final = ("总计", "合计")
_MISC: Final = "其他"
_WEAK_ROWS: Final = (*_TOTALS, _MISC)  # rows whose labels are words of other labels too
_FUZZY: Final = 0.75
_ALMOST: Final = 0.85
_LONGEST_HEADER: Final = 24
_PASTED: Final = 12
LONG: Final = 46  # longer than the longest label with its bracket; a longer text is prose
# The longest printed labels and the note on the form are longer than that, or have a comma.
_LONG_LABELS: Final = ("不再处理其政府信息公开申请", "勾稽关系", "只计这一情形", "第二十条第")
_BRACKETED: Final = re.compile(r"[^(。,]{2,14}\(.*\)")  # a label with its explanation in brackets
_STOP: Final = re.compile("[。,;!?]")  # a row of header words on one line has none
_EXPLAINED: Final = 200  # an item's label with its explanation in brackets
WEAK: Final = 1.0  # the score of a label that may just as well be another word
SURE: Final = 3.0
_LIKELY: Final = 2.0
# Headings of the sections around the tables; a table never extends across one of them.
_INVENTED: Final = re.compile(r"(?:数据|列)\d")  # headers invented in conversion to Markdown
_HEADING: Final = re.compile(
    r"总体情况|主动公开政府信息|公开政府信息工作情况|收到和处理|申请情况$|复议.{0,12}诉讼.{0,6}情况"
    r"|存在.{0,8}问题|改进情况|改进措施|其他需要"
)


class Label(NamedTuple):
    """What a text may be the label of: rows of table 3, an item of table 2, a header, a heading.

    `rows` are (index in `request_rows()`, score) pairs and `items` (key, score) pairs; an item
    called `extra` is a row that some bodies add to table 2. `tags` are those of `headers.csv`,
    plus `heading` and `fragment` (a piece of some header or label).
    """

    squashed: str
    rows: tuple[tuple[int, float], ...] = ()
    items: tuple[tuple[str, float], ...] = ()
    tags: frozenset[str] = frozenset()


NO_LABEL: Final = Label("")


def squash(text: str) -> str:
    """The text without spaces, punctuation and quotes: how labels are compared."""
    return _NOT_WORD.sub("", text)


@lru_cache(maxsize=16384)
def identify(text: str) -> Label:
    """Everything that a short cleaned text may be on the forms.

    Examples:
        >>> [request_rows()[index].key for index, _ in identify("(三)不予公开 1.属于国家 秘密").rows]
        ['refused_state_secret']
        >>> identify("规章(设区的市以上政府填报)").items
        (('rules', 3.0),)
    """
    word = squash(text)
    if not word:
        return Label(word)
    rows = tuple(_rows(word)) if len(word) < 80 else ()
    items = tuple(_items(*_without_number(word, text))) if len(word) < _EXPLAINED else ()
    tags = set(_tags(word, text))
    if not rows and not items and not tags:
        rows = tuple(_damaged_rows(without_group(word)))
        if not rows:
            tags |= {"fragment"} if _is_fragment(word) else _damaged_tags(word)
    return Label(word, rows, items, frozenset(tags))


@cache
def row_bases() -> tuple[str, ...]:
    """The row labels squashed, without enumerators, in the order of `request_rows()`."""
    return tuple(base_of(row.label) for row in request_rows())


def base_of(label: str) -> str:
    """A label squashed, without its enumerator."""
    return _ENUMERATOR.sub("", squash(label))


def without_group(word: str) -> str:
    """The label of a row without the label of its group, which some pages print before it."""
    for group in _headers("group"):
        if word.startswith(group) and len(word) >= len(group) + 2:
            word = word[len(group) :]
    return word


def heads_group(text: str) -> bool:
    """Whether a text is the head of a group of rows, (三)不予公开, and nothing else."""
    word = squash(text)
    while word:
        word = _ENUMERATOR.sub("", word)
        heads = (_ENUMERATOR.sub("", head) for head in _headers("group"))
        head = next((head for head in heads if word.startswith(head)), "")
        if not head:
            return False
        word = word[len(head) :]
    return True


@lru_cache(maxsize=4096)
def glued_number(text: str) -> re.Match[str] | None:
    """The number at the end of a label that lost the space in front of it."""
    return _GLUED.search(text)


@lru_cache(maxsize=4096)
def hides_number(text: str) -> bool:
    """Whether a text of a table contains a number that may be the value of a cell."""
    return "。" not in text and _HIDDEN.search(text) is not None


def _rows(word: str) -> Iterable[tuple[int, float]]:
    word = without_group(word)
    base = _ENUMERATOR.sub("", word)
    if base not in _WEAK_ROWS and not _names_row().search(word):
        return
    for index, (row, label) in enumerate(zip(request_rows(), row_bases(), strict=True)):
        if row.key == "handled_total":
            if base in _TOTALS:
                yield index, WEAK if base == word else SURE
        elif row.key == "other_misc":
            if base == _MISC:
                yield index, WEAK if base == word else _LIKELY
        elif label in word:
            yield index, SURE if 2 * len(label) >= len(base) else _LIKELY
        else:
            cue = max((len(cue) for cue in row.cues if cue in word), default=0)
            if cue:
                yield (
                    index,
                    SURE if 2 * max(cue, LCSseq.similarity(word, label)) >= len(base) else WEAK,
                )


@cache
def _names_row() -> re.Pattern[str]:
    """Any label of a row or a cue of it: most texts have none, and are asked only once."""
    cues = (cue for row in request_rows() for cue in row.cues)
    return re.compile(by_first(map(re.escape, dict.fromkeys([*row_bases(), *cues]))))


def _damaged_tags(word: str) -> set[str]:
    """The tags of the header or group head that a text nearly matches: 三本年办理结果."""
    if not 5 <= len(word) <= _LONGEST_HEADER:
        return set()
    least = 100 * _ALMOST
    return {t for t, label in read_headers() if fuzz.ratio(word, label, score_cutoff=least)}


def _damaged_rows(word: str) -> Iterable[tuple[int, float]]:
    """Rows whose label was cut off at one end or lost characters in the middle."""
    base = _ENUMERATOR.sub("", word)
    if not 4 <= len(base) <= 45:
        return
    heads = [i for i, label in enumerate(row_bases()) if label.startswith(base)]
    tails = [i for i, label in enumerate(row_bases()) if len(base) >= 4 and label.endswith(base)]
    if len(heads) == 1:
        yield heads[0], _LIKELY
    elif len(tails) == 1:
        yield tails[0], WEAK
    elif pasted := [i for i, label in enumerate(row_bases()) if _has_inside(base, label)]:
        yield pasted[0], _LIKELY
    elif (torn := next((i for i, cue in _row_cues() if _torn(base, cue)), None)) is not None:
        yield torn, _LIKELY
    elif not heads and not tails and len(base) >= 5:
        yield from _nearest(base)


@cache
def _row_cues() -> tuple[tuple[int, str], ...]:
    return tuple((index, cue) for index, row in enumerate(request_rows()) for cue in row.cues)


def _has_inside(word: str, label: str) -> bool:
    """Whether the word is the label with something pasted into it (a brand, an advertisement)."""
    if word[0] != label[0] or word[-1] != label[-1]:  # nearly all
        return False
    return len(label) < len(word) <= len(label) + _PASTED and any(
        word.startswith(label[:cut]) and word.endswith(label[cut:]) for cut in range(1, len(label))
    )


def _torn(word: str, cue: str) -> bool:
    """Whether the word contains a cue with something pasted into it."""
    if cue[0] not in word or cue[-1] not in word or not _letters(cue).issubset(word):  # nearly all
        return False
    for cut in range(1, len(cue)) if len(cue) > 3 else ():
        start = word.find(cue[:cut])
        if start >= 0 and start + cut < word.find(cue[cut:], start + cut) <= start + cut + _PASTED:
            return True
    return False


@lru_cache(maxsize=1024)
def _letters(label: str) -> frozenset[str]:
    """The characters of a label or cue of the forms."""
    return frozenset(label)


def _nearest(base: str) -> Iterable[tuple[int, float]]:
    letters = set(base)
    scored = sorted(
        (
            (fuzz.ratio(base, label, score_cutoff=100 * _FUZZY), index)
            for index, label in enumerate(row_bases())
            if 2 * len(letters & _letters(label)) >= len(letters)
        ),
        reverse=True,
    )
    if scored and scored[0][0] and (len(scored) == 1 or scored[1][0] < scored[0][0]):
        yield scored[0][1], _LIKELY


@cache
def _item_cues() -> tuple[tuple[str, str], ...]:
    cues = {
        (cue, measure.item)
        for name in form_names()
        for measure in get_form(name).proactive
        for cue in measure.item_cues
    }
    return tuple(sorted(cues))


def is_prose(text: str) -> bool:
    """Whether a text above `LONG` characters is prose, and not a long label or a row of headers."""
    if len(text) > 4 * LONG:
        return True
    if any(label in text for label in _LONG_LABELS) or _BRACKETED.fullmatch(text):
        return False
    return len(text) > 2 * LONG or _STOP.search(text) is not None


def _without_number(word: str, text: str) -> tuple[str, str]:
    """The same label without a number glued to its end."""
    label = text[: found.start() + 1] if (found := glued_number(text)) else text
    return (squash(label), label) if found else (word, text)


def _items(word: str, text: str) -> Iterable[tuple[str, float]]:
    head = squash(text.split("(")[0]) or word
    if not head:
        return  # a number in brackets, and no label in front of it
    for label in _headers("extra"):
        if head.startswith(label):
            yield "extra", SURE
            return
    for cue, item in _item_cues():
        # 规章 begins many phrases (规章制度), and so does 行政许可: the label is little more than the cue.
        start = head.find(cue)
        if 0 <= start <= 3 and len(head) - start - len(cue) <= (1 if item == "rules" else 2):
            yield item, SURE
            return
    yield from _damaged_items(word, head)


def _damaged_items(word: str, head: str) -> Iterable[tuple[str, float]]:
    """Items whose label has something pasted in or after it, or lost a character."""
    for cue, item in _item_cues():
        longer = head.startswith(cue) and 4 <= len(cue) < len(head) <= len(cue) + _PASTED
        # 规范性文章 and similar words are not 规章 with something inside.
        inside = item == "rules" and _has_inside(head, cue) and head[1] not in "范定"
        if longer or inside or _torn(head, cue):
            yield item, _LIKELY
            return
    for cue, item in _item_cues():
        if min(len(cue), len(word)) < 4:
            continue
        if fuzz.ratio(word, cue, score_cutoff=100 * _FUZZY):
            yield item, _LIKELY
            return


@cache
def _headers(tag: str) -> tuple[str, ...]:
    return tuple(label for found, label in header_labels() if found == tag)


def _tags(word: str, text: str) -> Iterable[str]:
    if len(word) <= 40 and _HEADING.search(word) and "，" not in text and "。" not in text:
        yield "heading"
    for tag, label in read_headers() if _names_header().search(word) else ():
        if label == word or (len(label) > 3 and label in word and len(word) <= 2 * len(label) + 4):
            yield tag
    for name, cues in _form_cues() if len(word) <= _LONGEST_HEADER else ():
        if any(cue in word for cue in cues):
            yield name
    if "勾稽关系" in word or _INVENTED.fullmatch(word):
        yield "header"
    if word.startswith("第二十条第") or re.fullmatch(r"第[一五六八九]项", word):
        yield "block"


@cache
def _form_cues() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Cues that distinguish the forms, wherever a header of table 2 is cut."""
    return tuple((f"form_{name}", telling_cues(name)) for name in form_names())


@cache
def read_headers() -> tuple[tuple[str, str], ...]:
    """(tag, squashed label) of every header cell of the three tables."""
    return tuple((tag, label) for tag, label in header_labels() if tag != "extra")


@cache
def _names_header() -> re.Pattern[str]:
    labels = dict.fromkeys(label for _, label in read_headers())
    return re.compile(by_first(map(re.escape, labels)))


@cache
def _all_labels() -> str:
    """Every label, one on each line."""
    items = {m.item_label for n in form_names() for m in get_form(n).proactive}
    rows = (row.label for row in request_rows())
    headers = (label for _, label in read_headers())
    return "\n".join([*map(squash, rows), *map(squash, items), *headers])


def _is_fragment(word: str) -> bool:
    # A number alone is the enumerator of an unreadable label, not a piece of a label.
    return not word.isascii() and word in _all_labels()


@lru_cache(maxsize=4096)
def is_rest_of(text: str, key: str) -> bool:
    """Whether a text may be the rest of a row's label: its number, its start or its end.

    Examples:
        >>> is_rest_of("4.", "refused_third_party"), is_rest_of("访问量", "refused_third_party")
        (True, False)
    """
    label = _label_of(key)
    word = squash(text)
    if not word or not label:
        return False
    return label.startswith(word) or label.endswith(word) or (len(word) > 2 and word in label)


@lru_cache(maxsize=4096)
def opens_label(word: str, key: str) -> bool:
    """Whether a squashed text is the number and the first words of a row's label.

    Examples:
        >>> opens_label("8属于行政", "refused_admin_inquiry"), opens_label("8", "refused_admin_inquiry")
        (True, False)
    """
    label = _label_of(key)
    return len(word) > 1 and word[0].isdigit() and word != label and label.startswith(word)


@lru_cache(maxsize=4096)
def is_interleaved(text: str, key: str) -> bool:
    """Whether digits stand among the words of a row's label, as when a number is printed over it.

    Examples:
        >>> is_interleaved("7.属于行政执法案4卷9", "refused_enforcement_file")
        True
    """
    label = _DIGIT.sub("", _label_of(key))
    word = squash(text)
    return bool(label) and label not in word and label in _DIGIT.sub("", word)


def _label_of(key: str) -> str:
    return next((squash(row.label) for row in request_rows() if row.key == key), "")
