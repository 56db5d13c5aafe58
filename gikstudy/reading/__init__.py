"""Bytes to `Document`: text, HTML, PDF, scans, office files and books, alone or in archives."""

from gikstudy.reading.archives.record import Record
from gikstudy.reading.document import read_document
from gikstudy.reading.sources import Source, list_sources

__all__ = ["Record", "Source", "list_sources", "read_document"]
