"""The package with forms that nobody has issued, declared by lines in a copy of its files."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from gikstudy import packaged


class Table:
    """A CSV file of the copy, as rows to change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = list(csv.DictReader(path.read_text("utf-8").splitlines()))

    def insert_behind(self, keys: dict[str, str], row: dict[str, str]) -> None:
        """Adds a row behind the last one with these values; what it does not say is empty."""
        at = max(n for n, r in enumerate(self.rows) if all(r[k] == v for k, v in keys.items()))
        self.rows.insert(at + 1, dict.fromkeys(self.rows[0], "") | row)

    def save(self) -> None:
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(self.rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)


@contextmanager
def declared(folder: Path, declare: Callable[[Path], None]) -> Iterator[None]:
    """The package with what `declare` adds to its folder of forms, which is a copy in `folder`."""
    shutil.copytree(
        str(files("gikstudy.forms")), folder, ignore=shutil.ignore_patterns("*.py*", "_*")
    )
    declare(folder)
    forget()
    own = packaged.files
    with patch.object(
        packaged, "files", lambda room: folder if room == "gikstudy.forms" else own(room)
    ):
        try:
            yield
        finally:
            forget()


def forget() -> None:
    """Clears every cache of the package."""
    modules: Sequence[object] = [m for n, m in sys.modules.items() if n.startswith("gikstudy")]
    for module in modules:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()
