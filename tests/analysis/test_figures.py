"""Every figure in both languages: drawn without a missing glyph, captioned, described, or declined."""

from __future__ import annotations

import csv
import hashlib
import io
import logging
import warnings
from importlib.resources import files
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure
from PIL import Image
from plates import changed, corpus, entry, plate, texts
from study_frames import as_dataset, make_dataset, make_reports

from gikstudy.analysis import notebook_tables as tables
from gikstudy.analysis.figures import copying
from gikstudy.analysis.figures.album import FIGURES, Album
from gikstudy.analysis.figures.canvas import shortened, style, wrap
from gikstudy.analysis.figures.few import spread
from gikstudy.analysis.figures.places import tiles
from gikstudy.analysis.figures.plate import REPORT_COLUMNS, FigureNote
from gikstudy.analysis.labels import say

OF_FEW = ("request_flow", "cell_states", "checks_by_report", "prose_figures")


@pytest.fixture(scope="module")
def real():
    return make_dataset(5, range(2020, 2021), seed=4, synthetic=False)


@pytest.fixture(scope="module")
def nearly_nothing():
    return as_dataset({"reports": make_reports({})})


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_drawn_with_title_caption_and_every_glyph(name, language, caplog):
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")  # a glyph that the font lacks is a warning of matplotlib
        made = plate(name, language)
    assert isinstance(made.figure, Figure), str(made.note)
    assert not [r for r in caplog.records if "font" in r.getMessage().lower()]
    said = texts(made.figure)
    assert say(f"title.{name}", language) in said
    assert say(f"caption.{name}", language).split()[0][:6] in said.replace("\n", "")
    assert "made-up data" in said
    assert made.finding.text in made.alt
    assert say(f"alt.{name}", language) in made.alt


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["data_quality", "prose_checks", "problems", "cell_states"])
def test_nothing_is_cut_at_the_edges_of_a_picture(name, language):
    picture = Image.open(io.BytesIO(plate(name, language).png())).convert("L")
    wide, high = picture.size
    edges = [(0, 0, 2, high), (wide - 2, 0, wide, high), (0, 0, wide, 2), (0, high - 2, wide, high)]
    assert [picture.crop(edge).getextrema() for edge in edges] == [(255, 255)] * 4


@pytest.mark.parametrize("name", FIGURES)
def test_numbers_and_reports_of_a_figure_are_told_and_none_of_them_is_text_of_a_report(name):
    sheet = plate(name).sheet
    assert sheet is not None
    if name != "words":
        assert len(sheet.numbers)
    assert list(sheet.reports.columns) == list(REPORT_COLUMNS)
    known = set(corpus().reports["report_id"])
    assert set(sheet.reports["report_id"]) <= known
    assert (sheet.reports["used"].astype(bool) == sheet.reports["why"].eq("")).all()
    words = " ".join(map(str, sheet.numbers.select_dtypes(exclude="number").to_numpy().ravel()))
    assert "人民政府" not in words


@pytest.mark.parametrize("name", FIGURES)
def test_a_corpus_too_small_gets_a_note_or_a_figure_but_no_error(nearly_nothing, name, tmp_path):
    made = Album(tmp_path, "en").draw(name, nearly_nothing)
    assert made.finding.verdict == "cannot_tell"
    if name in ("coverage", "request_flow"):
        assert made.figure is not None
        return
    assert made.note is not None
    assert say(f"title.{name}", "en") in made.note.text
    assert "too little to say" in made.finding.text
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".json", ".txt"]
    assert made._repr_html_().startswith("<p")


@pytest.mark.parametrize("name", OF_FEW)
@pytest.mark.parametrize("bodies", [1, 10])
def test_figures_made_for_few_reports_are_drawn_for_one_and_for_ten(name, bodies):
    data = make_dataset(bodies, range(2021, 2022), seed=3, synthetic=False)
    made = FIGURES[name](data, "zh")
    assert made.figure is not None, str(made.note)
    assert made.finding.n > 0


def test_figures_of_real_reports_bear_no_mark_of_made_up_data(real):
    assert "made-up" not in texts(FIGURES["coverage"](real).figure)


def test_a_figure_is_saved_with_its_numbers_its_reports_and_the_same_bytes_each_time(tmp_path):
    for run in ("a", "b"):
        made = Album(tmp_path / run, "en").draw("backlog", corpus())
    names = sorted(p.name for p in (tmp_path / "a").iterdir())
    stem = "11_backlog"
    assert names == sorted(f"{stem}{end}" for end in (".png", ".svg", ".csv", "_reports.csv", ".json"))  # fmt: skip
    for name in names:
        first, second = (hashlib.sha256((tmp_path / run / name).read_bytes()).digest() for run in "ab")  # fmt: skip
        assert first == second, name
    with Image.open(tmp_path / "a" / f"{stem}.png") as picture:
        assert picture.text["Description"] == made.alt
    told = entry(tmp_path / "a", stem)
    assert told["finding"]["en"] == made.finding.text
    assert told["verdict"] == made.finding.verdict
    assert told["finding"]["zh"] != told["finding"]["en"]
    read = pd.read_csv(tmp_path / "a" / f"{stem}_reports.csv", keep_default_na=False)
    assert len(read) == len(made.sheet.reports)
    page = made._repr_html_()
    assert page.startswith(f"<h3>{made.finding.text[:20]}")
    assert f"{stem}_reports.csv" in page


def test_a_note_takes_the_place_of_an_older_figure(nearly_nothing, tmp_path):
    Album(tmp_path, "en").draw("backlog", corpus())
    Album(tmp_path, "en").draw("backlog", nearly_nothing)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["11_backlog.json", "11_backlog.txt"]


def test_a_figure_that_nobody_declared_is_an_error_that_lists_them(tmp_path):
    with pytest.raises(ValueError, match="figure 'lorenz': legal are coverage"):
        Album(tmp_path).draw("lorenz", corpus())


def test_notes_and_headings_show_report_text_escaped():
    assert "<script>" not in FigureNote("<script>alert(1)</script>")._repr_html_()
    reports = corpus().reports.assign(agency="<b>x</b>")
    made = FIGURES["body_profile"](changed(corpus(), reports=reports), "en", body="<b>x</b>")
    assert "<b>x</b>" not in made._repr_html_()


def test_drawing_leaves_the_settings_of_the_process_alone(real):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["font.family"][0] == "Noto Sans SC"
    FIGURES["coverage"](real)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("file", ["labels.csv", "captions.csv", "findings.csv", "expectations.csv", "figures/marks.csv", "figures/province_tiles.csv"])  # fmt: skip
def test_words_are_bilingual_and_declared_once(file):
    text = files("gikstudy.analysis").joinpath(file).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert all(None not in row and row["zh"] and row["en"] for row in rows)
    for key in ("key", "figure", "code"):
        if key in rows[0]:
            assert len({row[key] for row in rows}) == len(rows)


def test_english_words_hold_no_chinese_and_every_figure_has_all_its_words():
    for name in FIGURES:
        for kind in ("title", "caption", "alt"):
            assert not any("\u4e00" <= c <= "\u9fff" for c in say(f"{kind}.{name}", "en"))
            assert any("\u4e00" <= c <= "\u9fff" for c in say(f"{kind}.{name}", "zh"))


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="language 'fr': legal are zh, en"):
        say("title.coverage", "fr")


def test_text_is_broken_and_cut_where_it_does_not_fit():
    assert wrap("一二三四。五", 8).splitlines() == ["一二三四。", "五"]
    assert shortened("一二三四五", 8) == "一二三…"
    assert shortened("一二三四", 8) == "一二三四"


def test_labels_beside_a_flow_do_not_overlap():
    moved = spread([0.5, 0.5, 0.52, 0.9], 0.1)
    assert all(b - a >= 0.0999 for a, b in pairwise(moved))


def test_each_province_has_one_tile_and_each_tile_one_province():
    places = {(t["row"], t["column"]) for t in tiles()}
    assert len(tiles()) == len(places) == 31
    from gikstudy.packaged import packaged_rows

    divisions = {row["code"] for row in packaged_rows("gikstudy.places", "divisions.csv")}
    assert {t["code"] for t in tiles()} <= divisions


def test_a_body_is_chosen_by_name_or_told_what_is_legal():
    name = corpus().reports["agency"].iloc[0]
    made = FIGURES["body_profile"](corpus(), "en", body=name)
    assert name in texts(made.figure)
    with pytest.raises(ValueError, match="body 'Mars': no report is by it; legal are"):
        FIGURES["body_profile"](corpus(), "en", body="Mars")


def test_words_need_the_segmenter_and_say_how_to_get_it(monkeypatch, nearly_nothing):
    monkeypatch.setattr(copying, "installed", lambda name: False)
    assert "gikstudy[nlp]" in str(copying.words(nearly_nothing, "en").note)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_are_set_from_any_corpus(nearly_nothing, language):
    for data in (corpus(), nearly_nothing):
        for make in (
            tables.arrived,
            tables.overview,
            tables.doubtful,
            tables.failed_checks,
            tables.rates,
            tables.metrics,
            tables.near_duplicates,
        ):
            assert make(data, language)._repr_html_()


def test_the_table_of_rates_has_a_column_for_each_level_and_scope():
    page = tables.rates(corpus(), "en")._repr_html_()
    for stratum in ("county · scope: region", "township · scope: own", "department · scope: own"):
        assert stratum in page


def test_report_text_in_tables_is_escaped():
    data = as_dataset(
        {
            "reports": make_reports({"agency": "<img src=x onerror=alert(1)>", "year": pd.NA}),
            "sources": [
                {
                    "source": "<b>a</b>.txt",
                    "sha256": "",
                    "n_bytes": 1,
                    "outcome": "report",
                    "report_id": f"{0:016x}",
                    "reason": "",
                }
            ],
        }
    )
    page = tables.arrived(data, "en")._repr_html_()
    assert "<img" not in page
    assert "<b>a" not in page
    assert "&lt;img" in page
    assert "None" not in page, "an input without a year shows none"
