"""Addresses of evidence: from a dataset, from a source, from what other verbs print."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.cli import main
from gikstudy.evidence import link_in, page_beside, page_of, review_of

KEY = "requests/received_new/business"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Raw reports, a dataset, and its pages, as a study lays them out."""
    made = tmp_path_factory.mktemp("evidence")
    shutil.copytree(SAMPLE, made / "raw")
    gik.extract(made / "raw", out=made / "processed")
    gik.review(made / "processed", raw=made / "raw", out=made / "processed" / "review")
    return made


def id_of(folder: Path, source: str) -> str:
    reports = gik.load_dataset(folder / "processed").reports
    return reports.set_index("source")["report_id"][source]


def test_a_link_leads_to_a_page_and_a_cell_that_exist(folder):
    dataset = folder / "processed"
    report_id = id_of(folder, "report_003.txt")
    link = link_in(dataset, report_id, KEY)
    assert link == f"review/{page_of(report_id, KEY)}"
    path, _, anchor = link.partition("#")
    assert f'id="{anchor}"' in (dataset / path).read_text("utf-8")


def test_without_pages_there_is_no_link(folder, tmp_path):
    assert review_of(tmp_path) is None
    assert link_in(tmp_path, "0" * 16) == ""
    assert link_in(folder / "processed", "0" * 16) == ""
    assert page_beside(tmp_path / "a.txt", "0" * 16) is None


def test_explain_names_the_page_of_a_cell(folder, capsys):
    assert main(["explain", str(folder / "raw" / "report_003.txt"), "--cell", KEY]) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("review page: ")
    assert last.endswith(f"review/{page_of(id_of(folder, 'report_003.txt'), KEY)}")


def test_explain_names_no_page_where_there_is_none(tmp_path, capsys):
    shutil.copy(SAMPLE / "report_003.txt", tmp_path)
    assert main(["explain", str(tmp_path / "report_003.txt"), "--cell", KEY]) == 0
    assert "review page" not in capsys.readouterr().out


def test_validate_and_diff_lead_to_the_cell(folder, tmp_path):
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    old, new = folder / "processed", tmp_path / "new"
    shutil.copytree(old, new)
    path = new / "requests.parquet"
    table = pq.read_table(path)
    report_id = id_of(folder, "report_003.txt")
    here = pc.and_(
        pc.equal(table["report_id"], report_id),
        pc.and_(pc.equal(table["row"], "received_new"), pc.equal(table["applicant"], "total")),
    )
    value = pc.if_else(here, pa.scalar(8, pa.int64()), table["value"])
    at = table.schema.get_field_index("value")
    pq.write_table(table.set_column(at, table.schema.field("value"), value), path)
    page = f"see review/{page_of(report_id, 'requests/received_new/total')}"
    assert any(str(problem).endswith(page) for problem in gik.validate(new))
    assert page in str(gik.diff(old, new))
