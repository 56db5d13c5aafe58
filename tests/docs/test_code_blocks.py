"""Every code block of the README and the docs runs, on a dataset made of the sample."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from code_blocks import LANGUAGES, SHOWN, Runner, blocks_of, pages
from project_paths import ROOT, SAMPLE

import gikstudy as gik
from gikstudy.analysis import pipeline
from gikstudy.synthesis import write_corpus

PAGES = pages()


def names(path):
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder as the pages speak of it: reports below data/raw, the dataset in data/processed."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(SAMPLE, folder / "data" / "raw" / "sample")
    shutil.copytree(SAMPLE, folder / "my_reports")
    gik.extract(folder / "data" / "raw", out=folder / "data" / "processed", engine="serial")
    return folder


@pytest.fixture
def workspace(prepared, tmp_path, monkeypatch):
    shutil.copytree(prepared, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the worker processes
    # The notebooks are run by other tests; here one that declares the same parameters is enough.
    notebook = nbformat.read(pipeline.list_notebooks()[2], as_version=4)
    notebook.cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    nbformat.write(notebook, tmp_path / "03_check_the_data.ipynb")
    monkeypatch.setattr(pipeline, "list_notebooks", lambda: [tmp_path / "03_check_the_data.ipynb"])
    return tmp_path / "work"


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_a_block_says_what_it_is(page):
    for block in blocks_of(page):
        known = block.language in (*LANGUAGES, *SHOWN) or block.language.startswith("{")
        assert known, f"{page.name}:{block.line}: {block.language or 'no language'}"


@pytest.mark.parametrize(
    "page", [p for p in PAGES if any(b.language in LANGUAGES for b in blocks_of(p))], ids=names
)
def test_the_blocks_of_a_page_run(page, workspace):
    runner = Runner(page)
    for block in blocks_of(page):
        if block.language in LANGUAGES:
            runner.run(block)


def test_pandas_and_duckdb_agree_on_each_of_the_ten_questions(workspace):
    """On made-up reports too: they have years that follow each other, and damage of every kind."""
    shutil.rmtree(workspace / "data")
    write_corpus(140, workspace / "made_up", seed=11)
    gik.extract(
        workspace / "made_up" / "reports", out=workspace / "data/processed", engine="serial"
    )
    (page,) = [p for p in PAGES if p.name == "dataset.md"]
    runner = Runner(page)
    for block in blocks_of(page):
        if block.language in ("python", "sql"):
            runner.run(block)
    assert runner.compared == 10


def test_what_is_not_run_is_little():
    reasons = [b.not_run for page in PAGES for b in blocks_of(page) if b.not_run]
    assert len(reasons) <= 3, reasons
