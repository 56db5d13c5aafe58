"""The title of a report, wherever it is on the page, and the body that it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from gikstudy.about.fields import Field
from gikstudy.about.margins import PageMargins
from gikstudy.about.names import clean_name, without_desk
from gikstudy.places.levels import read_body
from gikstudy.text.numerals import read_year

_MAX_TITLE: Final = 70
_QUOTES: Final = "《》“”\"'-—_: ·"
# …信息公开工作年度报告, …政务公开年报, and the scrambled 信息公开工作告年度报
_TITLE: Final = re.compile(
    r"(?:信息|政务)公开[^。;,\n]{0,14}?(?:报告|年报|年度报|告年度报|工作总结)"
)
_NOT_A_TITLE: Final = re.compile(
    r"^(?:最新|推荐|相关|热门|热点|更多|往期|其他)[^:]{0,6}:|格式|做好|通知|解读|当前位置|上一[篇条]|下一[篇条]|如下|本年度?报告|编制本|根据《|按照《|制度|办法|指南|目录|规定|季度|半年"
)
_MARK: Final = re.compile("[。><|]")
_YEAR: Final = re.compile(
    r"[((]?(2[0Oo][0-3Oo][\dOo]|二[〇○0零Oo][〇○0零Oo一二三][〇○0零Oo一二三四五六七八九])\s*(?:年度|年|(?=政府|政务|信息))\s*[))]?"
)
# …2022年政府信息公开年度报告(2021年度): the bracket gives the year reported on
_END_YEAR: Final = re.compile(r"\((20[0-3]\d)年度?\)$")
_SCHOOL_YEAR: Final = re.compile(r"20[0-3]\d年?[-—–~至]+20[0-3]\d年?学年度?")
# A notice that publishes the report: 会同县林业局关于发布《…报告》的公告
_QUOTED: Final = re.compile(r"《([^《》]*(?:信息|政务)公开[^《》]*(?:报告|年报))》")
# The same without quotation marks: 会同县人民政府关于印发2023年…报告的通知
_NOTICE: Final = re.compile(
    r"([\u4e00-\u9fff()]{2,30}?)关于(?:印发|发布|公布|公开|印制)(《?[^《》]*公开[^《》]*(?:报告|年报))》?的(?:通知|公告|通告)"
)
# The end of a name whose place is on the line above: 坪村镇 / 人民政府2019年…
_END_OF_NAME: Final = re.compile("(?:人民)?政府|(?:街道)?办事处|管委会|管理委员会|办公室|委员会")
# 广州海关2015年海关…, 会同县教育局2019年全县教育系统…: what the report is about, and no part of the name
_OF_A_KIND: Final = re.compile(
    r"(?<=[\u4e00-\u9fff])#(?:海关|(?:全[省市县区])?[\u4e00-\u9fff]{0,4}系统|本?(?:机关|部门)|本级)$"
)
# An office that reports for its government: 会同县人民政府办公室关于县政府2022年…
_ON_BEHALF: Final = re.compile(
    "(?<=[办厅室局委])关于(?:[\u4e00-\u9fff]{0,8}[省市县区旗州盟镇乡])?(?:人民)?(?:政府|本级|机关)?$"
)
_NO_PLACE: Final = re.compile("[我本全]?[省市县区旗州盟镇乡](?:人民)?(?:政府)?")
_BRANCH: Final = re.compile("[分支]局|[总支大中]队|分院")
# A line that may be the first part of a name, and not of a menu or a site.
_PART_OF_NAME: Final = re.compile("(?:(?!网|公开|首页|政务|专栏|年报|信息)[\\u4e00-\\u9fff]){3,20}")
_TOPIC: Final = re.compile(
    r"(?:关于|发布|公布|的)*(?:政府政务|政务|政府|政务和政府)?信息公开|政务公开"
)
_FIRST_HALF: Final = re.compile(r"(?:(?:信息|政务)公开(?:工作)?(?:情况)?的?|20\d\d年度?|工作年度)$")
_TOPICAL: Final = re.compile("公开|政府信|政务?公?$|20[0-3]\\d年?度?$")
# A title that is cut in the middle of its topic: …2020年政府信息公 / 开工作年度报告
_CUT: Final = re.compile(
    "(?:20[0-3]\\d年?度?|政府?|政府信息?|政务公?|信息公?|公开|公开工作?|工作年?度?|年度?报?|关于)[-—]?$"
)
_LONG_LINE: Final = 2 * _MAX_TITLE  # with its spaces; a longer line is a paragraph
_CUT_OFF: Final = 14  # the last characters of a line, which show a cut
_LAST_HALF: Final = 30
_AROUND: Final = 4  # lines above and below a title that may be part of it
_SECOND_HALF: Final = re.compile(
    r"(?:\d{4}年度?)?(?:政府信息公开|信息公开|政务公开)?(?:工作)?(?:年度)?(?:工作)?(?:报告|年报)"
)
_FRONT: Final = re.compile(
    r"^(?:\(?20[0-3]\d年第\d{1,3}[号期]\)?|Page\d{1,4}[-—–]|[-—–]?\d{1,3}[-—–]|(?:关于)?(?:公布|发布|印发)|现将|附件\d{0,2}[:.]|附件\d?(?!\d)"
    r"|(?:信息|公文|文件|文章)?(?:标题|名称|题名)[:|]?|\d{1,2}[.、](?=[\u4e00-\u9fff])|【[^】]*】|\[[^\]]{0,12}\]|[\s#*《<\"“•·■●◆▪○|※★☆>:])+"
)
_BACK: Final = re.compile(
    r"(?:(?:\(\d{1,2}\))?\.(?:docx?|pdf|xlsx?|wps|ofd|html?|shtml|txt)|[\s》>”\"|.]|【[^】]*】|\[[^\]]{0,12}\]|\((?:全文|附件|下载|图|pdf|PDF|word)\))+$",
    re.IGNORECASE,
)
# Two offices of one place that report together: 中共会同县委办公室 会同县人民政府办公室
_TWO_OFFICES: Final = re.compile(
    r"((?:中共)?([\u4e00-\u9fff]{2,8}[省市县区旗州盟])[\u4e00-\u9fff]{0,8}(?:办公[厅室]|委员会|局))\s+(?=\2[\u4e00-\u9fff]{0,10}(?:办公[厅室]|局|委员会))"
)
_BODY_NAME: Final = re.compile(
    r"[\u4e00-\u9fff()、]{1,28}(?:政府|[局厅委部县区市旗镇乡盟州省]|委员会|管委会|办公[室厅]|办事处|苏木|街道|中心)"
)
_DATED_BODY: Final = re.compile(
    r"(.*?)\(?(?:20[0-3]\d|二[〇○0零][一二三〇○0零][一二三四五六七八九〇○0零])年度?\)?(?:关于)?"
)
_YEAR_ALONE: Final = re.compile(r"[(〔\[]?(20[0-3]\d)(?:年度?)?[)〕\]]?")
_KEYED: Final = re.compile(
    r"[\s•·●■◆▪|]*(?:标\s*题|名\s*称|题\s*名|信息名称|公文名称|文件名称|信息标题|公文标题)\s*[:|]"
)
_IN_SENTENCE: Final = re.compile(
    r"(?:现将|现公布|编制|全文包括|发布|《)?"
    r"([\u4e00-\u9fff()]{0,30}?20[0-3]\d年度?[\u4e00-\u9fff]{0,8}?信息公开(?:工作)?(?:年度(?:工作)?报告|年报|(?=总体情况)))"
    r"(?![^《》。\n]{0,40}(?:通知|意见|方案|办法|要求)》)"  # what another body asked for
)
_BEFORE_IT: Final = re.compile(
    r"^.*?(?:包括|编制|编写|现将|公布|发布|印发|根据|要求|由)+了?的?(?:本|《)?"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A text that looks like a title: where it was found, what it says, and the body it names.

    `source` is `title` (a line of the page), `title_field` (名称:…), `page_title` (the HTML
    title), `breadcrumb` or `sentence` (a sentence of the introduction).
    """

    source: str
    text: str
    agency: str
    year: int | None
    raw: str
    locus: str


@lru_cache(maxsize=4096)  # several functions look at the lines around a title
def squeeze(text: str) -> str:
    """A line without spaces, without a page number, key or bracket in front, or closing marks."""
    line = _FRONT.sub("", "".join(_TWO_OFFICES.sub(r"\1、", text).split()))
    return line if not line or "\u4e00" <= line[-1] <= "\u9fff" else _BACK.sub("", line)


def title_year(text: str) -> int | None:
    """The year a title names; 二〇二〇 and 二O二O count."""
    if closing := _END_YEAR.search(text):
        return int(closing[1])
    match = _YEAR.search(text)
    return read_year(match[1]) if match else None


@lru_cache(maxsize=4096)
def title_agency(text: str) -> str:
    """The body in a title: what is left without the topic and the year.

    Examples:
        >>> title_agency("高新区(新市区)政府2020年信息公开工作年度报告")
        '高新区(新市区)政府'
        >>> title_agency("沂源县人民政府信息公开年度报告")
        '沂源县人民政府'
    """
    text = _SCHOOL_YEAR.sub("", text)
    text = _YEAR.sub("#", text, count=1)  # 政府 before the year belongs to the body
    topic = _TOPIC.search(text)
    if not topic:
        return ""
    name = _OF_A_KIND.sub("", text[: topic.start()]).replace("#", "")
    name = _ON_BEHALF.sub("", name)
    if name.endswith("人民") and topic.group().startswith("政府"):
        name += "政府"
    return clean_name(name.strip(_QUOTES)).strip(_QUOTES)


@lru_cache(maxsize=4096)
def is_title(line: str) -> bool:
    """Whether a squeezed line may be the title of a report, not a link, a notice or a stray tag."""
    return (
        len(line) <= _MAX_TITLE
        and _TITLE.search(line) is not None
        and _NOT_A_TITLE.search(line) is None
        and _MARK.search(line) is None
        and not _of_several(line)
    )


def _of_several(line: str) -> bool:
    """Whether a line lists the reports of several bodies, as links to neighbours do."""
    ends = [0, *(match.end() for match in _TITLE.finditer(line))]
    return len(ends) > 2 and len({title_agency(line[a:b]) for a, b in pairwise(ends)}) > 1


def is_body_name(line: str) -> bool:
    """Whether a squeezed line is the name of a body and nothing else."""
    return _BODY_NAME.fullmatch(line) is not None


def _titled(source: str, line: str, raw: str, locus: str) -> Title:
    if quoted := _QUOTED.search(line):
        line = quoted[1]
    return Title(source, line, title_agency(line), title_year(line), raw.strip(), locus)


def find_titles(lines: PageMargins, field: Field | None, page_title: str) -> tuple[Title, ...]:
    """Every text on a page that looks like a title, the most trustworthy first.

    A page may print two different titles, no title (a third of them do not), or one cut in two.
    The metadata box, the HTML title and the introduction then serve instead.

    Args:
        lines: the page.
        field: the printed field 名称 or 标题.
        page_title: the HTML title, cleaned.
    """
    found = _line_titles(lines)
    if field and is_title(squeeze(field.value)):
        found.append(_titled("title_field", squeeze(field.value), *lines.printed(field.offset)))
    head_title = squeeze(page_title)
    for part in re.split(r"[_|]|\s-+\s|--", page_title):
        if is_title(squeeze(part)):
            found.append(_titled("page_title", squeeze(part), page_title, ""))
    if not found or not found[0].agency:
        found.extend(_sentence_titles(lines))
    order = {"title": 0, "title_field": 1, "page_title": 2, "breadcrumb": 3, "sentence": 4}
    # Links to reports of other years look like titles too; the HTML title shows which is right.
    return tuple(
        sorted(
            found,
            key=lambda t: (t.year is None, not t.agency, t.text not in head_title, order[t.source]),
        )
    )


def title_lines(lines: PageMargins, titles: tuple[Title, ...]) -> frozenset[str]:
    """Loci of the lines that make up the titles: their own and the lines around them."""
    page, found = lines.page, set()
    for title in dict.fromkeys(titles):
        if title.source != "title":
            continue
        at = page.loci.index(title.locus)
        for index in range(max(at - _AROUND, 0), min(at + _AROUND, len(page))):
            line = page.clean[index]
            line = squeeze(_only_cell(line)) if 1 < len(line) <= _LONG_LINE else ""
            if len(line) > 1 and line in title.text:
                found.add(page.loci[index])
    return frozenset(found)


def _line_titles(lines: PageMargins) -> list[Title]:
    page, found = lines.page, []
    near = lines.head or lines.tail
    for position, index in enumerate(near):
        if not _TOPICAL.search(page.clean[index]) or _KEYED.match(page.clean[index]):
            continue
        line = page.clean[index]
        if len(line) > _LONG_LINE and ">" not in line and "|" not in line:
            continue
        line = squeeze(_only_cell(line))
        if ">" in line:
            last = line.rsplit(">", 1)[1]
            if is_title(last) and title_year(last):
                found.append(_titled("breadcrumb", last, page.raw[index], page.loci[index]))
            continue
        line = _without_notice(_with_line_below(lines, position, near, line))
        if is_title(line):
            title = _titled("title", line, page.raw[index], page.loci[index])
            found.append(_with_line_above(lines, position, near, title))
    return found


def _without_notice(line: str) -> str:
    """The title in a notice that publishes the report, with the body that gives notice."""
    notice = _NOTICE.fullmatch(line)
    if notice is None:
        return line
    title = notice[2].lstrip("《")
    named = title_agency(title)
    if _NO_PLACE.fullmatch(named):  # 会同县人民政府办公室关于印发2021年县政府…报告的通知
        return notice[1] + title.replace(named, "", 1)
    return title if named else notice[1] + title


def _only_cell(line: str) -> str:
    """The only filled cell of a row; other lines stay as they are."""
    if "|" not in line:
        return line
    cells = [cell for cell in line.split("|") if cell.strip()]
    return cells[0] if len(cells) == 1 else line


def _with_line_below(lines: PageMargins, position: int, near: tuple[int, ...], line: str) -> str:
    """A title that was cut in two, joined with its other half or the end of the cut word."""
    end = max(len(line) - _CUT_OFF, 0)
    half, cut = _FIRST_HALF.search(line, end), _CUT.search(line, end)
    if not (half or cut) or len(line) > _MAX_TITLE or position + 1 >= len(near) or is_title(line):
        return line
    below = squeeze(_only_cell(lines.page.clean[near[position + 1]]))
    if half and _SECOND_HALF.fullmatch(below):
        return line + below
    goes_on = cut and len(below) <= _LAST_HALF and not is_title(below)
    return line + below if goes_on and is_title(line + below) else line


def _with_line_above(
    lines: PageMargins, position: int, near: tuple[int, ...], title: Title
) -> Title:
    """If a title names no body, the lines above it often give the body, the year, or both."""
    title = _with_year_below(lines, position, near, title)
    text, year, body = title.text, title.year, title.agency
    for above in range(position - 1, max(position - 3, -1), -1):
        line = squeeze(_only_cell(lines.page.clean[near[above]]))
        if (_END_OF_NAME.fullmatch(body) and is_body_name(line)) or _cut_name(line, body):
            return replace(title, text=line + text, agency=line + body)
        dated = _DATED_BODY.fullmatch(line) if year is None else None
        name = clean_name(dated[1] if dated else line)
        if (body and (name or not dated)) or is_title(line):
            break
        if name and not is_body_name(name):
            break
        text, body = line + text, name or body
        year = title_year(text) if dated else year
    if not body or year is None:
        return title
    return replace(title, text=text, agency=body, year=year)


def _cut_name(line: str, rest: str) -> bool:
    """Whether a line ends inside the name of a body that goes on below (会同县自然 / 资源局)."""
    if not rest or _PART_OF_NAME.fullmatch(line) is None:
        return False
    if is_body_name(line) and not _BRANCH.match(rest):
        return False
    whole = read_body(line + rest, None)
    # 资源局 alone is not of 资源县
    own = any(d.name in rest for d in read_body(rest, None).divisions)
    return bool(whole.level and whole.divisions) and not own


def _with_year_below(
    lines: PageMargins, position: int, near: tuple[int, ...], title: Title
) -> Title:
    """A title without a year, above a line that only gives the year: (2021年度)."""
    if title.year is not None or position + 1 >= len(near):
        return title
    below = _YEAR_ALONE.fullmatch(squeeze(lines.page.clean[near[position + 1]]))
    return replace(title, year=int(below[1])) if below else title


def _sentence_titles(lines: PageMargins) -> list[Title]:
    match = _IN_SENTENCE.search(lines.text, 0, lines.head_end + 400)
    if not match:
        return []
    raw, locus = lines.printed(match.start(1))
    text = squeeze(_BEFORE_IT.sub("", match[1])).removeprefix("的")
    if not text or text[0] in "本我" or _NOT_A_TITLE.search(text):
        return []
    title = _titled("sentence", text, raw[:_MAX_TITLE], locus)
    return [replace(title, agency=without_desk(title.agency))]
