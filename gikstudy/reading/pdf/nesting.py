"""How much a PDF draws if each drawing within a drawing is drawn as often as the file says.

PDFium opens a page and all that is drawn on it in one step, which cannot be stopped: ten forms that
each draw the next one nine times are three thousand million drawings in two kilobytes. So the forms
of a file are counted before it is opened, from its bytes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from gikstudy.reading import limits
from gikstudy.reading.content import UnreadableError

_OBJECT: Final = re.compile(rb"(?<![0-9])(\d{1,8})\s{1,4}\d{1,5}\s{1,4}obj\b")
_REFERENCE: Final = re.compile(rb"(?<![0-9])(\d{1,8})\s{1,4}\d{1,5}\s{1,4}R\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_FORM: Final = re.compile(rb"/Subtype\s*/Form\b")
_PAGE: Final = re.compile(rb"/Type\s*/Page\b(?!s)")
_PACKED_OBJECTS: Final = re.compile(rb"/Type\s*/ObjStm\b")
_CONTENTS: Final = re.compile(rb"/Contents\s*(\[[^\]]*\]|\d+\s+\d+\s+R)")
_PARENT: Final = re.compile(rb"/(?:Parent|P|StructParents?)\s+\d+\s+\d+\s+R")
_FIRST: Final = re.compile(rb"/First\s+(\d{1,8})")
_DRAWS: Final = re.compile(rb"(?<![\w/])Do\b")
_LONGEST: Final = 65536
"""Bytes of a dictionary that are looked at."""
_COUNTED: Final = 1_000
"""Forms of a file, and other objects below one of them, that are followed."""
_DEEPEST: Final = 40
"""Drawings within drawings that PDFium opens."""


class _Thing(NamedTuple):
    """An object of the file: what its dictionary says, and its packed stream."""

    facts: bytes
    stream: bytes


def refuse_nesting(data: bytes) -> None:
    """Refuses a PDF with a page that draws far more than anybody looks at.

    Raises:
        UnreadableError: where it might draw more than `limits.PDF_DRAWINGS` things.
    """
    if (
        not 2 <= len(_FORM.findall(data)) <= _COUNTED
    ):  # with so many, the time to open it is the limit
        return
    most = _most_drawn(dict(_things(data)))
    if most > limits.PDF_DRAWINGS:
        raise UnreadableError(
            f"the PDF draws forms within forms, more than {limits.PDF_DRAWINGS:,} on one page"
        )


def _things(data: bytes) -> Iterator[tuple[int, _Thing]]:
    starts = list(_OBJECT.finditer(data))
    ends = [found.start() for found in starts[1:]]
    for found, end in zip(starts, [*ends, len(data)], strict=True):
        begins = _STREAM.search(data, found.end(), min(end, found.end() + _LONGEST))
        facts = data[found.end() : begins.start() if begins else min(end, found.end() + _LONGEST)]
        thing = _Thing(facts, data[begins.end() : end] if begins else b"")
        yield int(found[1]), thing
        if _PACKED_OBJECTS.search(facts):
            yield from _packed(thing)


def _packed(thing: _Thing) -> Iterator[tuple[int, _Thing]]:
    """The objects that lie together in a packed stream; none of them has a stream itself."""
    first = _FIRST.search(thing.facts)
    text = _unpacked(thing)
    start = int(first[1]) if first else 0
    numbers = [int(word) for word in text[:start].split() if word.isdigit()]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
    for (number, begins), (_, ends) in zip(pairs, [*pairs[1:], (0, _LONGEST)], strict=False):
        yield number, _Thing(text[start + begins : start + ends][:_LONGEST], b"")


def _unpacked(thing: _Thing) -> bytes:
    if b"/FlateDecode" not in thing.facts and b"/Fl" not in thing.facts:
        return thing.stream
    try:
        return zlib.decompressobj().decompress(thing.stream, limits.DOCUMENT_BYTES)
    except zlib.error:
        return b""


def _most_drawn(things: Mapping[int, _Thing]) -> int:
    """The number of things on the fullest page; too high where names are not resolved."""
    forms = frozenset(number for number, thing in things.items() if _FORM.search(thing.facts))
    inner = {form: _reached(form, things, forms) for form in forms}
    draws = {form: _draws(things[form]) for form in forms}
    # What a form draws within so many levels; each level is one pass, so circles do no harm.
    within = dict.fromkeys(forms, 1)
    for _ in range(_DEEPEST):
        before = dict(within)
        for form in forms:
            within[form] = 1 + draws[form] * max((before[one] for one in inner[form]), default=0)
        if within == before or max(within.values()) > limits.PDF_DRAWINGS:
            break
    pages = [number for number, thing in things.items() if _PAGE.search(thing.facts)]
    on_pages = (
        _drawn_on(things[page], things)
        * max((within[form] for form in _reached(page, things, forms)), default=0)
        for page in pages
    )
    return max((*within.values(), *on_pages), default=0)


def _reached(number: int, things: Mapping[int, _Thing], forms: frozenset[int]) -> set[int]:
    """The forms that a form or page names, directly or in lists of its own."""
    found: set[int] = set()
    waiting, seen = [number], {number}
    while waiting:
        facts = _PARENT.sub(b"", things[waiting.pop()].facts)
        references = set(map(int, _REFERENCE.findall(facts)))
        found |= references & forms
        for other in references - forms - seen:
            if other in things and len(seen) < _COUNTED:
                seen.add(other)
                if not things[other].stream and not _PAGE.search(things[other].facts):
                    waiting.append(other)
    return found - {number}


def _draws(thing: _Thing) -> int:
    return len(_DRAWS.findall(_unpacked(thing)))


def _drawn_on(page: _Thing, things: Mapping[int, _Thing]) -> int:
    contents = _CONTENTS.search(page.facts)
    streams = map(int, _REFERENCE.findall(contents[1])) if contents else ()
    return sum(_draws(things[stream]) for stream in streams if stream in things)
