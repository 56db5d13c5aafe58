"""The text of figures and tables, in Chinese and English, from data files."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

from gikstudy.dataset.keys import keys_of
from gikstudy.errors import CallError
from gikstudy.packaged import packaged_rows

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@cache
def _words() -> dict[str, dict[str, str]]:
    rows = [
        *packaged_rows("gikstudy.analysis", "labels.csv"),
        *packaged_rows("gikstudy.analysis", "captions.csv"),
        *packaged_rows("gikstudy.analysis", "notebook_labels.csv"),
    ]
    words = {r["key"]: {"zh": r["zh"], "en": r["en"]} for r in rows}
    indicators = packaged_rows("gikstudy.dataset", "indicators.csv")
    return words | {f"indicator.{r['key']}": {"zh": r["zh"], "en": r["en"]} for r in indicators}


def say(key: str, language: Language, **values: object) -> str:
    """The text for `key` in one language, with `{names}` filled in.

    Raises:
        CallError: for a language that is neither zh nor en.
        KeyError: for a key that no data file declares.
    """
    if language not in LANGUAGES:
        raise CallError(f"language {language!r}: legal are {', '.join(LANGUAGES)}")
    words = _words()[key][language]
    return words.format(**values) if values else words


@cache
def name_of(values: str, key: str, language: Language) -> str:
    """The name of a level, row, code … as the dataset declares it, without the prefix of its group.

    Args:
        values: name of the list of legal values, such as `level`.
        key: the key; an unknown key is returned as it is.
        language: zh or en.
    """
    for known in keys_of(values):
        if known.value == key:
            name = known.zh if language == "zh" else known.en
            return name.split("：" if language == "zh" else ": ", 1)[-1]
    return key
