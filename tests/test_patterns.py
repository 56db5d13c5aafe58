"""No pattern of the package searches a text in more ways than there are characters.

Where a character fits two branches of a repeated pattern, a search that fails doubles with each
character: a row of dashes would hold up the reading for ever. The time limit of all tests ends it.
The patterns of the data files have a test of their own (`tests/prose/test_cues.py`).
"""

import importlib
import pkgutil
import re

import pytest

import gikstudy

MODULES = [m.name for m in pkgutil.walk_packages(gikstudy.__path__, "gikstudy.")]
ROOMS = sorted({name.split(".")[1] for name in MODULES} - {"__main__"})
CLASSES = re.compile(r"\[[^\]]*\]|\(\?<?[!=][^)]*\)")
WORD = re.compile("[\u4e00-\u9fff]+|[a-z]{2,}")
SIGN = re.compile("[\u2000-\u33ff\u4e00-\u9fff]")
EVERYWHERE = " -.,:;0一\t\n"


def patterns(room):
    for name in MODULES:
        if name.split(".")[1] == room:
            for value in vars(importlib.import_module(name)).values():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield value


def pieces(pattern):
    """Words and signs that a pattern has, which a text may repeat."""
    words = WORD.findall(CLASSES.sub("", pattern.pattern))
    return list(dict.fromkeys([*words, *SIGN.findall(pattern.pattern), *EVERYWHERE]))[:60]


@pytest.mark.parametrize("room", ROOMS)
def test_no_pattern_doubles_its_work_with_each_character(room):
    for pattern in patterns(room):
        for piece in pieces(pattern):
            for text in (f"{piece * 50}Z", f"{piece * 50}。"):
                pattern.search(text)
                pattern.fullmatch(text)
