"""What holds for all tests: how examples are drawn, and the folders that several rooms read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from project_paths import SAMPLE

# `make test` draws the same examples every time, on any machine. `make search` draws new ones and
# prints how to repeat a find; keep the find as an @example. No profile has a deadline: how long an
# example takes says more about the machine than about the code.
settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile(
    "search", deadline=None, database=None, max_examples=2000, print_blob=True
)
settings.load_profile("same")


@pytest.fixture
def few(tmp_path) -> Path:
    """A folder with a copy of the five sample reports, free to be changed."""
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLE, folder)
    return folder
