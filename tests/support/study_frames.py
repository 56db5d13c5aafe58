"""A small made-up dataset in memory, with the columns of the real one, for tests of the study."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from gikstudy.dataset.declarations import get_table, table_names
from gikstudy.dataset.load import Dataset
from gikstudy.forms import CHANNELS, OUTCOMES, get_form, request_rows

KINDS = [
    ("county", "旗人民政府", "own"),
    ("township", "镇人民政府", "own"),
    ("department", "自然资源局", "own"),
    ("prefecture", "市人民政府", "own"),
]


def draw_table3(rng: random.Random, mean: int, form: str) -> dict[tuple[str, str], int]:
    """A table 3 that satisfies every identity of the form."""
    applicants = [c.key for c in get_form(form).applicants[:-1]]
    leaves = [
        r.key
        for r in get_form(form).requests
        if r.group not in ("received", "handled", "carried_out")
    ]
    cells = {(r.key, a): 0 for r in get_form(form).requests for a in applicants}
    for _ in range(int(rng.expovariate(1 / mean)) if mean else 0):
        who = rng.choices(applicants, (70, 15, 2, 2, 8, 3))[0]
        row = rng.choices([*leaves, "carried_out"], [30, 12, *[2] * (len(leaves) - 2), 6])[0]
        cells[row, who] += 1
    for a in applicants:
        cells["handled_total", a] = sum(cells[row, a] for row in leaves)
        desk = cells["handled_total", a] + cells["carried_out", a]
        cells["carried_in", a] = min(desk, rng.randrange(3))
        cells["received_new", a] = desk - cells["carried_in", a]
    for r in get_form(form).requests:
        cells[r.key, "total"] = sum(cells[r.key, a] for a in applicants)
    return cells


def cell(value: float | None, state: str = "reported", lower=None, upper=None) -> dict:
    return {"value": value, "state": state, "lower": lower, "upper": upper, "raw": "", "locus": ""}


def make_dataset(  # noqa: C901 - one loop writes all tables of a report
    bodies: int = 200, years: range = range(2019, 2025), seed: int = 1, *, synthetic: bool = True
):
    """Reports of `bodies` bodies over `years`: whole tables, prose codes, checks, similarity."""
    rng = random.Random(seed)
    tables = {
        name: []
        for name in (
            "reports",
            "requests",
            "proactive",
            "disputes",
            "checks",
            "sections",
            "mentions",
            "codes",
            "similarity",
            "sources",
        )
    }
    groups = {row.key: row.group for row in request_rows()}
    for body in range(bodies):
        level, name, scope = KINDS[body % len(KINDS)]
        mean = {"county": 40, "township": 1, "department": 12, "prefecture": 120}[level]
        region = f"15{body // 90 + 1:02d}{body % 90 + 10:02d}"
        for year in years:
            if rng.random() < 0.08:
                continue
            rid = f"{body:08x}{year:08x}"
            form = "2019" if year < 2021 else "2021"
            tables["reports"].append(
                {
                    "report_id": rid,
                    "source": f"{rid}.txt",
                    "status": "ok",
                    "reason": "",
                    "year": year,
                    "form": form,
                    "level": level,
                    "parent_level": "",
                    "agency": f"甲{body}{name}",
                    "body_id": f"{body:08x}",
                    "body_name": f"甲{body}{name}",
                    "region_code": region,
                    "region_name": f"甲{body}",
                    "scope": scope,
                    "published_on": pd.Timestamp(year + 1, 1, 1)
                    + pd.Timedelta(days=rng.randrange(5, 120)),
                    "script": "simplified",
                    "index_no": f"SYNTH-{rid}" if synthetic else "",
                    "made_up": synthetic,
                    "duplicate_of": "",
                    "title": f"{year}年政府信息公开工作年度报告",
                    "mirror_signs": "",
                    "region_confidence": "high",
                }
            )
            table3 = draw_table3(rng, mean, form)
            for (row, who), value in table3.items():
                tables["requests"].append(
                    {
                        "report_id": rid,
                        "row": row,
                        "row_group": groups[row],
                        "applicant": who,
                        **cell(value),
                    }
                )
            for m in get_form(form).proactive:
                tables["proactive"].append(
                    {
                        "report_id": rid,
                        "item": m.item,
                        "measure": m.measure,
                        "unit": m.unit,
                        **cell(float(rng.randrange(300))),
                    }
                )
            for channel in CHANNELS:
                drawn = [rng.randrange(3) if level != "township" else 0 for _ in OUTCOMES[:-1]]
                for outcome, value in zip(OUTCOMES, [*drawn, sum(drawn)], strict=True):
                    tables["disputes"].append(
                        {"report_id": rid, "channel": channel, "outcome": outcome, **cell(value)}
                    )
            for check in ("T3-FLOW", "T3-SUM", "T3-ROW", "T4-SUM"):
                result = rng.choices(("pass", "fail", "undecided"), (90, 6, 4))[0]
                tables["checks"].append(
                    {
                        "report_id": rid,
                        "check": check,
                        "scope": "total",
                        "left": 1,
                        "right": 1,
                        "difference": 0,
                        "result": result,
                        "severity": "error",
                        "message": "",
                    }
                )
            for result in rng.choices(("pass", "fail"), (9, 1), k=2):
                tables["checks"].append(
                    {
                        "report_id": rid,
                        "check": "TX-NEW",
                        "scope": "",
                        "left": 3,
                        "right": 3,
                        "difference": 0,
                        "result": result,
                        "severity": "warning",
                        "message": "",
                    }
                )
            for order, section in enumerate(
                ("overview", "proactive", "requests", "disputes", "problems", "other")
            ):
                tables["sections"].append(
                    {
                        "report_id": rid,
                        "section": section,
                        "heading": section,
                        "order": order,
                        "text": "公开信息",
                        "n_chars": 4,
                    }
                )
            for item in range(1, 4):
                code = f"P{rng.randrange(1, 18):02d}"
                core = code in ("P04", "P05", "P06", "P07", "P08", "P10", "P11", "P15", "P16")
                tables["codes"].append(
                    {
                        "report_id": rid,
                        "item": item,
                        "code": code,
                        "core": core,
                        "kind": "problem",
                        "phrase": "",
                        "locus": "L1",
                    }
                )
                tables["codes"].append(
                    {
                        "report_id": rid,
                        "item": item,
                        "code": code.replace("P", "I"),
                        "core": core,
                        "kind": "improvement",
                        "phrase": "",
                        "locus": "L1",
                    }
                )
            for metric in ("website_items", "newmedia_items", "requests_received"):
                tables["mentions"].append(
                    {
                        "report_id": rid,
                        "metric": metric,
                        "value": float(rng.randrange(1, 900)),
                        "unit": "条",
                        "qualifier": "",
                        "part_of": None,
                        "raw": "",
                        "locus": "L1",
                    }
                )
            if year > years[0]:
                tables["similarity"].append(
                    {
                        "report_id": rid,
                        "other_id": f"{body:08x}{year - 1:08x}",
                        "section": "problems",
                        "relation": "previous_year",
                        "score": rng.betavariate(2, 3),
                    }
                )
            tables["similarity"].append(
                {
                    "report_id": rid,
                    "other_id": f"{(body + 1) % bodies:08x}{year:08x}",
                    "section": "problems",
                    "relation": "peer",
                    "score": rng.betavariate(2, 6),
                }
            )
            tables["sources"].append(
                {
                    "source": f"{rid}.txt",
                    "sha256": rid * 4,
                    "n_bytes": 1,
                    "outcome": "report",
                    "report_id": rid,
                    "reason": "",
                }
            )
    return as_dataset(tables)


def as_dataset(tables: dict[str, list[dict]]):
    """Rows as a `Dataset` held in memory, with the dtypes of the contract."""
    data = Dataset(Path())
    for name in table_names():
        frame = pd.DataFrame(
            tables.get(name, []), columns=None if tables.get(name) else get_table(name).names
        )
        for column in {"value", "lower", "upper", "year"} & set(frame.columns):
            whole = name in ("requests", "disputes", "reports")
            frame[column] = frame[column].astype("Int64" if whole else "float64")
        vars(data)[name] = frame
    return data


def make_reports(*rows: dict) -> list[dict]:
    """Rows of table `reports`, each with what it says and unremarkable values for the rest."""
    plain = {
        "source": "a.txt",
        "status": "ok",
        "reason": "",
        "year": 2021,
        "form": "2021",
        "level": "county",
        "parent_level": "",
        "agency": "某县人民政府",
        "body_id": "150624/county/",
        "body_name": "某县人民政府",
        "region_code": "150624",
        "region_name": "某县",
        "scope": "own",
        "published_on": None,
        "index_no": "",
        "made_up": False,
        "duplicate_of": "",
        "mirror_signs": "",
    }
    return [{**plain, "report_id": f"{i:016x}", **row} for i, row in enumerate(rows)]


def make_requests(
    tables: dict[str, dict[tuple[str, str], object]], form: str = "2021"
) -> list[dict]:
    """Rows of table `requests`: a number is printed, "blank" or "missing" is a state, a pair bounds.

    Cells that a table does not name are printed zeros.
    """
    rows = []
    for report_id, given in tables.items():
        for row in get_form(form).requests:
            for applicant in get_form(form).applicants:
                said = given.get((row.key, applicant.key), 0)
                if isinstance(said, str):
                    made = cell(None, said)
                elif isinstance(said, tuple):
                    made = cell(None, "ambiguous", *said)
                else:
                    made = cell(said)
                key = {"report_id": report_id, "row": row.key, "row_group": row.group}
                rows.append({**key, "applicant": applicant.key, **made})
    return rows
