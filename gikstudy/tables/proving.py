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
table, where the recogniser itself finds it possible. Strokes for nothing may all be read as 1, in
two rows that balance each other: a row with one number throughout proves nothing, and neither does a sum with
a cell of a row or column that does not add up. Nor does a table whose numbers all end in 0, without a plain 0
among them: they may be tenths that lost their points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from gikstudy.forms import Identity
from gikstudy.model import Cell, PictureReading
from gikstudy.tables.misreadings import Misreadings, scaled, strokes, systematic
from gikstudy.tables.moved_rows import moved_rows, page_of, row_of
from gikstudy.tables.shown_numbers import ShownNumber, shown_by
from gikstudy.tables.sums import CellNumbers, Key, known_sums

_SHOWN: Final = 4
"""Greatest number of readings that `raw` names."""


class Proof(NamedTuple):
    """The cells of one table whose number is proven, each with the checks that prove it.

    `unsound`: cells of a row that does not add up, or of which something cannot be read.
    """

    premises: Mapping[Key, tuple[str, ...]]
    unsound: frozenset[Key] = frozenset()


def prove(shown: Mapping[Key, ShownNumber], identities: Iterable[Identity]) -> Proof:
    """The cells of which every other plausible reading breaks a sum.

    Args:
        shown: what each cell of the table shows; one that nothing can be wrong with has no
            `others`, and `anything` is infinite.
        identities: the identities of the table.
    """
    rules = [rule for rule in identities if all(key in shown for key in rule.cells)]
    known = {key: cell for key, cell in shown.items() if cell.number is not None and cell.clear}
    numbers = {key: cell.number or 0 for key, cell in known.items()}
    sums = known_sums(rules, shown.keys() - known.keys())
    holding = [each for each in sums if each.off(numbers) == 0]
    broken = {key for each in sums if each not in holding for key in each.factors}
    through: dict[Key, list[int]] = {key: [] for key in known}
    for n, each in enumerate(holding):
        for key in each.factors:
            through[key].append(n)
    unsound = _unsound(shown, rules)
    doubtful = Misreadings(known, numbers, holding, through).doubtful()
    if doubtful is None:
        return Proof({}, unsound)
    doubtful |= systematic(known, numbers, holding) | strokes(known) | scaled(known, numbers)
    sound = [not broken & each.factors.keys() for each in holding]
    premises = {
        key: tuple(dict.fromkeys(check for n in at if sound[n] for check in holding[n].checks))
        for key, at in through.items()
        if key not in broken and key not in doubtful
    }
    return Proof({key: checks for key, checks in premises.items() if checks}, unsound)


def _unsound(shown: Mapping[Key, ShownNumber], rules: Iterable[Identity]) -> frozenset[Key]:
    """The cells of rows that do not add up as they are shown."""
    numbers = {key: cell.number for key, cell in shown.items() if cell.number is not None}
    return frozenset(
        key
        for rule in rules
        if not rule.cells <= numbers.keys() or _off(rule, numbers)
        for key in rule.cells
        if key[0] == rule.scope
    )


def _off(rule: Identity, numbers: CellNumbers) -> int:
    return sum(numbers[k] for k in rule.left) - sum(numbers[k] for k in rule.right)


def proven_cells(
    cells: Sequence[Cell],
    readings: Mapping[str, PictureReading],
    identities: Mapping[str, Sequence[Identity]],
) -> tuple[Cell, ...]:
    """The cells of a report; those read from pictures are proven, blank, a mark, or unreadable.

    Args:
        cells: the cells as read; those on a page without readings are printed text.
        readings: the readings by locus.
        identities: the identities of each table; a table without any proves nothing.
    """
    pages = {page_of(locus) for locus in readings}
    judged: list[Cell] = []
    for table, group in groupby(cells, lambda cell: cell.table):
        of_table = tuple(group)
        moved = moved_rows(of_table, readings)
        pictured = [
            PictureReading(cell.locus, ())
            if row_of(cell.locus) in moved
            else _reading_of(cell.locus, readings, pages)
            for cell in of_table
        ]
        pairs = [*zip(of_table, pictured, strict=True)]
        shown = {(c.row, c.column): _entering(c, reading) for c, reading in pairs}
        proof = prove(shown, identities.get(table, ()))
        judged += [cell if r is None else _judged(cell, r, proof) for cell, r in pairs]
    return tuple(judged)


def _reading_of(
    locus: str, readings: Mapping[str, PictureReading], pages: set[str]
) -> PictureReading | None:
    """What the picture says; of a part of a line, nothing is known; None for printed text."""
    if locus in readings:
        return readings[locus]
    return PictureReading(locus, ()) if page_of(locus) in pages else None


def _entering(cell: Cell, reading: PictureReading | None) -> ShownNumber:
    """What a cell enters the sums with, by its state."""
    if reading is None or cell.state == "corrected":
        if cell.state in ("blank", "nil_mark"):
            return ShownNumber(0, anything=float("inf"))
        number = cell.value if isinstance(cell.value, int) else None
        return ShownNumber(number, anything=float("inf"))
    return shown_by(reading) if _is_as_read(cell, reading) else ShownNumber(None)


def _is_as_read(cell: Cell, reading: PictureReading) -> bool:
    """Whether a cell holds what was recognised in one place, and nothing else."""
    first = reading.texts[0][0].strip() if reading.texts else None
    return cell.state in ("reported", "blank", "nil_mark") and cell.raw == first


def _judged(cell: Cell, reading: PictureReading, proof: Proof) -> Cell:
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
