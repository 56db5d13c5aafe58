"""Any damage to any format gives a document: never an exception, never a silent nothing."""

from __future__ import annotations

import importlib.util
import random
from types import ModuleType

import pytest
from example_counts import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from project_paths import BENCHMARKS

from gikstudy.reading import read_document


def load_fuzzer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", BENCHMARKS / "fuzz.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fuzz = load_fuzzer()
SEEDS = fuzz.seeds()


@given(st.integers(0, len(SEEDS) - 1), st.integers(0, 2**32))
@settings(max_examples=examples(150))
def test_damaged_documents_are_read_or_refused(which: int, seed: int) -> None:
    data = fuzz.mutate(SEEDS[which], random.Random(seed))
    document = read_document(data, "a")
    assert document.n_bytes == len(data)
    assert bool(document.blocks) != bool(document.problem)


MARKUP = st.lists(
    st.sampled_from(
        ["<table>", "</table>", "<tr>", "<td>", "</td>", "<td rowspan=0 colspan='-1'>", "<td colspan=99999>",
         "<p>", "</p>", "<br>", "<font>", "<pre>", "</pre>", "\n", "1", "规章", "&nbsp;", "<form>", "</body>",
         "<select>", "<noframes>", "<textarea>", "<svg>", "<caption>", "<frameset>", "<!--", "-->", "<\\/td>", "<a"]
    ),
    max_size=60,
)  # fmt: skip


@given(MARKUP)
@settings(max_examples=examples(300))
def test_any_markup_is_laid_out(tags: list[str]) -> None:
    document = read_document(("<html>" + "".join(tags)).encode())
    assert "failed" not in document.problem
    assert bool(document.blocks) != bool(document.problem)


@pytest.mark.parametrize(
    "repeated", ["<td>", "<tr><td>", "<table>", "<p>", "&nbsp;", "<a href='", "<br>", "|", "\n"]
)
@pytest.mark.usefixtures("ends")
def test_endless_repetition_is_read_to_its_end(repeated: str) -> None:
    read_document(("<html>" + repeated * 20_000).encode())
