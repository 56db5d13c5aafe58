"""Text that programs and libraries make of a PDF, a page, a Word or an Excel file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.zoo.printers import run

# Takes a file, gives text.
Extract = Callable[[Path], str]


def tool(*command: str) -> Extract:
    """A program that prints to its output; `{}` stands for the file."""
    return lambda source: run([str(source) if word == "{}" else word for word in command])


def pandoc(reader: str, writer: str, *flags: str) -> Extract:
    return tool("pandoc", "-f", reader, "-t", writer, *flags, "{}")


# Of a PDF.


def pdfplumber_text(source: Path, *, layout: bool = False) -> str:
    import pdfplumber

    with pdfplumber.open(source) as file:
        return "\n".join(page.extract_text(layout=layout) for page in file.pages) + "\n"


def _plumbed(source: Path) -> Iterator[str | list[list[str]]]:
    """Text before the tables of a page, its tables, text behind them."""
    import pdfplumber

    with pdfplumber.open(source) as file:
        for page in file.pages:
            tables = page.find_tables()
            top = 0.0
            for found in tables:
                if found.bbox[1] > top:
                    yield page.crop((0, top, page.width, found.bbox[1])).extract_text()
                yield [[cell or "" for cell in row] for row in found.extract()]
                top = min(found.bbox[3], float(page.height))
            if top < page.height:
                yield page.crop((0, top, page.width, page.height)).extract_text()


def pdfplumber_tsv(source: Path) -> str:
    out = io.StringIO()
    for part in _plumbed(source):
        if isinstance(part, str):
            out.write(part + "\n")
        else:
            flat = [[" ".join(cell.split()) for cell in row] for row in part]
            csv.writer(out, delimiter="\t", lineterminator="\n").writerows(flat)
    return out.getvalue()


def pdfplumber_markdown(source: Path) -> str:
    lines: list[str] = []
    for part in _plumbed(source):
        if isinstance(part, str):
            lines.append(part)
            continue
        rows = ["| " + " | ".join(c.replace("\n", "<br>") for c in row) + " |" for row in part]
        lines += ["", rows[0], "|" + " --- |" * len(part[0]), *rows[1:], ""]
    return "\n".join(lines) + "\n"


def pdfplumber_csv(source: Path) -> str:
    """Cells quoted, with their line breaks."""
    out = io.StringIO()
    for part in _plumbed(source):
        rows = [[line] for line in part.splitlines()] if isinstance(part, str) else part
        csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def pypdf_text(source: Path, *, mode: str = "plain") -> str:
    import pypdf

    pages = pypdf.PdfReader(source).pages
    return "\n".join(page.extract_text(extraction_mode=mode) for page in pages) + "\n"


def pdfminer_text(source: Path, **looks: Any) -> str:
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    return extract_text(str(source), laparams=LAParams(**looks))


def pdfium_text(source: Path) -> str:
    import pypdfium2

    pages = pypdfium2.PdfDocument(source)
    return "\n".join(p.get_textpage().get_text_bounded().replace("\r", "") for p in pages) + "\n"


def mupdf_text(source: Path, *, sort: bool = False) -> str:
    import pymupdf

    return "\n".join(page.get_text("text", sort=sort) for page in pymupdf.open(source))


def mupdf_tables(source: Path) -> str:
    """PyMuPDF: the tables that it finds, as Markdown, between the lines of text outside them."""
    import pymupdf

    parts = []
    for page in pymupdf.open(source):
        found = page.find_tables().tables
        lines = [(block[1], block[4]) for block in page.get_text("blocks") if block[6] == 0]
        inside = [table.bbox for table in found]
        pieces = [(y, t) for y, t in lines if not any(b[1] <= y <= b[3] for b in inside)]
        pieces += [(table.bbox[1], table.to_markdown()) for table in found]
        parts += [text for _, text in sorted(pieces)]
    return "\n".join(parts)


def mupdf_llm(source: Path) -> str:
    import pymupdf4llm

    pymupdf4llm.use_layout(yes=False)
    return pymupdf4llm.to_markdown(str(source), show_progress=False)


def markitdown(source: Path) -> str:
    from markitdown import MarkItDown

    return MarkItDown().convert(str(source)).text_content


# Of a page.


def html2text_text(source: Path, **looks: Any) -> str:
    import html2text

    maker = html2text.HTML2Text(bodywidth=looks.pop("bodywidth", 78))
    for name, value in looks.items():
        setattr(maker, name, value)
    return maker.handle(source.read_text("utf-8"))


def trafilatura(source: Path, *, output: str) -> str:
    from trafilatura import extract

    return extract(source.read_text("utf-8"), output_format=output, include_tables=True) or ""


def soup_text(source: Path, *, between: str = "", strip: bool = False) -> str:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(source.read_text("utf-8"), "lxml")
    return page.get_text(between, strip=strip)


def lxml_text(source: Path) -> str:
    from lxml import html

    return str(html.fromstring(source.read_text("utf-8")).find("body").text_content())


def html_text(source: Path) -> str:
    import html_text as module

    return module.extract_text(source.read_text("utf-8"))


def inscriptis(source: Path) -> str:
    from inscriptis import get_text

    return get_text(source.read_text("utf-8"))


def resiliparse(source: Path, **looks: Any) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(source.read_text("utf-8"), **looks)


def markdownify(source: Path) -> str:
    from markdownify import markdownify as convert

    return convert(source.read_text("utf-8"), heading_style="ATX")


def justext(source: Path) -> str:
    import justext as module

    found = module.justext(source.read_bytes(), frozenset(), encoding="utf-8", length_low=0)
    return "\n".join(paragraph.text for paragraph in found) + "\n"


def readability(source: Path) -> str:
    from readability import Document

    return Document(source.read_text("utf-8")).summary()


def without_tags(source: Path) -> str:
    """The expression that everybody writes once."""
    body = re.sub(r"(?s).*<body>", "", source.read_text("utf-8"))
    return re.sub(r"<[^>]+>", " ", body)


def pandas_html(source: Path, *, how: str) -> str:
    """pandas.read_html: prose, then each table in one of the ways in which pandas writes it."""
    import pandas as pd
    from bs4 import BeautifulSoup

    text = source.read_text("utf-8")
    frames = iter(pd.read_html(io.StringIO(text)))
    lines = []
    for tag in BeautifulSoup(text, "lxml").body.find_all(["h1", "h2", "p", "table"]):
        lines.append(_written(next(frames), how) if tag.name == "table" else tag.get_text())
    return "\n".join(lines) + "\n"


def pandas_excel(source: Path, *, how: str) -> str:
    import pandas as pd

    frames = pd.read_excel(source, sheet_name=None, header=None)
    return "\n".join(_written(frame, how) for frame in frames.values()) + "\n"


def _written(frame: Any, how: str) -> str:
    if how == "markdown":
        return f"\n{frame.to_markdown()}\n"
    if how == "markdown_bare":
        return f"\n{frame.to_markdown(index=False)}\n"
    if how == "csv":
        return frame.to_csv(index=False, lineterminator="\n")
    if how == "csv_indexed":
        return frame.to_csv(lineterminator="\n")
    if how == "html":
        return frame.to_html(index=False)
    if how == "tsv_bare":
        return frame.to_csv(index=False, header=False, sep="\t", lineterminator="\n")
    return frame.to_string(max_colwidth=None)


# Of a Word file.


def docx2txt_text(source: Path) -> str:
    import docx2txt

    return docx2txt.process(str(source))


def mammoth(source: Path, *, how: str) -> str:
    import mammoth as module

    with source.open("rb") as file:
        return getattr(module, f"convert_to_{how}")(file).value


def docx_cells(source: Path, *, between: str, joined: bool = False) -> str:
    """python-docx in document order; a joined cell repeats in its row unless `joined`."""
    import docx

    lines = []
    for block in docx.Document(str(source)).iter_inner_content():
        if not hasattr(block, "rows"):
            lines.append(block.text)
            continue
        for row in block.rows:
            cells = [c for i, c in enumerate(row.cells) if not (joined and c in row.cells[:i])]
            lines.append(between.join(cell.text for cell in cells))
    return "\n".join(lines) + "\n"


def docx_paragraphs(source: Path) -> str:
    """All paragraphs of the file, one a line, whatever they stand in."""
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(source)).element.body
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return "\n".join(found) + "\n"


# Of an Excel file.


def xlsx_to_csv(source: Path, *, delimiter: str = ",") -> str:
    from xlsx2csv import Xlsx2csv

    out = io.StringIO()
    Xlsx2csv(str(source), delimiter=delimiter).convert(out)
    return out.getvalue()
