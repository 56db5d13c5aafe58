"""The level that a body's name tells, and where the name places it."""

import pytest

from gikstudy.places.levels import read_body


@pytest.mark.parametrize(
    ("name", "level", "places"),
    [
        ("嘉兴港区管委会", "devzone", ["嘉兴市"]),
        ("海口江东新区管理局", "devzone", ["海口市"]),
        ("三亚崖州湾科技城管理局", "devzone", ["三亚市"]),
        ("会同县灌区管理局", "department", ["会同县"]),
        ("江北新区管委会", "devzone", []),
        ("东湖高新区市场监督管理局", "department", []),
        ("昆山经济开发区管委会", "devzone", ["昆山市"]),
        ("财政部江西监管局", "vertical", ["江西省"]),
        ("国家能源局华中监管局", "vertical", []),
        ("会同县市场监管局", "department", ["会同县"]),
        ("会同县乡镇企业局", "department", ["会同县"]),
        ("会同县妇幼保健院", "public_institution", ["会同县"]),
        ("会同县图书馆", "public_institution", ["会同县"]),
        ("会同县群众艺术馆", "public_institution", ["会同县"]),
        ("会同县档案馆", "department", ["会同县"]),
        ("中共会同县委党校", "department", ["会同县"]),
        ("上饶市生态环境局玉山分局", "department", ["玉山县"]),
    ],
)
def test_the_name_tells_level_and_place(name, level, places):
    body = read_body(name, 2021)
    assert (body.level, [division.name for division in body.divisions]) == (level, places)


def test_a_bureau_for_the_enterprises_of_towns_is_the_countys():
    assert read_body("会同县乡镇企业局", 2021).parent_level == "county"
