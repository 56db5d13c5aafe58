"""The course: both copies of every notebook run, right answers pass, others are told what is wrong."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shutil
import sys
from types import ModuleType
from typing import Any

import nbformat
import papermill
import pytest
from project_paths import ROOT

from teaching import make

SOURCES = make.sources()
CHECK = re.compile(r'^lesson\.check\("(\d\.\d)", (\w+)\)', re.M)
OWN = tuple(
    name.removesuffix(".py") for name in make.BESIDE if name.endswith(".py")
)  # the modules that lie beside the notebooks
SMALL = 21  # reports of the corpus to practise on: three bodies are enough here


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    out = tmp_path_factory.mktemp("teaching")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIK_COURSE", str(out / "corpora"))
        make.make(out)
        yield out


@pytest.fixture(params=make.LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def beside(made, language, monkeypatch):
    """The modules as a notebook of the teacher gets them."""
    yield from modules_of(made / language / "teacher", monkeypatch)


def modules_of(folder, monkeypatch):
    monkeypatch.syspath_prepend(folder)
    for name in OWN:
        monkeypatch.delitem(sys.modules, name, raising=False)
    found = {name: importlib.import_module(name) for name in OWN}
    monkeypatch.setattr(found["capstone"], "REPORTS", SMALL)
    yield found
    for name in OWN:
        sys.modules.pop(name, None)


def code_of(path) -> list[str]:
    return [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]


# --- the source ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_a_session_has_its_parts_in_both_languages(path, language):
    pieces = [p for p in make.read_source(path) if p.language == language]
    text = "\n".join(p.text for p in pieces)
    words = {
        "en": ("Objectives", "minutes", "For the teacher"),
        "zh": ("学习目标", "分钟", "给教师"),
    }
    assert all(word in text for word in words[language])
    minutes = [int(n) for n in re.findall(r"^\| (\d+) \|", text, re.M)]
    assert sum(minutes) == 90
    if path.stem[0] in "1234567":
        read, talk = {"en": ("Read before", "## Discussion"), "zh": ("课前阅读", "## 讨论")}[
            language
        ]
        assert read in text
        assert talk in text
        assert 3 <= len(re.findall(r"^## (?:Exercise|练习)", text, re.M)) <= 5
    teacher = [p for p in pieces if p.audience == "teacher"]
    assert len(teacher) == 1


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_every_exercise_has_a_blank_a_solution_a_hint_and_a_check(path):
    pieces = make.read_source(path)
    code = [p for p in pieces if p.kind == "code"]
    blanks = [p for p in code if p.audience == "students"]
    solved = [code[code.index(p) + 1] for p in blanks]
    assert all("..." in p.text for p in blanks)
    for blank, solution in zip(blanks, solved, strict=True):
        assert solution.audience == "teacher"
        assert names_in(blank.text) <= names_in(solution.text)
    asked = [found for p in code for found in CHECK.findall(p.text)]
    if path.stem[0] != "8":
        assert [name for _, name in asked] == [n for p in blanks for n in names_in(p.text)]
        for language in make.LANGUAGES:
            assert list(make.hints(pieces, language)) == [exercise for exercise, _ in asked]


def names_in(source: str) -> set[str]:
    """The names that a cell gives a value."""
    nodes = ast.walk(ast.parse(source))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_no_answer_is_written_into_the_key(path):
    # Each answer is computed: a function of the key holds no number but years and limits.
    key = "".join(p.read_text("utf-8") for p in (ROOT / "teaching").glob("answers*.py"))
    solutions = "\n".join(p.text for p in make.read_source(path) if p.audience == "teacher")
    for number in re.findall(r"(?<![\w.])\d+\.\d{2,}", solutions):
        assert number not in key
    assert not re.search(r"Right\(\s*[\d\"'{(\[]*\d", key)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words\n", "text before the first mark"),
        ("<!-- fr -->\nmots\n", "line 1: '<!-- fr -->'; legal are"),
        ("<!-- en -->\nwords\n", "each en piece needs its zh piece"),
        ("<!-- en teacher -->\na\n<!-- zh -->\nb\n", "each en piece needs its zh piece"),
        ("```python solved\n```\n", "line 1: '```python solved'; legal are"),
        ("```python\n1\n", "line 1: the block of code is not closed"),
    ],
)
def test_a_source_that_cannot_be_read_is_named_with_its_line(tmp_path, text, said):
    path = tmp_path / "9_odd.md"
    path.write_text(text, "utf-8")
    with pytest.raises(make.SourceError) as caught:
        make.read_source(path)
    assert str(caught.value).startswith("9_odd.md")
    assert said in str(caught.value)


# --- the copies ------------------------------------------------------------------------------


def test_students_get_no_solution_and_no_note_for_the_teacher(made, language):
    for path in SOURCES:
        pieces = make.read_source(path)
        hidden = [
            p.text for p in pieces if p.audience == "teacher" and p.language in ("", language)
        ]
        texts = {
            audience: [c.source for c in
                       nbformat.read(made / language / audience / f"{path.stem}.ipynb", 4).cells]
            for audience in make.AUDIENCES
        }  # fmt: skip
        assert not set(hidden) & set(texts["students"])
        assert set(hidden) <= set(texts["teacher"])


def test_a_copy_is_a_valid_notebook_in_one_language(made, language):
    chinese = re.compile("[\u4e00-\u9fff]{12}")  # names and terms stay Chinese
    for path in sorted((made / language).rglob("*.ipynb")):
        notebook = nbformat.read(path, 4)
        nbformat.validate(notebook)
        texts = [c.source for c in notebook.cells if c.cell_type == "markdown"]
        assert bool(chinese.search("\n".join(texts))) is (language == "zh"), path
        assert f'language = "{language}"' in code_of(path)[0]


def test_the_same_source_gives_the_same_bytes(made, tmp_path):
    make.main(["--out", str(tmp_path), "--language", "en"])
    for path in sorted(tmp_path.rglob("*.*")):
        assert path.read_bytes() == (made / path.relative_to(tmp_path)).read_bytes()
    assert not (tmp_path / "zh").exists()


@pytest.mark.notebook
def test_the_teachers_copy_runs_and_each_check_tells_missing_wrong_and_right(
    made, language, beside, capsys
):
    checked: list[str] = []
    for path in SOURCES:
        scope: dict[str, Any] = {"language": language}
        code = [p for p in make.read_source(path) if p.kind == "code"]
        for piece, *rest in (code[i:] for i in range(len(code))):
            if piece.audience == "students":
                trial = dict(scope)
                exec(piece.text, trial)
                refused(beside, scope, trial, rest[1].text)
                continue
            exec(piece.text, scope)
            for exercise, name in CHECK.findall(piece.text):
                checked.append(exercise)
                assert_wrong_is_told(beside, scope["lesson"], exercise, scope[name])
        assert path.stem in {p.stem for p in (made / language / "teacher").glob("*.ipynb")}
    assert checked == list(beside["answers"].KEY)
    said = capsys.readouterr().out
    right = {"en": "{0}: right.", "zh": "{0}：正确。"}[language]
    assert all(right.format(exercise) in said for exercise in checked)


def refused(beside: dict[str, ModuleType], scope: dict, trial: dict, following: str) -> None:
    """An answer that is still missing is refused, and the message names the exercise."""
    missing = beside["course"].MissingAnswerError
    if found := CHECK.search(following):
        exercise, name = found.groups()
        with pytest.raises(missing, match=exercise):
            scope["lesson"].check(exercise, trial[name])
    else:
        with pytest.raises(missing, match="copier"):
            beside["capstone"].hand_in(1, trial["answers"], scope["language"])


def assert_wrong_is_told(
    beside: dict[str, ModuleType], lesson: Any, exercise: str, answer: object
) -> None:
    course = beside["course"]
    right = course.right_answer(exercise)
    with pytest.raises(course.WrongAnswerError) as caught:
        lesson.check(exercise, spoiled(course.plain(answer)))
    assert course.hints()[exercise] in str(caught.value)
    for mistake, en, zh in right.mistakes:
        with pytest.raises(course.WrongAnswerError) as caught:
            lesson.check(exercise, mistake)
        assert {"en": en, "zh": zh}[lesson.language] in str(caught.value), exercise
    with pytest.raises(course.WrongAnswerError):
        lesson.check(exercise, object())


def spoiled(answer: Any) -> Any:
    """An answer of the same form that is wrong."""
    if isinstance(answer, dict):
        name = sorted(answer, key=str)[0]
        return answer | {name: spoiled(answer[name])}
    if isinstance(answer, tuple):
        return (spoiled(answer[0]), *answer[1:])
    if isinstance(answer, frozenset):
        return answer | {"report_009"}
    if answer is None or isinstance(answer, bool):
        return not answer
    return answer + "x" if isinstance(answer, str) else answer + 1


@pytest.mark.notebook
def test_the_students_copy_runs_to_the_first_missing_answer(made, language, monkeypatch):
    for found in modules_of(made / language / "students", monkeypatch):
        for path in sorted((made / language / "students").glob("*.ipynb")):
            with pytest.raises(found["course"].MissingAnswerError) as caught:
                run_all(code_of(path))
            first = "reports" if path.stem[0] == "8" else f"{path.stem[0]}.1"
            assert first in str(caught.value)


def run_all(cells: list[str]) -> None:
    scope: dict[str, Any] = {}
    for source in cells:
        exec(source, scope)


@pytest.mark.notebook
def test_jupyter_shows_the_message_alone(made, tmp_path):
    folder = made / "zh" / "students"
    done = tmp_path / "done.ipynb"
    with pytest.raises(papermill.PapermillExecutionError, match=r"2\.1 还没有作答"):
        papermill.execute_notebook(
            folder / "2_from_page_to_cell.ipynb", done, cwd=folder, progress_bar=False
        )
    notebook = nbformat.read(done, 4)
    (error,) = [o for c in notebook.cells for o in c.get("outputs", []) if o.output_type == "error"]
    assert error.ename == "MissingAnswerError"
    assert "2.1 还没有作答" in "\n".join(error.traceback)
    assert len(error.traceback) == 1


# --- what the texts say of the data ----------------------------------------------------------


@pytest.mark.notebook
@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_what_the_texts_say_of_the_made_up_data_is_true(beside):
    course, key = beside["course"], beside["answers"].KEY
    assert course.effects("class")["blanks.year"] == key["3.1"]().value
    low, high = key["3.2"]().value.values()
    truth = course.class_truth().query("table == 'requests' and column == 'total'")
    of_year = truth["row"].eq("received_new") & truth["year"].eq(key["3.1"]().value)
    assert low < truth.loc[of_year, "actual"].mean() < high
    assert all(n > 0 for n in key["3.4"]().value.values())
    sizes = key["4.3"]().value
    assert sizes["extreme"] * 10 < sizes["others"]
    growth = key["5.2"]().value
    assert growth["all that report"] > growth["same bodies"] * 1.2
    north = course.countries("north")
    silent = north.query("year == 2025 and not reported")["body"]
    largest = (
        north.query("year == 2022").astype({"received_new": float}).nlargest(3, "received_new")
    )
    assert not set(largest["body"]) & set(silent)
    late = north.query("reported and year >= 2024").groupby("body")["received_new"].sum()
    assert 0.4 < late.max() / late.sum() < 0.6
    assert min(key["6.1"]().value.values()) > 1.5  # both can print the press release
    assert course.effects("north")["break.suit_direct"] == -1.2  # the text prints this number
    suits = key["6.3"]().value
    assert suits["A 2024"] < 0.5
    assert all(0.8 < suits[name] < 1.2 for name in suits if name != "A 2024")


# --- the capstone ----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_each_student_gets_a_corpus_and_the_key_stays_with_the_teacher(beside, tmp_path, capsys):
    capstone = beside["capstone"]
    command = ["make", "--students", "2", "--word", "elm", "--out", str(tmp_path / "a")]
    capstone.main(command)
    pages = [p for p in sorted((tmp_path / "a" / "students").rglob("*")) if p.is_file()]
    again = capstone.make_corpus(2, "elm", tmp_path / "again")
    for path in (tmp_path / "again").iterdir():
        same = tmp_path / "a" / "students" / "02" / "corpus" / path.name
        assert path.read_bytes() == same.read_bytes()
    keys = [json.loads((tmp_path / "a" / "keys" / f"0{n}.json").read_text("utf-8")) for n in (1, 2)]
    assert keys[0] != keys[1]
    assert keys[1] == again
    assert len(pages) == 2 * SMALL
    assert all(path.name.startswith("page_") for path in pages)
    with pytest.raises(SystemExit, match="exists already"):
        capstone.main(command)

    share = keys[0]["no_requests"]
    handed_in = keys[0] | {"no_requests": [share, share]}
    handed_in.pop("open")
    perfect = tmp_path / "in" / "answers_01.json"
    perfect.parent.mkdir()
    perfect.write_text(json.dumps(handed_in), "utf-8")
    poor = handed_in | {"reports": SMALL + 9, "no_requests": [0, 1], "copier": "市"}
    poor |= {"disclosure": "?", "year_of_blanks": 1999}
    perfect.with_name("answers_02.json").write_text(json.dumps(poor), "utf-8")
    capsys.readouterr()
    capstone.main(["mark", str(perfect.parent), "--keys", str(tmp_path / "a" / "keys")])
    head, first, second = capsys.readouterr().out.splitlines()
    assert head == "student,reports,year_of_blanks,no_requests,disclosure,copier,sum"
    assert first == "01,2,2,2,2,2,10"
    assert second == "02,0,0,1,0,0,1"


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_a_corpus_beside_the_notebook_is_read_instead_of_the_one_to_practise_on(beside, made):
    folder = made / "en" / "teacher"
    (folder / "corpus").mkdir()
    page = (folder / "reports" / "report_003.txt").read_bytes()
    (folder / "corpus" / "page_01.txt").write_bytes(page)
    try:
        data = beside["capstone"].read_corpus()
        assert list(data.reports["source"]) == ["page_01.txt"]
    finally:
        shutil.rmtree(folder / "corpus")
        shutil.rmtree(folder / "dataset")


@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_what_is_handed_in_is_looked_at_first(beside):
    capstone, wrong = beside["capstone"], beside["course"].WrongAnswerError
    answers = dict.fromkeys(capstone.QUESTIONS, 1) | {"no_requests": (0.1, 0.4)}
    assert "answers_03.json" in capstone.hand_in(3, answers)
    with pytest.raises(wrong, match="lowest first"):
        capstone.hand_in(3, answers | {"no_requests": (0.4, 0.1)})
    with pytest.raises(wrong, match="'colour' is not a question"):
        capstone.hand_in(3, answers | {"colour": 1})
