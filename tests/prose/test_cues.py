"""The patterns of the words that have a figure: none searches every way to read a long clause.

Where a character fits two branches of a repeated pattern, a search that fails doubles with each
character. Such a search would not end; the time limit of all tests ends it.
"""

import re

from gikstudy.packaged import packaged_rows
from gikstudy.prose.cues import cues, find_nouns, zero_rules
from gikstudy.text.alternation import alternatives

NOUNS = ("channel", "offline", "noun", "stop", "topic", "delta")
KINDS = sorted({row["kind"] for row in packaged_rows("gikstudy.prose", "mention_cues.csv")})
WORD = re.compile("[\u4e00-\u9fff]+")
CLASSES = re.compile(r"\[[^\]]*\]|\(\?[<!=][^)]*\)")


def test_a_noun_that_never_ends_is_left_at_once():
    begun = {part[:2] for c in cues(*NOUNS) for part in alternatives(c.pattern.pattern)}
    assert len(begun) > 100
    clauses = [f"{word}{'天' * 90}" for word in sorted(begun)]
    assert find_nouns("。".join([*clauses, "收到申请"]))[-1].text == "收到申请"


def test_no_pattern_doubles_its_work_with_each_of_its_words():
    patterns = [cue.pattern for kind in KINDS for cue in cues(kind)]
    patterns += [cue.unless for kind in KINDS for cue in cues(kind) if cue.unless]
    patterns += [rule.pattern for rule in zero_rules()]
    searches = 0
    for pattern in patterns:
        words = list(dict.fromkeys(WORD.findall(CLASSES.sub("", pattern.pattern))))[:25]
        for text in (*(f"{word * 40}Z" for word in words), *(f"{w}{'天' * 80}Z" for w in words)):
            for search in (pattern.fullmatch, pattern.search):
                search(text)
                searches += 1
    assert searches > 5000
