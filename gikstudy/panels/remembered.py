"""What was worked out from the tables of a dataset is kept with it, and not worked out again.

A figure of ten shares needs the same sums ten times. They belong to the tables that they were made
from: a dataset with another table works them out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")
_MEMORY: Final = "_remembered"


def remembered(data: object, tables: tuple[str, ...], key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns, made once for these tables of a dataset.

    Args:
        data: a dataset, or anything with such tables as attributes.
        tables: the names of the tables that the result depends on.
        key: what else it depends on, with the name of the result.
        make: works it out; nobody may change what it returns.
    """
    used = tuple(getattr(data, name) for name in tables)
    memory: dict[Hashable, tuple[tuple[Any, ...], Any]]
    memory = getattr(data, "__dict__", {}).setdefault(_MEMORY, {})
    known = memory.get((tables, key))
    if known is None or any(a is not b for a, b in zip(known[0], used, strict=True)):
        known = memory[tables, key] = (used, make())
    result: T = known[1]
    return result
