"""Coverage and deadlines measured on what ought to exist, against figures worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from study_frames import as_dataset

import gikstudy as gik

DUE = date(2021, 3, 31)


def there(number: int, published: date | None, *, in_frame: bool = True, year: int = 2020) -> dict:
    told = {"report_id": f"{number:016x}", "published_on": published, "in_frame": in_frame}
    return known(number, year) | told


def known(number: int, year: int = 2020) -> dict:
    about = {"level": "county", "parent_level": "", "region_code": "150624"}
    return {"body_id": f"{number:016x}", "year": year, "due_on": DUE, **about}


def gone(number: int, basis: str = "government") -> dict:
    return known(number) | {"basis": basis}


@pytest.fixture
def data():
    panel = [there(1, date(2021, 3, 1)), there(2, date(2021, 4, 1)), there(3, None)]
    panel += [there(4, DUE), there(5, None, in_frame=False)]
    return as_dataset({"panel": panel, "missing": [gone(6), gone(7, "gap")]})


def test_coverage_is_what_there_is_of_what_ought_to_be(data):
    (row,) = gik.indicators.coverage(data).to_dict("records")
    assert (row["value"], row["n"]) == (4 / 5, 5)
    (row,) = gik.indicators.coverage(data, by=("province", "level")).to_dict("records")
    assert (row["province"], row["value"]) == ("15", 0.8)


def test_a_report_without_a_date_may_have_come_in_time_and_a_missing_one_did_not(data):
    (row,) = gik.indicators.timely_of_due(data).to_dict("records")
    assert (row["lower"], row["upper"], row["n"]) == (2 / 5, 3 / 5, 5)


def test_what_a_missing_report_does_not_have_is_refused(data):
    with pytest.raises(gik.GikstudyError, match="by 'form': legal are year, level"):
        gik.indicators.coverage(data, by=("form",))
    with pytest.raises(gik.GikstudyError, match="scope: a missing report has none"):
        gik.indicators.coverage(data, scope="own")
