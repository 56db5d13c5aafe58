"""str -> str: the named cleaning steps. None of them changes the number of lines."""

from gikstudy.text.characters import normalise
from gikstudy.text.noise import is_page_number
from gikstudy.text.pinyin import strip_pinyin
from gikstudy.text.script import script_of, to_simplified

__all__ = [
    "clean",
    "clean_page",
    "is_page_number",
    "normalise",
    "script_of",
    "strip_pinyin",
    "to_simplified",
]


def clean(text: str) -> str:
    r"""The text as the rest of the package reads it: one width, one script, no pinyin notes.

    The order matters: widths first (pinyin notes come in both kinds of brackets), pinyin next
    (it stands between the characters of a phrase), the script last.

    Args:
        text: the decoded source, lines separated by `\n`.

    Returns:
        The same number of lines, so that line 12 of the result is still line 12 of the source.

    Examples:
        >>> clean("（二）復議后起訴 規(guī)章")
        '(二)复议后起诉 规章'
    """
    return clean_page(text)[0]


def clean_page(text: str) -> tuple[str, str]:
    """The text as `clean` returns it, and its original script."""
    text = strip_pinyin(normalise(text))
    script = script_of(text)
    return (text if script == "simplified" else to_simplified(text)), script
