"""Numbers of pictures are proven only where no plausible misreading of the table adds up.

No recogniser is needed: a table of known numbers is misread here, in every way that a recogniser
may, and says of the true numbers that they are possible. Whatever is then proven must be true.
"""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gikstudy.forms import (
    CHANNELS,
    OUTCOME_GROUPS,
    OUTCOMES,
    applicant_keys,
    dispute_identities,
    request_identities,
    request_row_sets,
    row_group,
)
from gikstudy.model import Cell, Line, Mention, PictureReading, Section
from gikstudy.packaged import packaged_rows
from gikstudy.prose.mentions import find_mentions
from gikstudy.tables.misreadings import PLAUSIBLE
from gikstudy.tables.premises import proven_by_prose
from gikstudy.tables.proving import prove, proven_cells
from gikstudy.tables.shown_numbers import ANYTHING, CONFUSION, shown_by
from gikstudy.tables.sums import Key

KINDS = applicant_keys()[:-1]
TOTAL = applicant_keys()[-1]
ROWS = request_row_sets()[0]
LEAVES = [row for row in ROWS if row_group(row) in OUTCOME_GROUPS]
NUMBERS = st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 140))


@st.composite
def request_tables(draw: st.DrawFn) -> dict[Key, int]:
    """A table 3 that adds up, mostly with few numbers other than zero."""
    table = dict.fromkeys(product(ROWS, KINDS), 0)
    for row, kind in draw(st.lists(st.sampled_from([*product(LEAVES, KINDS)]), max_size=25)):
        table[row, kind] = draw(NUMBERS)
    for kind in KINDS:
        handled = sum(table[row, kind] for row in LEAVES)
        table["handled_total", kind] = handled
        table["carried_out", kind] = draw(st.sampled_from([0, 0, 0, 1, 5]))
        received = handled + table["carried_out", kind]
        table["carried_in", kind] = draw(st.integers(0, min(received, 3)))
        table["received_new", kind] = received - table["carried_in", kind]
    return _with_totals(table)


def _with_totals(table: dict[Key, int]) -> dict[Key, int]:
    return table | {(row, TOTAL): sum(table[row, kind] for kind in KINDS) for row in ROWS}


@st.composite
def dispute_tables(draw: st.DrawFn) -> dict[Key, int]:
    table = {(channel, outcome): draw(NUMBERS) for channel, outcome in product(CHANNELS, OUTCOMES)}
    for channel in CHANNELS:
        table[channel, OUTCOMES[-1]] = sum(table[channel, o] for o in OUTCOMES[:-1])
    return table


def _readings(
    truth: dict[Key, int], misread: dict[Key, int], doubts: dict[Key, float]
) -> dict[Key, PictureReading]:
    """What a recogniser says that reads some cells wrong and finds the true numbers possible."""
    found = {}
    for key, number in truth.items():
        texts = [(str(misread.get(key, number)), 0.0)]
        if key in misread and key in doubts:
            texts.append((str(number), doubts[key]))
        found[key] = PictureReading("", tuple(texts))
    return found


def _doubt_of(truth: dict[Key, int], readings: dict[Key, PictureReading]) -> float:
    """How unlikely the true numbers are in all, as the recogniser's answers count."""
    doubt = 0.0
    for key, number in truth.items():
        shown = shown_by(readings[key])
        if shown.number != number:
            doubt += dict(shown.others).get(number, shown.anything)
    return doubt


def _wrong(
    truth: dict[Key, int], misread: dict[Key, int], readings: dict[Key, PictureReading]
) -> set[Key]:
    rules = request_identities(ROWS) if len(truth) > 15 else dispute_identities()
    shown = {key: shown_by(reading) for key, reading in readings.items()}
    proven = prove(shown, rules).premises
    return {key for key in proven if misread.get(key, truth[key]) != truth[key]}


@settings(max_examples=examples(60))
@given(st.data())
def test_no_plausible_misreading_is_proven(data: st.DataObject) -> None:
    """Any cells are misread, with any doubt: what is proven is true while the truth is plausible."""
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    keys = data.draw(st.lists(st.sampled_from(sorted(truth)), max_size=5, unique=True))
    misread = {key: data.draw(NUMBERS) for key in keys}
    doubts = {key: data.draw(st.floats(0.1, 5)) for key in keys}
    readings = _readings(truth, misread, doubts)
    if _doubt_of(truth, readings) < PLAUSIBLE:
        assert not _wrong(truth, misread, readings)


@settings(max_examples=examples(60))
@given(st.data())
def test_misreadings_that_add_up_are_not_proven(data: st.DataObject) -> None:
    """The hard case: the cells misread make another table that adds up as well."""
    truth = data.draw(request_tables())
    other = dict(truth)
    row, below = data.draw(st.lists(st.sampled_from(LEAVES), min_size=2, max_size=2, unique=True))
    kind, beside = data.draw(st.lists(st.sampled_from(KINDS), min_size=2, max_size=2, unique=True))
    step = data.draw(st.integers(1, 9))
    for key, sign in (
        ((row, kind), 1),
        ((row, beside), -1),
        ((below, kind), -1),
        ((below, beside), 1),
    ):
        other[key] += sign * step
        if other[key] < 0:  # then the truth has more there
            truth[key] += step
            other[key] += step
    truth, other = (_settled(table) for table in (truth, other))
    misread = {key: other[key] for key in truth if other[key] != truth[key]}
    doubts = {key: data.draw(st.floats(0.1, 1.6)) for key in misread}
    readings = _readings(truth, misread, doubts)
    if _doubt_of(truth, readings) < PLAUSIBLE:
        assert not _wrong(truth, misread, readings)


def _settled(table: dict[Key, int]) -> dict[Key, int]:
    """The table with the sums of its outcomes and rows made anew."""
    table = dict(table)
    for kind in KINDS:
        table["handled_total", kind] = sum(table[row, kind] for row in LEAVES)
        received = table["handled_total", kind] + table["carried_out", kind]
        table["received_new", kind] = received - table["carried_in", kind]
        if table["received_new", kind] < 0:
            table["carried_in", kind], table["received_new", kind] = 0, received
    return _with_totals(table)


@settings(max_examples=examples(40))
@given(st.data())
def test_one_figure_read_wrong_throughout_is_not_proven(data: st.DataObject) -> None:
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    figure, other = data.draw(st.permutations("0123456789"))[:2]
    wrong = {key: int(str(n).replace(figure, other)) for key, n in truth.items()}
    misread = {key: n for key, n in wrong.items() if n != truth[key]}
    doubts = dict.fromkeys(misread, data.draw(st.floats(0.1, 2.9)))
    readings = {
        key: PictureReading(
            "", ((str(wrong[key]), 0.0), *_undone(str(wrong[key]), other, figure, doubts.get(key)))
        )
        for key in truth
    }
    proven = prove(
        {key: shown_by(reading) for key, reading in readings.items()},
        request_identities(ROWS) if len(truth) > 15 else dispute_identities(),
    ).premises
    if all(str(n).count(other) == 0 for n in truth.values()):
        assert not misread.keys() & proven.keys()


def _undone(text: str, figure: str, other: str, doubt: float | None) -> list[tuple[str, float]]:
    if doubt is None:
        return []
    return [(text[:n] + other + text[n + 1 :], doubt) for n, c in enumerate(text) if c == figure]


@settings(max_examples=examples(25))
@given(st.data())
def test_a_table_read_without_doubt_is_proven_whole(data: st.DataObject) -> None:
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    shown = {key: shown_by(PictureReading("", ((str(n), 0.0),))) for key, n in truth.items()}
    rules = request_identities(ROWS) if len(truth) > 15 else dispute_identities()
    assert prove(shown, rules).premises.keys() == truth.keys()


@settings(max_examples=examples(30))
@given(st.data())
def test_strokes_read_as_ones_prove_nothing(data: st.DataObject) -> None:
    """Two rows of marks for nothing, read as 1, balance each other in every column."""
    rows = ("carried_in", "carried_out")
    table = data.draw(request_tables()) | {(row, kind): 0 for row in rows for kind in KINDS}
    for kind in KINDS:
        table["received_new", kind] = table["handled_total", kind]
    truth = _with_totals(table)
    strokes = dict.fromkeys(product(rows, (*KINDS, TOTAL)), 1)
    torn = {(row, data.draw(st.sampled_from([*KINDS, TOTAL]))) for row in rows}
    torn = data.draw(st.sets(st.sampled_from(sorted(torn))))
    readings = _readings(truth, strokes, {}) | {key: PictureReading("", ()) for key in torn}
    assert not _wrong(truth, strokes, readings)


@settings(max_examples=examples(20))
@given(st.data())
def test_tenths_that_lost_their_points_prove_nothing(data: st.DataObject) -> None:
    """A table that prints 1.0 and leaves cells empty for nothing is read as ten times as much."""
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    misread = {key: 10 * number for key, number in truth.items()}
    texts = {key: str(number) if number else "" for key, number in misread.items()}
    readings = {key: PictureReading("", ((text, 0.0),)) for key, text in texts.items()}
    assert not _wrong(truth, misread, readings)


@settings(max_examples=examples(40))
@given(st.data())
def test_cells_that_nobody_can_read_prove_nothing_wrong(data: st.DataObject) -> None:
    """Unreadable cells take any number, so that a misread cell beside them may add up."""
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    keys = data.draw(st.lists(st.sampled_from(sorted(truth)), min_size=1, max_size=6, unique=True))
    wrong, *unread = keys
    misread = {wrong: data.draw(NUMBERS)}
    readings = _readings(truth, misread, {}) | {key: PictureReading("", ()) for key in unread}
    rules = request_identities(ROWS) if len(truth) > 15 else dispute_identities()
    proven = prove({key: shown_by(r) for key, r in readings.items()}, rules).premises
    assert misread[wrong] == truth[wrong] or wrong not in proven
    assert not set(unread) & proven.keys()


@settings(max_examples=examples(60))
@given(st.data())
def test_what_a_stamp_covers_proves_nothing_wrong(data: st.DataObject) -> None:
    """Covered cells may be misread in any way, for nothing; the others as far as they are doubtful."""
    truth = data.draw(st.one_of(request_tables(), dispute_tables()))
    keys = data.draw(st.lists(st.sampled_from(sorted(truth)), max_size=5, unique=True))
    rows = sorted({row for row, _ in truth})
    covered = {
        key for key in truth if key[0] in data.draw(st.sets(st.sampled_from(rows), max_size=2))
    }
    covered |= data.draw(st.sets(st.sampled_from(sorted(truth)), max_size=6))
    misread = {key: data.draw(NUMBERS) for key in (*keys, *sorted(covered)[:4])}
    doubts = {key: data.draw(st.floats(0.1, 2)) for key in keys}
    readings = _readings(truth, misread, doubts)
    seen = {key: number for key, number in truth.items() if key not in covered}
    readings |= {key: readings[key]._replace(clear=False) for key in covered}
    if _doubt_of(seen, readings) < PLAUSIBLE:
        assert not _wrong(truth, misread, readings)


@settings(max_examples=examples(20))
@given(st.data())
def test_a_row_that_a_fold_covers_leaves_the_others_proven(data: st.DataObject) -> None:
    truth = data.draw(request_tables())
    row = data.draw(st.sampled_from(LEAVES))
    readings = {
        key: PictureReading("", ((str(n), 0.0), ("5", 2.4), ("9", 2.9)), clear=key[0] != row)
        if key[0] == row
        else PictureReading("", ((str(n), 0.0),))
        for key, n in truth.items()
    }
    proven = prove({k: shown_by(r) for k, r in readings.items()}, request_identities(ROWS)).premises
    assert proven.keys() == {key for key in truth if key[0] != row}


@pytest.mark.parametrize(
    ("torn", "proven"),
    [((), True), ((("upheld", 8), ("total", 8)), False)],
)
def test_one_row_of_table_4(torn: tuple[tuple[str, int], ...], proven: bool) -> None:  # noqa: FBT001
    """A channel has one sum: two figures of which the recogniser is unsure leave it open."""
    truth = dict.fromkeys(product(CHANNELS, OUTCOMES), 0)
    truth["review", "upheld"] = truth["review", "total"] = 6
    readings = {key: PictureReading("", ((str(n), 0.0),)) for key, n in truth.items()}
    for outcome, other in torn:
        readings["review", outcome] = PictureReading("", (("6", 0.0), (str(other), 1.0)))
    found = prove({k: shown_by(r) for k, r in readings.items()}, dispute_identities()).premises
    assert (("review", "upheld") in found) is proven
    assert found["suit_direct", "upheld"] == ("T4-SUM",)


def test_states_of_cells_from_pictures() -> None:
    """A number that no sum holds is unreadable and names its readings; printed text is left alone."""
    texts = {"upheld": "6", "corrected": "", "other": "/", "pending": "0", "total": "6"}
    cells = [Cell("disputes", "review", o, "reported", int(t or 0), raw=t, locus=f"P1R1C{n}") if t.isdigit() else Cell("disputes", "review", o, "nil_mark" if t else "blank", raw=t, locus=f"P1R1C{n}") for n, (o, t) in enumerate(texts.items())]  # fmt: skip
    cells += [Cell("proactive", "penalty", "decisions", "reported", 12, raw="12", locus="P1R2C1")]
    cells += [Cell("proactive", "rules", "issued", "reported", 3, raw="3", locus="P2R2C1")]
    readings = {c.locus: PictureReading(c.locus, ((c.raw, 0.0),)) for c in cells[:6]}
    readings["P1R2C1"] = PictureReading("P1R2C1", (("12", 0.0), ("72", 2.0)))
    judged = proven_cells(cells, readings, {"disputes": dispute_identities()[:1]})
    assert [c.state for c in judged] == [
        "proven", "blank", "nil_mark", "proven", "proven", "unreadable", "reported",
    ]  # fmt: skip
    assert (judged[5].value, judged[5].raw) == (None, "12 | 72")
    torn = readings | {"P1R1C0": PictureReading("P1R1C0", (("6", 0.0), ("8", 0.3)), clear=False)}
    judged = proven_cells(cells, torn, {"disputes": dispute_identities()[:1]})
    assert judged[0].state == "unreadable"
    assert judged[0].raw == "6 | 8"
    assert judged[1].state == "blank"


def test_each_confusion_has_an_example() -> None:
    path = Path(shown_by.__code__.co_filename).with_name("confusions.csv")
    rows = list(csv.DictReader(path.open(encoding="utf-8")))
    assert all(row["figure"] != row["other"] and row["example"] for row in rows)
    for row in rows:
        shown = shown_by(PictureReading("", ((row["figure"], 0.0),)))
        assert dict(shown.others)[int(row["other"])] == CONFUSION < ANYTHING


@pytest.mark.parametrize(
    ("sentence", "others", "state"),
    [
        ("制发规范性文件5件", (), "proven"),
        ("规范性文件5件", (), "unreadable"),  # issued, or in force?
        ("制发规范性文件6件", (), "unreadable"),
        ("制发规范性文件5件", (("6", 0.5),), "unreadable"),
    ],
)
def test_the_prose_proves_a_number_of_table_2(
    sentence: str, others: tuple[tuple[str, float], ...], state: str
) -> None:
    cell = Cell("proactive", "normative_docs", "issued", "unreadable", raw="5", locus="P1R2C2")
    value = int(sentence[-2])
    mention = Mention("normative_docs", value, "件", "ocr", f"规范性文件{value}件", "P1R1")
    prose = [Section("overview", "", 1, (Line(f"全年开会2次，{sentence}。", "P1R1"),))]
    reading = PictureReading("P1R2C2", (("5", 0.0), *others))
    (judged,), cues = proven_by_prose([cell], [mention], prose, [reading])
    assert judged.state == state
    assert [(c.cue, c.points_to, c.raw) for c in cues] == (
        [("proof", cell.key, sentence)] if state == "proven" else []
    )
    hedged = mention._replace(qualifier="约 ocr")
    assert proven_by_prose([cell], [hedged], prose, [reading])[0] == (cell,)


def test_each_premise_has_an_example_that_is_found() -> None:
    for row in packaged_rows("gikstudy.tables", "premises.csv"):
        line = Line(f"全年{row['example']}。", "P1R1")
        prose = [Section("overview", "", 1, (line,))]
        found = find_mentions(prose)
        number = str(found[0].value)
        cell = Cell("proactive", row["item"], row["measure"], "unreadable", locus="P1R2C2")
        reading = PictureReading("P1R2C2", ((number, 0.0),))
        (judged,), cues = proven_by_prose([cell], found, prose, [reading])
        assert (judged.state, len(cues)) == ("proven", 1), row
