"""Families: several sets of tables on a page, and what else a page prints."""

import html
from dataclasses import replace

from tests.faults import layouts
from tests.faults.labels import FORMS, TABLES
from tests.faults.pages import CLOSING, HEADINGS, Turns, body, emit, family, spaced, title, whole
from tests.faults.sheets import Slot, make, tables


def _twin(made, rng, *, agency=None):
    """Another report on the same form with other numbers."""
    other = make(made.form, rng.random())
    other.agency = agency or made.agency
    return other


def _text(name, made, layout, lines, truth=None, **kwargs):
    sample = emit(name, made, layout, truth=truth)
    return sample._replace(text=whole(lines, layout, name=title(made), **kwargs))


def _table_lines(made, layout):
    """The three tables under their headings, and nothing else."""
    lines = []
    for table, sheet in tables(made).items():
        lines += [*spaced([HEADINGS[table]], layout), *layouts.ALL[layout](sheet)]
    return lines


@family
def last_year_above(rng):
    """Last year's report stands above this year's, or below it."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        old = _twin(made, rng)
        parts = [body(old, layout, year=made.year - 1), body(made, layout)]
        if turns.count % 3 == 0:
            parts.reverse()
        yield _text("last year's report too", made, layout, [*parts[0], *parts[1]])


@family
def last_year_headed(rng):
    """The page is named for this year, and last year's report on it comes first."""
    turns = Turns(rng, ("html",))
    for at in range(24):
        made = turns.report()
        old = _twin(made, rng)
        lines = [*body(old, "html", year=made.year - 1), *body(made, "html")]
        if at % 2:
            lines.insert(0, f"<h1>{title(made)}</h1>")
        yield _text("last year's report first", made, "html", lines)


@family
def hidden_in_front(rng):
    """A hidden block with other tables in front of those that are shown, or behind them."""
    hides = (
        "hidden",
        'style="display:none"',
        'class="off"',
        'style="visibility:hidden"',
        'style="font-size:0"',
    )
    turns = Turns(rng, ("html",))
    for at, hide in enumerate(hides * 6):
        made = turns.report()
        old = _twin(made, rng)
        block = [
            f"<div {hide}>",
            *(_table_lines(old, "html") if at % 2 else body(old, "html")),
            "</div>",
        ]
        lines = body(made, "html")
        lines = [*block, *lines] if at % 3 else [*lines, *block]
        yield _text(f"hidden {hide}", made, "html", lines, style=".off{display:none}")


@family
def hidden_tables(rng):
    """A single hidden table under the heading of the one that is shown."""
    turns = Turns(rng, ("html",))
    for at in range(30):
        made = turns.report()
        old = tables(_twin(made, rng))
        table = TABLES[at % 3]
        shown = layouts.hypertext(tables(made)[table])
        unseen = layouts.hypertext(old[table])
        hide = rng.choice(("hidden", 'style="display:none"', 'class="off"'))
        unseen[0] = f"<table {hide}>"
        both = [*unseen, *shown] if at % 2 else [*shown, *unseen]
        yield emit(
            f"hidden {table}",
            made,
            "html",
            {**tables(made), table: both},
            style=".off{display:none}",
        )


@family
def attachment_behind(rng):
    """An attachment with the tables of another body or of all bodies together."""
    turns = Turns(rng)
    heads = (
        "附件：全县政府信息公开工作年度报告统计表",
        "附件1 所属单位统计数据",
        "附表：上年度数据对照表",
        "附件：样表（示例）",
    )
    for layout, made in turns.each(4):
        other = _twin(made, rng)
        head = rng.choice(heads)
        lines = [*body(made, layout), *spaced([head], layout)]
        lines += (
            _table_lines(other, layout)
            if turns.count % 2
            else layouts.ALL[layout](tables(other)["requests"])
        )
        yield _text(head, made, layout, lines)


@family
def tables_twice(rng):
    """The same tables once more: alike they are right; where they differ, nobody can know."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        truth, again = dict(made.truth), made
        if turns.count % 2:
            again = replace(made, texts=dict(made.texts))
            for table in TABLES:
                key = turns.cell(made, table, lambda k, _: k[2] not in ("amount", "items_change"))
                again.texts[key] = str(made.figures[key] + 1111)
                truth[key] = "open"
        lines = [
            *body(made, layout, closing=()),
            *_table_lines(again, layout),
            *spaced(CLOSING, layout),
        ]
        yield _text("tables twice", made, layout, lines, truth)


@family
def tables_twice_in_two_layouts(rng):
    """Running text of the page, and the same tables once more behind it."""
    turns = Turns(rng, tuple(layouts.TEXT))
    for layout, made in turns.each(3):
        second = turns.layout()
        lines = body(made, layout)
        for sheet in tables(made).values():
            lines += ["", *layouts.TEXT[second](sheet)]
        yield _text(f"tables again as {second}", made, layout, lines)


@family
def two_reports(rng):
    """Reports of two bodies in one file: one of them, or neither, never both in one."""
    turns = Turns(rng)
    for layout, made in turns.each(4):
        other = _twin(made, rng, agency="白沙镇人民政府")
        if turns.count % 3 == 0:
            form = FORMS[turns.count % 2]
            other = make(form, rng.random())
            other.agency = "白沙镇人民政府"
        lines = [*body(made, layout), *body(other, layout)]
        yield _text("two reports", made, layout, lines)._replace(
            truth=_either(made, other), others=(_either(other, made),)
        )


def _either(made, other):
    """One report as a whole; the cells that only the other has are not said."""
    own = {key: f"maybe {expect}" for key, expect in made.truth.items()}
    return own | {key: "none" for key in other.truth if key not in own}


@family
def half_of_another(rng):
    """The first report breaks off, and another one's tables follow."""
    turns = Turns(rng)
    for layout, made in turns.each(2):
        other = _twin(made, rng, agency="白沙镇人民政府")
        first = {t: s for t, s in tables(made).items() if t != "disputes"}
        second = {"disputes": tables(other)["disputes"]}
        lines = [*body(made, layout, first), *body(other, layout, second)]
        truth = {k: "none" if k[0] == "disputes" else e for k, e in made.truth.items()}
        alone = {k: "none" if k[0] != "disputes" else f"maybe {e}" for k, e in other.truth.items()}
        sample = _text(
            "half of another", made, layout, lines, {k: _maybe(e) for k, e in truth.items()}
        )
        yield sample._replace(others=(alone,))


def _maybe(expect):
    return expect if expect == "none" else f"maybe {expect}"


@family
def furniture(rng):
    """Lines of the page's own between the tables and in them."""
    lines_of = (
        "[打印] [关闭]", "【字体：大 中 小】", "扫一扫在手机打开当前页", "http://www.qingliu.gov.cn/2024/0120/c1203a88125.html",
        "版权所有：青柳县人民政府 ICP备05002814号", "地址：青柳县人民路18号 电话：0477-6211002 邮编：017000",
        "发布时间：2024-01-20 09:30 浏览次数：1286", "2024/1/20 16:05", "首页 > 政府信息公开 > 年度报告", "分享到：",
        "青柳县水利局2023年政府信息公开工作年度报告", "上一篇：2022年年报 下一篇：无", "1/6", "- 12 -", "打印本页 | 关闭窗口 |",
        "索引号 | 000014349/2024-00061 | 分类 | 年报 |",
    )  # fmt: skip
    turns = Turns(rng)
    for layout, _ in turns.each(6):
        made = turns.report(sparse=rng.random() < 0.3)
        lines = body(made, layout)
        start = next(n for n, line in enumerate(lines) if HEADINGS["proactive"] in line)
        line = rng.choice(lines_of)
        at = rng.randint(start + 1, len(lines) - 6)
        stray = f"<tr><td>{html.escape(line)}</td></tr>" if layout == "html" else line
        lines[at:at] = [stray, ""] if layout == "cpl_blank" else [stray]
        yield _text(f"{line} at {at}", made, layout, lines)


@family
def furniture_in_rows(rng):
    """The same inside a row: a stray cell or words behind its numbers."""
    strays = (
        "打印",
        "关闭",
        "2024-01-20",
        "1/6",
        "www.qingliu.gov.cn",
        "返回顶部",
        "第3页",
        "0477-6211002",
        "12",
    )
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        table = rng.choice(TABLES)
        sheet = tables(made)[table]
        row = rng.choice([r for r in sheet if any(s.key for s in r)])
        at = rng.choice((0, len(row), rng.randrange(len(row) + 1)))
        stray = [*row[:at], Slot(rng.choice(strays)), *row[at:]]
        sheets = {**tables(made), table: [stray if r is row else r for r in sheet]}
        yield emit(f"{stray[at].text} in a row of {table}", made, layout, sheets)


@family
def brand_words(rng):
    """A mirror pasted its brand over words of labels and headers."""
    brands = ("某某娱乐", "188体育", "beo365", "金沙9170", "【某某在线】")
    turns = Turns(rng)
    for layout, _ in turns.each(4):
        made = turns.report(sparse=rng.random() < 0.3)
        table = rng.choice(TABLES)
        sheet = tables(made)[table]
        brand = rng.choice(brands)
        slots = [s for row in sheet for s in row if not s.key and len(s.text) > 3]
        slot = rng.choice(slots)
        at = rng.randint(1, len(slot.text))
        text = slot.text[:at] + brand + slot.text[at:]
        sheets = {
            **tables(made),
            table: [[replace(s, text=text) if s is slot else s for s in r] for r in sheet],
        }
        yield emit(f"{brand} in {slot.text}", made, layout, sheets)


@family
def tables_gone(rng):
    """Headings without tables, a picture or a link in their place."""
    turns = Turns(rng)
    for layout, _ in turns.each(2):
        made = turns.report()
        gone = rng.sample(TABLES, rng.choice((1, 2, 3)))
        instead = rng.choice(
            (
                ["详见附件。"],
                ["（表格见图片）"],
                ["附件：统计表.xlsx 12KB"],
                ["2023年共35件，其中许可12件。"],
            )
        )
        sheets = {t: spaced(instead, layout) if t in gone else s for t, s in tables(made).items()}
        truth = {k: "none" if k[0] in gone else e for k, e in made.truth.items()}
        yield emit(f"no {gone}", made, layout, sheets, truth=truth)


@family
def clean(rng):
    """Nothing is wrong: what a careful reader must not give up."""
    turns = Turns(rng, (*layouts.ALL, *layouts.TOOLS))
    for layout, made in turns.each(6):
        yield emit("clean", made, layout)
