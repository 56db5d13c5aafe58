"""Whose site a host is: the body's own, another's, or nobody can tell.

A host below gov.cn names a place in Latin letters, or a ministry. Most short labels fit several
places, and sites are abbreviated in many ways. So any label can show that a site may be the body's
own, but only a name that is spelled out can show that it belongs to places elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final, Literal
from urllib.parse import urlsplit

from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import (
    ancestors,
    by_code,
    by_domain_label,
    by_name,
    divisions,
    province_marks,
    stem,
)

Ownership = Literal["own", "elsewhere", "open"]
_SCHEME: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:(?!\d))|//", re.IGNORECASE)
_STATE: Final = ".gov.cn"
_STATES_OWN: Final = ("central", "vertical")
_WITHIN_A_COUNTY: Final = ("devzone", "township")  # their names are not in the table of divisions
_ABBREVIATED: Final = 2  # gz is Guizhou's by the rules and Guangzhou's in fact


def host_of(url: str) -> str:
    """The host in an address as a crawl recorded it; empty if it has none.

    Examples:
        >>> host_of("http://www.eq.gov.cn:8080/a.html"), host_of("www.eq.gov.cn/a"), host_of("//[")
        ('www.eq.gov.cn', 'www.eq.gov.cn', '')
    """
    try:
        return (urlsplit(url if _SCHEME.match(url) else f"//{url}").hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_state_host(host: str) -> bool:
    """Whether a host is gov.cn or lies below it.

    Examples:
        >>> is_state_host("www.eq.gov.cn"), is_state_host("www.eq.gov.cn.example.com")
        (True, False)
    """
    return f".{host}".endswith(_STATE)


def ownership(host: str, agency: str, level: str, region_code: str) -> Ownership:
    """Whether a host is that of a body, or of a place that contains it.

    Args:
        host: such as `czj.hangzhou.gov.cn`.
        agency: the name of the body.
        level: its level.
        region_code: the division it was located in; empty if unknown.

    Returns:
        `own` if a label can stand for the body's division, for one above it, or for the ministry
        that the body belongs to; `elsewhere` if the widest name in the host is spelled out and
        only places outside of the body's division have it; else `open`.

    Examples:
        >>> ownership("czj.hangzhou.gov.cn", "杭州市财政局", "department", "330100")
        'own'
        >>> ownership("www.datong.gov.cn", "杭州市财政局", "department", "330100")
        'elsewhere'
        >>> ownership("www.gz.gov.cn", "广州市人民政府", "prefecture", "440100")
        'open'
    """
    if not is_state_host(host):
        return "open"
    labels = f".{host}".removesuffix(_STATE).split(".")[1:]
    if level in _STATES_OWN and _is_ministrys(labels, agency):
        return "own"
    chain = _chain(region_code)
    if any(_identity(code) in chain for x in labels for code in by_domain_label().get(x, ())):
        return "own"
    places = [label for label in labels if label not in _ministries()]
    spelled = _spelled().get(places[-1], frozenset()) if places else frozenset()
    if not spelled or not chain or any(code.startswith(stem(region_code)) for code in spelled):
        return "open"
    # A town or a zone elsewhere may have the name of some county, and counties are many.
    return "open" if level in _WITHIN_A_COUNTY and _only_counties(spelled) else "elsewhere"


def _is_ministrys(labels: list[str], agency: str) -> bool:
    if not [label for label in labels if label != "www"]:  # www.gov.cn: of the State Council
        return _ministries()[""].search(agency) is not None
    return any(x and x in _ministries() and _ministries()[x].search(agency) for x in labels)


@cache
def _ministries() -> Mapping[str, re.Pattern[str]]:
    """Host labels of ministries -> what is in the names of the bodies that belong to them."""
    words: dict[str, list[str]] = {}
    for row in packaged_rows("gikstudy.places", "state_hosts.csv"):
        words.setdefault(row["label"], []).append(row["words"])
    return {label: re.compile("|".join(found)) for label, found in words.items()}


def _identity(code: str) -> str:
    """One code for a division through renamings and mergers."""
    found = by_code().get(code)
    return found[-1].identity if found else ""


@lru_cache(maxsize=4096)
def _chain(code: str) -> frozenset[str]:
    """The identities of a division and of all that contained it, in any year."""
    own = _identity(code)
    codes = [d.code for d in divisions() if d.identity == own] if own else []
    return frozenset(_identity(unit) for code in codes for unit in ancestors(code))


@cache
def _spelled() -> Mapping[str, frozenset[str]]:
    """Names in Latin letters, not abbreviated -> the codes of all divisions that have them."""
    labels: dict[str, set[str]] = {}
    for division in divisions():
        syllables = division.pinyin.split()
        short = syllables[: len(division.short_name)]
        for spelling in (syllables, short) if len(short) > 1 else (syllables,):
            labels.setdefault("".join(spelling), set()).add(division.code)
    for row in packaged_rows("gikstudy.places", "aliases.csv"):
        if row["alias"].isascii():
            labels.setdefault(row["alias"], set()).update(d.code for d in by_name()[row["name"]])
    for label, code in province_marks("domain").items():
        if len(label) > _ABBREVIATED:
            labels.setdefault(label, set()).add(code)
    return {label: frozenset(codes) for label, codes in labels.items()}


def _only_counties(codes: frozenset[str]) -> bool:
    return not any(code.endswith("00") for code in codes)
