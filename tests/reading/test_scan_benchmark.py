"""The benchmark of scans counts what is on the paper, and its runs can be added up."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks_by_name import benchmark

pytest.importorskip("cv2", reason="needs pip install 'gikstudy[ocr]'")

from PIL import Image, ImageDraw

scans = benchmark("scans")


def test_runs_that_were_saved_are_one_table(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for n, path in enumerate(paths):
        run = scans.Run()
        run.scores["blurred"].add(scans.Score(2, 1, 9.0, scans.Counter(printed=10, proven=9 - n)))
        run.scores["stamp"].add(scans.Score(1, 1, 3.0, scans.Counter(printed=10, wrong=n)))
        run.numbers.append(n)
        run.save(path)
    table = scans.merged(paths).table()
    assert "| blurred | 2 | 4 | 20 | 0.0% | 0 | 85.0% | 0 | 4.5 |" in table
    assert "| all | 4 | 6 | 40 | 0.0% | 0 | 42.5% | 1 | 4.0 |" in table
    with pytest.raises(SystemExit, match="report 0 was read in another run"):
        scans.merged([paths[0], paths[0]])


@pytest.mark.parametrize(("right", "cut"), [(540, False), (594, True)])
def test_a_page_wider_than_the_sheet_is_seen(right: int, cut: bool) -> None:  # noqa: FBT001
    page = Image.new("RGB", (595, 842), "white")
    ImageDraw.Draw(page).line((50, 300, right, 300), fill="black")
    assert scans.is_cut([page]) is cut
