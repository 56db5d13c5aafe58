"""Text that a program decoded wrongly and then saved: how 政府 looks in it gives the mistake away.

æ”¿åºœ      UTF-8 taken for Latin letters
鏀垮簻      UTF-8 taken for GBK
Õþ¸®       GBK taken for Latin letters
"""

from __future__ import annotations

from typing import Final, NamedTuple

from gikstudy.reading.content import UnreadableError

_WORD: Final = "政府"
_REPLACEMENT: Final = "\ufffd"
_LOST_SHARE: Final = 0.002
"""Characters that may be lost; where more are, digits may be among them."""


class _Mistake(NamedTuple):
    """The encoding of the bytes, and the one in which a program read them."""

    true: str
    taken: str

    @property
    def sign(self) -> str:
        return _WORD.encode(self.true).decode(self.taken)


_MISTAKES: Final = (
    _Mistake("utf-8", "latin-1"),
    _Mistake("utf-8", "cp1252"),
    _Mistake("utf-8", "gb18030"),
    _Mistake("gb18030", "latin-1"),
)


def without_mistake(text: str, encoding: str) -> tuple[str, str]:
    """The text as it was before a program decoded it wrongly, and its encodings.

    Args:
        text: Decoded text.
        encoding: The encoding of its bytes.

    Returns:
        The same text and encoding where nothing is wrong; else the true text, and an encoding such
        as `utf-8 read as gb18030`.

    Raises:
        UnreadableError: The text was decoded wrongly, and characters are lost.
    """
    if _WORD in text or text.isascii():
        return text, encoding
    for mistake in _MISTAKES:
        if mistake.sign in text:
            told = f"{mistake.true} read as {mistake.taken}"
            whole = text.encode(mistake.taken, "replace").decode(mistake.true, "replace")
            if whole.count(_REPLACEMENT) > _LOST_SHARE * len(whole):
                raise UnreadableError(
                    f"the text is garbled ({told}), and characters are lost; fetch the page again"
                )
            return whole, told
    return text, encoding
