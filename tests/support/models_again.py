"""The models of a study fitted in another way: as conditional Poisson models, in numpy.

A Poisson model with an effect for each body is the same as a multinomial model of how the cases of
each body fall on its years. Its errors come from fitting again without one body after the other.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy.stats import t


def _busy(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that say something: of units with two reports and a case."""
    rows = rows.loc[rows["whole"].gt(0)]
    of = rows.groupby("unit")["y"]
    return rows.loc[of.transform("size").gt(1) & of.transform("sum").gt(0)]


class Conditional:
    """One model: its coefficients, and the information and the pull of each body."""

    def __init__(self, rows: pd.DataFrame, x: np.ndarray, clusters: pd.Series) -> None:
        self.unit, self.cluster = (pd.factorize(s)[0] for s in (rows["unit"], clusters))
        self.x, self.y = x, rows["y"].to_numpy(float)
        self.offset = np.log(rows["whole"].to_numpy(float))
        self.weight = rows["weight"].to_numpy(float) if "weight" in rows else np.ones(len(rows))
        self.beta = np.zeros(x.shape[1])
        for _ in range(60):
            step = np.linalg.solve(self.information(), self.pulls().sum(axis=0))
            self.beta = self.beta + step
            if np.abs(step).max() < 1e-10:
                break

    def _means(self) -> tuple[np.ndarray, np.ndarray]:
        """The expected cases, each weighted, and the columns minus their mean in the unit."""
        e = self.weight * np.exp(self.x @ self.beta + self.offset)
        ones = self.unit, self.unit.max() + 1
        cases = np.bincount(ones[0], self.weight * self.y, ones[1])
        mean = e * (cases / np.bincount(ones[0], e, ones[1]))[self.unit]
        inner = np.column_stack([np.bincount(ones[0], mean * c, ones[1]) for c in self.x.T])
        return mean, self.x - (inner / np.bincount(ones[0], mean, ones[1])[:, None])[self.unit]

    def of_cluster(self) -> np.ndarray:
        """The information of each cluster."""
        mean, x = self._means()
        made = np.zeros((self.cluster.max() + 1, x.shape[1], x.shape[1]))
        np.add.at(made, self.cluster, mean[:, None, None] * x[:, :, None] * x[:, None, :])
        return made

    def information(self) -> np.ndarray:
        """The information of all."""
        return self.of_cluster().sum(axis=0)

    def pulls(self) -> np.ndarray:
        """The score of each cluster."""
        mean, x = self._means()
        made = np.zeros((self.cluster.max() + 1, x.shape[1]))
        np.add.at(made, self.cluster, (self.weight * self.y - mean)[:, None] * x)
        return made

    def reach(self) -> np.ndarray:
        """Half of each interval: the error by leaving out clusters, times Student's t."""
        own, pulls = self.of_cluster(), self.pulls()
        whole = own.sum(axis=0)
        moves = np.array([np.linalg.pinv(whole - o) @ p for o, p in zip(own, pulls, strict=True)])
        k = len(own)
        errors = np.sqrt((k - 1) / k * (moves**2).sum(axis=0))
        shares = np.array([np.trace(np.linalg.pinv(whole) @ o) for o in own]) / len(self.beta)
        return errors * t.ppf(0.975, max(1.0, 1 / (shares**2).sum() - 1))


def years_again(rows: pd.DataFrame, base: int) -> pd.DataFrame:
    """The estimates of an event study, year by year."""
    used = _busy(rows)
    years = sorted(set(rows["year"]))
    others = [year for year in years if year != base]
    x = np.column_stack([used["year"].eq(year) for year in others]).astype(float)
    made = Conditional(used, x, used["body"])
    reach = made.reach()
    found = []
    for year in years:
        n = int(used["year"].eq(year).sum())
        value, half = (0.0, 0.0) if year == base else (made.beta[others.index(year)], reach[others.index(year)])  # fmt: skip
        idle = int(rows["year"].eq(year).sum()) - n
        ends = {"low": value - half, "high": value + half}
        nothing_open = {"bound_low": np.nan, "bound_high": np.nan, "open": 0, "absent": 0}
        found.append({"year": year, "value": value, "n": n, "idle": idle} | ends | nothing_open)
    return pd.DataFrame(found)


def _weights(rows: pd.DataFrame, missing: pd.DataFrame) -> pd.Series:
    """One over the chance that a report is there, by a logit on level, province and year."""
    from statsmodels.api import Logit

    there = rows.loc[rows["framed"], ["level", "province", "year"]].assign(there=1.0)
    gone = missing.assign(province=missing["region_code"].str[:2], there=0.0)
    gone = gone.loc[gone["level"].isin(set(there["level"]))]
    frame = pd.concat([there, gone[list(there)]])
    kinds = frame[["level", "province", "year"]].astype(str)
    design = pd.get_dummies(kinds, drop_first=True, dtype=float).assign(one=1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of some years nothing is missing: the chance is 1
        made = Logit(frame["there"].to_numpy(), design.to_numpy()).fit(disp=0, maxiter=100)
    weight = 1 / np.maximum(made.predict(design.to_numpy())[: len(there)], 0.05)
    return pd.Series(weight / weight.mean(), index=there.index)


def law_again(rows: pd.DataFrame, missing: pd.DataFrame) -> pd.DataFrame:
    """The change of direct suits with the law of 2024 under each choice."""
    framed = rows.loc[rows["framed"]]
    scope = rows["scope"].value_counts().sort_index().idxmax()
    governments = rows["level"].isin(["province", "prefecture", "county"])
    choices = {
        **dict.fromkeys(("main", "blanks_zero", "cells_lower", "cells_upper"), rows),
        "main_scope": rows.loc[rows["scope"].eq(scope)],
        "governments": rows.loc[governments],
        "not_clustered": rows,
        "framed": framed,
        "weighted": framed.assign(weight=_weights(rows, missing)),
        "trend": rows,
    }
    found = []
    for key, of in choices.items():
        used = _busy(of)
        columns = [used["year"].ge(2024)] + [used["year"] - 2020] * (key == "trend")
        clusters = used.index.to_series() if key == "not_clustered" else used["body"]
        made = Conditional(used, np.column_stack(columns).astype(float), clusters)
        value, half = made.beta[0], made.reach()[0]
        told = {"value": value, "low": value - half, "high": value + half}
        found.append({"specification": key, "n": len(used), "left_out": len(rows) - len(used)} | told)  # fmt: skip
    return pd.DataFrame(found)
