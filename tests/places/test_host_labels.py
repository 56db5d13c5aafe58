"""Whose site a host is: what its labels can show, and what a short label cannot."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from project_paths import ROOT

from gikstudy.packaged import packaged_rows
from gikstudy.places.divisions import by_domain_label, divisions
from gikstudy.places.hosts import host_of, ownership
from gikstudy.places.levels import read_body

SHORT = 4


def test_the_codebook_says_how_many_divisions_have_no_short_label_of_their_own():
    own: dict[str, list[bool]] = defaultdict(list)
    for label, codes in by_domain_label().items():
        for code in codes if len(label) <= SHORT else ():
            own[code].append(len(codes) == 1)
    lacking = sum(not any(alone) for alone in own.values())
    said = f"of the {len(own):,} divisions with a short label for hosts, {lacking:,} have none"
    assert re.search(re.escape(said), (ROOT / "docs" / "codebook.md").read_text("utf-8"))


HANGZHOU = ("杭州市财政局", "department", "330100")
XIHU = ("杭州市西湖区文新街道办事处", "township", "330106")


@pytest.mark.parametrize(
    ("host", "body", "owner"),
    [
        ("www.hangzhou.gov.cn", HANGZHOU, "own"),
        ("czj.zj.gov.cn", HANGZHOU, "own"),  # the province's
        ("www.datong.gov.cn", HANGZHOU, "elsewhere"),
        ("datong.hangzhou.gov.cn", HANGZHOU, "own"),  # a town of that name, perhaps
        ("gongan.hzgov.gov.cn", HANGZHOU, "open"),  # 公安局, and not 公安县: no widest name
        ("xihu.gov.cn", HANGZHOU, "open"),  # a district within the city
        ("www.hz.gov.cn", HANGZHOU, "open"),  # of Hangzhou, Huzhou, Huizhou …
        ("www.dtszf.gov.cn", HANGZHOU, "open"),
        ("www.hangzhou.gov.cn.example.com", HANGZHOU, "open"),
        ("www.hangzhou.com.cn", HANGZHOU, "open"),
        ("www.mof.gov.cn", HANGZHOU, "open"),  # the city's bureau is not the ministry's
        ("chaoyang.gov.cn", XIHU, "open"),  # some towns have the name of a county elsewhere
        ("www.datong.gov.cn", XIHU, "elsewhere"),
        ("zj.chinatax.gov.cn", ("国家税务总局杭州市税务局", "vertical", "330100"), "own"),
        ("datong.chinatax.gov.cn", ("国家税务总局杭州市税务局", "vertical", "330100"), "own"),
        ("www.gov.cn", ("国务院办公厅", "central", ""), "own"),
        ("www.gov.cn", HANGZHOU, "open"),
        ("www.hangzhou.gov.cn", ("财政部", "central", ""), "open"),
        ("www.gz.gov.cn", ("广州市人民政府", "prefecture", "440100"), "open"),
        ("www.henan.gov.cn", ("河南蒙古族自治县人民政府", "county", "632324"), "open"),
        ("www.luan.gov.cn", ("寿县人民政府", "county", "340422"), "own"),  # until 2015
        ("www.hangzhou.gov.cn", ("某局", "department", ""), "open"),
        ("www.hangzhou.gov.cn", ("某局", "department", "999999"), "open"),
    ],
)
def test_whose_site_a_host_is(host, body, owner):
    assert ownership(host, *body) == owner


def test_the_spelled_name_of_a_division_is_never_elsewhere():
    for division in divisions():
        syllables = division.pinyin.split()
        for length in {len(syllables), len(division.short_name)}:
            host = f"www.{''.join(syllables[:length])}.gov.cn"
            assert ownership(host, division.name, "county", division.code) != "elsewhere"


def test_each_ministry_is_known_by_its_host():
    for row in packaged_rows("gikstudy.places", "state_hosts.csv"):
        host = f"www.{row['label']}.gov.cn".replace("..", ".")
        assert ownership(host, row["example"], "central", "") == "own", row
        assert read_body(row["example"], 2020).level in ("central", "vertical"), row


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://user:word@WWW.EQ.GOV.CN.:8443/a?b=//c", "www.eq.gov.cn"),
        ("www.eq.gov.cn:8080/a", "www.eq.gov.cn"),
        ("file:///home/a.html", ""),
        ("mailto:a@eq.gov.cn", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url, host):
    assert host_of(url) == host
