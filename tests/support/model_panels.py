"""Observations drawn from known coefficients, for tests of the models: no report is printed or read."""

from __future__ import annotations

import numpy as np
import pandas as pd


def draw_panel(
    seed: int,
    bodies: int = 120,
    years: range = range(2019, 2026),
    *,
    wealth_on_requests: float = 0.0,
    wealth_on_disclosure: float = 0.0,
    law: float = 0.0,
    before: float = 0.0,
    law_year: int = 2024,
) -> pd.DataFrame:
    """Bodies over years whose numbers follow from the coefficients, all cells closed.

    Args:
        seed: of the draw.
        bodies, years: the panel; each body has a level of its own that wealth goes with.
        wealth_on_requests: the change of the log of requests for one unit of wealth.
        wealth_on_disclosure: the change of the log odds of disclosure for one unit of wealth.
        law: the change of the log of direct suits from the year of the law on.
        before: a trend of direct suits in all years.
        law_year: the year of the law.
    """
    rng = np.random.default_rng(seed)
    body = np.repeat(np.arange(bodies), len(years))
    year = np.tile(np.array(years), bodies)
    own = rng.normal(0, 0.7, bodies)[body]
    wealth = 5 + 2 * own + 0.2 * (year - years[0]) + rng.normal(0, 1, len(body))
    received = rng.poisson(np.exp(2.5 + own + wealth_on_requests * wealth))
    odds = np.exp(own / 2 + wealth_on_disclosure * (wealth - 5))
    disclosed = rng.binomial(received, odds / (1 + odds))
    rate = 0.1 * np.exp(law * (year >= law_year) + before * (year - years[-1]))
    frame = pd.DataFrame(
        {
            "report_id": [f"{i:016x}" for i in range(len(body))],
            "body": [f"b{i}" for i in body],
            "unit": [f"b{i}/own" for i in body],
            "year": year,
            "level": "county",
            "province": [f"{11 + i % 5}" for i in body],
            "region_code": [f"{11 + i % 5}0101" for i in body],
            "scope": "own",
            "wealth": wealth,
        }
    )
    counts = {
        "received": received,
        "handled": received,
        "disclosed": disclosed,
        "suit_direct": rng.poisson(received * rate),
        "review": rng.poisson(received * 0.08),
        "licensing": rng.poisson(np.exp(4 + own)),
    }
    counts["disputes"] = counts["suit_direct"] + counts["review"]
    for name, values in counts.items():
        frame[f"{name}_lower"] = frame[f"{name}_upper"] = values.astype(float)
    return frame


def opened(frame: pd.DataFrame, name: str, share: float, by: float, seed: int = 0) -> pd.DataFrame:
    """The observations with some counts known only within bounds, which hold the truth."""
    rng = np.random.default_rng(seed)
    hit = rng.random(len(frame)) < share
    low = frame[f"{name}_lower"].where(~hit, np.floor(frame[f"{name}_lower"] / by))
    high = frame[f"{name}_upper"].where(~hit, np.ceil(frame[f"{name}_upper"] * by) + 1)
    return frame.assign(**{f"{name}_lower": low, f"{name}_upper": high})
