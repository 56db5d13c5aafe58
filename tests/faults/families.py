"""All families of faults: importing this module registers them."""

import fault_blanks
import fault_cells
import fault_ends
import fault_headers
import fault_markup
import fault_office
import fault_orders
import fault_pages
import fault_rows
import fault_tools
from pages import FAMILIES, texts_of

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
