"""Plain English in the code: docstrings, comments, messages, help, and the words of data files.

That a sentence is easy to read cannot be tested. That it has none of the twists that once had to be
translated can. The pages of the site are held to the same list by tests/docs; the notebooks too.
"""

from __future__ import annotations

import ast
import csv
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from project_paths import PACKAGE

TWISTED = re.compile(
    r"(?<!there )\b(?:is|are|was) none\b"
    r"|(?<!there )\b(?:is|are|was) no (?!longer|more)\w+"  # is no number: is not a number
    r"|\bby whatever\b|\btold (?:by|from)\b|\bof (?:its|their) own making\b|\bin mid-"
    r"|\bnought\b|\btak(?:es?|en) up\b|\bwhoever\b|\bunasked\b|\bis met\b|\bmet in\b|\bmet with\b"
    r"|\bheld against\b|\bholds? an? \w+ against\b|\bought to (?:be|exist)\b|\bnobody can name\b"
    r"|\b(?:thus|hence|thereof|herein|whereof|albeit|utilize|leverage|seamless)\b"
    r"|\bcosts? (?:itself|its own|that place)\b|\bstands? (?:in|on|at|below|above|behind|there)\b"
)
FILES = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.csv")])


def names(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def texts_of(path: Path) -> Iterator[str]:
    """What a person reads there in English, each text on one line."""
    source = path.read_text("utf-8")
    if path.suffix == ".csv":
        for row in csv.DictReader(source.splitlines()):
            yield from (text for text in row.values() if text and " " in text)
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield " ".join(node.value.split())
    comments = [
        t
        for t in tokenize.generate_tokens(io.StringIO(source).readline)
        if t.type == tokenize.COMMENT
    ]
    yield " ".join(token.string.lstrip("# ") for token in comments)


@pytest.mark.parametrize("path", FILES, ids=names)
def test_nothing_has_to_be_translated_first(path):
    found = [text[max(0, m.start() - 40) : m.end() + 40]
             for text in texts_of(path) for m in TWISTED.finditer(text)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("text", "twisted"),
    [
        ("something that is no number", True),
        ("a page that shares the words of a report and is none", True),
        ("None if there is no number; 1 if there are none", False),
        ("it is no longer open", False),
        ("rows of its own making", True),
        ("stopped, by whatever, is taken up", True),
        ("The letters stand for zeros.", False),
    ],
)
def test_the_search_for_twists_finds_them(text, twisted):
    assert bool(TWISTED.search(text)) is twisted
