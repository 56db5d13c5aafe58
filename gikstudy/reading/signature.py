"""What a file is, by its bytes: names and extensions are often wrong, first bytes rarely."""

from __future__ import annotations

import io
import re
import zipfile
from typing import BinaryIO, Final

from gikstudy.reading.markdown import has_bars
from gikstudy.reading.row_markup import is_row_markup

_MAGIC: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"PAR1", "parquet"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3\0", "sqlite"),
)
# The member that shows which kind of zip file it is.
_INSIDE_ZIP: Final = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("content.xml", "odf"),
    ("META-INF/container.xml", "epub"),
)
# What the list of parts says where the main part has another name.
_LISTED: Final = ((b"wordprocessingml.", "docx"), (b"spreadsheetml.sheet.main", "xlsx"))
_OPENDOCUMENT: Final = ((b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"))
# The root elements of XML that is an office file of its own.
_XML_ROOTS: Final = (
    (re.compile(rb"<pkg:package\s"), "docx"),
    (re.compile(rb"<w:wordDocument\s"), "wordml"),
    (
        re.compile(rb"<(?:ss:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet"),
        "spreadsheetml",
    ),
    (re.compile(rb"<office:document\s[^>]*opendocument\.text"), "odt"),
    (re.compile(rb"<office:document\s[^>]*opendocument\.spreadsheet"), "ods"),
)
_XML_HEAD: Final = 8192
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

PICTURES: Final = ("jpeg", "png", "gif", "bmp", "tiff", "webp")
"""Formats of pictures; the extra `ocr` reads those that show pages."""
MEANING: Final = {
    "gzip": "a gzip archive within an archive",
    "bzip2": "a bzip2 archive within an archive",
    "xz": "an xz archive within an archive",
    "zip": "a zip archive within an archive",
    "tar": "a tar archive within an archive",
    "7z": "a 7-Zip archive; unpack it or pack it as ZIP",
    "rar": "a RAR archive; unpack it or pack it as ZIP",
    "parquet": "a Parquet file without a column text or html",
    "program": "an executable program",
    "sqlite": "a SQLite database",
    "pptx": "a PowerPoint file",
    "odf": "an OpenDocument presentation or drawing; print it to PDF",
    "encrypted": "an Office file with a password; save it without one",
    "ole": "a Microsoft Office file of an old format that is not a Word document",
    "binary": "binary data of an unknown kind",
    "empty": "empty",
    "blank": "nothing but white space",
}
"""What people call a format that has no reader here, with a way out if there is one."""


def signature(data: bytes) -> str:
    """The format of `data` (`pdf`, `docx`, `doc`, `jpeg`, …), or "" where it may be text."""
    if not data:
        return "empty"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return zip_kind(io.BytesIO(data))
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[257:262] == b"ustar":
        return "tar"
    for magic, name in _MAGIC:
        if data.startswith(magic) and (name != "bmp" or b"\0" in data[:32]):
            return name
    if data.lstrip()[:6] == b"{\\rtf1":
        return "rtf"
    return _xml_kind(data[:_XML_HEAD])


def _xml_kind(head: bytes) -> str:
    """An office file that is one XML text; in UTF-16, its zero bytes are left out."""
    if b"<" not in head[:8]:
        return ""
    plain = head.replace(b"\0", b"")
    return next((kind for root, kind in _XML_ROOTS if root.search(plain)), "")


def zip_kind(stream: BinaryIO) -> str:
    """Which kind of zip file a stream holds: `docx`, `xlsx`, … or plain `zip`."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
            kind = next((kind for name, kind in _INSIDE_ZIP if name in names), "")
            if kind == "odf":
                return _listed(archive, "mimetype", _OPENDOCUMENT) or kind
            if not kind and "[Content_Types].xml" in names:
                return _listed(archive, "[Content_Types].xml", _LISTED) or "zip"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # A truncated file has lost its directory, which comes last; its members are still there.
        stream.seek(0)
        data = stream.read(1 << 20)
        names = {name for name, _ in _INSIDE_ZIP if name.encode() in data}
    return next((kind for name, kind in _INSIDE_ZIP if name in names), "zip")


def _listed(archive: zipfile.ZipFile, member: str, kinds: tuple[tuple[bytes, str], ...]) -> str:
    """What a member that lists or names the contents says of them."""
    if member not in archive.namelist():
        return ""
    with archive.open(member) as stream:
        text = stream.read(1 << 16)
    return next((kind for word, kind in kinds if word in text), "")


def _ole_kind(data: bytes) -> str:
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return "xls"
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "ole"


_START: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*+|(?><!--.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|meta|link|title|style|script|body|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS: Final = re.compile(
    r"<\\?/?(?:table|tr|td|p|br|div|span|font|strong|b|li|ul|body|html|h[1-6])\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_MHTML: Final = re.compile(
    r"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,40}?content-type:\s*multipart/related",
    re.IGNORECASE,
)


def markup_kind(text: str) -> str:
    """`html`, `mhtml` or `txt`: what decoded text is.

    Crawled text keeps stray tags here and there, and a mirror adds some. The text is markup, whose
    line ends mean nothing, only if tags are about as common as lines.
    """
    if "<" in text and _START.match(text):
        return "html"
    if _MHTML.match(text[:8192].lstrip()):  # Chromium leaves most of its tags legible
        return "mhtml"
    if "<" in text:
        if is_row_markup(text):
            return "html"
        tags = len(_TAGS.findall(text))
        if tags >= 3 and tags * 4 >= text.count("\n") and not has_bars(text):
            return "html"
    return "txt"
