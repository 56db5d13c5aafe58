"""The notebooks as a reader gets them, and the study run from end to end."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from project_paths import SAMPLE

from gikstudy.analysis import NotebookError, run_study
from gikstudy.analysis import pipeline as runner
from gikstudy.analysis.pipeline import GIVEN, declared_parameters, list_notebooks
from gikstudy.dataset.declarations import table_names

NOTEBOOKS = list_notebooks()


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=nbformat.NO_CONVERT)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebooks_are_there_in_order():
    assert [p.stem for p in NOTEBOOKS] == [
        "01_read_and_clean",
        "02_extract_tables",
        "03_check_the_data",
        "04_disclosure_trends",
        "05_problems_and_language",
        "08_what_explains_the_differences",
    ]


def test_notebook_is_valid_and_committed_without_outputs(notebook):
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in code_cells(notebook):
        assert not cell.outputs
        assert cell.execution_count is None
        assert "injected-parameters" not in cell.metadata.get("tags", [])


def test_notebook_has_one_parameters_cell_of_plain_literals(notebook):
    tagged = [c for c in code_cells(notebook) if "parameters" in c.metadata.get("tags", [])]
    assert len(tagged) == 1
    assert all(re.fullmatch(r'\w+ = "[^"]*"', line) for line in tagged[0].source.splitlines())


def test_notebook_narrates_and_the_package_computes(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 15
    for cell in cells:
        assert len(cell.source.splitlines()) <= 12
        assert not re.search(r"^\s*(def|class|!|%pip)\b|sys\.path", cell.source, re.MULTILINE)
        assert not re.search(r"[\"']/[a-z]", cell.source), "absolute path"
    assert "assert " in cells[-1].source


def test_notebook_opens_with_question_inputs_and_outputs(notebook):
    first = notebook.cells[0].source
    assert re.match(r"# \d\. ", first)
    for part in ("**Question.**", "**In.**", "**Out.**"):
        assert part in first


def test_headings_are_sentences(notebook):
    headings = re.findall(r"^## (.+)$", "\n".join(c.source for c in notebook.cells), re.MULTILINE)
    assert headings
    assert all(len(heading.split()) >= 5 for heading in headings)


def test_every_parameter_of_the_study_is_declared_where_it_is_used():
    declared = {p.stem: set(declared_parameters(p)) for p in NOTEBOOKS}
    for stem in ("03_check_the_data", "04_disclosure_trends", "05_problems_and_language"):
        assert {"data", "years", "regions", "levels", "scope", "language"} <= declared[stem]


def test_a_value_that_is_not_legal_is_an_error_before_anything_runs(tmp_path):
    with pytest.raises(ValueError, match="parameter language: 'fr'; legal are zh, en"):
        run_study(SAMPLE, tmp_path / "out", {"language": "fr"})
    assert not (tmp_path / "out").exists()


def test_a_parameter_that_no_notebook_declares_is_an_error_before_anything_runs(tmp_path):
    with pytest.raises(
        ValueError,
        match=r"parameter 'colour': no notebook declares it; legal are blanks, language, levels, ",
    ):
        run_study(SAMPLE, tmp_path / "out", {"colour": "red"})
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", GIVEN)
def test_what_the_command_says_is_no_parameter(tmp_path, name):
    with pytest.raises(ValueError, match=f"parameter '{name}'"):
        run_study(SAMPLE, tmp_path / "out", {name: "x"})


def small_notebook(folder: Path, *sources: str) -> Path:
    first = nbformat.v4.new_code_cell(
        'data = ""\nmark = "plain"', metadata={"tags": ["parameters"]}
    )
    cells = [first, *(nbformat.v4.new_code_cell(source) for source in sources)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    path = folder / "01_small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


@pytest.mark.notebook
def test_a_notebook_that_stops_is_named_with_its_cell_and_leaves_no_study(tmp_path, monkeypatch):
    path = small_notebook(tmp_path, "1 + 1", "raise RuntimeError('no\\nrates')")
    monkeypatch.setattr(runner, "list_notebooks", lambda: [path])
    with pytest.raises(NotebookError, match=r"^01_small.ipynb, cell 3: RuntimeError: no rates$"):
        run_study(SAMPLE, tmp_path / "out")
    assert (tmp_path / "out" / "datapackage.json").is_file()
    shown = [p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")]
    assert not [name for name in shown if "study" in name]


@pytest.mark.notebook
def test_running_twice_gives_the_same_tables_and_replaces_the_study(tmp_path, monkeypatch):
    path = small_notebook(tmp_path, "print(mark)")
    monkeypatch.setattr(runner, "list_notebooks", lambda: [path])
    for out in ("a", "b", "a"):
        run_study(SAMPLE, tmp_path / out, {"mark": f"said {out}"})
    tables = sorted(
        p.name for p in (tmp_path / "a").glob("*.*") if p.suffix in (".parquet", ".csv")
    )
    assert tables == sorted(f"{t}.{kind}" for t in table_names() for kind in ("csv", "parquet"))
    for name in tables:
        a, b = (hashlib.sha256((tmp_path / x / name).read_bytes()).digest() for x in "ab")
        assert a == b, name
    assert "said b" in (tmp_path / "b" / "study" / "01_small.html").read_text("utf-8")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The whole study over the sample and one report whose prose holds markup."""
    raw = tmp_path_factory.mktemp("raw")
    for path in SAMPLE.glob("*.txt"):
        (raw / path.name).write_bytes(path.read_bytes())
    text = (SAMPLE / "report_000.txt").read_text("utf-8")
    evil = "<img src=x onerror=alert(1)>"
    (raw / "report_evil.txt").write_text(
        text.replace("鄂托克旗人民政府", f"鄂托克旗{evil}人民政府"), "utf-8"
    )
    out = tmp_path_factory.mktemp("out") / "study_of_six"
    index = run_study(raw, out, {"language": "en", "years": "2019-2024"})
    return index.parent


@pytest.mark.notebook
def test_the_study_runs_every_notebook_to_the_end(study):
    for path in NOTEBOOKS:
        done = nbformat.read(study / path.name, as_version=4)
        assert all(cell.execution_count for cell in code_cells(done)), path.stem
        streams = [o for c in code_cells(done) for o in c.outputs if o.output_type == "stream"]
        assert not [o for o in streams if o.name == "stderr"], path.stem
        assert (study / f"{path.stem}.html").stat().st_size > 10_000
        assert papermill.inspect_notebook(str(study / path.name))["language"]["default"] == '"zh"'


@pytest.mark.notebook
def test_parameters_reach_the_notebooks_and_no_temporary_path_is_left(study):
    page = (study / "03_check_the_data.html").read_text("utf-8")
    assert "2019-2024" in page
    assert "Coverage" in (study / "index.html").read_text("utf-8")
    for path in study.glob("*.ipynb"):
        assert ".study-" not in path.read_text("utf-8")


@pytest.mark.notebook
def test_the_index_links_notebooks_and_figures_that_exist(study):
    index = (study / "index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', index)
    assert len(links) > 20
    assert [link for link in links if not (study / link).exists()] == []
    for path in NOTEBOOKS:
        assert f"{path.stem}.html" in links
    assert "政府信息公开" in index
    assert sorted(p.suffix for p in (study / "figures").glob("01_*")) == [".png", ".svg"]
    assert list((study / "figures").glob("*.txt")), "six reports are too few for some figure"


@pytest.mark.notebook
def test_markup_in_a_report_stays_text(study):
    for page in study.glob("*.html"):
        assert "<img src=x" not in page.read_text("utf-8"), page.name
