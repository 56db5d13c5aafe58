"""How much of anything is read before a document or an archive is given up, with its reason."""

from __future__ import annotations

from typing import Final

MB: Final = 1024 * 1024

DOCUMENT_BYTES: Final = 64 * MB
"""A longer document is not a report: the longest seen, with all its pictures, has 30 MB."""
MARKUP_CHARACTERS: Final = 16 * MB
"""Decoded HTML beyond this length is cut; a page of a report has 20 to 400 thousand."""
MARKUP_DEPTH: Final = 10_000
"""Elements within elements in HTML; broken pages reach some hundred unclosed `<font>`."""
PDF_PAGES: Final = 200
"""Pages read of one PDF; a report has 3 to 30."""
DOCUMENT_SECONDS: Final = 30.0
"""Time after which a PDF stops between two pages, and a helper program is ended."""
TABLE_DEPTH: Final = 32
"""Tables within tables; deeper ones are read as running text."""
SHEET_CELLS: Final = 200_000
"""Cells read of one spreadsheet."""
MEMBERS: Final = 2_000_000
"""Members listed of one archive."""
RATIO: Final = 400
"""Decompressed over compressed size beyond which a member of an archive is a bomb."""
