"""A local statistical table that no city has printed, declared by lines in a copy of the forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from declared_forms import Table, declared

NAME = "some_city"
ROWS = (
    ("published", "", "网上发布信息总数", "条"),
    ("received", "", "一、群众申请总件数", "件"),
    ("received_counter", "received", "1.窗口递交件数", "件"),
    ("received_post", "received", "2.邮寄递交件数", "件"),
    ("granted", "", "二、准予公开件数", "件"),
    ("refused", "", "三、不准予公开件数", "件"),
    ("archive_costs", "", "四、档案整理费用", "万元"),
)


def declare(folder: Path) -> None:
    """Adds the table to the files of a folder of forms: a line for it, its lines, one sum."""
    tables, rows, sums = (
        Table(folder / f"statistics{name}.csv") for name in ("_tables", "", "_sums")
    )
    names = {"zh": "某市统计表", "en": "Statistical table of some city"}
    years = {"first_year": "2009", "last_year": "2012", "numbers": "year", "evidence": "whole"}
    tables.rows.append({"form": NAME, **years, **names})
    for key, parent, label, unit in ROWS:
        own = {"form": NAME, "key": key, "parent": parent, "label": label, "unit": unit}
        rows.rows.append({**dict.fromkeys(rows.rows[0], ""), **own, "en": key.replace("_", " ")})
    parts = "received_counter|received_post"
    sums.rows.append(
        {"form": NAME, "scope": "received", "left": "received", "relation": "=", "right": parts}
    )
    for table in (tables, rows, sums):
        table.save()


@contextmanager
def declared_table(folder: Path) -> Iterator[str]:
    """The package with the table of some city."""
    with declared(folder, declare):
        yield NAME
