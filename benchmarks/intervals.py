"""The interval of a share, for every benchmark that counts what is right."""

from __future__ import annotations

from statsmodels.stats.proportion import proportion_confint


def interval(right: int, of: int) -> str:
    """The 95 % interval of a share (Wilson 1927), which holds for few sentences too."""
    if not of:
        return ""
    low, high = proportion_confint(right, of, method="wilson")
    return f"{low:.2f}-{high:.2f}"
