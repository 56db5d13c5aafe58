"""`run_study`: a folder of reports becomes a dataset, executed notebooks, figures and an index."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any, Final

from gikstudy.analysis.running import Errand, NotebookError, declared_parameters, run_notebooks
from gikstudy.errors import CallError, DamagedFileError, NotFoundError, naming
from gikstudy.packaged import packaged_rows
from gikstudy.reading.addresses import is_remote

__all__ = ["NotebookError", "list_notebooks", "run_study"]

# The run itself fills these in; -p cannot, because --raw and --out set them.
GIVEN: Final = ("raw", "data", "figures")
CRITERIA: Final = ("years", "regions", "levels", "scope", "bodies", "blanks")
NUMBERED: Final = "[0-9][0-9]_*.ipynb"
RUN_TIME: Final = ".study-run.json"
SOURCES: Final = "notebooks"  # in a study: the notebooks as they were before they ran
_RECORD: Final = ".made.json"
_AT_ONCE: Final = 4  # each notebook that runs holds the dataset in memory


def run_study(
    raw: str | Path = "data/raw",
    out: str | Path = "data/processed",
    parameters: Mapping[str, object] | None = None,
    *,
    notebooks: str | Path | None = None,
    engine: str = "processes",
    workers: int | None = None,
    config: str | Path | None = None,
    progress: bool = False,
) -> Path:
    """Does what `gikstudy.study` says, which also explains the arguments and errors."""
    # Imported here, because importing an indicator must not load the engine.
    from gikstudy.analysis.criteria import criteria_of
    from gikstudy.analysis.labels import LANGUAGES
    from gikstudy.analysis.open_study import make_dataset
    from gikstudy.analysis.selection import apply
    from gikstudy.engine import Workforce
    from gikstudy.engine.folder import only_one

    paths = list_notebooks(notebooks) if notebooks else list_notebooks()
    if is_remote(out):
        raise CallError(f"{out}: a study is written to a folder; copy it to the address afterwards")
    chosen = {**(read_config(config) if config else {}), **(parameters or {})}
    declared = {path: declared_parameters(path) for path in paths}
    _check(chosen, declared)
    if chosen.get("language", "zh") not in LANGUAGES:
        legal = ", ".join(LANGUAGES)
        raise CallError(f"parameter language: {chosen['language']!r}; legal are {legal}")
    _check_file(chosen)
    criteria = criteria_of(**{name: chosen[name] for name in CRITERIA if name in chosen})
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    began = monotonic()
    with only_one(folder, "study"), naming(out):
        workforce = Workforce(engine, workers)
        data = make_dataset(raw, folder, workforce=workforce, renew=True, progress=progress)
        read = monotonic()
        apply(criteria, data)  # asks before an hour of notebooks whether there is such a report
        at_once = 1 if engine == "serial" else min(workers or os.cpu_count() or 1, _AT_ONCE)
        page = _run(paths, folder, _Call(raw, chosen, declared), at_once=at_once, shown=progress)
        _note_time(folder, read - began, monotonic() - read)
    return page


class _Call:
    """What one study was asked to do, in the forms in which notebooks and readers need it."""

    def __init__(
        self,
        raw: str | Path,
        chosen: Mapping[str, object],
        declared: Mapping[Path, Mapping[str, str]],
    ) -> None:
        self.raw = str(raw) if is_remote(raw) else Path(raw).resolve().as_posix()
        self.chosen = dict(chosen)
        self.declared = declared

    def errand(self, notebook: Path, new: Path, study: Path, *, made_up: bool) -> Errand:
        """One notebook, to be run into the folder `new`, which becomes `study`."""
        values: dict[str, object] = {**self.chosen, "raw": self.raw}
        values["data"] = study.parent.resolve().as_posix()
        values["figures"] = (new / "figures").resolve().as_posix()
        if covariates := self.chosen.get("covariates"):
            values["covariates"] = Path(str(covariates)).resolve().as_posix()
        declared = self.declared[notebook]
        default = declared.get("language", "").strip("\"'")
        return Errand(
            notebook,
            new / notebook.name,
            {name: value for name, value in values.items() if name in declared},
            self.shown(study),
            str(self.chosen.get("language", default or "zh")),
            made_up,
        )

    def shown(self, study: Path) -> dict[str, str]:
        """The paths as seen from the folder of the study, the same wherever it lies."""
        found = {"data": "..", "figures": "figures", "raw": _seen_from(study, self.raw)}
        if covariates := self.chosen.get("covariates"):
            found["covariates"] = _seen_from(study, str(Path(str(covariates)).resolve()))
        return found


def _seen_from(study: Path, path: str) -> str:
    if is_remote(path):
        return path
    with suppress(ValueError):  # on another drive
        return Path(os.path.relpath(path, study.resolve())).as_posix()
    return path


def _run(notebooks: Sequence[Path], out: Path, call: _Call, *, at_once: int, shown: bool) -> Path:
    """Runs the notebooks on the dataset and writes the folder `study`."""
    from gikstudy.analysis.chain import write_evidence
    from gikstudy.analysis.index import StudyRecord, write_index
    from gikstudy.analysis.selection import made_up
    from gikstudy.dataset.load import load_dataset

    study = out / "study"
    unreal = made_up(load_dataset(out, columns={"reports": ["made_up"]}).reports)
    with _beside(study) as new:
        errands = [call.errand(path, new, study, made_up=unreal) for path in notebooks]
        run_notebooks(errands, at_once=at_once, shown=shown)
        (new / SOURCES).mkdir()
        for path in notebooks:
            shutil.copyfile(path, new / SOURCES / path.name)
        seen = call.shown(study)
        write_evidence(out, call.raw, new, seen["raw"])
        values = {**call.chosen, **{k: v for k, v in seen.items() if k in call.chosen}}
        write_index(new, out, StudyRecord(seen["raw"], values, tuple(p.name for p in notebooks)))
    return study / "index.html"


def list_notebooks(folder: str | Path | None = None) -> list[Path]:
    """The numbered notebooks of a folder; without one, those that come with gikstudy.

    Raises:
        NotFoundError: if there are none.
    """
    package = Path(__file__).parents[1]
    own = (package / "notebooks", package.parent / "notebooks")  # in a wheel, in a clone
    for place in own if folder is None else (Path(folder),):
        if found := sorted(place.glob(NUMBERED)):
            return found
    place = own[-1] if folder is None else Path(folder)
    raise NotFoundError(f"{place}: no notebooks with a number, such as 01_read.ipynb")


def read_config(path: str | Path) -> dict[str, object]:
    """The parameters in a TOML file, one `name = value` a line.

    Raises:
        NotFoundError: if there is no such file.
        DamagedFileError: if it is not TOML.
    """
    try:
        return tomllib.loads(Path(path).read_text("utf-8"))
    except FileNotFoundError:
        raise NotFoundError(f"{path}: no such file of parameters") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DamagedFileError(f"{path}: is not TOML: {error}") from None


def parameter_rows() -> tuple[dict[str, str], ...]:
    """All parameters of the notebooks that come with gikstudy: name, default, meaning, example."""
    return packaged_rows("gikstudy", "parameters.csv")


def _check(wanted: Mapping[str, object], declared: Mapping[Path, Mapping[str, str]]) -> None:
    legal = sorted({name for names in declared.values() for name in names} - set(GIVEN))
    for name in wanted:
        if name not in legal:
            raise CallError(
                f"parameter {name!r}: no notebook declares it; legal are {', '.join(legal)}"
            )


def _check_file(wanted: Mapping[str, object]) -> None:
    path = str(wanted.get("covariates", ""))
    if path and not Path(path).is_file():
        raise NotFoundError(f"covariates {path!r}: no such file")


def _note_time(out: Path, reading: float, notebooks: float) -> None:
    """How long the study took, for a replication package; not part of the study itself."""
    times: dict[str, Any] = {
        "seconds_extraction": round(reading),
        "seconds_notebooks": round(notebooks),
        "processors": os.cpu_count(),
    }
    (out / RUN_TIME).write_text(json.dumps(times), "utf-8")


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder beside `target` that replaces it if all went well."""
    new = Path(tempfile.mkdtemp(prefix=".study-", dir=target.parent))
    try:
        yield new
        old = Path(tempfile.mkdtemp(prefix=".study-old-", dir=target.parent))
        made = [path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()]
        (new / _RECORD).write_text(json.dumps(sorted(made)), encoding="utf-8")
        if target.exists():
            _keep_foreign(target, new)
            target.rename(old / "study")
        new.chmod(0o755)
        new.rename(target)
        shutil.rmtree(old)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _keep_foreign(old: Path, new: Path) -> None:
    """Keeps what the user put into the folder of a study."""
    made: set[str] = set()
    with suppress(OSError, ValueError):
        made.update(json.loads((old / _RECORD).read_text("utf-8")))
    for path in old.rglob("*"):
        name = path.relative_to(old).as_posix()
        target = new / name
        if path.is_file() and name not in made and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
