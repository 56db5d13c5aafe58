"""The boxes of a notebook: the banner that opens it and the methods that close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

STAMP: Final = "合成数据，非真实报告 · Made-up data, no real reports"
_RED: Final = "#8a1c1c"
_BLUE: Final = "#0b3954"


@dataclass(frozen=True)
class NotebookBox:
    """A title and lines, each with a name and a text; shows itself in Jupyter and as plain text."""

    title: str
    lines: Sequence[tuple[str, str]]
    made_up: bool = False
    folded: bool = False

    def __repr__(self) -> str:
        """The same as plain text, for a terminal and for readers without HTML."""
        head = [self.title, *([STAMP] if self.made_up else [])]
        return "\n".join([*head, *(f"  {name}: {text}" for name, text in self.lines)])

    def _repr_html_(self) -> str:
        ink = _RED if self.made_up else _BLUE
        stamp = f"<p style='color:{_RED};margin:0'><b>{STAMP}</b></p>" if self.made_up else ""
        rows = "".join(
            f"<tr><th style='text-align:left;vertical-align:top;white-space:nowrap'>{escape(name)}</th>"
            f"<td style='text-align:left;overflow-wrap:anywhere'>{escape(text)}</td></tr>"
            for name, text in self.lines
        )
        table = f"<table style='font-size:.9em'>{rows}</table>"
        title = f"<b style='color:{ink}'>{escape(self.title)}</b>"
        inner = (
            f"<details><summary>{title}</summary>{table}</details>"
            if self.folded
            else f"{title}{table}"
        )
        return (
            f"<div class='gikstudy-box' style='border:1px solid {ink};border-left-width:6px;"
            f"border-radius:4px;padding:.5em 1em'>{stamp}{inner}</div>"
        )
