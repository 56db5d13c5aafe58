"""How much is read before a document or an archive is given up, each limit with its reason."""

from __future__ import annotations

from typing import Final

MB: Final = 1024 * 1024

DOCUMENT_BYTES: Final = 64 * MB
"""A longer document is not a report: the longest one seen has 30 MB, pictures included."""
DOCUMENT_LINES: Final = 50_000
"""Lines and tables of one document; a report has 50 to 5,000, a long list of links 20,000."""
MARKUP_CHARACTERS: Final = 16 * MB
"""Decoded HTML beyond this length is cut off; a report has 20,000 to 400,000 characters."""
MARKUP_DEPTH: Final = 10_000
"""Nesting of HTML elements; broken pages reach a few hundred unclosed `<font>`."""
MARKUP_REPAIRS: Final = 5_000_000
"""Elements that repair may add to broken HTML: each unclosed `<b>` reopens in each paragraph."""
PDF_PAGES: Final = 200
"""Pages read of one PDF; a report has 3 to 30."""
PDF_CHARACTERS: Final = 50_000
"""Characters read per PDF page; a full page of small print has 3,000."""
PDF_RULES: Final = 10_000
"""Lines on one PDF page above which it shows a drawing; a large table has 2,500 pieces."""
PDF_DRAWINGS: Final = 1_000_000
"""Drawings of one PDF page, those within others counted as often as they are drawn; a map has 20,000."""
DOCUMENT_SECONDS: Final = 30.0
"""Time after which no further page of a PDF is begun."""
SCAN_SECONDS: Final = 240.0
"""Time after which no further picture of a page is recognised; one takes 3 to 15 seconds."""
SCAN_PAGES: Final = 60
"""Pictures of pages recognised in one document; a report has 3 to 30."""
SCAN_LEAST: Final = 700
"""Pixels of the longer side of a page: A4 at 60 dpi, on which nobody reads a figure."""
SCAN_PIXELS: Final = 120_000_000
"""Pixels of one picture; a page of A3 at 600 dpi has 70 million."""
HELPER_SECONDS: Final = 50.0
"""Time after which a program that converts a document is ended."""
TABLE_DEPTH: Final = 32
"""Tables within tables; deeper ones are read as running text."""
SHEET_ROWS: Final = 2_000
"""Rows read of one sheet of a spreadsheet."""
SHEET_COLUMNS: Final = 100
"""Columns read of one sheet of a spreadsheet."""
MEMBERS: Final = 2_000_000
"""Members listed of one archive."""
RATIO: Final = 400
"""Ratio of unpacked to packed size above which a member of an archive is a bomb."""
