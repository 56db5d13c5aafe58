"""Checks of tables 2, 3 and 4 of one report against themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from gikstudy.checks.intervals import RowColumn, Side, TableValues, judge, point, settle
from gikstudy.checks.rules import Rule, limits, phrase
from gikstudy.forms import (
    OUTCOME_GROUPS,
    Identity,
    applicant_keys,
    dispute_identities,
    get_form,
    request_identities,
    row_group,
)
from gikstudy.model import About, Check, Number, Report, Result

ValuesByTable = dict[str, TableValues]
ReportChecker = Callable[[Rule, Report, ValuesByTable], Iterator[Check]]

ZERO = point(0)


@cache
def items_with(form: str, *measures: str) -> tuple[str, ...]:
    """The items of table 2 of a form that print all of `measures`, in form order."""
    found = get_form(form)
    return tuple(
        item for item in found.items if set(measures) <= {m.measure for m in found.measures(item)}
    )


@cache
def _bounds(rows: tuple[str, ...]) -> tuple[tuple[str, tuple[RowColumn, ...]], ...]:
    """For each column of table 3, the cells bounded by the total handled."""
    leaves = [row for row in rows if row_group(row) in OUTCOME_GROUPS]
    return tuple((c, tuple((row, c) for row in leaves)) for c in applicant_keys() if leaves)


@cache
def _identities(check: str, rows: tuple[str, ...]) -> tuple[Identity, ...]:
    every = request_identities(rows) if check.startswith("T3-") else dispute_identities()
    return tuple(identity for identity in every if identity.check == check)


def identities(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T3-FLOW and T3-SUM (per column), T3-ROW (per row), T4-SUM (per channel)."""
    table = tables[rule.table]
    for identity in _identities(rule.check, tuple(table.rows)):
        left, right = table.total(identity.left), table.total(identity.right)
        yield judge(rule, identity.scope, left, "=", right)


def counts(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T3-NN, T4-NN: number of figures that are negative or not whole; there must be none."""
    numbers = tables[rule.table].numbers
    bad = [key for key, value in numbers.items() if value < 0 or value % 1]
    if not numbers:
        yield settle(rule, "table", None, None, "undecided", note="nothing printed")
    elif bad:
        yield settle(rule, "table", len(bad), 0, "fail", note=f": {'/'.join(bad[0])}")
    else:
        yield settle(rule, "table", 0, 0, "pass")


def request_bounds(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T3-BND: by column, largest outcome against the total; requests out against requests in."""
    table = tables["requests"]
    for column, leaves in _bounds(tuple(table.rows)):
        total = table.cell("handled_total", column)
        yield judge(rule, column, table.largest(leaves), "<=", total)
        came = table.total((("received_new", column), ("carried_in", column)))
        left = table.cell("carried_out", column)
        yield judge(rule, f"carried_out/{column}", left, "<=", came)


def suits_after_review(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T4-LOGIC: suits after reconsideration against reconsiderations."""
    table = tables["disputes"]
    after, review = table.cell("suit_after_review", "total"), table.cell("review", "total")
    yield judge(rule, "suit_after_review", after, "<=", review)


def direct_suits(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T4-2024: direct suits in years in which refusals must go to reconsideration first."""
    suits = tables["disputes"].cell("suit_direct", "total")
    yield judge(rule, "suit_direct", suits, "<=", ZERO)


def disclosed_of_made(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2a-PUB: newly disclosed against newly made, by item."""
    yield from _measures(rule, report, tables, "disclosed", "made")


def disclosed_of_stock(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2a-STOCK: newly disclosed against the whole stock disclosed, by item."""
    yield from _measures(rule, report, tables, "disclosed", "disclosed_total")


def _measures(
    rule: Rule, report: Report, tables: ValuesByTable, part: str, whole: str
) -> Iterator[Check]:
    table = tables["proactive"]
    for item in items_with(report.form, part, whole):
        yield judge(rule, item, table.cell(item, part), "<=", table.cell(item, whole))


def items_not_negative(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2a-ITEMS: last year's items plus the change, by item."""
    for item in items_with(report.form, "items_prev", "items_change"):
        yield judge(rule, item, _items_now(tables["proactive"], item), ">=", ZERO)


def _items_now(table: TableValues, item: str) -> Side:
    return table.total(((item, "items_prev"), (item, "items_change")))


def decisions_confused(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2a-CONFUSED: items whose decisions are exactly the items now on the list.

    One such item may be chance; with two or more, each is reported as a breach.
    """
    table = tables["proactive"]
    known: dict[str, tuple[Number, Number]] = {}
    for item in items_with(report.form, "items_prev", "items_change", "decisions"):
        made, listed = table.cell(item, "decisions"), _items_now(table, item)
        if made.low == made.high and listed.low == listed.high:
            known[item] = (made.low, listed.low)
        else:
            yield settle(rule, item, None, None, "undecided", note="not all of it is printed")
    equal = {item for item, (decisions, now) in known.items() if decisions == now > 0}
    for item, (decisions, now) in known.items():
        confused = item in equal and len(equal) > 1
        yield Check(
            rule.check,
            item,
            decisions,
            now,
            decisions - now,
            "fail" if confused else "pass",
            rule.severity,
            f"{decisions} decisions, {now} items on the list",
        )


def procurement_both(rule: Rule, _report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2a-PROC: each side is 1 if the figure is above zero, else 0."""
    table = tables["proactive"]
    sides = [table.cell("procurement", measure) for measure in ("projects", "amount")]
    left, right = (None if side.reading is None else int(side.reading > 0) for side in sides)
    if left == right and any(side.printed for side in sides):
        result: Result = "pass"
    else:
        result = "fail" if all(side.printed for side in sides) else "undecided"
    if result == "undecided":
        yield settle(rule, "procurement", None, None, result, note="not all of it is printed")
    else:
        note = f": {sides[0].reading} projects, {sides[1].reading} yuan"
        yield settle(rule, "procurement", left, right, result, note=note)


def issued_in_force(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2b-BND: documents issued against those in force and repealed, by item."""
    table = tables["proactive"]
    for item in items_with(report.form, "issued", "repealed", "in_force"):
        whole = table.total(((item, "in_force"), (item, "repealed")))
        yield judge(rule, item, table.cell(item, "issued"), "<=", whole)


RULE_MAKERS = frozenset({"central", "province", "prefecture"})


def may_issue_rules(about: About) -> bool | None:
    """Whether the body may issue 规章; None if its level is unknown.

    State Council bodies, provinces, and cities and autonomous prefectures below them may
    (Legislation Law 2023 arts. 91 and 93). Prefectures of other kinds (盟, 地区) and the production
    and construction corps may not.
    """
    if not about.level:
        return None
    if about.level not in RULE_MAKERS:
        return False
    excluded = phrase("no_rules")
    return not (excluded.search(about.region_name) or excluded.search(about.agency))


def rules_none(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2b-RULE: the largest figure of the row 规章 against zero, if the body may issue none."""
    allowed = may_issue_rules(report.about)
    if allowed:
        return
    keys = [("rules", m.measure) for m in get_form(report.form).measures("rules")]
    largest = tables["proactive"].largest(keys)
    if allowed is None and largest.high > 0:
        yield settle(rule, "rules", None, 0, "undecided", note="the level of the body is unknown")
    else:
        yield judge(rule, "rules", largest, "<=", ZERO)


def fee_unit(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2b-UNIT: fees in yuan against a ceiling for bodies of this level.

    A figure in yuan printed under 万元 is 10,000 times too large. A ceiling by level finds the gross
    cases; the processing fee in the prose finds those in which both are the same figure.
    """
    about = report.about
    ceiling = limits().get(about.parent_level or about.level)
    fees = tables["proactive"].cell("admin_fees", "amount")
    told = {m.value for m in report.mentions if m.metric == "fee_collected" and m.value > 0}
    if fees.printed and fees.low / 10_000 in told:
        yield settle(
            rule, "admin_fees", fees.low, fees.low / 10_000, "fail", "<=", ": the prose has yuan"
        )
    elif ceiling is not None and ceiling.fee_ceiling is not None:
        yield judge(rule, "admin_fees", fees, "<=", point(ceiling.fee_ceiling))


def township_penalties(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """T2-TWP: penalties of a township in years before it could receive this power."""
    if report.about.level == "township":
        penalties = tables["proactive"].cell("penalty", "decisions")
        yield judge(rule, "penalty", penalties, "<=", ZERO)


CHECKERS: dict[str, ReportChecker] = {
    "T2a-PUB": disclosed_of_made,
    "T2a-STOCK": disclosed_of_stock,
    "T2a-ITEMS": items_not_negative,
    "T2a-CONFUSED": decisions_confused,
    "T2a-PROC": procurement_both,
    "T2b-BND": issued_in_force,
    "T2b-RULE": rules_none,
    "T2b-UNIT": fee_unit,
    "T2-TWP": township_penalties,
    "T3-FLOW": identities,
    "T3-SUM": identities,
    "T3-ROW": identities,
    "T3-NN": counts,
    "T3-BND": request_bounds,
    "T4-SUM": identities,
    "T4-NN": counts,
    "T4-LOGIC": suits_after_review,
    "T4-2024": direct_suits,
}
