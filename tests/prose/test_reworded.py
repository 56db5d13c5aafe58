"""The same prose printed otherwise: no figure, fact or code may turn into another one.

Converters, editors and typists break lines, set spaces and brackets, and write numbers and years in
their own ways. Each way here keeps what a reader of the page would see; what is read may become
less, but nothing may be read, and given for sure, that was not read before.
"""

import csv
import re
from collections import Counter
from functools import cache

import pytest
from project_paths import BENCHMARKS

from gikstudy import read_report
from gikstudy.prose.codes import find_codes
from gikstudy.prose.mentions import find_mentions

GOLD = BENCHMARKS / "gold"
FACTS = (
    "agency", "level", "region_code", "year", "published_on", "document_no", "phone", "email", "website",
)  # fmt: skip
HAN = "零一二三四五六七八九"
UNIT = "(?=余?(?:条|件|次|期|篇|场|份|人))"


def page(sentence, points=()):
    return [
        "会同县坪村镇人民政府2020年政府信息公开工作年度报告",
        "发布日期：2021年2月3日",
        "如有疑问，请与会同县坪村镇人民政府联系（电话：0745-8881234，邮箱：pc1234@163.com，网址：www.huitong.gov.cn）。",
        "一、总体情况",
        f"2020年，我镇认真贯彻落实政府信息公开条例，扎实做好政府信息公开各项工作。{sentence}",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        *points,
        "六、其他需要报告的事项",
        "无。",
        "会同县坪村镇人民政府",
        "2021年1月29日",
    ]


def each_line(change):
    return lambda lines: [change(line) for line in lines]


def pieces(line, width):
    """Of about so many characters, cut between Chinese characters as word processors cut."""
    return re.findall(rf".{{1,{width}}}(?:[!-~]*(?![!-~])|$)", line)


def wrapped(width, end="", between=()):
    """Lines broken after so many characters, though never inside of a number."""

    def wrap(lines):
        broken = []
        for line in lines:
            while len(line) > max(width, 30):
                at = width
                while line[at - 1].isdigit() and line[at : at + 1].isdigit():
                    at += 1
                broken += [line[:at] + end, *between]
                line = line[at:]
            broken.append(line)
        return broken

    return wrap


def with_pages(lines):
    lines = wrapped(31)(lines)
    return [
        x
        for n, line in enumerate(lines, 1)
        for x in ((line, f"- {n} -") if n % 4 == 0 else (line,))
    ]


def html(shape, change=lambda line: line):
    return lambda lines: [
        "<html><body>",
        *(shape.format(change(x)) for x in lines),
        "</body></html>",
    ]


def numeral(match):
    number = f"{int(match[0]):04d}"
    text = "".join(
        HAN[int(d)] + s if d != "0" else "零" for d, s in zip(number, "千百十 ", strict=True)
    )
    return re.sub("^一十", "十", re.sub("零+", "零", text.replace(" ", "")).strip("零"))


def year_in(zero):
    digits = zero + HAN[1:]
    return each_line(
        lambda s: re.sub(r"20\d\d(?=年)", lambda m: "".join(digits[int(c)] for c in m[0]), s)
    )


def dated(shape):
    return each_line(
        lambda s: re.sub(
            r"(20\d\d)年(\d+)月(\d+)日", lambda m: shape.format(*map(int, m.groups())), s
        )
    )


TO_WIDE = str.maketrans("0123456789():;,", "０１２３４５６７８９（）：；，")
TO_NARROW = str.maketrans("（）：；，", "():;,")
NEAR_DIGITS = r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])"
PROSE = {
    "wide": each_line(lambda s: s.translate(TO_WIDE)),
    "narrow": each_line(lambda s: s.translate(TO_NARROW)),
    "wrapped at 21": wrapped(21),
    "wrapped at 27": wrapped(27),
    "wrapped at 33": wrapped(33),
    "wrapped and indented": wrapped(28, end=" ", between=[""]),
    "wrapped on pages": with_pages,
    "spaces at numbers": each_line(lambda s: re.sub(NEAR_DIGITS, " ", s)),
    "wide spaces at numbers": each_line(lambda s: re.sub(NEAR_DIGITS, "\u3000", s)),
    "spaces behind stops": each_line(lambda s: re.sub("(?<=[，。、；：])", " ", s)),
    "spaces in words": each_line(lambda s: re.sub("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", s) if "，" in s else s),
    "bold numbers": each_line(lambda s: re.sub(rf"\d+{UNIT}", r"**\g<0>**", s)),
    "bold figures": each_line(lambda s: re.sub(rf"\d+{UNIT}余?\w", r"__\g<0>__", s)),
    "square brackets": each_line(lambda s: s.replace("（", "[").replace("）", "]")),
    "heavy brackets": each_line(lambda s: s.replace("（", "【").replace("）", "】")),
    "a note behind figures": each_line(lambda s: re.sub("(?<=[条件篇])(?=[，。；])", "（不含转载）", s)),
    "a comma in thousands": each_line(lambda s: re.sub(rf"(?<![\d.,])\d{{4,9}}{UNIT}", lambda m: f"{int(m[0]):,}", s)),
    "a quote in thousands": each_line(lambda s: re.sub(rf"(?<![\d.,])\d{{4,9}}{UNIT}", lambda m: f"{int(m[0]):,}".replace(",", "’"), s)),
    "Chinese numerals": each_line(lambda s: re.sub(rf"(?<![\d.,第])[1-9]\d{{0,3}}{UNIT}", numeral, s)),
    "numbers in pieces": html("<p>{}</p>", lambda s: re.sub(r"\d", r"<span>\g<0></span>", s)),
    "numbers underlined": html("<p>{}</p>", lambda s: re.sub(r"[\d,.]+", "\n<u> \\g<0> </u>\n", s)),
    "breaks": html("{}<br>"),
    "source in lines": html("<p>{}</p>", lambda s: "\n".join(pieces(s, 23))),
    "headings in brackets": each_line(lambda s: f"【{s}】" if re.match("[一二三四五六]、", s) else s),
    "headings with marks": each_line(lambda s: f"## {s}" if re.match("[一二三四五六]、", s) else s),
    "headings with numbers": each_line(lambda s: re.sub("^([一二三四五六])、", lambda m: f"{HAN.index(m[1])}. ", s)),
    "headings in round brackets": each_line(lambda s: re.sub("^([一二三四五六])、", r"（\1）", s)),
    "headings with spaces": each_line(lambda s: " ".join(s) if re.match("[一二三四五六]、", s) else s),
    "a word behind its heading": lambda lines: "\n".join(lines).replace("事项\n", "事项：").split("\n"),
}  # fmt: skip
DATES = {
    "year with 〇": year_in("〇"),
    "year with ○": year_in("○"),
    "year with O": year_in("O"),
    "year with 0": year_in("0"),
    "year with 零": year_in("零"),
    "hyphens": dated("{}-{:02}-{:02}"),
    "slashes": dated("{}/{}/{}"),
    "points": dated("{}.{:02}.{:02}"),
    "spaced": dated("{} 年 {} 月 {} 日"),
    "padded": dated("{}年{:02}月{:02}日"),
}


def read(lines):
    return _read("\n".join(lines))


@cache  # each way is compared with the same pages as they were
def _read(text):
    report = read_report(text.encode())
    figures = Counter(
        (m.metric, m.value, m.unit, m.qualifier, m.scope, m.part_of is None)
        for m in find_mentions(report.sections)
    )
    return report, figures, Counter(c.code for c in find_codes(report.sections))


def silent_mistakes(before, after):
    """What is given now, and given for sure, that was not given before."""
    (old, old_figures, old_codes), (new, new_figures, new_codes) = before, after
    yield from (new_figures - old_figures).items()
    yield from (new_codes - old_codes).items()
    for fact in FACTS:
        was, now = getattr(old.about, fact), getattr(new.about, fact)
        if now not in (was, None, "") and str(now).replace(" ", "") != was:
            yield fact, was, now
    if (old.status, old.form) != (new.status, new.form):
        yield old.status, new.status, new.reason


def gold(name):
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("way", PROSE)
@pytest.mark.parametrize("part", range(4))
def test_prose_printed_otherwise_gives_no_other_figures_or_facts(way, part):
    for row in gold("mentions.tsv")[part::36]:
        if "电话" in row["text"]:  # a second one beside that of the page
            continue
        lines = page(row["text"])
        before = read(lines)
        assert not list(silent_mistakes(before, read(PROSE[way](lines)))), row["text"]


@pytest.mark.parametrize("way", [way for way in PROSE if way != "spaces behind stops"])
def test_points_printed_otherwise_get_no_other_codes(way):
    rows = gold("codes.tsv")
    for first in range(0, len(rows) - 3, 24):
        some = rows[first : first + 3]
        points = [f"（{HAN[n]}）{row['text']}" for n, row in enumerate(some, 1)]
        lines = page("", points)
        assert not list(silent_mistakes(read(lines), read(PROSE[way](lines)))), points


@pytest.mark.parametrize("way", DATES)
def test_years_and_days_written_otherwise_are_the_same(way):
    lines = page("政府网站公开信息76条。")
    before, after = read(lines), read(DATES[way](lines))
    assert not list(silent_mistakes(before, after))
    assert after[0].about.year == 2020
    assert after[0].about.agency == "会同县坪村镇人民政府"


@pytest.mark.parametrize("label", ["邮箱：", "Email", "E-mail", "电子邮件"])
def test_an_address_on_the_line_below_its_label_is_whole(label):
    report = read_report("\n".join([*page(""), label, "pc@163.com"][3:]).encode())
    assert report.about.email == "pc@163.com"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("每季度检查2至3次。", None),
        ("网站检查2—3次。", None),
        ("网站发布12 88条。", None),
        ("网站发布1’288条。", 1288),
    ],
)
def test_half_a_number_is_none(text, value):
    _, figures, _ = read(page(text))
    assert [figure[1] for figure in figures] == ([] if value is None else [value])


def test_the_head_of_a_table_does_not_say_that_there_was_nothing():
    _, figures, _ = read(page("尚 未 审结 合计 未经复议直接起诉 复议后起诉 结果 维持"))
    assert not figures


BODY = page("政府网站公开信息76条。")[3:-2]
NAME = "会同县坪村镇人民政府"


@pytest.mark.parametrize(
    "title",
    [
        (NAME, "2020年政府信息公开工作年度报告"),
        (NAME, "2020年", "政府信息公开工作年度报告"),
        ("会同县坪村镇人民", "政府2020年政府信息公开工作年度报告"),
        ("2020年政府信息公开工作年度报告", f"（{NAME}）"),
        (f"附件1：{NAME}2020年政府信息公开工作年度报告",),
        (f"关于发布{NAME}2020年政府信息公开工作年度报告的公告",),
        (f"{NAME}2O2O年政府信息公开工作年度报告",),
        (f"{NAME}二O二O年政府信息公开工作年度报告",),
        ("2020年政府信息公开工作年度报告",),
    ],
)
@pytest.mark.parametrize(
    "end",
    [
        (NAME, "2021年1月29日"),
        ("会同县坪村镇", "人民政府", "2021年1月29日"),
        (f"{NAME}（盖章）", "2021年1月29日"),
        (NAME, "二O二一年一月二十九日"),
        (),
    ],
)
def test_a_title_and_a_signature_in_pieces_name_nobody_else(title, end):
    about = read_report("\n".join([*title, *BODY, *end]).encode()).about
    assert about.agency in (NAME, "")
    assert about.year == 2020
    assert about.published_on in ("2021-01-29", "")


def test_a_statement_that_ends_like_a_heading_is_none():
    lines = [
        "2. 存在的主要问题及改进情况",
        "公开内容不全面。",
        "3. 其他需要报告的事项",
        "没有其他需要报告的事项。",
    ]
    report = read_report("\n".join([*page("")[:3], "1. 总体情况", page("")[4], *lines]).encode())
    assert [s.text for s in report.sections if s.section == "other"] == [lines[-1]]


def test_a_heading_at_the_end_of_a_line_closes_the_section_before():
    points = ["公开内容不全面，信息更新不及时，专职人员不足，业务培训不够。六、其他需要报告的事项"]
    _, _, codes = read([*page("")[:-4], *points, "没有其他需要报告的事项。"])
    assert set(codes) == {"P02", "P03", "P04", "P05"}


def test_half_a_title_is_enough_to_tell_a_bulletin():
    lines = ["会同县坪村镇人民政府2019年上半年政府信息公", "开工作统计表", *BODY]
    assert read_report("\n".join(lines).encode()).status == "not_a_report"


def test_a_page_number_is_no_issuer():
    lines = [*page("")[:1], "发布机构：", "- 3 -", *BODY]
    assert not read_report("\n".join(lines).encode()).about.issuer
