"""How many examples a test draws: a number of its own by day, many times that in a search."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100


def examples(usual: int) -> int:
    """`usual` in `make test`; more in `make search`, in proportion to the profile."""
    return usual * settings.default.max_examples // USUAL
