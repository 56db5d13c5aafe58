"""Which distribution installed each package; looking through all of them takes seconds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import packages_distributions


@cache
def package_owners() -> Mapping[str, list[str]]:
    """The names of the distributions that hold a package, by the name that is imported."""
    return packages_distributions()
