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


# Files of long tests begin first: the others fill the rest of the time on every core. (Left to itself,
# pytest-xdist begins with the files that have most tests, and ends with a long one on a single core.)
LONG_FILES = (
    "test_killed.py", "test_study.py", "test_figures.py", "test_notebooks.py", "test_faults.py",
    "test_figure_numbers.py", "test_bombs.py", "test_validate.py", "test_cli.py", "test_teaching.py",
    "test_reworded.py", "test_reprinted.py", "test_reprinted_html.py", "test_zoo.py", "test_accounts.py",
    "test_code_blocks.py", "test_bodies.py", "test_own_folder.py", "test_round_trip.py",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts the tests by file, the long files first; the order within a file stays."""
    rank = {name: n for n, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: rank.get(item.path.name, len(rank)))


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
