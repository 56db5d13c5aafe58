"""Checks of the prose against the tables and against itself, and of the form against the year.

A figure stated twice is the only independent evidence in a report. Figures that the
prose hedges (余, 约, 近) or gives as a percentage are not compared with a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gikstudy.checks.intervals import RowColumn, Side, compare, judge, point, settle
from gikstudy.checks.rules import Rule, limits, phrase
from gikstudy.checks.tables import ZERO, ReportChecker, ValuesByTable
from gikstudy.forms import CHANNELS, form_in_force, get_form, row_group
from gikstudy.model import Check, Line, Mention, Number, Report, Result

# The metric that counts each group of outcomes, and each row of requests carried over.
METRIC_OF_GROUP = {
    "granted": "requests_granted",
    "partial": "requests_partial",
    "refused": "requests_refused",
    "unable": "requests_unable",
    "not_processed": "requests_not_processed",
    "other": "requests_other",
}
CARRIED = {"carried_in": "requests_carried_in", "carried_out": "requests_carried_out"}


def told(report: Report, metric: str, *, parts: bool = False) -> list[Number]:
    """The figures of one metric in the prose, without hedged figures and percentages.

    Args:
        report: the report with its mentions.
        metric: key of the codebook of mentions.
        parts: whether parts of another figure (其中 …) count as well.
    """
    return [
        m.value
        for m in report.mentions
        if m.metric == metric and (parts or m.part_of is None) and not m.qualifier and m.unit != "%"
    ]


def lines_with(report: Report, word: str, *sections: str) -> Iterator[Line]:
    """The lines of the prose in these sections that contain `word`."""
    for section in report.sections:
        if section.section in sections:
            yield from (line for line in section.lines if word in line.text)


def sentences(report: Report) -> Iterator[str]:
    """The sentences about requests, where words like 办结 can only mean requests."""
    for line in lines_with(report, "申请", "overview", "requests", "preamble"):
        yield from (s for s in line.text.split("。") if "申请" in s)


def agree(
    rule: Rule, scope: str, figures: Sequence[Number], readings: Sequence[Side]
) -> Iterator[Check]:
    """Whether a figure of the prose equals one of the sums that its wording may mean.

    Authors mean different sums by the same words, so one agreement is enough to pass; the sum
    stated is then the one that agrees, else the first.
    """
    if not figures:
        return
    pairs = [(point(figure), side) for figure in figures for side in readings]
    results = [compare(left, "=", right) for left, right in pairs]
    best = min(results, key=("pass", "undecided", "fail").index)
    left, right = pairs[results.index(best)]
    yield judge(rule, scope, left, "=", right)


def received(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-NEW: new requests alone, or together with those carried in."""
    keys: tuple[RowColumn, ...] = (("received_new", "total"), ("carried_in", "total"))
    table = tables["requests"]
    figures = [figure for figure in told(report, "requests_received") if figure]
    readings = [table.total(keys[:1]), table.total(keys)]
    yield from agree(rule, "received_new", figures, readings)


def none_received(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-NONE: a denial against the new requests; no result if the prose also counts some."""
    if set(told(report, "requests_received")) == {0}:
        new = tables["requests"].cell("received_new", "total")
        yield judge(rule, "received_new", ZERO, "=", new)


def closed(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-DONE: requests answered against the total handled."""
    total = tables["requests"].cell("handled_total", "total")
    yield from agree(rule, "handled_total", told(report, "requests_closed"), [total])


def outcomes(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-OUT: each group of outcomes counted in the prose against its rows of table 3."""
    table = tables["requests"]
    for group, metric in METRIC_OF_GROUP.items():
        figures = told(report, metric, parts=True)
        if figures:
            keys = [(row, "total") for row in table.rows if row_group(row) == group]
            yield from agree(rule, group, figures, [table.total(keys)])


def outcomes_together(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-SUM: the stated groups of outcomes, the largest figure of each, against the total handled.

    The prose may leave out groups or name one twice, so their sum is a lower bound.
    """
    figures = [max(f) for m in METRIC_OF_GROUP.values() if (f := told(report, m, parts=True))]
    if len(figures) > 1:
        total = tables["requests"].cell("handled_total", "total")
        yield judge(rule, "handled_total", point(sum(figures)), "<=", total)


def carried(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-CARRY: requests carried in and out, in the prose and in the table."""
    for row, metric in CARRIED.items():
        figures = told(report, metric, parts=True)
        yield from agree(rule, row, figures, [tables["requests"].cell(row, "total")])


def all_done(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-ALLDONE: a claim that all requests were answered against those carried out."""
    if any(phrase("all_done").search(sentence) for sentence in sentences(report)):
        yield judge(rule, "carried_out", tables["requests"].cell("carried_out", "total"), "=", ZERO)


def reviews(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-REV: reconsiderations."""
    total = tables["disputes"].cell("review", "total")
    yield from agree(rule, "review", told(report, "reviews"), [total])


def suits(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-LIT: both kinds of suit together."""
    both = tables["disputes"].total([(channel, "total") for channel in CHANNELS[1:]])
    yield from agree(rule, "suits", told(report, "suits"), [both])


def normative_docs(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-NORM: any figure of the row will do, because the prose rarely says which one it means."""
    measures = get_form(report.form).measures("normative_docs")
    readings = [tables["proactive"].cell("normative_docs", m.measure) for m in measures]
    yield from agree(rule, "normative_docs", told(report, "normative_docs"), readings)


def processing_fee(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """TX-FEE: the processing fee in the prose (yuan) against all fees of table 2 (yuan)."""
    for fee in told(report, "fee_collected")[:1]:
        fees = tables["proactive"].cell("admin_fees", "amount")
        yield judge(rule, "admin_fees", point(fee), "<=", fees)


def parts(rule: Rule, report: Report, _tables: ValuesByTable) -> Iterator[Check]:
    """TX-PART: each total that the prose splits (scope: its order among the mentions).

    Outcomes listed after the requests received are not parts of them, and neither is the total at
    the end of such a list: they include answers to last year's requests.
    """
    split: dict[int, list[Mention]] = {}
    for mention in report.mentions:
        if mention.part_of is None:
            continue
        same = mention.metric == report.mentions[mention.part_of].metric
        if same and not phrase("total").search(mention.raw):
            split.setdefault(mention.part_of, []).append(mention)
    for order, counted in split.items():
        whole = report.mentions[order]
        if not any(mention.qualifier for mention in (whole, *counted)):
            total = point(sum(mention.value for mention in counted))
            yield judge(rule, f"mention {order + 1}", total, "<=", point(whole.value))


def years(rule: Rule, report: Report, _tables: ValuesByTable) -> Iterator[Check]:
    """TX-YEAR: scopes `title`, `period` and `published` in years, `deadline` in days of the year."""
    year = report.about.year
    if year is None:
        return
    named = phrase("year").search(report.about.title)
    if named:
        yield judge(rule, "title", point(int(named[0])), "=", point(year))
    periods = [
        int(y)
        for line in lines_with(report, "1日", "preamble", "overview")
        for y in phrase("period").findall(line.text)
    ]
    yield from agree(rule, "period", periods, [point(year)])
    if report.about.published_on:
        published = date.fromisoformat(report.about.published_on)
        yield judge(rule, "published", point(published.year), ">=", point(year + 1))
        yield from _deadline(rule, report, published, year + 1)


def _deadline(rule: Rule, report: Report, published: date, year: int) -> Iterator[Check]:
    """Days from 1 January on; bodies without a date in the Regulation have no row."""
    bound = limits().get(report.about.level)
    if bound is not None and bound.deadline:
        start = date(year, 1, 1)
        last = date.fromisoformat(f"{year}-{bound.deadline}")
        days, allowed = ((day - start).days + 1 for day in (published, last))
        yield judge(rule, "deadline", point(days), "<=", point(allowed))


def form_of_year(rule: Rule, report: Report, _tables: ValuesByTable) -> Iterator[Check]:
    """TX-FORM: the form used (left) against the form in force for the year (right)."""
    year = report.about.year
    if year is None:
        return
    expected = form_in_force(year)
    if expected:
        result: Result = "pass" if expected == report.form else "fail"
        yield settle(rule, "form", int(report.form), int(expected), result)
    else:
        yield settle(rule, "form", int(report.form), None, "fail", note=f"no form for {year}")


CHECKERS: dict[str, ReportChecker] = {
    "TX-NEW": received,
    "TX-DONE": closed,
    "TX-OUT": outcomes,
    "TX-SUM": outcomes_together,
    "TX-NONE": none_received,
    "TX-CARRY": carried,
    "TX-ALLDONE": all_done,
    "TX-REV": reviews,
    "TX-LIT": suits,
    "TX-NORM": normative_docs,
    "TX-FEE": processing_fee,
    "TX-PART": parts,
    "TX-YEAR": years,
    "TX-FORM": form_of_year,
}
