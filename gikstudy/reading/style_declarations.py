"""What the declarations of a style sheet say about how an element looks: hidden, struck out, raised.

Few properties matter. Each decides an aspect, so that a later rule changes that aspect alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from gikstudy.reading.colours import is_clear, is_pale
from gikstudy.reading.reordered import order_of

_FAR: Final = re.compile(r"-\d{3,}(?:\.\d+)?(?:px|pt|em|rem|%)?$|-\d{2,}(?:em|rem)$")
_ZERO: Final = re.compile(r"[+-]?0*\.?0*(?:px|pt|em|rem|%|cm|mm|in)?")
# To nothing, edgewise, or out of the window.
_TRANSFORMED: Final = re.compile(
    r"scale[xy]?\(\s*0(?:\.0*)?\s*[,)]|rotate[xy]\(\s*-?90deg|translate(?:[xy]|3d)?\([^)]*-\d{3,}"
)
_LENGTH: Final = re.compile(r"[+-]?(\d*\.?\d+)(px|pt|em|rem|ex|%)")
_HIGH: Final = {"px": 2.0, "pt": 1.5, "em": 0.15, "rem": 0.15, "ex": 0.3, "%": 15.0}
_EMPTY_CONTENT: Final = re.compile(r"""none|normal|inherit|initial|(['"])(?:\s|\\200b|\\20|\\a0|\.)*\1""", re.IGNORECASE)  # fmt: skip
_TINY: Final = {"px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 10.0}
_FAINT: Final = re.compile(r"0*(?:\.0\d*)?|\.0\d*|[0-5](?:\.\d+)?%")
_NO_PAPER: Final = ("none", "transparent", "inherit", "initial", "unset", "0 0", "url(none")
# Properties that matter, with their aspect; aspects of several properties follow below.
_PROPERTIES: Final = re.compile(
    r"(?:^|;)\s*(display|visibility|opacity|font-size|text-decoration(?:-line)?|vertical-align|content|position"
    r"|left|top|right|bottom|text-indent|clip(?:-path)?|mso-hide|mso-text-raise|color|(?:max-)?height|width|overflow|transform"
    r"|-webkit-text-fill-color|content-visibility|filter|background(?:-color|-image)?|margin-left|direction|unicode-bidi"
    r"|float|order|flex-direction|flex-flow)"
    r"\s*:\s*([^;]*)",
    re.IGNORECASE,
)


def _is_zero(value: str) -> bool:
    return _ZERO.fullmatch(value) is not None


def _is_faint(value: str) -> bool:
    """Whether so little is left of the ink that nobody sees it."""
    return bool(value) and _FAINT.fullmatch(value) is not None


def _is_tiny(value: str) -> bool:
    length = _LENGTH.fullmatch(value)
    return bool(length and float(length[1]) <= _TINY.get(length[2], 0))


def _is_struck(value: str) -> bool:
    return "line-through" in value


# Each property that decides an aspect by itself, and the values that make it unusual.
_SETTLED: Final[dict[str, tuple[str, Callable[[str], bool]]]] = {
    "display": ("display", lambda value: value == "none"),
    "visibility": ("visibility", lambda value: value in ("hidden", "collapse")),
    "content-visibility": ("visibility", lambda value: value == "hidden"),
    "opacity": ("opacity", lambda value: _is_zero(value) or _is_faint(value)),
    "filter": ("opacity", lambda value: _is_faint(value.removeprefix("opacity(").rstrip(")"))),
    "font-size": ("size", lambda value: _is_zero(value) or _is_tiny(value)),
    "color": ("ink", is_clear),
    "-webkit-text-fill-color": ("ink", is_clear),
    "mso-hide": ("display", lambda value: value == "all"),
    "text-decoration": ("struck", _is_struck),
    "text-decoration-line": ("struck", _is_struck),
    "content": ("printing", lambda value: not _EMPTY_CONTENT.fullmatch(value)),
    "vertical-align": ("raised", lambda value: value in ("super", "sub", "text-top")),
}


@lru_cache(maxsize=2048)
def aspects_of(declarations: str) -> dict[str, bool]:
    """What declarations say about each aspect; True means unusual: hidden, struck out, raised."""
    said = {
        name.lower(): value.lower().replace("!important", "").strip()
        for name, value in _PROPERTIES.findall(declarations)
    }
    aspects: dict[str, bool] = {}
    for name, value in said.items():
        if name in _SETTLED:
            aspect, unusual = _SETTLED[name]
            aspects[aspect] = aspects.get(aspect, False) or unusual(value)
    if "color" in said:
        aspects["pale"] = is_pale(said["color"])
    paper = said.get("background-color") or said.get("background") or said.get("background-image")
    if paper and not paper.startswith(_NO_PAPER):
        aspects["dark"] = not is_pale(paper.split(" ")[0])
    aspects.update(order_of(said))
    if _is_away(said):
        aspects["away"] = True
    if _is_raised(said):
        aspects["raised"] = True
    return aspects


def _is_away(said: dict[str, str]) -> bool:
    if said.get("position") in ("absolute", "fixed") and any(
        _FAR.match(said.get(side, "")) for side in ("left", "top", "right", "bottom")
    ):
        return True
    if any(
        _FAR.match(said.get(side, "")) for side in ("text-indent", "margin-left")
    ) or _TRANSFORMED.search(said.get("transform", "")):
        return True
    clip = said.get("clip", "").replace(" ", "") + said.get("clip-path", "").replace(" ", "")
    if clip.startswith(("rect(0", "rect(1px,1px", "inset(50%", "inset(100%", "circle(0")):
        return True
    flat = any(
        said.get(side) and _ZERO.fullmatch(said[side]) for side in ("height", "max-height", "width")
    )
    return bool(flat and said.get("overflow") == "hidden")


def _is_raised(said: dict[str, str]) -> bool:
    """For a length: far enough above or below the line to be intended."""
    top = said.get("top", "") if said.get("position") == "relative" else ""
    for value in (said.get("vertical-align", ""), said.get("mso-text-raise", ""), top):
        length = _LENGTH.fullmatch(value)
        if length and float(length[1]) >= _HIGH[length[2]]:
            return True
    return False
