"""The pages of a PDF as pictures, with a frame around everything that has a locus."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Frame:
    """The place of one line or cell on the picture of its page."""

    at: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PdfSheetView:
    """One page: its number, its picture, its size in points, the frames on it."""

    number: int
    file: str
    width: float
    height: float
    boxes: tuple[Frame, ...]


def sheets_of(data: bytes, folder: Path, name: str) -> tuple[PdfSheetView, ...]:
    """Writes the pictures of a PDF into a folder; nothing yet."""
    return ()
