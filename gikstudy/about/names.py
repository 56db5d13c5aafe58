"""Names as pages print them: cuts the words around a body's name, skips what names no body."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from gikstudy.about.mirror import has_brand, without_brand
from gikstudy.packaged import packaged_rows
from gikstudy.places.bodies import is_known_function
from gikstudy.places.divisions import names_in
from gikstudy.places.levels import BodyName, read_body, read_divisions

_SHORT_FOR: Final = re.compile(r"\((?:以下)?简?称[^()]*\)?|\((?:下称|以下简称)[^()]*\)?")
_FILE: Final = re.compile(
    r"(?:\(\d{1,2}\))?\.?(?:docx?|pdf|xlsx?|wps|ofd|html?|shtml|txt)$", re.IGNORECASE
)
_BEHIND: Final = re.compile(
    r"(?:关于(?:公布|发布|报送)?|(?:编制|编写|发布|公布|印发|公开|形成|撰写|起草|报送|制作|出台|完成)(?:[了的]|$)|\((?:[部局厅委署省市县区]|机关)?(?:本级|机关)(?:机关|部门)?\)|(?<=海关)关区|[的了]|\(#?\)|#|\(|[_\-|:·,])$"
)
_FRONT: Final = re.compile(
    r"^(?:(?:现将|[现并]?(?:向社会)?(?:公布|发布)|制定|本(?:年度)?报告(?:是|为)?由?|这是|由|附件\d{0,2}[:.]?|关于|形成|特?编制(?!委)|现?公开|特公布|第[一二三四五六七八九十\d]{1,2}[篇章部]分?:?|[的了]|[-_|:·•.,*]"
    r"|\w{1,6}〔?\[?20\d\d[\]〕]?\d{1,3}号)+)"
)
_APART: Final = re.compile("[_|—–-]")
_LATIN: Final = re.compile(r"^[A-Za-z0-9.\-_|:·]*[A-Za-z][A-Za-z0-9.\-_|:·]*(?=[\u4e00-\u9fff])")
_SITE: Final = re.compile(
    r"(?:门户网站?|官方网站|官网|政务网|网站|政府网|(?:政府)?信息公开(?:平台|网|专栏|目录))$"
)
_DESK_BRACKET: Final = re.compile(r"\([\u4e00-\u9fff]{2,10}[处科股室办]\)$")  # 办公室(法规处)
_PLACELESS: Final = ("department", "county", "prefecture", "province")
# 全国海关: all of a kind, and not one body of the state, unlike 全国社会保障基金理事会
_ALL_OF_A_KIND: Final = re.compile("全国(?!社会保障|人大|政协|人民代表|哲学|中小企业)")
_COMMITTEE: Final = re.compile(
    "委(?:员会)?(?:办公[厅室]|办)?"
)  # 会同县委 leads the county but does not report
_PASTED_WORD: Final = re.compile("[^\u4e00-\u9fff]|[网站台页端]$")  # 龙亭湖区 is not 亭湖区
_JOINED: Final = re.compile("[、和及与]$")  # 长春市、朝阳区 names two, and nothing is pasted
_PASTED: Final = 12  # characters before a division, searched for a pasted brand
_PLACE_OF_ZONE: Final = ("高新", "经开", "经济", "综保", "自贸", "保税")


@cache
def _pattern(kind: str, form: str) -> re.Pattern[str]:
    words = [
        r["word"] for r in packaged_rows("gikstudy.about", "name_words.csv") if r["kind"] == kind
    ]
    words.sort(key=len, reverse=True)
    return re.compile(form.format("|".join(words)))


@cache
def _desk() -> re.Pattern[str]:
    """The words for an office inside a body, after the body's complete name.

    The 办公室 of a county's government does not count: it reports for itself.
    """
    patterns = "|".join(row["pattern"] for row in packaged_rows("gikstudy.about", "desks.csv"))
    return re.compile(
        "(?:(?<=[处镇乡木道局厅署部])|(?<=[镇乡木道]政府)|(?<=[镇乡木道]人民政府)|(?<=政府办公[室厅])"
        rf"|(?<=管委会)|(?<=委员会)|(?<![党工县市区省州盟旗镇乡团纪监编]委)(?<=委))(?:{patterns})$"
    )


@lru_cache(maxsize=4096)
def clean_name(name: str) -> str:
    """The body's name without the words that a page puts around it.

    Examples:
        >>> clean_name("会同县林业局(以下简称县林业局)编制的"), clean_name("关于会同县林业局")
        ('会同县林业局', '会同县林业局')
    """
    if "(" in name:
        name = _SHORT_FOR.sub("", name)
    if name and name[-1].isascii():
        name = _FILE.sub("", name)
    if _APART.search(name):
        name = _last_body(name)
    name = _FRONT.sub("", _LATIN.sub("", name))
    before = ""
    while before != name:
        before, name = name, _BEHIND.sub("", name)
    return name


def _last_body(name: str) -> str:
    """The last part that names a division, in a name joined by underscores: 某某电子_会同县审计局."""
    parts = [part for part in _APART.split(name) if part]
    return next((part for part in reversed(parts) if read_divisions(part, None)[0]), name)


def without_desk(name: str) -> str:
    """The body without the office that answers its telephone: the report is the body's own."""
    if name.endswith("机构编制委员会办公室"):
        return name  # the commission has no other body
    return _desk().sub("", _DESK_BRACKET.sub("", name))


def without_site(name: str) -> str:
    """The body in the name of its site: 会同县人民政府门户网站."""
    return _SITE.sub("", name)


def is_paper(name: str) -> bool:
    """Whether a source is a newspaper, a site, a company or a channel, and not a body."""
    return _pattern("paper", "(?:{})").search(_PUBLIC_COMPANY.sub("", name)) is not None


_PUBLIC_COMPANY: Final = re.compile("(?:供水|自来水|供电|燃气|公交)(?:有限)?公司$")


def is_generic(name: str) -> bool:
    """Whether a name could be any body's: 各乡镇, 县政府办公室, 领导小组."""
    return _pattern("generic", "^(?:{})").match(name) is not None


def verbs() -> re.Pattern[str]:
    """The words that follow a body as the subject of its sentence."""
    return _pattern("verb", "(?:{})")


def as_subject(name: str, year: int | None) -> BodyName | None:
    """What the subject of a sentence says about the body, if it is the name of one body."""
    body = read_body(name, year)
    if not body.level or has_brand(name) or _COMMITTEE.fullmatch(body.rest):
        return None
    if is_paper(name) or _ALL_OF_A_KIND.match(name):
        return None  # 会同县政府网站, 会同县融媒体中心: they publish for another body
    if body.level == "central" or name.startswith("国家"):
        return body
    if read_divisions(name, year)[1] != name.removeprefix("中共"):
        return body
    if is_generic(name) or any(names_in(name)):
        return None  # 请与会同县林业局: the words in front are not a name
    if body.level == "department" and not is_known_function(body.rest):
        return None
    if body.level == "devzone" and not name.startswith(_PLACE_OF_ZONE):
        return body if len(body.zone) > 5 else None
    return body if body.level in ("township", "department", "devzone") else None


def repaired(name: str, year: int | None) -> str:
    """The name without a brand or stray word pasted in front; empty if no body is left.

    Examples:
        >>> repaired("某某投注_会同县财政局", 2020), repaired("某某网会同县财政局", 2020)
        ('会同县财政局', '会同县财政局')
    """
    rest = _SITE.sub("", without_brand(name))
    body = read_body(rest, year)
    # A bureau without its place may be anywhere: the brand has replaced the place.
    if rest != name and body.level and (body.divisions or body.level not in _PLACELESS):
        return rest
    for _, at in names_in(name):
        pasted = name[:at]
        two = _JOINED.search(pasted) and any(names_in(pasted))
        foreign = has_brand(pasted) or (_PASTED_WORD.search(pasted) and not two)
        if 0 < at <= _PASTED and foreign and read_body(name[at:], year).level:
            return name[at:]
    return ""
