"""The capstone: a corpus of its own for each student, the key from the truth, and the marks.

    python teaching/capstone.py make --students 24 --word WORD --out DIR
    python teaching/capstone.py mark HANDED_IN --keys DIR/keys

`make` writes DIR/students/07/corpus, to be laid beside the notebook of student 7, and
DIR/keys/07.json. The same word gives the same corpora, so choose a new one each year.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import course
import pandas as pd

import gikstudy as gik

REPORTS = 42  # files of a corpus: six bodies, seven years
PRACTICE = (0, "practice")
QUESTIONS = ("reports", "year_of_blanks", "no_requests", "disclosure", "copier")
TRIES = 50
LEAST_HANDLED = 30  # requests in each of the two periods
LEAST_CHANGE = 0.08  # of the share disclosed, so that nobody has to guess
WORDS = {
    "missing": {"en": "these questions have no answer yet: {0}", "zh": "这些问题还没有作答：{0}"},
    "unknown": {
        "en": "{0!r} is not a question; the questions are {1}",
        "zh": "没有 {0!r} 这个问题；问题是 {1}",
    },
    "pair": {
        "en": "no_requests needs two shares, the lowest first",
        "zh": "no_requests 需要两个比例，低的在前",
    },
    "written": {"en": "Hand in this file: {0}", "zh": "请提交这个文件：{0}"},
}  # fmt: skip


def make_corpus(number: int, word: str, out: Path) -> dict[str, Any]:
    """Writes the files of one student to `out` and returns the key.

    The first corpora that come may be of no use, for example if the bodies of the late years are
    others than those of the early ones; the next seed is then tried.

    Args:
        number: the student's number.
        word: the word of the year.
        out: a new folder; its files have names that tell nothing.
    """
    for attempt in range(TRIES):
        rng = random.Random(f"{word}/{number}/{attempt}")
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "corpus"
            told = Path(place) / "effects.toml"
            told.write_text(_effects(rng), "utf-8")
            gik.synth(REPORTS, folder, seed=rng.randrange(10**6), effects=told)
            key = key_of(folder)
            if key is not None:
                _copy_shuffled(folder / "reports", out, rng)
                return key
    raise RuntimeError(f"no corpus for student {number} in {TRIES} tries")


def _effects(rng: random.Random) -> str:
    trend, year = rng.choice((-0.4, 0.4)), rng.randint(2020, 2024)
    return (
        f"[trend]\nrequests = 0.2\ndisclosure = {trend}\n"
        f"[blanks]\nyear = {year}\nshare = 0.8\n[copying]\nbodies = 1\n"
    )


def _copy_shuffled(reports: Path, out: Path, rng: random.Random) -> None:
    out.mkdir(parents=True)
    paths = sorted(path for path in reports.rglob("*") if path.is_file())
    rng.shuffle(paths)
    for number, path in enumerate(paths, 1):
        shutil.copyfile(path, out / f"page_{number:02d}{path.suffix}")


def key_of(folder: Path) -> dict[str, Any] | None:
    """The right answers from the truth of a corpus; None if a question has no clear answer."""
    told = pd.read_parquet(folder / "truth.parquet")
    cells = told[told["kind"].eq("report") & told["table"].eq("requests")]
    planted = json.loads((folder / "truth_effects.json").read_text("utf-8"))
    blank = cells["state"].eq("blank").groupby(cells["year"]).mean().sort_values()
    totals = cells[cells["column"].eq("total")]
    totals = totals.pivot_table(index=["source", "year"], columns="row", values="actual")
    early, late = (_disclosed(totals, years) for years in (range(2019, 2022), range(2023, 2026)))
    copiers = planted["copying"]["agencies"]
    if early is None or late is None or len(blank) < 2 or not copiers:
        return None
    if cells["source"].nunique() == told["source"].nunique():
        return None  # every file is a report: the first question would be no question
    if abs(late - early) < LEAST_CHANGE or blank.iloc[-1] - blank.iloc[-2] < 0.2:
        return None
    new = cells[cells["row"].eq("received_new") & cells["column"].eq("total")]
    return {
        "reports": int(new["source"].nunique()),
        "year_of_blanks": int(blank.index[-1]),
        "no_requests": float(new["actual"].eq(0).mean()),
        "open": float(new["state"].ne("reported").mean()),
        "disclosure": "rises" if late > early else "falls",
        "copier": copiers[0],
    }


def _disclosed(totals: pd.DataFrame, years: range) -> float | None:
    """The share of handled requests that were disclosed; None if there are too few of them."""
    sums = totals[totals.index.get_level_values("year").isin(years)].sum()
    if sums["handled_total"] < LEAST_HANDLED:
        return None
    return float((sums["granted"] + sums["partial"]) / sums["handled_total"])


def mark(answers: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, int]:
    """The points of each question, from 0 to 2.

    Args:
        answers: what a student handed in.
        key: the key of that student's corpus.
    """
    given = course.plain(answers)
    off = abs(given["reports"] - key["reports"])
    low, high = given["no_requests"]
    holds = low <= key["no_requests"] <= high
    narrow = high - low <= key["open"] + 0.05
    copier, said = key["copier"], str(given["copier"])
    return {
        # A page whose table is damaged may be read or not: one file more or less is half right.
        "reports": 2 if off == 0 else int(off <= 1),
        "year_of_blanks": 2 * int(given["year_of_blanks"] == key["year_of_blanks"]),
        "no_requests": 2 if holds and narrow else int(holds),
        "disclosure": 2 * int(given["disclosure"] == key["disclosure"]),
        "copier": 2 * int(len(said) > 3 and (said in copier or copier in said)),
    }


# --- in the notebook -------------------------------------------------------------------------


def read_corpus() -> gik.Dataset:
    """The dataset of the folder `corpus` beside the notebook, else of a corpus to practise on."""
    corpus = course.HERE / "corpus"
    if corpus.is_dir():
        own = course.made("dataset", lambda out: gik.extract(corpus, out=out), course.HERE)
        return gik.load_dataset(own)
    pages = _practice() / "corpus"
    dataset = course.made("practice-dataset", lambda out: gik.extract(pages, out=out))
    return gik.load_dataset(dataset)


def practice_key() -> dict[str, Any]:
    """The key of the corpus to practise on."""
    return dict(json.loads((_practice() / "key.json").read_text("utf-8")))


def _practice() -> Path:
    def make(out: Path) -> None:
        key = make_corpus(*PRACTICE, out / "corpus")
        (out / "key.json").write_text(json.dumps(key, ensure_ascii=False), "utf-8")

    return course.made("practice", make)


def hand_in(number: int, answers: Mapping[str, Any], language: str = "en") -> str:
    """Writes the answers to a file and says where.

    Raises:
        MissingAnswerError: a question has no answer.
        WrongAnswerError: an answer does not have the form that the question asks for.
    """
    plain = course.plain(answers)
    missing = [
        name for name in QUESTIONS if plain.get(name, ...) is ... or ... in _several(plain[name])
    ]
    if missing:
        raise course.MissingAnswerError(WORDS["missing"][language].format(", ".join(missing)))
    for name in plain:
        if name not in QUESTIONS:
            told = WORDS["unknown"][language].format(name, ", ".join(QUESTIONS))
            raise course.WrongAnswerError(told)
    shares = _several(plain["no_requests"])
    if len(shares) != 2 or not shares[0] <= shares[1]:
        raise course.WrongAnswerError(WORDS["pair"][language])
    path = course.HERE / f"answers_{number:02d}.json"
    path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return WORDS["written"][language].format(path)


def _several(value: object) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else ()


# --- for the teacher -------------------------------------------------------------------------


def make_all(students: int, word: str, out: Path) -> None:
    """Writes a corpus and a key for each student."""
    (out / "keys").mkdir(parents=True)
    for number in range(1, students + 1):
        key = make_corpus(number, word, out / "students" / f"{number:02d}" / "corpus")
        text = json.dumps(key, ensure_ascii=False, indent=1)
        (out / "keys" / f"{number:02d}.json").write_text(text + "\n", "utf-8")


def mark_all(handed_in: Path, keys: Path) -> pd.DataFrame:
    """The marks of all files `answers_NN.json` below a folder, one row for each student."""
    rows = []
    for path in sorted(handed_in.rglob("answers_*.json")):
        number = path.stem.removeprefix("answers_")
        key = json.loads((keys / f"{number}.json").read_text("utf-8"))
        points = mark(json.loads(path.read_text("utf-8")), key)
        rows.append({"student": number, **points, "sum": sum(points.values())})
    return pd.DataFrame(rows, columns=["student", *QUESTIONS, "sum"])


def main(given: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Make and mark the capstone of the course.")
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make", help="write a corpus and a key for each student")
    making.add_argument("--students", type=int, required=True, help="how many students there are")
    making.add_argument("--word", required=True, help="a word that only the teacher knows")
    making.add_argument("--out", type=Path, required=True, help="a new folder")
    marking = commands.add_parser("mark", help="mark the files that students handed in")
    marking.add_argument("handed_in", type=Path, help="a folder with files answers_NN.json")
    marking.add_argument("--keys", type=Path, required=True, help="the keys that make wrote")
    options = parser.parse_args(given)
    if options.command == "make":
        if options.out.exists():
            raise SystemExit(f"{options.out}: exists already; choose a new folder")
        make_all(options.students, options.word, options.out)
        return
    marks = mark_all(options.handed_in, options.keys)
    marks.to_csv(sys.stdout, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
