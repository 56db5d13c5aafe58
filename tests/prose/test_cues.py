"""The patterns of the words that have a figure."""

from gikstudy.prose.cues import cues, find_nouns
from gikstudy.text.alternation import alternatives

KINDS = ("channel", "offline", "noun", "stop", "topic", "delta")


def test_a_noun_that_never_ends_takes_no_search_of_every_way_to_read_it():
    """Each word that may begin a noun, in front of a long clause that does not go on as one.

    Where a character fits two branches of a pattern, such a search doubles with each character.
    """
    begun = {part[:2] for c in cues(*KINDS) for part in alternatives(c.pattern.pattern)}
    assert len(begun) > 100
    clauses = [f"{word}{'天' * 90}" for word in sorted(begun)]
    assert find_nouns("。".join([*clauses, "收到申请"]))[-1].text == "收到申请"
