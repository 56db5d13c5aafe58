"""Sentences of prose made by hand, and the figures that are read from them."""

from __future__ import annotations

from gikstudy.model import Line, Mention, Section
from gikstudy.prose.mentions import find_mentions
from gikstudy.text import clean

Found = list[tuple[str, float, str, str]]


def mentions(
    *lines: str, section: str = "overview", year: int | None = None
) -> tuple[Mention, ...]:
    texts = tuple(Line(clean(text), f"L{n}") for n, text in enumerate(lines, 1))
    return find_mentions((Section(section, "", 0, texts),), year)


def read(text: str) -> Found:
    return [(m.metric, m.value, m.unit, m.qualifier) for m in mentions(text)]


def counted(text: str, year: int | None = None) -> str:
    """What is read, as `metric=value`, with the place of the whole behind a part."""
    return " ".join(
        f"{m.metric}={m.value}" + ("" if m.part_of is None else f"<{m.part_of}")
        for m in mentions(text, year=year)
    )
