"""Who, where and when on the five real reports (`GIKSTUDY_REPORTS`) and on the sample."""

from pathlib import Path

import pytest
from project_paths import REPORTS, SAMPLE

from gikstudy.about.facts import find_about
from gikstudy.model import About, Document, Line
from gikstudy.page import make_page
from gikstudy.prose.sections import find_sections
from gikstudy.tables.reading import read_tables

FOLDERS = [SAMPLE, *([REPORTS] if REPORTS.is_dir() else [])]

TRUTH = {
    "report_000": {
        "title": "鄂托克旗人民政府2020年政府信息公开工作年度报告",
        "agency": "鄂托克旗人民政府",
        "agency_name_source": "title",
        "level": "county",
        "parent_level": "",
        "region_code": "150624",
        "region_name": "鄂托克旗",
        "region_confidence": "high",
        "year": 2020,
        "published_on": "2021-01-22",
        "index_no": "000014349/2021-00061",
        "document_no": "",
        "issuer": "鄂托克旗政务服务局",
        "phone": "6211002",
        "email": "1134399919@qq.com",
        "site_code": "1506240008",
        "mirror_signs": "",
    },
    "report_001": {
        "agency": "阿拉善左旗人民政府",
        "level": "county",
        "region_code": "152921",
        "region_name": "阿拉善左旗",
        "year": 2019,
        "published_on": "",
        "website": "http://www.alszq.gov.cn",
        "mirror_signs": "traditional",
    },
    "report_002": {
        "title": "扎赉特旗宝力根花苏木2024年政府信息公开工作年度报告",
        "agency": "扎赉特旗宝力根花苏木",
        "level": "township",
        "region_code": "152223",
        "scope": "own",
        "year": 2024,
        "phone": "0482-6540003",
        "website": "http://www.zltq.gov.cn/",
        "mirror_signs": "",
    },
    "report_003": {
        "title": "2020年高新区(新市区)政府信息公开工作年度报告",
        "agency": "高新区(新市区)",
        "level": "county",
        "region_code": "650104",
        "region_name": "新市区",
        "year": 2020,
        "published_on": "2021-01-30",
        "mirror_signs": "traditional",
    },
    "report_004": {
        "title": "鄂尔多斯市自然资源局2020年政府信息公开工作年度报告",
        "agency": "鄂尔多斯市自然资源局",
        "level": "department",
        "parent_level": "prefecture",
        "region_code": "150600",
        "region_name": "鄂尔多斯市",
        "scope": "own",
        "year": 2020,
        "published_on": "2021-01-14",
        "issuer": "鄂尔多斯市自然资源局",
        "phone": "",  # the only number printed is a hotline for complaints about the portal
        "email": "ordosxxbs@163.com",
        "site_code": "1506000004",
        "mirror_signs": "",
    },
}


def read(path: Path) -> About:
    text = path.read_bytes().decode("utf-8-sig")
    blocks = tuple(Line(line, f"L{n}") for n, line in enumerate(text.splitlines(), 1))
    document = Document(path.name, "", len(text), "txt", "utf-8", blocks)
    page = make_page(document)
    return find_about(document, page, find_sections(page, read_tables(page).lines))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
@pytest.mark.parametrize("name", TRUTH)
def test_who_where_and_when(name, folder):
    about = read(next(folder.glob(f"{name}*")))
    assert {key: getattr(about, key) for key in TRUTH[name]} == TRUTH[name]


def test_two_titles_are_both_kept_as_cues():
    about = read(SAMPLE / "report_003.txt")
    titles = [cue.raw for cue in about.cues if cue.cue == "title"]
    assert titles == [
        "2020年高新區(新市區)政府信息公開工作年度報告",
        "高新區(新市區)政府2020年信息公開工作年度報告",
    ]


def test_a_merged_zone_is_its_district_and_says_so():
    cues = {cue.cue: cue for cue in read(SAMPLE / "report_003.txt").cues}
    assert (cues["devzone"].value, cues["devzone"].points_to) == ("高新区", "county")


def test_the_police_number_gives_the_prefecture_only():
    cues = {cue.cue: cue for cue in read(SAMPLE / "report_004.txt").cues}
    assert cues["police"].value == "15060302000173"  # registered in 康巴什区, 150603
    assert cues["police"].points_to == "150600"


def test_every_cue_points_to_its_line():
    for name in TRUTH:
        path = SAMPLE / f"{name}.txt"
        lines = path.read_text("utf-8-sig").splitlines()
        for cue in read(path).cues:
            if cue.locus:
                assert lines[int(cue.locus[1:]) - 1].strip().startswith(cue.raw[:40]), cue
