"""A made-up corpus for whole runs, its dataset, and programs that end with their test."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from extract_runs import digest

import gikstudy as gik
from gikstudy.engine.batches import in_batches
from gikstudy.reading import list_sources
from gikstudy.synthesis import write_corpus


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """Reports enough for several batches, with every kind of damage."""
    folder = tmp_path_factory.mktemp("corpus")
    write_corpus(200, folder, seed=7)
    for truth in folder.glob("truth*.parquet"):
        truth.unlink()
    assert len(list(in_batches(list_sources([folder])))) >= 3
    return folder


@pytest.fixture(scope="session")
def undisturbed(corpus, tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("undisturbed")
    gik.extract(corpus, out=out)
    return digest(out)


@pytest.fixture
def start() -> Iterator[Callable[[list[str]], subprocess.Popen[bytes]]]:
    """Starts a program beside the test; none that was started outlives it."""
    started = []

    def start_one(command: list[str]) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        started.append(subprocess.Popen(command, stdout=quiet, stderr=quiet))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()
