"""All families of faults: importing this module registers them."""

from tests.faults import (
    fault_blanks,
    fault_cells,
    fault_ends,
    fault_headers,
    fault_markup,
    fault_office,
    fault_orders,
    fault_pages,
    fault_rows,
    fault_tools,
)
from tests.faults.pages import FAMILIES, texts_of

__all__ = [
    "FAMILIES",
    "fault_blanks",
    "fault_cells",
    "fault_ends",
    "fault_headers",
    "fault_markup",
    "fault_office",
    "fault_orders",
    "fault_pages",
    "fault_rows",
    "fault_tools",
    "texts_of",
]
