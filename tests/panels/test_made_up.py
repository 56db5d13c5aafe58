"""Panel and missing reports against the truth of made-up bodies."""

from __future__ import annotations

import pandas as pd
import pytest

import gikstudy as gik
from gikstudy.dataset.declarations import get_table
from gikstudy.panels.bodies import Study, body_tables
from gikstudy.panels.frame import usual_departments
from gikstudy.panels.totals import Cells
from gikstudy.places.bodies import body_key, id_of
from gikstudy.synthesis import write_corpus
from gikstudy.synthesis.evaluation import share_of_bodies
from gikstudy.synthesis.history import member_of, members

YEARS = range(2019, 2026)


def test_of_5000_reports_the_panel_has_the_bodies_and_missing_has_the_rest() -> None:
    """Headers alone: how well they are read is measured on whole reports below."""
    rows, truth = [], []
    for number in range(5000):
        turn, year = number // 7, 2019 + number % 7
        member = member_of(5, turn, year)
        body = member.in_year(year)
        key = body_key(body.name, body.level, body.region_code, year)
        told = {"agency": body.name, "body_name": body.name, "level": body.level}
        place = {"region_code": body.region_code, "parent_level": body.parent_level}
        found = {"report_id": f"{number:016x}", "body_id": id_of(key), "year": year}
        blank = dict.fromkeys(get_table("reports").names, "") | {"status": "ok"}
        rows.append(blank | told | place | found)
        truth.append((member.body, year))
    cells = Cells(
        *(
            pd.DataFrame({name: [] for name in get_table(table).names})
            for table in ("requests", "proactive", "disputes")
        )
    )
    study = Study(tuple(YEARS), usual_departments())
    made: dict[str, list[dict]] = {"bodies": [], "panel": [], "missing": []}
    for name, row in body_tables(pd.DataFrame(rows), cells, ("", "~"), study):
        made[name].append(row)
    panel = {row["report_id"]: row["body_id"] for row in made["panel"]}
    ids = pd.Series([panel.get(row["report_id"], "") for row in rows])
    assert share_of_bodies(pd.Series([body for body, _ in truth]), ids) >= 0.995
    missing = {(row["body_id"], row["year"]) for row in made["missing"]}
    assert missing.isdisjoint((row["body_id"], row["year"]) for row in made["panel"])
    own = {body: body_id for (body, _), body_id in zip(truth, ids, strict=True)}
    there = set(truth)
    for turn in range(715):
        for member in members(5, turn):
            for year in range(member.first_year, member.last_year + 1):
                if member.body in own and (member.body, year) not in there:
                    assert (own[member.body], year) in missing, (member.body, year)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made-up")
    write_corpus(84, folder / "made", seed=5)
    gik.extract(folder / "made" / "reports", out=folder / "out")
    truth = pd.read_parquet(folder / "made" / "truth_bodies.parquet")
    return gik.load_dataset(folder / "out"), truth


def test_reports_that_were_read_have_their_bodies(read) -> None:
    data, truth = read
    there = truth.loc[~truth["missing"]]
    panel = data.panel.set_index("report_id")["body_id"].reindex(there["report_id"])
    assert share_of_bodies(there["body"], panel) >= 0.995


def test_every_report_that_the_corpus_lacks_is_missing(read) -> None:
    data, truth = read
    ids = data.reports.set_index("report_id")["body_id"]
    own = truth.loc[~truth["missing"]].groupby("body")["report_id"].first().map(ids)
    gone = truth.loc[truth["missing"] & truth["year"].isin(list(YEARS))]
    missing = set(zip(data.missing["body_id"], data.missing["year"], strict=True))
    assert len(gone) >= 5
    for body, year in zip(gone["body"], gone["year"], strict=True):
        assert (own[body], year) in missing


def test_the_dataset_of_the_corpus_is_valid(read) -> None:
    data, _ = read
    assert gik.validate(data.folder) == []
