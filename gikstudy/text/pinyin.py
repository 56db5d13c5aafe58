"""Pinyin notes that mirrors insert after characters with several readings."""

from __future__ import annotations

import re
from typing import Final

# One syllable in brackets right after a Han character: 據(jù), 規(guī), 申請(qǐng). A syllable, so
# that (app) or (www) stay where they are. The pattern opens with the bracket, which is quick to
# look for, and looks back from there.
_NOTE: Final = re.compile(
    r"\((?<=[\u3400-\u9fff]\() ?"
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"[aeiouvüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,3}(?:ng|n|ň|r)?"
    r" ?\)"
)


def strip_pinyin(text: str) -> str:
    """The text without bracketed pinyin syllables after Han characters.

    Examples:
        >>> strip_pinyin("數(shù)據(jù)(app)")
        '數據(app)'
    """
    return _NOTE.sub("", text) if "(" in text else text
