"""What the review pages say, read as HTML: places, reasons, bytes, and calls that make no sense."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from project_paths import PACKAGE, ROOT, SAMPLE
from selectolax.lexbor import LexborHTMLParser

import gikstudy as gik
from gikstudy.corrections import CorrectionError
from gikstudy.errors import CallError, NotFoundError, OutputExistsError
from gikstudy.evidence import anchor_of, page_of
from gikstudy.model import STATES
from gikstudy.packaged import packaged_rows

PRINTED = ROOT / "tests/zoo/printed"
PAGES = {
    "form_2019_page.html": "T2R6C9",
    "form_2019_openpyxl.xlsx": "T1R34C10",
    "form_2019_pandoc_docx.docx": "T2R6C9",
    "form_2019_chromium.pdf": "P1R34C9",
    "form_2021_pikepdf_turned.pdf": "P1R32C9",
}
GRANTED = "requests/granted/total"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    shutil.copytree(SAMPLE, made / "raw")
    for name in PAGES:
        shutil.copy(PRINTED / name, made / "raw")
    gik.extract(made / "raw", out=made / "set")
    gik.review(made / "set", raw=made / "raw", out=made / "review")
    return made


def page(folder: Path, source: str) -> LexborHTMLParser:
    reports = gik.load_dataset(folder / "set").reports.set_index("source")
    return LexborHTMLParser((folder / "review" / page_of(reports["report_id"][source])).read_text())


def index_rows(folder: Path) -> list[list]:
    text = (folder / "review/assets/data.js").read_text("utf-8")
    return json.loads(text.removeprefix("globalThis.gikData=").rstrip(";\n"))["reports"]


@pytest.mark.parametrize("source", PAGES)
def test_each_format_has_the_place_of_a_cell_on_its_page(folder, source):
    shown = page(folder, source)
    (cell,) = shown.css(f"td[id='{anchor_of(GRANTED)}']")
    locus = cell.attributes["data-l"]
    assert locus == PAGES[source]
    kinds = {place.tag for place in shown.css(f"[data-at='{locus}']")}
    assert kinds == ({"rect", "td"} if source.endswith(".pdf") else {"td"})
    place = next(p for p in shown.css(f"[data-at='{locus}']") if p.tag == "td")
    assert place.text() == cell.text().replace(",", "")


def test_the_frame_of_a_cell_is_around_its_number(folder):
    import pypdfium2

    shown = page(folder, "form_2019_chromium.pdf")
    text = pypdfium2.PdfDocument(PRINTED / "form_2019_chromium.pdf")[0]
    height = text.get_height()
    words = text.get_textpage()
    found = 0
    for cell in shown.css("td[data-l^='P1R']"):
        for frame in shown.css(f"rect[data-at='{cell.attributes['data-l']}']"):
            x, y, w, h = (float(frame.attributes[n]) for n in ("x", "y", "width", "height"))
            inside = words.get_text_bounded(x, height - y - h, x + w, height - y)
            assert inside.strip() == cell.attributes["data-r"]
            found += 1
    assert found > 90


def test_every_cell_with_something_printed_has_its_place_on_the_page(folder):
    for row in index_rows(folder):
        shown = page(folder, row[15])
        places = {place.attributes["data-at"] for place in shown.css("[data-at]")}
        for cell in shown.css("td[data-s]"):
            if cell.attributes["data-r"]:
                assert cell.attributes["data-l"] in places, (row[15], cell.attributes)


def test_what_most_needs_a_look_comes_first(folder):
    rows = index_rows(folder)
    sample = [row[15] for row in rows if row[15].startswith("report_")]
    assert sample[:2] == ["report_003.txt", "report_004.txt"]
    traditional = next(row for row in rows if row[15] == "report_003.txt")
    assert traditional[9] == "traditional"
    assert traditional[10] == 45
    assert traditional[17] == "requests:received_new:natural_person"


def test_the_sums_of_the_form_are_links_to_their_cells(folder):
    shown = page(folder, "report_001.txt")
    terms = {a.attributes["href"] for a in shown.css(".checks a.term")}
    cells = {f"#{cell.attributes['id']}" for cell in shown.css("td[data-s]")}
    assert "#requests:handled_total:total" in terms
    assert terms <= cells


def test_figures_and_sections_are_marked_in_the_text(folder):
    shown = page(folder, "report_002.txt")
    marked = {m.attributes["data-names"]: m.text() for m in shown.css(".tx .mention")}
    assert marked["website_items"].endswith("更新66条")
    assert next(h.text() for h in shown.css(".ln.head .tx")).startswith("一、")


def test_without_raw_folders_the_pages_say_so(folder, tmp_path):
    done = gik.review(folder / "set", out=tmp_path / "pages")
    assert (done.reports, done.with_source) == (10, 0)
    text = next((tmp_path / "pages/reports").glob("*.html")).read_text("utf-8")
    assert "was not found in the raw folders" in text


def test_the_same_call_on_chosen_reports_gives_the_same_bytes(folder, tmp_path):
    data = gik.load_dataset(folder / "set", filters={"reports": [("script", "==", "traditional")]})
    for name in ("one", "two"):
        done = gik.review(data, raw=folder / "raw", out=tmp_path / name / "pages")
        assert done.reports == 2
    commands = re.compile(r"--out \S*pages")
    for path in sorted((tmp_path / "one").rglob("*")):
        if path.is_file():
            other = tmp_path / "two" / path.relative_to(tmp_path / "one")
            same = [commands.sub("", p.read_bytes().decode("latin-1")) for p in (path, other)]
            assert same[0] == same[1], path


def test_a_source_that_now_reads_otherwise_is_named(folder, tmp_path):
    shutil.copytree(folder / "raw", tmp_path / "raw")
    row = "report_003.txt,requests/received_new/business,set,7,7 | 7,seen,one,2026-01-01"
    head = "report,cell,action,value,expect,reason,who,date"
    (tmp_path / "raw/corrections.csv").write_text(f"{head}\n{row}\n", "utf-8")
    gik.review(folder / "set", raw=tmp_path / "raw", out=tmp_path / "review")
    texts = {p.name: p.read_text("utf-8") for p in (tmp_path / "review/reports").glob("*.html")}
    assert sum('id="stale"' in text for text in texts.values()) == 1


# --- calls that make no sense --------------------------------------------------------------------


@pytest.mark.parametrize("wrong", [{}, {"out": "pages", "compare": ["a.csv"]}])
def test_either_pages_or_a_comparison(folder, wrong):
    with pytest.raises(CallError, match="either out="):
        gik.review(folder / "set", **wrong)


def test_wrong_calls_stop_before_any_work(folder, tmp_path):
    with pytest.raises(NotFoundError, match="no dataset"):
        gik.review(tmp_path, out=tmp_path / "pages")
    with pytest.raises(CallError, match="no such file or folder"):
        gik.review(folder / "set", raw=tmp_path / "none", out=tmp_path / "pages")
    with pytest.raises(CallError, match="which is read"):
        gik.review(folder / "set", raw=folder / "raw", out=folder / "raw" / "pages")
    with pytest.raises(CallError, match="two reviewers"):
        gik.review(folder / "set", compare=["a.csv"])
    assert not (tmp_path / "pages").exists()


def test_a_folder_with_other_files_is_kept(folder, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputExistsError, match="other files"):
        gik.review(folder / "set", out=tmp_path)
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_decision_on_a_report_that_is_not_there_is_refused(folder, tmp_path):
    head = "report,cell,action,value,expect,reason,who,date"
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(f"{head}\nx.txt,L1:2,accept,,3,seen,one,2026-01-01\n")
    with pytest.raises(CorrectionError, match=r"x\.txt: not in the dataset"):
        gik.review(folder / "set", compare=[tmp_path / "a.csv", tmp_path / "b.csv"])


# --- words ---------------------------------------------------------------------------------------


def test_every_text_of_the_pages_is_said_in_both_languages_and_used():
    rows = packaged_rows("gikstudy.reviewing", "words.csv")
    assert len({row["key"] for row in rows}) == len(rows)
    assert all(row["zh"] and row["en"] for row in rows)
    for row in rows:
        fields = [sorted(re.findall(r"\{\w+\}", row[name])) for name in ("zh", "en")]
        assert fields[0] == fields[1], row["key"]
    code = "\n".join(
        path.read_text("utf-8")
        for path in (PACKAGE / "reviewing").rglob("*")
        if path.suffix in (".py", ".js", ".html")
    )
    built = ("why.", "problem", "improvement")  # of a state, and of a kind of point
    for row in rows:
        quoted = rf"[\"'`]{re.escape(row['key'])}[\"'`]"
        assert row["key"].startswith(built) or re.search(quoted, code), row["key"]


def test_every_state_has_a_reason():
    keys = {row["key"] for row in packaged_rows("gikstudy.reviewing", "words.csv")}
    for state in STATES:
        assert any(key.startswith(f"why.{state}") for key in keys), state
