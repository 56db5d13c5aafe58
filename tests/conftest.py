"""What holds for all tests: how examples are drawn, what ends them, and what several rooms read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from example_counts import USUAL
from guards import processor_guard
from hypothesis import HealthCheck, Phase, settings
from hypothesis.internal.conjecture import providers
from project_paths import SAMPLE

# `make test` draws the same examples every time, on any machine. `make search` draws new ones, and
# many more; what it finds is kept as an @example. Neither has a deadline or asks whether drawing is
# slow, which says more about the machine than about the code. Neither explains a failure: that runs
# each further example under a tracer, which makes reports five times as slow to read.
EVERY_PROFILE = settings(
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)
settings.register_profile("same", EVERY_PROFILE, derandomize=True, max_examples=USUAL)
settings.register_profile("search", EVERY_PROFILE, max_examples=20 * USUAL)
settings.load_profile("same")

# Hypothesis likes to draw numbers and words that it finds in the modules loaded so far. Those are
# others when a test runs alone, and others after any change of any module; only a search has them.
words_of_loaded_modules = providers._get_local_constants
no_words = type(providers._local_constants)()


def words_to_draw():
    return no_words if settings.default.derandomize else words_of_loaded_modules()


providers._get_local_constants = words_to_draw


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Looks for doctests in the package only: what else lies here is made by hand or imported."""
    is_module = collection_path.suffix == ".py"
    return True if is_module and not collection_path.name.startswith("test_") else None


@pytest.fixture
def few(tmp_path) -> Path:
    """A folder with a copy of the five sample reports, free to be changed."""
    folder = tmp_path / "raw"
    shutil.copytree(SAMPLE, folder)
    return folder


@pytest.fixture
def ends() -> Iterator[None]:
    """Fails a test that would go on for ever, as a pattern does that reads one text in two ways."""
    with processor_guard():
        yield
