"""The first page of a study: what was run, on what it rests, and what came out, in both languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final

from gikstudy.analysis.boxes import STAMP
from gikstudy.analysis.findings import verdict_in_words
from gikstudy.analysis.labels import LANGUAGES, Language, say
from gikstudy.analysis.open_study import hashes, software, study_on
from gikstudy.analysis.selection import counted, made_up
from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.load import load_dataset
from gikstudy.evidence import INDEX, REVIEW
from gikstudy.packaged import packaged_rows

if TYPE_CHECKING:
    from gikstudy.dataset.load import Dataset

CODEBOOK_PAGE: Final = "CODEBOOK.html"
STUDY_RECORD: Final = "study.json"
CRITERIA: Final = ("years", "regions", "levels", "scope", "bodies", "blanks")


@dataclass(frozen=True)
class StudyRecord:
    """What a study was asked to do: the raw files as seen from it, the parameters, the notebooks."""

    raw: str = ""
    parameters: Mapping[str, object] | None = None
    notebooks: tuple[str, ...] = ()

    @property
    def criteria(self) -> dict[str, object]:
        """The parameters that select reports."""
        return {k: v for k, v in (self.parameters or {}).items() if k in CRITERIA}


def write_index(study: Path, dataset: Path, record: StudyRecord = StudyRecord()) -> Path:
    """Write `index.html`, the codebook as a page and the record of the run into the study.

    Args:
        study: the folder, with the pages of the notebooks and `figures/`.
        dataset: the folder of the dataset that the study uses.
        record: what was run.

    Returns:
        The page.
    """
    data = load_dataset(dataset)
    figures = list(_figures(study / "figures"))
    told = _record(record, dataset, figures)
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
    (study / STUDY_RECORD).write_text(text + "\n", "utf-8")
    _write_codebook(study, dataset)
    fill = {
        "stamp": f'<p class="made-up">{STAMP}</p>' if made_up(data.reports) else "",
        "counts": "\n".join(_count(key, n) for key, n in counts(data).items()),
        "review": _review(study),
        "banners": _banners(data, record),
        "parameters": "\n".join(_parameters(record)),
        "notebooks": "\n".join(_notebook(path) for path in sorted(study.glob("[0-9]*.html"))),
        "figures": "\n".join(_figure(entry) for entry in figures if entry["drawn"]),
        "notes": _notes([entry for entry in figures if not entry["drawn"]]),
        "tables": "\n".join(_tables(data)),
        "software": escape(software()),
        "hashes": "\n".join(_row(k, v) for k, v in told["hashes"].items()),
        "codebook": CODEBOOK_PAGE,
        "record": STUDY_RECORD,
    }
    page = study / "index.html"
    template = Template(files(__package__).joinpath("index.html").read_text("utf-8"))
    page.write_text(template.substitute(fill), "utf-8")
    return page


def counts(data: Dataset) -> dict[str, int]:
    """The counts of the first page: inputs, reports, bodies, years, numbers read, failed checks."""
    reports = counted(data.reports)
    numbers = sum(
        int(t["value"].notna().sum()) for t in (data.requests, data.proactive, data.disputes)
    )
    return {
        "inputs": len(data.sources),
        "reports": len(reports),
        "bodies": reports["body"].nunique(),
        "years": reports["year"].nunique(),
        "numbers": numbers,
        "failed": int(data.checks["result"].eq("fail").sum()),
    }


def drawn_in(notebook: Path) -> list[str]:
    """The figures that a notebook draws, by name, in order."""
    import re

    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    return re.findall(r"\.draw\(\s*[\"'](\w+)[\"']", code)


def _record(
    record: StudyRecord, dataset: Path, figures: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    return {
        "raw": record.raw,
        "parameters": {k: str(v) for k, v in (record.parameters or {}).items()},
        "notebooks": list(record.notebooks),
        "software": software(),
        "hashes": hashes(dataset),
        "figures": [{"stem": f["stem"], "notebook": f["notebook"]} for f in figures],
    }


def _figures(folder: Path) -> Iterable[dict[str, Any]]:
    """Each figure of the study: what it was saved with, and the notebook that draws it."""
    owners: dict[str, str] = {}
    for path in sorted(folder.parent.glob("[0-9]*.ipynb")):
        owners |= dict.fromkeys(drawn_in(path), path.stem)
    stems = {p.stem for p in (*folder.glob("*.png"), *folder.glob("*.txt"))}
    for stem in sorted(stems):
        name = stem.partition("_")[2]
        entry: dict[str, Any] = {"drawn": (folder / f"{stem}.png").is_file(), "name": name}
        with suppress(OSError, ValueError):
            entry |= json.loads((folder / f"{stem}.json").read_text("utf-8"))
        if not entry["drawn"]:
            entry["why"] = (folder / f"{stem}.txt").read_text("utf-8").strip()
        entry["numbers"] = (folder / f"{stem}.csv").is_file()
        entry["listed"] = (folder / f"{stem}_reports.html").is_file()
        yield entry | {"stem": stem, "notebook": owners.get(name, "")}


def _review(study: Path) -> str:
    """The link to the pages that show each number beside its source, if the study has them."""
    if not (study / REVIEW / INDEX).is_file():
        return ""
    words = f"{say('study.review', 'zh')} <small>{say('study.review', 'en')}</small>"
    return f'<p><a href="{REVIEW}/{INDEX}">{words}</a></p>'


def _title(entry: Mapping[str, Any], language: Language) -> str:
    return str(entry["title"][language]) if "title" in entry else str(entry["stem"])


def _figure(entry: Mapping[str, Any]) -> str:
    link = f"figures/{escape(entry['stem'])}"
    lines = [_told(entry, language) for language in LANGUAGES]
    numbers = f' · <a href="{link}.csv">CSV</a>' if entry["numbers"] else ""
    listed = f' · <a href="{link}_reports.html">报告 reports</a>' if entry["listed"] else ""
    owner = escape(entry["notebook"])
    source = f' · <a href="{owner}.html">{owner}</a>' if owner else ""
    alt = escape(entry.get("alt") or _title(entry, "en"))
    return (
        f'<figure><a href="{link}.svg"><img src="{link}.png" alt="{alt}" loading="lazy"></a>'
        f'<figcaption>{"".join(lines)}<small><a href="{link}.svg">SVG</a>{numbers}{listed}{source}</small>'
        "</figcaption></figure>"
    )


def _told(entry: Mapping[str, Any], language: Language) -> str:
    """Title, finding, expectation and verdict of a figure; one of the user has its title alone."""
    parts = [f"<b>{escape(_title(entry, language))}</b>"]
    if "finding" in entry:
        verdict = verdict_in_words(entry["verdict"], language)
        expected = say("finding.expectation", language, words=entry["expectation"][language])
        parts += [f"<strong>{escape(entry['finding'][language])}</strong>"]
        parts += [f"{escape(expected)} <i>{escape(verdict)}</i>"]
    return f"<p>{'<br>'.join(parts)}</p>"


def _notes(entries: list[dict[str, Any]]) -> str:
    if not entries:
        return ""
    lines = "\n".join(f"<li>{escape(entry['why'])}</li>" for entry in entries)
    head = f"未绘制的图 · Figures not drawn ({len(entries)})"
    return f'<details class="notes"><summary>{head}</summary>\n<ul>\n{lines}\n</ul></details>'


def _banners(data: Dataset, record: StudyRecord) -> str:
    boxes = (study_on(data, language, record.criteria).banner() for language in LANGUAGES)
    return "\n".join(box._repr_html_() for box in boxes)


def _parameters(record: StudyRecord) -> Iterable[str]:
    asked = {k: str(v) for k, v in (record.parameters or {}).items()}
    known = {row["name"]: row for row in packaged_rows("gikstudy", "parameters.csv")}
    for name in dict.fromkeys([*known, *asked]):
        if name in ("data", "figures"):
            continue
        row = known.get(name, {"default": "", "meaning": "", "meaning_zh": ""})
        value = record.raw if name == "raw" else asked.get(name, row["default"])
        meaning = f"{escape(row['meaning_zh'])}<br>{escape(row['meaning'])}"
        shown = f"<b>{escape(value)}</b>" if name in asked else escape(value)
        yield f"<tr><th>{escape(name)}</th><td>{shown}</td><td>{meaning}</td></tr>"


def _count(key: str, n: int) -> str:
    names = "<br>".join(say(f"count.{key}", language) for language in LANGUAGES)
    return f"<li><b>{n:,}</b><span>{names}</span></li>"


def _notebook(path: Path) -> str:
    """A notebook of the user is listed by its file name."""
    words = [path.stem, ""]
    with suppress(KeyError):
        words = [say(f"notebook.{path.stem}", language) for language in LANGUAGES]
    page, source = escape(path.name), escape(path.with_suffix(".ipynb").name)
    return (
        f'<li><a href="{page}">{escape(words[0])}</a> <small>{escape(words[1])} '
        f'(<a href="{source}">ipynb</a>)</small></li>'
    )


def _tables(data: Dataset) -> Iterable[str]:
    for name in table_names():
        table = get_table(name)
        made = [p for p in (f"{name}.csv", f"{name}.parquet") if (data.folder / p).exists()]
        links = " ".join(f'<a href="../{p}">{p.rpartition(".")[2]}</a>' for p in made)
        rows = f"{len(getattr(data, name)):,}" if made else "0"
        about = f"{escape(table.row_zh)} · {escape(table.row_en)}"
        yield f"<tr><th>{name}</th><td>{rows}</td><td>{about}</td><td>{links}</td></tr>"


def _row(name: str, text: str) -> str:
    return f"<tr><th>{escape(name)}</th><td><code>{escape(text)}</code></td></tr>"


def _write_codebook(study: Path, dataset: Path) -> None:
    from nbconvert.filters.markdown_mistune import markdown2html_mistune

    text = (dataset / "CODEBOOK.md").read_text("utf-8")
    template = Template(files(__package__).joinpath("codebook.html").read_text("utf-8"))
    page = template.substitute(content=markdown2html_mistune(text))
    (study / CODEBOOK_PAGE).write_text(page, "utf-8")
