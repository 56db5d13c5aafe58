"""Inputs: folders, archives of every kind, and what becomes of damaged ones."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from gikstudy.reading import Record, limits, list_sources, read_document
from gikstudy.reading.archives import containers

PAGES = {f"某县/{n}.html": f"<html><p>某县{2019 + n}年度报告</p></html>".encode() for n in range(5)}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}


def listed(*paths: Path) -> list[Record]:
    sources = [pickle.loads(pickle.dumps(source)) for source in list_sources(paths)]
    return [record for source in sources for record in source.records()]


def contents(*paths: Path) -> dict[str, bytes]:
    records = listed(*paths)
    assert len({record.name for record in records}) == len(records)
    assert not any(record.problem for record in records)
    return {record.name: record.data for record in records}


@pytest.fixture(params=["whole", "split"])
def splitting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives read as one task, and in runs of two records."""
    if request.param == "split":
        monkeypatch.setattr("gikstudy.reading.sources._WHOLE", 0)
        monkeypatch.setattr(containers, "RUN", 2)


def zip_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tar_of(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def warc_of(members: dict[str, bytes], *, packed: bool) -> bytes:
    warc = pytest.importorskip("fastwarc.warc")
    out = []
    for name, data in members.items():
        record = warc.WarcRecord()
        record.init_headers(record_type=warc.WarcRecordType.response)
        record.headers["WARC-Target-URI"] = f"http://a.gov.cn/{name}"
        record.headers["Content-Type"] = "application/http; msgtype=response"
        media_type = "image/png" if name.endswith(".png") else "text/html; charset=utf-8"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n".encode()
        record.set_bytes_content(head + data)
        buffer = io.BytesIO()
        record.write(buffer)
        out.append(gzip.compress(buffer.getvalue()) if packed else buffer.getvalue())
    return b"".join(out)


def test_folders_are_listed_in_the_order_of_their_paths(tmp_path: Path) -> None:
    names = ["a.txt", "a/2.txt", "a/10.txt", "a-b.txt", "b/c/d.txt", "B.txt"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    assert [source.name for source in list_sources([tmp_path])] == sorted(names)


def test_only_what_is_named_in_the_docs_is_no_input(tmp_path: Path) -> None:
    for name in [
        "README.md",
        "corrections.csv",
        ".git/x",
        "Thumbs.db",
        "~$a.docx",
        "d/.x",
        "d/README.md",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    for name in ["d/corrections.csv", "a.jpg", "notes.md", "empty"]:
        (tmp_path / name).write_text("x")
    found = [source.name for source in list_sources([tmp_path])]
    assert found == ["a.jpg", "d/corrections.csv", "empty", "notes.md"]


def test_a_folder_linked_into_itself_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.txt").write_text("x")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    records = listed(tmp_path)
    assert [record.name for record in records] == ["a/x.txt", "gone.txt"]
    assert records[1].problem == "No such file or directory"


def test_a_missing_path_stops_the_call_at_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere: no such file or folder"):
        list_sources([tmp_path, tmp_path / "nowhere"])


@pytest.mark.usefixtures("splitting")
@pytest.mark.parametrize("packing", PACKERS)
def test_tar_holds_files(tmp_path: Path, packing: str) -> None:
    long = {"某" * 120 + ".txt": b"x", ".hidden": b"x", "__MACOSX/a": b"x"}
    (tmp_path / "x").write_bytes(PACKERS[packing](tar_of(PAGES | long)))
    expected = {f"x#{name}": data for name, data in PAGES.items()}
    assert contents(tmp_path) == expected | {"x#" + "某" * 120 + ".txt": b"x"}


@pytest.mark.usefixtures("splitting")
def test_zip_holds_files(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(zip_of(PAGES | {"d/": b"", ".hidden": b"x"}))
    assert contents(tmp_path) == {f"x.txt#{name}": data for name, data in PAGES.items()}


def test_zip_names_of_chinese_windows_are_legible(tmp_path: Path) -> None:
    data = zip_of({"AAAA.txt": b"x"}).replace(b"AAAA", "年报".encode("gbk"))
    (tmp_path / "x.zip").write_bytes(data)
    assert list(contents(tmp_path)) == ["x.zip#年报.txt"]


@pytest.mark.usefixtures("splitting")
@pytest.mark.parametrize("packing", PACKERS)
def test_json_lines_hold_pages_or_texts(tmp_path: Path, packing: str) -> None:
    rows = [
        {"url": "http://a.gov.cn/1", "html": "<p>年报</p>", "text": "年报"},
        {"text": "年\ud800报"},
        {"TEXT": "三"},
    ]
    lines = [json.dumps(row).encode() + b"\n" for row in rows]
    (tmp_path / "x").write_bytes(
        PACKERS[packing](lines[0] + b"\n" + lines[1] + lines[2] + b"[1]\n{")
    )
    records = listed(tmp_path)
    second = len(lines[0]) + 1
    assert records[0] == Record("<p>年报</p>".encode(), "x#0", "utf-8", "http://a.gov.cn/1")
    assert records[1][:2] == ("年?报".encode(), f"x#{second}")
    assert records[2].data == "三".encode()
    assert [bool(record.problem) for record in records] == [False, False, False, True, True]


@pytest.mark.usefixtures("splitting")
def test_parquet_holds_pages_or_texts(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {"n": range(7), "html": ["<p>1</p>", None, *["<p>3</p>"] * 5], "text": [*"abcdefg"]}
    )
    pq.write_table(table, tmp_path / "x.parquet", row_group_size=3)
    found = contents(tmp_path)
    assert list(found) == [f"x.parquet#{n}" for n in range(7)]
    assert found["x.parquet#1"] == b"b"
    assert found["x.parquet#6"] == b"<p>3</p>"


@pytest.mark.usefixtures("splitting")
@pytest.mark.parametrize("packing", ["", "each", "whole"])
def test_warc_holds_responses(tmp_path: Path, packing: str) -> None:
    data = warc_of(PAGES | {"a.png": b"\x89PNG"}, packed=packing == "each")
    (tmp_path / "x.warc").write_bytes(gzip.compress(data) if packing == "whole" else data)
    records = listed(tmp_path)
    assert [record.data for record in records] == list(PAGES.values())
    assert [(record.declared, record.problem) for record in records] == [("utf-8", "")] * 5
    assert records[1].url == "http://a.gov.cn/某县/1.html"
    assert records[0].name == "x.warc#0"


def test_wet_holds_texts(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    text = "某县2020年度报告\n".encode()
    head = "WARC-Target-URI: http://a.gov.cn/1\r\nContent-Type: text/plain\r\n"
    records = [
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{head}Content-Length: {len(text)}\r\n\r\n".encode()
        + text
        + b"\r\n\r\n"
        for kind in ("warcinfo", "conversion", "metadata", "conversion")
    ]
    (tmp_path / "x.wet.gz").write_bytes(b"".join(map(gzip.compress, records)))
    found = listed(tmp_path)
    assert [(record.data, record.url) for record in found] == [(text, "http://a.gov.cn/1")] * 2


@pytest.mark.parametrize("packing", PACKERS)
def test_a_compressed_document_keeps_its_own_name(tmp_path: Path, packing: str) -> None:
    name = f"x.html{packing}"
    (tmp_path / name).write_bytes(PACKERS[packing](PAGES["某县/0.html"]))
    assert contents(tmp_path / name) == {name: PAGES["某县/0.html"]}


def test_records_are_the_same_whole_and_in_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.tar.gz").write_bytes(gzip.compress(tar_of(PAGES)))
    whole = listed(tmp_path)
    monkeypatch.setattr("gikstudy.reading.sources._WHOLE", 0)
    monkeypatch.setattr(containers, "RUN", 2)
    assert listed(tmp_path) == whole
    counts = [source.count for source in list_sources([tmp_path])]
    assert counts == [2, 2, 1]


@pytest.mark.usefixtures("splitting")
@pytest.mark.parametrize("cut", [30, 700])
@pytest.mark.parametrize(
    "make", [lambda: tar_of(PAGES), lambda: gzip.compress(tar_of(PAGES), 0), lambda: zip_of(PAGES)]
)
def test_a_cut_archive_is_accounted_for(
    tmp_path: Path, make: Callable[[], bytes], cut: int
) -> None:
    (tmp_path / "x").write_bytes(make()[:-cut] if cut == 30 else make()[:cut])
    records = listed(tmp_path)
    assert records
    assert all(record.data in PAGES.values() for record in records if not record.problem)
    assert all("\n" not in record.problem for record in records)


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    data = zip_of({"a": b"A" * 50, "b": b"B" * 50, "c": b"C" * 50})
    place = data.index(b"b") + 3
    (tmp_path / "x.zip").write_bytes(data[:place] + b"\xff\xff" + data[place + 2 :])
    assert [bool(record.problem) for record in listed(tmp_path)] == [False, True, False]


@pytest.mark.usefixtures("splitting")
@pytest.mark.parametrize("data", [zip_of({}), tar_of({}), zip_of({".hidden": b"x"})])
def test_an_empty_archive_is_accounted_for(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x").write_bytes(data)
    (record,) = listed(tmp_path)
    assert (record.name, bool(record.problem or record.data)) == ("x", True)


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DOCUMENT_BYTES", 100_000)
    zeros = bytes(5_000_000)
    (tmp_path / "1.zip").write_bytes(zip_of({"a": zeros, "b": b"b"}))
    (tmp_path / "2.gz").write_bytes(gzip.compress(zeros))
    (tmp_path / "3.tar.xz").write_bytes(lzma.compress(tar_of({"a": zeros, "b": b"b"})))
    records = {record.name: (record.data, record.problem) for record in listed(tmp_path)}
    assert "the limit of a document" in records["1.zip#a"][1]
    assert records["1.zip#b"] == (b"b", "")
    assert "the limit of a document" in records["2.gz"][1]
    assert "times its size" in records["3.tar.xz"][1]


def test_an_address_is_opened_by_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://reports/a/1.txt", "wb") as file:
        file.write(b"one")
    with fsspec.open("memory://reports/2.zip", "wb") as file:
        file.write(zip_of({"b": b"two"}))
    records = [r for s in list_sources(["memory://reports"]) for r in s.records()]
    assert [(r.name, r.data) for r in records] == [("2.zip#b", b"two"), ("a/1.txt", b"one")]
    with pytest.raises(ValueError, match="no such file or folder"):
        list_sources(["memory://nowhere"])


def test_a_source_tells_when_its_file_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one")
    (before,) = list_sources([path])
    path.write_text("three")
    (after,) = list_sources([path])
    assert before.name == after.name == "a.txt"
    assert before.fingerprint != after.fingerprint
    assert after.read() == b"three"


def test_a_record_without_data_becomes_a_document_with_its_problem() -> None:
    document = read_document(*Record(b"", "x.zip#a", problem="encrypted")[:6])
    assert (document.source, document.problem) == ("x.zip#a", "encrypted")
