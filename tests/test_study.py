"""`gikstudy study`, `init` and `package` from end to end."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import nbformat
import papermill
import pytest
from project_paths import ROOT, SAMPLE

import gikstudy as gik
from gikstudy.analysis import NotebookError, run_study
from gikstudy.analysis.boxes import STAMP
from gikstudy.analysis.index import drawn_in
from gikstudy.analysis.labels import LANGUAGES
from gikstudy.analysis.pipeline import CRITERIA, GIVEN, list_notebooks, parameter_rows
from gikstudy.dataset.declarations import table_names
from gikstudy.synthesis import write_corpus

NOTEBOOKS = list_notebooks()
NARRATED = [
    nbformat.v4.new_markdown_cell("All readers."),
    nbformat.v4.new_markdown_cell("Only English.", metadata={"tags": ["en"]}),
    nbformat.v4.new_markdown_cell("只有中文。", metadata={"tags": ["zh"]}),
]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def digests(folder: Path) -> dict[str, str]:
    """What is in a study, without the marks of runs that begin with a dot."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def own_notebooks(folder: Path, *sources: str, name: str = "01_small.ipynb") -> Path:
    """A folder with one notebook of one's own, with narration in two languages."""
    first = nbformat.v4.new_code_cell(
        'raw = ""\ndata = ""\nyears = ""\nlanguage = "zh"\nmark = "plain"',
        metadata={"tags": ["parameters"]},
    )
    cells = [*NARRATED, first, *(nbformat.v4.new_code_cell(source) for source in sources)]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    metadata = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / name)
    return folder


# --- refused before any work ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"language": "fr"}, "parameter language: 'fr'; legal are zh, en"),
        ({"years": "2023-2021"}, "years '2023-2021': runs backwards; write 2021-2023"),
        ({"years": "1999"}, "1999 is not a year of a report; the first is 2008"),
        ({"regions": "朝阳"}, r"may be 朝阳区 110105 \(北京市\), 朝阳市 211300"),
        ({"levels": "village"}, "level 'village': legal are central, province"),
        ({"scope": "all"}, "scope 'all': legal are own, level, region, unknown"),
        ({"blanks": "none"}, "blanks 'none': legal are open, zero"),
        ({"colour": "red"}, r"parameter 'colour': no notebook declares it; legal are .*blanks, "),
        *(({name: "x"}, f"parameter '{name}'") for name in GIVEN),
    ],
)
def test_what_cannot_mean_anything_is_refused_before_any_work(tmp_path, parameters, message):
    with pytest.raises(ValueError, match=message):
        run_study(SAMPLE, tmp_path / "out", parameters)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"years": "2030"}, "years '2030': no report; the dataset has 2019, 2020, 2024"),
        (
            {"regions": "海南"},
            r"no report is from 海南省 \(460000\); the dataset has reports from 内蒙",
        ),
        ({"scope": "own,level"}, r"scope 'level': no report; the dataset has own \(2\), unknown"),
        ({"levels": "central"}, r"levels 'central': no report; the dataset has county \(3\)"),
        ({"bodies": "鄂托克旗"}, "no body with this id or full name; similar are 鄂托克旗人民政府"),
        (
            {"years": "2024", "levels": "county"},
            r"no report fits .*: years \(1 of 5 reports\); lev",
        ),
    ],
)
def test_what_the_dataset_lacks_is_refused_before_any_notebook_runs(
    read_sample, parameters, message
):
    with pytest.raises(ValueError, match=message):
        run_study(SAMPLE, read_sample, parameters, engine="serial")
    assert not (read_sample / "study").exists()


@pytest.fixture(scope="module")
def read_sample(tmp_path_factory):
    """The folder of a dataset of the sample, without a study."""
    out = tmp_path_factory.mktemp("read") / "out"
    with pytest.raises(ValueError, match="no report"):
        run_study(SAMPLE, out, {"years": "2030"}, engine="serial")
    return out


def test_a_folder_without_notebooks_and_a_file_that_is_not_there_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"such as 01_read\.ipynb"):
        run_study(SAMPLE, tmp_path / "out", notebooks=tmp_path)
    with pytest.raises(FileNotFoundError, match="no such file of parameters"):
        run_study(SAMPLE, tmp_path / "out", config=tmp_path / "study.toml")
    (tmp_path / "study.toml").write_text("years 2020", "utf-8")
    with pytest.raises(ValueError, match=r"study.toml: is not TOML"):
        run_study(SAMPLE, tmp_path / "out", config=tmp_path / "study.toml")


# --- notebooks of one's own -------------------------------------------------------------------


@pytest.mark.notebook
def test_a_notebook_that_stops_is_named_with_its_cell_and_leaves_no_study(tmp_path):
    own = own_notebooks(tmp_path / "own", "1 + 1", "raise RuntimeError('no\\nrates')")
    with pytest.raises(NotebookError, match=r"^01_small.ipynb, cell 6: RuntimeError: no rates$"):
        run_study(SAMPLE, tmp_path / "out", notebooks=own, engine="serial")
    assert (tmp_path / "out" / "datapackage.json").is_file()
    shown = [p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")]
    assert not [name for name in shown if "study" in name]


@pytest.mark.notebook
def test_own_notebooks_give_the_same_bytes_in_any_folder_with_any_engine(tmp_path):
    own = own_notebooks(
        tmp_path / "own",
        "from gikstudy.analysis.open_study import open_study\n"
        "study = open_study(raw, data, years=years, language=language)\nstudy.banner()",
        "print(mark, len(study.corpus.reports))",
    )
    shutil.copyfile(list_notebooks()[5], own / "06_disputes.ipynb")
    config = tmp_path / "study.toml"
    config.write_text('years = "2019-2020"\nmark = "from the file"\n', "utf-8")
    (tmp_path / "b" / "study").mkdir(parents=True)
    (tmp_path / "b" / "study" / "mine.txt").write_text("a note of the user", "utf-8")
    given = {"notebooks": own, "config": config}
    here = Path.cwd()
    run_study(SAMPLE, tmp_path / "a", {"mark": "said"}, engine="serial", **given)
    run_study(SAMPLE, tmp_path / "b", {"mark": "said"}, workers=2, **given)
    assert Path.cwd() == here  # two notebooks at once share this process
    first = tmp_path / "a" / "study"
    other = digests(tmp_path / "b" / "study")
    assert other.pop("mine.txt")
    assert other == digests(first)
    assert {"figures/12_disputes.txt", "study.json", "CODEBOOK.html"} <= set(other)
    page = (first / "01_small.html").read_text("utf-8")
    assert "said 4" in page
    assert ("All readers." in page, "只有中文。" in page, "Only English." in page) == (
        True,
        True,
        False,
    )
    for table in table_names():
        for end in ("csv", "parquet"):
            name = f"{table}.{end}"
            assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


# --- the whole study --------------------------------------------------------------------------


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
def test_parameters_reach_the_notebooks_and_paths_are_those_from_the_study(study):
    page = (study / "03_check_the_data.html").read_text("utf-8")
    assert "years = 2019-2024" in page
    assert "Question." in page
    assert "问题。" not in page
    for path in study.glob("*.ipynb"):
        text = path.read_text("utf-8")
        assert ".study-" not in text
        assert str(study.parent) not in text
        assert 'data = \\"..\\"' in text


@pytest.mark.notebook
def test_the_banner_accounts_for_every_input(study):
    page = (study / "04_who_asks.html").read_text("utf-8")
    for said in (
        "real reports",
        "Left out",
        "copy of a report that is kept 1",
        "5 reports of 5 bodies",
    ):
        assert said in page, said


@pytest.mark.notebook
def test_the_index_says_what_was_run_and_links_what_exists(study):
    index = (study / "index.html").read_text("utf-8")
    links = re.findall(r'(?:href|src)="([^"]+)"', index)
    assert len(links) > 40
    assert [link for link in links if not (study / link).exists()] == []
    for path in NOTEBOOKS:
        assert {f"{path.stem}.html", path.name} <= set(links)
    assert {"CODEBOOK.html", "study.json", "../reports.csv"} <= set(links)
    record = json.loads((study / "study.json").read_text("utf-8"))
    assert record["parameters"] == {"language": "en", "years": "2019-2024"}
    package = hashlib.sha256((study.parent / "datapackage.json").read_bytes()).hexdigest()
    assert record["hashes"]["dataset"] == f"sha256:{package}"
    for said in (record["software"], package, "<b>2019-2024</b>", "政府信息公开", "Coverage"):
        assert said in index, said
    assert "<h1" in (study / "CODEBOOK.html").read_text("utf-8")
    assert STAMP not in index


@pytest.mark.notebook
def test_each_figure_of_the_index_knows_its_notebook(study):
    record = json.loads((study / "study.json").read_text("utf-8"))
    owners = {f["stem"].partition("_")[2]: f["notebook"] for f in record["figures"]}
    assert owners == {name: path.stem for path in NOTEBOOKS for name in drawn_in(path)}
    index = html.unescape((study / "index.html").read_text("utf-8"))
    entries = [json.loads(p.read_text("utf-8")) for p in (study / "figures").glob("*.json")]
    assert len(entries) == len(owners)
    drawn = [entry for entry in entries if entry["drawn"]]
    assert len(drawn) > 5
    for entry in drawn:
        for language in LANGUAGES:
            for said in ("title", "finding", "expectation"):
                assert entry[said][language] in index, entry["name"]
        assert f"figures/{entry['stem']}.csv" in index
    for entry in entries:
        if not entry["drawn"]:
            why = (study / "figures" / f"{entry['stem']}.txt").read_text("utf-8").strip()
            assert why in index


@pytest.mark.notebook
def test_markup_in_a_report_stays_text(study):
    for page in study.glob("*.html"):
        assert "<img src=x" not in page.read_text("utf-8"), page.name


@pytest.mark.notebook
def test_a_package_holds_what_another_needs_to_check_and_rerun(study, tmp_path):
    out = study.parent
    made = gik.package(out, tmp_path / "package.zip")
    with zipfile.ZipFile(made) as archive:
        names = set(archive.namelist())
        texts = {n: archive.read(n).decode() for n in names if n.endswith((".md", ".csv", ".toml"))}
    inputs = list(csv.DictReader(io.StringIO(texts["inputs.csv"])))
    raw = {row["source"]: row["sha256"] for row in inputs}
    data = gik.load_dataset(out)
    assert raw == dict(zip(data.sources["source"], data.sources["sha256"], strict=True))
    assert tomllib.loads(texts["study.toml"]) == {"language": "en", "years": "2019-2024"}
    for path in NOTEBOOKS:
        assert f"notebooks/{path.name}" in names
        assert f"data/processed/study/{path.stem}.html" in names
    for name in (*(f"{t}.parquet" for t in table_names()), "CODEBOOK.md", "study/index.html"):
        assert f"data/processed/{name}" in names
    readme = texts["README.md"]
    for said in (
        "Data availability",
        "seconds for the notebooks",
        "06_disputes",
        "sha256:",
        "pandas==",
    ):
        assert said in readme, said
    assert not re.search(r"\$\w", readme)
    assert STAMP not in readme
    again = gik.package(out, tmp_path / "again.zip")
    assert again.read_bytes() == made.read_bytes()
    with pytest.raises(FileExistsError, match=r"package.zip: exists already"):
        gik.package(out, made)


@pytest.mark.parametrize(("words", "language"), [((), "zh"), (("LANGUAGE=en",), "en")])
def test_make_study_makes_two_studies_in_the_language_asked_for(words, language):
    asked = subprocess.run(
        ["make", "--dry-run", "study", *words],
        cwd=ROOT, env={**os.environ, "LANGUAGE": "de_DE:de"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    calls = [
        line.partition("gikstudy ")[2] for line in asked.stdout.splitlines() if "study --" in line
    ]
    assert [call.partition(" --out ")[0] for call in calls] == [
        "study --raw data/raw",
        "study --raw data/made_up/1500/reports",
    ]
    assert all(call.endswith(f" -p language {language}") for call in calls)


# --- what is made up, is stamped --------------------------------------------------------------


@pytest.mark.notebook
def test_a_study_of_made_up_reports_says_so_on_every_page_and_a_stale_one_is_not_packed(tmp_path):
    write_corpus(3, tmp_path / "made", seed=2)
    own = own_notebooks(
        tmp_path / "own",
        "from gikstudy.analysis.open_study import open_study\n"
        "study = open_study(raw, data, language=language)\nstudy.banner()",
    )
    raw, out = tmp_path / "made" / "reports", tmp_path / "out"
    index = run_study(raw, out, {"language": "en"}, notebooks=own, engine="serial")
    for page in (index, index.parent / "01_small.html"):
        assert STAMP in page.read_text("utf-8")
    assert "made-up reports" in (index.parent / "01_small.ipynb").read_text("utf-8")
    gik.extract(SAMPLE, out=out)
    with pytest.raises(ValueError, match="the dataset has changed since the study"):
        gik.package(out, tmp_path / "package.zip")
    with pytest.raises(FileNotFoundError, match="holds no finished study"):
        gik.package(tmp_path / "made", tmp_path / "package.zip")


# --- a folder of one's own --------------------------------------------------------------------


def test_init_starts_a_folder_that_a_study_can_run_in(tmp_path):
    folder = gik.init(tmp_path / "mine")
    assert list_notebooks(folder / "notebooks")
    for path in NOTEBOOKS:
        assert (folder / "notebooks" / path.name).read_bytes() == path.read_bytes()
    assert list((folder / "data" / "raw").iterdir()) == []
    readme = (folder / "README.md").read_text("utf-8")
    assert "gikstudy study --notebooks notebooks --config study.toml" in readme
    text = (folder / "study.toml").read_text("utf-8")
    assert tomllib.loads(text) == {}
    free = tomllib.loads(re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE))
    assert set(free) == {row["name"] for row in parameter_rows()} - set(GIVEN)
    assert set(CRITERIA) < set(free)
    with pytest.raises(FileExistsError, match="exists and is not empty"):
        gik.init(folder)
