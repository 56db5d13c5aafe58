"""WARC and WET, the files of web crawlers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from gikstudy.reading.archives.record import Record, RecordReader, bounded_record
from gikstudy.reading.content import UnreadableError

if TYPE_CHECKING:
    from fastwarc.warc import ArchiveIterator, WarcRecord

# Records that no one could take for a document: pictures, styles, scripts.
_NO_DOCUMENT: Final = re.compile(r"(?:image|video|audio|font)/|text/css|.*(?:java|ecma)script")


def warc_steps(stream: BinaryIO, name: str) -> Iterator[RecordReader]:
    """Responses, resources and conversions of a crawl; keys are offsets in the file as it lies.

    Requests, metadata and revisits are about documents and none themselves; pictures, styles and
    scripts are no inputs either.
    """
    for record in _iterator(stream):
        media_type = (record.http_content_type or record.headers.get("Content-Type") or "").lower()
        if not _NO_DOCUMENT.match(media_type):
            yield record.stream_pos, partial(_record, record, name)


def _iterator(stream: BinaryIO) -> ArchiveIterator:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise UnreadableError("a WARC file; to read it: pip install 'gikstudy[warc]'") from error
    wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    return ArchiveIterator(stream, record_types=wanted, auto_decode="all")


def _record(record: WarcRecord, name: str) -> Record:
    url = record.headers.get("WARC-Target-URI") or ""
    name = f"{name}#{record.stream_pos}"
    try:
        return bounded_record(cast("BinaryIO", record.reader), name, record.http_charset or "", url)
    except OSError as error:
        return Record(b"", name, url=url, problem=f"damaged in the archive: {error}")


def packed_singly(stream: BinaryIO) -> bool:
    """Whether each record is compressed by itself, so that one can be entered in the middle."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        positions = [record.stream_pos for record in islice(_iterator(stream), 2)]
    except (OSError, UnreadableError):
        return True
    finally:
        stream.seek(0)
    return len(positions) < 2 or positions[1] < size
