"""What a series takes from sentences: exact figures that agree, sums of whole lists, else bounds."""

from __future__ import annotations

from math import inf

import pandas as pd
import pytest

from gikstudy.model import Line, Section
from gikstudy.panels.series_prose import told_in_prose
from gikstudy.prose.mentions import find_mentions
from gikstudy.text import clean


def told(*lines: str, year: int = 2012) -> dict[str, tuple[float, float]]:
    """The measures that some lines tell, as the series takes them from table `mentions`."""
    texts = tuple(Line(clean(text), f"L{n}") for n, text in enumerate(lines, 1))
    found = find_mentions((Section("requests", "", 0, texts),), year)
    rows = [m._asdict() | {"report_id": "a", "order": n} for n, m in enumerate(found, 1)]
    for row, mention in zip(rows, found, strict=True):
        row["part_of"] = None if mention.part_of is None else mention.part_of + 1
    frame = pd.DataFrame(rows).astype({"part_of": "Int64"})
    return {measure: bounds for _, measure, bounds in told_in_prose(frame, {"a"})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a list that adds up to the requests tells every outcome
        ("答复申请20件,其中已主动公开5件,同意公开9件,信息不存在6件。", {"granted": (14, 14), "not_held": (6, 6)}),
        # one that does not may leave out a reason, and one of all that came in may by chance add up
        ("收到申请9件,其中同意公开7件,信息不存在2件。", {"received": (9, 9), "granted": (7, 7), "not_held": (2, inf)}),
        ("收到申请9件,其中同意公开5件,信息不存在2件。", {"received": (9, 9), "granted": (5, 5), "not_held": (2, inf)}),
        ("收到申请9件,其中非本机关职权范围3件,信息不存在2件。", {"received": (9, 9), "not_held": (5, 5)}),
        ("收到申请9件,其中本机关不掌握4件。", {"received": (9, 9), "not_held": (4, 4)}),
        # two figures on one line may be parts, or one thing told twice
        ("收到申请20件,已主动公开3件,同意公开5件,不予公开1件。", {"received": (20, 20), "granted": (3, 8), "refused": (1, 1)}),
        ("收到申请9件,同意公开3件,属于已主动公开范围3件。", {"received": (9, 9), "granted": (3, 6)}),
        # the grounds of a refusal are not added to it
        ("收到申请9件,其中不予公开3件,其中涉及国家秘密1件、个人隐私2件。", {"received": (9, 9), "refused": (3, 3)}),
        # hedged figures tell nothing
        ("收到申请约9件,发生行政复议2件、行政诉讼1件。", {"reviews": (2, 2), "suits": (1, 1)}),
        # outcomes of more requests than came in are of something else
        ("收到申请3件。", {"received": (3, 3)}),
        ("收到申请3件,同意公开9件。", {}),
        ("收到申请3件,同意公开1件,信息不存在9件。", {}),
    ],
)  # fmt: skip
def test_a_sentence_tells(text, expected):
    assert told(text) == expected


def test_the_same_figure_on_two_lines_is_one_telling():
    assert told("收到申请9件。", "全年共收到申请9件。") == {"received": (9, 9)}
    assert told("收到申请9件。", "全年共收到申请8件。") == {"received": (8, 17)}


@pytest.mark.parametrize("year", [2012, 2020])
def test_a_later_report_without_tables_tells_what_is_not_held_too(year):
    text = "答复申请9件,其中予以公开7件,无法提供(信息不存在)2件。"
    assert told("答复申请9件,其中予以公开7件,信息不存在2件。", year=year)["not_held"] == (2, 2)
    assert told(text, year=year)["granted"] == (7, 7)


def test_unable_alone_does_not_say_why():
    assert told("答复申请9件,其中予以公开7件,无法提供2件。", year=2020) == {"granted": (7, 7)}
