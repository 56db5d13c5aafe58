"""Archives that are damaged in one place: what is sound before and behind is read."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from project_paths import LENT

from gikstudy.reading import Record, list_sources
from gikstudy.reading.archives import containers

CRAWLS = LENT / "cases" / "other"
TEXTS = [f"某县第{n}中学2023年政府信息公开工作年度报告。".encode() * 40 for n in range(12)]


def listed(path: Path) -> list[Record]:
    return [record for source in list_sources([path]) for record in source.records()]


def sound(records: list[Record]) -> list[bytes]:
    return [record.data for record in records if not record.problem]


def losses(records: list[Record]) -> list[str]:
    return [record.problem for record in records if record.problem]


@pytest.fixture(params=["whole", "split"], autouse=True)
def splitting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "split":
        monkeypatch.setattr("gikstudy.reading.sources._WHOLE", 0)
        monkeypatch.setattr(containers, "RUN", 3)


def warc_record(data: bytes, number: int, head: bytes = b"") -> bytes:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + head + b"\r\n" + data
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-02-03T23:00:00Z\r\n"
        b"WARC-Target-URI: http://a.gov.cn/%d\r\n"
        % number
        + b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % len(block)
        + block
        + b"\r\n\r\n"
    )


WARC = [warc_record(text, n) for n, text in enumerate(TEXTS)]


@pytest.mark.parametrize("packing", ["", "each"])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Content-Length: ", b"Content-Langth: "),
        (b"Content-Length: ", b"Content-Length: 9"),
        (b"Content-Length: 2", b"Content-Length: "),
        (b"WARC/1.0", b"WXRC/1.0"),
    ],
)
def test_a_warc_record_with_a_bad_head_costs_itself(tmp_path, packing, old, new):
    parts = [*WARC[:5], WARC[5].replace(old, new, 1), *WARC[6:]]
    parts = list(map(gzip.compress, parts)) if packing else parts
    (tmp_path / "x.warc").write_bytes(b"".join(parts))
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:5] + TEXTS[6:]
    assert len(losses(records)) == 1
    assert {r.retrieved_on for r in records if not r.problem} == {"2024-02-03"}


def test_bytes_that_are_overwritten_cost_their_record(tmp_path):
    parts = list(map(gzip.compress, WARC))
    parts[4] = parts[4][:60] + bytes(20) + parts[4][80:]
    parts[9] = parts[9][: len(parts[9]) // 2]
    (tmp_path / "x.warc.gz").write_bytes(b"".join(parts))
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:4] + TEXTS[5:9] + TEXTS[10:]
    assert len(losses(records)) == 2
    assert all("damaged in the archive" in loss for loss in losses(records))


def test_a_chunk_that_is_cut_costs_its_record(tmp_path):
    chunked = b"Transfer-Encoding: chunked\r\n"
    good = b"5\r\n12345\r\n3;x=y\r\n678\r\n0\r\n\r\n"
    parts = [
        warc_record(good, 1, chunked),
        warc_record(good[:15], 2, chunked),
        warc_record(b"not in chunks", 3, chunked),
    ]
    (tmp_path / "x.warc").write_bytes(b"".join(parts))
    records = listed(tmp_path)
    assert sound(records) == [b"12345678", b"not in chunks"]
    assert "cut off in its last chunk" in losses(records)[0]


def test_compressed_pages_are_unpacked_and_pages_that_only_claim_it_are_read(tmp_path):
    page = b"<html>" + TEXTS[0]
    gz, br = b"Content-Encoding: gzip\r\n", b"Content-Encoding: br\r\n"
    parts = [
        warc_record(gzip.compress(page), 1, gz),
        warc_record(page, 2, gz),
        warc_record(page, 3, br),
        warc_record(gzip.compress(page)[:-30], 4, gz),
    ]
    (tmp_path / "x.warc").write_bytes(b"".join(parts))
    records = listed(tmp_path)
    assert sound(records) == [page, page, page]
    assert "cut off in its compressed body" in losses(records)[0]


def tar_of(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in zip(names, TEXTS, strict=False):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_tar_header_costs_its_own_file(tmp_path, packed):
    data = tar_of([f"{n}.txt" for n in range(12)])
    place = data.index(b"5.txt")
    data = data[: place + 50] + b"\xff" * 40 + data[place + 90 :]
    (tmp_path / "x.tar").write_bytes(gzip.compress(data) if packed else data)
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:5] + TEXTS[6:]
    assert len(losses(records)) == 1


@pytest.mark.parametrize("length", [100, 512 + 7])
def test_bytes_that_are_missing_from_a_tar_cost_what_they_touch(tmp_path, length):
    data = tar_of([f"{n}.txt" for n in range(12)])
    place = data.index(b"5.txt") + 600
    (tmp_path / "x.tar").write_bytes(data[:place] + data[place + length :])
    records = listed(tmp_path)
    found = sound(records)
    assert found[:5] == TEXTS[:5]
    assert found[-5:] == TEXTS[-5:]
    assert losses(records)


def test_tar_names_of_chinese_windows_are_legible(tmp_path):
    data = tar_of(["AAAA.txt"])
    header = bytearray(data[:512].replace(b"AAAA", "年报".encode("gbk")))
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (tmp_path / "x.tar").write_bytes(bytes(header) + data[512:])
    assert [record.name for record in listed(tmp_path)] == ["x.tar#年报.txt"]


def zip_of(names: list[str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in zip(names, TEXTS, strict=False):
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_a_zip_that_is_cut_gives_what_is_there(tmp_path, method):
    data = zip_of([f"{n}.txt" for n in range(12)], method)
    place = data.index(b"9.txt") + 60
    (tmp_path / "x.zip").write_bytes(data[:place])
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:9]
    assert [record.name for record in records[-2:]] == ["x.zip#9.txt", "x.zip#directory"]
    assert all(record.problem for record in records[-2:])


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_members_of_one_name_are_told_apart_and_backslashes_are_folders(tmp_path):
    (tmp_path / "x.zip").write_bytes(zip_of(["a.txt", "a.txt", "某县\\a.txt"]))
    records = listed(tmp_path)
    assert [r.name for r in records] == ["x.zip#a.txt", "x.zip#a.txt~2", "x.zip#某县/a.txt"]
    assert sound(records) == TEXTS[:3]


def lines() -> list[bytes]:
    return [json.dumps({"text": text.decode()}).encode() + b"\n" for text in TEXTS]


def test_json_lines_in_gzip_members_lose_the_damaged_one(tmp_path):
    parts = list(map(gzip.compress, lines()))
    parts[6] = parts[6][:40] + b"\xff" * 10 + parts[6][50:]
    (tmp_path / "x.jsonl.gz").write_bytes(b"".join(parts))
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:6] + TEXTS[7:]
    assert losses(records)


def test_json_lines_in_a_gzip_stream_that_is_cut_give_what_is_there(tmp_path):
    data = gzip.compress(b"".join(lines()), 0)
    (tmp_path / "x.jsonl.gz").write_bytes(data[: len(data) // 2])
    records = listed(tmp_path)
    found = sound(records)
    assert found == TEXTS[: len(found)]
    assert len(found) >= 5
    assert any("cut off" in loss for loss in losses(records))


def test_one_bad_line_of_json_costs_itself(tmp_path):
    rows = lines()
    rows[3] = rows[3][:100] + b"\n"
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(b"".join(rows)))
    records = listed(tmp_path)
    assert sound(records) == TEXTS[:3] + TEXTS[4:]
    assert len(losses(records)) == 1


@pytest.mark.skipif(not CRAWLS.is_dir(), reason="no crawls lie beside the project")
def test_the_crawls_that_lost_half_their_records():
    records = listed(CRAWLS / "I_warc_400_records_one_bad.warc.gz")
    assert len(sound(records)) == 400
    records = listed(CRAWLS / "I_warc_8_records_truncated_chunk.warc.gz")
    assert (len(sound(records)), len(losses(records))) == (7, 1)
