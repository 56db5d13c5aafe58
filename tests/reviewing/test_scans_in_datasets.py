"""A scan in a dataset: its review page, what a correction changes, and its share in indicators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scanned_tables import readings_of, scanned_blocks
from selectolax.lexbor import LexborHTMLParser

import gikstudy as gik
from gikstudy.engine.apart import Apart
from gikstudy.evidence import anchor_of, page_of
from gikstudy.model import Grid

pytest.importorskip("cv2", reason="needs pip install 'gikstudy[ocr]'")
pytest.importorskip("rapidocr", reason="needs pip install 'gikstudy[ocr]'")

from PIL import Image

from gikstudy.reading.pdf.tables import RuledTable
from gikstudy.reading.scans import page as scanned_page
from gikstudy.reading.scans.page import ScannedSheet

NUMBERS = ["1", "2", "0", "0", "3", *"00000", *"10001"]
REQUESTS = {"received_new": "5", "granted": "4", "unable_not_held": "1", "handled_total": "5"}
STAMPED = "P1R5C1"
CELL = "disputes/review/upheld"
REVIEWS = [f"disputes/review/{o}" for o in ("upheld", "corrected", "other", "pending", "total")]


def stamped_page(_: np.ndarray, number: int) -> ScannedSheet:
    """The page as recognised: one number of table 4 lies under a stamp."""
    assert number == 1
    blocks = scanned_blocks(NUMBERS, REQUESTS)
    items = [RuledTable(b, (0.0, 500.0)) if isinstance(b, Grid) else b for b in blocks]
    readings = [
        r._replace(clear=False, texts=(*r.texts, ("7", 1.2))) if r.locus == STAMPED else r
        for r in readings_of(blocks)
    ]
    return ScannedSheet(items, readings)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The datasets before and after a correction, and the pages of the second one."""
    made = tmp_path_factory.mktemp("scan")
    raw = made / "raw"
    raw.mkdir()
    Image.new("RGB", (620, 877), "white").save(raw / "scan.png")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scanned_page, "read_picture", stamped_page)
        patched.setattr(Apart, "call", lambda _, read, *told, seconds: seconds and read(*told))
        gik.extract(raw, out=made / "before")
        (raw / "corrections.csv").write_text(
            "report,cell,action,value,expect,reason,who,date\n"
            f"scan.png,{CELL},set,1,1 | 7,below the stamp,me,2024-01-31\n",
            "utf-8",
        )
        gik.extract(raw, out=made / "after")
        gik.review(made / "after", raw=raw, out=made / "review")
    return made


def test_a_correction_proves_the_numbers_of_its_sum(folder: Path) -> None:
    found = gik.diff(folder / "before", folder / "after").changes
    assert set(found["cause"]) == {"correction came"}
    told = {
        "/".join((row["table"], row["row"], row["column"])): (row["before"], row["after"])
        for row in found.to_dict("records")
    }
    assert told == {
        key: ("unreadable", f"{n} {'corrected' if key == CELL else 'proven'}")
        for key, n in zip(REVIEWS, NUMBERS, strict=False)
    }


def test_the_review_page_shows_the_picture_with_a_frame_for_each_cell(folder: Path) -> None:
    (report,) = gik.load_dataset(folder / "after").reports.to_dict("records")
    shown = LexborHTMLParser((folder / "review" / page_of(report["report_id"])).read_text("utf-8"))
    for key, state in (
        (CELL, "corrected"),
        (REVIEWS[1], "proven"),
        ("requests/granted/total", "proven"),
    ):
        (cell,) = shown.css(f"td[id='{anchor_of(key)}']")
        assert cell.attributes["data-s"] == state
        (frame,) = shown.css(f"rect[data-at='{cell.attributes['data-l']}']")
        assert 0 < float(frame.attributes["y"] or 0) < 842
    (picture,) = shown.css("image")
    assert (folder / "review/reports" / str(picture.attributes["href"])).stat().st_size > 0


def test_proven_numbers_count_in_indicators_and_open_ones_leave_their_report_out(
    folder: Path,
) -> None:
    rates = gik.indicators
    before, after = (gik.load_dataset(folder / name) for name in ("before", "after"))
    for data in (before, after):
        assert rates.full_disclosure_rate(data)["value"].tolist() == [pytest.approx(0.8)]
    corrected = [rates.review_correction_rate(data) for data in (before, after)]
    assert [found["left_out"].tolist() for found in corrected] == [[1], [0]]
    assert corrected[0]["value"].isna().all()
    assert corrected[1]["value"].tolist() == [pytest.approx(2 / 3)]
