"""Corrections as data: applied where they still fit, refused with their place where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from gikstudy.corrections import (
    Correction,
    CorrectionError,
    apply_corrections,
    corrections_of,
    parse_corrections,
    unused_corrections,
)
from gikstudy.model import Cell

HEAD = "report,cell,action,value,expect,reason,who,date\n"
GRANTED = Cell("requests", "granted", "total", "reported", 30, raw="30", locus="L12:7")
PARTIAL = Cell("requests", "partial", "total", "unreadable", raw="l", locus="L13:7")
AMOUNT = Cell("proactive", "procurement", "amount", "ambiguous", lower=0, upper=9, locus="L4:2")
CELLS = (GRANTED, PARTIAL, AMOUNT)


def written(tmp_path: Path, *lines: str, head: str = HEAD) -> Path:
    path = tmp_path / "corrections.csv"
    path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read_corrections(path: Path) -> tuple[Correction, ...]:
    return parse_corrections(path.read_bytes(), path.name)


def corrected(tmp_path: Path, *lines: str) -> tuple[Cell, ...]:
    return apply_corrections(CELLS, read_corrections(written(tmp_path, *lines)))


def test_a_corrected_cell_keeps_what_was_printed(tmp_path: Path) -> None:
    cells = corrected(
        tmp_path, "a.txt,requests/granted/total,set,3,30,stray zero,reader,2026-01-31"
    )
    assert cells[0] == Cell("requests", "granted", "total", "corrected", 3, raw="30", locus="L12:7")
    assert cells[1:] == CELLS[1:]
    assert GRANTED.value == 30


def test_a_cell_may_be_named_by_its_place(tmp_path: Path) -> None:
    cells = corrected(tmp_path, "a.txt,L13:7,set,1,l,letter for digit,reader,2026-01-31")
    assert (cells[1].state, cells[1].value, cells[1].raw) == ("corrected", 1, "l")


def test_a_cell_can_be_cleared_of_what_is_no_value(tmp_path: Path) -> None:
    cells = corrected(tmp_path, "a.txt,L12:7,clear,,30,page number,reader,2026-01-31")
    assert (cells[0].state, cells[0].value, cells[0].raw) == ("corrected", None, "30")


def test_an_accepted_cell_stays_as_it_was_read(tmp_path: Path) -> None:
    assert corrected(tmp_path, "a.txt,L12:7,accept,,30,seen,reader,2026-01-31") == CELLS


def test_an_accepted_cell_that_now_reads_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="expected to read '3' and reads '30'"):
        corrected(tmp_path, "a.txt,L12:7,accept,,3,seen,reader,2026-01-31")


def test_the_mark_that_keeps_a_text_from_being_a_formula_is_no_part_of_it(tmp_path: Path) -> None:
    change = Cell("proactive", "licensing", "items_change", "reported", 40, raw="+40")
    for expect in ("+40", "'+40"):
        line = f"a.txt,proactive/licensing/items_change,set,4,{expect},zero,reader,2026-01-31"
        (cell,) = apply_corrections((change,), read_corrections(written(tmp_path, line)))
        assert cell.value == 4


def test_a_correction_closes_the_bounds_of_an_open_cell(tmp_path: Path) -> None:
    cells = corrected(
        tmp_path, "a.txt,proactive/procurement/amount,set,1991956.10,,seen,reader,2026-01-31"
    )
    assert (cells[2].value, cells[2].lower, cells[2].upper) == (1991956.10, None, None)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a.txt,L12:7,set,3,31,r,w,2026-01-31", "line 2: L12:7 of a.txt was expected to read '31'"),
        ("a.txt,L99,set,3,30,r,w,2026-01-31", "line 2: L99 of a.txt: no such cell"),
        ("a.txt,L12:7,set,three,30,r,w,2026-01-31", "line 2: value 'three'"),
        ("a.txt,L12:7,set,3.5,30,r,w,2026-01-31", "is a whole number"),
        ("a.txt,L12:7,clear,3,30,r,w,2026-01-31", "clear takes no value"),
        ("a.txt,L12:7,accept,3,30,r,w,2026-01-31", "accept takes no value"),
        ("a.txt,L12:7,add,3,30,r,w,2026-01-31", "legal are set, clear, accept"),
        ("a.txt,L12:7,set,3,30,,w,2026-01-31", "line 2: reason is empty"),
        ("a.txt,L12:7,set,3,30,r,w,31.1.2026", "write 2024-01-31"),
        ('a.txt,L12:7,set,3,30,"r,w,2026-01-31', "not a CSV file"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_line(
    tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(CorrectionError, match=r"corrections\.csv") as error:
        corrected(tmp_path, line)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_cell_is_corrected_once(tmp_path: Path) -> None:
    by_key = "a.txt,requests/granted/total,set,3,30,r,w,2026-01-31"
    with pytest.raises(CorrectionError, match=r"line 3.*already in corrections\.csv line 2"):
        read_corrections(written(tmp_path, by_key, by_key))
    with pytest.raises(CorrectionError, match=r"line 3: same cell as corrections\.csv line 2"):
        corrected(tmp_path, by_key, "0f0f,L12:7,set,3,30,r,w,2026-01-31")


def test_a_place_that_several_cells_share_needs_a_key(tmp_path: Path) -> None:
    line = "a.txt,L12:7,set,3,30,r,w,2026-01-31"
    twins = (
        GRANTED,
        Cell("requests", "granted", "business", "reported", 30, raw="30", locus="L12:7"),
    )
    with pytest.raises(CorrectionError, match="2 cells are there, use a cell key"):
        apply_corrections(twins, read_corrections(written(tmp_path, line)))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="no column expect"):
        read_corrections(written(tmp_path, head=HEAD.replace("expect,", "")))


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_bytes(HEAD.encode() + "a.txt,L1,set,1,,多印一个零,w,2026-01-31\n".encode("gb18030"))
    with pytest.raises(CorrectionError, match="not UTF-8"):
        read_corrections(path)


def test_corrections_are_dealt_out_by_source_or_id_and_leftovers_named(tmp_path: Path) -> None:
    lines = [
        f"{name},L1,set,1,,r,w,2026-01-31" for name in ("a.txt", "0123456789abcdef", "gone.txt")
    ]
    found = read_corrections(written(tmp_path, *lines))
    assert corrections_of(found, "a.txt", "ffffffffffffffff") == found[:1]
    assert corrections_of(found, "b.txt", "0123456789abcdef") == found[1:2]
    left = unused_corrections(found, ["a.txt", "ffff", "b.txt", "0123456789abcdef"])
    assert left == ["corrections.csv line 4: gone.txt: no such report among the inputs"]


def test_a_file_with_a_byte_order_mark_reads_the_same(tmp_path: Path) -> None:
    line = "a.txt,L12:7,set,3,30,r,w,2026-01-31"
    plain = read_corrections(written(tmp_path, line))
    assert read_corrections(written(tmp_path, line, head="\ufeff" + HEAD)) == plain
