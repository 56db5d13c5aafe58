"""A run that is killed twenty times in a row, at other moments each time, ends with the same bytes."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
from pathlib import Path

import gikstudy as gik
from gikstudy.synthesis import write_corpus

KILLS = 20
# Kills itself at the given change of the file system: parts and notes written, links made, tables
# moved to their place. No clock decides when.
KILLED = """
import os, pathlib, signal, sys

left = int(sys.argv[1])

def counted(real):
    def change(*values, **options):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*values, **options)
    return change

for name in ("write_bytes", "replace", "rename", "hardlink_to", "mkdir", "unlink"):
    setattr(pathlib.Path, name, counted(getattr(pathlib.Path, name)))
from gikstudy.cli import main
sys.exit(main(sys.argv[2:]))
"""


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def test_twenty_kills_in_a_row_change_no_byte(tmp_path):
    raw = write_corpus(120, tmp_path / "raw", seed=7).out / "reports"
    gik.extract(raw, out=tmp_path / "undisturbed")
    out = tmp_path / "out"
    call = ["extract", str(raw), "--out", str(out), "--engine", "serial", "--resume"]
    killed = 0
    for number in range(KILLS):
        changes = 2 + 3 * number  # later and later, from the first part to the last table
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(changes), *call], capture_output=True, text=True
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        killed += done.returncode == -signal.SIGKILL
        shown = digest(out)
        assert shown in ({}, digest(tmp_path / "undisturbed")), "whole or not at all"
    assert killed >= KILLS * 3 // 4
    gik.extract(raw, out=out, resume=True)
    assert digest(out) == digest(tmp_path / "undisturbed")
