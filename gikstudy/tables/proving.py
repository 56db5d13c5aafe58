"""Numbers recognised in pictures: `proven` where the sums leave one reading, otherwise `unreadable`.

A picture never says for certain what it shows. Each cell has readings with doubts, and any reading
may be wrong; but a table that adds up in rows and columns leaves few mistakes possible. A number is
proven if every identity through its cell holds, and every plausible other reading of the table
breaks one. What is plausible is counted in powers of ten: the doubts of all cells that would have
been misread at once, up to `PLAUSIBLE` in all.

    doubt of one cell                      from
    what the recogniser says               its own answer for this cell
    at most CONFUSION                      figures that look alike (`confusions.csv`), a lost or a
                                           doubled figure, however sure the recogniser is
    at most ANYTHING                       any other number

Worked example: a row 6 | 0 | 6 and, below it, 2 | 0 | 2 with totals 8 | 0 | 8. To misread one 6 for an 8
breaks its row and its column. To misread four cells at once, so that all sums hold again, would
take a doubt of at least 4 × CONFUSION: that is not plausible, so all numbers are proven. Had the
recogniser been torn between 6 and 8 in four of the cells, they would not be.

A figure that is misread in the same way everywhere on the page is one mistake, not many. It is tried for the whole
table, where the recogniser itself finds it possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from statistics import median
from typing import Final, NamedTuple

from gikstudy.forms import Identity
from gikstudy.model import Cell, Reading
from gikstudy.packaged import packaged_rows
from gikstudy.tables.values import parse_value
from gikstudy.text import normalise

PLAUSIBLE: Final = 6.0
"""Readings of a table that are less likely than the first one by more powers of ten do not count."""
CONFUSION: Final = 3.0
ANYTHING: Final = 4.5
_UNCLEAR: Final = 3.0
"""What a stamp or a speck takes from the doubts above."""
_SYSTEMATIC: Final = 3.0
_STEPS: Final = 60_000
_SHOWN: Final = 4
"""Greatest number of readings that `raw` names."""

Key = tuple[str, str]
Move = tuple[int, float]
"""Another number of a cell, and the doubt that it costs."""


class Shown(NamedTuple):
    """What a cell enters the sums with.

    `others` are other numbers with their doubts, the least first; `anything` is the doubt of a
    number that is not among them. A cell without a `number` shows something unknown.
    """

    number: int | None
    others: tuple[Move, ...] = ()
    anything: float = ANYTHING
    text: str = ""
    swaps: Mapping[tuple[str, str], float] = {}
    """How doubtful it is that a figure of the text is another one, for each pair."""


@cache
def _confusions() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in packaged_rows("gikstudy.tables", "confusions.csv"):
        found[row["figure"]].add(row["other"])
        found[row["other"]].add(row["figure"])
    return {figure: frozenset(others) for figure, others in found.items()}


def shown_by(reading: Reading) -> Shown:
    """The numbers that the picture of one cell may show."""
    texts = [(normalise(text).strip(), doubt) for text, doubt in reading.texts]
    if not texts:
        return Shown(None)
    first = texts[0][0]
    number = _number(first)
    less = 0.0 if reading.clear else _UNCLEAR
    anything = ANYTHING - less
    if number is None:
        return Shown(None)
    doubts: dict[int, float] = {}
    for text, doubt in texts[1:]:
        _least(doubts, _number(text), doubt)
    for text in _alike(first):
        _least(doubts, _number(text), max(0.1, CONFUSION - less))
    doubts.pop(number, None)
    others = sorted(doubts.items(), key=lambda move: (move[1], move[0]))
    return Shown(number, tuple(others), anything, first, _swaps(texts))


def _number(text: str) -> int | None:
    """The count that a text is: a mark for nothing and an empty cell count as zero."""
    if not text:
        return 0
    value = parse_value(text)
    if value is None or value.kind == "odd":
        return None
    number = value.number or 0
    return number if isinstance(number, int) and number >= 0 else None


def _least(doubts: dict[int, float], number: int | None, doubt: float) -> None:
    if number is not None:
        doubts[number] = min(doubt, doubts.get(number, doubt))


def _alike(text: str) -> Iterable[str]:
    """Texts that differ in one figure that looks alike, is lost or is doubled."""
    for n, c in enumerate(text):
        if c.isdigit():
            for other in sorted(_confusions().get(c, ())):
                yield text[:n] + other + text[n + 1 :]
            yield text[:n] + text[n + 1 :]
            yield text[:n] + c + text[n:]


def _swaps(texts: Sequence[tuple[str, float]]) -> dict[tuple[str, str], float]:
    """For each figure and each other one, the doubt with which it replaces the first such figure."""
    first = texts[0][0]
    found: dict[tuple[str, str], float] = {}
    for text, doubt in texts[1:]:
        if len(text) != len(first):
            continue
        pairs = {(a, b) for a, b in zip(first, text, strict=True) if a != b}
        if len(pairs) == 1:
            pair = pairs.pop()
            found[pair] = min(doubt, found.get(pair, doubt))
    return found


class Proof(NamedTuple):
    """The cells of one table whose number is proven, each with the checks that prove it.

    `unsound`: cells of a row that does not add up, or of which something cannot be read.
    """

    premises: Mapping[Key, tuple[str, ...]]
    unsound: frozenset[Key] = frozenset()


def prove(shown: Mapping[Key, Shown], identities: Iterable[Identity]) -> Proof:
    """The cells of which every other plausible reading breaks a sum.

    Args:
        shown: what each cell of the table shows; one that nothing can be wrong with has no
            `others`, and `anything` is infinite.
        identities: the identities of the table.
    """
    rules = [rule for rule in identities if all(key in shown for key in rule.cells)]
    numbers = _filled(shown, rules)
    holding = [rule for rule in rules if _difference(rule, numbers) == 0]
    broken = {key for rule in rules if rule not in holding for key in rule.cells}
    through: dict[Key, list[int]] = defaultdict(list)
    for n, rule in enumerate(holding):
        for key in rule.cells:
            through[key].append(n)
    search = _Search(shown, numbers, holding, through)
    doubtful = search.doubtful()
    by_row = [rule for rule in rules if rule not in holding or not _is_read(rule, shown)]
    unsound = frozenset(key for rule in by_row for key in rule.cells if key[0] == rule.scope)
    if doubtful is None:
        return Proof({}, unsound)
    doubtful |= _systematic(shown, numbers, holding)
    return Proof(
        {
            key: tuple(dict.fromkeys(holding[n].check for n in through[key]))
            for key, cell in shown.items()
            if cell.number is not None
            and through[key]
            and key not in broken
            and key not in doubtful
        },
        unsound,
    )


def _is_read(rule: Identity, shown: Mapping[Key, Shown]) -> bool:
    return all(shown[key].number is not None for key in rule.cells)


def _filled(shown: Mapping[Key, Shown], rules: Sequence[Identity]) -> dict[Key, int]:
    """The numbers; an unknown one is what the first sum says in which nothing else is unknown."""
    numbers = {key: cell.number for key, cell in shown.items() if cell.number is not None}
    progress = True
    while progress:
        progress = False
        for rule in rules:
            lacking = [key for key in rule.cells if key not in numbers]
            if len(lacking) != 1:
                continue
            known = [{k: numbers[k] for k in side if k in numbers} for side in (rule.left, rule.right)]
            difference = sum(known[0].values()) - sum(known[1].values())
            number = -difference if lacking[0] in rule.left else difference
            if number >= 0:
                numbers[lacking[0]] = number
                progress = True
    return numbers


def _difference(rule: Identity, numbers: Mapping[Key, int]) -> int | None:
    if any(key not in numbers for key in rule.cells):
        return None
    return sum(numbers[k] for k in rule.left) - sum(numbers[k] for k in rule.right)


def _systematic(
    shown: Mapping[Key, Shown], numbers: Mapping[Key, int], holding: Sequence[Identity]
) -> set[Key]:
    """Cells with a figure that may be another one throughout the table without breaking a sum."""
    doubts: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cell in shown.values():
        for a in sorted(set(cell.text) & set("0123456789")):
            for b in "0123456789":
                if a != b:
                    doubts[a, b].append(cell.swaps.get((a, b), PLAUSIBLE))
    found: set[Key] = set()
    for (a, b), each in doubts.items():
        if median(each) >= _SYSTEMATIC:
            continue
        changed = {
            key: swapped
            for key, cell in shown.items()
            if a in cell.text and (swapped := _number(cell.text.replace(a, b))) is not None
        }
        other = {**numbers, **changed}
        if all(_difference(rule, other) == 0 for rule in holding):
            found |= changed.keys()
    return found


class _Search:
    """All sets of cells that may have been misread together without breaking a sum.

    Cells are changed one after another: a change breaks sums, and the next change is in one of
    these. The first change of a set is its least doubtful one, so a set is found from there.
    """

    def __init__(
        self,
        shown: Mapping[Key, Shown],
        numbers: Mapping[Key, int],
        rules: Sequence[Identity],
        through: Mapping[Key, list[int]],
    ) -> None:
        self._shown = shown
        self._numbers = numbers
        self._rules = rules
        self._through = through
        self._sides = [
            {**dict.fromkeys(rule.left, 1), **dict.fromkeys(rule.right, -1)} for rule in rules
        ]
        self._steps = 0
        self._found: set[Key] = set()
        self._least = 0.0

    def doubtful(self) -> set[Key] | None:
        """The cells of these sets; None if there are too many to try."""
        for key, cell in self._shown.items():
            for number, doubt in self._moves(key, cell):
                if 2 * doubt >= PLAUSIBLE:
                    break
                self._least = doubt
                self._change(key, number - self._numbers[key], doubt, {}, {})
                if self._steps > _STEPS:
                    return None
        return self._found | {key for key in self._through if self._is_loose(key)}

    def _is_loose(self, key: Key) -> bool:
        """Whether unknown cells alone can make up for any change of a cell."""
        free = [k for k, cell in self._shown.items() if cell.number is None and k in self._numbers]
        if key in free or not free:
            return False
        off = {n: self._sides[n][key] for n in self._through[key]}
        return self._made_up(off, frozenset(free))

    def _made_up(self, off: Mapping[int, int], free: frozenset[Key]) -> bool:
        if not off:
            return True
        broken = min(off)
        for key in sorted(free & self._sides[broken].keys()):
            delta = -off[broken] * self._sides[broken][key]
            left = dict(off)
            for n in self._through[key]:
                left[n] = left.get(n, 0) + self._sides[n][key] * delta
            if self._made_up({n: d for n, d in left.items() if d}, free - {key}):
                return True
        return False

    def _moves(self, key: Key, cell: Shown) -> Sequence[Move]:
        """Other numbers of a cell; of an unknown one, none: its number follows from the others."""
        return cell.others if key in self._numbers and self._through.get(key) else ()

    def _change(
        self, key: Key, delta: int, doubt: float, changed: dict[Key, int], off: dict[int, int]
    ) -> None:
        """Changes one cell more, and mends the sums that this breaks."""
        self._steps += 1
        if self._steps > _STEPS:
            return
        changed = {**changed, key: delta}
        off = dict(off)
        for n in self._through[key]:
            left = off.get(n, 0) + self._sides[n][key] * delta
            if left:
                off[n] = left
            else:
                off.pop(n, None)
        if not off:
            self._found |= changed.keys()
            return
        broken = min(off, key=lambda n: (len(self._sides[n]), n))
        for other, side in self._sides[broken].items():
            if other in changed or other not in self._numbers:
                continue
            cell = self._shown[other]
            mending = -off[broken] * side
            room = PLAUSIBLE - doubt
            if cell.number is None:
                self._mend(other, mending, doubt, changed, off)
                continue
            tried = set()
            for number, more in cell.others:
                if more >= room:
                    break
                if more >= self._least:
                    tried.add(number)
                    self._change(other, number - self._numbers[other], doubt + more, changed, off)
            if cell.anything < room and self._numbers[other] + mending not in tried:
                self._mend(other, mending, doubt + cell.anything, changed, off)

    def _mend(
        self, key: Key, delta: int, doubt: float, changed: dict[Key, int], off: dict[int, int]
    ) -> None:
        if self._numbers[key] + delta >= 0:
            self._change(key, delta, doubt, changed, off)


def proven_cells(
    cells: Sequence[Cell],
    readings: Mapping[str, Reading],
    identities: Mapping[str, Sequence[Identity]],
) -> tuple[Cell, ...]:
    """The cells of a report; those read from pictures are proven, blank, a mark, or unreadable.

    Args:
        cells: the cells as read; those on a page without readings are printed text.
        readings: the readings by locus.
        identities: the identities of each table; a table without any proves nothing.
    """
    pages = {_page_of(locus) for locus in readings}
    judged: list[Cell] = []
    for table, group in groupby(cells, lambda cell: cell.table):
        of_table = tuple(group)
        pictured = [_reading_of(cell.locus, readings, pages) for cell in of_table]
        pairs = [*zip(of_table, pictured, strict=True)]
        shown = {(c.row, c.column): _entering(c, reading) for c, reading in pairs}
        proof = prove(shown, identities.get(table, ()))
        judged += [cell if r is None else _judged(cell, r, proof) for cell, r in pairs]
    return tuple(judged)


def _page_of(locus: str) -> str:
    return locus.partition("R")[0]


def _reading_of(locus: str, readings: Mapping[str, Reading], pages: set[str]) -> Reading | None:
    """What the picture says; of a part of a line, nothing is known; None for printed text."""
    if locus in readings:
        return readings[locus]
    return Reading(locus, ()) if _page_of(locus) in pages else None


def _entering(cell: Cell, reading: Reading | None) -> Shown:
    """What a cell enters the sums with, by its state."""
    if reading is None or cell.state == "corrected":
        if cell.state in ("blank", "nil_mark"):
            return Shown(0, anything=float("inf"))
        number = cell.value if isinstance(cell.value, int) else None
        return Shown(number, anything=float("inf"))
    return shown_by(reading) if _is_as_read(cell, reading) else Shown(None)


def _is_as_read(cell: Cell, reading: Reading) -> bool:
    """Whether a cell holds what was recognised in one place, and nothing else."""
    first = reading.texts[0][0].strip() if reading.texts else None
    return cell.state in ("reported", "blank", "nil_mark") and cell.raw == first


def _judged(cell: Cell, reading: Reading, proof: Proof) -> Cell:
    if cell.state in ("missing", "corrected"):
        return cell
    as_read = _is_as_read(cell, reading)
    if as_read and cell.state == "blank" and (cell.row, cell.column) not in proof.unsound:
        return cell  # where a line of the table was missed, the row has cells of its neighbours
    premises = proof.premises.get((cell.row, cell.column), ()) if as_read and reading.clear else ()
    if premises:
        return cell._replace(state="proven") if cell.state == "reported" else cell
    texts = [text.strip() for text, _ in reading.texts if text.strip()] if as_read else []
    raw = " | ".join(dict.fromkeys(texts[:_SHOWN])) or cell.raw
    return cell._replace(state="unreadable", value=None, lower=None, upper=None, raw=raw)
