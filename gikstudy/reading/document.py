"""Bytes to `Document`: looks at the bytes and hands them to the reader of their format."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from gikstudy.model import Document
from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.encoding import decode, is_verbatim
from gikstudy.reading.epub import read_epub
from gikstudy.reading.garbled import without_mistake
from gikstudy.reading.markdown import with_line_ends
from gikstudy.reading.markup import read_markup
from gikstudy.reading.mhtml import page_of_mhtml
from gikstudy.reading.ofd.document import read_ofd
from gikstudy.reading.opendocument import read_opendocument
from gikstudy.reading.pdf.document import read_pdf
from gikstudy.reading.plain import read_plain
from gikstudy.reading.quoted_page import quoted_page
from gikstudy.reading.rich_text import read_rtf
from gikstudy.reading.row_markup import as_html, is_row_markup
from gikstudy.reading.scans.document import read_pictures
from gikstudy.reading.sheet import read_xlsx
from gikstudy.reading.sheet_97 import read_xls
from gikstudy.reading.sheet_2003 import read_spreadsheetml
from gikstudy.reading.signature import MEANING, PICTURES, markup_kind, signature
from gikstudy.reading.word import read_docx
from gikstudy.reading.word97 import read_doc

_WORD: Final = ("docx", "wordml")
# Characters that do not occur in text; U+FFFD replaces bytes that no encoding can decode.
_CONTROLS: Final = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_UNEXPLAINED: Final = "\ufffd"
_JUNK_SAMPLE: Final = 8192
_JUNK_SHARE: Final = 0.05
_READERS: Final[dict[str, Callable[[bytes], Content]]] = {
    "pdf": read_pdf,
    "doc": read_doc,
    "rtf": read_rtf,
    "epub": read_epub,
    "ofd": read_ofd,
    "odt": read_opendocument,
    "ods": read_opendocument,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "spreadsheetml": read_spreadsheetml,
    **dict.fromkeys(PICTURES, read_pictures),
}


def read_document(
    data: bytes,
    source: str = "",
    declared: str = "",
    url: str = "",
    problem: str = "",
    retrieved_on: str = "",
) -> Document:
    """Reads the lines and tables of one document of any format.

    Never raises for what the bytes hold: a document that cannot be read says so in `problem`,
    because one of a hundred thousand must not stop the others. Only a lack of memory is raised.

    Args:
        data: The bytes of one text, HTML, MHTML, PDF, DOCX, DOC or XLSX file.
        source: Where the bytes came from; kept in the document and never opened.
        declared: The encoding that a header outside the bytes declares.
        url: The address they were fetched from; by default what the page itself declares.
        problem: Why there are no bytes, if they could not be unpacked.
        retrieved_on: The day (ISO) on which they were fetched.

    Returns:
        A document with blocks in reading order, or without any and with a `problem`.
    """
    kind, text, encoding = _recognise(data, declared)
    content = Content(encoding=encoding)
    try:
        text, encoding = without_mistake(text, encoding)
        content = _read(kind, data, text, encoding) if not problem else content
    except MemoryError:
        raise  # lies outside of the document as well: the caller says how much there was
    except UnreadableError as error:
        problem = str(error)
    except Exception as error:  # a reader's own fault is a row in `sources`, not the end of a run
        problem = " ".join(f"the {kind} reader failed: {type(error).__name__}: {error}".split())
    if len(content.blocks) > limits.DOCUMENT_LINES:
        problem = (
            f"it has {len(content.blocks):,} lines, and a report has far fewer than "
            f"{limits.DOCUMENT_LINES:,}; a file of many reports needs one record for each"
        )
        content = Content(encoding=content.encoding)
    if not content.blocks and not problem:
        problem = "the document shows no text"
    return Document(
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        n_bytes=len(data),
        source_format=kind,
        encoding=content.encoding,
        blocks=content.blocks,
        page_title=content.page_title,
        url=url or content.url,
        problem=problem[:300],
        retrieved_on=retrieved_on,
        readings=content.readings,
        unread=content.unread,
    )


def _recognise(data: bytes, declared: str) -> tuple[str, str, str]:
    """The format; for text and markup also the decoded text and its encoding."""
    kind = signature(data)
    if kind or len(data) > limits.DOCUMENT_BYTES:
        return kind or "binary", "", ""
    text, encoding = decode(data, declared)
    if _is_junk(text[:_JUNK_SAMPLE]):
        return "binary", "", ""
    if not text or text.isspace():
        return "blank", "", encoding
    return markup_kind(text), text, encoding


def _is_junk(sample: str) -> bool:
    data = sample.encode("utf-8", "replace")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return controls + sample.count(_UNEXPLAINED) > _JUNK_SHARE * len(sample)


def _read(kind: str, data: bytes, text: str, encoding: str) -> Content:
    if len(data) > limits.DOCUMENT_BYTES:
        size, limit = len(data) / limits.MB, limits.DOCUMENT_BYTES / limits.MB
        raise UnreadableError(f"{size:.0f} MB is above the limit of {limit:.0f} MB a document")
    if kind in _READERS:
        return _READERS[kind](data)
    if kind in _WORD:
        return read_docx(data, _read_chunk)
    if kind in ("txt", "html") and (page := quoted_page(text)) is not None:
        return read_markup(page, encoding)
    if kind == "txt":
        return Content(read_plain(text), encoding)
    if kind == "html" and is_row_markup(text):
        return read_markup(as_html(text), encoding)
    if kind == "html":
        lined = with_line_ends(text)
        if lined is not text:
            return read_markup(lined, encoding)
        known = encoding == "utf-8" and is_verbatim(data, text)
        return read_markup(text, encoding, utf8=data if known else None)
    if kind == "mhtml":
        markup, encoding, url = page_of_mhtml(data)
        return read_markup(markup, encoding, url)
    raise UnreadableError(f"the file is {MEANING[kind]}")


def _read_chunk(data: bytes) -> Content:
    """A whole document that a Word document takes in."""
    kind, text, encoding = _recognise(data, "")
    if kind in _WORD:
        return read_docx(data)  # what that one takes in is too far down
    return _read(kind, data, text, encoding)
