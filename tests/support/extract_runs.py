"""What tests of whole runs share: the command, and what a run wrote."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
from guards import wait_until

COMMAND = (sys.executable, "-m", "gikstudy", "extract")


def digest(folder: Path) -> dict[str, str]:
    """What anyone can see of a dataset, file by file."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".")
    }


def table(folder: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(folder / f"{name}.parquet").to_pylist()


def wait_for_parts(number: int, out: Path, run: subprocess.Popen[bytes]) -> None:
    """Returns when a run has written that many parts; fails where it ends before."""

    def are_there() -> bool:
        assert run.poll() is None, "the run was over too soon"
        return len(list(out.glob(".partial/run-*/part-*.json"))) >= number

    wait_until(are_there)
