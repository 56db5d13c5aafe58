"""The words of the pages in Chinese and English, each time side by side; the reader chooses one."""

from __future__ import annotations

from functools import cache, lru_cache

from markupsafe import Markup, escape

from gikstudy.dataset.keys import keys_of
from gikstudy.packaged import packaged_rows

Words = tuple[str, str]
"""Chinese, English."""


@cache
def words() -> dict[str, Words]:
    """Every text of the pages, by its key."""
    rows = packaged_rows("gikstudy.reviewing", "words.csv")
    return {row["key"]: (row["zh"], row["en"]) for row in rows}


@lru_cache(maxsize=8192)
def both(zh: str, en: str) -> Markup:
    """A text in two languages, of which the page shows one.

    Examples:
        >>> both("总计", "total")
        Markup('<span class="zh" lang="zh-Hans">总计</span><span class="en" lang="en">total</span>')
    """
    left, right = escape(zh), escape(en)
    return Markup(  # both texts are escaped
        f'<span class="zh" lang="zh-Hans">{left}</span><span class="en" lang="en">{right}</span>'
    )


def say(key: str) -> Markup:
    """The text with this key, in both languages."""
    return both(*words()[key])


@cache
def names_of(values: str) -> dict[str, Words]:
    """The names of the keys in one list of legal values, as the codebook gives them."""
    return {key.value: (key.zh, key.en) for key in keys_of(values)}


def name_of(values: str, key: str | None) -> Words:
    """The name of a key; a key that is not in the list stands for itself."""
    return names_of(values).get(key or "", (key or "", key or ""))


def named(values: str, key: str | None) -> Markup:
    """The name of a key in both languages."""
    return both(*name_of(values, key))
