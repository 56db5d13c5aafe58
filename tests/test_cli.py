"""The command as people type it: statuses, streams, one line where something is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from project_paths import SAMPLE

from gikstudy.cli import main


@pytest.fixture(scope="module")
def dataset(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("data") / "set"
    assert main(["extract", str(SAMPLE), "--out", str(out), "--engine", "serial"]) == 0
    return out


def test_extract_tells_what_became_of_the_inputs_on_standard_output(tmp_path, capsys):
    call = ["extract", str(SAMPLE), "--out", str(tmp_path / "out"), "--engine", "serial"]
    assert main(call) == 0
    said = capsys.readouterr()
    assert said.out.startswith("5 inputs: 5 report")
    assert said.err == ""  # no bar where nobody watches


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["extract", "no/such/folder", "--out", "out"], "no/such/folder: no such file or folder"),
        (["extract", str(SAMPLE), "--out", __file__], "test_cli.py"),
        (["extract", str(SAMPLE), "--out", f"{__file__}/out"], "test_cli.py"),
        (["extract", str(SAMPLE), "--out", "out", "--engine", "threads"], "threads"),
        (["extract", str(SAMPLE), "--out", "out", "--workers", "none"], "--workers"),
        (["extract", str(SAMPLE), "--out", "out", "--workers", "0"], "at least 1"),
        (["extract", str(SAMPLE)], "--out"),
        (["study", "--raw", "no/such/folder", "--out", "out"], "no/such/folder"),
        (["study", "--raw", str(SAMPLE), "--out", "out", "-p", "colour", "red"], "colour"),
        (["explain", "no/such/file"], "no/such/file"),
        (["validate", "no/such/folder"], "no/such/folder"),
        (["evaluate", "no/such/folder", "--truth", "no/such/file"], "no/such"),
        (["export", "no/such/folder", "--to", "duckdb"], "no/such/folder"),
        (["export", "no/such/folder", "--to", "sas"], "sas"),
        (["code-sheet", "no/such/folder", "--out", "sheet.csv"], "no/such/folder"),
        (["synth", "many", "--out", "out"], "many"),
        (["synth", "-1", "--out", "out"], "-1"),
        (["unknown"], "unknown"),
        ([], "VERB"),
    ],
)
def test_a_wrong_call_gets_one_line_and_status_2(call, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    try:
        status = main(call)
    except SystemExit as stop:
        status = stop.code
    message = capsys.readouterr()
    assert status == 2
    assert message.out == ""
    assert message.err.count("\n") == 1, message.err
    assert message.err.startswith("gikstudy")
    assert said in message.err
    assert not (tmp_path / "out" / ".partial").exists()


def test_ctrl_c_is_no_traceback(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("gikstudy.engine.extract", interrupted)
    assert main(["extract", str(SAMPLE), "--out", "out"]) == 130
    assert capsys.readouterr().err == "gikstudy: stopped\n"


def test_explain_shows_the_tables_of_a_report(capsys):
    assert main(["explain", str(sorted(SAMPLE.glob("*.txt"))[0])]) == 0
    shown = capsys.readouterr().out
    assert "2020" in shown
    assert "63" in shown


def test_validate_passes_what_extract_wrote(dataset, capsys):
    assert main(["validate", str(dataset)]) == 0
    assert capsys.readouterr().out == ""


def test_validate_tells_a_dataset_that_someone_edited(dataset, tmp_path, capsys):
    edited = tmp_path / "edited"
    shutil.copytree(dataset, edited)
    with (edited / "requests.csv").open("a", encoding="utf-8") as stream:
        stream.write("a,line,too,many\n")
    assert main(["validate", str(edited)]) == 1
    assert "requests.csv" in capsys.readouterr().out


def test_a_made_up_corpus_can_be_extracted_and_evaluated(tmp_path, capsys):
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    assert main(["synth", "8", "--out", str(corpus), "--seed", "3"]) == 0
    reports = str(corpus / "reports")
    assert main(["extract", reports, "--out", str(out), "--engine", "serial"]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(out), "--truth", str(corpus / "truth.parquet")]) == 0
    assert "cells" in capsys.readouterr().out
    unreachable = ["--floor", "1.1"]
    assert main(["evaluate", str(out), "--truth", str(corpus / "truth.parquet"), *unreachable]) == 1


@pytest.mark.parametrize("to", ["csv", "duckdb", "stata", "xlsx"])
def test_export_writes_beside_the_dataset(dataset, to, tmp_path, capsys):
    copied = tmp_path / "set"
    shutil.copytree(dataset, copied)
    assert main(["export", str(copied), "--to", to]) == 0
    written = Path(capsys.readouterr().out.strip())
    assert written.exists()
    assert written.parent == tmp_path
    assert written.name.startswith("set")


def test_a_coding_sheet_goes_out_and_comes_back(dataset, tmp_path, capsys):
    sheet = tmp_path / "sheet.csv"
    assert main(["code-sheet", str(dataset), "--out", str(sheet)]) == 0
    rows = len(sheet.read_text("utf-8-sig").splitlines()) - 1
    assert capsys.readouterr().out.startswith(f"{rows} points")
    assert rows > 5
    assert main(["code-sheet", str(dataset), "--coded", str(sheet)]) == 0
    assert "rules" in capsys.readouterr().out


def test_python_m_is_the_same_program():
    said = subprocess.run(
        [sys.executable, "-m", "gikstudy", "--version"], capture_output=True, check=True
    )
    assert said.stdout.startswith(b"gikstudy ")


def test_a_reader_who_leaves_early_gets_no_complaint(tmp_path):
    call = [sys.executable, "-m", "gikstudy", "synth", "1", "--out", str(tmp_path / "made")]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as gone:
        gone.stdout.close()
        assert gone.stderr.read() == b""
    assert gone.returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_a_pipe_of_any_code_page_takes_what_is_said(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "gikstudy", "explain", str(SAMPLE / "report_000.txt")],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    title = "鄂托克旗".encode(encoding, "backslashreplace")
    assert title in done.stdout
