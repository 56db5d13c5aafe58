"""A document as parallel columns, one entry a line of the reader's view."""

from __future__ import annotations

from dataclasses import dataclass

from gikstudy.model import Document, GridCell, Line
from gikstudy.text import clean, script_of


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
    """

    raw: tuple[str, ...]
    clean: tuple[str, ...]
    loci: tuple[str, ...]
    rows: tuple[tuple[GridCell, ...] | None, ...]
    grids: tuple[int, ...]
    script: str

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
            raw.append(block.text.replace("\n", " "))
            loci.append(block.locus)
            rows.append(None)
            grids.append(0)
            continue
        number += 1
        for row in block.rows:
            raw.append(" | ".join(cell.text.replace("\n", " ") for cell in row))
            loci.append(row[0].locus if row else "")
            rows.append(row)
            grids.append(number)
    text = "\n".join(raw)
    cleaned = clean(text).split("\n") if raw else []
    return Page(tuple(raw), tuple(cleaned), tuple(loci), tuple(rows), tuple(grids), script_of(text))
