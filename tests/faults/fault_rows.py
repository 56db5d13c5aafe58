"""Families: labels, rows that are more or fewer than the form's, pages that end."""

from dataclasses import replace

from tests.faults import labels as words
from tests.faults.labels import APPLICANTS, TABLES
from tests.faults.layouts import spaces
from tests.faults.pages import Turns, emit, family
from tests.faults.sheets import Slot, proactive, requests, tables

DEFINITIONS = {
    "规章": "规章：指依照规定程序制定并公布的规范，名称不得称“条例”，共分2类。",
    "行政规范性文件": "行政规范性文件：由机关制定、在3年以上期限内反复适用的文件",
    "规范性文件": "规范性文件（指涉及群众权利义务、反复适用的公文，按2019年口径）",
    "行政许可": "行政许可（指依申请准予从事特定活动的行为，含12项）",
    "行政处罚": "行政处罚（含简易程序和普通程序2类）",
    "行政强制": "行政强制（含强制措施、强制执行2项）",
    "行政事业性收费": "行政事业性收费（以2022年目录为准）",
}


def _relabel(sheet, names):
    return [
        [s if s.key else replace(s, text=names.get(s.text, s.text)) for s in row] for row in sheet
    ]


@family
def definitions_as_labels(rng):
    """A label that goes on to define itself, with numbers in the definition."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        some = rng.sample(sorted(DEFINITIONS), 4)
        sheet = _relabel(proactive(made), {k: v for k, v in DEFINITIONS.items() if k in some})
        yield emit("definitions", made, layout, {**tables(made), "proactive": sheet})


@family
def labels_cut(rng):
    """A label of table 3 or 2 is cut: to its number, its front or its back."""
    turns = Turns(rng)
    cuts = (
        lambda t: t[: t.index(".") + 1] if "." in t[:3] else t[:2],
        lambda t: t[: len(t) // 2],
        lambda t: t[len(t) // 2 :],
        lambda t: t[2:],
        lambda t: t[:-1],
        lambda t: "",
    )
    for layout, _ in turns.each(6):
        made = turns.report(sparse=rng.random() < 0.3)
        table = rng.choice(TABLES[:2])
        sheet = tables(made)[table]
        rows = [r for r in sheet if any(s.key for s in r)]
        row = rng.choice(rows)
        label = [s for s in row if not s.key][-1]
        text = rng.choice(cuts)(label.text)
        if not text and layout in ("cpl_blank", "cpl_dense", "spaces", "tabs"):
            text = label.text[:3]
        cut = [[replace(s, text=text) if s is label else s for s in r] for r in sheet]
        yield emit(f"{label.text} cut to {text!r}", made, layout, {**tables(made), table: cut})


@family
def labels_strange(rng):
    """A label that no form has, in the place of one or in a row more."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        table = rng.choice(TABLES[:2])
        sheet = tables(made)[table]
        row = rng.choice([r for r in sheet if any(s.key for s in r)])
        label = [s for s in row if not s.key][-1]
        strange = rng.choice(
            ("其他主动公开文件", "9.网上申请", "行政检查", "（八）转送其他机关", "党务公开文件")
        )
        more = [
            replace(label, text=strange),
            *(Slot(str(rng.randint(500, 999)), None, s.span) for s in row if s.key),
        ]
        at = sheet.index(row) + 1
        if turns.count % 3 == 0:
            # In the place of its row, and its numbers are its own.
            lost = {s.key: _lost(made, s.key) for s in row if s.key}
            rows = [[replace(s, text=strange) if s is label else s for s in r] for r in sheet]
            sheets = {**tables(made), table: rows}
            yield emit(f"{strange} for {label.text}", made, layout, sheets, truth=made.truth | lost)
        else:
            yield emit(
                f"{strange} more",
                made,
                layout,
                {**tables(made), table: [*sheet[:at], more, *sheet[at:]]},
            )


def _lost(made, key):
    return "none" if key[0] == "proactive" else f"none {made.figures[key]}"


@family
def sub_rows(rng):
    """Rows below an item that has no numbers of its own."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report("2019")
        item = rng.choice(("other_services", "licensing", "penalty"))
        keys = made.row("proactive", item)
        sheet = proactive(made)
        at = next(n for n, row in enumerate(sheet) if any(s.key == keys[0] for s in row))
        row = sheet[at]
        parts = [[rng.randint(1, 400) for _ in keys] for _ in range(2)]
        names = rng.choice(
            (("行政检查", "行政确认"), ("其中：简易程序", "普通程序"), ("（1）水利", "（2）渔业"))
        )
        below = [[Slot(n), *(Slot(str(v)) for v in p)] for n, p in zip(names, parts, strict=True)]
        truth = dict(made.truth)
        if turns.count % 3 != 1:
            bare = turns.count % 2 or layout in ("cpl_blank", "cpl_dense", "spaces")
            empty = [Slot("", key) for key in keys]
            row = [replace(row[0], span=4)] if bare else [row[0], *empty]
            truth |= dict.fromkeys(keys, "open" if bare else "blank")
        rows = [*sheet[:at], row, *below, *sheet[at + 1 :]]
        yield emit(
            f"sub-rows of {item}", made, layout, {**tables(made), "proactive": rows}, truth=truth
        )


@family
def procurement_by_project(rng):
    """Procurement listed project by project: what all of it comes to is not printed."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report("2019")
        keys = made.row("proactive", "procurement")
        sheet = proactive(made)[:-1]
        names = ("办公设备", "信息系统运维", "物业服务")
        amounts = [f"{rng.randint(11, 99)}.{rng.randint(1, 9)}万元" for _ in names]
        for name, amount in zip(names, amounts, strict=True):
            label = rng.choice((name, "政府集中采购")) if turns.count % 3 else "政府集中采购"
            sheet.append([Slot(label), Slot("1" if turns.count % 2 else name), Slot(amount)])
        truth = dict(made.truth)
        if turns.count % 4 == 0:
            sheet.append([Slot("政府集中采购合计"), *(made.slot(k) for k in keys)])
        else:
            truth |= dict.fromkeys(keys, "open")
        yield emit(
            "procurement by project",
            made,
            layout,
            {**tables(made), "proactive": sheet},
            truth=truth,
        )


@family
def more_columns(rng):
    """A column more: serial numbers before the labels, units or remarks behind."""
    turns = Turns(rng)
    for layout, _ in turns.each(6):
        made = turns.report(sparse=rng.random() < 0.3)
        table = rng.choice(TABLES[:2])
        kind = ("serial", "unit", "remark", "blank", "last year")[turns.count % 5]
        sheet, number = [], 0
        for row in tables(made)[table]:
            valued = any(s.key for s in row)
            number += valued
            if kind == "serial":
                sheet.append([Slot(str(number) if valued else "序号"), *row])
                continue
            names = {
                "unit": ("单位", "件"),
                "remark": ("备注", f"较上年多{number}件"),
                "blank": ("", ""),
            }
            head, value = names.get(kind, ("上年总计", str(number + 3000)))
            sheet.append([*row, Slot(value if valued else head)])
        yield emit(f"column of {kind} in {table}", made, layout, {**tables(made), table: sheet})


@family
def more_values(rng):
    """A row prints one value more than it has columns: its neighbours cannot be told apart."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        table = rng.choice(TABLES)
        sheet = tables(made)[table]
        row = rng.choice([r for r in sheet if any(s.key for s in r)])
        first = next(at for at, s in enumerate(row) if s.key)
        at = rng.randint(first, len(row))
        more = [*row[:at], Slot(str(rng.randint(500, 999))), *row[at:]]
        rows = [more if r is row else r for r in sheet]
        yield emit(f"a value more in {table}", made, layout, {**tables(made), table: rows})


@family
def rows_poured_together(rng):
    """Labels of two or three rows, then all their values in one line of 14 or 21."""
    turns = Turns(rng)
    for at in range(36):
        made = turns.report(sparse=at % 3 == 0)
        sheet = requests(made)
        start = rng.randint(3, len(sheet) - 4)
        few = sheet[start : start + rng.choice((2, 3))]
        names = [s.text for row in few for s in row if not s.key]
        values = " ".join(s.text for row in few for s in row if s.key)
        mixed = {0: [*names, values], 1: [names[0], values, *names[1:]], 2: [values, *names]}[
            at % 3
        ]
        lines = [*spaces(sheet[:start]), *mixed, *spaces(sheet[start + len(few) :])]
        yield emit(
            f"{len(few)} rows poured together", made, "spaces", {**tables(made), "requests": lines}
        )


@family
def rows_twice(rng):
    """A row printed twice alike, or a second time with other numbers."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        table = rng.choice(TABLES)
        sheet = tables(made)[table]
        row = rng.choice([r for r in sheet if any(s.key for s in r)])
        at = sheet.index(row) + 1
        again, truth = row, made.truth
        if turns.count % 2:
            again = [replace(s, text=str(rng.randint(500, 999))) if s.key else s for s in row]
            truth = truth | {s.key: "open" for s in row if s.key}
        yield emit(
            f"row twice in {table}",
            made,
            layout,
            {**tables(made), table: [*sheet[:at], again, *sheet[at:]]},
            truth=truth,
        )


@family
def glued(rng):
    """Digits glued to their label, and to one another."""
    turns = Turns(rng)
    for _ in range(30):
        made = turns.report(sparse=False)
        lines, truth = [], dict(made.truth)
        for row in proactive(made):
            keys = [s.key for s in row if s.key]
            lines.append("".join(s.text for s in row))
            if len(keys) > 1:
                truth |= {k: f"open {made.figures[k]}" for k in keys}
        yield emit("glued", made, "spaces", {**tables(made), "proactive": lines}, truth=truth)


@family
def wrapped_labels(rng):
    """A long label over two lines, its values between the halves, behind or beside them."""
    turns = Turns(rng)
    for at in range(48):
        made = turns.report(sparse=at % 4 == 0)
        lines = []
        for row in requests(made):
            label = "".join(s.text for s in row if not s.key)
            values = " ".join(s.text for s in row if s.key)
            if not values or len(label) < 12 or rng.random() < 0.3:
                lines += spaces([row])
                continue
            half = len(label) // 2
            front, back = label[:half], label[half:]
            lines += (
                [front, values, back],
                [f"{front} {values}", back],
                [front, f"{back} {values}"],
            )[at % 3]
        yield emit(f"wrapped {at % 3}", made, "spaces", {**tables(made), "requests": lines})


@family
def rows_exchanged(rng):
    """Two rows exchanged together with their labels; the labels of groups stay."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        table = TABLES[turns.count % 2]
        sheet = tables(made)[table]
        rows = [n for n, r in enumerate(sheet) if any(s.key for s in r)]
        if table == "proactive":
            same = ("licensing", "other_services", "penalty", "compulsion")
            rows = [n for n in rows if any(s.key and s.key[1] in same for s in sheet[n])]
        one, other = rng.sample(rows, 2)
        (front, mine), (back, yours) = _own(sheet[one]), _own(sheet[other])
        sheet[one], sheet[other] = [*front, *yours], [*back, *mine]
        yield emit(f"rows {one} and {other}", made, layout, {**tables(made), table: sheet})


def _own(row):
    """The cells of groups before a row, and its own label with its values."""
    first = next(n for n, s in enumerate(row) if s.key) - 1
    return row[:first], row[first:]


@family
def notes_below(rng):
    """Notes with numbers above, between and below the rows."""
    notes = (
        "注：行政许可含上年结转12件。", "单位：件", "说明：1.行政处罚不含当场处罚35件", "（其中，网上申请26件）",
        "注1：表中数据截至2023年12月31日", "数据来源：统计科 电话6211002", "*含街道3个",
    )  # fmt: skip
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        table = rng.choice(TABLES)
        sheet = list(tables(made)[table])
        note = rng.choice(notes)
        at = rng.choice((0, rng.randrange(len(sheet)), len(sheet)))
        sheet.insert(at, [Slot(note, span=4)])
        yield emit(f"{note} in {table}", made, layout, {**tables(made), table: sheet})


@family
def rows_of_one_table_only(rng):
    """A few rows of table 3, or one table alone; what is not there is not said."""
    turns = Turns(rng)
    for layout, _ in turns.each(3):
        made = turns.report(sparse=False)
        rows = words.request_rows(made.form)
        kept = sorted(rng.sample(range(len(rows)), rng.choice((1, 4, 12))))
        few = [rows[at] for at in kept]
        sheets = {"requests": requests(made, few) if turns.count % 2 else _bare(made, few)}
        truth = {k: made.truth[k] for k in made.keys("requests") if k[1] in few}
        yield emit(f"rows {len(few)} only", made, layout, sheets, truth=truth)


def _bare(made, rows):
    head = [Slot("项目"), *map(Slot, APPLICANTS.values())]
    return [
        head,
        *(
            [Slot(words.ROWS[r]), *(made.slot(("requests", r, a)) for a in APPLICANTS)]
            for r in rows
        ),
    ]
