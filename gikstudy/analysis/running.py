"""Runs notebooks with papermill, several at once, each in the language of the study."""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gikstudy.analysis.boxes import STAMP
from gikstudy.analysis.labels import LANGUAGES
from gikstudy.errors import GikstudyError
from gikstudy.messages import bar_options

if TYPE_CHECKING:
    from nbformat import NotebookNode

_log = logging.getLogger(__name__)


class NotebookError(GikstudyError, ValueError):
    """A notebook stopped; the message names the notebook, the cell and the error."""


@dataclass(frozen=True)
class Errand:
    """One notebook to run: its file, its values, and how its paths are shown afterwards.

    `values` are those that its parameters cell declares; `shown` gives for some of them a text that
    is the same wherever the study lies.
    """

    notebook: Path
    target: Path
    values: Mapping[str, object]
    shown: Mapping[str, str]
    language: str = "zh"
    made_up: bool = False


def run_notebooks(errands: Sequence[Errand], *, at_once: int, shown: bool) -> None:
    """Runs each notebook and writes it with its page beside `target`.

    Args:
        errands: the notebooks.
        at_once: how many run at the same time; each has a kernel of its own.
        shown: show a progress bar.

    Raises:
        NotebookError: a notebook stopped; of several, the first.
    """
    from tqdm import tqdm

    bar = tqdm(total=len(errands), unit=" notebooks", **bar_options(shown=shown))
    with _quiet_kernels(), bar, ThreadPoolExecutor(max(1, at_once)) as threads:
        futures = [threads.submit(_run, errand) for errand in errands]
        for future in futures:
            future.add_done_callback(lambda _: bar.update())
        wait(futures, return_when=FIRST_EXCEPTION)
        for future in futures:
            if future.done() and not future.cancelled() and future.exception():
                threads.shutdown(cancel_futures=True)
        for future in futures:
            if not future.cancelled():
                future.result()


def declared_parameters(notebook: Path) -> dict[str, str]:
    """The names that the parameters cell of a notebook declares, with their defaults as written."""
    import papermill

    declared = papermill.inspect_notebook(literal(notebook))
    return {name: str(about["default"]) for name, about in declared.items()}


def literal(path: Path) -> str:
    """A path in which braces are braces; papermill would fill in parameters there."""
    return str(path).replace("{", "{{").replace("}", "}}")


def in_language(notebook: NotebookNode, language: str) -> list[int]:
    """Drops the narration in other languages from a notebook.

    A Markdown cell with the tag `zh` or `en` is in that language; one without is for all readers.

    Returns:
        The position that each remaining cell had.
    """
    others = set(LANGUAGES) - {language}
    kept = [
        position
        for position, cell in enumerate(notebook.cells)
        if cell.cell_type != "markdown" or not others & set(cell.metadata.get("tags", ()))
    ]
    notebook.cells = [notebook.cells[position] for position in kept]
    return kept


def _run(errand: Errand) -> None:
    import nbformat

    _log.info("running notebook %s", errand.notebook.name)
    notebook = nbformat.read(errand.notebook, as_version=4)  # type: ignore[no-untyped-call]
    kept = in_language(notebook, errand.language)
    nbformat.write(notebook, errand.target)  # type: ignore[no-untyped-call]
    done = _execute(errand, kept)
    _write(done, errand)


def _execute(errand: Errand, kept: Sequence[int]) -> NotebookNode:
    import papermill
    from papermill.exceptions import PapermillExecutionError

    target = literal(errand.target)
    # The kernel starts in that folder. Papermill's own `cwd` changes the folder of this process,
    # which several notebooks share.
    folder = {"metadata": {"path": str(errand.notebook.parent.resolve())}}
    try:
        done: NotebookNode = papermill.execute_notebook(
            target, target, parameters=dict(errand.values), resources=folder,
            progress_bar=False, request_save_on_cell_execute=False,
        )  # fmt: skip
    except PapermillExecutionError as stop:
        said = " ".join(stop.evalue.split())
        # Counted as in the notebook file: papermill has inserted a cell with the values.
        cell = kept[stop.cell_index - (1 if errand.values else 0)] + 1
        raise NotebookError(f"{errand.notebook.name}, cell {cell}: {stop.ename}: {said}") from None
    return done


def _write(notebook: NotebookNode, errand: Errand) -> None:
    """Writes an executed notebook and its page, without what differs from run to run."""
    from nbconvert import HTMLExporter
    from nbformat import write

    for node in (notebook, *notebook.cells):
        for key in ("papermill", "execution"):  # times and durations
            node.metadata.pop(key, None)
        if "injected-parameters" in node.metadata.get("tags", ()):
            node["id"] = "injected-parameters"  # papermill draws a new one each time
            for name, text in errand.shown.items():
                node.source = _with_value(node.source, name, text)
    write(notebook, errand.target)  # type: ignore[no-untyped-call]
    # The page must open without the internet; nothing in it needs these scripts.
    scripts = dict.fromkeys(("mathjax_url", "jquery_url", "require_js_url", "mermaid_js_url"), "")
    exporter = HTMLExporter(**scripts)  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook)
    errand.target.with_suffix(".html").write_text(
        _stamped(page) if errand.made_up else page, "utf-8"
    )


def _with_value(code: str, name: str, text: str) -> str:
    """A cell of parameters in which one has another value."""
    line = f"{name} = {json.dumps(text, ensure_ascii=False)}"
    return "\n".join(line if x.startswith(f"{name} = ") else x for x in code.split("\n"))


def _stamped(page: str) -> str:
    """A page that says at its top, also while it is scrolled, that its data are made up."""
    style = (
        "position:sticky;top:0;z-index:9;background:#fff;border:2px solid #8a1c1c;color:#8a1c1c;"
        "padding:.3em 1em;font:bold 14px sans-serif"
    )
    head, body, rest = page.partition("<body")
    tag, end, content = rest.partition(">")
    return (
        f'{head}{body}{tag}{end}<div class="made-up" style="{style}">{escape(STAMP)}</div>{content}'
    )


@contextmanager
def _quiet_kernels() -> Iterator[None]:
    """Kernels that neither read nor write the user's Jupyter settings and print no notices."""
    with tempfile.TemporaryDirectory(prefix="gikstudy-") as home:
        profile = Path(home) / "profile_default"
        profile.mkdir()
        # Otherwise each kernel warns that it listens on the loopback interface, once per notebook,
        # and kernels that run at the same time wait for one file of history.
        (profile / "ipython_kernel_config.json").write_text(
            '{"IPKernelApp": {"log_level": "CRITICAL"}, "HistoryManager": {"enabled": false}}'
        )
        settings = {
            "IPYTHONDIR": home,
            "JUPYTER_RUNTIME_DIR": home,
            "JUPYTER_CONFIG_DIR": home,
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "JUPYTER_PLATFORM_DIRS": "1",
            "TQDM_DISABLE": "1",  # the bar of a kernel would be kept in its notebook
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
