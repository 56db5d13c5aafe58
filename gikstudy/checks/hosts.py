"""The check of the address of a report against the body that made it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from gikstudy.checks.rules import Rule
from gikstudy.checks.tables import ReportChecker, ValuesByTable
from gikstudy.model import Check, Report, Result
from gikstudy.places.hosts import Ownership, host_of, is_state_host, ownership

_RESULT: Final[dict[Ownership, tuple[Result, str]]] = {
    "own": ("pass", "{host} can be the site of {where} or of a body above it"),
    "elsewhere": ("fail", "{host} names a place outside of {where}"),
    "open": ("undecided", "{host} does not say whose site it is"),
}


def host_of_body(rule: Rule, report: Report, tables: ValuesByTable) -> Iterator[Check]:
    """HOST-BODY: the host that the report was fetched from against the division of its body."""
    del tables
    about, host = report.about, host_of(report.url)
    if not host or not (about.region_code or about.level == "central"):
        return
    owner = ownership(host, about.agency, about.level, about.region_code)
    result, message = _RESULT[owner]
    if not is_state_host(host):
        message = "{host} is not the site of a government"
    where = about.region_name or about.agency
    note = message.format(host=host, where=where)
    yield Check(rule.check, "url", None, None, None, result, rule.severity, note)


CHECKERS: dict[str, ReportChecker] = {"HOST-BODY": host_of_body}
