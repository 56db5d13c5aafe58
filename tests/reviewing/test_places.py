"""Is a number where the dataset says, and is it the right one of several that look the same?"""

from __future__ import annotations

import re

import pytest

from gikstudy.engine.checked_report import report_of
from gikstudy.evidence import anchor_of
from gikstudy.reading import read_document
from gikstudy.reviewing.source_view import SourceLine, SourceTable, source_view
from gikstudy.synthesis.report import FAMILIES, make_report
from tests.zoo.judge import HERE, listing

PRINTINGS = [row["name"] for row in listing()][::12]


def texts_at(source) -> dict[str, list[tuple[int, str]]]:
    """For each locus what lies there: characters of the line before it, and the text."""
    found: dict[str, list[tuple[int, str]]] = {}
    for block in source:
        if isinstance(block, SourceTable):
            for cell in (cell for row in block.rows for cell in row):
                found.setdefault(cell.locus, []).append((0, cell.text))
            continue
        before = 0
        for piece in block.pieces:
            found.setdefault(piece.at or block.at, []).append((before, piece.text))
            before += len(piece.text)
        found.setdefault(block.at, []).append((0, "".join(p.text for p in block.pieces)))
    return found


def read(data: bytes):
    document = read_document(data)
    report = report_of(document)
    return report, source_view(document, report)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_made_up_number_is_exactly_where_it_was_printed(family):
    for number in (3, 11):
        made = make_report(5, number, family=family)
        report, source = read(made.data)
        places = texts_at(source)
        cells = {cell.key: cell for cell in report.cells}
        for truth in made.cells:
            cell = cells.get(f"{truth.table}/{truth.row}/{truth.column}")
            if cell is None or cell.state != "reported" or truth.place is None:
                continue
            line = re.match(r"L\d+", cell.locus)
            assert line, cell
            assert line[0] == f"L{truth.place.line}", cell
            if ":" in cell.locus:
                starts = [at for at, text in places[cell.locus] if text.strip() == cell.raw]
                assert truth.place.before in starts, (anchor_of(cell.key), truth.place, cell)


@pytest.mark.parametrize("name", PRINTINGS)
def test_what_a_real_program_printed_is_at_its_place(name):
    # The figures of a printing differ from each other, so the right text is the right one.
    report, source = read((HERE / "printed" / name).read_bytes())
    places = texts_at(source)
    for cell in report.cells:
        if cell.state == "reported":
            there = [" ".join(text.split()) for _, text in places[cell.locus]]
            assert any(" ".join(cell.raw.split()) in text for text in there), cell


def test_every_line_of_a_source_is_on_its_page():
    made = make_report(5, 3, family="CELL_PIPE")
    document = read_document(made.data)
    lines = list(source_view(document, report_of(document)))
    assert all(isinstance(line, SourceLine) for line in lines)
    shown = ["".join(piece.text for piece in line.pieces) for line in lines]
    assert shown == [block.text for block in document.blocks]
