"""Who made a report, where, when, and on what evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from gikstudy.about.agency import (
    AgencyName,
    branded_level,
    choose_name,
    find_names,
    host_as_name,
)
from gikstudy.about.consistency import agreed, contradictions
from gikstudy.about.contact import read_email, read_phone
from gikstudy.about.dates import byline_date, changed_on, published_on, report_year, signature_date
from gikstudy.about.fields import (
    Field,
    best,
    read_fields,
    read_site_code,
    read_websites,
)
from gikstudy.about.margins import PageMargins, read_lines
from gikstudy.about.mirror import SIGNS, disagreeing_host, find_signs, has_brand, with_sign
from gikstudy.about.region_cues import (
    body_votes,
    domain_votes,
    host_lines,
    host_vote,
    name_votes,
    phone_vote,
    record_votes,
    site_vote,
)
from gikstudy.about.region_vote import Region, locate
from gikstudy.about.scope import find_scope
from gikstudy.about.title import Title, find_titles, title_lines
from gikstudy.about.voice import Voice, read_voice
from gikstudy.model import About, Cue, Document, Level, Section
from gikstudy.page import Page
from gikstudy.places.divisions import depth_of
from gikstudy.places.levels import LEVEL_OF_DEPTH, BodyName, read_body
from gikstudy.text import clean

_PARENT_HINT: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(省|自治区|市|州|盟|县|区|旗)(?:政府|人民政府|直|属|级)"
)
# 市 stands for two levels, so it gives no hint.
_PARENT_OF: Final[dict[str, Level]] = {
    "省": "province", "自治区": "province", "州": "prefecture", "盟": "prefecture",
    "县": "county", "区": "county", "旗": "county",
}  # fmt: skip
_PARENT_CUES: Final = ("issuer", "signature", "contact", "site_code", "host", "body")
_UNSURE: Final = frozenset(f"mirror_{sign}" for sign in SIGNS if sign != "links")


def find_about(document: Document, page: Page, sections: tuple[Section, ...]) -> About:
    """Everything that table `reports` says about who, where and when, with the votes behind it.

    A report rarely states these facts only once, and one statement may be wrong: the title may
    lack the county, the imprint is the host's, the date on the page is a year after the year
    reported on. Each cue is read on its own, kept in `cues` and weighed against the others.

    Args:
        document: the source, for its address and HTML title.
        page: its lines, raw and cleaned.
        sections: the prose, for the statement of scope.

    Returns:
        The columns; empty text, `low` and `unknown` if the page does not say.
    """
    if not len(page):
        return About()
    lines = read_lines(page)
    fields = read_fields(lines)
    titles = find_titles(lines, best(fields, "title"), clean(document.page_title))
    signed = signature_date(lines)
    published = published_on(fields, byline_date(lines), signed) or changed_on(lines)
    websites, site_code = read_websites(lines), read_site_code(lines)
    years = tuple(title.year for title in titles if title.year)
    year, year_votes = report_year(lines, years, published)
    voice = read_voice(lines)
    names = find_names(lines, titles, fields, signed, voice, year)
    title_at = lines.offset(titles[0].locus) if titles else 0
    phone = read_phone(lines, fields, title_at)
    named = [*name_votes(names, year), *host_vote(fields, lines, year)]
    # A line whose name has no division may still give the address: 地址:会同县坪村镇…. So may
    # the sentence of a contact whose division is one of several.
    voted = frozenset(cue.locus for cue in named if _has_voted(cue))
    voted |= host_lines(lines, title_at) | title_lines(lines, titles)
    votes = [  # every cue that can point to a division
        *named,
        *site_vote(site_code, lines, year),
        *domain_votes(websites, document.url, lines),
        *body_votes(lines, voted, year),
        *phone_vote(lines, phone.value),
        *record_votes(lines),
    ]
    chosen = choose_name(names or host_as_name(lines, fields, voice, year), year)
    if not chosen and not voice.level:
        voice = replace(voice, level=branded_level(names, year))
    body, level_cues = _read_level(chosen, votes, lines, voice, year)
    signs = find_signs(document, lines)
    region = locate(votes, body, year, suspect=any(s.cue in _UNSURE for s in signs))
    body = agreed(body, region, chosen, voice.word)
    doubts = contradictions(body, region, chosen, voice, votes, lines)
    if doubts or not chosen:
        region = replace(
            region,
            confidence="low"
            if doubts
            else min(region.confidence, "medium", key=("low", "medium", "high").index),
        )
    signs = with_sign(signs, disagreeing_host(votes, region.code))
    scope, scope_cues = find_scope(lines, sections, body)
    return About(
        title=titles[0].text if titles else "",
        agency=chosen.name if chosen else "",
        agency_name_source=chosen.source if chosen else "",
        level=body.level,
        parent_level=_parent_level(body, region),
        region_code=region.code,
        region_name=region.name,
        region_confidence=region.confidence,
        scope=scope,
        year=year,
        published_on=published,
        index_no=_value(fields, "index_no"),
        document_no=_value(fields, "document_no"),
        issuer=_value(fields, "issuer"),
        phone=phone.value,
        email=read_email(lines, title_at).value,
        website=websites[0].value if websites else "",
        site_code=site_code.value,
        mirror_signs=";".join(sign.cue.removeprefix("mirror_") for sign in signs),
        cues=(
            *votes,
            *level_cues,
            *_year_cues(lines, year_votes, titles),
            *scope_cues,
            *doubts,
            *signs,
        ),
    )


def _has_voted(cue: Cue) -> bool:
    several = cue.cue == "contact" and ";" in cue.points_to
    return (cue.points_to != "" and not several) or has_brand(cue.value)


def _read_level(
    chosen: AgencyName | None,
    votes: list[Cue],
    lines: PageMargins,
    voice: Voice,
    year: int | None,
) -> tuple[BodyName, list[Cue]]:
    """The level from the name; else from the way the report refers to its body (我局)."""
    word, level = voice.word, voice.level
    cues = []
    if word:
        cues.append(Cue("self_reference", word, level, 1.0, *lines.printed(voice.offset)))
    body = read_body(chosen.name, year) if chosen else BodyName("", "", (), "")
    if chosen and body.zone:
        cues.append(Cue("devzone", body.zone, body.level, 1.0, chosen.raw, chosen.locus))
    unread = (
        chosen and level in LEVEL_OF_DEPTH.values()
    )  # 文昌湖区 and 我区: no county has such a name
    body = body if body.level or unread else replace(body, level=level)
    if body.level == "department" and not body.parent_level:
        hinted = _hinted_parent(votes, lines)
        if hinted:
            body = replace(body, parent_level=hinted[0])
            cues.append(hinted[1])
    return body, cues


def _hinted_parent(votes: list[Cue], lines: PageMargins) -> tuple[Level, Cue] | None:
    """The level above 市自然资源局: from the headings of the site, or from the other bodies named."""
    hint = _PARENT_HINT.search(lines.text, 0, lines.head_end)
    if hint and (parent := _PARENT_OF.get(hint[1])):
        return parent, Cue("parent_level", hint.group(), parent, 1.0, *lines.printed(hint.start()))
    for kind in _PARENT_CUES:
        for vote in votes:
            if vote.cue == kind and vote.points_to and ";" not in vote.points_to:
                parent = LEVEL_OF_DEPTH[depth_of(vote.points_to)]
                return parent, Cue("parent_level", vote.value, parent, 1.0, vote.raw, vote.locus)
    return None


def _parent_level(body: BodyName, region: Region) -> Level:
    """The parent of a department; if no cue gives it, that of the division it is located in."""
    if body.level == "department" and not body.parent_level and region.code:
        return LEVEL_OF_DEPTH[depth_of(region.code)]
    return body.parent_level


def _value(fields: tuple[Field, ...], name: str) -> str:
    field = best(fields, name)
    return field.value if field else ""


def _year_cues(
    lines: PageMargins, votes: list[tuple[str, int, float, int]], titles: tuple[Title, ...]
) -> list[Cue]:
    cues = []
    for cue, year, weight, offset in votes:
        raw, locus = lines.printed(offset) if offset >= 0 else ("", "")
        if cue == "title_year":
            raw, locus = next((t.raw, t.locus) for t in titles if t.year == year)
        cues.append(Cue(cue, str(year), str(year), weight, raw[:160], locus))
    return cues
