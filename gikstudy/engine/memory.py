"""A memory limit for a block of code: code that takes too much fails, not the whole machine."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MEMORY: Final = 3 * 2**30
"""Bytes that reading one document may use in addition to the memory of the process."""
_STATM: Final = Path("/proc/self/statm")
_DATA_FIELD: Final = 5


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Makes the block raise MemoryError when it uses more than `MEMORY`.

    The limit works only on Linux. A lower limit of the process is kept.
    """
    held = _held()
    if not held:
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = held + MEMORY
    if soft != resource.RLIM_INFINITY:
        wanted = min(wanted, soft)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _held() -> int:
    """Bytes of data that the process has; 0 if the system does not say."""
    if sys.platform != "linux":
        return 0
    import resource

    try:
        pages = int(_STATM.read_text("ascii").split()[_DATA_FIELD])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * resource.getpagesize()
