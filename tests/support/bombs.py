"""Small files that say they are enormous, one function a kind; each is made when a test asks for it."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


# --- PDF -------------------------------------------------------------------------------------


def pdf_of(objects: list[bytes]) -> bytes:
    """A file of numbered objects, the first of which is the catalog."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return out + head + table + trailer + b"startxref\n%d\n%%%%EOF" % len(out)


def stream_of(facts: bytes, content: bytes, *, packed: bool) -> bytes:
    if packed:
        content, facts = zlib.compress(content), facts + b"/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (facts, len(content), content)


def forms_within_forms(levels: int = 10, times: int = 9, *, packed: bool = True) -> bytes:
    """Each form draws the next one several times; its resources stand in its dictionary."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    page += b"/Resources<</XObject<</X 5 0 R>>>>>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    objects.append(stream_of(b"", b"/X Do " * times, packed=packed))
    for level in range(levels):
        inner = b"/Resources<</XObject<</X %d 0 R>>>>" % (level + 6) if level < levels - 1 else b""
        facts = b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]" + inner
        content = b"/X Do " * times if inner else b"0 0 m 9 9 l S"
        objects.append(stream_of(facts, content, packed=packed))
    return pdf_of(objects)


def forms_with_shared_resources() -> bytes:
    """All forms name one list of drawings, in which each finds the next."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R]/Resources 5 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    names = b"".join(b"/X%d %d 0 R" % (level, level + 6) for level in range(10))
    objects.append(stream_of(b"", b"/X0 Do " * 9, packed=True))
    objects.append(b"<</XObject<<%s>>>>" % names)
    for level in range(10):
        content = b"/X%d Do " % (level + 1) * 9 if level < 9 else b"0 0 m 9 9 l S"
        facts = b"/Subtype /Form/BBox[0 0 600 900]/Resources 5 0 R"
        objects.append(stream_of(facts, content, packed=level % 2 == 0))
    return pdf_of(objects)


# --- HTML ------------------------------------------------------------------------------------


def unclosed(tag: str, opened: int, blocks: int, block: str = "p") -> bytes:
    """Formatting that is never closed, and paragraphs behind it, each of which repeats it."""
    heads = "".join(f"<{tag} id=a{number}>" for number in range(opened))
    return f"<!doctype html><body>{heads}{f'<{block}>x</{block}>' * blocks}".encode()


def spans(kind: str, number: int) -> bytes:
    """Cells that say they cover thousands of rows or columns."""
    rows = f"<tr><td {kind}=65000>1<td {kind}=65000>2</tr>" * number
    return f"<!doctype html><table>{rows}</table>".encode()


# --- Office ----------------------------------------------------------------------------------


def zipped(parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def sheet(cells: str, behind: str = "", strings: str = "") -> bytes:
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    refers = (
        f'<Relationships xmlns="{relations}">'
        f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    )
    book = f'<sheets><sheet name="a" sheetId="1" r:id="r1" xmlns:r="{OFFICE}"/></sheets>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "xl/_rels/workbook.xml.rels": refers,
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}">{book}</workbook>',
            "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{strings}</sst>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData>'
            f"{behind}</worksheet>",
        }
    )


def merged_all_over(times: int = 1) -> bytes:
    """One or many merged cells, each as large as a sheet can be."""
    last = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
    last += '<row r="2000"><c r="CV2000" t="inlineStr"><is><t>x</t></is></c></row>'
    merged = '<mergeCell ref="A1:XFD1048576"/>' * times
    return sheet(last, f"<mergeCells>{merged}</mergeCells>")


def one_text_everywhere(characters: int = 100_000) -> bytes:
    """A long text that stands once in the file and in each cell of the sheet."""
    row = "<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>"
    cells = row * 2000
    return sheet(cells, strings=f"<si><t>{'长' * characters}</t></si>")


def wide_word_cells(number: int = 2000) -> bytes:
    """Cells of Word that say they cover a million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="1000000"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    rows = f"<w:tr>{cell * 10}</w:tr>" * number
    body = f'<w:document xmlns:w="{WORD}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


# --- archives --------------------------------------------------------------------------------


def overlapping_zip(members: int = 3000, megabytes: int = 60) -> bytes:
    """Many names for the same packed bytes: the directory leads to one place again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    content = bytes(megabytes << 20)
    packed = packer.compress(content) + packer.flush()
    facts = struct.pack(
        "<HHHHHIIIHH", 20, 0, 8, 0, 0, zlib.crc32(content), len(packed), len(content), 5, 0
    )
    local = b"PK\x03\x04" + facts + b"00000" + packed
    entries = b"".join(
        b"PK\x01\x02\x14\x00" + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"%05d" % number
        for number in range(members)
    )
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, members, members, len(entries), len(local), 0
    )
    return local + entries + end


def swelling_parquet(groups: int = 20, megabytes: int = 60) -> bytes:
    """Groups of rows, each with one long text that is packed to next to nothing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    table = pa.table({"text": ["a" * (megabytes << 20)]})
    with pq.ParquetWriter(buffer, table.schema, compression="zstd", use_dictionary=True) as writer:
        for _ in range(groups):
            writer.write_table(table)
    return buffer.getvalue()


def empty_lines(number: int = 20_000) -> bytes:
    """JSON lines without any text, packed as a whole."""
    return gzip.compress(b'{"text":""}\n' * number, 9)


def nested_json(depth: int = 200_000) -> bytes:
    """Lists within lists in the place of a text."""
    return b'{"text": ' + b"[" * depth + b"]" * depth + b"}\n"


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "forms.pdf": (forms_within_forms, "forms within forms"),
    "forms_plain.pdf": (lambda: forms_within_forms(packed=False), "forms within forms"),
    "forms_shared.pdf": (forms_with_shared_resources, "forms within forms"),
    "forms_deep.pdf": (lambda: forms_within_forms(30, 2), "forms within forms"),
    "bold.html": (lambda: unclosed("b", 2000, 20_000), "formatting unclosed"),
    "font.html": (lambda: unclosed("font", 4000, 4000, "div"), "formatting unclosed"),
    "links.html": (lambda: unclosed("code", 3000, 5000, "li"), "formatting unclosed"),
    "deep.html": (lambda: b"<!doctype html>" + b"<div>" * 200_000, "deep"),
    "overlap.zip": (overlapping_zip, "shares its bytes with other members"),
    "text.parquet": (swelling_parquet, "unpack to more"),
}
"""Those of which nothing is read, and a word of the reason."""
BOUNDED: dict[str, Callable[[], bytes]] = {
    "merged.xlsx": merged_all_over,
    "merged_often.xlsx": lambda: merged_all_over(20_000),
    "one_text.xlsx": one_text_everywhere,
    "wide.docx": wide_word_cells,
    "open_scripts.html": lambda: b"<html>" + b"<script>" * 9000 + b"<p>x" * 40_000,
    "open_boxes.html": lambda: b"<html>" + b"<textarea>" * 9000 + b"<p>x" * 40_000,
    "columns.html": lambda: spans("colspan", 2000),
    "rows.html": lambda: spans("rowspan", 2000),
    "nested.jsonl": nested_json,
}
"""Those of which something may be read."""


def all_bombs() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Name and maker of each."""
    yield from ((name, make) for name, (make, _) in REFUSED.items())
    yield from BOUNDED.items()
