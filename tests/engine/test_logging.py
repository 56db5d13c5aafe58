"""What a run logs: silent by default, and everything that happens unseen at INFO or WARNING."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from functools import partial

import pytest
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.cli import main
from gikstudy.corrections import Correction
from gikstudy.engine.dispatch import Run
from gikstudy.engine.folder import open_folder
from gikstudy.engine.pools import hand_out, open_pool
from gikstudy.messages import as_line
from gikstudy.reading import Record, Source, list_sources


class Killer(Source):
    """A source that kills the process that reads it, in the way a broken library does."""

    def records(self):
        os.kill(os.getpid(), signal.SIGKILL)
        yield Record(b"", self.name)


def said(caplog, level: int) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == level]


def test_the_loggers_are_those_of_the_modules(few, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="gikstudy")
    gik.extract(few, out=tmp_path / "out")
    assert {record.name.split(".")[1] for record in caplog.records} == {"engine"}
    assert "batch 0: 5 inputs read, 0 unchanged" in said(caplog, logging.INFO)


def test_without_a_handler_nothing_is_printed(tmp_path):
    code = (
        "import logging, gikstudy as gik;"
        f"gik.extract({str(SAMPLE)!r}, out={str(tmp_path / 'out')!r});"
        "logging.getLogger('gikstudy.engine').error('unseen')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


def test_what_cannot_be_read_is_named_with_its_reason(few, tmp_path, caplog):
    caplog.set_level(logging.INFO, logger="gikstudy")
    (few / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300))
    gik.extract(few, out=tmp_path / "out")
    (line,) = [text for text in said(caplog, logging.INFO) if text.startswith("not read: ")]
    assert line.startswith("not read: photo.png: ")
    assert len(line) > len("not read: photo.png: ")


def test_rows_kept_from_an_earlier_run_are_logged(few, tmp_path, caplog):
    gik.extract(few, out=tmp_path / "out")
    caplog.set_level(logging.INFO, logger="gikstudy")
    gik.extract(few, out=tmp_path / "out")
    assert "batch 0: 0 inputs read, 5 unchanged" in said(caplog, logging.INFO)


def test_an_interrupted_run_that_continues_says_so(few, tmp_path, caplog, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        patch.setattr("gikstudy.engine.extract_dataset.finish", full)
        with pytest.raises(OSError, match="No space left"):
            gik.extract(few, out=out)
    caplog.set_level(logging.INFO, logger="gikstudy")
    gik.extract(few, out=out, resume=True)
    assert f"continuing the interrupted run in {out}" in said(caplog, logging.INFO)


def test_a_killed_worker_is_logged_with_its_batch_and_the_input_that_is_given_up(
    few, tmp_path, caplog
):
    caplog.set_level(logging.INFO, logger="gikstudy")
    sources = [*list_sources([few]), Killer("bad.txt", str(few / "bad.txt"), "1-1")]
    nothing: tuple[Correction, ...] = ()
    with (
        open_folder(tmp_path / "out", resume=False) as folder,
        open_pool("processes", 1, None) as pool,
    ):
        for _ in Run(folder, pool, nothing, "reader").over(sources):
            pass
    assert "worker processes started: 1" in said(caplog, logging.INFO)
    assert "a worker process died; starting another" in said(caplog, logging.INFO)
    assert said(caplog, logging.WARNING) == [
        "batch 0: its worker died; reading it once more",
        "batch 0: its worker died; reading it one by one",
        "bad.txt: the worker that read it died",
        "bad.txt: the worker that read it died",
        "bad.txt: given up",
    ]


def die_elsewhere(pid: int) -> int:
    if os.getpid() != pid:
        os.kill(os.getpid(), signal.SIGKILL)
    return 1


def test_a_worker_that_dies_at_the_end_of_a_run_is_logged(caplog):
    caplog.set_level(logging.INFO, logger="gikstudy")
    with open_pool("processes", 1, None) as pool:
        assert hand_out([partial(die_elsewhere, os.getpid())], pool) == [1]
    (line,) = said(caplog, logging.WARNING)
    assert line == "a worker died at the end of the run; this process does its part"


# --- on the command line --------------------------------------------------------------------


@pytest.mark.parametrize("where", ["before", "after"])
@pytest.mark.parametrize(("flag", "level"), [("-v", logging.INFO), ("-vv", logging.DEBUG)])
def test_v_prints_what_happens_wherever_it_stands(few, tmp_path, capsys, where, flag, level):
    levels = []

    class Spy(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            levels.append(logging.getLogger("gikstudy").level)

    spy = Spy()
    logging.getLogger("gikstudy").addHandler(spy)
    call = ["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "serial"]
    try:
        assert main([flag, *call] if where == "before" else [*call, flag]) == 0
    finally:
        logging.getLogger("gikstudy").removeHandler(spy)
    lines = capsys.readouterr().err.splitlines()
    assert "INFO gikstudy.engine.dispatch: batch 0: 5 inputs read, 0 unchanged" in lines
    assert any(line.startswith("DEBUG ") for line in lines) == (level == logging.DEBUG)
    assert set(levels) == {level}


@pytest.mark.parametrize("where", ["before", "after"])
def test_q_leaves_out_the_final_line(few, tmp_path, capsys, where):
    call = ["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "serial"]
    assert main(["-q", *call] if where == "before" else [*call, "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_q_and_v_contradict_each_other(capsys):
    for call in (["-q", "-v", "validate", "x"], ["-q", "validate", "x", "-v"]):
        with pytest.raises(SystemExit) as stop:
            main(call)
        assert stop.value.code == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_the_level_is_as_before_when_a_command_ends(few, capsys):
    before = logging.getLogger("gikstudy").level, list(logging.getLogger("gikstudy").handlers)
    main(["-vv", "validate", str(few)])
    assert (logging.getLogger("gikstudy").level, logging.getLogger("gikstudy").handlers) == before


def test_a_message_is_one_line_without_anything_that_moves_the_cursor():
    assert as_line("a\nb\x1b[2J　报告‮") == "a b�[2J 报告�"
