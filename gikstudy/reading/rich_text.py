"""RTF: paragraphs as lines, tables with their merged cells.

The file is a sequence of control words, groups and characters. `rich_text_tokens` cuts it; this
module follows what the words switch on and off, and where cells and rows end. The libraries that
read RTF give running text and lose where a cell begins, and which cells are merged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.reading.colours import PAPER, Colour, differ
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.layout import unfold
from gikstudy.reading.marks import (
    DOWN,
    IN_PICTURES,
    LEAST_SIZE,
    LEAST_WIDTH,
    PICTURE,
    STRUCK,
    UP,
)
from gikstudy.reading.rich_text_tables import TextFlow
from gikstudy.reading.rich_text_tokens import FontEncodings, RichToken, is_rich_text, tokens

_DEEPEST: Final = 1_000
"""Groups within groups; Word refuses far fewer."""
_SKIPPED: Final = frozenset(
    [
        "annotation",
        "atnauthor",
        "atnid",
        "datafield",
        "datastore",
        "fldinst",
        "fonttbl",
        "footer",
        "footerf",
        "footerl",
        "footerr",
        "ftncn",
        "ftnsep",
        "ftnsepc",
        "header",
        "headerf",
        "headerl",
        "headerr",
        "info",
        "listoverridetable",
        "listtable",
        "nonesttables",
        "nonshppict",
        "objdata",
        "objname",
        "pgdsctbl",
        "pnseclvl",
        "revtbl",
        "rsidtbl",
        "shprslt",
        "stylesheet",
        "themedata",
        "tc",
        "tcn",
        "xe",
    ]
)
"""Groups whose text is not printed where it stands."""
_SHOWN: Final = frozenset(["shppict", "shpinst", "shptxt", "nesttableprops", "fldrslt", "result"])
"""Groups that are read although the file lets a reader skip them."""
_PICTURES: Final = frozenset(["pict", "object", "objemb", "mmath", "moMath", "sp", "drawing"])
_NOTES: Final = frozenset(["footnote"])
_COUNTED: Final = frozenset(["chpgn", "sectnum", "chdate", "chdpl", "chdpa", "chtime"])
"""Numbers that a program puts in when it prints."""
_PLACES: Final = frozenset(["pard", "intbl", "itap"])
_CHARACTERS: Final = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": "\u3000",
    **{f"p{edge}tabq{side}": "\t" for edge in ("ind", "mar") for side in "lcr"}, "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a group of the file; leaving the group brings back what held before."""

    unseen: bool = False
    struck: bool = False
    raised: bool = False
    small: bool = False  # too low to be seen
    narrow: bool = False  # too narrow to be seen
    boxed: bool = False  # within a text box of a cell
    font: int = -1
    after_unicode: int = 1
    fonts: bool = False
    colours: bool = False
    title: bool = False
    colour: int = 0  # as the file numbers its colours; 0 is that of the program
    ground: int | None = None  # beneath the text itself


def read_rtf(data: bytes) -> Content:
    """The lines and tables of a Rich Text file.

    Returns:
        Blocks with loci `L1` … for paragraphs, `T2R5C3` for cells (the third that row 5 opens).

    Raises:
        UnreadableError: The file is damaged, or nests its groups beyond all measure.
    """
    if not is_rich_text(data):
        raise UnreadableError("the Rich Text file is damaged: it has no header")
    reader = _RichTextReader()
    for token in tokens(data):
        reader.take(token)
    return Content(unfold(reader.flow.close()), page_title=" ".join(reader.title.split()))


@dataclass(slots=True)
class _RichField:
    """An open field: how deep in groups it stands, and whether it shows anything."""

    depth: int
    shows: bool = False


class _RichTextReader:
    """Follows the tokens of a file."""

    def __init__(self) -> None:
        self.flow = TextFlow()
        self.title = ""
        self.group = _Group()
        self.outer: list[_Group] = []
        self.encodings = FontEncodings()
        self.waiting = bytearray()  # bytes of one encoding; a character may have two
        self.to_skip = 0  # characters that stand for the Unicode character before
        self.surrogate = ""
        self.fields: list[_RichField] = []
        self.may_skip = False  # the group began with `\*`
        self.begins = False
        self.shares: dict[str, int] = {}  # of red, green and blue in the colour that is told
        self.colours: list[Colour | None] = []

    def take(self, token: RichToken) -> None:
        """Does what one token says."""
        if token.kind == "bytes":
            skipped = min(self.to_skip, len(token.data))
            self.to_skip -= skipped
            if self.group.fonts:
                self.encodings.call(self.group.font, token.data.decode("latin-1"))
            elif self.group.colours:
                self._colour_ends(token.data.count(b";"))
            elif self.group.title or not self.group.unseen:
                self.waiting += token.data[skipped:]
        elif token.kind == "open":
            self._decode()
            self.outer.append(self.group)
            if len(self.outer) > _DEEPEST:
                raise UnreadableError("the Rich Text file nests its groups beyond all measure")
            self.begins, self.to_skip = True, 0
            return
        elif token.kind == "close":
            self._decode()
            self._leave_field()
            if self.outer:
                self.group = self.outer.pop()
            self.to_skip = 0
        else:
            self._word(token.word, token.number)
            if token.word == "*":
                return
        self.begins = self.may_skip = False

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._decode()
        if self.to_skip:
            self.to_skip -= 1
        elif word == "*":
            self.may_skip = self.begins
        elif word in _CHARACTERS:
            self._show(_CHARACTERS[word])
        elif self.begins and self._destination(word):
            return
        elif word in _SWITCHES:
            self.group = _SWITCHES[word](self.group, number)
        elif word in _LISTED:
            self._listed(word, number or 0)
        elif word in _PICTURES or word in _COUNTED:
            self._sign(PICTURE)
        elif not self.group.unseen and not (self.group.boxed and word in _PLACES):
            self.flow.word(word, number)

    def _leave_field(self) -> None:
        """A field that shows nothing: a program would put in what it stands for."""
        if self.fields and self.fields[-1].depth == len(self.outer):
            field = self.fields.pop()
            if not field.shows:
                self._sign(PICTURE)

    def _destination(self, word: str) -> bool:
        """Whether the word began a group that is not read as text."""
        if word in _PICTURES:
            self._sign(PICTURE)
        elif word in _NOTES:
            self._sign(STRUCK)
        elif word == "field":
            self.fields.append(_RichField(len(self.outer)))
            return True
        elif word == "shptxt" and self.flow.in_table:
            self.flow.text("\n")
            self.group = replace(self.group, boxed=True)
            return True
        elif word == "listtext" or word == "pntext":
            if not self.flow.in_table:
                return True
            self._sign(PICTURE)  # the number of a list: printed, and no figure of the form
        elif word == "title":
            self.group = replace(self.group, unseen=True, title=True)
            return True
        elif word in ("fonttbl", "colortbl"):
            self.group = replace(self.group, fonts=word == "fonttbl", colours=word == "colortbl")
        elif word not in _SKIPPED and (word in _SHOWN or not self.may_skip):
            return False
        self.group = replace(self.group, unseen=True)
        return True

    def _colour_ends(self, count: int) -> None:
        """A colour of the list is told; the first is mostly that of the program."""
        for _ in range(count):
            told = tuple(self.shares.get(share, 0) for share in _SHARES) if self.shares else None
            self.colours.append(told)  # type: ignore[arg-type]
            self.shares = {}

    def _colour(self, number: int) -> Colour | None:
        return self.colours[number] if 0 <= number < len(self.colours) else None

    def _is_as_paper(self) -> bool:
        """Whether text has the colour of what is beneath it."""
        ink = self._colour(self.group.colour)
        if ink is None:
            return False
        ground = self.flow.ground if self.group.ground is None else self.group.ground
        return not differ(ink, self._colour(ground) if ground else PAPER)

    def _listed(self, word: str, number: int) -> None:
        """A word about the fonts or the colours of the file."""
        if word in _SHARES:
            self.shares[word] = number
        elif word == "ansicpg":
            self.encodings.default = number
        elif word == "fcharset":
            self.encodings.add(self.group.font, number)
        elif word == "deff":
            self.encodings.default_font = number
        else:
            self.group = replace(self.group, font=number)

    def _unicode(self, number: int) -> None:
        self._decode()
        unit = number % 0x10000
        self.to_skip = self.group.after_unicode
        if 0xD800 <= unit < 0xDC00:
            self.surrogate = chr(unit)
            return
        pair = (self.surrogate + chr(unit)).encode("utf-16-le", "surrogatepass")
        self.surrogate = ""
        self._show(pair.decode("utf-16-le", "replace"))

    def _decode(self) -> None:
        if self.waiting:
            text = self.encodings.decode(bytes(self.waiting), self.group.font)
            self.waiting.clear()
            self._show(text)

    def _show(self, text: str) -> None:
        if self.group.title:
            self.title += text
        if self.group.unseen or not text:
            return
        for field in self.fields if text.strip() else ():
            field.shows = True
        lost = self.group.struck or self.group.small or self.group.narrow
        if lost or (self.group.colour and self._is_as_paper()):
            self._sign(STRUCK)
        elif self.encodings.is_pictured(self.group.font) and IN_PICTURES.search(text):
            self._sign(PICTURE)
        elif self.group.raised and text.strip():
            self.flow.text(f"{UP}{text}{DOWN}")
        else:
            self.flow.text(text)

    def _sign(self, sign: str) -> None:
        """The sign of something visible that is not text; outside of tables it is an ornament."""
        if self.flow.in_table and not self.group.unseen:
            self.flow.text(sign)
            for field in self.fields:
                field.shows = True


_SHARES: Final = ("red", "green", "blue")
_LISTED: Final = frozenset([*_SHARES, "ansicpg", "fcharset", "f", "deff"])


def _is_on(number: int | None) -> bool:
    return number != 0


_Switch = Callable[[_Group, int | None], _Group]
_SWITCHES: Final[dict[str, _Switch]] = {
    "uc": lambda group, number: replace(group, after_unicode=1 if number is None else number),
    "strike": lambda group, number: replace(group, struck=_is_on(number)),
    "striked": lambda group, number: replace(group, struck=_is_on(number)),
    "deleted": lambda group, number: replace(group, struck=_is_on(number)),
    "v": lambda group, number: replace(group, struck=_is_on(number)),
    "super": lambda group, number: replace(group, raised=_is_on(number)),
    "sub": lambda group, number: replace(group, raised=_is_on(number)),
    "fs": lambda group, number: replace(
        group, small=number is not None and number < 2 * LEAST_SIZE
    ),
    "charscalex": lambda group, number: replace(
        group, narrow=number is not None and number < LEAST_WIDTH
    ),
    "nosupersub": lambda group, _: replace(group, raised=False),
    "up": lambda group, number: replace(group, raised=_is_on(number)),
    "dn": lambda group, number: replace(group, raised=_is_on(number)),
    "cf": lambda group, number: replace(group, colour=number or 0),
    **dict.fromkeys(
        ("cb", "chcbpat", "highlight"),
        lambda group, number: replace(group, ground=number or None),
    ),
    "plain": lambda group, _: replace(
        group,
        struck=False,
        raised=False,
        small=False,
        narrow=False,
        font=-1,
        colour=0,
        ground=None,
    ),
}
