"""What a page prints in its tables and nobody accounts for."""

import unicodedata
from collections import Counter

from gikstudy.page import make_page
from gikstudy.reading import read_document
from gikstudy.tables.accounts import accounted
from gikstudy.tables.reading import infer_tables, read_tables

NOTHING = ([], Counter())
RAISED = ("<super>", "<circle>", "<sub>")  # marks of notes, no digits


def read_page(data, name=""):
    """The page, and its tables with what they imply."""
    page = make_page(read_document(data, name))
    tables = read_tables(page)
    return page, infer_tables(tables) if tables.found else tables


def lost(data, name=""):
    """The accounts of lost texts, and the digits that are printed more often than told."""
    page, tables = read_page(data, name)
    accounts = accounted(page, tables)
    printed, told = Counter(), Counter()
    for at in tables.lines:
        printed += _digits(page.raw[at])
    for account in accounts:
        told += _digits(account.text)
    return [a for a in accounts if a.role == "lost"], printed - told


def _digits(text):
    plain = (c for c in text if not unicodedata.decomposition(c).startswith(RAISED))
    return Counter(unicodedata.digit(c) for c in plain if c.isdigit())
