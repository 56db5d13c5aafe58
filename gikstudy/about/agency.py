"""The body that made the report: every name on the page that may be its name, best first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.about.contact import contact_names
from gikstudy.about.fields import Field
from gikstudy.about.margins import PageMargins
from gikstudy.about.mirror import has_brand, without_brand
from gikstudy.about.names import as_subject, clean_name, is_paper, repaired, without_desk
from gikstudy.about.subject import find_reported, find_subjects, find_writer, opening_clauses
from gikstudy.about.title import Title, is_body_name, is_title, squeeze
from gikstudy.about.voice import Voice
from gikstudy.model import Level
from gikstudy.places.bodies import own_part
from gikstudy.places.levels import read_body

# The office that answers for a government in these matters: 会同县人民政府信息公开办公室
_GOVERNMENT_DESK: Final = re.compile(
    "(?<=人民政府)(?:政府)?(?:信息|政务)公开(?:工作)?(?:领导小组)?办公室$"
)
# Half a name, or not a name.
_NOBODYS: Final = re.compile(
    r"(?:人民)?政府|(?:党政|综合)?办公[室厅]|[分支]局|[总支大中]队|分院|委员会|管委会|办事处|街道|信息中心|本(?!溪).{1,4}"
    r"|.*我.*|.*本(?:局|厅|委|镇|乡|县|区|市|省|街道|机关|单位|部门).*|[^\u4e00-\u9fff]*|[政信].{1,3}公开"
)
# 2020年,民意乡认真贯彻…: the body as the subject of a sentence
_ANY_SUBJECT: Final = re.compile(
    r"(?:^|[。,;]|\d[ \t]?年度?(?:以来)?,?)[ \t]{0,8}([\u4e00-\u9fff]{2,24}?(?:人民政府|办事处|街道|苏木|[镇乡局]))"
    r"(?=认真|积极|坚持|严格|深入|全面|始终|紧紧|高度重视|按照|根据|未收到|共收到|主动公开|政府信息公开工作|信息公开工作|在[^。\n]{2,30}领导下)",
    re.MULTILINE,
)
# 成立会同县林业局政府信息公开领导小组
_LED_BY: Final = re.compile(
    r"(?:成立|[的了由])((?:(?![的了由])[\u4e00-\u9fff]){4,24}?)(?:政府信息|政务|信息)公开(?:工作)?领导小组"
)
_NOBODY: Final = re.compile(
    r"^(?:[我本各全该其]|[省市县区]委|党委|.是|[省市县区](?:人民)?政府)|领导|督促|推动"
)
_SEAL: Final = re.compile(r"\((?:公章|盖章|印章|章|印)\)$")
_NOT_A_NAME: Final = re.compile(
    r"[,。;!?]|信息公开|年度报告|\d{4}[-年/.]\d|打印|关闭|标识码|备案|版权|转载|声明"
)
# A name without a level that ends like this is a brand that replaced the name of the body.
_TRADE: Final = re.compile(r"(?:娱乐|体育|彩票|电竞|电子|游戏|直播)$")
_LABEL: Final = re.compile(
    "^(?:(?:发布|发文|制发|公开|编制|编写|报送|填报|报告|责任|信息提供)(?:机构|单位|机关|部门|主体):?|单位:)"
)
_GOVERNMENTS: Final = ("province", "prefecture", "county")
_OFFICE_OF_IT: Final = re.compile("办|令|网|门户|公报|关于|各|所属|和|及|、")
_FEWEST_CRUMBS: Final = 2
_SHORTEST: Final = 2
_LONGEST_CRUMB: Final = 20
_BELOW: Final = 2  # lines below a title that may name its body
_OWN_WORDS: Final = ("title", "title_field", "page_title", "sentence", "contact")


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name on the page and the cue that gave it."""

    source: str
    name: str
    raw: str
    locus: str


def find_names(
    lines: PageMargins,
    titles: tuple[Title, ...],
    fields: tuple[Field, ...],
    signed: tuple[str, int] | None,
    voice: Voice,
    year: int | None,
) -> tuple[AgencyName, ...]:
    """Every name that may be the reporting body's, the most credible first.

    The host of the page (主办, 承办) is not among them, because another body usually runs it. A
    name that the report contradicts is left out too: a page of a town (我镇) may be on the portal
    of a county that names itself as the issuer of everything.

    Args:
        lines: the page.
        titles: what `find_titles` found.
        fields: the printed fields.
        signed: the date that closes the report and its position.
        voice: how the report speaks of its body.
        year: the reporting year.
    """
    named = [AgencyName(t.source, t.agency, t.raw, t.locus) for t in titles if t.agency]
    told = any(as_subject(name.name, year) for name in named)
    placed = any(read_body(name.name, year).divisions for name in named)
    spoken = [] if told and placed else _sentences(lines, year)
    issuers = _issuers(lines, fields)
    named = [n for name in named for n in _in_full(name, lines, issuers)]
    named = [*_on_cover(lines, named, year), *named]
    others = [
        *spoken,
        *_contact(lines),
        *(name for name in issuers if name.name == without_desk(name.name)),
        *_below_title(lines, titles, year),
        *_signature(lines, signed),
        *_breadcrumb(lines, year),
        *(replace(name, name=without_desk(name.name)) for name in issuers),
    ]
    others = [n for n in others if voice.fits(read_body(n.name, year), sure=n in spoken)]
    return _usable([*named, *others]) or _usable(_subject(lines))


def _usable(names: list[AgencyName]) -> tuple[AgencyName, ...]:
    """The names that may be a body's, each once."""
    usable = (n for n in names if 2 <= len(n.name) <= 40 and not _NOBODYS.fullmatch(n.name))
    return tuple(dict.fromkeys(usable))


def host_as_name(
    lines: PageMargins, fields: tuple[Field, ...], voice: Voice, year: int | None
) -> tuple[AgencyName, ...]:
    """The host of the page as a last resort, if the report speaks like a body of that level."""
    host = next((f for f in fields if f.field == "host"), None)
    if host is None:
        return ()
    name = squeeze(host.value.split(" ")[0])
    level = read_body(name, year).level
    if not level or level != (voice.level or level):
        return ()
    return (AgencyName("host", name, *lines.printed(host.offset)),)


def choose_name(names: tuple[AgencyName, ...], year: int | None) -> AgencyName | None:
    """The name to report: the first that says what kind of body it is and carries no brand.

    If a brand was pasted into a name on the page, the rest of that name is the last resort.
    """
    for name in names:
        if not has_brand(name.name) and read_body(name.name, year).level:
            return _in_place(name, names, year)
    for name in names:
        if rest := repaired(name.name, year):
            return replace(name, name=rest)
    titled = (
        n
        for n in names
        if n.source in _OWN_WORDS and not has_brand(n.name) and not _TRADE.search(n.name)
    )
    return next(titled, None)


def _in_place(name: AgencyName, names: tuple[AgencyName, ...], year: int | None) -> AgencyName:
    """The name, or the same body's with its place, if it has none: 区发改局, 会同县发展和改革局."""
    own = read_body(name.name, year)
    if own.divisions:
        return name
    part = own_part(name.name, own.level, year)
    for other in names:
        body = read_body(other.name, year)
        fuller = body.level == own.level and body.divisions and not has_brand(other.name)
        if fuller and part == own_part(other.name, body.level, year):
            return other
    return name


def branded_level(names: tuple[AgencyName, ...], year: int | None) -> Level:
    """The level given by names with a brand in them; such a name is never reported itself."""
    levels = (read_body(without_brand(n.name), year).level for n in names if has_brand(n.name))
    return next((level for level in levels if level), "")


def _sentences(lines: PageMargins, year: int | None) -> list[AgencyName]:
    """The body in the report's own words: whose work it reports, who wrote it, who acts in it."""
    found = (find_reported(lines, year), find_writer(lines), *find_subjects(lines, year))
    return [
        AgencyName("sentence", _of_government(clean_name(name)), *lines.printed(offset))
        for name, offset in filter(None, found)
    ]


def _of_government(name: str) -> str:
    """The body without its desk, or the government that a desk for disclosure answers for."""
    return _GOVERNMENT_DESK.sub("", without_desk(name))


def _in_full(
    name: AgencyName, lines: PageMargins, issuers: list[AgencyName]
) -> Iterator[AgencyName]:
    """A name, and before it the government of a title that only has the place (会同县2010年…报告)."""
    if read_body(name.name, None).level in _GOVERNMENTS and not name.name.endswith("政府"):
        full = name.name + "人民政府"
        for clause, offset in opening_clauses(lines):
            if clause.strip().startswith(full) and not _OFFICE_OF_IT.match(
                clause.strip(), len(full)
            ):
                yield AgencyName("sentence", full, *lines.printed(offset))
                break
        yield from (issuer for issuer in issuers if issuer.name == full)
    yield name


def _on_cover(lines: PageMargins, named: list[AgencyName], year: int | None) -> list[AgencyName]:
    """The writer of the report, if its name is above a title of its place alone."""
    place = read_body(named[0].name, year) if named else None
    if place is None or place.level not in _GOVERNMENTS or named[0].name.endswith("政府"):
        return []
    name, offset = find_writer(lines) or ("", 0)
    first = clean_name(name).partition("、")[0]
    body = as_subject(first, year) if first else None
    above = any(squeeze(lines.page.clean[index]).startswith(first) for index in lines.head[:_BELOW])
    if body and above and body.level == "department" and body.divisions == place.divisions:
        return [AgencyName("sentence", clean_name(name), *lines.printed(offset))]
    return []


def _contact(lines: PageMargins) -> list[AgencyName]:
    return [
        AgencyName("contact", _of_government(name), *lines.printed(offset))
        for name, offset in contact_names(lines)
    ][:2]


def _subject(lines: PageMargins) -> list[AgencyName]:
    """The body as the subject of its own sentences, if the text names it more than once.

    Else the body in the name of the group that leads this work.
    """
    for match in _ANY_SUBJECT.finditer(lines.text):
        name = match[1]
        if not _NOBODY.search(name) and lines.text.count(name) > 1:
            return [AgencyName("sentence", name, *lines.printed(match.start(1)))]
    for match in _LED_BY.finditer(lines.text):
        body = as_subject(match[1], None)
        if body and body.divisions:
            return [AgencyName("sentence", match[1], *lines.printed(match.start(1)))]
    return []


def _issuers(lines: PageMargins, fields: tuple[Field, ...]) -> list[AgencyName]:
    issuers = sorted((f for f in fields if f.field == "issuer"), key=lambda f: f.rank)
    return [
        AgencyName("issuer", clean_name(squeeze(f.value)), *lines.printed(f.offset))
        for f in issuers
        if not _NOT_A_NAME.search(f.value) and not is_paper(squeeze(f.value))
    ]


def _below_title(
    lines: PageMargins, titles: tuple[Title, ...], year: int | None
) -> list[AgencyName]:
    """The name on a line of its own below a title that names no body."""
    page = lines.page
    for title in titles:
        if title.source == "title" and not title.agency:
            at = lines.head.index(i) if (i := page.loci.index(title.locus)) in lines.head else -1
            for index in lines.head[at + 1 : at + 1 + _BELOW] if at >= 0 else ():
                name = _LABEL.sub("", squeeze(page.clean[index]))
                if is_body_name(name) and read_body(name, year).divisions:
                    return [AgencyName("issuer", name, page.raw[index].strip(), page.loci[index])]
    return []


def _signature(lines: PageMargins, signed: tuple[str, int] | None) -> list[AgencyName]:
    """The name on the line above the date that closes a report."""
    if not signed:
        return []
    index = lines.index(signed[1])
    for above in range(index - 1, max(index - 5, -1), -1):
        name = _SEAL.sub("", squeeze(lines.page.clean[above]))
        if name:
            good = len(name) <= 30 and not _NOT_A_NAME.search(name) and not is_title(name)
            page = lines.page
            return (
                [AgencyName("signature", name, page.raw[above].strip(), page.loci[above])]
                if good
                else []
            )
    return []


def _breadcrumb(lines: PageMargins, year: int | None) -> list[AgencyName]:
    """The last crumb of a path, or the last before its topics (乡镇 > 坪村镇人民政府 > 年报)."""
    page = lines.page
    for index in lines.head:
        crumbs = [squeeze(crumb) for crumb in page.clean[index].split(">")]
        if len(crumbs) <= _FEWEST_CRUMBS:
            continue
        named = [c for c in crumbs[1:] if _SHORTEST < len(c) <= _LONGEST_CRUMB]
        named = [c for c in named if not _NOT_A_NAME.search(c)]
        for name in reversed(named):
            body = as_subject(name, year)
            if name == crumbs[-1] or (body and body.level not in _GOVERNMENTS):
                return [AgencyName("breadcrumb", name, page.raw[index].strip(), page.loci[index])]
    return []
