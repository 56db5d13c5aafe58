"""`run_study`: a folder of reports becomes a dataset, executed notebooks, figures and an index."""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gikstudy.errors import CallError, GikstudyError, NotFoundError, naming
from gikstudy.reading.addresses import is_remote

if TYPE_CHECKING:
    from nbformat import NotebookNode

# The run itself fills these in; -p cannot, because --raw and --out set them.
GIVEN: Final = ("raw", "data", "figures")
CHOICES: Final = {"language": ("zh", "en"), "blanks": ("open", "zero")}
NUMBERED: Final = "[0-9][0-9]_*.ipynb"
_RECORD: Final = ".made.json"
_REVIEWED: Final = 1000
"""A study of more reports writes no review pages by itself: each has about 150 kB."""
_log = logging.getLogger(__name__)


class NotebookError(GikstudyError, ValueError):
    """A notebook stopped; the message names the notebook, the cell and the error."""


def run_study(
    raw: str | Path = "data/raw",
    out: str | Path = "data/processed",
    parameters: Mapping[str, object] | None = None,
    *,
    progress: bool = False,
) -> Path:
    """Does what `gikstudy.study` says, which also explains the arguments and errors."""
    # Imported here, because importing an indicator must load neither.
    from gikstudy.engine import Workforce, extract
    from gikstudy.engine.folder import only_one

    notebooks = list_notebooks()
    if is_remote(out):
        raise CallError(f"{out}: a study is written to a folder; copy it to the address afterwards")
    given = {"raw": str(raw) if is_remote(raw) else str(Path(raw).resolve())}
    given["data"] = str(Path(out).resolve())
    declared = {path: declared_parameters(path) for path in notebooks}
    _check(dict(parameters or {}), declared)
    _check_values(dict(parameters or {}))
    Path(out).mkdir(parents=True, exist_ok=True)
    with only_one(Path(out), "study"), naming(out):
        extract(raw, out=out, workforce=Workforce("processes"), resume=True, progress=progress)
        filled = {**(parameters or {}), **given}
        return _run(notebooks, Path(out), filled, declared, raw, shown=progress)


def _run(
    notebooks: list[Path],
    out: Path,
    given: Mapping[str, object],
    declared: Mapping[Path, tuple[str, ...]],
    raw: str | Path,
    *,
    shown: bool,
) -> Path:
    """Runs the notebooks on the dataset and writes the folder `study`."""
    from gikstudy.analysis.index import write_index

    study = out / "study"
    with _beside(study) as folder, _quiet_kernels():
        values = {**given, "figures": str((folder / "figures").resolve())}
        for path in _watched(notebooks, shown=shown):
            wanted = {name: value for name, value in values.items() if name in declared[path]}
            _finish(_execute(path, folder / path.name, wanted), folder / path.name, study)
        _review(out, raw, folder)
        write_index(folder, out)
    return study / "index.html"


def _review(out: Path, raw: str | Path, study: Path) -> None:
    """The pages that show each number beside its place, unless there are very many reports."""
    import shlex

    from gikstudy.dataset.load import load_dataset
    from gikstudy.evidence import REVIEW
    from gikstudy.reviewing import write_review

    reports = len(load_dataset(out, columns={"reports": ["report_id"]}).reports)
    again = f"gikstudy study --raw {shlex.quote(str(raw))} --out {shlex.quote(str(out))}"
    if reports <= _REVIEWED:
        write_review(out, [raw], study / REVIEW, again=again)
    else:
        told = (
            "no review pages for %d reports; write them with: gikstudy review %s --raw %s --out DIR"
        )
        _log.info(told, reports, out, raw)


def list_notebooks() -> list[Path]:
    """The numbered notebooks: inside the package if it comes from a wheel, else beside it.

    Raises:
        NotFoundError: if there are none.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if found := sorted(folder.glob(NUMBERED)):
            return found
    raise NotFoundError(f"{package.parent / 'notebooks'}: no numbered notebooks")


def declared_parameters(notebook: Path) -> tuple[str, ...]:
    """The names that the parameters cell of a notebook declares."""
    import papermill

    return tuple(papermill.inspect_notebook(_literal(notebook)))


def _check(wanted: Mapping[str, object], declared: Mapping[Path, tuple[str, ...]]) -> None:
    legal = sorted({name for names in declared.values() for name in names} - set(GIVEN))
    for name in wanted:
        if name not in legal:
            raise CallError(
                f"parameter {name!r}: no notebook declares it; legal are {', '.join(legal)}"
            )


def _check_values(wanted: Mapping[str, object]) -> None:
    """Check values from a short list before an hour of reading, not after it."""
    for name, legal in CHOICES.items():
        if name in wanted and wanted[name] not in legal:
            raise CallError(f"parameter {name}: {wanted[name]!r}; legal are {', '.join(legal)}")


def _watched(notebooks: list[Path], *, shown: bool) -> Iterator[Path]:
    from tqdm import tqdm

    with tqdm(notebooks, unit=" notebooks", disable=None if shown else True) as bar:
        for path in bar:
            bar.set_description(path.stem)
            _log.info("running notebook %s", path.name)
            yield path


def _execute(notebook: Path, target: Path, parameters: Mapping[str, object]) -> NotebookNode:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        done: NotebookNode = papermill.execute_notebook(
            _literal(notebook), _literal(target), parameters=dict(parameters), cwd=str(notebook.parent),
            progress_bar=False, request_save_on_cell_execute=False,
        )  # fmt: skip
    except PapermillExecutionError as stop:
        said = " ".join(stop.evalue.split())
        # Counted as in the notebook file: papermill has inserted a cell with the values above.
        cell = stop.cell_index + (0 if parameters else 1)
        raise NotebookError(f"{notebook.name}, cell {cell}: {stop.ename}: {said}") from None
    return done


def _literal(path: Path) -> str:
    """A path in which braces are braces; papermill would fill in parameters there."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _finish(notebook: NotebookNode, path: Path, study: Path) -> None:
    """Write an executed notebook and its page for the folder `study`."""
    from nbconvert import HTMLExporter
    from nbformat import reads, writes

    for node in (notebook, *notebook.cells):
        # Times and durations mean nothing to a reader and differ from run to run.
        for key in ("papermill", "execution"):
            node.metadata.pop(key, None)
    text: str = writes(notebook)  # type: ignore[no-untyped-call]
    text = text.replace(str(path.parent.resolve()), str(study.resolve()))
    path.write_text(text, "utf-8")
    # The page must open without the internet; nothing in it needs these scripts.
    scripts = dict.fromkeys(("mathjax_url", "jquery_url", "require_js_url", "mermaid_js_url"), "")
    exporter = HTMLExporter(**scripts)  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(reads(text, as_version=4))  # type: ignore[no-untyped-call]
    path.with_suffix(".html").write_text(page, "utf-8")


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


@contextmanager
def _quiet_kernels() -> Iterator[None]:
    """Kernels that neither read nor write the user's Jupyter settings and print no notices."""
    with tempfile.TemporaryDirectory(prefix="gikstudy-") as home:
        profile = Path(home) / "profile_default"
        profile.mkdir()
        # Otherwise each kernel warns that it listens on the loopback interface, once per notebook.
        (profile / "ipython_kernel_config.json").write_text(
            '{"IPKernelApp": {"log_level": "CRITICAL"}}'
        )
        settings = {
            "IPYTHONDIR": home,
            "JUPYTER_RUNTIME_DIR": home,
            "JUPYTER_CONFIG_DIR": home,
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "JUPYTER_PLATFORM_DIRS": "1",
        }
        before: dict[str, Any] = {name: os.environ.get(name) for name in settings}
        os.environ.update(settings)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value
