"""One key for one body, whatever it was called in each year."""

import csv
from importlib.resources import files

import pytest

from gikstudy.places.bodies import body_key, function_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("鄂尔多斯市国土资源局", "150600", 2017), ("鄂尔多斯市自然资源局", "150600", 2020)),
        (("鄂尔多斯市自然资源局", "150600", 2020), ("市自然资源和规划局", "150600", 2021)),
        (("密云县环境保护局", "110228", 2014), ("密云区生态环境局", "110118", 2020)),
        (("鄂托克旗政务服务局", "150624", 2020), ("鄂托克旗政务服务与数据管理局", "150624", 2024)),
        (("会同县卫生和计划生育局", "431225", 2018), ("会同县卫生健康局", "431225", 2019)),
    ],
)
def test_a_renamed_department_keeps_its_key(one, other):
    keys = {body_key(name, "department", code, year) for name, code, year in (one, other)}
    assert len(keys) == 1
    assert "" not in keys


def test_a_renamed_county_keeps_its_key():
    before = body_key("密云县人民政府", "county", "110228", 2014)
    assert before == body_key("北京市密云区人民政府", "county", "110118", 2016)
    assert before == body_key("密云区政府", "county", "110118", 2016)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("会同县林业局", "department"), ("会同县水利局", "department")),
        (("会同县林城镇", "township"), ("会同县坪村镇", "township")),
        (("河东镇", "township"), ("河东街道", "township")),
        (("会同县人民政府", "county"), ("会同县人民政府办公室", "county")),
        (("会同县人民政府", "county"), ("会同县林业局", "department")),
        (("会同县工业园区管委会", "devzone"), ("会同县高新区管委会", "devzone")),
    ],
)
def test_different_bodies_of_one_county_have_different_keys(one, other):
    assert body_key(*one, "431225", 2020) != body_key(*other, "431225", 2020)


def test_the_same_office_of_two_counties_has_two_keys():
    assert body_key("林业局", "department", "431225") != body_key("林业局", "department", "431224")


def test_the_way_a_name_is_written_does_not_matter():
    keys = {
        body_key(name, "township", "441581", 2021)
        for name in ("陆丰市河东镇", "河东镇人民政府", "广东省陆丰市河东镇人民政府")
    }
    assert len(keys) == 1


def test_without_a_division_nothing_can_be_matched():
    assert body_key("林业局", "department", "") == ""


def test_every_listed_name_finds_its_function():
    with files("gikstudy.places").joinpath("functions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["name"] for row in rows}) == len(rows)
    for row in rows:
        for kind in ("局", "委员会"):
            assert function_of(row["name"] + kind) == row["function"], row
