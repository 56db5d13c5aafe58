"""How a report refers to its body (我局, 全镇), and which bodies do not fit that."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from gikstudy.about.margins import PageMargins
from gikstudy.model import Level
from gikstudy.places.levels import BodyName

_SELF: Final = re.compile(
    r"[我本全](?:省|自治区|市|州|盟|县|区|旗|镇|乡|苏木|街道|街|局|厅|委|办|中心|管委会|开发区|单位|部门|机关)"
)
_LEVEL: Final[dict[str, Level]] = {
    "镇": "township", "乡": "township", "苏木": "township", "街道": "township", "街": "township",
    "局": "department", "厅": "department", "委": "department", "中心": "department",
    "县": "county", "旗": "county", "区": "county", "州": "prefecture", "盟": "prefecture",
    "市": "prefecture", "省": "province", "自治区": "province",
    "管委会": "devzone", "开发区": "devzone",
}  # fmt: skip
_GOVERNMENTS: Final[frozenset[Level]] = frozenset({"province", "prefecture", "county"})
_ZONE: Final = re.compile("开发区|管委会|管理委员会|高新区|经开区|度假区|园区")
_ZONE_TALK: Final = 2  # after this many mentions of a zone, 我委 is its committee
_OFFICE: Final = re.compile("(?:政府|行署|公署|府)?办(?:公[厅室])?$")


@dataclass(frozen=True, slots=True)
class Voice:
    """The word that a report uses most for its body, the level that the word points to, and counts.

    Attributes:
        word: 我局; empty if the report has no such word.
        level: the level it points to.
        offset: where the word first occurs; -1 without a word.
        own: how often the report says 我镇, 我局, 我县 or similar, by level.
        around: the same for 全镇, 全县, which show where the body is but rarely what it is.
    """

    word: str
    level: Level
    offset: int
    own: Counter[Level]
    around: Counter[Level]

    def fits(self, body: BodyName, *, sure: bool) -> bool:
        """Whether a body can be the author of the report.

        Args:
            body: what its name says.
            sure: whether it acts in the report's own sentences, so only its level is in question.
        """
        town = self.own["township"] + self.around["township"]
        bureau = self.own["department"]
        government = sum(self.own[level] for level in _GOVERNMENTS)
        if body.level in ("province", "prefecture") and self._of_a_part(body):
            return False
        if body.level in _GOVERNMENTS:
            return not (bureau or town) or government > bureau + town
        if body.level == "township":
            return town > 0 or not bureau
        if body.level in ("department", "vertical") and body.parent_level != "township":
            if town and not bureau:
                return False
            return sure or bureau > 0 or not government or _OFFICE.search(body.rest) is not None
        return True

    def _of_a_part(self, body: BodyName) -> bool:
        """Whether the report says 我县 and never 我市: it is the county's, not its prefecture's."""
        autonomous = any(division.name.endswith("自治区") for division in body.divisions)
        above = self.own["prefecture"] + self.own["province"]
        return self.own["county"] > 0 and not above and not autonomous


def read_voice(lines: PageMargins) -> Voice:
    """Reads how the report refers to its body."""
    counts = Counter(word for word in _SELF.findall(lines.text) if word[1:] in _LEVEL)
    own: Counter[Level] = Counter()
    around: Counter[Level] = Counter()
    for word, n in counts.items():
        (around if word[0] == "全" else own)[_LEVEL[word[1:]]] += n
    if not counts:
        return Voice("", "", -1, own, around)
    word = max(counts, key=lambda w: counts[w] * (1 if w[0] == "全" else 3))
    level = _LEVEL[word[1:]]
    if word[1:] == "委" and len(_ZONE.findall(lines.text)) >= _ZONE_TALK:
        level = "devzone"
    first = next(m.start() for m in _SELF.finditer(lines.text) if m[0] == word)
    return Voice(word, level, first, own, around)
