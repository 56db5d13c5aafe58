"""The key of the course: each answer is computed from the data or from the truth, never written down."""

from __future__ import annotations

from collections.abc import Callable

import answers_from_countries as countries
import answers_from_pages as pages
from right import Right

KEY: dict[str, Callable[[], Right]] = {
    "1.1": pages.due,
    "1.2": pages.in_time,
    "1.3": pages.without_other,
    "1.4": pages.article,
    "2.1": pages.new_requests,
    "2.2": pages.natural_persons,
    "2.3": pages.line_of_granted,
    "2.4": pages.states,
    "2.5": pages.counted_by_naive,
    "3.1": pages.year_of_blanks,
    "3.2": pages.means,
    "3.3": pages.without_requests,
    "3.4": pages.not_zero,
    "4.1": countries.two_rates,
    "4.2": countries.two_means,
    "4.3": countries.sizes,
    "4.4": countries.kept,
    "4.5": countries.corrected,
    "5.1": countries.coverage,
    "5.2": countries.growth,
    "5.3": countries.who,
    "5.4": countries.no_requests,
    "6.1": countries.more_reviews,
    "6.2": countries.review_rate,
    "6.3": countries.placebo,
    "6.4": countries.has_law,
    "6.5": countries.without_one,
    "7.1": pages.agreed_p02,
    "7.2": pages.kappa_p02,
    "7.3": pages.without_kappa,
    "7.4": pages.fast_coder,
}
