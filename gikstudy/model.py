"""The frozen values that pass between the rooms of the package.

Bytes become a `Document`, a `Document` becomes a `Report`, reports become a dataset. Nothing here
computes; every other room imports from here and from the rooms above it. Values that a report has
by the hundred (cells, lines, checks) are named tuples, which are made faster than frozen
dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple, get_args

from gikstudy.errors import UnknownNameError

State = Literal[
    "reported",
    "blank",
    "nil_mark",
    "solved",
    "proven",
    "ambiguous",
    "missing",
    "unreadable",
    "corrected",
]
STATES: Final[tuple[State, ...]] = get_args(State)
Result = Literal["pass", "fail", "undecided"]
Severity = Literal["error", "warning", "info"]
SectionName = Literal[
    "overview", "proactive", "requests", "disputes", "problems", "other", "preamble"
]
SECTION_NAMES: Final[tuple[SectionName, ...]] = get_args(SectionName)
Level = Literal[
    "central",
    "province",
    "prefecture",
    "county",
    "township",
    "devzone",
    "department",
    "vertical",
    "public_institution",
    "",  # the level is unknown
]
LEVELS: Final[tuple[Level, ...]] = get_args(Level)
Scope = Literal["own", "level", "region", "unknown"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
MentionScope = Literal["own", "region", "site", ""]
Confidence = Literal["high", "medium", "low"]
Status = Literal["ok", "partial", "no_tables", "not_a_report", "failed"]
Number = int | float


class Line(NamedTuple):
    """A line of running text as the reader of the source sees it.

    `locus` is `L12` (12th line of the decoded text) or `P3R7` (7th line of PDF page 3).
    """

    text: str
    locus: str


class GridCell(NamedTuple):
    """A cell of a real table: its text, its locus (`T2R5C3`) and its spans."""

    text: str
    locus: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A real table (HTML, Word, PDF, spreadsheet): rows of the cells that each row opens."""

    rows: tuple[tuple[GridCell, ...], ...]


Block = Line | Grid


class PictureReading(NamedTuple):
    """What the picture of a line or cell may say: texts with their doubts, the likeliest first.

    A doubt says how much less likely a text is than the first one, in powers of ten. An empty
    first text is a cell without ink; no text at all is ink that cannot be recognised. `clear`:
    the picture shows nothing else there, such as a stamp, or a speck instead of a figure. `box`
    is its place on the upright page: left, bottom, right and top in points. `turn` is by how many
    quarters the page was turned anticlockwise to stand upright.
    """

    locus: str
    texts: tuple[tuple[str, float], ...]
    clear: bool = True
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    turn: int = 0


class UnreadPages(NamedTuple):
    """Pages of a document that were not read, counted from 1, and what would read them."""

    pages: tuple[int, ...]
    remedy: str

    def __str__(self) -> str:
        named = ", ".join(str(number) for number in self.pages)
        which = (
            f"pages {named} are pictures" if len(self.pages) > 1 else f"page {named} is a picture"
        )
        return f"{which} and not read; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Document:
    """One source, decoded and cut into blocks in reading order; nothing is cleaned yet.

    `source` is the path below the folder it came from, or `archive#key`; `sha256` is of the
    source bytes. `problem` says why nothing could be read (then `blocks` is empty). `url` and
    `retrieved_on` (ISO) say where and when they were fetched. `readings` holds the lines and cells
    that were recognised in pictures, and `unread` the pictures that were not.
    """

    source: str
    sha256: str
    n_bytes: int
    source_format: str
    encoding: str
    blocks: tuple[Block, ...]
    page_title: str = ""
    url: str = ""
    problem: str = ""
    retrieved_on: str = ""
    readings: tuple[PictureReading, ...] = ()
    unread: UnreadPages | None = None


class Cell(NamedTuple):
    """One cell of the form in one report.

    `table` is `requests`, `proactive` or `disputes`; `row` and `column` are the two keys of
    that table (row/applicant, item/measure, channel/outcome). `value` is None unless the state
    is `reported`, `solved`, `proven` or `corrected`. `lower` and `upper` bound an open cell. `raw` is the
    text as printed. `unit` is filled in table `proactive` only.
    """

    table: str
    row: str
    column: str
    state: State
    value: Number | None = None
    lower: Number | None = None
    upper: Number | None = None
    raw: str = ""
    locus: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """`requests/granted/total`: the name of the cell for people and in corrections."""
        return f"{self.table}/{self.row}/{self.column}"


class Stray(NamedTuple):
    """Something printed inside a table that cannot be assigned to a cell with certainty."""

    text: str
    locus: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the prose. `lines` are cleaned (Simplified) and keep the locus of their source.

    `section` is one of overview, proactive, requests, disputes, problems, other, preamble.
    """

    section: SectionName
    heading: str
    order: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The lines, joined by line ends."""
        return "\n".join(line.text for line in self.lines)


class Check(NamedTuple):
    """The outcome of one check of the catalogue on one report; `difference` is left - right."""

    check: str
    scope: str
    left: Number | None
    right: Number | None
    difference: Number | None
    result: Result
    severity: Severity
    message: str


class Mention(NamedTuple):
    """A figure in the prose: `metric` is a key of the mentions codebook.

    `part_of` is the position in `Report.mentions` of the whole that an enumeration (其中, a list in
    brackets) splits; None for an independent figure. `scope` is own, region or site.
    """

    metric: str
    value: Number
    unit: str
    qualifier: str
    raw: str
    locus: str
    scope: MentionScope = ""
    part_of: int | None = None


class Code(NamedTuple):
    """What one point of section five admits (`problem`) or promises (`improvement`).

    `hedges` is `;`-joined: individual_units, degree_hedge, no_number. `action` (training, rules …)
    and `tense` (done, planned) are filled for improvements only.
    """

    item: int
    code: str
    core: bool
    kind: Literal["problem", "improvement"]
    phrase: str
    locus: str
    hedges: str = ""
    action: str = ""
    tense: str = ""


class Cue(NamedTuple):
    """One piece of evidence of who and where: what was read, what it points to, and its weight."""

    cue: str
    value: str
    points_to: str
    weight: float
    raw: str
    locus: str


@dataclass(frozen=True, slots=True)
class About:
    """Who, where, when: the columns of table `reports` that are read from the page."""

    title: str = ""
    agency: str = ""
    agency_name_source: str = ""
    level: Level = ""
    parent_level: Level = ""
    region_code: str = ""
    region_name: str = ""
    region_confidence: Confidence = "low"
    scope: Scope = "unknown"
    year: int | None = None
    published_on: str = ""  # ISO date
    index_no: str = ""
    document_no: str = ""
    issuer: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    site_code: str = ""
    mirror_signs: str = ""
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """Everything read from one document. `status` and `reason` say how far the reading got."""

    report_id: str
    source: str
    sha256: str
    n_bytes: int
    source_format: str
    encoding: str
    script: str
    about: About
    form: str
    status: Status
    reason: str = ""
    cells: tuple[Cell, ...] = ()
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    mentions: tuple[Mention, ...] = ()
    codes: tuple[Code, ...] = ()
    corrections: tuple[str, ...] = field(default=())
    strays: tuple[Stray, ...] = ()
    url: str = ""
    retrieved_on: str = ""

    def __repr__(self) -> str:
        """One line: what was read, from where, and how far."""
        who, when = self.about.agency or "no agency", self.about.year or "no year"
        source = " ".join((self.source or self.report_id).split())
        return f"<Report {source}: {who}, {when}, form {self.form}, {self.status}>"

    def cell(self, key: str) -> Cell:
        """The cell called `requests/granted/total`; if it does not exist, the error names it."""
        for cell in self.cells:
            if cell.key == key:
                return cell
        raise UnknownNameError(f"{key}: no such cell in {self.source} (form {self.form})")
