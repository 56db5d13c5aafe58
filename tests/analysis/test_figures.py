"""Every figure in both languages: drawn without a missing glyph, marked, captioned, or declined."""

from __future__ import annotations

import csv
import logging
import warnings
from importlib.resources import files

import pandas as pd
import pytest
from matplotlib.figure import Figure
from study_frames import as_dataset, make_dataset, make_reports

from gikstudy.analysis import notebook_tables as tables
from gikstudy.analysis.figures.album import FIGURES, Album
from gikstudy.analysis.figures.axes import from_zero
from gikstudy.analysis.figures.canvas import FigureNote, save, style, wrap
from gikstudy.analysis.labels import say


@pytest.fixture(scope="module")
def corpus():
    return make_dataset(48, range(2019, 2025))


@pytest.fixture(scope="module")
def real():
    return make_dataset(12, range(2019, 2021), synthetic=False)


@pytest.fixture(scope="module")
def nearly_nothing():
    return as_dataset({"reports": make_reports({})})


def texts(figure: Figure) -> str:
    return "\n".join(t.get_text() for t in figure.findobj(lambda x: hasattr(x, "get_text")))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_drawn_with_title_caption_and_every_glyph(
    corpus, name, language, tmp_path, caplog
):
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")  # a glyph that the font lacks is a warning of matplotlib
        figure = Album(tmp_path, language).draw(name, corpus)
    assert isinstance(figure, Figure), str(figure)
    assert not [r for r in caplog.records if "font" in r.getMessage().lower()]
    said = texts(figure)
    assert say(f"title.{name}", language) in said
    assert say(f"caption.{name}", language).split()[0][:6] in said.replace("\n", "")
    assert "made-up data" in said
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".png", ".svg"]


@pytest.mark.parametrize("name", FIGURES)
def test_a_corpus_too_small_gets_a_note_or_a_figure_but_no_error(nearly_nothing, name, tmp_path):
    made = Album(tmp_path, "en").draw(name, nearly_nothing)
    if name == "coverage":
        assert isinstance(made, Figure)
    else:
        assert isinstance(made, FigureNote)
        assert say(f"title.{name}", "en") in str(made)
        assert [p.suffix for p in tmp_path.iterdir()] == [".txt"]


def test_figures_of_real_reports_bear_no_mark_of_made_up_data(real, tmp_path):
    assert "made-up" not in texts(Album(tmp_path).draw("coverage", real))


def test_a_mixed_corpus_is_narrowed_to_its_main_scope_and_the_caption_says_so(corpus, tmp_path):
    reports = corpus.reports.copy()
    first = reports["agency"]
    reports.loc[first.str.contains("甲1旗|甲4旗|甲0旗"), "scope"] = "region"
    mixed = as_dataset({})
    vars(mixed).update({**vars(corpus), "reports": reports})
    figure = Album(tmp_path, "en").draw("requests_received", mixed)
    assert "of other scopes are left out" in texts(figure).replace("\n", " ")


def test_the_same_figure_gives_the_same_bytes(corpus, tmp_path):
    for run in ("a", "b"):
        Album(tmp_path / run, "zh").draw("disclosure_rates", corpus)
    for a, b in zip(
        sorted((tmp_path / "a").iterdir()), sorted((tmp_path / "b").iterdir()), strict=True
    ):
        assert a.read_bytes() == b.read_bytes()


def test_a_figure_that_nobody_declared_is_an_error_that_lists_them(corpus, tmp_path):
    with pytest.raises(ValueError, match="figure 'lorenz': legal are coverage"):
        Album(tmp_path).draw("lorenz", corpus)


def test_a_note_takes_the_place_of_an_older_figure(corpus, tmp_path):
    save(FIGURES["coverage"](corpus), tmp_path, "01_coverage")
    save(FigureNote("none"), tmp_path, "01_coverage")
    assert [p.name for p in tmp_path.iterdir()] == ["01_coverage.txt"]


def test_notes_show_report_text_escaped():
    assert "<script>" not in FigureNote("<script>alert(1)</script>")._repr_html_()


def test_drawing_leaves_the_settings_of_the_process_alone(corpus):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with style():
        assert mpl.rcParams["font.family"][0] == "Noto Sans SC"
    FIGURES["coverage"](corpus)
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("file", ["labels.csv", "captions.csv", "figures/marks.csv"])
def test_labels_are_bilingual_and_declared_once(file):
    text = files("gikstudy.analysis").joinpath(file).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert all(None not in row and row["zh"] and row["en"] for row in rows)
    if file != "figures/marks.csv":
        assert len({row["key"] for row in rows}) == len(rows)


def test_english_labels_hold_no_chinese_and_every_figure_has_title_and_caption():
    for name in FIGURES:
        for kind in ("title", "caption"):
            assert (
                say(f"{kind}.{name}", "en").isascii()
                or "–" in say(f"{kind}.{name}", "en")
                or "●" in say(f"{kind}.{name}", "en")
            )
            assert not say(f"{kind}.{name}", "zh").isascii()


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="language 'fr': legal are zh, en"):
        say("title.coverage", "fr")


def test_chinese_captions_wrap_without_a_stop_at_the_start_of_a_line():
    assert wrap("一二三四。五", 8).splitlines() == ["一二三四。", "五"]


def test_counts_have_whole_ticks_of_which_no_two_read_alike():
    figure = Figure()
    axes = figure.subplots()
    axes.plot([2019, 2020, 2021], [1, 3, 2.5])
    from_zero(axes)
    figure.canvas.draw()
    assert [tick.get_text() for tick in axes.get_yticklabels()][:4] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_are_set_from_any_corpus(corpus, nearly_nothing, language):
    for data in (corpus, nearly_nothing):
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


def test_report_text_in_tables_is_escaped(nearly_nothing):
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


def test_what_cells_leave_open_is_drawn_as_open(corpus, tmp_path):
    requests = corpus.requests.copy()
    slid = requests["applicant"].eq("total") & requests["row"].isin(["granted", "unable_not_held"])
    requests.loc[slid, ["value", "state"]] = [None, "blank"]
    gappy = as_dataset({})
    vars(gappy).update({**vars(corpus), "requests": requests})
    album = Album(tmp_path, "en")
    assert say("legend.open", "en") in texts(album.draw("outcome_composition", gappy))
    rates = album.draw("disclosure_rates", gappy)
    lines = rates.axes[0].get_lines()
    assert not [x for x in lines if x.get_marker() == "o" and x.get_ydata()[0] == x.get_ydata()[0]]


def test_rates_over_too_few_cases_give_words_and_no_line(corpus, tmp_path):
    few = as_dataset({})
    disputes = corpus.disputes.assign(value=corpus.disputes["value"] * 0)
    vars(few).update({**vars(corpus), "disputes": disputes})
    assert say("note.nothing", "en", minimum=30) in texts(
        Album(tmp_path, "en").draw("disputes", few)
    )
