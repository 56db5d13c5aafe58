"""Signs that a page is a mirror or was tampered with: its names then need a second cue.

About one crawled report in five comes from a host that is not the agency's: converted to
Traditional, with pinyin behind the characters, a brand where a place name stood, or words
replaced by synonyms.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from gikstudy.extract.about_lines import Lines
from gikstudy.extract.where_divisions import by_name, table
from gikstudy.model import Cue, Document

SIGNS: Final = ("traditional", "pinyin", "brand", "links", "synonym", "host")
_PINYIN: Final = re.compile(r"[((][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüń]{1,6}[))]")
_MIN_NOTES: Final = 3  # fewer may be an abbreviation in brackets, or a row of places


@cache
def _words(sign: str) -> re.Pattern[str]:
    words = (row["word"] for row in table("mirror_words.csv") if row["sign"] == sign)
    return re.compile("|".join(map(re.escape, words)))


def has_brand(text: str) -> bool:
    """Whether a brand of betting or gaming stands in a name."""
    return _words("brand").search(text) is not None


def without_brand(name: str) -> str:
    """The name behind a brand that was pasted in front of it (`某某投注_财政局` -> `财政局`)."""
    brands = [*_words("brand").finditer(name)]
    rest = name[brands[-1].end() :] if brands else name
    return re.split(r"[_\-|:]", rest)[-1]


def find_signs(document: Document, lines: Lines) -> tuple[Cue, ...]:
    """One cue a sign, in the order of `SIGNS`; `points_to` is empty, for a sign names nobody."""
    found = [
        _traditional(lines),
        _pinyin(lines),
        _first(lines, "brand", _words("brand")),
        _links(lines),
        _first(lines, "synonym", _words("synonym")),
        _host(document),
    ]
    return tuple(cue for cue in found if cue)


def _sign(sign: str, value: str, raw: str = "", locus: str = "") -> Cue:
    return Cue(f"mirror_{sign}", value, "", 0.0, raw[:120], locus)


def _traditional(lines: Lines) -> Cue | None:
    script = lines.page.script
    if script == "simplified" or not lines.page.raw:
        return None
    raw, locus = lines.printed(0)
    return _sign("traditional", script, raw, locus)


def _pinyin(lines: Lines) -> Cue | None:
    raw = "\n".join(lines.page.raw)
    notes = [m for m in _PINYIN.finditer(raw) if "\u3400" <= raw[m.start() - 1] <= "\u9fff"]
    if len(notes) < _MIN_NOTES:
        return None
    index = raw.count("\n", 0, notes[0].start())
    return _sign("pinyin", notes[0].group(), lines.page.raw[index].strip(), lines.page.loci[index])


def _first(lines: Lines, sign: str, pattern: re.Pattern[str]) -> Cue | None:
    match = pattern.search(lines.text)
    return _sign(sign, match.group(), *lines.printed(match.start())) if match else None


def _links(lines: Lines) -> Cue | None:
    """沙坪坝区| 望奎县| …: a list of links to places all over the country."""
    for index, line in enumerate(lines.page.clean):
        if line.count("|") < _MIN_NOTES:
            continue
        places = [by_name()[name] for x in line.split("|") if (name := x.strip()) in by_name()]
        if len({found[0].code[:2] for found in places}) > 1:
            return _sign("links", str(len(places)), lines.page.raw[index], lines.page.loci[index])
    return None


def _host(document: Document) -> Cue | None:
    """The page came from a host that is not a government's."""
    host = urlsplit(document.url).hostname or ""
    if not host or host.endswith((".gov.cn", ".gov.mo", ".gov.hk")) or host == "gov.cn":
        return None
    return _sign("host", host, document.url)
