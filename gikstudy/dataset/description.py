"""What the user states about a dataset: `dataset.json` at the top of a raw folder.

The project cannot know under which licence a user may share the collected reports, so a dataset has
no licence unless the user states one.
"""

from __future__ import annotations

import json
from typing import Any, Final

from gikstudy.errors import CallError

DESCRIPTION: Final = "dataset.json"
_KINDS: Final[dict[str, type]] = {
    "name": str,
    "title": str,
    "description": str,
    "id": str,
    "homepage": str,
    "created": str,
    "licenses": list,
    "contributors": list,
    "sources": list,
    "keywords": list,
}


def read_description(data: bytes, path: str) -> dict[str, Any]:
    """The properties of the data package that a user states.

    Args:
        data: a JSON object with properties of the Data Package standard: `title`, `licenses`
            (`[{"name": "CC-BY-4.0", "path": "https://…"}]`), `contributors` and others.
        path: where it stands; for the messages.

    Raises:
        CallError: with the file, and what is legal in it.
    """
    try:
        told = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise CallError(f"{path}: not JSON in UTF-8: {error}") from error
    if not isinstance(told, dict):
        raise CallError(f"{path}: must hold one object")
    for name, value in told.items():
        if name not in _KINDS:
            raise CallError(f"{path}: property {name!r}; legal are {', '.join(_KINDS)}")
        kind = _KINDS[name]
        if not value or not isinstance(value, kind):
            raise CallError(f"{path}: {name} must be a {kind.__name__} and not empty")
    for licence in told.get("licenses", ()):
        if not isinstance(licence, dict) or not {"name", "path"} & licence.keys():
            raise CallError(f"{path}: each of licenses needs a name or a path")
    return told
