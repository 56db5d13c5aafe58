"""Votes on where a body is: the cues on a page, the divisions they point to, their weights.

None of these cues is proof. A portal's code and imprint are the host's. A police number shows the
seat of the station that registered it. Area codes are shared. Names repeat across the country.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from gikstudy.about.agency import AgencyName
from gikstudy.about.elsewhere import says_where
from gikstudy.about.fields import Contact, Field
from gikstudy.about.margins import PageMargins
from gikstudy.about.mirror import has_brand
from gikstudy.about.names import repaired, without_site
from gikstudy.model import Cue
from gikstudy.places.divisions import (
    Division,
    ancestors,
    area_codes,
    by_code,
    by_domain_label,
    by_name,
    depth_of,
    names_in,
    province_marks,
    related,
    valid_in,
)
from gikstudy.places.levels import LEVEL_OF_DEPTH, read_body

WEIGHTS: Final = {
    "title": 5.0,
    "title_field": 5.0,
    "page_title": 5.0,
    "breadcrumb": 2.0,
    "sentence": 4.0,
    "contact": 4.0,
    "signature": 4.0,
    "issuer": 4.0,
    "body": 4.0,
    "site_code": 4.0,
    "host": 3.0,
    "domain": 3.0,
    "phone": 2.0,
    "police": 2.0,
    "icp": 1.0,
    "document": 1.0,
}
# 会同县人民政府主办, without a colon
_RUN_BY: Final = re.compile(
    "([\u4e00-\u9fff]{2,20}(?:政府|行署)(?:办公[室厅])?)(?:主办|承办|版权所有)"
)
_PASTED: Final = 0.5  # the weight of a name with a brand pasted into it
_PORTAL_CRUMBS: Final = 2  # the first links of a path, one of which may be the portal
_MAX_CHOICES: Final = 12  # a cue that fits more divisions than this proves nothing
# The mark of the province comes before these: 蒙公网安备 …, 蒙ICP备…, 内政发〔2020〕2号.
_POLICE: Final = re.compile(r"公网安备\D{0,5}(\d{6,14})")
# It opens with the number so that the search can skip to it; then it looks back for the bracket.
_DOCUMENT: Final = re.compile(r"20(?<=[〔\[(]20)\d\d[〕\])]\d{1,4}号")
_ISSUED_BY: Final = re.compile(r"([\u4e00-\u9fff])政[\u4e00-\u9fff]{0,4}$")
_HOST: Final = re.compile(
    r"((?:[a-z0-9-]+\.)+)gov\.cn(?!\.?[a-z0-9-])",  # gov.cn.example.com is nobody's
    re.ASCII | re.IGNORECASE,
)
_HOST_LINE: Final = re.compile(
    r"\s*(?:(?:公司|联系|详细|通讯)?地址|地\s+址)\s*:|.*(?:有限公司|集团|商城)"
)
_AREA: Final = re.compile(r"0\d{2,3}\)?[ \-—–]{1,3}\d{7,8}")


def vote(cue: str, value: str, codes: Iterable[str], raw: str = "", locus: str = "") -> Cue:
    """A cue that points to one or more codes."""
    return Cue(cue, value, ";".join(dict.fromkeys(codes)), WEIGHTS[cue], raw[:160], locus)


def name_votes(names: tuple[AgencyName, ...], year: int | None) -> list[Cue]:
    """The divisions in the names of the body; names with a brand count for less."""
    found = []
    for named in names:
        pasted = has_brand(named.name)
        name = repaired(named.name, year) if pasted else named.name
        codes = [division.code for division in read_body(name, year).divisions]
        cue = vote(named.source, named.name, codes, named.raw, named.locus)
        found.append(cue._replace(weight=_PASTED) if pasted else cue)
    return found


def body_votes(lines: PageMargins, skip: frozenset[str], year: int | None) -> list[Cue]:
    """At each depth, the division that the text names most, leaving out titles and lists of links.

    Args:
        lines: the page.
        skip: loci of lines that have voted already, as titles, issuers or imprint.
        year: the reporting year.
    """
    mentions: dict[str, list[int]] = {}
    above: dict[str, set[str]] = {}
    last, end = "", -1
    for name, offset in names_in(lines.text):
        if says_where(lines.text, name, offset):
            mentions.setdefault(name, []).append(offset)
            if offset == end:
                above.setdefault(name, set()).add(last)
        last, end = name, offset + len(name)
    best: dict[int, tuple[int, int, str, tuple[Division, ...]]] = {}
    for name, offsets in mentions.items():
        running = _from_first_running(lines, offsets, skip)
        divisions = _inside(valid_in(by_name()[name], year), above.get(name, ()), year)
        if running and divisions:
            depth = divisions[0].depth
            if len(running) > best.get(depth, (0,))[0]:
                best[depth] = (len(running), running[0], name, divisions)
    return [
        vote("body", name, (d.code for d in divisions), *lines.printed(offset))
        for _, (_, offset, name, divisions) in sorted(best.items(), reverse=True)
    ]


def _inside(
    divisions: tuple[Division, ...], above: Iterable[str], year: int | None
) -> tuple[Division, ...]:
    """The namesakes in a division that is printed right before them, if it tells (福州市鼓楼区)."""
    around = [outer.code for name in above for outer in valid_in(by_name()[name], year)]
    within = tuple(d for d in divisions if any(related(code, d.code) for code in around))
    return within or divisions


def _from_first_running(lines: PageMargins, offsets: list[int], skip: frozenset[str]) -> list[int]:
    """The mentions from the first one in running text on; empty if all are in lines to skip."""
    page = lines.page
    index, at, passed = 0, 0, -1
    for position, offset in enumerate(offsets):
        index += lines.text.count("\n", at, offset)
        at = offset
        if index == passed:
            continue
        line = page.clean[index]
        if page.loci[index] not in skip and "|" not in line and ">" not in line:
            return offsets[position:]
        passed = index
    return []


def site_vote(code: Contact, lines: PageMargins, year: int | None) -> list[Cue]:
    """网站标识码: the first six digits give the division of the portal's owner."""
    if code.offset < 0 or len(code.value) != 10 or not code.value.isdigit():
        return []
    where = _valid_code(code.value[:6], year)
    return [vote("site_code", code.value, where, *lines.printed(code.offset))]


def _valid_code(code: str, year: int | None) -> list[str]:
    """The code as it was in the year; its prefecture or province if the table lacks it."""
    chain = ancestors(code)
    if not chain:
        return []
    return [d.code for d in valid_in(by_code()[chain[0]], year)][:1]


def record_votes(lines: PageMargins) -> list[Cue]:
    """The host's police and ICP numbers, and the province in the numbers of cited documents."""
    text, found = lines.text, []
    police = _POLICE.search(text)
    if police:
        # The seat of the police, not the level of the body: it counts only for the prefecture.
        seat = [code for code in ancestors(police[1][:6]) if depth_of(code) < 6][:1]
        found.append(vote("police", police[1], seat, *lines.printed(police.start())))
    for match in re.finditer("ICP", text):
        at = match.start() - (text[match.start() - 1 : match.start()] in (" ", "\t"))
        mark = text[at - 1 : at]
        if code := province_marks("icp").get(mark):
            found.append(vote("icp", mark, [code], *lines.printed(at)))
            break
    for match in _DOCUMENT.finditer(text):
        at = match.start() - 1
        issuer = _ISSUED_BY.search(text, max(at - 6, 0), at)
        if issuer and (code := province_marks("document").get(issuer[1])):
            number = issuer.group() + text[at : match.end()]
            found.append(vote("document", number, [code], *lines.printed(at)))
            break
    return found


def host_lines(lines: PageMargins, title_at: int) -> frozenset[str]:
    """Loci of lines above the title with a company's address: the company only hosts the copy."""
    above = [i for i in lines.head if i < lines.index(title_at)]
    page = lines.page
    return frozenset(page.loci[i] for i in above if _HOST_LINE.match(page.clean[i]))


def phone_vote(lines: PageMargins, own: str) -> list[Cue]:
    """The area code of the body's own number, else the most frequent one, hotlines included."""
    if (match := _AREA.match(own.lstrip("("))) and (area := _area_of(match[0])) in area_codes():
        at = max(lines.text.find(own), 0)
        return [vote("phone", area, area_codes()[area], *lines.printed(at))]
    found: dict[str, int] = {}
    counts: Counter[str] = Counter()
    for match in _AREA.finditer(lines.text):
        area = _area_of(match.group())
        if area in area_codes() and not lines.text[match.start() - 1].isdecimal():
            counts[area] += 1
            found.setdefault(area, match.start())
    if not counts:
        return []
    area = counts.most_common(1)[0][0]
    return [vote("phone", area, area_codes()[area], *lines.printed(found[area]))]


def _area_of(number: str) -> str:
    return number[:4] if number[3].isdecimal() else number[:3]


def domain_votes(websites: tuple[Contact, ...], url: str, lines: PageMargins) -> list[Cue]:
    """Government hosts named on the page, and the page's own: their labels are pinyin."""
    found = []
    seen = set()
    for site in (*websites, Contact(url, -1)):
        match = _HOST.search(site.value)
        if not match or match.group() in seen:
            continue
        seen.add(match.group())
        raw, locus = lines.printed(site.offset) if site.offset >= 0 else (url, "")
        labels = [x for x in match[1].lower().split(".") if x not in ("", "www")]
        codes = _codes_of_labels(labels)
        if 0 < len(codes) <= _MAX_CHOICES:
            found.append(vote("domain", match.group(), codes, raw, locus))
    return found


def _codes_of_labels(labels: list[str]) -> tuple[str, ...]:
    """The divisions that the labels of a host can mean; the last label is the widest."""
    codes: tuple[str, ...] = ()
    for label in reversed(labels):
        here = by_domain_label().get(label, ())
        inside = tuple(c for c in here if any(c[:2] == above[:2] for above in codes))
        codes = inside or codes or here
    return codes


def host_vote(fields: tuple[Field, ...], lines: PageMargins, year: int | None) -> list[Cue]:
    """主办: whose portal this is."""
    for field in fields:
        if field.field == "host":
            divisions = read_body(field.value.split(" ")[0], year).divisions
            if divisions:
                where = (division.code for division in divisions)
                return [vote("host", field.value, where, *lines.printed(field.offset))]
    if run_by := _RUN_BY.search(lines.text, lines.tail_start):
        where = (division.code for division in read_body(run_by[1], year).divisions)
        if codes := tuple(where):
            return [vote("host", run_by[1], codes, *lines.printed(run_by.start()))]
    return _portal_vote(lines, year)


def _portal_vote(lines: PageMargins, year: int | None) -> list[Cue]:
    """Whose portal a path of links begins with: 会同县人民政府门户网站 > 信息公开 > 坪村镇."""
    page = lines.page
    for index in lines.head:
        crumbs = page.clean[index].split(">")
        for crumb in crumbs[:_PORTAL_CRUMBS] if len(crumbs) > _PORTAL_CRUMBS else ():
            name = "".join(crumb.rpartition(":")[2].split())
            site = without_site(name)
            body = read_body(site, year)
            if body.divisions and (site != name or body.level in LEVEL_OF_DEPTH.values()):
                where = (division.code for division in body.divisions)
                return [vote("host", name, where, page.raw[index].strip(), page.loci[index])]
    return []
