"""Metadata for archives: what the project knows, what the user states, and nothing invented."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from dataset_reports import make_report, write_dataset, write_small
from project_paths import ROOT, SAMPLE

import gikstudy as gik
from gikstudy.dataset.crate import CRATE
from gikstudy.dataset.description import read_description
from gikstudy.dataset.package import file_hash

TOLD = {
    "title": "Reports of one prefecture",
    "created": "2026-01-05",
    "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
    "contributors": [{"title": "A. Researcher", "path": "https://orcid.org/0000-0000-0000-0000"}],
}


def crate_of(out: Path) -> dict[str, dict]:
    return {thing["@id"]: thing for thing in json.loads((out / CRATE).read_text("utf-8"))["@graph"]}


def test_nobody_states_a_licence_for_the_user(tmp_path: Path) -> None:
    out = write_small(tmp_path)
    assert "licenses" not in json.loads((out / "datapackage.json").read_text("utf-8"))
    root = crate_of(out)["./"]
    assert "license" not in root
    assert "datePublished" not in root


def test_the_crate_lists_every_file_with_its_hash(tmp_path: Path) -> None:
    out = write_small(tmp_path)
    graph = crate_of(out)
    assert graph[CRATE]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    parts = {part["@id"] for part in graph["./"]["hasPart"]}
    files = {path.name for path in out.iterdir() if not path.name.startswith(".")} - {
        CRATE,
        "datapackage.json",
    }
    assert parts == files
    for name in parts:
        assert graph[name]["sha256"] == file_hash(out / name)


def test_what_the_user_says_stands_in_both_descriptions(tmp_path: Path) -> None:
    out = write_dataset(tmp_path, [[make_report("a.txt")]], description=TOLD)
    package = json.loads((out / "datapackage.json").read_text("utf-8"))
    assert TOLD.items() <= package.items()
    graph = crate_of(out)
    assert graph["./"]["name"] == TOLD["title"]
    assert graph["./"]["datePublished"] == "2026-01-05"
    (licence,) = graph["./"]["license"]
    assert graph[licence["@id"]]["name"] == "CC-BY-4.0"
    assert graph["./"]["author"] == [{"@id": TOLD["contributors"][0]["path"]}]


def test_a_run_takes_the_description_from_the_raw_folder(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    report = sorted(SAMPLE.glob("*.txt"))[0]
    (raw / report.name).write_bytes(report.read_bytes())
    (raw / "dataset.json").write_text(json.dumps(TOLD), "utf-8")
    gik.extract(raw, out=tmp_path / "out", engine="serial")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert package["licenses"] == TOLD["licenses"]
    assert len(gik.load_dataset(tmp_path / "out").sources) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "must hold one object"),
        ('{"license": "MIT"}', "property 'license'; legal are"),
        ('{"licenses": "MIT"}', "licenses must be a list"),
        ('{"licenses": [{"title": "x"}]}', "each of licenses needs a name or a path"),
    ],
)
def test_a_description_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str):
    path = tmp_path / "dataset.json"
    path.write_text(text, "utf-8")
    with pytest.raises(gik.GikstudyError, match=said):
        read_description(path.read_bytes(), str(path))


def test_the_descriptions_of_the_software_say_the_same() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = dict(re.findall(r'^([\w-]+): "?(.*?)"?$', (ROOT / "CITATION.cff").read_text(), re.M))
    zenodo = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    meta = json.loads((ROOT / "codemeta.json").read_text("utf-8"))
    assert project["version"] == citation["version"] == zenodo["version"] == meta["version"]
    assert citation["title"] == zenodo["title"]
    assert citation["date-released"] == zenodo["publication_date"] == meta["dateModified"]
    assert project["license"] == citation["license"] == zenodo["license"]
    assert meta["license"].endswith(f"/{project['license']}")
    assert meta["description"] == project["description"]
