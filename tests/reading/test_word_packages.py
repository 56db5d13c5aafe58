"""Word documents in the other packages of the standard, and documents that they take in."""

from __future__ import annotations

import base64
import io
import re
import zipfile

import pytest
from project_paths import DOCUMENTS

from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.reading.marks import PICTURE

RICH_TEXT = (
    r"{\rtf1\ansi{\fonttbl{\f0 A;}}"
    + "".join(
        rf"\trowd\cellx1000\cellx2000\pard\intbl {a}\cell\pard\intbl {b}\cell\row"
        for a, b in (("a", 7), ("b", 8))
    )
    + r"\pard\par}"
)


def blocks_of(data: bytes) -> tuple[Line | Grid, ...]:
    document = read_document(data)
    assert document.problem == ""
    return document.blocks


def texts_of(data: bytes) -> list[list[list[str]] | str]:
    return [
        block.text if isinstance(block, Line) else [[c.text for c in row] for row in block.rows]
        for block in blocks_of(data)
    ]


def parts_of(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(DOCUMENTS / name) as archive:
        return {one: archive.read(one) for one in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_strict_form_is_read_as_the_usual_one() -> None:
    parts = parts_of("writer.docx")
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = {
        name: data.replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for name, data in parts.items()
    }
    assert strict["word/document.xml"] != parts["word/document.xml"]
    assert blocks_of(zipped(strict)) == blocks_of(zipped(parts))


def test_the_main_part_may_have_any_name() -> None:
    parts = parts_of("writer.docx")
    renamed = {
        name.replace("document.xml", "inhalt.xml"): data.replace(b"document.xml", b"inhalt.xml")
        for name, data in parts.items()
    }
    assert "word/document.xml" not in renamed
    assert blocks_of(zipped(renamed)) == blocks_of(zipped(parts))


def flat_package(parts: dict[str, bytes]) -> bytes:
    pieces = []
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            xml = re.sub(r"<\?xml[^>]*\?>", "", data.decode())
            content = f"<pkg:xmlData>{xml}</pkg:xmlData>"
        else:
            content = f"<pkg:binaryData>{base64.b64encode(data).decode()}</pkg:binaryData>"
        pieces.append(f'<pkg:part pkg:name="/{name}">{content}</pkg:part>')
    names = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f"<?xml version='1.0'?><pkg:package {names}>{''.join(pieces)}</pkg:package>".encode()


def test_a_package_in_one_xml_file_is_read_as_the_zip() -> None:
    parts = parts_of("writer.docx")
    flat = read_document(flat_package(parts))
    assert (flat.source_format, flat.problem) == ("docx", "")
    assert flat.blocks == blocks_of(zipped(parts))


def test_styles_tell_in_one_xml_file_what_they_tell_in_the_zip() -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    struck = '<w:style w:styleId="S"><w:rPr><w:strike/></w:rPr></w:style>'
    cell = "<w:tc><w:p><w:r>{}<w:t>{}</w:t></w:r></w:p></w:tc>"
    style = '<w:rPr><w:rStyle w:val="S"/></w:rPr>'
    row = f"<w:tr>{cell.format('', 'a')}{cell.format(style, '218')}</w:tr>"
    listed = f'<Relationship Id="m" Type="{office}/officeDocument" Target="word/document.xml"/>'
    beside = f'<Relationship Id="s" Type="{office}/styles" Target="styles.xml"/>'
    texts = {
        "_rels/.rels": f"<Relationships>{listed}</Relationships>",
        "word/_rels/document.xml.rels": f"<Relationships>{beside}</Relationships>",
        "word/styles.xml": f'<w:styles xmlns:w="{word}">{struck}</w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:tbl>{row}{row}</w:tbl>'
        "</w:body></w:document>",
    }
    parts = {name: text.encode() for name, text in texts.items()}
    assert texts_of(zipped(parts)) == [[["a", PICTURE]] * 2]
    assert texts_of(flat_package(parts)) == texts_of(zipped(parts))


@pytest.mark.parametrize("chunk", ["page", "rtf", "docx"])
def test_a_document_that_word_takes_in_is_read_in_its_place(chunk: str) -> None:
    page = "<table><tr><td>a</td><td>7</td></tr><tr><td>b</td><td>8</td></tr></table>"
    inner = {
        "page": page.encode(),
        "rtf": RICH_TEXT.encode(),
        "docx": zipped(parts_of("writer.docx")),
    }[chunk]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    line = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    body = f'{line.format("before")}<w:altChunk r:id="c"/>{line.format("after")}'
    reference = f'<Relationship Id="c" Type="{kind}/aFChunk" Target="chunk.bin"/>'
    parts = {
        "word/document.xml": f'<w:document xmlns:w="{word}" xmlns:r="{kind}"><w:body>{body}'
        "</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{reference}</Relationships>",
        "word/chunk.bin": inner,
    }
    blocks = texts_of(
        zipped({n: d.encode() if isinstance(d, str) else d for n, d in parts.items()})
    )
    assert (blocks[0], blocks[-1]) == ("before", "after")
    if chunk != "docx":
        assert blocks[1] == [["a", "7"], ["b", "8"]]
    else:
        assert len(blocks) == 2 + len(blocks_of(inner))


def test_a_cell_that_continues_to_the_left_is_no_cell() -> None:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    first = cell.format('<w:hMerge w:val="restart"/>', "a") + cell.format("<w:hMerge/>", "")
    plain = "".join(cell.format("", text) for text in ("b", "1", "2"))
    rows = f"<w:tr>{first}{cell.format('', 'c')}</w:tr><w:tr>{plain}</w:tr>"
    body = f'<w:document xmlns:w="{word}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>'
    (grid,) = blocks_of(zipped({"word/document.xml": body.encode()}))
    assert isinstance(grid, Grid)
    assert [cell.colspan for cell in grid.rows[0]] == [2, 1]
