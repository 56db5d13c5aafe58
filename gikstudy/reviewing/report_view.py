"""Everything that the page of one report shows, ready for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gikstudy.checks.rules import catalogue
from gikstudy.corrections import Correction
from gikstudy.dataset.declarations import get_table
from gikstudy.dataset.rows import as_float
from gikstudy.evidence import anchor_of
from gikstudy.model import Cell, Report, Stray
from gikstudy.prose.points import Point, split_points
from gikstudy.reviewing.bilingual import Words, name_of, names_of
from gikstudy.reviewing.dataset_rows import RowsByReport
from gikstudy.reviewing.raw_records import correction_for
from gikstudy.reviewing.source_view import SourceLine, SourceTable
from gikstudy.reviewing.table_view import (
    OPEN,
    IdentityView,
    TableView,
    cell_name,
    identity_views,
    table_views,
)

_FIELDS: Final = {
    "agency": "", "body_name": "", "level": "level", "parent_level": "level", "region_name": "",
    "region_code": "", "region_confidence": "confidence", "scope": "scope", "year": "",
    "published_on": "", "form": "form", "script": "script", "index_no": "", "document_no": "",
    "issuer": "", "phone": "", "email": "", "website": "", "site_code": "", "url": "",
    "retrieved_on": "", "mirror_signs": "", "duplicate_of": "", "source_format": "",
    "encoding": "",
}  # fmt: skip
"""The facts about a report that a page lists, each with its list of legal values."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """A check of the dataset; `identity` has its terms if the form prints it as a sum."""

    row: Mapping[str, Any]
    name: Words
    scope: Words
    identity: IdentityView | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the prose with the figures found in it."""

    row: Mapping[str, Any]
    name: Words
    at: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report: its row, its tables, what was found around them, and its source.

    `source` is None if no raw folder has it; `stale` says that it now reads otherwise than the
    dataset. `root` is the number of its raw folder. `corrections` are by anchor of the cell.
    """

    row: Mapping[str, Any]
    cells: Sequence[Cell]
    tables: tuple[TableView, ...]
    facts: tuple[tuple[Words, Words], ...]
    cues: Sequence[Mapping[str, Any]]
    checks: tuple[CheckView, ...]
    sections: tuple[SectionView, ...]
    mentions: Sequence[Mapping[str, Any]]
    codes: Sequence[Mapping[str, Any]]
    points: tuple[Point, ...]
    strays: tuple[Stray, ...]
    corrections: Mapping[str, Correction]
    corrected: tuple[tuple[Cell, Words, Correction], ...]
    source: tuple[SourceLine | SourceTable, ...] | None
    root: int
    stale: bool

    @property
    def n_open(self) -> int:
        """How many cells a person should look at."""
        return sum(cell.state in OPEN for cell in self.cells)


def report_view(
    row: Mapping[str, Any],
    rows: RowsByReport,
    report: Report | None = None,
    source: tuple[SourceLine | SourceTable, ...] | None = None,
    corrections: Sequence[Correction] = (),
    root: int = 0,
) -> ReportView:
    """What a page shows of one report.

    Args:
        row: its row in table `reports`.
        rows: the other tables of the dataset.
        report: the report as read from its source now; None if the source is not at hand.
        source: the source with everything marked that was read in it.
        corrections: those of its raw folder.
        root: the number of its raw folder.
    """
    report_id = row["report_id"]
    cells = rows.cells(report_id)
    known = {
        cell: found
        for cell in cells
        if (found := correction_for(corrections, row["source"], report_id, cell.key, cell.locus))
    }
    places = {s.order: s.lines[0].locus for s in report.sections if s.lines} if report else {}
    return ReportView(
        row=row,
        cells=cells,
        tables=table_views(row["form"], cells),
        facts=_facts(row),
        cues=rows.of("cues", report_id),
        checks=_checks(rows.of("checks", report_id), cells),
        sections=tuple(
            SectionView(s, name_of("section", s["section"]), places.get(s["order"], ""))
            for s in rows.of("sections", report_id)
        ),
        mentions=rows.of("mentions", report_id),
        codes=rows.of("codes", report_id),
        points=_points(rows.of("sections", report_id)),
        strays=report.strays if report else (),
        corrections={anchor_of(cell.key): found for cell, found in known.items()},
        corrected=tuple((cell, cell_name(cell), found) for cell, found in known.items()),
        source=source,
        root=root,
        stale=report is not None and _told(report.cells) != _told(cells),
    )


def _told(cells: Sequence[Cell]) -> frozenset[tuple[object, ...]]:
    """What cells say, with every number as the dataset keeps it."""
    return frozenset(
        (c.key, c.state, as_float(c.value), as_float(c.lower), as_float(c.upper), c.raw, c.locus)
        for c in cells
    )


def _facts(row: Mapping[str, Any]) -> tuple[tuple[Words, Words], ...]:
    columns = {column.name: column for column in get_table("reports").columns}
    found = []
    for name, values in _FIELDS.items():
        if row[name] not in (None, ""):
            told = str(row[name])
            shown = name_of(values, told) if values else (told, told)
            found.append(((columns[name].zh, columns[name].en), shown))
    return tuple(found)


def _checks(rows: Sequence[Mapping[str, Any]], cells: Sequence[Cell]) -> tuple[CheckView, ...]:
    """The checks, failed ones first, then the undecided."""
    identities = identity_views(cells)
    order = {"fail": 0, "undecided": 1, "pass": 2}
    found = []
    for row in sorted(rows, key=lambda row: order[row["result"]]):
        rule = catalogue().get(row["check"])
        name = (rule.zh, rule.en) if rule else (row["check"], row["check"])
        identity = identities.get((row["check"], row["scope"]))
        scope = identity.scope if identity else _scope_of(row["scope"])
        found.append(CheckView(row, name, scope, identity))
    return tuple(found)


def _scope_of(scope: str) -> Words:
    """The scope of a check in words, part by part, where a list of values has them."""
    zh, en = [], []
    for part in scope.split("/"):
        values = next((v for v in _SCOPES if part in names_of(v)), "")
        name = name_of(values, part) if values else (part, part)
        zh.append(name[0])
        en.append(name[1])
    return " · ".join(zh), " · ".join(en)


_SCOPES: Final = ("row", "applicant", "item", "measure", "channel", "outcome", "metric", "section")


def _points(sections: Sequence[Mapping[str, Any]]) -> tuple[Point, ...]:
    """The points of section five, as on a coding sheet."""
    return tuple(
        point
        for section in sections
        if section["section"] == "problems"
        for point in split_points(section["text"])
    )
