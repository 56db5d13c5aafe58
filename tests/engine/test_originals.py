"""One report on several hosts: the copy on the site of its body is the original."""

from __future__ import annotations

from pathlib import Path

import pytest
from extract_runs import table

import gikstudy as gik

TITLE = "会同县林业局2020年政府信息公开工作年度报告"
PROSE = (
    f"{TITLE}\n一、总体情况\n" + "会同县林业局全年主动公开政府信息42条，没有收到公开申请。\n" * 9
)
HOSTS = {
    "a_repost.txt": "https://news.example.com/a.html",
    "b_neighbour.txt": "https://lyj.datong.gov.cn/a.html",
    "c_own.txt": "https://lyj.huitong.gov.cn/a.html",
    "d_unknown.txt": "",
}


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    raw, out = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("out")
    listed = ["source,url,retrieved_on,note"]
    for number, (name, url) in enumerate(HOSTS.items()):
        # Each site prints its own date of the copy.
        (raw / name).write_text(f"{PROSE}浏览次数:{number}\n", "utf-8")
        listed += [f"{name},{url},2024-03-01,"] if url else []
    (raw / "sources.csv").write_text("\n".join(listed), "utf-8")
    gik.extract(raw, out=out)
    assert gik.validate(out) == []
    return out


def test_the_copy_on_the_host_of_its_body_is_the_original(rows: Path) -> None:
    reports = {row["source"]: row for row in table(rows, "reports")}
    original = reports["c_own.txt"]["report_id"]
    assert {name: row["duplicate_of"] for name, row in reports.items()} == {
        name: "" if name == "c_own.txt" else original for name in HOSTS
    }


def test_a_repost_says_so(rows: Path) -> None:
    signs = {row["source"]: row["mirror_signs"] for row in table(rows, "reports")}
    assert signs == {
        "a_repost.txt": "host",
        "b_neighbour.txt": "host",
        "c_own.txt": "",
        "d_unknown.txt": "",
    }


def test_the_check_of_host_and_body_is_in_the_table(rows: Path) -> None:
    names = {row["report_id"]: row["source"] for row in table(rows, "reports")}
    found = {
        names[row["report_id"]]: row["result"]
        for row in table(rows, "checks")
        if row["check"] == "HOST-BODY"
    }
    assert found == {"a_repost.txt": "undecided", "b_neighbour.txt": "fail", "c_own.txt": "pass"}
