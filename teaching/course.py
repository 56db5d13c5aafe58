"""What the notebooks of the course share: the reports, the truth about them, the check of an answer."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import answers
import pandas as pd
from right import Right

import gikstudy as gik

HERE = Path(__file__).resolve().parent
# How many reports each made-up corpus has, and from which seed; seven reports are one body. The
# seeds were chosen so that a province, cities, counties and towns are among the bodies.
SIZES = {"class": (56, 3), "north": (140, 29), "south": (105, 46)}
YEARS = range(2019, 2026)
WORDS = {
    "right": {"en": "{0}: right.", "zh": "{0}：正确。"},
    "missing": {
        "en": "{0} waits for your answer. Write it in place of `...` in the cell above, run that "
        "cell, then this one.",
        "zh": "{0} 还没有作答。请把上一个单元格里的 `...` 换成你的答案，先运行它，再运行本格。",
    },
    "missing_part": {
        "en": "{0}: {1} still waits for your answer.",
        "zh": "{0}：{1} 一项还没有填写。",
    },
    "shape": {
        "en": "{0}: the answer should be {1}, and yours is {2}.",
        "zh": "{0}：答案应当是{1}，你给出的是{2}。",
    },
    "wrong": {"en": "{0} is not right yet.", "zh": "{0} 还不对。"},
    "wrong_part": {"en": "{0} is not right yet: look at {1}.", "zh": "{0} 还不对：请看 {1}。"},
    "hint": {"en": "Hint: {0}", "zh": "提示：{0}"},
}  # fmt: skip
SHAPES = {
    "number": {"en": "a number", "zh": "一个数"},
    "text": {"en": "a text in quotation marks", "zh": "引号里的文字"},
    "set": {"en": "a set such as {'a', 'b'}", "zh": "一个集合，如 {'a', 'b'}"},
    "dict": {"en": "a dictionary such as {'a': 1}", "zh": "一个字典，如 {'a': 1}"},
    "pair": {"en": "{n} values in brackets", "zh": "括号里的 {n} 个值"},
    "yes": {"en": "True, False or None", "zh": "True、False 或 None"},
}


class AnswerError(Exception):
    """An answer that is missing or not right yet. Jupyter shows the message alone."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class MissingAnswerError(AnswerError):
    """The exercise has no answer yet."""


class WrongAnswerError(AnswerError):
    """The answer is not right; the message gives a hint."""


@dataclass(frozen=True)
class Lesson:
    """Checks the answers of one notebook, and speaks its language."""

    language: str

    def check(self, exercise: str, answer: object) -> None:
        """Says that an answer is right, or stops with what is missing or wrong.

        Args:
            exercise: the number of the exercise, such as `2.1`.
            answer: the student's answer.

        Raises:
            MissingAnswerError: the answer, or a part of it, is still `...`.
            WrongAnswerError: it is not right.
        """
        self._refuse_missing(exercise, answer)
        right = right_answer(exercise)
        where = self._difference(exercise, plain(answer), right)
        if where is not None:
            raise WrongAnswerError(self._wrong(exercise, answer, right, where))
        print(self._say("right", exercise))

    def _refuse_missing(self, exercise: str, answer: object) -> None:
        if answer is ...:
            raise MissingAnswerError(self._say("missing", exercise))
        for name, part in _parts(answer):
            if part is ... or (isinstance(part, tuple | list) and ... in part):
                raise MissingAnswerError(self._say("missing_part", exercise, name))

    def _difference(self, exercise: str, answer: object, right: Right) -> str | None:
        """None if the answer is right, else the part that is not (empty if it is all of it)."""
        wanted = plain(right.value)
        shape = _shape(wanted)
        if _shape(answer) != shape and not (shape in ("yes", "number") and answer is None):
            raise WrongAnswerError(self._shape_message(exercise, answer, wanted))
        if isinstance(wanted, dict) and isinstance(answer, dict):
            wrong = [
                name
                for name in sorted({*wanted, *answer}, key=str)
                if name not in wanted
                or name not in answer
                or not _same(answer[name], wanted[name], right.tolerance)
            ]
            return str(wrong[0]) if wrong else None
        return None if _same(answer, wanted, right.tolerance) else ""

    def _shape_message(self, exercise: str, answer: object, wanted: object) -> str:
        words = SHAPES[_shape(wanted)][self.language]
        if isinstance(wanted, tuple):
            words = words.format(n=len(wanted))
        return self._say("shape", exercise, words, type(answer).__name__)

    def _wrong(self, exercise: str, answer: object, right: Right, where: str) -> str:
        found = [self._say("wrong_part" if where else "wrong", exercise, where)]
        for value, en, zh in right.mistakes:
            if _same(plain(answer), plain(value), right.tolerance):
                found.append({"en": en, "zh": zh}[self.language])
        found.append(self._say("hint", hints().get(exercise, "")))
        return "\n".join(found)

    def _say(self, key: str, *values: object) -> str:
        return WORDS[key][self.language].format(*values)


def _parts(answer: object) -> list[tuple[object, object]]:
    if isinstance(answer, Mapping):
        return list(answer.items())
    if isinstance(answer, tuple | list):
        return list(enumerate(answer, 1))
    return []


def plain(value: Any) -> Any:  # noqa: ANN401
    """The value without the types of pandas: a student may hand in either."""
    if isinstance(value, pd.Series):
        value = value.to_dict()
    if isinstance(value, Mapping):
        return {plain(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list | pd.Index):
        return tuple(plain(part) for part in value)
    if isinstance(value, set | frozenset):
        return frozenset(plain(part) for part in value)
    if hasattr(value, "item"):
        return value.item()
    return None if value is pd.NA else value


def _shape(value: object) -> str:
    for name, kinds in {
        "yes": (bool, type(None)), "number": (int, float), "text": (str,), "set": (frozenset,),
        "dict": (dict,), "pair": (tuple,),
    }.items():  # fmt: skip
        if isinstance(value, kinds):
            return name
    return type(value).__name__


def _same(answer: object, wanted: object, tolerance: float) -> bool:
    if isinstance(wanted, tuple) and isinstance(answer, tuple):
        pairs = zip(answer, wanted, strict=False)
        return len(answer) == len(wanted) and all(_same(a, w, tolerance) for a, w in pairs)
    if isinstance(wanted, dict) and isinstance(answer, dict):
        same_keys = answer.keys() == wanted.keys()
        return same_keys and all(_same(answer[k], wanted[k], tolerance) for k in wanted)
    numbers = [isinstance(x, int | float) and not isinstance(x, bool) for x in (answer, wanted)]
    if all(numbers):
        return abs(answer - wanted) <= tolerance  # type: ignore[operator]
    return type(answer) is type(wanted) and answer == wanted


@cache
def right_answer(exercise: str) -> Right:
    """The right answer of an exercise, computed once."""
    return answers.KEY[exercise]()


@cache
def hints() -> dict[str, str]:
    """The hints by exercise, in the language of the folder."""
    path = HERE / "hints.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


# --- the reports -----------------------------------------------------------------------------


def corpora() -> Path:
    """Where made-up reports and datasets are kept: beside this file, or in `$GIK_COURSE`."""
    return Path(os.environ.get("GIK_COURSE", HERE / "corpora"))


def page(name: str) -> list[str]:
    """The lines of one of the five real reports, such as `report_003`."""
    return (HERE / "reports" / f"{name}.txt").read_text("utf-8").splitlines()


def five() -> gik.Dataset:
    """The dataset of the five real reports."""
    return gik.load_dataset(made("five", lambda out: gik.extract(HERE / "reports", out=out)))


def class_reports() -> gik.Dataset:
    """The dataset of the made-up reports of the class, read from their pages."""
    reports = _corpus("class") / "reports"
    return gik.load_dataset(made("class-dataset", lambda out: gik.extract(reports, out=out)))


def class_truth() -> pd.DataFrame:
    """What the bodies of the class truly counted: one row for each cell, with `actual`."""
    return pd.read_parquet(_corpus("class") / "truth.parquet")


def effects(name: str) -> dict[str, Any]:
    """What was planted in a corpus (`class`, `north` or `south`)."""
    return dict(json.loads((_corpus(name) / "truth_effects.json").read_text("utf-8"))["effects"])


def reports_truth(name: str) -> pd.DataFrame:
    """The truth about each report of a corpus: wealth, problems, the habit of blanks."""
    return pd.read_csv(_corpus(name) / "truth_effects.csv", keep_default_na=False)


def countries(name: str) -> pd.DataFrame:
    """A made-up country: one row for each body and year, with `reported` and the true numbers.

    Nothing was read from a page here, so only our own arithmetic can mislead us. The numbers are
    empty where the body published no report.
    """
    return _country(name).copy()


@cache
def _country(name: str) -> pd.DataFrame:
    folder = _corpus(name)
    named = pd.read_parquet(folder / "truth_bodies.parquet").query("change == ''")
    named = named[~named["body"].str.contains("/")]  # others stand in for a silent year
    grid = named.drop_duplicates("body")[["body", "agency", "level", "region_code"]]
    grid = grid.merge(pd.DataFrame({"year": YEARS}), how="cross")
    told = named[["body", "year", "source"]].merge(_numbers(folder), on="source")
    table = grid.merge(told.drop(columns="source"), on=["body", "year"], how="left")
    table["reported"] = table["received_new"].notna()
    return table.sort_values(["body", "year"], ignore_index=True)


def _numbers(folder: Path) -> pd.DataFrame:
    cells = pd.read_parquet(folder / "truth.parquet").query("kind == 'report'")
    totals = cells[cells["table"].eq("requests") & cells["column"].eq("total")]
    found = totals.pivot_table(index="source", columns="row", values="actual")
    groups = ("refused", "unable", "not_processed", "other")
    for group in groups:
        found[group] = found.filter(regex=f"^{group}_").sum(axis=1)
    disputes = cells[cells["table"].eq("disputes")]
    for outcome in ("total", "corrected", "pending"):
        part = disputes[disputes["column"].eq(outcome)]
        wide = part.pivot_table(index="source", columns="row", values="actual")
        found = found.join(wide.add_suffix("" if outcome == "total" else f"_{outcome}"))
    kept = ["received_new", "granted", "partial", *groups, "handled_total", "review",
            "review_corrected", "review_pending", "suit_direct", "suit_after_review"]  # fmt: skip
    return found[kept].astype("Int64").reset_index()


def _corpus(name: str) -> Path:
    n, seed = SIZES[name]
    told = HERE / "made_up" / f"{name}.toml"
    # The countries are never read, so that one layout is enough.
    family = None if name == "class" else "CPL_BLANK"
    return made(name, lambda out: gik.synth(n, out, seed=seed, family=family, effects=told))


def made(name: str, make: Callable[[Path], object], folder: Path | None = None) -> Path:
    """A folder that is made if it is missing; it appears whole or not at all.

    Args:
        name: its name.
        make: writes it to the path that it is given.
        folder: where it lies; by default among the corpora, which a class may share.
    """
    folder = folder or corpora()
    if not (folder / name).exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            make(Path(unfinished) / name)
            if not (folder / name).exists():
                shutil.move(Path(unfinished) / name, folder / name)
    return folder / name


def show_lines(name: str, lines: Sequence[int]) -> None:
    """Prints lines of a real report with their numbers."""
    text = page(name)
    for number in lines:
        print(f"L{number:<3} {text[number - 1]}")
