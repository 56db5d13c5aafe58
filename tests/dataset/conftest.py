"""A small dataset that the tests of this room read and leave as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from dataset_reports import write_small


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write_small(tmp_path_factory.mktemp("small"))
