"""Libraries of the extra `nlp`, imported only when they are needed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gikstudy.errors import MissingPackageError


def load(module: str, purpose: str) -> Any:  # noqa: ANN401 (a module of an optional library)
    """The module of an optional library.

    Raises:
        MissingPackageError: one line with the library, its purpose and the install command.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        name = module.partition(".")[0]
        raise MissingPackageError(
            f"{purpose} needs {name}, which is not installed: pip install 'gikstudy[nlp]'"
        ) from error


def installed(module: str) -> bool:
    """Whether an optional library is installed, without importing it."""
    return find_spec(module.partition(".")[0]) is not None
