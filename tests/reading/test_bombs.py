"""Files of a few kilobytes that would take gigabytes or hours: a row each, within limits of its own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import bombs
import pytest
from project_paths import ROOT

from gikstudy.engine.deadline import deadline
from gikstudy.reading import limits, list_sources, read_document
from gikstudy.reading.archives import salvage
from gikstudy.reading.repairs import refuse_repairs

# The kernel counts memory and processor time, so the limits here do not depend on the machine's mood.
READ = """
import json, resource, sys
from gikstudy.dataset.parts import read_part
from gikstudy.engine.work import Task, do
from gikstudy.reading import list_sources

resource.setrlimit(resource.RLIMIT_DATA, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
done = do(Task(tuple(list_sources([sys.argv[1]]))))
print(json.dumps([sum(done.counts), done.failed, done.again]))
"""


def read_within_limits(path: Path) -> tuple[int, list[str], list[int]]:
    """Number of inputs, those that failed, and those to try again; within 1 GB and 30 s."""
    pytest.importorskip("resource")
    call = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(call, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, f"{path.name}: {done.returncode} {done.stderr[-500:]}"
    count, failed, again = json.loads(done.stdout)
    return count, failed, again


@pytest.mark.parametrize("name", bombs.REFUSED)
def test_a_bomb_is_refused_before_it_is_decoded(tmp_path, name):
    make, said = bombs.REFUSED[name]
    (tmp_path / name).write_bytes(make())
    count, failed, again = read_within_limits(tmp_path / name)
    assert count == len(failed) > 0
    assert all(said in line for line in failed), failed[:3]
    assert again == [], "the reason lies in the file"


@pytest.mark.parametrize("name", bombs.BOUNDED)
def test_what_says_that_it_is_huge_is_read_within_limits(tmp_path, name):
    (tmp_path / name).write_bytes(bombs.BOUNDED[name]())
    count, failed, again = read_within_limits(tmp_path / name)
    assert count == 1
    assert again == [], failed


def test_a_sheet_with_one_large_merged_cell_is_read():
    document = read_document(bombs.merged_all_over())
    assert not document.problem
    assert document.blocks[0].rows[0][0].text == "x"  # type: ignore[union-attr]


def test_sheets_that_repeat_themselves_are_refused():
    assert "merges the same cells" in read_document(bombs.merged_all_over(20_000)).problem
    assert "repeats its texts" in read_document(bombs.one_text_everywhere()).problem


def test_formatting_that_honest_pages_leave_unclosed_is_read():
    fonts = "".join(f"<p><font color=#{n % 40:06x}>x" for n in range(3000))
    cells = "".join(f"<tr><td><b id=a{n}>1<td><i id=b{n}>2" for n in range(4000))
    for page in (fonts, f"<table>{cells}</table>", "<b>" * 300 + "<p>x</p>" * 9000):
        refuse_repairs(page)


def test_drawings_that_honest_files_hold_are_read():
    for data in (bombs.forms_within_forms(3, 9), bombs.forms_within_forms(9, 1)):
        assert "forms within forms" not in read_document(data).problem


def test_a_packed_archive_is_unpacked_a_few_times_and_not_once_a_run(tmp_path, monkeypatch):
    # To see what it is, to find its runs, to read them: 200 runs of 100 records.
    made = []
    real = salvage._Unpacked._put

    def put(self, data):
        made.append(len(data))
        real(self, data)

    monkeypatch.setattr(salvage._Unpacked, "_put", put)
    lines = 20_000
    (tmp_path / "a.jsonl.gz").write_bytes(bombs.empty_lines(lines))
    records = [record for s in list_sources([tmp_path]) for record in s.records()]
    assert len(records) == lines
    assert sum(made) < 6 * lines * len(b'{"text":""}\n')


def test_a_reader_that_catches_every_error_does_not_outlive_its_time():
    def stubborn() -> None:
        while True:
            try:
                while True:
                    pass
            except Exception:
                continue

    with pytest.raises(TimeoutError, match="not read within"), deadline(0.01):
        stubborn()


@pytest.mark.parametrize(
    ("head", "line", "tail"),
    [
        ("", "某某县公开政府信息%d条。\n", ""),
        ("{\n", '"k%d": 1,\n', '"last": 1}'),
        ("[\n", "%d,\n", "1]"),
        ("<html><body>", "<p>%d</p>", ""),
        ("a,b\n", "%d,0\n", ""),
    ],
)
def test_a_document_of_very_many_lines_is_given_up_at_once_and_says_so(head, line, tail):
    text = head + "".join(line % number for number in range(limits.DOCUMENT_LINES + 1)) + tail
    document = read_document(text.encode())
    assert document.blocks == ()
    assert re.search(r"it has 50,\d{3} lines, and a report has far fewer", document.problem)
