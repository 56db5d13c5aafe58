"""Pages that look like a report give no figures and no codes; a report without tables does."""

from __future__ import annotations

from pathlib import Path

import pytest

from gikstudy import read_report

BODY = """一、基本情况
全年主动公开政府信息45条,收到公开申请3件。
二、存在的问题
一是更新不够及时。
"""
LOOK_ALIKES = {
    "model texts": "镇政务公开工作总结多篇\n【第1篇】工作总结\n"
    + BODY
    + "【第2篇】工作小结\n"
    + BODY,
    "model texts by number": "信息公开总结\n范文一\n" + BODY + "范文二\n" + BODY,
    "several texts": "2022年政府信息公开工作报告5篇\n" + BODY,
    "best of": "政府信息公开年度报告精选\n" + BODY,
    "template": "政府信息公开年度报告模版\n" + BODY,
    "names to be filled in": "2022年政府信息公开工作年度报告\n"
    + BODY
    + "XX镇高度重视。XX镇组织学习。××局配合XX镇做好工作。\n",
    "guide": "某某县政府信息公开指南\n" + BODY,
    "guide to requests": "政府信息公开申请指南\n公开政府信息45条。\n",
    "news": "我县发布了2022年政府信息公开工作年度报告\n日前,报告发布,全年主动公开政府信息45条。\n",
    "news of a launch": "市级部门2022年政府信息公开年报出炉\n全年主动公开政府信息45条。\n",
    "interpretation": "2022年政府信息公开工作年度报告解读\n" + BODY,
    "notice": "关于做好2022年政府信息公开工作年度报告编制工作的通知\n" + BODY,
}


def read(tmp_path: Path, text: str):
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    return read_report(page)


@pytest.mark.parametrize("text", LOOK_ALIKES.values(), ids=LOOK_ALIKES.keys())
def test_a_page_that_looks_like_a_report_gives_no_figures(tmp_path: Path, text: str) -> None:
    report = read(tmp_path, text)
    assert (report.status, report.mentions, report.codes) == ("not_a_report", (), ())


@pytest.mark.parametrize(
    "title",
    [
        "某某县民政局2022年政府信息公开工作年度报告",
        "某某县民政局关于公布2022年政府信息公开工作年度报告",
        "某某镇人民政府信息公开2022年年度报告",
    ],
)
def test_a_report_in_prose_is_a_report(tmp_path: Path, title: str) -> None:
    text = f"{title}\n一、总体情况\n全年主动公开政府信息45条。\n二、存在的主要问题及改进情况\n更新不够及时。\n三、其他\n无。\n"
    report = read(tmp_path, text)
    assert report.status == "no_tables"
    assert [m.value for m in report.mentions] == [45]
