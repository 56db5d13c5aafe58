"""Files of the user in an output folder stay."""

from __future__ import annotations

import pytest

import gikstudy as gik
from gikstudy.analysis.pipeline import _beside


def test_a_foreign_table_is_refused_and_stays(few, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "reports.csv").write_text("mine")
    with pytest.raises(FileExistsError, match=r"reports.csv: gikstudy did not make it"):
        gik.extract(few, out=out)
    assert (out / "reports.csv").read_text() == "mine"
    (out / "reports.csv").rename(out / "mine.csv")
    gik.extract(few, out=out)
    gik.extract(few, out=out)
    assert (out / "mine.csv").read_text() == "mine"


def test_what_the_user_puts_into_a_study_stays(tmp_path):
    for text in ("old", "new"):
        with _beside(tmp_path / "study") as folder:
            (folder / f"{text}.html").write_text(text)
        (tmp_path / "study" / "notes.txt").write_text("mine")
    names = sorted(p.name for p in (tmp_path / "study").iterdir() if p.name[0] != ".")
    assert names == ["new.html", "notes.txt"]
