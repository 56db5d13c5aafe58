"""Files of the user in archives: applied at the top of a ZIP archive, else refused in a row."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from extract_runs import table
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.corrections import CorrectionError
from gikstudy.errors import GikstudyError

REPORT = sorted(SAMPLE.glob("*.txt"))[0]
CELL = next(c for c in gik.read_report(REPORT).cells if c.state == "reported" and c.value)
HEAD = "report,cell,action,value,expect,reason,who,date\n"
DAY = "2024-01-31"


def correction(report: str, day: str = DAY) -> str:
    return f"{HEAD}{report},{CELL.key},set,{CELL.value + 1},{CELL.raw},misread,me,{day}\n"


def origins(source: str) -> str:
    return f"source,url,retrieved_on,note\n{source},http://www.eq.gov.cn/1,{DAY},\n"


def zipped(path: Path, files: dict[str, str], at: str = "") -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(REPORT, f"{at}2020/a.txt")
        for name, text in files.items():
            archive.writestr(at + name, text)
    return path


def corrected(out: Path) -> int:
    cells = getattr(gik.load_dataset(out), CELL.table)
    return int((cells["state"] == "corrected").sum())


@pytest.mark.parametrize("named", ["2020/a.txt", "raw.zip#2020/a.txt"])
@pytest.mark.parametrize("length", [1, 300_000])  # a large archive is split into runs
def test_a_zip_archive_is_served_like_a_folder(tmp_path: Path, named: str, length: int) -> None:
    files = {
        "corrections.csv": correction(named),
        "sources.csv": origins(named),
        "dataset.json": '{"title": "One report"}',
        "frame_departments.csv": "level,function,name,first_year,last_year\nprefecture,公安,公安局,,\n",
    }
    files["2020/other.txt"] = "无" * length
    done = gik.extract(zipped(tmp_path / "raw.zip", files), out=tmp_path / "out")
    assert done.outcomes["report"] == 1
    assert corrected(tmp_path / "out") == 1
    first = table(tmp_path / "out", "reports")[0]
    assert (first["url"], str(first["retrieved_on"])) == ("http://www.eq.gov.cn/1", DAY)
    assert json.loads((tmp_path / "out" / "datapackage.json").read_text())["title"] == "One report"
    reasons = {row["source"]: row["reason"] for row in table(tmp_path / "out", "sources")}
    for name in ("corrections.csv", "sources.csv", "dataset.json", "frame_departments.csv"):
        assert "serves the run" in reasons[f"raw.zip#{name}"]


def test_a_bad_correction_in_a_zip_archive_stops_the_run(tmp_path: Path) -> None:
    path = zipped(tmp_path / "raw.zip", {"corrections.csv": correction("2020/a.txt", "soon")})
    with pytest.raises(CorrectionError, match=r"corrections.csv line 2: date 'soon'"):
        gik.extract(path, out=tmp_path / "out")
    path = zipped(tmp_path / "raw.zip", {"corrections.csv": correction("2020/b.txt")})
    with pytest.raises(CorrectionError, match=r"raw.zip#2020/b.txt: no such report"):
        gik.extract(path, out=tmp_path / "out")
    path = zipped(tmp_path / "raw.zip", {"sources.csv": origins("a.txt").replace(DAY, "soon")})
    with pytest.raises(GikstudyError, match=r"sources.csv line 2: retrieved_on 'soon'"):
        gik.extract(path, out=tmp_path / "out")


def refused(out: Path) -> list[object]:
    found = [row for row in table(out, "sources") if "not applied" in str(row["reason"])]
    assert all(row["outcome"] == "failed" for row in found)
    return sorted(row["source"] for row in found)


def test_anywhere_else_a_row_says_that_it_counts_for_nothing(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    files = {"corrections.csv": correction("2020/a.txt"), "sources.csv": origins("2020/a.txt")}
    zipped(raw / "below.zip", files)
    zipped(raw / "nested.zip", files, at="folder/")
    with tarfile.open(raw / "files.tar.gz", "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    done = gik.extract(raw, out=tmp_path / "out")
    assert "not applied: it counts only at the top of" in str(done)
    assert refused(tmp_path / "out") == [
        "below.zip#corrections.csv",
        "below.zip#sources.csv",
        "files.tar.gz#corrections.csv",
        "files.tar.gz#sources.csv",
        "nested.zip#folder/corrections.csv",
        "nested.zip#folder/sources.csv",
    ]
    gik.extract(raw / "nested.zip", out=tmp_path / "given")
    assert len(refused(tmp_path / "given")) == 2


def test_files_of_others_with_such_names_are_inputs(tmp_path: Path) -> None:
    files = {"a/sources.csv": "name,year\nx,2020\n", "a/dataset.json": '{"title": "theirs"}'}
    gik.extract(zipped(tmp_path / "raw.zip", files), out=tmp_path / "out")
    assert refused(tmp_path / "out") == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize("name", ["corrections.csv", "sources.csv", "dataset.json"])
@pytest.mark.parametrize("how", ["pipe", "link to nowhere"])
def test_a_file_of_the_user_that_is_no_file_stops_the_run(
    tmp_path: Path, name: str, how: str
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    if how == "pipe":
        os.mkfifo(raw / name)
    else:
        (raw / name).symlink_to(tmp_path / "gone")
    with pytest.raises(GikstudyError, match=f"{name} cannot be read: not a regular file"):
        gik.extract(raw, out=tmp_path / "out")
