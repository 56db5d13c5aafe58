"""The figure of the long series: a line for each form, gaps where no report tells, one legend entry each."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from gikstudy.analysis.figures import series as figure

COLUMNS = ("body_id", "year", "measure", "form", "source", "value", "cells", "breaks", "report_id")


def rows():
    """Bodies that print prose in 2010 and 2017, and a table in between; not held only in tables."""
    for body in "abcdefghij":
        for year, form, source in (
            (2010, "none", "prose"),
            (2014, "2014", "table"),
            (2017, "none", "prose"),
        ):
            yield body, year, "received", form, source, 9.0, form, "", f"{body}{year}"
            value = 4.0 if source == "table" else np.nan
            yield body, year, "not_held", form, source, value, form, "", f"{body}{year}"


@pytest.fixture
def drawing(monkeypatch):
    frame = pd.DataFrame(rows(), columns=list(COLUMNS))
    monkeypatch.setattr(figure, "series_of", lambda _: frame)
    return figure.long_series.__wrapped__(None, "en")


def test_no_line_goes_over_years_that_another_form_has(drawing):
    median = drawing.figure.axes[0]
    for line in median.get_lines():
        told = ~np.isnan(np.asarray(line.get_ydata(), dtype=float))
        assert told.sum() <= 2
        assert not (told[0] and told[-1]) or not told[1]


def test_each_measure_is_in_the_legend_once(drawing):
    _, labels = drawing.figure.axes[0].get_legend_handles_labels()
    assert sorted(labels) == ["Not held", "Received"]
