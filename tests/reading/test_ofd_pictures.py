"""Pages of OFD files that are pictures: put together as they are seen, and recognised."""

from __future__ import annotations

import io

import numpy as np
import pytest
from ofd_pages import NAMES, START, packed

from gikstudy.engine.work import SCAN_DEADLINE, seconds_for
from gikstudy.model import Line, PictureReading, UnreadPages
from gikstudy.reading import read_document

pytest.importorskip("cv2", reason="needs pip install 'gikstudy[ocr]'")
pytest.importorskip("rapidocr", reason="needs pip install 'gikstudy[ocr]'")

from PIL import Image

from gikstudy.reading.ofd.pictures import picture_in
from gikstudy.reading.scans import page as scanned_page
from gikstudy.reading.scans.page import ScannedSheet
from gikstudy.reading.scans.picture_pieces import recognised_pages

WHOLE = '<ofd:ImageObject ResourceID="{}" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
SCAN = WHOLE.format(7)
SEAL = '<ofd:ImageObject ResourceID="8" Boundary="105 148.5 21 29.7"/>'
TURNED = '<ofd:ImageObject ResourceID="7" Boundary="0 0 210 297" CTM="0 210 -297 0 0 0"/>'
LINE = '<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M 20 20 L 90 20</ofd:AbbreviatedData></ofd:PathObject>'
TEXT = (
    '<ofd:TextObject Boundary="20 20 60 6" Size="4">'
    '<ofd:TextCode X="0" Y="4">政府信息公开</ofd:TextCode></ofd:TextObject>'
)
REMEDY = "put it through OCR first"


def picture(image: Image.Image, kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def scan() -> Image.Image:
    """A grey page with a black mark."""
    page = Image.new("L", (827, 1169), 200)
    page.paste(0, (100, 200, 140, 240))
    return page


def ofd(*pages: str, files: dict[str, bytes] | None = None) -> bytes:
    """A file of A4 pages; `7` is the scan of a page and `8` a seal with a hole in it."""
    seal = Image.new("RGBA", (40, 40), (255, 0, 0, 255))
    seal.paste((0, 0, 0, 0), (10, 10, 30, 30))
    given = files or {"a.png": picture(scan()), "b.png": picture(seal)}
    root = (
        f"<ofd:Document {NAMES}><ofd:CommonData><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
        "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        "</ofd:CommonData><ofd:Pages>"
        + "".join(f'<ofd:Page ID="{n}" BaseLoc="{n}.xml"/>' for n in range(len(pages)))
        + "</ofd:Pages></ofd:Document>"
    )
    media = "".join(
        f'<ofd:MultiMedia ID="{n}" Type="Image"><ofd:MediaFile>{name}</ofd:MediaFile></ofd:MultiMedia>'
        for n, name in enumerate(given, 7)
    )
    page = "<ofd:Page {}><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>"
    parts: dict[str, str | bytes] = {
        "OFD.xml": START,
        "Doc_0/Document.xml": root,
        "Doc_0/DocumentRes.xml": f'<ofd:Res {NAMES} BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>',
    }
    parts |= {f"Doc_0/{n}.xml": page.format(NAMES, shown) for n, shown in enumerate(pages)}
    return packed(parts | {f"Doc_0/Res/{name}": data for name, data in given.items()})


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stands for the recogniser: every page has one line."""

    def read(colours: np.ndarray, number: int) -> ScannedSheet:
        locus = f"P{number}R1"
        text = f"第{number}段高{colours.shape[0]}"
        return ScannedSheet([Line(text, locus)], [PictureReading(locus, ((text, 0.0),))])

    monkeypatch.setattr(scanned_page, "read_picture", read)


@pytest.mark.usefixtures("recognised")
def test_a_page_that_is_a_picture_is_recognised_among_printed_ones() -> None:
    data = ofd(TEXT, SCAN + SEAL)
    document = read_document(data)
    assert document.problem == ""
    assert [(b.text, b.locus) for b in document.blocks] == [
        ("政府信息公开", "P1R1"),
        ("第2段高2339", "P2R1"),
    ]
    assert [reading.locus for reading in document.readings] == ["P2R1"]
    assert document.unread is None
    assert seconds_for(data) == SCAN_DEADLINE
    assert [page.number for page in recognised_pages(data, document)] == [2]


def test_a_page_is_shown_as_it_is_seen() -> None:
    """A scan fills the page, and a seal hides only what lies below its ink."""
    seen = picture_in(ofd(SCAN + SEAL), 1)
    assert seen.shape == (2339, 1654, 3)
    assert tuple(seen[10, 10]) == (200, 200, 200)
    assert tuple(seen[440, 240]) == (0, 0, 0)
    assert tuple(seen[1180, 840]) == (255, 0, 0)
    assert tuple(seen[1286, 910]) == (200, 200, 200)


@pytest.mark.usefixtures("recognised")
@pytest.mark.parametrize(
    ("shown", "files"),
    [
        (TURNED, None),
        (SCAN + LINE, None),
        (WHOLE.format(99), None),
        (SCAN, {"a.jb2": b"\x97JB2\r\n\x1a\n"}),
        (SCAN, {"a.png": picture(scan())[:300]}),
    ],
)
def test_a_page_that_would_not_be_whole_is_named(
    shown: str, files: dict[str, bytes] | None
) -> None:
    document = read_document(ofd(TEXT, shown, files=files))
    assert [block.text for block in document.blocks] == ["政府信息公开"]
    assert document.unread == UnreadPages((2,), REMEDY)
    assert REMEDY in read_document(ofd(shown, files=files)).problem
