"""A form that nobody has issued, declared by lines in a copy of the folder of forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from declared_forms import Table, declared

from gikstudy.forms import form_names

BEFORE = form_names()
NAME, LAST = "2027", BEFORE[-1]


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
    """The package with the form of 2027."""
    with declared(folder, declare):
        yield NAME
