"""A document as parallel columns, one entry a line of the reader's view."""

from __future__ import annotations

from dataclasses import dataclass

from gikstudy.model import Document, GridCell, Line
from gikstudy.text import clean_page


@dataclass(frozen=True, slots=True)
class Page:
    """A document line by line: as printed, as cleaned, and where it stands.

    Attributes:
        raw: each line as printed; a row of a real table is its cells joined by ` | `.
        clean: the same lines after `gikstudy.text.clean`.
        loci: where each line stands (`L12`, `P3R7`; for a row of a table its first cell).
        rows: None for running text; the cells of the row for a row of a real table.
        grids: the number of the table that a row belongs to, counted from 1; 0 for text.
        script: `simplified`, `traditional` or `mixed`.
        title: what the document calls itself outside its text (`<title>` of a page).
    """

    raw: tuple[str, ...]
    clean: tuple[str, ...]
    loci: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...] | None, ...]
    grids: tuple[int, ...]
    script: str
    title: str = ""

    def __len__(self) -> int:
        return len(self.raw)


def make_page(document: Document) -> Page:
    """The lines of a document, raw and cleaned side by side.

    Cleaning runs once over the whole text, because it is cheap by the page and dear by the
    line, and because the script is a property of the page.
    """
    raw: list[str] = []
    loci: list[str] = []
    rows: list[tuple[GridCell, ...] | None] = []
    grids: list[int] = []
    number = 0
    for block in document.blocks:
        if isinstance(block, Line):
            raw.append(block.text)
            loci.append(block.locus)
            continue
        number += 1
        rows += [None] * (len(raw) - len(rows))
        grids += [0] * (len(raw) - len(grids))
        for row in block.rows:
            raw.append(" | ".join([cell.text for cell in row]))
            loci.append(row[0].locus if row else "")
            rows.append(row)
            grids.append(number)
    rows += [None] * (len(raw) - len(rows))
    grids += [0] * (len(raw) - len(grids))
    text = "\n".join(raw)
    if text.count("\n") >= len(raw) > 0:  # a line that holds a line end of its own
        raw = [line.replace("\n", " ") for line in raw]
        text = "\n".join(raw)
    cleaned, script = clean_page(text)
    lines = cleaned.split("\n") if raw else []
    return Page(
        tuple(raw),
        tuple(lines),
        tuple(loci),
        tuple(rows),
        tuple(grids),
        script,
        document.page_title,
    )
