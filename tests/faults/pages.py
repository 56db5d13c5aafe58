"""A whole page around three tables, and the register of the families of faults."""

import html
import random

from tests.faults import layouts
from tests.faults.judge import Text
from tests.faults.labels import FORMS, TABLES
from tests.faults.sheets import make, tables

HEADINGS = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
FAMILIES = {}


def family(function):
    """Register a generator of texts under its name; it is given its own random numbers."""
    FAMILIES[function.__name__] = function
    return function


def texts_of(name):
    """All texts of a family, the same ones every time."""
    return list(FAMILIES[name](random.Random(name)))


def title(made, year=None):
    return f"{made.agency}{year or made.year}年政府信息公开工作年度报告"


def opening(made, year=None):
    """What stands above table 2."""
    when = year or made.year
    return [
        title(made, year),
        f"本报告的统计期限自{when}年1月1日起至{when}年12月31日止。",
        "一、总体情况",
        f"{when}年，本机关依法做好政府信息公开各项工作，完善制度，加强培训。",
    ]


CLOSING = (
    "五、存在的主要问题及改进情况",
    "公开的内容还不够全面，下一步将加强学习。",
    "六、其他需要报告的事项",
    "无。",
)


def spaced(lines, layout):
    """Running text as the layout prints it."""
    if layout in ("cpl_blank", "simple"):
        return [x for line in lines for x in (line, "")]
    if layout == "html":
        return [f"<p>{html.escape(line)}</p>" for line in lines]
    return list(lines)


def body(made, layout, sheets=None, *, year=None, printer=None, closing=CLOSING):
    """The lines of a report; `sheets` holds tables, or lines that are printed already."""
    lines = spaced(opening(made, year), layout)
    show = printer or (layouts.ALL | layouts.TOOLS)[layout]
    sheets = sheets or tables(made)
    for table in TABLES:
        if table not in sheets:
            continue
        lines += spaced([HEADINGS[table]], layout)
        sheet = sheets[table]
        lines += sheet if sheet and isinstance(sheet[0], str) else show(sheet)
    return lines + spaced(closing, layout)


def whole(lines, layout, *, style="", name=""):
    """The lines as one file."""
    if layout != "html":
        return "\n".join(lines) + "\n"
    css = f"<style>{style}</style>" if style else ""
    head = f'<head><meta charset="utf-8"><title>{name}</title>{css}</head>'
    return f"<!DOCTYPE html>\n<html>{head}\n<body>\n" + "\n".join(lines) + "\n</body></html>\n"


def fade(truth, layout):
    """The truth where blank cells leave no trace: nothing was printed, and nothing is nought."""
    if layout not in layouts.VANISHING:
        return truth
    lost = {"proactive": "none", "requests": "none 0", "disputes": "none 0"}
    return {k: lost[k[0]] if e == "blank" else e for k, e in truth.items()}


def emit(name, made, layout, sheets=None, *, style="", printer=None, truth=None):
    """The report as a text of the family."""
    lines = body(made, layout, sheets, printer=printer)
    return Text(
        f"{name} {made.form} {layout}",
        layouts.EXTENSIONS.get(layout, "txt"),
        whole(lines, layout, style=style, name=title(made)),
        fade(truth or made.truth, layout),
    )


class Turns:
    """Forms, layouts and seeds in turn, so that a family meets many pairs of them."""

    def __init__(self, rng, names=tuple(layouts.ALL)):
        self.rng = rng
        self.names = list(names)
        self.count = 0

    def layout(self):
        return self.rng.choice(self.names)

    def report(self, form=None, sparse=None):
        self.count += 1
        form = form or FORMS[self.count % 2]
        sparse = self.rng.random() < 0.4 if sparse is None else sparse
        return make(form, self.rng.randrange(10**6), sparse=sparse)

    def each(self, times=1):
        """Every layout, `times` over, with a report for it."""
        for _ in range(times):
            for name in self.names:
                yield name, self.report()

    def cell(self, made, table, accept=None):
        """A cell of a table, drawn among those whose number is accepted."""
        keys = [k for k in made.keys(table) if accept is None or accept(k, made.figures[k])]
        return self.rng.choice(keys or made.keys(table))
