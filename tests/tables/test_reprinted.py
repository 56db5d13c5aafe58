"""The same tables printed otherwise: no number may change its cell, and none may turn into a blank.

Converters, spreadsheets and web forms set the cells of a table apart in their own ways. Each way
here keeps what a reader of the page would see; the text may become harder to read, so that cells
are left open, but what is read must be what was read before.
"""

import re
from functools import cache
from itertools import product

import pytest
from opencc import OpenCC
from silent_mistakes import silent_mistakes

from gikstudy import read_report
from gikstudy.synthesis import make_report

FAMILIES = (
    "CPL_BLANK", "CPL_DENSE", "ROW_PAD", "ROW_BARE", "ROW_LEAD", "CELL_PIPE", "CELL_PIPE_LEAD",
    "PIPE_OWN_LINE", "TAB", "PDF_LINE", "MARKDOWN",
)  # fmt: skip
ONE_ROW_A_LINE = ("ROW_BARE", "TAB", "PDF_LINE")
BETWEEN = r" *\| *|\t|(?<=\d) (?=\d)|(?<=[\u4e00-\u9fff)）”]) (?=\d)"
LABEL_END = r"(?<=[\u4e00-\u9fff)）”])"


def each_line(change):
    return lambda lines: [change(line) for line in lines]


def thousands(line):
    return re.sub(r"(?<![\d.,])\d{4,9}(?![\d.])", lambda m: f"{int(m[0]):,}", line)


def wrapped(width):
    """Lines broken after so many characters, though never inside of a number."""

    def wrap(lines):
        broken = []
        for line in lines:
            while len(line) > width:
                at = width
                while at < len(line) and line[at - 1].isdigit() and line[at].isdigit():
                    at += 1
                broken.append(line[:at])
                line = line[at:]
            broken.append(line)
        return broken

    return wrap


def joined(lines):
    """Every second line drawn up to the one before."""
    return [" ".join(line.strip() for line in lines[n : n + 2]) for n in range(0, len(lines), 2)]


def numbers_joined(lines):
    """Numbers that had a line each, on one line."""
    found = []
    for line in lines:
        if found and re.fullmatch(r"\s*\d+\s*", line) and re.search(r"\d\s*$", found[-1]):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        elif line.strip() or not found:
            found.append(line)
    return found


def labels_joined(lines):
    """Numbers drawn up to the label above them."""
    found = []
    for line in lines:
        number = re.fullmatch(r"[\s\d|]*\d[\s\d|]*", line)
        if found and number and re.search("[\u4e00-\u9fff]", found[-1]):
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
    return found


def page_numbers(lines):
    return [
        part
        for n, line in enumerate(lines)
        for part in ((line, "- 3 -") if n % 23 == 7 else (line,))
    ]


ANY = {
    "a comma in thousands": each_line(thousands),
    "wide digits": each_line(lambda s: re.sub(r"\d", lambda m: chr(0xFF10 + int(m[0])), s)),
    "counts with their unit": each_line(lambda s: re.sub(r"(?<=[\s|])(\d+)(?=[\s|]|$)", r"\1件", s)),
    "decimals": each_line(lambda s: re.sub(r"(?<![\d.,])(\d+)(?=[\s|]|$)", r"\1.0", s)),
    "no-break spaces": each_line(lambda s: s.replace(" ", "\xa0")),
    "wide spaces": each_line(lambda s: s.replace(" ", "\u3000")),
    "columns of spaces": each_line(lambda s: re.sub(r"(?<=\S) (?=\S)", " " * 7, s)),
    "bold": lambda lines: [f"**{s.strip()}**" if s.strip() and n % 2 else s for n, s in enumerate(lines)],
    "wrapped at 18": wrapped(18),
    "wrapped at 32": wrapped(32),
    "two lines on one": joined,
    "numbers on one line": numbers_joined,
    "numbers behind their label": labels_joined,
    "page numbers": page_numbers,
    "no space behind labels": each_line(lambda s: re.sub(rf"{LABEL_END} +(?=\d)", "", s)),
    "a colon behind labels": each_line(lambda s: re.sub(rf"{LABEL_END} ?(?=\d+\s*$)", "：", s)),
    "no enumerators": each_line(
        lambda s: re.sub(r"[一二三四]、|[（(][一二三四五六七][)）]|\d[.、](?=[\u4e00-\u9fff])", "", s)
    ),
    "paragraphs": lambda lines: ["<html><body>", *(f"<p>{s}</p>" for s in lines), "</body></html>"],
    "breaks": lambda lines: ["<html><body><div>", "<br>".join(lines), "</div></body></html>"],
    "preformatted": lambda lines: ["<html><body><pre>", *lines, "</pre></body></html>"],
}  # fmt: skip
ROWS = {
    "all rows on one line": lambda lines: [" ".join(s.strip() for s in lines)],
    "tabs": each_line(lambda s: re.sub(BETWEEN, "\t", s)),
    "bars": each_line(lambda s: re.sub(BETWEEN, " | ", s)),
    "commas": each_line(lambda s: re.sub(BETWEEN, ",", s)),
    "semicolons": each_line(lambda s: re.sub(BETWEEN, ";", s)),
    "quotes": each_line(
        lambda s: ",".join(f'"{c}"' for c in re.split(BETWEEN, s)) if re.search(BETWEEN, s) else s
    ),
}


def table_lines(lines):
    """From the head of table 2 to the last line of numbers."""
    first = next(n for n, line in enumerate(lines) if "第二十条" in line or "信息内容" in line)
    numbers = [n for n, s in enumerate(lines) if re.fullmatch(r"[\s|\d]*\d[\s|\d]*", s)]
    return first, max(n for n in numbers if n > first) + 1


@cache  # each way is compared with the same reports as they were
def printed_first(family, number):
    made = make_report(31, 7 * number, family=family, clean=True, script="simplified")
    return made.data.decode().split("\n"), read_report(made.data)


@pytest.mark.parametrize(
    ("family", "way"),
    [*product(FAMILIES, ANY), *product(ONE_ROW_A_LINE, ROWS)],
)
def test_a_table_printed_otherwise_says_the_same(family, way):
    for number in range(3):
        lines, before = printed_first(family, number)
        first, end = table_lines(lines)
        printed = [*lines[:first], *(ANY | ROWS)[way](lines[first:end]), *lines[end:]]
        after = read_report("\n".join(printed).encode())
        assert list(silent_mistakes(before, after)) == []
        assert sum(cell.value is not None for cell in after.cells) > 30


@pytest.mark.parametrize("conversion", ["s2t", "s2tw", "s2hk", "s2twp"])
def test_a_mirror_in_another_script_says_the_same(conversion):
    converter = OpenCC(conversion)
    for number, family in enumerate((*FAMILIES, "HTML")):
        made = make_report(78, 5 * number, family=family, clean=True, script="simplified")
        page = read_report(made.data)
        mirror = read_report(converter.convert(made.data.decode()).encode())
        assert mirror.script == "traditional"
        assert [(c.key, c.state, c.value) for c in mirror.cells] == [
            (c.key, c.state, c.value) for c in page.cells
        ]
        for fact in ("agency", "level", "region_code", "year", "published_on", "index_no"):
            assert getattr(mirror.about, fact) == getattr(page.about, fact)
        assert [(m.metric, m.value) for m in mirror.mentions] == [
            (m.metric, m.value) for m in page.mentions
        ]
        assert [code.code for code in mirror.codes] == [code.code for code in page.codes]
