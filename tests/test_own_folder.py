"""A folder of one's own: ten files of mixed formats and kinds, with every parameter of the notebooks."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import nbformat
import pytest
from project_paths import DOCUMENTS, ROOT, SAMPLE

import gikstudy as gik
from gikstudy.analysis import pipeline, run_study
from gikstudy.analysis.accounting import account_for
from gikstudy.analysis.open_study import open_study
from gikstudy.analysis.pipeline import GIVEN, list_notebooks, parameter_rows
from gikstudy.analysis.selection import counted
from gikstudy.panels.count_bounds import PRINTED_EMPTY
from gikstudy.synthesis import make_report

PRINTED = ROOT / "tests" / "zoo" / "printed"
COVARIATES = (
    "region_code,year,gdp_per_head\n150624,2020,301000\n150600,2020,162000\n152223,2024,45000\n"
)
ALL_AT_ONCE = {
    "years": "2019-2024", "regions": "内蒙古", "levels": "county,department,township",
    "scope": "own,unknown", "bodies": "鄂托克旗人民政府,鄂尔多斯市自然资源局",
    "blanks": "zero", "language": "en",
}  # fmt: skip


@pytest.fixture(scope="module")
def ten(tmp_path_factory) -> Path:
    """Text, Traditional text, HTML, DOCX, PDF, XLSX, RTF, a ZIP of two, a broken file, the old form."""
    raw = tmp_path_factory.mktemp("own") / "raw"
    raw.mkdir()
    for name in ("report_000.txt", "report_001.txt"):
        shutil.copyfile(SAMPLE / name, raw / name)
    for source in (
        DOCUMENTS / "writer.docx",
        DOCUMENTS / "browser.pdf",
        PRINTED / "form_2021_openpyxl_sheets.xlsx",
        PRINTED / "form_2021_writer_rtf.rtf",
    ):
        shutil.copyfile(source, raw / source.name)
    (raw / "page.html").write_bytes(make_report(7, 60, family="HTML").data)
    with zipfile.ZipFile(raw / "two.zip", "w") as archive:
        for name in ("report_002.txt", "report_004.txt"):
            archive.writestr(name, (SAMPLE / name).read_bytes())
    (raw / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj << /Type /Catalog")
    (raw / "old.txt").write_bytes(make_report(3, 4, years=(2014, 2018), clean=True).data)
    assert len(list(raw.iterdir())) == 10
    return raw


@pytest.fixture(scope="module")
def out(ten) -> Path:
    """The dataset of the ten files, made once as the first notebook would."""
    folder = ten.parent / "out"
    assert len(open_study(ten, folder).dataset.sources) == 11
    return folder


def test_each_of_the_ten_files_becomes_a_report_or_says_why_not(out):
    data = gik.load_dataset(out)
    outcome = data.sources.set_index("source")["outcome"].to_dict()
    assert outcome.pop("broken.pdf") == "failed"
    assert set(outcome.values()) == {"report"}
    reason = data.sources.set_index("source").loc["broken.pdf", "reason"]
    assert "PDF" in reason
    assert set(data.reports["source_format"]) >= {"txt", "html", "docx", "pdf", "xlsx", "rtf"}
    assert set(data.reports["script"]) == {
        "simplified",
        "traditional",
        "",
    }  # none in what is broken
    assert data.reports["form"].eq("2014").sum() == 1
    assert len(counted(data.reports)) > 5


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("years", "2020", lambda r: r["year"].eq(2020)),
        ("years", "2019-2020, 2024", lambda r: r["year"].isin([2019, 2020, 2024])),
        ("years", [2020, 2024], lambda r: r["year"].isin([2020, 2024])),
        ("regions", "内蒙古", lambda r: r["region_code"].str.startswith("15")),
        ("regions", "150624,152223", lambda r: r["region_code"].isin(["150624", "152223"])),
        ("regions", "鄂尔多斯市", lambda r: r["region_code"].str.startswith("1506")),
        ("levels", "county", lambda r: r["level"].eq("county")),
        ("levels", "county,department", lambda r: r["level"].isin(["county", "department"])),
        ("scope", "own", lambda r: r["scope"].eq("own")),
        ("bodies", "鄂托克旗人民政府", lambda r: r["agency"].eq("鄂托克旗人民政府")),
    ],
)
def test_a_criterion_keeps_what_it_says_and_the_banner_accounts_for_the_rest(
    ten, out, name, value, fits
):
    study = open_study(ten, out, language="en", **{name: value})
    reports = study.dataset.reports
    wanted = set(reports.loc[fits(reports).fillna(value=False), "report_id"])
    assert set(study.corpus.reports["report_id"]) == wanted
    assert 0 < len(wanted) < len(reports)
    kept = account_for(study.dataset, study.chosen)
    assert sum(kept.values()) == len(study.dataset.sources)
    assert kept["kept"] == len(counted(study.corpus.reports))
    page = study.banner()._repr_html_()
    assert f"{name} = {value}" in page
    assert "could not be read" in page


def test_blanks_are_open_or_nought_as_asked(ten, out):
    zero, open_ = (open_study(ten, out, blanks=x).corpus.requests for x in ("zero", "open"))
    empty = open_["state"].isin(PRINTED_EMPTY)
    assert empty.sum() > 100
    assert open_.loc[empty, "value"].isna().all()
    assert zero.loc[empty, "value"].eq(0).all()
    assert zero.loc[~empty, "value"].equals(open_.loc[~empty, "value"])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"years": "2023-2021"}, "runs backwards; write 2021-2023"),
        ({"years": "2030"}, "years '2030': no report; the dataset has 2018, "),
        ({"regions": "青海"}, r"no report is from 青海省 \(630000\); the dataset has"),
        ({"regions": "朝阳"}, "may be 朝阳区"),
        ({"levels": "central"}, "levels 'central': no report; the dataset has"),
        ({"scope": "level"}, "scope 'level': no report; the dataset has"),
        ({"bodies": "海口市人民政府"}, "no body with this id or full name"),
        ({"blanks": "none"}, "blanks 'none': legal are open, zero"),
        ({"language": "fr"}, "language: 'fr'; legal are zh, en"),
        ({"covariates": "no.csv"}, "covariates 'no.csv': no such file"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_would_be_legal(
    ten, out, parameters, message, monkeypatch
):
    monkeypatch.setattr(pipeline, "_run", lambda *_, **__: pytest.fail("notebooks ran"))
    with pytest.raises((ValueError, FileNotFoundError), match=message):
        run_study(ten, out, parameters, engine="serial")
    assert not (out / "study").exists()


def test_every_notebook_goes_through_with_all_parameters_at_once(ten, out, tmp_path):
    """The code of each, as a kernel would run it, without the start of eight kernels."""
    covariates = tmp_path / "covariates.csv"
    covariates.write_text(COVARIATES, "utf-8")
    given = {**ALL_AT_ONCE, "covariates": str(covariates)}
    assert set(given) == {row["name"] for row in parameter_rows()} - set(GIVEN)
    given |= {"raw": str(ten), "data": str(out), "figures": str(tmp_path / "figures")}
    used: set[str] = set()
    for path in list_notebooks():
        names: dict[str, object] = {}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            exec(compile(cell.source, path.name, "exec"), names)
            if "parameters" in cell.metadata.get("tags", ()):
                used |= set(given) & set(names)
                names.update({k: v for k, v in given.items() if k in names})
        if "years" in names:
            assert set(names["study"].corpus.reports["year"]) == {2020}
            assert len(names["study"].corpus.reports) == 2
    assert used == set(given)
    told = [p.read_text("utf-8") for p in (tmp_path / "figures").glob("*.json")]
    assert len(told) == 29
    assert all('"language": "en"' in text for text in told)
