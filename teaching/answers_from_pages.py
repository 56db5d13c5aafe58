"""The key of the sessions that read pages: 1 to 3, and the two coders."""

from __future__ import annotations

from typing import Any

import course
import pandas as pd
from right import SHARE, Right

from gikstudy import Dataset, code_sheet, panel, read_report
from gikstudy.forms import request_rows
from gikstudy.model import Cell

# --- 1. What the law asks --------------------------------------------------------------------


def _names(data: Dataset) -> pd.Series:
    reports = data.reports
    return reports.set_index("report_id")["source"].str.removesuffix(".txt")


def _due() -> dict[str, str | None]:
    data = course.five()
    rows = panel(data).set_index("report_id")["due_on"].rename(index=_names(data).to_dict())
    return {name: None if pd.isna(day) else str(day) for name, day in rows.items()}


def due() -> Right:
    """1.1: the deadlines of article 49, as the panel has them."""
    right = _due()
    same_year = {name: day and f"{int(day[:4]) - 1}{day[4:]}" for name, day in right.items()}
    return Right(
        right,
        mistakes=(
            (
                same_year,
                "The report on a year can only be written when the year is over.",
                "一年过完，才能写这一年的报告。",
            ),
        ),
    )


def in_time() -> Right:
    """1.2: published in time, or None."""
    data, days = course.five(), _due()
    published = data.reports.set_index("report_id")["published_on"]
    right: dict[str, bool | None] = {}
    for report_id, name in _names(data).items():
        day, limit = published[report_id], days[name]
        right[name] = None if pd.isna(day) or limit is None else str(day) <= limit
    no_date_is_late = {name: bool(value) for name, value in right.items()}
    return Right(
        right,
        mistakes=(
            (
                no_date_is_late,
                "You call late what the page does not tell.",
                "网页没有说的，你当成了迟到。",
            ),
        ),
    )


def without_other() -> Right:
    """1.3: the reports without section six."""
    data = course.five()
    names = _names(data)
    held = data.sections.groupby("report_id")["section"].agg(set)
    return Right({names[i] for i, found in held.items() if "other" not in found})


def article() -> Right:
    """1.4: the articles that the forms name for four rows."""
    asked = (
        "refused_state_secret", "refused_third_party", "refused_internal_affairs",
        "refused_admin_inquiry",
    )  # fmt: skip
    found = {row.key: row.article for row in request_rows() if row.key in asked}
    numbers = {key: int(text.split("art. ")[1].split("(")[0]) for key, text in found.items()}
    return Right(numbers)


# --- 2. From page to cell --------------------------------------------------------------------


def _cell(key: str) -> Cell:
    return read_report(course.HERE / "reports" / "report_003.txt").cell(key)


def new_requests() -> Right:
    """2.1: the total of the first row."""
    return Right(_cell("requests/received_new/total").value)


def natural_persons() -> Right:
    """2.2: the bounds of the open cell."""
    cell, total = _cell("requests/received_new/natural_person"), new_requests().value
    no_doubt = (
        "You gave all seven to the first column, as the naive program will in 2.5.",
        "你把七件都给了第一列，2.5 里那段程序也会这样做。",
    )
    return Right((cell.lower, cell.upper), mistakes=(((total, total), *no_doubt),))


def line_of_granted() -> Right:
    """2.3: the line of the locus."""
    locus = _cell("requests/granted/total").locus
    return Right(int(locus.removeprefix("L").split(":")[0]))


def states() -> Right:
    """2.4: the states of table 3, from the dataset."""
    data = course.five()
    ids = data.reports.loc[data.reports["source"].eq("report_003.txt"), "report_id"]
    counts = data.requests[data.requests["report_id"].isin(ids)]["state"].value_counts()
    return Right({state: int(counts[state]) for state in ("reported", "blank", "ambiguous")})


def counted_by_naive() -> Right:
    """2.5: what the naive program gives to applicants."""
    (line,) = [line for line in course.page("report_003") if "本年新收政府" in line]
    printed = [int(word) for word in line.replace("|", " ").split() if word.isdigit()]
    once = (
        "You know that the second number is the total. The program does not.",
        "你知道第二个数是总计，程序可不知道。",
    )
    return Right(sum(printed), mistakes=((printed[-1], *once),))


# --- 3. Blank is not zero --------------------------------------------------------------------


def _class_cells() -> pd.DataFrame:
    data = course.class_reports()
    years = data.reports.set_index("report_id")["year"]
    cells = data.requests[data.requests["state"].ne("missing")]
    cells = cells.assign(year=cells["report_id"].map(years))
    truth = course.class_truth().rename(columns={"column": "applicant"})
    truth = truth.loc[truth["table"].eq("requests"), ["report_id", "row", "applicant", "actual"]]
    return cells[cells["year"].ge(2019)].merge(truth, on=["report_id", "row", "applicant"])


def year_of_blanks() -> Right:
    """3.1: the year that was planted."""
    return Right(course.effects("class")["blanks.year"])


def _new_of_that_year() -> pd.DataFrame:
    cells = _class_cells()
    of_row = cells["row"].eq("received_new") & cells["applicant"].eq("total")
    return cells[of_row & cells["year"].eq(year_of_blanks().value)]


def means() -> Right:
    """3.2: the mean with open cells as zero, and without them."""
    known = [int(value) for value in _new_of_that_year()["value"] if not pd.isna(value)]
    as_zero, dropped = sum(known) / len(_new_of_that_year()), sum(known) / len(known)
    swapped = (
        "You have changed the two over: dropping leaves a smaller denominator.",
        "两个数写反了：扔掉空白，分母变小。",
    )
    right, wrong = (
        {"as_zero": a, "dropped": b} for a, b in ((as_zero, dropped), (dropped, as_zero))
    )
    return Right(right, SHARE, ((wrong, *swapped),))


def without_requests() -> Right:
    """3.3: reports that certainly, or perhaps, show no request."""
    rows = _new_of_that_year()
    ends = [(r.value, r.value) if not pd.isna(r.value) else (r.lower, r.upper)
            for r in rows.itertuples()]  # fmt: skip
    certain = sum(not pd.isna(high) and high == 0 for _, high in ends)
    perhaps = sum(pd.isna(low) or low == 0 for low, _ in ends)
    all_zero = (
        "You read every blank as a zero: then nothing is uncertain.",
        "你把空白都当成了零，于是就没有什么不确定的了。",
    )
    return Right((certain, perhaps), mistakes=(((perhaps, perhaps), *all_zero),))


def not_zero() -> Right:
    """3.4: blanks that hide a number, with and without a printed total."""
    cells = _class_cells()
    totals = cells[cells["row"].eq("handled_total") & cells["applicant"].eq("total")]
    with_total = set(totals.loc[totals["state"].eq("reported"), "report_id"])
    hidden = cells[cells["state"].eq("blank") & cells["actual"].ne(0)]["report_id"]
    printed = sum(report_id in with_total for report_id in hidden)
    return Right({"total printed": printed, "no total": len(hidden) - printed})


# --- 7. Two coders ---------------------------------------------------------------------------


def _ours() -> dict[str, Any]:
    """The agreement of our coding with the rules, by code."""
    (found,) = code_sheet(course.five().folder, coded=[course.HERE / "our_coding.csv"])
    return {row.code: row for row in found.rows}


def agreed_p02() -> Right:
    """7.1: the share of points on which both agree."""
    row = _ours()["P02"]
    only_both = ("They also agree where neither gives the code.", "两人都没给的要点，也是一致。")
    share = 1 - (row.only_first + row.only_second) / row.points
    return Right(share, SHARE, ((row.both / row.points, *only_both),))


def kappa_p02() -> Right:
    """7.2: kappa as the package computes it."""
    return Right(_ours()["P02"].kappa, 2 * SHARE)


def without_kappa() -> Right:
    """7.3: the code that one coder never used."""
    rows = list(_ours().values())
    (code,) = [row.code for row in rows if row.both == 0]
    lowest = min((row.kappa, row.code) for row in rows if row.kappa is not None)[1]
    has_one = ("This one has a κ; it is only low.", "这个码有 κ，只是低。")
    return Right(code, mistakes=((lowest, *has_one),))


def fast_coder() -> Right:
    """7.4: precision and recall of one word for each code, counted report by report."""
    words = {"P02": "人员", "P03": "培训", "P04": "及时", "P10": "回应", "P13": "渠道"}
    sections = course.class_reports().sections
    texts = sections[sections["section"].eq("problems")].set_index("report_id")["text"]
    truth = course.reports_truth("class").set_index("report_id")["problems"]
    found = given = wanted = 0
    for report_id, text in texts.items():
        real = set(truth.get(report_id, "").split(";")) & set(words)
        said = {code for code, word in words.items() if word in text}
        found, given, wanted = found + len(real & said), given + len(said), wanted + len(real)
    swapped = ("You have changed the two over.", "两个写反了。")
    right = {"precision": found / given, "recall": found / wanted}
    other = {"precision": found / wanted, "recall": found / given}
    return Right(right, SHARE, ((other, *swapped),))
