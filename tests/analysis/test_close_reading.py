"""Looking at one report: the before and after of the cleaning, and the nearest pair of two years."""

from __future__ import annotations

import pytest
from project_paths import SAMPLE
from study_frames import as_dataset, make_reports

from gikstudy.analysis import close_reading


def test_cleaning_of_a_traditional_report_changes_characters_and_no_place():
    changed = close_reading.before_after(SAMPLE, "report_003.txt")
    title = changed.iloc[0]
    assert title["locus"] == "L1"
    assert "信息公開" in title["before"]
    assert title["after"] == title["before"].replace("高新區", "高新区").replace(
        "新市區", "新市区"
    ).replace("公開", "公开").replace("年度報告", "年度报告")
    lines = (SAMPLE / "report_003.txt").read_text("utf-8").splitlines()
    assert all(
        lines[int(locus[1:]) - 1].strip() == before.strip()
        for locus, before in zip(changed["locus"], changed["before"], strict=True)
    )


def test_an_input_that_is_not_there_is_named():
    with pytest.raises(LookupError, match=r"report_009.txt: not among the inputs"):
        close_reading.find_record(SAMPLE, "report_009.txt")


def test_a_report_is_read_again_with_its_cells_and_cues():
    report = close_reading.open_report(SAMPLE, "report_000.txt")
    cells = close_reading.cells_of(report).set_index("cell")
    assert cells.loc["proactive/procurement/amount", "value"] == 183_000_000
    assert "150624" in set(close_reading.cues_of(report)["points_to"])


def test_the_telling_report_is_the_traditional_one_with_most_open_cells():
    reports = make_reports(
        {"source": "a", "script": "simplified"},
        {"source": "b", "script": "traditional"},
        {"source": "c", "script": "traditional", "status": "failed"},
    )
    assert close_reading.telling_report(as_dataset({"reports": reports, "requests": []})) == "b"
    assert close_reading.telling_report(as_dataset({"reports": reports[2:]})) == "c"
    with pytest.raises(LookupError, match="holds no report"):
        close_reading.telling_report(as_dataset({}))


def test_the_nearest_pair_is_shown_sentence_by_sentence():
    old, new = (f"{i:016x}" for i in range(2))
    sections = [
        {
            "report_id": old,
            "section": "problems",
            "order": 5,
            "text": "一是人员不足。二是公开12条。",
        },
        {
            "report_id": new,
            "section": "problems",
            "order": 5,
            "text": "一是人员不足。二是公开15条。",
        },
    ]
    pair = {
        "report_id": new,
        "other_id": old,
        "section": "problems",
        "relation": "previous_year",
        "score": 1.0,
    }
    shown = close_reading.nearest_pair(
        as_dataset({"reports": make_reports({}, {}), "sections": sections, "similarity": [pair]})
    )
    assert shown["fate"].tolist() == ["same", "changed"]
    assert shown["after"].iloc[1].startswith("公开15条")
    assert close_reading.nearest_pair(as_dataset({})).empty
