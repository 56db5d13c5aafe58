"""What the reader of each format returns, and the error it raises if it cannot read."""

from __future__ import annotations

from typing import NamedTuple

from gikstudy.errors import GikstudyError
from gikstudy.model import Block, PictureReading, UnreadPages


class Content(NamedTuple):
    """What one document shows: blocks in reading order, its `<title>` and its own address.

    `readings` holds the lines and cells that were recognised in pictures, and `unread` names the
    pages that are pictures and were not read.
    """

    blocks: tuple[Block, ...] = ()
    encoding: str = ""
    page_title: str = ""
    url: str = ""
    readings: tuple[PictureReading, ...] = ()
    unread: UnreadPages | None = None


class UnreadableError(GikstudyError):
    """A document cannot be read; the message completes “the document is not read: …”."""
