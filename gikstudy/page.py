"""A document as parallel columns, with one entry per line."""

from __future__ import annotations

from dataclasses import dataclass

from gikstudy.model import Document, GridCell, Line
from gikstudy.text import clean_page


@dataclass(frozen=True, slots=True)
class Page:
    """A document line by line: printed text, cleaned text and locus.

    Attributes:
        raw: each line as printed; a row of a real table is its cells joined by ` | `.
        clean: the same lines after `gikstudy.text.clean`.
        loci: the locus of each line (`L12`, `P3R7`; for a row of a table that of its first cell).
        rows: None for running text; for a row of a real table its cells.
        grids: the number of the table that a row belongs to, counted from 1; 0 for text.
        script: `simplified`, `traditional` or `mixed`.
        title: the title of the document outside its text (`<title>` of a page).
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

    Cleaning runs once over the whole text, because it is cheap per page and expensive per line, and
    because the script is a property of the page.
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
    if text.count("\n") >= len(raw) > 0:  # a line that contains a line end
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
