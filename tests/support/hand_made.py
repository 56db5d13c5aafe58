"""Small reports written by hand, consistent until a test changes a cell."""

from gikstudy.forms import get_form
from gikstudy.model import About, Cell, Line, Mention, Report, Section

# Ten requests came, one was left from last year, ten were answered, one goes on.
REQUESTS = {
    "received_new": {"natural_person": 6, "business": 4, "total": 10},
    "carried_in": {"natural_person": 1, "total": 1},
    "granted": {"natural_person": 4, "business": 2, "total": 6},
    "refused_third_party": {"business": 2, "total": 2},
    "unable_not_held": {"natural_person": 2, "total": 2},
    "handled_total": {"natural_person": 6, "business": 4, "total": 10},
    "carried_out": {"natural_person": 1, "total": 1},
}
PROACTIVE = {
    "2019": {
        "normative_docs": {"made": 5, "disclosed": 5, "disclosed_total": 40},
        "licensing": {"items_prev": 100, "items_change": -2, "decisions": 900},
        "penalty": {"items_prev": 300, "items_change": 10, "decisions": 80},
        "procurement": {"projects": 3, "amount": 1200000.0},
    },
    "2021": {
        "normative_docs": {"issued": 5, "repealed": 1, "in_force": 44},
        "licensing": {"decisions": 900},
        "penalty": {"decisions": 80},
        "admin_fees": {"amount": 350000.0},
    },
}
DISPUTES = {
    "review": {"upheld": 3, "corrected": 1, "total": 4},
    "suit_after_review": {"upheld": 1, "pending": 1, "total": 2},
}


def cell(table, row, column, value):
    """A cell from a number, a state, or a pair of bounds (then it is ambiguous)."""
    if isinstance(value, str):
        return Cell(table, row, column, value)
    if isinstance(value, tuple):
        return Cell(table, row, column, "ambiguous", lower=value[0], upper=value[1])
    return Cell(table, row, column, "reported", value, raw=str(value))


def cells(form, changes):
    """Every cell of the form; `changes` is {key: number | state | bounds}, keys as `Cell.key`."""
    shape = get_form(form)
    keys = [("requests", r.key, c.key) for r in shape.requests for c in shape.applicants]
    keys += [("proactive", m.item, m.measure) for m in shape.proactive]
    keys += [("disputes", ch.key, o.key) for ch in shape.channels for o in shape.outcomes]
    base = {"requests": REQUESTS, "proactive": PROACTIVE[form], "disputes": DISPUTES}
    made = []
    for table, row, column in keys:
        value = base[table].get(row, {}).get(column, 0)
        made.append(cell(table, row, column, changes.get(f"{table}/{row}/{column}", value)))
    unknown = set(changes) - {c.key for c in made}
    assert not unknown, f"no such cell: {unknown}"
    return tuple(made)


def mention(metric, value, unit="件", qualifier="", part_of=None):
    raw = f"{value}{qualifier}{unit}"
    return Mention(metric, value, unit, qualifier, raw, "L3", part_of=part_of)


def report(form="2019", changes=None, *, about=None, prose="", mentions=(), name="r1"):
    """A county's report for the first year of its form, with `prose` as section one."""
    year = 2020 if form == "2019" else 2022
    who = {
        "title": f"某县人民政府{year}年政府信息公开工作年度报告",
        "agency": "某县人民政府",
        "level": "county",
        "region_code": "150624",
        "region_name": "某县",
        "scope": "own",
        "year": year,
        "published_on": f"{year + 1}-01-20",
    }
    sections = (Section("overview", "一、总体情况", 1, (Line(prose, "L3"),)),) if prose else ()
    return Report(
        report_id=name,
        source=f"{name}.txt",
        sha256="0" * 64,
        n_bytes=1,
        source_format="txt",
        encoding="utf-8",
        script="simplified",
        about=About(**(who | (about or {}))),
        form=form,
        status="ok",
        cells=cells(form, changes or {}),
        sections=sections,
        mentions=tuple(mentions),
    )
