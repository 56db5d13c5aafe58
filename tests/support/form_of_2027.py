"""A form that nobody has issued, declared by lines in a copy of the folder of forms."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from gikstudy import packaged
from gikstudy.forms import form_names

BEFORE = form_names()
NAME, LAST = "2027", BEFORE[-1]


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


def declare(folder: Path) -> None:
    """Adds the form of 2027 to the files of a folder of forms.

    Against the form before it, it has one row more in table 3, one column more in block (一) of
    table 2, and 尚未办结 instead of 尚未审结 in table 4.
    """
    forms, requests, proactive, headers, disputes = tables = [
        Table(folder / f"{name}.csv")
        for name in ("forms", "requests", "proactive", "headers", "disputes")
    ]
    forms.rows.append(
        forms.rows[-1]
        | {"form": NAME, "first_year": NAME, "document_no": "国办公开办函〔2027〕1号"}
    )
    for row in requests.rows:
        row[f"form_{NAME}"] = row[f"form_{LAST}"]
    requests.insert_behind(
        {"group": "unable"},
        {
            "key": "unable_archived",
            "group": "unable",
            f"form_{NAME}": "16",
            "label": "4.已移交国家档案馆需另行查阅",
            "cues": "移交国家档案馆",
            "zh": "无法提供：已移交档案馆",
            "en": "Unable: handed over to the archives",
        },
    )
    proactive.rows += [row | {"form": NAME} for row in proactive.rows if row["form"] == LAST]
    for item in ("rules", "normative_docs"):
        last = [r for r in proactive.rows if r["form"] == NAME and r["item"] == item][-1]
        more = {"measure": "revised", "measure_label": "本年修订件数", "measure_cues": "修订件数"}
        proactive.insert_behind({"form": NAME, "item": item}, last | more)
    for row in headers.rows:
        if LAST in row["forms"].split("|"):
            row["forms"] += f"|{NAME}"
    new = {"table": "proactive", "tag": "header", "forms": NAME, "label": "本年修订件数"}
    headers.insert_behind({"table": "proactive", "tag": "header"}, new)
    headers.insert_behind(
        {"table": "disputes"}, {"table": "disputes", "tag": "dispute"} | {"label": "尚未办结"}
    )
    printed = ("", *(forms for r in disputes.rows if LAST in (forms := r["forms"]).split("|")))
    pending = next(r for r in disputes.rows if r["key"] == "pending" and r["forms"] in printed)
    disputes.insert_behind({"key": "pending"}, pending | {"forms": NAME, "label": "尚未办结"})
    pending["forms"] = pending["forms"] or "|".join(BEFORE)
    for table in tables:
        table.save()


@contextmanager
def declared_form(folder: Path) -> Iterator[str]:
    """The package with the form of 2027 in its folder of forms, which is a copy in `folder`."""
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
            yield NAME
        finally:
            forget()


def forget() -> None:
    """Clears every cache of the package."""
    modules: Sequence[object] = [m for n, m in sys.modules.items() if n.startswith("gikstudy")]
    for module in modules:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()
