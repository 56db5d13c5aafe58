"""Pages that are pictures: their text was recognised and may be wrong, or was not read at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from gikstudy.model import About, Confidence, Cue, Document

_LESS: Final[dict[Confidence, Confidence]] = {"high": "medium", "medium": "low", "low": "low"}


def recognised(about: About, document: Document) -> About:
    """The same facts with less confidence, and a cue `ocr` that says where the first picture is.

    Args:
        about: what was read from the text.
        document: one with readings of pictures.
    """
    first = document.readings[0].locus
    cue = Cue("ocr", str(len(document.readings)), "", 0.0, "", first)
    confidence = _LESS[about.region_confidence]
    return replace(about, region_confidence=confidence, cues=(*about.cues, cue))


def unread(about: About, document: Document) -> About:
    """The same facts, and a cue `unread` that names the pages that are pictures and were not read.

    Args:
        about: what was read from the other pages.
        document: one with unread pages.
    """
    if document.unread is None:
        return about
    named = ", ".join(str(number) for number in document.unread.pages)
    cue = Cue("unread", named, "", 0.0, "", f"P{document.unread.pages[0]}")
    return replace(about, cues=(*about.cues, cue))
