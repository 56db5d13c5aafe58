"""The file of covariates: what it may hold, and how it meets the reports."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from gikstudy.analysis.explaining.covariates import listed, merge, read_covariates

GOOD = "region_code,year,gdp,people\n150624,2021,12.5,\n110105,2021,900,3.4e6\n"


def written(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "covariates.csv"
    path.write_bytes(text.encode(encoding))
    return path


def observed(*pairs):
    return pd.DataFrame(
        [
            {"region_code": code, "year": year, "report_id": f"{i}"}
            for i, (code, year) in enumerate(pairs)
        ]
    )


def test_numbers_stay_in_their_unit_and_empty_fields_stay_unknown(tmp_path):
    found = read_covariates(written(tmp_path, GOOD, "utf-8-sig"))
    assert found.names == ("gdp", "people")
    rows, audit = merge(observed(("150624", 2021), ("110105", 2021)), found)
    assert rows["gdp"].tolist() == [12.5, 900]
    assert math.isnan(rows["people"][0])
    assert rows["people"][1] == 3.4e6
    assert audit.empty == {"gdp": 0, "people": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("year,gdp\n2021,3\n", "no column region_code; needed: region_code, year and at least"),
        ("region_code,gdp\n150624,3\n", "no column year"),
        ("region_code,year\n150624,2021\n", "no column of numbers"),
        ("region_code,year,gdp,gdp\n150624,2021,1,2\n", "two columns are called 'gdp'"),
        ("region_code,year,gdp,\n150624,2021,1,2\n", "a column has no name"),
        ("region_code,year,level\n150624,2021,1\n", "column 'level' has the name of a column"),
        ("region_code,year,gdp\n1506,2021,1\n", "line 2: region_code '1506'; write six digits"),
        ("region_code,year,gdp\n150624.0,2021,1\n", "line 2: region_code '150624.0'; write six"),
        ("region_code,year,gdp\n150624,21,1\n", "line 2: year '21'; write a year such as 2019"),
        ("region_code,year,gdp\n150624,2021,n/a\n", "line 2: gdp 'n/a' is not a number"),
        ("region_code,year,gdp\n150624,2021,1_000\n", "line 2: gdp '1_000' is not a number"),
        ("region_code,year,gdp\n150624,2021,inf\n", "line 2: gdp 'inf' is not a number"),
        ('region_code,year,gdp\n150624,2021,"1,234"\n', "line 2: gdp '1,234' is not a number"),
        ("region_code,year,gdp\n150624,2021\n", "line 2: 2 fields under 3 columns"),
        ("region_code,year,gdp\n150624,2021,1,2\n", "line 2: 4 fields under 3 columns"),
        ("region_code,year,gdp\n", "no rows"),
        ("", "no column region_code"),
        (
            "region_code,year,gdp\n150624,2021,1\n\n150624,2021,1\n",
            "lines 2 and 4: two rows for 150624 in 2021",
        ),
        # 任县 had the code 130526 until 2019 and is 任泽区, 130505, since.
        (
            "region_code,year,gdp\n130526,2021,1\n130505,2021,1\n",
            "lines 2 and 3: two rows for 130526 = 130505 in 2021",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_place(tmp_path, text, message):
    path = written(tmp_path, text)
    with pytest.raises(ValueError, match=message) as stop:
        read_covariates(path)
    assert str(path) in str(stop.value)


def test_a_file_in_another_encoding_or_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="not a CSV file in UTF-8"):
        read_covariates(written(tmp_path, "region_code,year,人均\n150624,2021,1\n", "gbk"))
    with pytest.raises(FileNotFoundError, match="no such file of covariates"):
        read_covariates(tmp_path / "none.csv")


def test_the_audit_counts_both_sides_and_names_codes_of_other_years(tmp_path):
    text = (
        "region_code,year,gdp\n"
        "150624,2020,1\n"
        "130505,2019,2\n"  # the code of 任泽区, which in 2019 was 任县
        "110105,1999,3\n"
        "999999,2020,4\n"
    )
    reports = observed(("150624", 2020), ("150624", 2021), ("130526", 2019), ("", 2020))
    rows, audit = merge(reports, read_covariates(written(tmp_path, text)))
    assert rows["gdp"].fillna(-1).tolist() == [1, -1, 2, -1]
    assert (audit.file_rows, audit.reports) == (4, 4)
    assert audit.matched == 1
    assert audit.mapped == {("130505", "130526"): 1}
    assert audit.unmatched == {"": 1, "150624": 1}
    assert audit.unused == {"110105": 1, "999999": 1}
    assert audit.unknown == ("999999",)
    assert audit.matched + audit.n_mapped + audit.n_unmatched == audit.reports
    assert rows["report_id"].tolist() == reports["report_id"].tolist()


def test_many_names_are_counted_after_the_first_few():
    assert listed([str(n) for n in range(3)]) == "0, 1, 2"
    assert listed([str(n) for n in range(20)]).endswith("11, … (+8)")
