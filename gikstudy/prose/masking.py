"""Text with figures and names masked, split into sentences, without those of the template."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from gikstudy.packaged import packaged_rows

_FIGURE: Final = re.compile(
    r"\d[\d,. ]*(?:万|亿)?|[一二三四五六七八九十百千〇零两]+(?=[年月日条件次期篇个项场人万亿余多])"
)
_SELF: Final = re.compile(
    r"(?:我|本|全)(?:办事处|街道|苏木|机关|单位|部门|[省市州盟县区旗镇乡局委办院厅])"
)
_MARKS: Final = re.compile(r"[^\w#〇。;!?\n]+")
_SENTENCE: Final = re.compile(r"[^。;!?\n]+")
_NUMBERING: Final = re.compile(
    r"^\s*(?:\([一二三四五六七八九十#\d]{1,2}\)|[一二三四五六七八九十]{1,2}[是、]|[#\d]{1,2}[.、])"
)
FIGURE, NAME = "#", "〇"


def mask(text: str, names: Iterable[str] = ()) -> str:
    """The text with every figure as `#`, every name as `〇`, and without commas.

    A report copied from the year before has new numbers and dates; one copied from a peer has a
    new region name. The masked text shows what the author wrote.

    Args:
        text: cleaned prose.
        names: names of the body and of its region; the longest match wins.

    Examples:
        >>> mask("2021年,我镇发布信息312条。", ["某某镇"])
        '#年〇发布信息#条。'
    """
    for name in sorted({n for n in names if len(n) > 1}, key=len, reverse=True):
        text = text.replace(name, NAME)
    return _MARKS.sub("", _SELF.sub(NAME, _FIGURE.sub(FIGURE, text)))


def sentences(text: str) -> list[str]:
    """The sentences of a text without the numbers of their points."""
    found = (_NUMBERING.sub("", m[0]).strip() for m in _SENTENCE.finditer(text))
    return [sentence for sentence in found if sentence]


def own_sentences(text: str, names: Iterable[str] = ()) -> list[str]:
    """The masked sentences that the author wrote, without those that every report must have."""
    kept = [s for s in sentences(text) if not is_template(s)]
    return [m for s in kept if (m := mask(s, names))]


def is_template(sentence: str) -> bool:
    """Whether a sentence belongs to the form: statutory basis, period, contact, nothing to report."""
    return _template().fullmatch(sentence) is not None


@cache
def _template() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            row["pattern"] for row in packaged_rows("gikstudy.prose", "template_sentences.csv")
        )
    )
