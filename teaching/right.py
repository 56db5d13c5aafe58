"""The right answer of an exercise, with the mistakes that many make."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SHARE = 0.005  # how far a share may be off: half a percentage point, so that one may round
Mistakes = tuple[tuple[Any, str, str], ...]


@dataclass(frozen=True)
class Right:
    """The right answer; numbers may be off by `tolerance`. A mistake is (answer, en, zh)."""

    value: Any
    tolerance: float = 0.0
    mistakes: Mistakes = field(default=())
