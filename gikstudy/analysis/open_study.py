"""What each notebook opens first: the raw files, the dataset made from them, and the selection.

A notebook runs by itself. What an earlier one would have left behind and is missing or out of date,
is made here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Final

from gikstudy.analysis.accounting import KEPT, account_for
from gikstudy.analysis.boxes import STAMP, NotebookBox
from gikstudy.analysis.criteria import Criteria, criteria_of
from gikstudy.analysis.labels import LANGUAGES, Language, name_of, say
from gikstudy.analysis.selection import apply, counted, made_up
from gikstudy.dataset.load import load_dataset
from gikstudy.errors import CallError, NotFoundError
from gikstudy.packaged import packaged_rows
from gikstudy.reading import list_sources
from gikstudy.reading.addresses import is_remote

if TYPE_CHECKING:
    import pandas as pd
    from great_tables import GT

    from gikstudy.analysis.figures.plate import FigureNote, Plate
    from gikstudy.dataset.load import Dataset
    from gikstudy.engine import Workforce

BESIDE_PEERS: Final = "body_profile"
SOFTWARE: Final = ("numpy", "pandas", "pyarrow", "scipy", "statsmodels", "matplotlib", "papermill")


@dataclass(frozen=True)
class OpenStudy:
    """The raw files, the dataset and the selection of one notebook; each is made when first used.

    `texts` holds the cleaned text of every input, `dataset` everything extracted from the raw files,
    and `corpus` the part of it that was selected.
    """

    raw: str
    data: Path
    language: Language = "zh"
    chosen: Criteria = field(default_factory=Criteria)
    asked: tuple[tuple[str, str], ...] = ()
    figures: Path = Path("figures")

    @cached_property
    def texts(self) -> pd.DataFrame:
        """The cleaned text of every input, one row each."""
        from gikstudy.engine.clean_text import clean_text

        return clean_text(self.raw, self.data, progress=True)

    @cached_property
    def dataset(self) -> Dataset:
        """The whole dataset."""
        return make_dataset(self.raw, self.data)

    @cached_property
    def corpus(self) -> Dataset:
        """The selected part of the dataset."""
        return apply(self.chosen, self.dataset)

    @cached_property
    def peers(self) -> Dataset:
        """The selected part of the dataset, whatever bodies were chosen."""
        return apply(replace(self.chosen, bodies=()), self.dataset)

    def draw(self, name: str) -> Plate:
        """One figure of the album, drawn from the selection and saved in the folder of figures.

        The profile of a body shows the first of the chosen bodies beside its peers.
        """
        from gikstudy.analysis.figures.album import Album

        album = Album(self.figures, self.language)
        if name == BESIDE_PEERS:
            return album.draw(name, self.peers, body=next(iter(self.chosen.bodies), ""))
        return album.draw(name, self.corpus)

    def table(self, name: str) -> GT | FigureNote:
        """One table of `gikstudy.analysis.notebook_tables` on the selection, by its name.

        A table of made-up reports says so below.
        """
        from gikstudy.analysis import notebook_tables
        from gikstudy.analysis.figures.plate import FigureNote

        make: Callable[[Dataset, Language], GT | FigureNote] = getattr(notebook_tables, name)
        table = make(self.corpus, self.language)
        if isinstance(table, FigureNote) or not made_up(self.corpus.reports):
            return table
        return table.tab_source_note(STAMP)

    def banner(self) -> NotebookBox:
        """What this notebook rests on: the selection, the reports kept, those left out and why."""
        corpus, counts = self.corpus, account_for(self.dataset, self.chosen)
        reports = counted(corpus.reports)
        unreal = made_up(corpus.reports)
        lines = [
            ("kind", self._say("banner.made_up" if unreal else "banner.real")),
            (
                "selection",
                "; ".join(f"{k} = {v}" for k, v in self.asked) or self._say("banner.all"),
            ),
            ("inputs", f"{sum(counts.values()):,}"),
            ("left_out", self._left_out(counts)),
            ("kept", self._kept(reports)),
            ("levels", self._tally(reports["level"], "level")),
            ("scopes", self._tally(reports["scope"], "scope")),
            ("blanks", self._say(f"banner.blanks.{self.chosen.blanks}")),
        ]
        return self._box("banner", lines, made_up=unreal)

    def raw_banner(self) -> NotebookBox:
        """What a notebook rests on that only reads: the inputs and their formats."""
        texts = self.texts
        unread = texts["problem"].ne("")
        read = texts.loc[~unread]
        lines = [
            ("inputs", f"{len(texts):,}"),
            ("unread", f"{unread.sum():,}"),
            ("formats", self._tally(read["source_format"])),
            ("scripts", self._tally(read["script"], "script")),
        ]
        return self._box("banner", lines, made_up=bool(texts["made_up"].any()))

    def methods(self, *indicators: str) -> NotebookBox:
        """How the numbers of this notebook were made: definitions, versions and hashes.

        Args:
            indicators: keys of the indicators that it shows.

        Raises:
            CallError: for a key that no indicator has.
        """
        rows = {row["key"]: row for row in packaged_rows("gikstudy.dataset", "indicators.csv")}
        lines = []
        for key in indicators:
            if key not in rows:
                raise CallError(f"indicator {key!r}: legal are {', '.join(rows)}")
            denominator = rows[key][f"denominator_{self.language}"]
            text = self._say(
                "methods.definition", formula=rows[key]["formula"], denominator=denominator
            )
            lines.append((rows[key][self.language], text))
        lines = [
            *lines,
            (self._say("methods.open"), self._say("methods.open_text")),
            (self._say("methods.versions"), software()),
            *((self._say(f"methods.{name}"), text) for name, text in self._hashes().items()),
        ]
        return NotebookBox(self._say("methods.title"), lines, folded=True)

    def _hashes(self) -> dict[str, str]:
        """The hashes of what this notebook has used, whatever others have left in the folder."""
        used = vars(self)  # a cached property stores its value there
        known = hashes(self.data)
        wanted = ["texts"] * ("texts" in used) + ["dataset", "sources"] * ("dataset" in used)
        return {name: known[name] for name in wanted if name in known}

    def _say(self, key: str, **values: object) -> str:
        return say(key, self.language, **values)

    def _box(self, what: str, lines: list[tuple[str, str]], *, made_up: bool) -> NotebookBox:
        named = [(self._say(f"{what}.{name}"), text) for name, text in lines]
        return NotebookBox(self._say(f"{what}.title"), named, made_up)

    def _left_out(self, counts: dict[str, int]) -> str:
        told = [f"{self._say(f'left_out.{key}')} {n:,}" for key, n in counts.items() if key != KEPT]
        return self._list(told) or self._say("banner.nothing")

    def _kept(self, reports: pd.DataFrame) -> str:
        years = sorted(set(reports["year"]))
        span = "–".join(dict.fromkeys(map(str, (years[0], years[-1])))) if years else "–"
        return self._say(
            "banner.kept_text",
            reports=f"{len(reports):,}",
            bodies=f"{reports['body'].nunique():,}",
            years=span,
        )

    def _tally(self, column: pd.Series, values: str = "") -> str:
        tally = column.loc[column.ne("")].value_counts()
        counts = sorted(tally.items(), key=lambda item: (-item[1], str(item[0])))
        names = (name_of(values, str(k), self.language) if values else str(k) for k, _ in counts)
        return self._list([f"{name} {n:,}" for name, (_, n) in zip(names, counts, strict=True)])

    def _list(self, parts: list[str]) -> str:
        return ("，" if self.language == "zh" else ", ").join(parts)


def open_study(
    raw: str | Path = "data/raw",
    data: str | Path = "data/processed",
    *,
    figures: str | Path = "",
    language: Language = "zh",
    years: object = "",
    regions: object = "",
    levels: object = "",
    scope: object = "",
    bodies: object = "",
    blanks: object = "open",
) -> OpenStudy:
    """The study that a notebook works on; nothing is read before it is used.

    A relative path that does not exist here starts at the folder above `notebooks`, so that the
    same notebook runs in Jupyter and by papermill.

    Args:
        raw: the folder, file or address of the reports.
        data: the folder of the dataset; it is made from `raw` if it is missing or out of date.
        figures: the folder of the figures; by default `study/figures` in that of the dataset.
        language: zh or en, for tables and figures.
        years: the years to use; like the following criteria, empty for all.
        regions: codes or names.
        levels: keys of `level`.
        scope: scopes.
        bodies: ids or full names.
        blanks: open or zero.

    Raises:
        CallError: for a value that cannot mean anything, before any work.
    """
    if language not in LANGUAGES:
        raise CallError(f"language {language!r}: legal are {', '.join(LANGUAGES)}")
    asked = {
        "years": years, "regions": regions, "levels": levels, "scope": scope, "bodies": bodies,
        "blanks": blanks,
    }  # fmt: skip
    chosen = criteria_of(**asked)
    folder = located(data)
    drawn = located(figures) if figures else folder / "study" / "figures"
    place = str(raw) if is_remote(raw) else str(located(raw))
    return OpenStudy(place, folder, language, chosen, _told(asked), drawn)


def study_on(dataset: Dataset, language: Language, asked: Mapping[str, object]) -> OpenStudy:
    """A study on a dataset as it is, whose raw files may be elsewhere.

    Args:
        dataset: the whole dataset.
        language: zh or en.
        asked: the criteria, by parameter.
    """
    study = OpenStudy("", dataset.folder, language, criteria_of(**asked), _told(asked))
    vars(study)["dataset"] = dataset  # where a cached property stores its value
    return study


def _told(asked: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The criteria that say something, as text."""
    return tuple((name, str(value)) for name, value in asked.items() if value not in ("", "open"))


def located(path: str | Path) -> Path:
    """A path as a notebook means it: from here, or from the folder above `notebooks`."""
    here = Path.cwd()
    if Path(path).exists() or here.name != "notebooks":
        return Path(path)
    return here.parent / path


def make_dataset(
    raw: str | Path,
    data: Path,
    *,
    workforce: Workforce | None = None,
    renew: bool = False,
    progress: bool = True,
) -> Dataset:
    """The dataset of these raw files, extracted if it is missing or out of date.

    Args:
        raw: the folder, file or address of the reports; if it does not exist, the dataset is
            taken as it is.
        data: the folder of the dataset.
        workforce: who extracts; by default this process.
        renew: replace a dataset of quite other files; without it, such a dataset is refused.
        progress: show a progress bar.

    Raises:
        NotFoundError: neither raw files nor a dataset exist.
        CallError: the folder holds a dataset of other files.
    """
    from gikstudy.engine.inputs import inputs_digest, is_made_from, note_inputs

    package = data / "datapackage.json"
    exists = package.is_file()
    if not is_remote(raw) and not Path(raw).exists():
        if exists and not renew:
            return load_dataset(data)
        raise NotFoundError(f"{raw}: no such file or folder of reports")
    digest = inputs_digest(raw)
    if is_made_from(package, digest):
        return load_dataset(data)
    if exists and not renew:
        _refuse_other_files(raw, data)
    from gikstudy.engine import extract
    from gikstudy.engine.pools import SERIAL

    extract(raw, out=data, workforce=workforce or SERIAL, resume=True, progress=progress)
    note_inputs(package, digest)
    return load_dataset(data)


def _refuse_other_files(raw: str | Path, data: Path) -> None:
    known = {name.partition("#")[0] for name in load_dataset(data).sources["source"]}
    if known and not known & {s.name.partition("#")[0] for s in list_sources([raw])}:
        raise CallError(
            f"{data}: holds a dataset of other files than {raw}; name another folder as data"
        )


def software() -> str:
    """The versions of Python, gikstudy and the packages that compute, in one line."""
    told = [f"Python {python_version()}"]
    for name in ("gikstudy", *SOFTWARE):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return ", ".join(told)


def hashes(data: Path) -> dict[str, str]:
    """The SHA-256 of the data package, of the list of inputs and of the cleaned text, as far as made."""
    from gikstudy.engine.clean_text import CLEANED_TEXT

    found = {}
    package = data / "datapackage.json"
    if package.is_file():
        found["dataset"] = f"sha256:{_sha256(package)}"
        resources = json.loads(package.read_text("utf-8"))["resources"]
        # A large dataset has no CSV, and then only the Parquet file has a hash.
        listed = {r["name"]: r.get("hash") for r in resources}
        if mark := listed.get("sources") or listed.get("sources-parquet"):
            found["sources"] = mark
    if (data / CLEANED_TEXT).is_file():
        found["texts"] = f"sha256:{_sha256(data / CLEANED_TEXT)}"
    return found


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
