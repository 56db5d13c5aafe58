"""The catalogue of checks: ids, severities, wording, legal basis, phrases and limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from gikstudy.model import Severity
from gikstudy.packaged import packaged_rows


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the catalogue: its rule, the severity of a breach, and its legal basis.

    `forms` is empty for a check that needs no form. `first_year` and `last_year` are the reporting
    years for which the legal basis of the check holds.
    """

    check: str
    table: str
    severity: Severity
    forms: tuple[str, ...]
    first_year: int | None
    last_year: int | None
    zh: str
    en: str
    basis: str

    def covers(self, form: str, year: int | None) -> bool:
        """Whether the check applies to a report on this form for this year."""
        if self.forms and form not in self.forms:
            return False
        if self.first_year is None and self.last_year is None:
            return True
        return year is not None and ((self.first_year or year) <= year <= (self.last_year or year))


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for one level: its deadline (`MM-DD`) and a ceiling for fees in yuan."""

    deadline: str
    fee_ceiling: float | None


@cache
def catalogue() -> dict[str, Rule]:
    """Every check by its id, in the order in which results are reported."""
    return {
        r["check"]: Rule(
            check=r["check"],
            table=r["table"],
            severity=cast("Severity", r["severity"]),
            forms=tuple(form for form in r["forms"].split("|") if form),
            first_year=int(r["first_year"]) if r["first_year"] else None,
            last_year=int(r["last_year"]) if r["last_year"] else None,
            zh=r["zh"],
            en=r["en"],
            basis=r["basis"],
        )
        for r in packaged_rows("gikstudy.checks", "catalogue.csv")
    }


@cache
def phrase(name: str) -> re.Pattern[str]:
    """The pattern called `name`, for cleaned (Simplified, half-width) text.

    Raises:
        KeyError: for a name that is not in the list of phrases.
    """
    patterns = {r["phrase"]: r["pattern"] for r in packaged_rows("gikstudy.checks", "phrases.csv")}
    return re.compile(patterns[name])


@cache
def limits() -> dict[str, Limits]:
    """The limits by level of the body; a level without a row has no limits."""
    return {
        r["level"]: Limits(
            r["deadline"], float(r["fee_ceiling_yuan"]) if r["fee_ceiling_yuan"] else None
        )
        for r in packaged_rows("gikstudy.checks", "limits.csv")
    }
