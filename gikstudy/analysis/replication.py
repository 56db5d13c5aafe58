"""`package`: a finished study as one ZIP file that others can check and run again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from gikstudy.analysis.boxes import STAMP
from gikstudy.analysis.index import STUDY_RECORD
from gikstudy.analysis.open_study import hashes
from gikstudy.analysis.own_folder import CONFIG, config_text
from gikstudy.analysis.pipeline import RUN_TIME, SOURCES
from gikstudy.analysis.selection import made_up
from gikstudy.dataset.declarations import table_names
from gikstudy.dataset.load import load_dataset
from gikstudy.errors import CallError, NotFoundError, OutputExistsError

if TYPE_CHECKING:
    import pandas as pd

    from gikstudy.dataset.load import Dataset

_PROCESSED: Final = "data/processed"
_DESCRIBED: Final = ("datapackage.json", "CODEBOOK.md", "ro-crate-metadata.json")
_INPUTS: Final = ("source", "sha256", "n_bytes", "outcome", "reason", "url", "retrieved_on")
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the same files give the same bytes


def write_package(out: str | Path, to: str | Path) -> Path:
    """Does what `gikstudy.package` says, which also explains the arguments and errors."""
    folder, target = Path(out), Path(to)
    study = folder / "study"
    if not (study / STUDY_RECORD).is_file():
        raise NotFoundError(
            f"{folder}: holds no finished study; run `gikstudy study --out {folder}`"
        )
    if target.exists():
        raise OutputExistsError(f"{target}: exists already")
    record = json.loads((study / STUDY_RECORD).read_text("utf-8"))
    known = hashes(folder)
    if known.get("dataset") != record["hashes"].get("dataset"):
        raise CallError(f"{folder}: the dataset has changed since the study; run the study again")
    data = load_dataset(folder)
    members = dict(_texts(data, record, folder))
    members |= {path: (folder / name).read_bytes() for path, name in _files(folder)}
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.writing")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(members):
            archive.writestr(zipfile.ZipInfo(path, _FIRST_DAY), members[path], zipfile.ZIP_DEFLATED)
    beside.replace(target)
    return target


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files of the dataset and of the study: the path in the package, the name in the folder."""
    study = folder / "study"
    for path in sorted(study.rglob("*")):
        below = path.relative_to(study)
        if not path.is_file() or below.name.startswith("."):
            continue
        inside = below.parts[0] == SOURCES
        target = f"notebooks/{below.name}" if inside else f"{_PROCESSED}/study/{below.as_posix()}"
        yield target, f"study/{below.as_posix()}"
    stored = [f"{table}{end}" for table in table_names() for end in (".csv", ".parquet")]
    for entry in (*_DESCRIBED, *stored):
        for part in _parts(folder / entry):
            name = part.relative_to(folder).as_posix()
            yield f"{_PROCESSED}/{name}", name


def _parts(path: Path) -> Iterable[Path]:
    """A large table is a folder of part files."""
    if path.is_dir():
        return sorted(part for part in path.rglob("*") if part.is_file())
    return [path] if path.is_file() else []


def _texts(data: Dataset, record: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, bytes]]:
    figures = record["figures"]
    inputs = _inputs(data)
    requirements = _requirements()
    yield "inputs.csv", _csv(_INPUTS, inputs.itertuples(index=False))
    yield "figures.csv", _csv(("figure", "notebook"), [(f["stem"], f["notebook"]) for f in figures])
    yield "requirements.txt", ("\n".join(requirements) + "\n").encode()
    parameters = dict(record["parameters"])
    if covariates := parameters.get("covariates"):
        parameters["covariates"] = "covariates.csv"
        yield "covariates.csv", (folder / "study" / covariates).read_bytes()
    yield CONFIG, config_text(parameters).encode()
    yield "README.md", _readme(data, record, folder, inputs, requirements).encode()


def _inputs(data: Dataset) -> pd.DataFrame:
    """One row for each raw file: what it was, its hash, where it came from."""
    rows = data.sources.merge(
        data.reports[["report_id", "n_bytes", "url", "retrieved_on"]], on="report_id", how="left"
    )
    return rows.reindex(columns=list(_INPUTS)).astype("string").fillna("")


def _requirements() -> list[str]:
    """This package and those it names, each in the version that is installed here."""
    names = ["gikstudy"]
    for line in requires("gikstudy") or ():
        if "extra ==" not in line:
            names.append(next(part for part in line.replace("<", ">").split(">")).strip(" =~!"))
    found = []
    for name in names:
        try:
            found.append(f"{name}=={version(name)}")
        except PackageNotFoundError:
            continue
    return found


def _readme(
    data: Dataset,
    record: Mapping[str, Any],
    folder: Path,
    inputs: pd.DataFrame,
    requirements: Sequence[str],
) -> str:
    template = Template(files(__package__).joinpath("replication.md").read_text("utf-8"))
    figures = record["figures"]
    tables = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    return template.substitute(
        stamp=f"**{STAMP}**\n" if made_up(data.reports) else "",
        inputs=f"{len(inputs):,}",
        outcomes=", ".join(
            f"{n:,} {k}" for k, n in inputs["outcome"].value_counts().sort_index().items()
        ),
        addresses=f"{inputs['url'].ne('').sum():,}",
        tables=_grid(("file", "bytes", "hash"), [_resource(r) for r in tables]),
        figures=_grid(("figure", "notebook"), [(f["stem"], f["notebook"]) for f in figures]),
        software=record["software"],
        requirements="\n".join(requirements),
        time=_run_time(folder),
        parameters=", ".join(f"{k} = {v}" for k, v in record["parameters"].items()) or "none",
    )


def _resource(resource: Mapping[str, Any]) -> tuple[str, str, str]:
    paths, sizes, marks = (resource.get(key, "") for key in ("path", "bytes", "hash"))
    name = paths if isinstance(paths, str) else f"{len(paths)} files of {resource['name']}"
    return name, str(sizes), marks if isinstance(marks, str) else "see datapackage.json"


def _run_time(folder: Path) -> str:
    try:
        times = json.loads((folder / RUN_TIME).read_text("utf-8"))
    except (OSError, ValueError):
        return "not recorded"
    return (
        f"{times['seconds_extraction']} seconds to extract the reports (0: they had been read "
        f"before) and {times['seconds_notebooks']} seconds for the notebooks, "
        f"on a machine with {times['processors']} processors"
    )


def _grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue().encode()
