"""Names of files: which are inputs, and how to decode a name in an unknown encoding."""

from __future__ import annotations

from typing import Final

USER_FILES: Final = ("corrections.csv", "dataset.json", "frame_departments.csv", "sources.csv")
"""Files at the top of a folder or an archive that serve the run and are not inputs."""


def is_hidden(path: str) -> bool:
    """Whether a path is not an input: hidden, or a system file beside the user's files.

    `README.md` holds notes on a folder of reports; `~$…` is Word's lock file of an open document,
    `__MACOSX` a folder that macOS adds to archives.
    """
    parts = path.rstrip("/").split("/")
    return (
        any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts)
        or "__MACOSX" in parts
        or parts[-1] in ("README.md", "Thumbs.db", "desktop.ini")
    )


def decoded_name(name: bytes) -> str:
    """A name as text: UTF-8, or the code page of Chinese Windows, which is never declared."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "replace")


def told_apart(names: list[str]) -> list[str]:
    """The names, each once: the second `a.txt` becomes `a.txt~2`."""
    times: dict[str, int] = {}
    apart = []
    for name in names:
        times[name] = times.get(name, 0) + 1
        apart.append(name if times[name] == 1 else f"{name}~{times[name]}")
    return apart
