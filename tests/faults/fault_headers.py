"""Families: headers of another form, in another order, torn, numbered or said twice."""

from tests.faults.labels import APPLICANTS, BLOCKS, OUTCOMES, TABLES
from tests.faults.layouts import TEXT
from tests.faults.pages import Turns, emit, family
from tests.faults.sheets import Slot, disputes, make, proactive, requests, requests_head, tables

FIRST = {form: list(BLOCKS[form][0][1].items()) for form in BLOCKS}


def _first_block(made, names):
    """The truth of block one under these headers, and the block itself."""
    own = dict(FIRST[made.form])
    said = {name: key for form in FIRST for key, name in FIRST[form]}
    truth = dict(made.truth)
    items = BLOCKS[made.form][0][2]
    sheet = proactive(made)
    sheet[1] = [Slot("信息内容"), *map(Slot, names)]
    for at, item in enumerate(items):
        numbers = [made.truth["proactive", item, m] for m in own]
        for measure in own:
            truth["proactive", item, measure] = "none"
        for name, number in zip(names, numbers, strict=True):
            measure = said.get(name)
            if measure:
                kind = number if measure in own else f"maybe {number}"
                truth["proactive", item, measure] = kind
        sheet[2 + at] = [sheet[2 + at][0], *(Slot(n) for n in numbers)]
    return {**tables(made), "proactive": sheet}, truth


@family
def headers_of_another_form(rng):
    """Block one under the headers of the other form: they say what the numbers are."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        other = FIRST["2021" if made.form == "2019" else "2019"]
        sheets, truth = _first_block(made, [name for _, name in other])
        yield emit("headers of the other form", made, layout, sheets, truth=truth)


@family
def headers_half_old(rng):
    """One or two of the three headers are of the other form."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        names = [name for _, name in FIRST[made.form]]
        other = [name for _, name in FIRST["2021" if made.form == "2019" else "2019"]]
        for at in rng.sample(range(3), rng.choice((1, 2))):
            names[at] = other[at]
        sheets, truth = _first_block(made, names)
        yield emit(f"headers {names}", made, layout, sheets, truth=truth)


@family
def headers_in_another_order(rng):
    """The measures of table 2 in another order under their headers."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        blocks = []
        for article, measures, items in BLOCKS[made.form]:
            order = list(measures.items())
            rng.shuffle(order)
            blocks.append((article, dict(order), items))
        yield emit(
            "measures in another order",
            made,
            layout,
            {**tables(made), "proactive": proactive(made, blocks)},
        )


@family
def headers_unknown(rng):
    """A header says something that no form has: its numbers are nobody's."""
    turns = Turns(rng)
    strange = ("上年制发件数", "本年修订件数", "网上公开件数", "累计办理量", "备案件数")
    for layout, made in turns.each(3):
        at = rng.randrange(3)
        names = [name for _, name in FIRST[made.form]]
        names[at] = rng.choice(strange)
        sheets, truth = _first_block(made, names)
        yield emit(f"header {names[at]}", made, layout, sheets, truth=truth)


@family
def columns_in_another_order(rng):
    """The applicants of table 3 in another order under their headers."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        middle = [a for a in APPLICANTS if a not in ("natural_person", "total")]
        rng.shuffle(middle)
        order = rng.choice(
            (
                ["natural_person", *middle, "total"],
                ["total", "natural_person", *middle],
                [*middle, "natural_person", "total"],
            )
        )
        sheets = {**tables(made), "requests": requests(made, applicants=order)}
        yield emit(f"applicants {order}", made, layout, sheets)


@family
def total_first(rng):
    """The total before its parts, in tables 3 and 4."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        applicants = ["total", *list(APPLICANTS)[:-1]]
        outcomes = ["total", *list(OUTCOMES)[:-1]]
        sheets = tables(made)
        if turns.count % 3 != 1:
            sheets["disputes"] = disputes(made, outcomes)
        if turns.count % 3:
            sheets["requests"] = requests(made, applicants=applicants)
        yield emit("total first", made, layout, sheets)


@family
def outcomes_in_another_order(rng):
    """The outcomes of table 4 in another order under their headers."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        order = list(OUTCOMES)
        rng.shuffle(order)
        yield emit(
            f"outcomes {order}", made, layout, {**tables(made), "disputes": disputes(made, order)}
        )


@family
def headers_torn(rng):
    """Headers in pieces, as text of PDF and of narrow cells has them."""

    def torn(sheet):
        lines = []
        for row in sheet:
            for slot in row:
                step = rng.choice((2, 2, 3, 4)) if not slot.key and len(slot.text) < 9 else 99
                lines += [slot.text[i : i + step] for i in range(0, len(slot.text), step)] or [""]
        return lines

    turns = Turns(rng)
    for at in range(24):
        made = turns.report()
        yield emit("headers torn", made, "cpl_torn", printer=torn)
        table = TABLES[at % 3]
        show = TEXT[rng.choice(("cpl_dense", "cpl_blank", "spaces", "row_pad"))]
        glued = [
            show([[Slot("".join(s.text for s in r))]])[0]
            if not any(s.key for s in r)
            else "\n".join(show([r]))
            for r in tables(made)[table]
        ]
        yield emit(f"headers glued in {table}", made, show.__name__, {**tables(made), table: glued})


@family
def column_numbers(rng):
    """A row below the headers numbers the columns: 1, 2, 3 or 甲, 1, 2."""
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=False)
        table = rng.choice(TABLES)
        sheet = tables(made)[table]
        first = next(at for at, row in enumerate(sheet) if any(s.key for s in row))
        values = sum(bool(s.key) for s in sheet[first])
        spans = [s.span for s in sheet[first] if not s.key]
        label = rng.choice(("甲", "栏次", "序号", ""))
        start = rng.choice((0, 1))
        numbers = [Slot(label, span=sum(spans))] * bool(spans) + [
            Slot(str(n + start)) for n in range(values)
        ]
        if not label and layout in ("cpl_blank", "cpl_dense", "spaces"):
            numbers = numbers[bool(spans) :]
        sheet = [*sheet[:first], numbers, *sheet[first:]]
        yield emit(f"column numbers in {table}", made, layout, {**tables(made), table: sheet})


@family
def headers_with_years(rng):
    """Headers that name the year, and last year's column beside this year's."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        sheet = [
            [s if s.key else Slot(_dated(s.text, made.year), None, s.span) for s in r]
            for r in proactive(made)
        ]
        yield emit("headers with years", made, layout, {**tables(made), "proactive": sheet})
        made = make("2021", rng.random())
        sheet = _with_last_year(made, rng, before=turns.count % 2)
        yield emit("last year's column", made, layout, {**tables(made), "proactive": sheet})


def _dated(text, year):
    return text.replace("本年", f"{year}年").replace("上一年", f"{year - 1}年")


def _with_last_year(made, rng, *, before):
    """Blocks of one measure with a second column: the same of last year."""
    sheet = []
    for row in proactive(made):
        if len(row) != 2:
            sheet.append(row)
            continue
        label, value = row
        old = str(rng.randint(5000, 9000)) if value.key else value.text.replace("本年", "上年")
        pair = [Slot(old), Slot(value.text, value.key)]
        sheet.append([label, *(pair if before else pair[::-1])])
    return sheet


@family
def headers_repeated(rng):
    """The headers of table 3 stand again in its middle, with a page number above them."""
    turns = Turns(rng)
    for layout, made in turns.each(3):
        sheet = requests(made)
        at = rng.randint(5, len(sheet) - 2)
        again = [*sheet[:at], *requests_head(note=""), *sheet[at:]]
        again[at] = again[at][1:]
        yield emit("headers again", made, layout, {**tables(made), "requests": again})


@family
def headers_missing(rng):
    """Tables without headers: their order is the form's, or the cells are open."""
    turns = Turns(rng)
    for layout, made in turns.each(3):
        table = rng.choice(TABLES)
        sheet = [row for row in tables(made)[table] if any(s.key for s in row)]
        yield emit(f"no headers in {table}", made, layout, {**tables(made), table: sheet})


@family
def headers_shortened(rng):
    """Words of headers that pages leave out or put differently."""
    names = {
        "本年制发件数": "本年制发数", "本年废止件数": "本年废止数", "现行有效件数": "现行有效件", "对外公开总数量": "对外公开总数",
        "本年增/减": "本年增\\减", "处理决定数量": "处理决定数", "本年处理决定数量": "处理决定数量", "采购总金额": "采购总金额（万元）",
        "法律服务机构": "法律服务", "社会公益组织": "公益组织", "商业企业": "企业", "总计": "合计", "结果维持": "维持",
        "结果纠正": "纠正", "其他结果": "其他", "尚未审结": "未审结", "其他": "其它",
    }  # fmt: skip
    turns = Turns(rng)
    for layout, made in turns.each(4):
        chosen = set(rng.sample(sorted(names), 5))
        sheets = {}
        for table, sheet in tables(made).items():
            sheets[table] = [
                [
                    s
                    if s.key
                    else Slot(names[s.text] if s.text in chosen else s.text, None, s.span, s.rows)
                    for s in row
                ]
                for row in sheet
            ]
        if "采购总金额" in chosen and made.form == "2019":
            made.texts["proactive", "procurement", "amount"] = ""
            chosen.discard("采购总金额")
            continue
        yield emit(f"headers {sorted(chosen)}", made, layout, sheets)
