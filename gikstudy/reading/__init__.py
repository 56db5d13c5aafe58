"""Bytes to `Document`: text, HTML, PDF, Word and spreadsheets, alone or in archives."""

from gikstudy.reading.document import read_document

__all__ = ["read_document"]
