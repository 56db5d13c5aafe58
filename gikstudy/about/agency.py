"""The body that made the report: every name on the page that can be its, best first."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from gikstudy.about.fields import Field
from gikstudy.about.margins import PageMargins
from gikstudy.about.mirror import has_brand, without_brand
from gikstudy.about.title import Title, is_title, squeeze
from gikstudy.places.levels import read_body

_CONTACT: Final = re.compile(
    r"(?:请|可|敬请|欢迎)(?:直接|径)?(?:与|向|联系|拨打):?([\u4e00-\u9fff()]{3,40}?)(?:联系|反映|咨询|[(,]?(?:电话|联系电话|地址))"
)
# The office that answers the telephone for a town or a bureau; the report is the body's own.
# The 办公室 of a county's government is another matter: it reports for itself.
_DESK: Final = re.compile(
    r"(?<=[府处镇乡木道])(?:党政(?:综合)?办(?:公室)?|综合办公室|(?:政务|信息)公开(?:工作)?(?:领导小组)?办公室)$"
    r"|(?<=[局厅镇乡])办公室$"
)
# 2020年,民意乡认真贯彻…: the body as the subject of a sentence
_SUBJECT: Final = re.compile(
    r"(?:^|[。,;]|\d[ \t]?年度?(?:以来)?,?)[ \t]{0,8}([\u4e00-\u9fff]{2,24}?(?:人民政府|办事处|街道|苏木|[镇乡局]))"
    r"(?=认真|积极|坚持|严格|深入|全面|始终|紧紧|高度重视|按照|根据|未收到|共收到|主动公开|政府信息公开工作|在[^。\n]{2,30}领导下)",
    re.MULTILINE,
)
_NOBODY: Final = re.compile(
    r"^(?:[我本各全该其]|[省市县区]委|党委|.是|[省市县区](?:人民)?政府)|领导|督促|推动"
)
# 本报告由会同县林业局负责编制; 依照…规定,会同县林业局编写了这份报告
_WRITER: Final = re.compile(
    r"(?:报告|,)由([\u4e00-\u9fff()]{3,30}?)(?:负责)?(?:编制|编写|制作|撰写|起草)"
    r"|[,。]([\u4e00-\u9fff()]{3,30}?)(?:编制|编写|制作|撰写)了?(?:本|这份)"
)
_NOBODYS: Final = re.compile(
    "(?:人民)?政府|(?:党政)?办公室|委员会|管委会|办事处|街道|[我本].{1,3}"
)  # half a name
_SEAL: Final = re.compile(r"\((?:公章|盖章|印章|章|印)\)$")
_NOT_A_NAME: Final = re.compile(r"[,。;!?]|信息公开|年度报告|打印|关闭|标识码|备案|版权|转载|声明")
_SELF: Final = re.compile(
    r"[我本全](?:省|自治区|市|州|盟|县|区|旗|镇|乡|苏木|街道|街|局|厅|委|办|中心|管委会|开发区|单位|部门|机关)"
)
_SELF_LEVEL: Final = {
    "镇": "township", "乡": "township", "苏木": "township", "街道": "township", "街": "township",
    "局": "department", "厅": "department", "委": "department", "中心": "department",
    "县": "county", "旗": "county", "区": "county", "州": "prefecture", "盟": "prefecture",
    "市": "prefecture", "省": "province", "自治区": "province",
    "管委会": "devzone", "开发区": "devzone",
}  # fmt: skip


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
) -> tuple[AgencyName, ...]:
    """Every name that can be the reporting body's, in the order in which it is believed.

    The host of the page (主办, 承办) is not among them: another body usually runs it.

    Args:
        lines: the page.
        titles: what `find_titles` found.
        fields: the printed fields.
        signed: the date that closes the report and its position.
    """
    names = [AgencyName(t.source, t.agency, t.raw, t.locus) for t in titles if t.agency]
    found = [
        *names,
        *_writer(lines),
        *_contact(lines),
        *_issuers(lines, fields),
        *_signature(lines, signed),
        *_breadcrumb(lines),
    ]
    found = found or _subject(lines)
    return tuple(
        dict.fromkeys(
            name
            for name in found
            if 2 <= len(name.name) <= 40 and not _NOBODYS.fullmatch(name.name)
        )
    )


def host_as_name(
    lines: PageMargins, fields: tuple[Field, ...], year: int | None
) -> tuple[AgencyName, ...]:
    """The host of the page as the last resort, where the report speaks like one of its level."""
    host = next((f for f in fields if f.field == "host"), None)
    if host is None:
        return ()
    name = squeeze(host.value.split(" ")[0])
    level = read_body(name, year).level
    if not level or level != (self_reference(lines)[1] or level):
        return ()
    return (AgencyName("host", name, *lines.printed(host.offset)),)


def choose_name(names: tuple[AgencyName, ...], year: int | None) -> AgencyName | None:
    """The name to report: the first that says what kind of body it is and carries no brand.

    In a page where a brand stands in a name, what is left of that name is the last resort.
    """
    clean = [name for name in names if not has_brand(name.name)]
    for name in clean:
        if read_body(name.name, year).level:
            return name
    for name in names:
        rest = without_brand(name.name)
        if has_brand(name.name) and read_body(rest, year).level:
            return AgencyName(name.source, rest, name.raw, name.locus)
    return clean[0] if clean else None


def self_reference(lines: PageMargins) -> tuple[str, str, int]:
    """How the body speaks of itself most often: (我局, its level, position)."""
    counts = Counter(word for word in _SELF.findall(lines.text) if word[1:] in _SELF_LEVEL)
    if not counts:
        return "", "", -1
    word = max(counts, key=lambda w: counts[w] * (1 if w[0] == "全" else 3))
    first = next(m.start() for m in _SELF.finditer(lines.text) if m.group() == word)
    return word, _SELF_LEVEL[word[1:]], first


def _contact(lines: PageMargins) -> list[AgencyName]:
    return [
        AgencyName("contact", _DESK.sub("", match[1]), *lines.printed(match.start(1)))
        for match in _CONTACT.finditer(lines.text)
        if not re.search(r"我们|本机关|本单位|热线", match[1])
    ][:2]


def _writer(lines: PageMargins) -> list[AgencyName]:
    match = _WRITER.search(lines.text, 0, lines.head_end)
    if not match:
        return []
    group = 1 if match[1] else 2
    name = _DESK.sub("", match[group])
    return [AgencyName("sentence", name, *lines.printed(match.start(group)))]


def _subject(lines: PageMargins) -> list[AgencyName]:
    """The body as the subject of its own sentences, where the text names it more than once."""
    for match in _SUBJECT.finditer(lines.text):
        name = match[1]
        if not _NOBODY.search(name) and lines.text.count(name) > 1:
            return [AgencyName("sentence", name, *lines.printed(match.start(1)))]
    return []


def _issuers(lines: PageMargins, fields: tuple[Field, ...]) -> list[AgencyName]:
    issuers = sorted((f for f in fields if f.field == "issuer"), key=lambda f: f.rank)
    return [
        AgencyName("issuer", squeeze(f.value), *lines.printed(f.offset))
        for f in issuers
        if not _NOT_A_NAME.search(f.value)
    ]


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


def _breadcrumb(lines: PageMargins) -> list[AgencyName]:
    found = []
    for index in lines.head:
        line = lines.page.clean[index]
        if line.count(">") >= 2:
            last = squeeze(line.rsplit(">", 1)[1])
            if 2 < len(last) <= 20 and not _NOT_A_NAME.search(last):
                found.append(
                    AgencyName(
                        "breadcrumb", last, lines.page.raw[index].strip(), lines.page.loci[index]
                    )
                )
    return found[:1]
