"""Lines that belong to the page and not to the report."""

from __future__ import annotations

import re
from typing import Final

# `- 4 -`, `— 5 —`, `P. 9`, `Page 9 - …`, `第3页`, `第 3 页 共 8 页`, `3 / 8`
_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-–—―·~]{1,2}\s*\d{1,3}\s*[-–—―·~]{1,2}"
    r"|[Pp]\.\s?\d{1,3}"
    r"|[Pp]age\s+\d{1,3}\b.*"
    r"|第\s*\d{1,3}\s*页(?:\s*[,/]?\s*共\s*\d{1,3}\s*页)?"
    r"|0*[1-9]\d{0,2}\s*/\s*0*[1-9]\d{0,2}"
    r")\s*"
)


def is_page_number(line: str) -> bool:
    """Whether a cleaned line is just a page number.

    A bare number never counts as one: inside a table it may be a value.
    """
    return len(line) < 60 and not line.isdecimal() and _PAGE_NUMBER.fullmatch(line) is not None
