"""Families: what stands in a value cell."""

from tests.faults.labels import TABLES
from tests.faults.pages import Turns, emit, family

WORDS = (
    "未增未减", "见附件", "免收", "无变化", "同上年", "保密", "未统计", "详见附件1", "暂缺",
    "TRUE", "#REF!", "#VALUE!", "#DIV/0!", "待核", "本单位未制作", "增", "减", "0/0", "+(0) -(0)", "见说明②",
)  # fmt: skip
NUMERALS = ("三", "十二", "五十", "贰", "两", "一百零六", "二十余")
PERHAPS = ("没有", "未发生", "·", "…", "……", "～", "x", "×", "*", "＊", "○", "?", "无此项")
NILS = ("-", "—", "－", "–", "─", "‐", "/", "／", "——", "---", "无", "NaN", "nan", "N/A")
UNITS = (
    "件", "条", "宗", "个", "项", "次", "批次", "件次", "人次", "案件", "大项", "场次", "户次", "起", "件（次）",
)  # fmt: skip
VAGUE = ("余件", "余条", "多件", "左右")
NOTES = (
    "①",
    "⑩",
    "㉑",
    "¹",
    "²",
    "⁵",
    "⑴",
    "*",
    "※",
    "❶",
    "[1]",
    "（注1）",
    "［2］",
    "†",
    "⓵",
    "➀",
)


def counted(key, _):
    return key[2] not in ("amount", "items_change")


def nonzero(key, number):
    return counted(key, number) and number > 0


def _every(rng, things, put, accept=counted, times=2):
    """Each thing in a cell of each table, in layouts that take turns."""
    turns = Turns(rng)
    for thing in things:
        for table in TABLES:
            for _ in range(times):
                made = turns.report()
                key = turns.cell(made, table, accept)
                text, expect = put(made, key, thing)
                made.put(key, text, expect)
                yield emit(f"{text} in {'/'.join(key)}", made, turns.layout())


@family
def words(rng):
    """A word fills its own cell; what the body has there is not known."""
    yield from _every(rng, WORDS, lambda made, key, word: (word, f"open {made.figures[key]}"))


@family
def words_whole_rows(rng):
    """The same word in every cell of a row."""
    turns = Turns(rng)
    for word in ("本单位未制作规章", "本单位无此项", "未增未减", "见附件", "免收"):
        for table in TABLES:
            for _ in range(4):
                made = turns.report()
                row = turns.cell(made, table, None)[1]
                for key in made.row(table, row):
                    made.put(key, word, f"open {made.figures[key]}")
                yield emit(f"{word} in {row}", made, turns.layout())


@family
def words_and_noughts(rng):
    """A word among noughts: nothing may be solved to nought, whatever the sums say."""
    turns = Turns(rng)
    for word in ("未增未减", "见附件", "保密", "三", "增", "免收"):
        for table in TABLES:
            for _ in range(4):
                made = turns.report(sparse=True)
                key = turns.cell(made, table, None)
                for other in made.row(table, key[1]):
                    made.put(other, "0", "0")
                made.put(key, word, "open")
                yield emit(f"{word} among noughts {'/'.join(key)}", made, turns.layout())


@family
def numerals(rng):
    """Chinese numerals in a value cell are printed words."""
    yield from _every(rng, NUMERALS, lambda made, key, word: (word, "open"), times=3)


@family
def perhaps_nothing(rng):
    """Marks and words that may stand for nothing, in cells where the body has nothing."""
    none = lambda key, number: counted(key, number) and (number == 0 or key[0] == "proactive")  # noqa: E731
    turns = Turns(rng)
    for word in PERHAPS:
        for table in TABLES:
            for _ in range(2):
                made = turns.report(sparse=True)
                key = turns.cell(made, table, none)
                yield emit(
                    f"{word} in {'/'.join(key)}", made.put(key, word, "mark"), turns.layout()
                )


@family
def nil_marks(rng):
    """Each nought of tables 3 and 4, and one cell of table 2, as a mark for nothing."""
    turns = Turns(rng)
    for mark in NILS:
        for _ in range(5):
            made = turns.report(sparse=True)
            for key, number in made.figures.items():
                if number == 0 and key[0] != "proactive":
                    made.put(key, mark, "nil")
            made.put(turns.cell(made, "proactive", counted), mark, "nil")
            yield emit(f"nil {mark}", made, turns.layout())


@family
def units(rng):
    """A number with its unit, of one character or several."""
    yield from _every(
        rng, UNITS, lambda made, key, unit: (f"{made.figures[key]}{unit}", made.truth[key])
    )


@family
def vague(rng):
    """About so many: the number, or open."""
    yield from _every(
        rng,
        VAGUE,
        lambda made, key, unit: (f"{made.figures[key]}{unit}", made.truth[key]),
        nonzero,
    )


@family
def note_marks(rng):
    """A note mark behind a number is no digit of it."""
    yield from _every(
        rng, NOTES, lambda made, key, note: (f"{made.figures[key]}{note}", made.truth[key]), nonzero
    )


@family
def comments(rng):
    """A remark behind the number."""
    remarks = (
        "（其中修订{}件）",
        "(含上年{}件)",
        "（另有{}件未统计）",
        "（去年{}）",
        "，其中网上{}件",
    )

    def put(made, key, remark):
        text = f"{made.figures[key]}{remark.format(rng.randint(2, 60))}"
        return text, made.truth[key]

    yield from _every(rng, remarks, put, nonzero, times=4)


@family
def signs(rng):
    """Changes of the year in the ways that pages print them."""
    up = ("+{}", "增{}", "增加{}", "＋{}", "↑{}", "新增{}", "增{}项")
    down = ("-{}", "减{}", "减少{}", "－{}", "−{}", "↓{}", "–{}", "减{}项")
    turns = Turns(rng)
    for shape in (*up, *down) * 3:
        made = turns.report("2019")
        key = turns.cell(made, "proactive", lambda k, _: k[2] == "items_change")
        number = abs(made.figures[key]) * (-1 if shape in down else 1)
        made.put(key, shape.format(abs(number)), str(number))
        yield emit(f"change {shape}", made, turns.layout())


@family
def signs_unclear(rng):
    """Signs that say nothing for sure; and a count below nought is no count."""
    turns = Turns(rng)
    for text in ("--253", "+-12", "±6", "增减相抵", "增5减3", "+7 -2", "5-3", "3~5", "8→9") * 3:
        made = turns.report("2019")
        key = turns.cell(made, "proactive", lambda k, _: k[2] == "items_change")
        yield emit(f"change {text}", made.put(key, text, "open"), turns.layout())
    for table in TABLES * 8:
        made = turns.report(sparse=False)
        key = turns.cell(made, table, nonzero)
        made.put(key, f"-{made.figures[key]}", f"open {made.figures[key]}")
        yield emit(f"count below nought {'/'.join(key)}", made, turns.layout())


@family
def digits(rng):
    """The digits of a number in other guises: thousands, wide, mathematical, mistaken letters."""

    def wide(n):
        return "".join(chr(ord(c) + 0xFEE0) for c in str(n))

    def bold(n):
        return "".join(chr(0x1D7CE + int(c)) for c in str(n))

    shapes = (
        lambda n: f"{n:,}", lambda n: f"{n:,}".replace(",", "，"), wide, bold, lambda n: f"{n}.0",
        lambda n: f"{n}.", lambda n: f"0{n}", lambda n: f"\u200b{n}", lambda n: f"{n}\u3000",
        lambda n: f"“{n}”", lambda n: f"({n})", lambda n: str(n).replace("0", "O"), lambda n: f"'{n}",
        lambda n: f"\ufeff{n}\u00ad", lambda n: f"{n}\xa0",
    )  # fmt: skip
    turns = Turns(rng)
    for at, shape in enumerate(shapes):
        for table in TABLES:
            for _ in range(2):
                made = turns.report(sparse=False)
                key = turns.cell(made, table, counted)
                number = rng.randint(1002, 98709)
                if table == "proactive":
                    made.figures[key], made.truth[key] = number, str(number)
                made.put(key, shape(made.figures[key]), made.truth[key])
                yield emit(f"digits {at} {made.texts[key]}", made, turns.layout())


@family
def torn_digits(rng):
    """Marks of replacement and private use among the digits: the number cannot be read."""
    shapes = (
        "\ufffd{}",
        "{}\ufffd",
        "\ue003{}",
        "{}\ue007\ue001",
        "\ue001\ue002\ue003",
        "口{}",
        "□{}",
        "■",
    )
    yield from _every(
        rng,
        shapes,
        lambda made, key, shape: (
            shape.format(str(made.figures[key])[1:]),
            f"open {made.figures[key]}",
        ),
        nonzero,
    )


@family
def money(rng):
    """Amounts with their unit in the cell, in the ways that pages print them."""
    shapes = (
        ("{}元", 1), ("{}元整", 1), ("￥{}元", 1), ("{}万元", 10**4), ("{}万", 10**4), ("{}（万元）", 10**4),
        ("{} 万元", 10**4), ("人民币{}元", 1), ("约{}万元", 10**4),
    )  # fmt: skip
    turns = Turns(rng)
    for shape, scale in shapes * 5:
        made = turns.report()
        key = turns.cell(made, "proactive", lambda k, _: k[2] == "amount")
        made.put(key, shape.format(f"{made.figures[key] / scale:.10g}"), made.truth[key])
        yield emit(f"money {made.texts[key]}", made, turns.layout())
    for _ in range(30):
        made = turns.report()
        key = turns.cell(made, "proactive", lambda k, _: k[2] == "amount")
        wan, yuan = divmod(made.figures[key], 10**4)
        made.put(key, rng.choice(("{}万{}元", "{}万零{}元")).format(wan, yuan), made.truth[key])
        yield emit(f"money {made.texts[key]}", made, turns.layout())


@family
def torn_decimals(rng):
    """An amount broken at its point or within its digits, over two lines of one cell."""
    turns = Turns(rng, ("cpl_blank", "cpl_dense", "cell_pipe", "pipe_own_line", "comma", "html"))
    for layout, made in turns.each(6):
        key = turns.cell(made, "proactive", lambda k, _: k[2] == "amount")
        text = made.texts[key]
        at = rng.choice((text.index(".") + 1, text.index("."), 1))
        halves = text[:at], text[at:]
        inner = rng.choice(("{}<br>{}", "<p>{}</p><p>{}</p>", "<span>{}</span><span>{}</span>"))
        made.put(key, "\n".join(halves), made.truth[key], inner.format(*halves))
        yield emit(f"torn {halves}", made, layout)
