"""`make_report`: one made-up report with known truth, from a seed and a number."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gikstudy.forms import Form, Row, applicant_keys, get_form, request_rows
from gikstudy.synth.bodies import draw_bodies
from gikstudy.synth.flatten import BARE_NUMBER, FLATTENERS, TABLE_3, Page, draw_page
from gikstudy.synth.labels import Labels, draw_damage
from gikstudy.synth.layout import (
    Table,
    disputes_table,
    old_table,
    proactive_table,
    requests_table,
)
from gikstudy.synth.made import Key, Kind, Made, Printed, TruthCell
from gikstudy.synth.markup import (
    Part,
    draw_markup,
    html_page,
    markdown_groups,
    markdown_table,
)
from gikstudy.synth.narrative import (
    Story,
    compose,
    draw_title,
    furniture,
    look_alike,
    look_alikes,
    metadata,
)
from gikstudy.synth.numbers import FIRST_YEAR, LAST_YEAR, draw_numbers
from gikstudy.synth.printing import (
    Habits,
    contradict,
    draw_habits,
    leave_blank,
    print_numbers,
)
from gikstudy.synth.script import (
    annotate_pinyin,
    mirror_traditional,
    paste_brands,
    taiwan_traditional,
)

YEARS: Final = LAST_YEAR - FIRST_YEAR + 1
# How often each layout is met, per thousand; about the counts of layouts A and G.
FAMILIES: Final = {
    "CPL_BLANK": 270, "CPL_DENSE": 40, "ROW_PAD": 150, "ROW_BARE": 80, "ROW_LEAD": 20,
    "CELL_PIPE": 130, "CELL_PIPE_LEAD": 40, "PIPE_OWN_LINE": 35, "TAB": 25, "PDF_LINE": 35,
    "ONE_LINE": 5, "MARKDOWN": 40, "HTML": 90, "HTML_JS": 10, "DEDUP": 15, "TABLE_GONE": 15,
    "OLD_FORM": 15, "LOOK_ALIKE": 25,
}  # fmt: skip
# Families in which every cell keeps its place, blanks or no blanks.
CERTAIN: Final = frozenset(
    {"ROW_BARE", "ROW_LEAD", "PIPE_OWN_LINE", "TAB", "MARKDOWN", "HTML", "HTML_JS"}
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is decided about a report before a word of it is written."""

    family: str
    form: Form
    rows: tuple[Row, ...]
    habits: Habits
    labels: Labels
    story: Story
    rng: random.Random
    clean: bool


def make_report(
    seed: int, number: int, *, family: str | None = None, clean: bool = False, script: str = ""
) -> Made:
    """One report of a corpus, the same for the same seed and number whatever else is made.

    Seven numbers in a row are the seven years of one body, so that what one of its reports
    carries over is what the next one carries in.

    Args:
        seed: names the corpus.
        number: which report of the corpus, from 0.
        family: a key of `FAMILIES`; drawn by how often it is met where None.
        clean: leave out damage, blanks, contradictions and page noise: the same numbers in any
            two families are then the same report.
        script: `simplified` or `traditional`; drawn where empty.

    Raises:
        ValueError: for a family that does not exist.
    """
    if family is not None and family not in FAMILIES:
        raise ValueError(f"family {family!r}: legal are {', '.join(FAMILIES)}")
    rng = random.Random(f"{seed}/report/{number}")
    drawn = rng.choices(tuple(FAMILIES), tuple(FAMILIES.values()))[0]
    plan = _plan(seed, number, family or drawn, rng, clean=clean)
    if plan.family == "OLD_FORM":
        title, parts, cells, noted = *_old_report(plan), {"old_form"}
    elif plan.family == "LOOK_ALIKE":
        title, parts, cells, noted = *_look_alike(plan), {"look_alike"}
    else:
        title, parts, cells, noted = _report(plan)
    text, extension, lost = _render(plan, title, parts)
    text, drawn_script, mirrored = _rescript(text, plan, script)
    data, encoded = _encode(text, plan, extension)
    kind = _kind(plan.family)
    if plan.family == "DEDUP":  # nobody can tell which of its numbers stands for which cell
        cells = {k: _gone(cell) for k, cell in cells.items()}
        lost = set(cells)
    body = plan.story.body
    return Made(
        number=number,
        data=data,
        extension=extension,
        family=plan.family,
        form={"report": plan.form.name, "old_form": "2014"}.get(kind, "none"),
        script=drawn_script,
        kind=kind,
        damage=tuple(sorted({*noted, *plan.labels.done, *mirrored, *encoded})),
        cells=_truth(plan, cells, lost) if kind == "report" else (),
        agency=body.name,
        level=body.level,
        region_code=body.region_code,
        year=plan.story.year - (YEARS if kind == "old_form" else 0),
        index_no=plan.story.index_no,
    )


def _gone(cell: Printed) -> Printed:
    """A cell that the file does not contain; the body still has its number."""
    return replace(cell, text="", state="missing", value=None)


def _kind(family: str) -> Kind:
    kinds: dict[str, Kind] = {
        "LOOK_ALIKE": "not_a_report", "TABLE_GONE": "no_tables", "OLD_FORM": "old_form",
    }  # fmt: skip
    return kinds.get(family, "report")


def _plan(seed: int, number: int, family: str, rng: random.Random, *, clean: bool) -> Plan:
    bodies = draw_bodies(seed)
    turn, year = divmod(number, YEARS)
    body, year = bodies[turn % len(bodies)], FIRST_YEAR + year
    usual = "2019" if year <= 2020 else "2021"
    other = "2021" if usual == "2019" else "2019"
    form = get_form(other if rng.random() < 0.05 else usual)
    rows = form.requests
    if form.name == "2021" and rng.random() < 0.06:
        rows = get_form("2019").requests  # 洪泽 2023: one row 其他处理 on the form of 2021
    numbers = draw_numbers(f"{seed}/{turn}", body.level, year, form, rows)
    habits = draw_habits(rng)
    damage = draw_damage(rng)
    if clean:
        habits = replace(habits, blanks="none", odd=0.0, notes=False, sign="plain", unit="万元")
        damage = frozenset({"full_width"})
    index_no = f"SYNTH{seed}-{number:07d}/{year}"
    story = Story(body, year, index_no, numbers, random.Random(f"{seed}/story/{number}"))
    labels = Labels(damage, random.Random(f"{seed}/labels/{number}"))
    return Plan(family, form, rows, habits, labels, story, rng, clean)


def _noted(plan: Plan) -> set[str]:
    """The names of the damage that the plan itself holds."""
    habits, usual = plan.habits, "2019" if plan.story.year <= 2020 else "2021"
    names = {
        f"blanks_{habits.blanks}": habits.blanks != "none",
        f"numbers_{habits.odd_format}": habits.odd > 0,
        "notes": habits.notes,
        "other_form": plan.form.name != usual,
        "hybrid": plan.rows != plan.form.requests,
    }
    return {name for name, holds in names.items() if holds}


def _report(plan: Plan) -> tuple[str, list[Part], dict[Key, Printed], set[str]]:
    """The parts of a report, what is printed in each cell, and the damage done on the way."""
    story, rng, noted = plan.story, plan.rng, _noted(plan)
    if story.numbers is None:
        raise ValueError("a report needs numbers")
    cells = print_numbers(story.numbers, plan.form, plan.rows, plan.habits, rng)
    cells = leave_blank(cells, plan.habits, rng)
    gone: frozenset[tuple[str, str]] = frozenset()
    if rng.random() < 0.03 and not plan.clean:
        gone = _drop_rows(cells, plan)
    if rng.random() < 0.06 and not plan.clean:
        cells, found = _contradicted(cells, gone, rng)
        noted |= found
    printed = {key: cell for key, cell in cells.items() if key[:2] not in gone}
    noted |= {"rows_missing"} if gone else set()
    tables = {} if plan.family == "TABLE_GONE" else _tables(plan, printed, noted)
    title = draw_title(story)
    shown = "" if rng.random() < 0.2 and not plan.clean else title
    noted |= set() if shown else {"no_title"}
    parts = compose(story, tables, shown, first_number=int(rng.random() < 0.06))
    if tables and rng.random() < 0.01 and not plan.clean:
        parts += _attachment(plan)
        noted |= {"attachment"}
    noisy = rng.random() < 0.05 and not plan.clean
    noted |= {"hijacked"} if noisy else set()
    top, bottom = furniture(rng, story, noisy=noisy)
    lost = {key: _gone(cell) if key[:2] in gone else cell for key, cell in cells.items()}
    return title, [*top, *metadata(story, title), *parts, *bottom], lost, noted


def _contradicted(
    cells: dict[Key, Printed], gone: frozenset[tuple[str, str]], rng: random.Random
) -> tuple[dict[Key, Printed], set[str]]:
    """One wrong number in a row that is printed in full, so that the row itself shows it."""
    rows = {key[:2] for key in cells if key[0] != "proactive"} - gone
    rows -= {key[:2] for key, cell in cells.items() if cell.state != "reported"}
    whole = {key: cell for key, cell in cells.items() if key[:2] in rows}
    changed = contradict(whole, rng)
    return {**cells, **changed}, {"contradiction"} if changed != whole else set()


def _drop_rows(cells: Iterable[Key], plan: Plan) -> frozenset[tuple[str, str]]:
    """One row that the report does not have; never one that carries the flow."""
    keep = ("received_new", "handled_total", "granted", "other_misc", "other_undivided")
    names = sorted({key[:2] for key in cells if key[0] != "disputes" and key[1] not in keep})
    return frozenset({plan.rng.choice(names)})


def _tables(plan: Plan, cells: dict[Key, Printed], noted: set[str]) -> dict[str, Table]:
    rng, form = plan.rng, plan.form
    extra = str(rng.randint(0, 40)) if rng.random() < 0.04 and not plan.clean else ""
    header = "采购总金额（万元）" if plan.habits.unit == "header" and form.name == "2019" else ""
    noted |= {"extra_row"} if extra else set()
    return {
        "proactive": proactive_table(form, cells, plan.labels, extra, header),
        "requests": requests_table(plan.rows, cells, plan.labels),
        "disputes": disputes_table(form, cells, plan.labels),
    }


def _old_report(plan: Plan) -> tuple[str, list[Part], dict[Key, Printed]]:
    """A report in the outline of 2014 to 2018, its 统计表 at the end."""
    rng, story = plan.rng, replace(plan.story, year=plan.story.year - YEARS)
    title = draw_title(story)
    parts = compose(story, {}, title)
    numbers = [rng.choice((0, 0, 1, 3, 12, 265)) for _ in range(29)]
    table = old_table(numbers, plan.labels)
    top, bottom = furniture(rng, story, noisy=False)
    head = [*top, *metadata(story, title), *parts, "政府信息公开情况统计表"]
    return title, [*head, table, *bottom], {}


def _attachment(plan: Plan) -> list[Part]:
    """The tables of another body's report, attached to this one; no number of them is its own."""
    name = plan.story.index_no + "/attached"
    numbers = draw_numbers(name, "department", plan.story.year, plan.form, plan.rows)
    cells = print_numbers(numbers, plan.form, plan.rows, plan.habits, plan.rng)
    title = f"附件：信访局{plan.story.year}年政府信息公开工作年度报告"
    return [title, *_tables(plan, cells, set()).values()]


def _look_alike(plan: Plan) -> tuple[str, list[Part], dict[Key, Printed]]:
    kind = plan.rng.choice(look_alikes())
    title, parts = look_alike(kind, plan.story)
    if kind in ("template", "half_year") and plan.story.numbers:
        cells = print_numbers(plan.story.numbers, plan.form, plan.rows, plan.habits, plan.rng)
        if kind == "template":
            cells = {k: replace(c, text="", state="blank", value=None) for k, c in cells.items()}
        tables = _tables(plan, cells, set())
        wanted = list(tables.values()) if kind == "template" else [tables["requests"]]
        parts = [*parts, *wanted]
    top, bottom = furniture(plan.rng, plan.story, noisy=False)
    return title, [*top, *parts, *bottom], {}


def _render(plan: Plan, title: str, parts: Sequence[Part]) -> tuple[str, str, set[Key]]:
    """The text, its extension, and the cells whose place the layout lost."""
    family, rng = plan.family, plan.rng
    if family in ("LOOK_ALIKE", "OLD_FORM"):
        family = rng.choice(("HTML", "ROW_PAD", "CPL_BLANK"))
    if family in ("HTML", "HTML_JS"):
        markup = draw_markup(rng, escaped=family == "HTML_JS")
        if plan.clean:
            markup = replace(markup, quirks=frozenset())
        return html_page(title, parts, markup, "utf-8"), "html", set()
    if family == "MARKDOWN":
        return _markdown(title, parts, rng), "md", set()
    dense = {"DEDUP": "CPL_DENSE", "TABLE_GONE": "CPL_BLANK"}.get(family, family)
    page = draw_page(dense, rng)
    if plan.clean:
        page = replace(
            page, page_number="", padding="", pads="exact", centred=False, repeated=False,
            broken=False, empty="",
        )  # fmt: skip
    if page.page_number == BARE_NUMBER and _has_blanks(parts):
        page = replace(page, page_number="- {} -")  # a row short of one value would take it in
    lines = _lines(parts, dense, page)
    if family == "DEDUP":
        lines = list(dict.fromkeys(line for line in lines if line.strip()))
    return "\n".join(lines) + "\n", "txt", _slid(parts, page, dense)


def _has_blanks(parts: Sequence[Part]) -> bool:
    tables = [part for part in parts if isinstance(part, Table)]
    return any(slot.empty for table in tables for row in table.rows for slot in row)


def _lines(parts: Sequence[Part], family: str, page: Page) -> list[str]:
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Table):
            lines.extend(FLATTENERS[family](part, page))
        else:
            lines.append(page.indent + part)
            lines.extend([""] if family == "CPL_BLANK" else [])
    return lines


def _markdown(title: str, parts: Sequence[Part], rng: random.Random) -> str:
    lines = [f"# {title}", ""]
    grouped, separated = rng.random() < 0.4, rng.random() < 0.15
    for part in parts:
        if isinstance(part, Table):
            inventive = grouped and part.columns == TABLE_3
            table = (
                markdown_groups(part) if inventive else markdown_table(part, separated=separated)
            )
            lines += table
        else:
            lines += [f"## {part}" if part[1:2] == "、" else part, ""]
    return "\n".join(lines) + "\n"


def _slid(parts: Sequence[Part], page: Page, family: str) -> set[Key]:
    """The cells of rows with both numbers and blanks, where blanks leave no trace.

    All cells where page numbers stand among the values and look like one of them.
    """
    numbered = page.page_number == BARE_NUMBER
    if not numbered and (family in CERTAIN or page.blanks == "shown"):
        return set()
    slid: set[Key] = set()
    for part in parts:
        for row in part.rows if isinstance(part, Table) else ():
            slots = [slot for slot in row if slot.key]
            if numbered or 0 < sum(slot.empty for slot in slots) < len(slots):
                slid |= {slot.key for slot in slots if slot.key}
    return slid


def _rescript(text: str, plan: Plan, script: str) -> tuple[str, str, set[str]]:
    rng, noted = plan.rng, set[str]()
    traditional = rng.random() < 0.17
    if script:
        traditional = script == "traditional"
    if not plan.clean and rng.random() < 0.03:
        text, noted = paste_brands(text, rng), {"brands"}
    if not traditional:
        return text, "simplified", noted
    if not plan.clean and rng.random() < 0.5:
        text, noted = annotate_pinyin(text, rng), noted | {"pinyin"}
    if not plan.clean and rng.random() < 0.12:
        return taiwan_traditional(text), "traditional", noted | {"taiwan"}
    return mirror_traditional(text), "traditional", noted


def _encode(text: str, plan: Plan, extension: str) -> tuple[bytes, set[str]]:
    """The bytes, mostly plain UTF-8; now and then GB 18030, a byte order mark, or CRLF."""
    dice = 1.0 if plan.clean else plan.rng.random()
    if dice < 0.05:
        return text.replace('charset="utf-8"', 'charset="gb2312"').encode("gb18030"), {"gb18030"}
    if dice < 0.08:
        return text.encode("utf-8-sig"), {"bom"}
    if dice < 0.12 and extension == "txt":
        return text.replace("\n", "\r\n").encode(), {"crlf"}
    return text.encode(), set()


def _truth(plan: Plan, cells: dict[Key, Printed], lost: set[Key]) -> tuple[TruthCell, ...]:
    order = {row.key: i for i, row in enumerate(request_rows())}
    columns = {key: i for i, key in enumerate(applicant_keys())}
    keys = sorted(
        (k for k in cells if k[0] == "requests"), key=lambda k: (order[k[1]], columns[k[2]])
    )
    keys += [k for k in cells if k[0] != "requests"]
    return tuple(
        TruthCell(*key, c.state, c.value, c.actual, key not in lost)
        for key, c in ((key, cells[key]) for key in keys)
    )
