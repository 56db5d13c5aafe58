"""Made-up reports with known truth, held as files of every kind, become rows that say the truth."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from project_paths import DOCUMENTS

import gikstudy as gik
from gikstudy.model import Grid
from gikstudy.reading import read_document
from gikstudy.synthesis import Made, make_report
from gikstudy.synthesis.corpus import truth_table
from gikstudy.synthesis.evaluation import KEYS, TABLES, compare
from gikstudy.synthesis.made import TruthCell

# The reports that `make_documents.py` gave to LibreOffice and Chromium, and one in plain text.
WRITER = make_report(7, 147, family="HTML", script="simplified")
BROWSER = make_report(7, 62, family="HTML", script="simplified")
TEXT = make_report(7, 5, family="CELL_PIPE", script="simplified", clean=True)
Pack = Callable[[bytes], bytes]


def in_zip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("某市/年报", data)
    return buffer.getvalue()


def in_tar(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        member = tarfile.TarInfo("某市/年报")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


def in_json_lines(column: str) -> Pack:
    return lambda data: (json.dumps({column: data.decode()}, ensure_ascii=False) + "\n").encode()


def in_parquet(column: str) -> Pack:
    def pack(data: bytes) -> bytes:
        buffer = io.BytesIO()
        pq.write_table(pa.table({column: [data.decode()]}), buffer)
        return buffer.getvalue()

    return pack


def in_warc(data: bytes) -> bytes:
    warc = pytest.importorskip("fastwarc.warc")
    record = warc.WarcRecord()
    record.init_headers(record_type=warc.WarcRecordType.response)
    record.headers["WARC-Target-URI"] = "http://a.gov.cn/1.html"
    record.headers["Content-Type"] = "application/http; msgtype=response"
    record.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + data)
    buffer = io.BytesIO()
    record.write(buffer)
    return gzip.compress(buffer.getvalue())


def in_wet(data: bytes) -> bytes:
    warc = pytest.importorskip("fastwarc.warc")
    record = warc.WarcRecord()
    record.init_headers(record_type=warc.WarcRecordType.conversion)
    record.headers["WARC-Target-URI"] = "http://a.gov.cn/1.html"
    record.headers["Content-Type"] = "text/plain"
    record.set_bytes_content(data)
    buffer = io.BytesIO()
    record.write(buffer)
    return gzip.compress(buffer.getvalue())


def as_mhtml(data: bytes) -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "http://a.gov.cn/1.html"
    message.set_content(data.decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related()
    return message.as_bytes()


def as_xlsx(data: bytes) -> bytes:
    """A workbook as people make it of a page: the text in column A, the tables merged as shown."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    line = 0
    for block in read_document(data).blocks:
        if not isinstance(block, Grid):
            line += 1
            sheet.cell(line, 1, block.text)
            continue
        taken: set[tuple[int, int]] = set()
        for row in block.rows:
            line += 1
            column = 0
            for cell in row:
                column += 1
                while (line, column) in taken:
                    column += 1
                end = line + cell.rowspan - 1, column + cell.colspan - 1
                text = cell.text.strip()
                sheet.cell(line, column, int(text) if text.isdecimal() else text or None)
                if end != (line, column):
                    sheet.merge_cells(None, line, column, *end)
                taken |= {
                    (a, b) for a in range(line, end[0] + 1) for b in range(column, end[1] + 1)
                }
                column = end[1]
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def encoded(encoding: str) -> Pack:
    return lambda data: data.decode().encode(encoding)


FORMATS: dict[str, tuple[Made, Pack]] = {
    "utf-8.txt": (TEXT, bytes),
    "gbk.txt": (TEXT, encoded("gb18030")),
    "utf-16.txt": (TEXT, encoded("utf-16")),
    "page.html": (WRITER, bytes),
    "page.mhtml": (WRITER, as_mhtml),
    "book.xlsx": (WRITER, as_xlsx),
    "pages.zip": (WRITER, in_zip),
    "pages.tar.gz": (WRITER, in_tar),
    "page.html.gz": (WRITER, gzip.compress),
    "page.html.bz2": (WRITER, bz2.compress),
    "page.html.xz": (WRITER, lzma.compress),
    "pages.jsonl": (WRITER, in_json_lines("html")),
    "texts.jsonl": (TEXT, in_json_lines("text")),
    "pages.parquet": (WRITER, in_parquet("html")),
    "texts.parquet": (TEXT, in_parquet("text")),
    "crawl.warc.gz": (WRITER, in_warc),
    "crawl.wet.gz": (TEXT, in_wet),
}
FILES = {
    "writer.pdf": WRITER,
    "writer.docx": WRITER,
    "writer.doc": WRITER,
    "browser.pdf": BROWSER,
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_held_in_any_way_becomes_rows_that_are_true(tmp_path: Path, name: str) -> None:
    made, pack = FORMATS[name]
    place = tmp_path / "raw" / name
    place.parent.mkdir()
    place.write_bytes(pack(made.data))
    hold_against_truth(place, made, tmp_path / "out")


@pytest.mark.parametrize("name", FILES)
def test_a_report_saved_by_a_program_becomes_rows_that_are_true(tmp_path: Path, name: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdfium2")
    if name.endswith(".doc") and not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("needs LibreOffice to read Word 97 files")
    hold_against_truth(DOCUMENTS / name, saved(name), tmp_path / "out")


def saved(name: str) -> Made:
    """The report that a file was made from, with the numbers that it had then."""
    with (DOCUMENTS / name).with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = [(*row.values(),) for row in csv.DictReader(file)]
    cells = []
    for table, row, column, state, printed in rows:
        number = float(printed) if printed else None
        cells.append(TruthCell(table, row, column, state, number, number))
    return replace(FILES[name], cells=tuple(cells))


def hold_against_truth(place: Path, made: Made, out: Path) -> None:
    assert gik.extract(place, out=out).outcomes == {"report": 1}
    tables = [
        pd.read_parquet(out / f"{table}.parquet")
        .rename(columns={row: "row", column: "column"})
        .assign(table=table)[[*KEYS, "state", "value", "lower", "upper"]]
        for table, (row, column) in TABLES.items()
    ]
    reports = pd.read_parquet(out / "reports.parquet")
    (report_id,) = reports["report_id"]
    truth = truth_table([made]).to_pandas().assign(report_id=report_id)
    found = compare(truth, pd.concat(tables, ignore_index=True), reports)
    assert found.overall.cells > 150
    assert (found.overall.wrong, found.overall.outside, found.overall.missed) == (0, 0, 0)
    assert found.overall.share == 1.0
    assert (reports["year"][0], reports["form"][0]) == (made.year, made.form)
