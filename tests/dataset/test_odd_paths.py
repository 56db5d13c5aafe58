"""Names with the letters of patterns, full disks and second runs: each is meant as it is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import nbformat
import pandas as pd
import pytest
from dataset_reports import make_report, write_dataset

import gikstudy as gik
from gikstudy.analysis import running
from gikstudy.cli import main
from gikstudy.dataset.export import export
from gikstudy.engine import folder
from gikstudy.engine.folder import only_one
from gikstudy.errors import CallError

ODD = "d[a]t*{0}?"


def dataset_with_neighbours(place: Path) -> Path:
    """A dataset below an odd name, and another below a name that fits it as a pattern."""
    write_dataset(place / "dat", [[make_report(source="other.txt")]])
    return write_dataset(place / ODD, [[make_report(source="wanted.txt")]])


@pytest.mark.parametrize("to", ["csv", "duckdb", "stata", "xlsx"])
def test_an_export_is_of_the_dataset_that_is_named(tmp_path, to):
    wanted = dataset_with_neighbours(tmp_path)
    out = export(wanted, to, tmp_path / f"out{ODD}")
    if to == "duckdb":
        with duckdb.connect(str(out), read_only=True) as database:
            assert database.execute("SELECT source FROM reports").fetchall() == [("wanted.txt",)]
    elif to == "xlsx":
        (source,) = pd.read_excel(out, sheet_name="reports")["source"]
        assert source == "wanted.txt"
    else:
        read = {"csv": pd.read_csv, "stata": pd.read_stata}[to]
        (path,) = [path for path in out.iterdir() if path.stem == "reports"]
        assert list(read(path)["source"]) == ["wanted.txt"]


def test_every_verb_takes_an_odd_name(few, tmp_path):
    raw, out = tmp_path / f"raw{ODD}", tmp_path / f"out{ODD}"
    few.rename(raw)
    (raw / "{year}[1].txt").write_bytes(next(raw.glob("*.txt")).read_bytes())
    assert gik.extract(raw, out=out).outcomes["report"] == 5
    assert gik.validate(out) == []
    assert len(gik.load_dataset(out).reports) == 5
    assert gik.read_report(raw / "{year}[1].txt").status == "ok"


def test_a_notebook_below_an_odd_name_is_run(tmp_path):
    place = tmp_path / ODD
    place.mkdir()
    cell = nbformat.v4.new_code_cell('name = "a"', metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[cell, nbformat.v4.new_code_cell("print(name)")])
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    nbformat.write(notebook, place / "01_a.ipynb")
    assert running.declared_parameters(place / "01_a.ipynb") == {"name": '"a"'}
    errand = running.Errand(place / "01_a.ipynb", place / "done.ipynb", {"name": "b{0}"}, {})
    running.run_notebooks([errand], at_once=1, shown=False)
    done = nbformat.read(place / "done.ipynb", as_version=4)
    assert done.cells[-1].outputs[0].text == "b{0}\n"
    assert (place / "done.html").is_file()


def test_a_full_disk_is_named(few, tmp_path, monkeypatch, capsys):
    def full(place, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder, "_write", full)
    assert main(["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "serial"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{tmp_path / 'out'}: No space left on device" in line


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too long is then an error
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
from gikstudy.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("number", [2_000, 40_000, 120_000])
def test_a_file_that_cannot_grow_is_named(few, tmp_path, number):
    pytest.importorskip("resource")
    call = ["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "serial"]
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, str(number), *call], capture_output=True, text=True
    )
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"gikstudy: {tmp_path / 'out'}")
    assert "File too large" in line
    assert gik.extract(few, out=tmp_path / "out", resume=True).outcomes == {"report": 5}


def test_a_second_study_in_one_folder_is_refused(few, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with only_one(out, "study"), pytest.raises(CallError, match="another study is writing here"):
        gik.study(few, out)
    with only_one(out, "run"), pytest.raises(CallError, match="another run is writing here"):
        gik.extract(few, out=out)
    assert gik.extract(few, out=out).outcomes == {"report": 5}, "the lock is free again"
