"""The pages of a PDF or scan as pictures, with a frame around everything that has a locus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gikstudy.model import Document
from gikstudy.reading.pdf.pictures import PictureFrame, page_pictures
from gikstudy.reading.scans.picture_pieces import recognised_pages


@dataclass(frozen=True, slots=True)
class PdfSheetView:
    """One page: its number, its picture, its size in points, the frames on it."""

    number: int
    file: str
    width: float
    height: float
    frames: tuple[PictureFrame, ...]


def sheets_of(data: bytes, document: Document, folder: Path, name: str) -> tuple[PdfSheetView, ...]:
    """Writes the pictures of a PDF or scan into a folder, and says what is where on them.

    Args:
        data: the bytes of the file.
        document: what was read from it.
        folder: where the pictures go.
        name: what their names begin with.
    """
    sheets = []
    pages = recognised_pages(data, document) if document.readings else page_pictures(data)
    for page in pages:
        file = f"{name}-{page.number}.png"
        (folder / file).write_bytes(page.png)
        sheets.append(PdfSheetView(page.number, file, page.width, page.height, page.frames))
    return tuple(sheets)
