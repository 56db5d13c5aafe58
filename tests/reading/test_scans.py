"""Pictures of pages: lines and cells are found, emptiness is seen, and nothing is said too surely."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace

import numpy as np
import pytest
from project_paths import DOCUMENTS
from scanned_tables import TITLE, readings_of, scanned_blocks

from gikstudy.engine.checked_report import report_of
from gikstudy.engine.work import DEADLINE, SCAN_DEADLINE, seconds_for
from gikstudy.model import Document, Line, PictureReading, Report
from gikstudy.reading import read_document

cv2 = pytest.importorskip("cv2", reason="needs pip install 'gikstudy[ocr]'")
pytest.importorskip("rapidocr", reason="needs pip install 'gikstudy[ocr]'")

from PIL import Image, ImageDraw  # noqa: E402

from gikstudy.reading.pdf.rulings import find_lattices  # noqa: E402
from gikstudy.reading.scans import page as scanned_page  # noqa: E402
from gikstudy.reading.scans.alternatives import texts_of  # noqa: E402
from gikstudy.reading.scans.lines import PixelBox, find_lines, has_ink  # noqa: E402
from gikstudy.reading.scans.page import ScannedSheet  # noqa: E402
from gikstudy.reading.scans.picture import prepared, skew, turned  # noqa: E402
from gikstudy.reading.scans.picture_pieces import cell_picture, recognised_pages  # noqa: E402

A4 = (1654, 2339)


@pytest.fixture(scope="module")
def page_bytes() -> bytes:
    return (DOCUMENTS / "page.tif").read_bytes()


@pytest.fixture(scope="module")
def document(page_bytes: bytes) -> Document:
    """A page printed by Chromium, in black and white, as the recogniser reads it."""
    return read_document(page_bytes, "page.tif")


@pytest.fixture(scope="module")
def report(document: Document) -> Report:
    return report_of(document)


def test_every_number_of_a_clean_page_is_proven(report: Report) -> None:
    with (DOCUMENTS / "page.csv").open(encoding="utf-8") as file:
        truth = {
            f"{r['table']}/{r['row']}/{r['column']}": int(r["value"]) for r in csv.DictReader(file)
        }
    read = {
        cell.key: (cell.state, cell.value) for cell in report.cells if cell.table != "proactive"
    }
    assert read == {key: ("proven", value) for key, value in truth.items()}


def test_what_was_recognised_is_marked(report: Report) -> None:
    assert report.about.year == 2020
    assert report.about.region_confidence == "low"
    assert [cue.locus for cue in report.about.cues if cue.cue == "ocr"] == ["P1R3C1"]
    assert {mention.qualifier for mention in report.mentions} == {"ocr"}
    assert not [c for c in report.checks if c.check.startswith("TX-") and c.result == "fail"]


def test_the_piece_of_the_picture_is_shown(
    page_bytes: bytes, document: Document, report: Report
) -> None:
    cell = report.cell("requests/handled_total/total")
    shown = cell_picture(page_bytes, document, cell.locus)
    assert sum(line.count("█") + line.count("▄") + line.count("▀") for line in shown) > 20
    assert cell_picture(page_bytes, document, "P9R9C9") == []
    (page,) = recognised_pages(page_bytes, document)
    frame = next(frame for frame in page.frames if frame.locus == cell.locus)
    picture = np.asarray(Image.open(io.BytesIO(page.png)).convert("L"))
    scale = picture.shape[1] / page.width
    inside = picture[
        round((frame.y + 2) * scale) : round((frame.y + frame.height - 2) * scale),
        round((frame.x + 2) * scale) : round((frame.x + frame.width - 2) * scale),
    ]
    assert 0 < (inside < 128).mean() < 0.5


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_page_on_its_side_or_upside_down_is_turned(quarters: int, report: Report) -> None:
    page = Image.open(DOCUMENTS / "page.tif")
    data = picture_file("PNG", page.rotate(90 * quarters, expand=True))
    lying = read_document(data)
    assert {reading.turn for reading in lying.readings} == {4 - quarters}
    assert [(c.key, c.state, c.value, c.locus) for c in report_of(lying).cells] == [
        (c.key, c.state, c.value, c.locus) for c in report.cells
    ]
    (shown,) = recognised_pages(data, lying)
    assert (shown.width < shown.height) is (page.width < page.height)


def test_a_page_that_no_turn_makes_readable_stays_as_it_is() -> None:
    page = np.array(ruled())
    page[310:330, 210:340] = 90
    assert {reading.turn for reading in scanned_page.read_picture(page, 1).readings} == {0}


# --- lines and ink


def ruled(columns: int = 8, rows: int = 12, step: int = 34) -> Image.Image:
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    xs = [200 + 150 * n for n in range(columns + 1)]
    ys = [300 + step * n for n in range(rows + 1)]
    for x in xs:
        draw.line((x, ys[0], x, ys[-1]), fill=0, width=3)
    for y in ys:
        draw.line((xs[0], y, xs[-1], y), fill=0, width=3)
    return page


@pytest.mark.parametrize("angle", [0.0, -1.7, 0.9])
def test_a_turned_table_is_found_whole(angle: float) -> None:
    page = turned(np.asarray(ruled()), angle)
    assert skew(page) == pytest.approx(-angle, abs=0.1)
    lines = find_lines(prepared(page).text)
    (lattice,) = find_lattices(lines.across, lines.down)
    assert (len(lattice.ys) - 1, len(lattice.xs) - 1, len(lattice.cells)) == (12, 8, 96)


def test_merged_cells_and_low_rows_are_found() -> None:
    page = ruled(step=24)
    draw = ImageDraw.Draw(page)
    draw.rectangle((352, 350, 498, 370), fill=255)
    draw.line((350, 350, 350, 370), fill=255, width=5)  # the wall between two cells of one row
    lines = find_lines(prepared(np.asarray(page)).text)
    (lattice,) = find_lattices(lines.across, lines.down)
    assert len(lattice.cells) == 95
    assert sorted(cell.colspan for cell in lattice.cells)[-1] == 2


def test_strokes_of_text_are_no_lines() -> None:
    page = Image.new("L", A4, 255)
    draw = ImageDraw.Draw(page)
    for n in range(30):
        draw.line((300 + 30 * n, 500, 326 + 30 * n, 500), fill=0, width=3)
    assert find_lines(np.asarray(page)).across == []


@pytest.mark.parametrize(("size", "inked"), [(2, False), (6, True)])
def test_a_speck_is_no_ink(size: int, inked: bool) -> None:  # noqa: FBT001
    layer = np.full((100, 100), 255, np.uint8)
    layer[40 : 40 + size, 40 : 40 + size] = 0
    assert has_ink(layer, PixelBox(0, 0, 100, 100)) is inked


def test_pale_ink_is_ink() -> None:
    layer = np.full((100, 100), 255, np.uint8)
    layer[40:60, 40:44] = 185
    assert has_ink(layer, PixelBox(0, 0, 100, 100))


def test_a_red_stamp_hides_nothing_and_leaves_no_blank() -> None:
    """On the layer for recognising it is gone; on the layer for emptiness it is there."""
    page = np.full((2339, 1654, 3), 255, np.uint8)
    page[500:600, 500:600] = (220, 30, 40)
    layers = prepared(page)
    region = PixelBox(480, 480, 620, 620)
    assert not has_ink(layers.text, region)
    assert has_ink(layers.ink, region)


# --- what the recogniser's answer allows


def answer(*frames: dict[str, float]) -> tuple[np.ndarray, tuple[str, ...]]:
    """An answer of the model: in each frame some characters, and otherwise none."""
    characters = ("", *"0123456789", "O", "件", " ")
    made = np.zeros((len(frames), len(characters)), np.float32)
    for at, frame in enumerate(frames):
        for character, weight in frame.items():
            made[at, characters.index(character)] = weight
        made[at, 0] = 1 - sum(frame.values())
    return made, characters


def test_alternatives_come_with_their_doubt() -> None:
    texts = dict(texts_of(*answer({"3": 0.98, "8": 0.0098}, {}, {"5": 0.9999})))
    assert texts["35"] == 0
    assert texts["85"] == pytest.approx(2, abs=0.01)
    lost = dict(texts_of(*answer({"1": 0.6}, {}, {"1": 0.999})))
    assert lost["1"] == pytest.approx(0.18, abs=0.02)
    hidden = dict(texts_of(*answer({"1": 0.999}, {"1": 0.01}, {"7": 0.05}, {"9": 0.999})))
    assert 0 < hidden["179"] < 2


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        ([("9", "8"), ("件",)], ("9件", "8件")),
        ([("共",), ("12", "72")], ("共12", "共72")),
        ([("9",), ("4",)], None),
        ([("9",), ("-",)], None),  # dirt, or a figure that is hardly printed
        ([("其他",), ("处理",)], None),
        ([("",)], ("",)),
        ([], None),
    ],
)
def test_a_unit_on_a_line_of_its_own_belongs_to_its_number(
    lines: list[tuple[str, ...]], texts: tuple[str, ...] | None
) -> None:
    box = PixelBox(0, 0, 9, 9)
    read = [(box, tuple((text, float(n)) for n, text in enumerate(each))) for each in lines]
    found = scanned_page._one_number(read)
    assert (found and tuple(text for text, _ in found[1])) == texts


@pytest.mark.parametrize(
    ("text", "clear"), [("00", False), ("07", False), ("0", True), ("70", True)]
)
def test_figures_that_may_be_those_of_two_cells_are_not_clear(text: str, *, clear: bool) -> None:
    box = PixelBox(0, 0, 9, 9)
    blank = np.full((9, 9), 255, np.uint8)
    reading = scanned_page._reading("P1R1C1", [(box, ((text, 0.0),))], box, blank, blank, 0.0)
    assert reading.clear is clear


def test_a_letter_in_the_place_of_a_figure_is_one() -> None:
    assert texts_of(*answer({"O": 0.7, "0": 0.2}))[0] == ("0", 0.0)
    assert texts_of(*answer({"5": 0.9}, {}, {"件": 0.9}))[0] == ("5件", 0.0)


# --- documents


def picture_file(kind: str, *pages: Image.Image) -> bytes:
    written = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if pages[1:] else {}
    pages[0].save(written, kind, **more)
    return written.getvalue()


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Stands for the recogniser: every page has one line; returns the sizes of the pictures."""
    sizes: list[tuple[int, int]] = []

    def read(colours: np.ndarray, number: int) -> ScannedSheet:
        sizes.append(colours.shape[:2])
        locus = f"P{number}R1"
        return ScannedSheet(
            [Line(f"第{number}段", locus)], [PictureReading(locus, ((TITLE, 0.0),))]
        )

    monkeypatch.setattr(scanned_page, "read_picture", read)
    return sizes


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"])
def test_files_of_pictures_are_pages(kind: str, recognised: list[tuple[int, int]]) -> None:
    data = picture_file(kind, Image.new("RGB", (800, 1100), "white"))
    document = read_document(data)
    assert (document.source_format, document.problem) == (kind.lower(), "")
    assert [block.text for block in document.blocks] == ["第1段"]
    assert recognised == [(1100, 800)]


def test_a_file_may_hold_several_pictures(recognised: list[tuple[int, int]]) -> None:
    pages = [Image.new("L", (800, 1100 + n), 255) for n in range(3)]
    document = read_document(picture_file("TIFF", *pages))
    assert [block.locus for block in document.blocks] == ["P1R1", "P2R1", "P3R1"]
    assert len(recognised) == 3


def test_a_scanned_page_of_a_pdf_is_recognised(recognised: list[tuple[int, int]]) -> None:
    document = read_document((DOCUMENTS / "scanned.pdf").read_bytes())
    assert [block.text for block in document.blocks] == ["第1段"]
    assert [reading.locus for reading in document.readings] == ["P1R1"]
    assert len(recognised) == 1


def test_a_picture_that_is_no_page_is_refused() -> None:
    icon = picture_file("PNG", Image.new("L", (64, 64), 255))
    assert "64 × 64 pixels" in read_document(icon).problem
    assert "damaged" in read_document(icon[:40]).problem


@pytest.mark.parametrize("name", ["page.tif", "scanned.pdf"])
def test_without_the_extra_the_remedy_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    data = (DOCUMENTS / name).read_bytes()
    document = read_document(data)
    assert document.blocks == ()
    assert "pip install 'gikstudy[ocr]'" in document.problem
    assert seconds_for(data) == DEADLINE


def test_only_pictures_get_more_time() -> None:
    assert seconds_for((DOCUMENTS / "page.tif").read_bytes()) == SCAN_DEADLINE
    assert seconds_for((DOCUMENTS / "writer.pdf").read_bytes()) == DEADLINE
    assert seconds_for(b"text") == DEADLINE


def test_the_model_lies_in_the_installed_package() -> None:
    from gikstudy.reading.scans.recogniser import _model

    path = _model()
    assert path is not None
    assert path.is_relative_to(next(p for p in path.parents if p.name == "rapidocr"))
    assert path.stat().st_size > 5_000_000


# --- what may be said of a page without the recogniser


def scanned_disputes(numbers: list[str]) -> Document:
    """A page with a table 3 of noughts and a table 4, every cell read without doubt."""
    blocks = scanned_blocks(numbers)
    return Document("s.png", "0" * 64, 1, "png", "", blocks, readings=readings_of(blocks))


def states(document: Document) -> list[str]:
    return [c.state for c in report_of(document).cells if c.table == "disputes"]


def test_a_cell_without_a_reading_is_unreadable() -> None:
    """A number from a line of text on a page that is a picture: its alternatives are unknown."""
    whole = scanned_disputes(["1", "2", "0", "0", "3", *"00000", *"10001"])
    assert states(whole) == ["proven"] * 15
    without = replace(whole, readings=tuple(r for r in whole.readings if r.locus != "P1R5C1"))
    assert states(without) == ["unreadable"] * 5 + ["proven"] * 10


def test_blanks_of_a_row_that_does_not_add_up_are_not_blank() -> None:
    """Where a line was missed, the row has cells of its neighbours."""
    assert (
        states(scanned_disputes(["1", "", "", "", "1", *"00000", *"10001"]))[1:4] == ["blank"] * 3
    )
    wrong = states(scanned_disputes(["1", "", "", "", "2", *"00000", *"10001"]))
    assert wrong[:5] == ["unreadable"] * 5
