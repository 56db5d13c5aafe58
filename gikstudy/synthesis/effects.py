"""What a corpus is asked to contain: planted effects, read from a TOML file.

A course needs data in which something is to be found. `effects.csv` declares every key, with its
legal values and what it means without the file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from gikstudy.errors import CallError, NotFoundError
from gikstudy.packaged import packaged_rows

EffectValue = int | float
_WHOLE: Final = "whole"


class EffectKey(NamedTuple):
    """A key of the file, such as `break.review`, with its legal values."""

    key: str
    kind: str
    low: EffectValue
    high: EffectValue
    default: EffectValue

    @property
    def legal(self) -> str:
        """The legal values in words."""
        kind = "a whole number" if self.kind == _WHOLE else "a number"
        return f"{kind} from {self.low:g} to {self.high:g}"


@cache
def effect_keys() -> dict[str, EffectKey]:
    """All keys by name, in the order of the declaration."""
    found = {}
    for row in packaged_rows("gikstudy.synthesis", "effects.csv"):
        number = int if row["kind"] == _WHOLE else float
        ends = (number(row[name]) for name in ("low", "high", "default"))
        found[row["key"]] = EffectKey(row["key"], row["kind"], *ends)
    return found


@dataclass(frozen=True, slots=True)
class Effects:
    """The value of every key, in the order of the declaration."""

    values: tuple[EffectValue, ...]

    def __getitem__(self, key: str) -> EffectValue:
        return self.values[list(effect_keys()).index(key)]

    def as_dict(self) -> dict[str, EffectValue]:
        """The values by key."""
        return dict(zip(effect_keys(), self.values, strict=True))


def make_effects(given: Mapping[str, EffectValue], where: str = "effects") -> Effects:
    """Effects with these values, and the declared ones for all other keys.

    Args:
        given: values by key, such as `{"break.review": 0.4}`.
        where: what the messages call the place of the values.

    Raises:
        CallError: for an unknown key or a value that is not legal; the message says what is.
    """
    known = effect_keys()
    for key, value in given.items():
        if key not in known:
            raise CallError(f"{where}: {key!r} is not a key; legal are {', '.join(known)}")
        kinds: tuple[type, ...] = (int,) if known[key].kind == _WHOLE else (int, float)
        fits = isinstance(value, kinds) and not isinstance(value, bool)
        if not fits or not known[key].low <= value <= known[key].high:
            raise CallError(f"{where}: {key} = {value!r}; legal is {known[key].legal}")
    return Effects(tuple(given.get(key, one.default) for key, one in known.items()))


def read_effects(path: str | Path) -> Effects:
    """Reads a file of effects.

    Args:
        path: a TOML file; a section such as `[break]` holds the keys that begin with `break.`.

    Raises:
        NotFoundError: there is no such file.
        CallError: it is not TOML, or a key or a value is not legal.
    """
    try:
        told = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise NotFoundError(f"{path}: no such file of effects") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CallError(f"{path}: not a TOML file in UTF-8: {error}") from error
    return make_effects(dict(_flat(told)), str(path))


def _flat(told: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
