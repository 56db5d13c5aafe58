"""The notebooks as a reader gets them, and each of them run by itself."""

from __future__ import annotations

import re
import shutil

import nbformat
import pytest
from project_paths import SAMPLE

from gikstudy.analysis.figures.album import FIGURES
from gikstudy.analysis.index import drawn_in
from gikstudy.analysis.labels import LANGUAGES
from gikstudy.analysis.pipeline import list_notebooks, parameter_rows
from gikstudy.analysis.running import declared_parameters, in_language

NOTEBOOKS = list_notebooks()
PARAMETERS = {row["name"]: row for row in parameter_rows()}
READ_ONLY = ("01_read_and_clean", "02_extract_tables")  # they come before any selection


@pytest.fixture(params=NOTEBOOKS, ids=lambda p: p.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def narration(notebook, language):
    return [c.source for c in notebook.cells if c.cell_type == "markdown" and language in tags(c)]


def test_the_notebooks_are_there_in_order():
    assert [p.stem for p in NOTEBOOKS][:7] == [
        "01_read_and_clean",
        "02_extract_tables",
        "03_check_the_data",
        "04_who_asks",
        "05_what_came_of_it",
        "06_disputes",
        "07_problems_and_language",
    ]


def test_notebook_is_valid_and_committed_without_outputs(notebook):
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    for cell in code_cells(notebook):
        assert not cell.outputs
        assert cell.execution_count is None
        assert "injected-parameters" not in tags(cell)


def test_notebook_has_one_parameters_cell_of_plain_literals(notebook):
    tagged = [c for c in code_cells(notebook) if "parameters" in tags(c)]
    assert len(tagged) == 1
    assert all(re.fullmatch(r'\w+ = "[^"]*"', line) for line in tagged[0].source.splitlines())


def test_the_parameters_have_the_same_names_and_defaults_everywhere_and_a_meaning(path):
    for name, default in declared_parameters(path).items():
        assert default == f'"{PARAMETERS[name]["default"]}"', name
        assert PARAMETERS[name]["meaning"]
        assert PARAMETERS[name]["meaning_zh"]


def test_every_criterion_can_be_set_wherever_reports_are_selected():
    criteria = {"years", "regions", "levels", "scope", "bodies", "blanks"}
    for path in NOTEBOOKS[2:7]:
        assert {"raw", "data", "figures", "language"} | criteria <= set(declared_parameters(path))


def test_a_notebook_declares_no_parameter_that_it_does_not_use(path, notebook):
    code = "\n".join(c.source for c in code_cells(notebook) if "parameters" not in tags(c))
    for name in declared_parameters(path):
        assert re.search(rf"\b{name}\b", code), name


def test_notebook_narrates_and_the_package_computes(notebook):
    cells = code_cells(notebook)
    assert len(cells) <= 16
    for cell in cells:
        assert len(cell.source.splitlines()) <= 12
        assert not re.search(r"^\s*(def|class|!|%pip)\b|sys\.path", cell.source, re.MULTILINE)
        assert not re.search(r"[\"']/[a-z]", cell.source), "absolute path"
    assert any("assert " in cell.source for cell in cells[-3:])


def test_a_banner_opens_each_notebook_and_the_methods_close_it(path, notebook):
    cells = [c for c in code_cells(notebook) if "parameters" not in tags(c)]
    assert re.search(r"^study\.(raw_)?banner\(\)$", cells[0].source, re.MULTILINE)
    assert "study.methods(" in cells[-1].source


@pytest.mark.parametrize(
    ("language", "opening", "words"),
    [
        ("en", r"# \d\. [A-Z]", ("**Question.**", "**In.**", "**Out.**")),
        ("zh", r"# \d\. [\u4e00-\u9fff]", ("**问题。**", "**输入。**", "**输出。**")),
    ],
)
def test_notebook_opens_with_question_inputs_and_outputs(notebook, language, opening, words):
    first = narration(notebook, language)[0]
    assert re.match(opening, first)
    for word in words:
        assert word in first


def test_every_cell_of_narration_has_its_twin_in_the_other_language(notebook):
    cells = [c for c in notebook.cells if c.cell_type == "markdown"]
    assert len(cells) % 2 == 0
    for english, chinese in zip(cells[::2], cells[1::2], strict=True):
        assert (tags(english), tags(chinese)) == (["en"], ["zh"])
        levels = [re.findall(r"^#+", cell.source, re.MULTILINE) for cell in (english, chinese)]
        assert levels[0] == levels[1]
        codes = [set(re.findall(r"`[^`]+`", cell.source)) for cell in (english, chinese)]
        assert codes[0] == codes[1], english.source
        assert re.search(r"[\u4e00-\u9fff]", chinese.source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_keeps_one_language_and_all_code(notebook, language):
    before = len(code_cells(notebook))
    kept = in_language(notebook, language)
    assert len(kept) == len(notebook.cells)
    assert len(code_cells(notebook)) == before
    told = [tags(c) for c in notebook.cells if c.cell_type == "markdown"]
    assert told
    assert all(tag == [language] for tag in told)


def test_headings_are_sentences(notebook):
    told = "\n".join(narration(notebook, "en"))
    headings = re.findall(r"^## (.+)$", told, re.MULTILINE)
    assert headings
    assert all(len(heading.split()) >= 4 for heading in headings)


def test_every_figure_is_drawn_in_one_notebook():
    drawn = [name for path in NOTEBOOKS for name in drawn_in(path)]
    assert sorted(drawn) == sorted(FIGURES)


def test_each_notebook_runs_by_itself_on_a_fresh_clone(path, tmp_path, monkeypatch):
    """From the folder `notebooks`, as Jupyter does, and with nothing made before."""
    shutil.copytree(SAMPLE, tmp_path / "data" / "raw" / "sample")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    names: dict[str, object] = {}
    for cell in code_cells(nbformat.read(path, as_version=4)):
        exec(compile(cell.source, path.name, "exec"), names)
    made = {p.name for p in (tmp_path / "data" / "processed").iterdir()}
    assert ("cleaned_text.parquet" in made) == (path.stem == "01_read_and_clean")
    assert ("datapackage.json" in made) == (path.stem != "01_read_and_clean")
    drawn = {p.stem.partition("_")[2] for p in (tmp_path / "data").rglob("figures/*")}
    assert {name.removesuffix("_reports") for name in drawn} == set(drawn_in(path))
    assert not list((tmp_path / "notebooks").iterdir())
