"""Addresses name one document anywhere: in an archive, in a crawl, on a real S3 server."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import s3fs
from moto.server import ThreadedMotoServer
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.cli import main
from gikstudy.corrections import CorrectionError

REPORTS = sorted(SAMPLE.glob("*.txt"))
FIRST = REPORTS[0]


def zip_of(paths: list[Path]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in paths:
            archive.writestr(f"2020/{path.name}", path.read_bytes())
    return buffer.getvalue()


def warc_of(paths: list[Path]) -> tuple[bytes, list[int]]:
    parts, offsets = b"", []
    for path in paths:
        data = path.read_bytes()
        head = (
            "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Date: 2024-02-03T00:00:00Z\r\n"
            f"WARC-Target-URI: http://www.eq.gov.cn/{path.name}\r\n"
            f"Content-Type: text/plain\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        offsets.append(len(parts))
        parts += gzip.compress(head.encode() + data + b"\r\n\r\n")
    return parts, offsets


def test_a_record_is_read_by_its_address(tmp_path):
    wanted = gik.read_report(FIRST).cells
    (tmp_path / "a#b.zip").write_bytes(zip_of(REPORTS))
    data, offsets = warc_of(REPORTS)
    (tmp_path / "c.warc.gz").write_bytes(data)
    rows = [{"text": path.read_text("utf-8")} for path in REPORTS]
    pd.DataFrame(rows).to_parquet(tmp_path / "p.parquet")
    assert gik.read_report(tmp_path / f"a#b.zip#2020/{FIRST.name}").cells == wanted
    report = gik.read_report(tmp_path / f"c.warc.gz#{offsets[0]}")
    assert (report.cells, report.url) == (wanted, f"http://www.eq.gov.cn/{FIRST.name}")
    assert report.retrieved_on == "2024-02-03"
    assert gik.read_report(f"{tmp_path}/p.parquet#0").cells == wanted
    done = gik.extract(f"{tmp_path}/c.warc.gz#{offsets[1]}", out=tmp_path / "out")
    assert done.outcomes == {"report": 1}


def wacz_of(crawls: dict[str, bytes]) -> bytes:
    """Crawls with the lists that a browser writes beside them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in crawls.items():
            archive.writestr(f"archive/{name}", data)
        archive.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        archive.writestr("indexes/index.cdx", "cn,gov,eq)/ 20240203000000 {}\n")
        archive.writestr("datapackage.json", '{"profile": "data-package", "wacz_version": "1.1.1"}')
    return buffer.getvalue()


@pytest.mark.parametrize("packed", [True, False])
def test_a_wacz_file_holds_the_records_of_its_crawls(tmp_path, capsys, packed):
    wanted = gik.read_report(FIRST).cells
    (first, offsets), (second, _) = warc_of(REPORTS[:2]), warc_of(REPORTS[2:])
    if not packed:
        first, second = gzip.decompress(first), gzip.decompress(second)
    end = ".warc.gz" if packed else ".warc"
    path = tmp_path / "crawl.wacz"
    path.write_bytes(wacz_of({f"a{end}": first, f"b{end}": second}))
    done = gik.extract(path, out=tmp_path / "out")
    assert done.outcomes == {"report": 5}
    reports = gik.load_dataset(tmp_path / "out").reports
    assert list(reports["url"]) == [f"http://www.eq.gov.cn/{p.name}" for p in REPORTS]
    assert {str(day) for day in reports["retrieved_on"]} == {"2024-02-03"}
    key = f"archive/a{end}#{offsets[0]}"
    assert reports["source"][0] == f"crawl.wacz#{key}"
    assert gik.read_report(f"{path}#{key}").cells == wanted
    assert main(["explain", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[0].startswith(f"{path}#{key}  ")


def test_a_damaged_crawl_of_a_wacz_file_costs_itself(tmp_path):
    (first, _), (second, _) = warc_of(REPORTS[:2]), warc_of(REPORTS[2:])
    data = wacz_of({"a.warc.gz": first, "b.warc.gz": second})
    place = data.index(first) + len(first) // 4
    (tmp_path / "crawl.wacz").write_bytes(data[:place] + bytes(64) + data[place + 64 :])
    done = gik.extract(tmp_path / "crawl.wacz", out=tmp_path / "out")
    assert done.outcomes["report"] == 4
    assert done.outcomes["failed"] >= 1


def test_an_archive_is_listed_and_a_wrong_address_says_so(tmp_path, capsys):
    (tmp_path / "a.zip").write_bytes(zip_of(REPORTS))
    assert main(["explain", str(tmp_path / "a.zip")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"{tmp_path}/a.zip#2020/{FIRST.name}  ")
    assert len(lines) == 6
    assert main(["explain", lines[0].split("  ")[0]]) == 0
    with pytest.raises(ValueError, match="name one of its records"):
        gik.read_report(tmp_path / "a.zip")
    with pytest.raises(FileNotFoundError, match="no record nothing"):
        gik.read_report(tmp_path / "a.zip#nothing")
    with pytest.raises(FileNotFoundError):
        gik.read_report(tmp_path / "b.zip#nothing")


@pytest.fixture(scope="module")
def bucket(tmp_path_factory):
    """An S3 server on the loopback interface with the sample, an archive and a correction."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "test")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    system = s3fs.S3FileSystem()
    system.mkdir("reports")
    for path in REPORTS:
        system.pipe_file(f"reports/raw/{path.name}", path.read_bytes())
    system.pipe_file("reports/a.zip", zip_of(REPORTS))
    yield system
    server.stop()
    patch.undo()


def test_every_verb_takes_addresses_on_s3(bucket, tmp_path):
    wanted = gik.read_report(FIRST)
    assert gik.read_report(f"s3://reports/raw/{FIRST.name}").cells == wanted.cells
    assert gik.read_report(f"s3://reports/a.zip#2020/{FIRST.name}").cells == wanted.cells
    done = gik.extract("s3://reports/raw", out="s3://reports/out")
    assert done.outcomes == {"report": 5}
    assert gik.validate("s3://reports/out") == []
    assert len(gik.load_dataset("s3://reports/out").reports) == 5
    assert gik.export("s3://reports/out", "csv", tmp_path / "csv").is_dir()
    with pytest.raises(ValueError, match="--out"):
        gik.export("s3://reports/out", "csv")
    with pytest.raises(FileNotFoundError):
        gik.load_dataset("s3://reports/nothing")


def test_corrections_behind_an_address_are_applied_or_refused(bucket, tmp_path):
    cell = wanted = next(c for c in gik.read_report(FIRST).cells if c.state == "reported")
    place = "reports/raw/corrections.csv"
    head = "report,cell,action,value,expect,reason,who,date\n"
    row = f"{FIRST.name},{cell.key},set,{int(wanted.value or 0) + 1},{cell.raw},r,w,2024-01-31\n"
    bucket.pipe_file(place, (head + row).encode())
    try:
        gik.extract("s3://reports/raw", out=tmp_path / "out")
        table = getattr(gik.load_dataset(tmp_path / "out"), cell.table)
        assert (table["state"] == "corrected").sum() == 1
        bucket.pipe_file(place, (head + row.replace("2024-01-31", "soon")).encode())
        with pytest.raises(CorrectionError, match="line 2"):
            gik.extract("s3://reports/raw", out=tmp_path / "again")
    finally:
        bucket.rm(place)


def test_what_the_user_says_behind_an_address_is_taken(bucket, tmp_path):
    told = {
        "dataset.json": '{"title": "Five reports"}',
        "frame_departments.csv": "level,function,name,first_year,last_year\nprefecture,公安,公安局,,\n",
        "sources.csv": f"source,url,retrieved_on,note\n{FIRST.name},http://a.gov.cn/1,2024-05-06,\n",
    }
    for name, text in told.items():
        bucket.pipe_file(f"reports/raw/{name}", text.encode())
    try:
        gik.extract("s3://reports/raw", out=tmp_path / "out")
    finally:
        for name in told:
            bucket.rm(f"reports/raw/{name}")
    data = gik.load_dataset(tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert package["title"] == "Five reports"
    departments = data.missing.loc[data.missing["basis"] == "department"]
    assert set(departments["function"]) == {"公安"}
    (url,) = data.reports.loc[data.reports["source"] == FIRST.name, "url"]
    assert url == "http://a.gov.cn/1"
