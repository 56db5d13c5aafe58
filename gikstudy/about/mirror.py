"""Signs that a page is a mirror or was tampered with: its names then need a second cue.

About one crawled report in five comes from a host that is not the agency's: converted to
Traditional, with pinyin after the characters, a brand instead of a division's name, or words
replaced by synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from gikstudy.about.margins import PageMargins
from gikstudy.model import Cue, Document
from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import by_name
from gikstudy.text.alternation import by_first

SIGNS: Final = ("traditional", "pinyin", "brand", "links", "synonym", "host")
_PINYIN: Final = re.compile(r"[((][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüń]{1,6}[))]")
# …政府门户网站(http://www.alszq.gov.cn): mirrors replace the address, too
_PORTAL: Final = re.compile(
    r"网站?\s*+\(?\s*+(?:网址)?:?\s*+(?:https?://)?((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,4})"
)
_PUBLIC: Final = (".gov.cn", ".edu.cn", ".org.cn", ".mil.cn")
# A division alone in a cell. Tables have none, so most pages need no look at their lines.
_LINK: Final = re.compile(r"\|[ \t]*[\u4e00-\u9fff]{1,14}[县区市旗州省盟][ \t]*\|")
_MIN_NOTES: Final = 3  # fewer may be an abbreviation in brackets, or a list of divisions


@cache
def _words(*signs: str) -> re.Pattern[str]:
    words = (
        row["word"]
        for row in packaged_rows("gikstudy.about", "mirror_words.csv")
        if row["sign"] in signs
    )
    return re.compile(by_first(map(re.escape, words)))


def has_brand(text: str) -> bool:
    """Whether a name contains a betting or gaming brand."""
    return _words("brand").search(text) is not None


def without_brand(name: str) -> str:
    """The name after a brand that was pasted in front of it (`某某投注_财政局` -> `财政局`)."""
    brands = [*_words("brand").finditer(name)]
    rest = name[brands[-1].end() :] if brands else name
    return re.split(r"[_\-|:]", rest)[-1]


def find_signs(document: Document, lines: PageMargins) -> tuple[Cue, ...]:
    """One cue a sign, in the order of `SIGNS`; `points_to` is empty: a sign names no body."""
    worded = _words("brand", "synonym").search(
        lines.text
    )  # on hardly any page, so one search looks for both
    found = [
        _traditional(lines),
        _pinyin(lines),
        _first(lines, "brand", _words("brand")) if worded else None,
        _links(lines),
        _first(lines, "synonym", _words("synonym")) if worded else None,
        _host(document, lines),
    ]
    return tuple(cue for cue in found if cue)


def _sign(sign: str, value: str, raw: str = "", locus: str = "") -> Cue:
    return Cue(f"mirror_{sign}", value, "", 0.0, raw[:120], locus)


def _traditional(lines: PageMargins) -> Cue | None:
    script = lines.page.script
    if script == "simplified" or not lines.page.raw:
        return None
    raw, locus = lines.printed(0)
    return _sign("traditional", script, raw, locus)


def _pinyin(lines: PageMargins) -> Cue | None:
    raw = "\n".join(lines.page.raw)
    notes = [m for m in _PINYIN.finditer(raw) if "\u3400" <= raw[m.start() - 1] <= "\u9fff"]
    if len(notes) < _MIN_NOTES:
        return None
    index = raw.count("\n", 0, notes[0].start())
    return _sign("pinyin", notes[0].group(), lines.page.raw[index].strip(), lines.page.loci[index])


def _first(lines: PageMargins, sign: str, pattern: re.Pattern[str]) -> Cue | None:
    match = pattern.search(lines.text)
    return _sign(sign, match.group(), *lines.printed(match.start())) if match else None


def _links(lines: PageMargins) -> Cue | None:
    """沙坪坝区| 望奎县| …: a list of links to divisions across the country."""
    names = by_name()
    for index, line in enumerate(lines.page.clean if _LINK.search(lines.text) else ()):
        first = line.find("|")
        second = line.find("|", first + 1) if first >= 0 else -1
        if second < 0 or line[first + 1 : second].strip() not in names:
            continue
        if line.count("|") < _MIN_NOTES:
            continue
        divisions = [names[name] for x in line.split("|") if (name := x.strip()) in names]
        if len({found[0].code[:2] for found in divisions}) > 1:
            return _sign(
                "links", str(len(divisions)), lines.page.raw[index], lines.page.loci[index]
            )
    return None


def _host(document: Document, lines: PageMargins) -> Cue | None:
    """A host of the page, its own or that of the portal it names, that is not a public body's."""
    host = _host_of(document.url)
    if host and not _is_public(host):
        return _sign("host", host, document.url)
    for match in _PORTAL.finditer(lines.text):
        if not _is_public(match[1].lower()):
            return _sign("host", match[1], *lines.printed(match.start()))
    return None


def _host_of(url: str) -> str:
    """The host in an address as a crawl recorded it, which may not be an address at all."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_public(host: str) -> bool:
    """Whether a host belongs to a public body: a real subdomain of gov.cn or a similar domain."""
    return f".{host}".endswith(_PUBLIC)


def with_sign(signs: tuple[Cue, ...], sign: Cue | None) -> tuple[Cue, ...]:
    """The signs and one more, unless they already include it."""
    if sign is None or any(s.cue == sign.cue for s in signs):
        return signs
    return (*signs, sign)


def disagreeing_host(votes: Iterable[Cue], code: str) -> Cue | None:
    """A government address on the page from a different province than the body's."""
    for cue in votes:
        codes = cue.points_to.split(";") if cue.cue == "domain" and cue.points_to else []
        if codes and code and all(c[:2] != code[:2] for c in codes):
            return _sign("host", cue.value, cue.raw, cue.locus)
    return None
