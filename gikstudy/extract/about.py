"""Who made a report, where, when, and on what evidence."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from gikstudy.extract.about_agency import Named, choose_name, find_names, self_reference
from gikstudy.extract.about_dates import published_on, report_year
from gikstudy.extract.about_fields import (
    Contact,
    Field,
    best,
    read_email,
    read_fields,
    read_phone,
    read_site_code,
    read_websites,
)
from gikstudy.extract.about_lines import Lines, read_lines
from gikstudy.extract.about_scope import find_scope
from gikstudy.extract.about_title import Title, find_titles
from gikstudy.extract.mirror import find_signs
from gikstudy.extract.page import Page
from gikstudy.extract.where_cues import (
    body_votes,
    domain_votes,
    host_vote,
    name_votes,
    phone_vote,
    record_votes,
    site_vote,
)
from gikstudy.extract.where_level import LEVEL_OF_DEPTH, Body, read_body
from gikstudy.extract.where_vote import Region, locate
from gikstudy.model import About, Cue, Document, Section
from gikstudy.text import clean

_PARENT_HINT: Final = re.compile(
    r"(?<![\u4e00-\u9fff])(省|自治区|市|州|盟|县|区|旗)(?:政府|人民政府|直|属|级)"
)
_UNSURE_SIGNS: Final = frozenset(
    {"mirror_brand", "mirror_synonym", "mirror_host", "mirror_pinyin", "mirror_traditional"}
)


def find_about(document: Document, page: Page, sections: tuple[Section, ...]) -> About:
    """Everything that table `reports` says of who, where and when, with the votes behind it.

    A report seldom says these things once and in one place: the title may lack the county, the
    imprint is the host's, the date on the page is a year after the year reported on. Each cue
    is read by itself, kept in `cues`, and weighed against the others.

    Args:
        document: the source, for its address and HTML title.
        page: its lines, raw and cleaned.
        sections: the prose, for the statement of scope.

    Returns:
        The columns; empty text, `low` and `unknown` where the page does not say.
    """
    if not len(page):
        return About()
    lines = read_lines(page)
    fields = read_fields(lines)
    field_title = best(fields, "title")
    titles = find_titles(
        lines,
        (field_title.value, field_title.offset) if field_title else None,
        clean(document.page_title),
    )
    published, _ = published_on(lines, fields)
    title_years = tuple(title.year for title in titles if title.year)
    year, year_votes = report_year(lines, title_years, published)
    names = find_names(lines, titles, fields)
    signs = find_signs(document, lines)
    site_code, websites = read_site_code(lines), read_websites(lines)
    spoken = self_reference(lines)
    skip = frozenset(name.locus for name in names)
    votes = [
        *name_votes(names, year),
        *host_vote(fields, lines, year),
        *site_vote(site_code, lines, year),
        *domain_votes(websites, document.url, lines),
        *body_votes(lines, skip, year),
        *phone_vote(lines),
        *record_votes(lines, year),
    ]
    chosen = choose_name(names, year)
    body, level_cues = _read_level(chosen, spoken, votes, lines, year)
    region = locate(votes, body, year, suspect=any(s.cue in _UNSURE_SIGNS for s in signs))
    body = _with_parent(body, region)
    scope, scope_cues = find_scope(sections, body)
    about = _named(chosen, titles, body, region)
    about = _with_contacts(about, lines, fields, websites, site_code)
    cues = (*votes, *level_cues, *_year_cues(lines, year_votes, titles), *scope_cues, *signs)
    return replace(
        about,
        year=year,
        published_on=published,
        scope=scope,
        mirror_signs=";".join(sign.cue.removeprefix("mirror_") for sign in signs),
        cues=cues,
    )


def _read_level(
    chosen: Named | None,
    spoken: tuple[str, str, int],
    votes: list[Cue],
    lines: Lines,
    year: int | None,
) -> tuple[Body, tuple[Cue, ...]]:
    """The level by name; where the name is silent, by how the report speaks of its body (我局)."""
    word, level, at = spoken
    cues = []
    if word:
        cues.append(Cue("self_reference", word, level, 1.0, *lines.printed(at)))
    body = read_body(chosen.name, year) if chosen else Body("", "", (), "")
    if chosen and body.zone:
        cues.append(Cue("devzone", body.zone, body.level, 1.0, chosen.raw, chosen.locus))
    if not body.level:
        body = replace(body, level=level)
    if body.level == "department" and not body.parent_level:
        body, cue = _hinted_parent(body, votes, lines)
        cues += cue
    return body, tuple(cues)


def _hinted_parent(body: Body, votes: list[Cue], lines: Lines) -> tuple[Body, list[Cue]]:
    """The level of 市自然资源局: by the headings of the site, the self-reference, the portal."""
    hint = _PARENT_HINT.search(lines.text, 0, lines.head_end)
    if hint and hint[1] in ("县", "区", "旗", "省", "自治区"):
        parent = "province" if hint[1] in ("省", "自治区") else "county"
        cue = Cue("parent_heading", hint.group(), parent, 1.0, *lines.printed(hint.start()))
        return replace(body, parent_level=parent), [cue]
    for name in (
        "issuer",
        "signature",
        "contact",
        "title_field",
        "page_title",
        "site_code",
        "host",
        "body",
    ):
        for vote in votes:
            if vote.cue == name and vote.points_to and ";" not in vote.points_to:
                parent = LEVEL_OF_DEPTH[_depth(vote.points_to)]
                cue = Cue("parent_level", vote.value, parent, 1.0, vote.raw, vote.locus)
                return replace(body, parent_level=parent), [cue]
    return body, []


def _depth(code: str) -> int:
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6


def _with_parent(body: Body, region: Region) -> Body:
    """A department whose parent nothing tells belongs to the division it was located in."""
    if body.level == "department" and not body.parent_level and region.code:
        return replace(body, parent_level=LEVEL_OF_DEPTH[_depth(region.code)])
    return body


def _named(chosen: Named | None, titles: tuple[Title, ...], body: Body, region: Region) -> About:
    return About(
        title=titles[0].text if titles else "",
        agency=chosen.name if chosen else "",
        agency_name_source=chosen.source if chosen else "",
        level=body.level,
        parent_level=body.parent_level,
        region_code=region.code,
        region_name=region.name,
        region_confidence=region.confidence,
    )


def _with_contacts(
    about: About,
    lines: Lines,
    fields: tuple[Field, ...],
    websites: tuple[Contact, ...],
    site_code: Contact,
) -> About:
    def value(name: str) -> str:
        field = best(fields, name)
        return field.value if field else ""

    return replace(
        about,
        index_no=value("index_no"),
        document_no=value("document_no"),
        issuer=value("issuer"),
        phone=read_phone(lines, fields).value,
        email=read_email(lines).value,
        website=websites[0].value if websites else "",
        site_code=site_code.value,
    )


def _year_cues(
    lines: Lines, votes: list[tuple[str, int, float, int]], titles: tuple[Title, ...]
) -> list[Cue]:
    cues = []
    for cue, year, weight, offset in votes:
        raw, locus = lines.printed(offset) if offset >= 0 else ("", "")
        if cue == "title_year":
            raw, locus = next((t.raw, t.locus) for t in titles if t.year == year)
        cues.append(Cue(cue, str(year), str(year), weight, raw[:160], locus))
    return cues
