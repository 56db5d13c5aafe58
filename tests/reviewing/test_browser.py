"""The review pages in a real browser: click, type, download, read again, and nothing runs."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from browser import Visit, open_browser
from project_paths import SAMPLE

import gikstudy as gik
from gikstudy.evidence import page_of

OPEN_CELL = "requests/received_new/business"


@pytest.fixture(scope="module")
def browser():
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The sample, its dataset and its pages; tests do not change them."""
    folder = tmp_path_factory.mktemp("review")
    shutil.copytree(SAMPLE, folder / "raw")
    write_pages(folder)
    return folder


def write_pages(folder: Path) -> None:
    gik.extract(folder / "raw", out=folder / "set")
    gik.review(folder / "set", raw=folder / "raw", out=folder / "review")


def report_id(folder: Path, source: str) -> str:
    reports = gik.load_dataset(folder / "set").reports
    return reports.set_index("source")["report_id"][source]


def to_traditional(visit: Visit) -> None:
    """From the index to the first open cell of the Traditional report, by what the page shows."""
    page = visit.page
    page.select_option("#by-script", label="Traditional")
    page.select_option("#by-needs", label="with open cells")
    visit.follow("#reports tbody tr td a")


# --- the whole way ----------------------------------------------------------------------------


def test_a_person_finds_an_open_cell_mends_it_and_sees_it_in_the_next_dataset(browser, tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "raw")
    write_pages(tmp_path)
    visit = Visit(browser)
    page = visit.open(tmp_path / "review" / "index.html")
    to_traditional(visit)
    assert "2 things (7 | 7)" in page.inner_text("#cell")
    assert [place.inner_text() for place in page.query_selector_all("#source .here")] == ["7", "7"]
    page.click("td[id='requests:received_new:business']")
    page.fill("[name=value]", "7")
    page.fill("[name=reason]", "the printed table of the original")
    page.fill("[name=who]", "a reviewer")
    page.click("#cell button[type=submit]")
    assert page.inner_text("#cell .said") == "Saved in this browser"
    visit.follow("header a:has-text('All reports')")
    assert "1 decisions in 1 reports" in page.inner_text("#count")
    visit.download("[data-download]", tmp_path / "raw" / "corrections.csv")
    write_pages(tmp_path)
    data = gik.load_dataset(tmp_path / "set")
    (cell,) = data.requests.query("state == 'corrected'").to_dict("records")
    assert (cell["row"], cell["applicant"], cell["value"]) == ("received_new", "business", 7)
    page.reload()
    visit.follow("#reports tbody tr:has-text('report_003') th a")
    told = page.inner_text("#corrections")
    for word in ("a reviewer", "2026-01-31", "the printed table of the original", "7 | 7"):
        assert word in told
    page.click("#corrections a")
    assert "Corrected by a reviewer on 2026-01-31" in page.inner_text("#cell")
    assert not visit.errors


def test_a_correction_that_is_in_the_file_stays_in_it_and_can_be_withdrawn(browser, tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "raw")
    lines = [
        "report,cell,action,value,expect,reason,who,date",
        f"report_003.txt,{OPEN_CELL},set,7,7 | 7,seen,one,2026-01-01",
        "report_000.txt,requests/granted/total,accept,,2,seen,one,2026-01-01",
    ]
    (tmp_path / "raw" / "corrections.csv").write_text("\n".join(lines) + "\n", "utf-8")
    write_pages(tmp_path)
    visit = Visit(browser)
    place = tmp_path / "review" / page_of(report_id(tmp_path, "report_003.txt"), OPEN_CELL)
    page = visit.open(Path(str(place).partition("#")[0]), OPEN_CELL.replace("/", ":"))
    page.check("[name=action][value=withdraw]")
    page.click("#cell button[type=submit]")
    visit.follow("header a:has-text('All reports')")
    got = visit.download("[data-download]", tmp_path / "got.csv")
    assert got.read_text("utf-8").splitlines() == [lines[0], lines[2]]


# --- places and keys ---------------------------------------------------------------------------


def test_a_click_in_the_source_finds_the_cell_and_back(browser, made):
    page = Visit(browser).open(
        made / "review" / "reports" / f"{report_id(made, 'report_003.txt')}.html"
    )
    page.click("#source [data-at='L23:2']")
    assert page.get_attribute("td[aria-selected=true]", "id") == "proactive:licensing:items_prev"
    page.click("td[id='requests:granted:total']")
    (place,) = page.query_selector_all("#source .here")
    assert (place.inner_text(), place.get_attribute("data-at")) == ("3", "L41:4")


def test_the_keyboard_is_enough(browser, made):
    visit = Visit(browser)
    page = visit.open(made / "review" / page_of(report_id(made, "report_003.txt")))
    page.click("td[id='requests:received_new:total']")
    press = page.keyboard.press
    press("ArrowLeft")
    assert page.evaluate("document.activeElement.id") == "requests:received_new:other_org"
    press("n")
    assert page.evaluate("document.activeElement.id") == "requests:granted:natural_person"
    press("p")
    press("Enter")
    assert page.evaluate("document.activeElement.value") == "set"
    press("Escape")
    press("s")
    assert page.evaluate("document.activeElement.id") == "source"
    press("s")
    press("a")
    page.keyboard.type("a reviewer")
    press("Enter")
    assert "Saved" in page.inner_text("#cell .said")
    assert page.evaluate("document.activeElement.id") == "requests:received_new:other_org"
    assert page.get_attribute("td.decided", "data-new") == "✓"


def test_a_wrong_value_is_refused_with_the_reason(browser, made):
    page = Visit(browser).open(made / "review" / page_of(report_id(made, "report_003.txt")))
    page.click("td[id='requests:received_new:business']")
    for value, said in (("seven", "Write a number"), ("7.5", "whole number"), ("7", "Say why")):
        page.fill("[name=value]", value)
        page.click("#cell button[type=submit]")
        assert said in page.inner_text("#cell .said")


# --- files -------------------------------------------------------------------------------------


def test_two_reviewers_share_the_work_and_their_agreement_is_measured(browser, made, tmp_path):
    files = []
    for who, value in (("one", "7"), ("two", "6")):
        visit = Visit(browser)
        page = visit.open(made / "review" / page_of(report_id(made, "report_003.txt")))
        for anchor, action in (("granted:total", "accept"), ("received_new:business", "set")):
            page.click(f"td[id='requests:{anchor}']")
            page.check(f"[name=action][value={action}]")
            if action == "set":
                page.fill("[name=value]", value)
                page.fill("[name=reason]", '+ looks so, "says" I')
            page.fill("[name=who]", who)
            page.click("#cell button[type=submit]")
        visit.follow("header a:has-text('All reports')")
        files.append(visit.download("[data-download]", tmp_path / f"{who}.csv"))
    (found,) = gik.review(made / "set", compare=files)
    assert (found.both, found.same, found.kappa) == (2, 1, 1.0)
    assert found.differ == (f"{report_id(made, 'report_003.txt')}/{OPEN_CELL}",)


def test_points_are_coded_on_the_page_and_the_sheet_can_be_compared(browser, made, tmp_path):
    visit = Visit(browser)
    page = visit.open(made / "review" / page_of(report_id(made, "report_002.txt")))
    assert not page.is_visible("#codes")
    page.click("#points li:first-child summary")
    page.check("#points li:first-child input[value=P04]")
    page.check("#points li:first-child input[value=P08]")
    visit.follow("header a:has-text('All reports')")
    sheet = visit.download("#sheet", tmp_path / "sheet.csv")
    (row,) = csv.DictReader(sheet.read_text("utf-8").splitlines())
    assert (row["item"], row["kind"], row["codes"]) == ("1", "problem", "P04;P08")
    (compared,) = gik.code_sheet(made / "set", coded=[sheet])
    assert compared.rows[0].points > 0


def test_a_file_of_another_browser_is_loaded(browser, made, tmp_path):
    file = tmp_path / "other.csv"
    row = f'{report_id(made, "report_003.txt")},{OPEN_CELL},set,7,7 | 7,"a, b",one,2026-01-01'
    file.write_text(f"report,cell,action,value,expect,reason,who,date\n{row}\n", "utf-8")
    visit = Visit(browser)
    page = visit.open(made / "review" / "index.html")
    page.set_input_files("#load", str(file))
    page.wait_for_function("document.getElementById('said').textContent !== ''")
    assert page.inner_text("#said") == "1 decisions loaded"
    got = visit.download("[data-download]", tmp_path / "got.csv")
    assert got.read_text("utf-8") == file.read_text("utf-8")


# --- for everybody -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "locale", "scheme"),
    [
        ("", "zh-CN", "light"),
        ("report_003.txt", "en-GB", "dark"),
        ("report_002.txt", "zh-CN", "light"),
    ],
)
def test_the_pages_have_no_serious_fault_of_accessibility(browser, made, source, locale, scheme):
    from axe_playwright_python.sync_playwright import Axe

    visit = Visit(browser, locale=locale, color_scheme=scheme)
    path = page_of(report_id(made, source)) if source else "index.html"
    page = visit.open(made / "review" / path, "requests:granted:business" if source else "")
    found = Axe().run(page).response["violations"]
    serious = [v for v in found if v["impact"] in ("serious", "critical")]
    assert not serious, [(v["id"], v["nodes"][0]["html"]) for v in serious]


@pytest.mark.parametrize("page", ["index.html", "report"])
def test_at_twice_the_size_nothing_is_cut_off(browser, made, page):
    # A window of 1,280 points at 200 % is one of 640.
    visit = Visit(browser, viewport={"width": 640, "height": 400})
    name = page_of(report_id(made, "report_003.txt")) if page == "report" else page
    shown = visit.open(made / "review" / name)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 640


def test_a_link_to_a_cell_leaves_the_head_of_the_page_in_sight(browser, made):
    page = Visit(browser).open(
        made / "review" / page_of(report_id(made, "report_003.txt")), "disputes:review:total"
    )
    assert page.evaluate("[scrollY, document.body.scrollTop]") == [0, 0]
    cell = page.locator("td[id='disputes:review:total']").bounding_box()
    assert 0 < cell["y"] < page.viewport_size["height"]


def test_both_languages_say_everything(browser, made):
    page = Visit(browser, locale="zh-CN").open(made / "review" / "index.html")
    chinese = page.inner_text("body")
    assert "未定格" in chinese
    assert "Open cells" not in chinese
    page.click("[data-do=language]")
    assert "Open cells" in page.inner_text("body")


# --- safe --------------------------------------------------------------------------------------

HOSTILE = "<script>window.hurt=1</script>\"'><img src=x onerror=window.hurt=1>"


def test_nothing_of_a_hostile_report_runs(browser, tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    text = (SAMPLE / "report_003.txt").read_text("utf-8")
    lines = text.splitlines()
    lines[0] = f"{lines[0]}{HOSTILE}</script>"
    lines[4] += f"javascript:window.hurt=1 {HOSTILE}"
    lines[38] = lines[38].replace("| 7 |", f"| 7{HOSTILE} |", 1)
    (raw / "a' onclick='window.hurt=1.txt").write_text("\n".join(lines), "utf-8")
    form = (SAMPLE.parents[2] / "tests/zoo/printed/form_2019_page.html").read_text("utf-8")
    (raw / "b.html").write_text(form.replace("<td>", "<td>&lt;script&gt;window.hurt=1&lt;/script&gt;", 3), "utf-8")  # fmt: skip
    write_pages(tmp_path)
    visit = Visit(browser)
    for path in sorted((tmp_path / "review").rglob("*.html")):
        page = visit.open(path)
        for cell in page.query_selector_all("td[data-s=unreadable], td[data-s=ambiguous]")[:3]:
            cell.click()
        assert page.evaluate("window.hurt") is None
        assert page.query_selector("img, a[href^=javascript], [onclick], [onerror]") is None
    assert not visit.errors
    inside = (tmp_path / "review").resolve().as_uri()
    assert all(url.startswith((inside, "blob:")) for url in visit.requests)


def test_the_policy_forbids_any_script_that_is_not_the_pages_own(browser, made):
    page = Visit(browser).open(made / "review" / "index.html")
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.hurt = 1';"
        " document.body.append(s); }"
    )
    assert page.evaluate("window.hurt") is None
