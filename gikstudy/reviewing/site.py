"""`review`: a folder of static pages, written whole or not at all."""

from __future__ import annotations

import json
import shlex
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from gikstudy.corrections import Correction, CorrectionError, corrections_of
from gikstudy.dataset.load import Dataset, load_dataset
from gikstudy.engine.checked_report import report_of
from gikstudy.errors import CallError, OutputExistsError
from gikstudy.evidence import INDEX, PAGES
from gikstudy.model import Document, Report
from gikstudy.prose.codebook import codebook
from gikstudy.reviewing.bilingual import words
from gikstudy.reviewing.dataset_rows import RowsByReport
from gikstudy.reviewing.index_data import index_row, needs_of, ranked
from gikstudy.reviewing.pages import index_page, report_page
from gikstudy.reviewing.pdf_view import PdfSheetView, sheets_of
from gikstudy.reviewing.raw_records import RawFolder, RawRecord, raw_folders, raw_records
from gikstudy.reviewing.report_view import ReportView, report_view
from gikstudy.reviewing.source_view import source_view

ASSETS: Final = ("review.css", "store.js", "index.js", "report.js")
_MADE: Final = ".made.json"
"""What the folder was made by, so that a later run replaces only its own pages."""


@dataclass(frozen=True, slots=True)
class ReviewSite:
    """What was written: the first page, the number of reports, and how many have their source."""

    index: Path
    reports: int
    with_source: int

    def __str__(self) -> str:
        return (
            f"{self.reports:,} reports, {self.with_source:,} with their source; open {self.index}"
        )


def write_review(
    dataset: str | Path | Dataset,
    raw: Sequence[str | Path],
    out: str | Path,
    *,
    again: str = "",
    name: str = "",
) -> ReviewSite:
    """Does what `gikstudy.review` says about `out`.

    Args:
        dataset: the dataset, or its folder.
        raw: the raw folders.
        out: the folder of the pages.
        again: the command that brings corrections into the dataset, as the pages show it; by
            default `gikstudy extract` and `gikstudy review`.
        name: what the pages call the dataset; by default its folder.
    """
    data = dataset if isinstance(dataset, Dataset) else load_dataset(dataset)
    if not str(out):
        raise CallError("out: is empty; name a folder")
    target = Path(out)
    _refuse_foreign(target)
    _refuse_loop(target, raw)
    folders = raw_folders(raw)
    rows = RowsByReport(data)
    name = name or str(dataset.folder if isinstance(dataset, Dataset) else dataset)
    target.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".review-", dir=target.parent))
    try:
        commands = again or _commands(folders, name, target)
        done = _Site(stage, rows, folders, name, commands).write()
        stage.chmod(0o755)
        _replace(stage, target)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return ReviewSite(target / INDEX, len(rows.reports), done)


def _refuse_foreign(target: Path) -> None:
    """Refuses a folder that holds something else than the pages of an earlier run."""
    if target.is_dir() and any(target.iterdir()) and not (target / _MADE).is_file():
        raise OutputExistsError(f"{target}: holds other files; choose a new or empty folder")
    if target.exists() and not target.is_dir():
        raise OutputExistsError(f"{target}: is a file; choose a folder")


def _refuse_loop(target: Path, raw: Sequence[str | Path]) -> None:
    """Refuses a folder inside a raw folder: the next `extract` would read its pages."""
    for path in raw:
        if "://" not in str(path) and target.resolve().is_relative_to(Path(path).resolve()):
            raise CallError(f"{target}: lies in {path}, which is read; choose a folder elsewhere")


def _replace(stage: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    stage.rename(target)


class _Site:
    """The pages of one review while they are written."""

    def __init__(
        self,
        out: Path,
        rows: RowsByReport,
        folders: Sequence[RawFolder],
        dataset: str,
        commands: str,
    ) -> None:
        self._out = out
        self._rows = rows
        self._folders = folders
        self._dataset = dataset
        self._commands = commands
        self._needs = needs_of(rows)
        self._order = ranked(rows, self._needs)
        self._position = {report_id: at for at, report_id in enumerate(self._order)}
        self._by_id = {row["report_id"]: row for row in rows.reports}
        self._root: dict[str, int] = {}

    def write(self) -> int:
        """Writes every page; returns how many reports have their source."""
        (self._out / PAGES).mkdir()
        wanted = set(self._by_id)
        for record in raw_records(self._folders, wanted):
            self._root[record.report_id] = record.root
            self._write_report(self._view(record), record)
        for report_id, row in self._by_id.items():
            if report_id not in self._root:
                self._write_report(report_view(row, self._rows))
        self._write_index()
        return len(self._root)

    def _view(self, record: RawRecord) -> ReportView:
        corrections = self._folders[record.root].corrections
        report = _read_again(record.document, corrections, self._folders[record.root].name)
        source = source_view(record.document, report)
        row = self._by_id[record.report_id]
        return report_view(row, self._rows, report, source, corrections, record.root)

    def _write_report(self, view: ReportView, record: RawRecord | None = None) -> None:
        report_id = view.row["report_id"]
        sheets = self._sheets(record) if record else ()
        at = self._position[report_id]
        before = self._order[at - 1] if at else ""
        after = self._order[at + 1] if at + 1 < len(self._order) else ""
        text = report_page(view, sheets, before, after)
        (self._out / PAGES / f"{report_id}.html").write_text(text, "utf-8", newline="\n")

    def _sheets(self, record: RawRecord) -> tuple[PdfSheetView, ...]:
        """The pictures of a PDF or scan that was read; nothing for other formats."""
        document = record.document
        if document.problem or not (document.source_format == "pdf" or document.readings):
            return ()
        return sheets_of(record.data, document, self._out / PAGES, record.report_id)

    def _write_index(self) -> None:
        assets = self._out / "assets"
        assets.mkdir()
        for name in ASSETS:
            text = files("gikstudy.reviewing").joinpath("assets", name).read_text("utf-8")
            (assets / name).write_text(text, "utf-8", newline="\n")
        told = {key: {"zh": zh, "en": en} for key, (zh, en) in words().items()}
        codes = [[e.code, e.zh, e.en, e.definition_zh, e.definition_en] for e in codebook()]
        _write_script(assets / "words.js", "gikWords", {"words": told, "codes": codes})
        rows = [
            index_row(self._by_id[one], self._needs[one], self._root.get(one, 0))
            for one in self._order
        ]
        roots = [
            {"name": folder.name, "corrections": list(map(_plain, folder.corrections))}
            for folder in self._folders
        ] or [{"name": "", "corrections": []}]
        _write_script(assets / "data.js", "gikData", {"roots": roots, "reports": rows})
        commands = [
            {"name": folder.name, "commands": self._commands} for folder in self._folders
        ] or [{"name": "", "commands": ""}]
        page = index_page(self._dataset, commands, rows)
        (self._out / INDEX).write_text(page, "utf-8", newline="\n")
        (self._out / _MADE).write_text('{"made_by": "gikstudy review"}\n', "utf-8", newline="\n")


def _commands(folders: Sequence[RawFolder], dataset: str, out: Path) -> str:
    """The commands that bring corrections into the dataset and make the pages again."""
    raw = " ".join(shlex.quote(folder.name) for folder in folders)
    data, pages = shlex.quote(dataset), shlex.quote(str(out))
    extract = f"gikstudy extract {raw} --out {data}"
    return f"{extract}\ngikstudy review {data} --raw {raw} --out {pages}"


def _read_again(document: Document, corrections: Sequence[Correction], root: str) -> Report:
    """The report as read now; corrections that no longer fit are left out."""
    own = corrections_of(corrections, document.source, document.sha256[:16], root)
    try:
        return report_of(document, own)
    except CorrectionError:
        return report_of(document)


def _plain(correction: Correction) -> dict[str, str]:
    value = "" if correction.value is None else str(correction.value)
    return {
        "report": correction.report, "cell": correction.cell, "action": correction.action,
        "value": value, "expect": correction.expect, "reason": correction.reason,
        "who": correction.who, "date": correction.date.isoformat(),
    }  # fmt: skip


def _write_script(path: Path, name: str, value: Mapping[str, Any]) -> None:
    """A value as a script, which a page may load from the disk where it may not fetch a file."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    path.write_text(f"globalThis.{name}={told};\n", "utf-8", newline="\n")
