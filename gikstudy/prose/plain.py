"""Running text without the insertions in its clauses: notes in brackets and quoted names."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from gikstudy.prose.clauses import INTERVIEWS
from gikstudy.prose.cues import cues, cues_for, find_nouns, pattern
from gikstudy.text.numerals import plain_numeral

# A note says how (含转发) or when (截至2022年底) something was counted; a list of parts does not.
_NOTE: Final = re.compile(
    r"\((?:[^()\d独]{1,24}|[^()\d]{0,6}\d{4}年[^()条件次篇期个份人]{0,14})\)(?!\n)"
)
_QUOTE: Final = "[“”\"'‘’「」『』]"
_QUOTED: Final = re.compile(rf"{_QUOTE}([^“”\"'‘’「」『』,。;:\n]{{1,20}}){_QUOTE}[、和及与]?")
_COUNTED: Final = re.compile(r"[的有为共]{0,3}[\d一二两三四五六七八九十百]")
# 贰件: numerals as in accounts, as long as the usual ones.
_FORMAL: Final = re.compile(
    r"(?<![登大着内水退队入收])[壹贰叁肆伍陆柒捌玖拾佰仟][壹贰叁肆伍陆柒捌玖拾佰仟零万]{0,8}(?=[余多]?[条件次篇期场份宗起项])"
)
# Words of pages in Traditional characters, and words in another order, as long as the usual ones, so that no place moves.
_USUAL: Final = (
    ("资讯", "信息"),
    ("讯息", "信息"),
    ("透过", "通过"),
    ("依申请信息公开", "依申请公开信息"),
)
_BOX: Final = 6  # characters before a note that may name a box of letters
_LOOKS: Final = re.compile(r"[(“\"'‘「『]")


@dataclass(frozen=True, slots=True)
class Plain:
    """A text with pieces left out; `starts` and `gone` give positions in the text as printed."""

    text: str
    starts: tuple[int, ...] = (0,)
    gone: tuple[int, ...] = (0,)

    def printed(self, position: int) -> int:
        """The position of a character of the plain text in the text as printed."""
        if len(self.starts) == 1:
            return position  # nothing is left out
        return position + self.gone[bisect_right(self.starts, position) - 1]


def plain(text: str) -> Plain:
    """The text without notes that name no outcome, and without the names of columns and accounts.

    Examples:
        >>> plain("网站(含转发)发布信息9条").text
        '网站发布信息9条'
        >>> plain("“某地民政”微信公众号推送9条").text
        '微信公众号推送9条'
    """
    for word, usual in _USUAL:
        text = text.replace(word, usual)
    text = _FORMAL.sub(lambda m: plain_numeral(m[0]), text)
    if not _LOOKS.search(text):
        return Plain(text)
    pieces: list[str] = []
    starts, gone = [0], [0]
    done = length = 0
    for start, end in _left_out(text):
        pieces.append(text[done:start])
        length += start - done
        starts.append(length)
        gone.append(end - length)
        done = end
    return Plain("".join((*pieces, text[done:])), tuple(starts), tuple(gone))


def _left_out(text: str) -> list[tuple[int, int]]:
    told = pattern("outcome", "other_span")  # 累计公开(自2008年起)9条 counts other years as well
    notes = (m for m in _NOTE.finditer(text) if not told.search(m[0]) or _of_box(m))
    spans = [m.span() for m in notes]
    run: list[re.Match[str]] = []
    for match in _QUOTED.finditer(text):
        if _COUNTED.match(text, match.end(1) + 1) and pattern("outcome").search(match[1]):
            spans += [(match.start(), match.start(1)), (match.end(1), match.end(1) + 1)]
            continue  # “同意公开”9件: only the marks go
        if run and run[-1].end() != match.start():
            run = []
        run.append(match)
        if pattern("named").match(text, match.end()):
            spans += [m.span() for m in run if _is_name(m[1])]
            run = []
    return sorted(spans)


def _of_box(note: re.Match[str]) -> bool:
    """Whether a note says what comes into a box of letters (县长信箱(网上信访)), and not how it ended."""
    before = note.string[max(0, note.start() - _BOX) : note.start()]
    return pattern("box").search(before) is not None


def _is_name(quoted: str) -> bool:
    """Whether quoted words only name a column or an account, not a channel or a place."""
    named = [cue for hit in find_nouns(quoted) for cue in cues_for(hit.text)]
    if any(cue.metric in (INTERVIEWS, "double_publicity") for cue in named):
        return False  # “在线访谈”栏目9期, “双公示”专栏9条
    kinds = {cue.kind for cue in named}
    return kinds <= {"noun", "delta", "stop", "topic"} and not cues("hotline")[0].pattern.search(
        quoted
    )
