"""Makes the notebooks of the course from its source: for students and teachers, in two languages.

    python teaching/make.py                     # build/teaching/{en,zh}/{students,teacher}
    python teaching/make.py --out DIR --language zh

The source of a notebook is a Markdown file in `sessions`. A comment opens each piece of text:

    <!-- en -->            English text; `zh` is Chinese
    <!-- en teacher -->    only in the teacher's copy
    <!-- en hint 2.1 -->   the hint of exercise 2.1: folded in the notebook, shown with a wrong answer

Code is the same in both languages. A block ```python is in all copies, ```python student in those
of the students, ```python solution in that of the teacher.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

HERE = Path(__file__).resolve().parent
REPORTS = HERE.parent / "data" / "raw" / "sample"
LANGUAGES = ("en", "zh")
AUDIENCES = ("students", "teacher")
# What a folder of notebooks needs beside them, so that it can be handed out alone.
BESIDE = (
    *("course.py", "capstone.py", "right.py"),
    *("answers.py", "answers_from_pages.py", "answers_from_countries.py"),
    *("our_coding.csv", "made_up"),
)
HINT = {"en": "Hint", "zh": "提示"}
MARK = re.compile(r"<!-- (en|zh)(?: (teacher|hint (\d\.\d)))? -->")
FENCE = re.compile(r"```python(?: (student|solution))?")


class SourceError(ValueError):
    """A source that cannot be read; the message names the file, the line and what is legal."""


@dataclass(frozen=True)
class Piece:
    """A piece of a source: text in one language, or code. An empty `audience` means everybody."""

    kind: str
    text: str
    language: str = ""
    audience: str = ""
    hint: str = ""
    line: int = 0


def read_source(path: Path) -> list[Piece]:
    """The pieces of a source in order.

    Raises:
        SourceError: text without a mark, an unknown mark or fence, a block that is not closed, or
            text in one language without the other.
    """
    pieces = [piece for piece in _pieces(path) if piece.text]
    prose = [piece for piece in pieces if piece.kind == "markdown"]
    for one, other in zip(prose[::2], [*prose[1::2], None], strict=False):
        same = other and (one.audience, one.hint) == (other.audience, other.hint)
        if not same or (one.language, other.language if other else "") != LANGUAGES:
            raise SourceError(
                f"{path.name}, line {one.line}: each en piece needs its zh piece behind"
            )
    return pieces


def _pieces(path: Path) -> Iterator[Piece]:
    opened: dict[str, Any] | None = None
    lines: list[str] = []

    def closed() -> Iterator[Piece]:
        text = "\n".join(lines).strip("\n")
        if opened:
            yield Piece(text=text, **opened)
        elif text.strip():
            raise SourceError(f"{path.name}: text before the first mark: {text.strip()[:40]}")

    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        in_code = opened is not None and opened["kind"] == "code"
        if in_code and line == "```":
            yield from closed()
            opened, lines = None, []
        elif in_code:
            lines.append(line)
        elif line.startswith(("<!--", "```python")):
            yield from closed()
            opened, lines = _opened(path, number, line), []
        else:
            lines.append(line)
    if opened is not None and opened["kind"] == "code":
        raise SourceError(f"{path.name}, line {opened['line']}: the block of code is not closed")
    yield from closed()


def _opened(path: Path, number: int, line: str) -> dict[str, Any]:
    """What a mark or a fence says of the piece that it opens."""
    if found := MARK.fullmatch(line):
        language, audience, hint = found.groups()
        teacher = "teacher" if audience == "teacher" else ""
        return {"kind": "markdown", "language": language, "audience": teacher,
                "hint": hint or "", "line": number}  # fmt: skip
    if found := FENCE.fullmatch(line):
        audience = {"student": "students", "solution": "teacher"}.get(found[1] or "", "")
        return {"kind": "code", "audience": audience, "line": number}
    raise SourceError(
        f"{path.name}, line {number}: {line!r}; legal are <!-- en -->, <!-- zh -->, the same with "
        "teacher or hint N.N, and ```python with nothing, student or solution"
    )


def notebook_of(pieces: Sequence[Piece], language: str, audience: str) -> nbformat.NotebookNode:
    """The notebook of one audience in one language."""
    cells = [_code(f'language = "{language}"', "first", ["parameters"])]
    for number, piece in enumerate(pieces):
        if piece.language not in ("", language) or piece.audience not in ("", audience):
            continue
        name = f"cell-{number:03d}"
        if piece.kind == "code":
            cells.append(_code(piece.text, name, [piece.audience] if piece.audience else []))
        else:
            tags = [piece.audience] if piece.audience else []
            cells.append(_text(_shown(piece, language), name, tags))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _shown(piece: Piece, language: str) -> str:
    if not piece.hint:
        return piece.text
    opening = f"<details><summary>{HINT[language]} {piece.hint}</summary>"
    return f"{opening}\n\n{piece.text}\n\n</details>"


def _code(text: str, name: str, tags: list[str]) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(text, id=name, metadata={"tags": tags} if tags else {})


def _text(text: str, name: str, tags: list[str]) -> nbformat.NotebookNode:
    return nbformat.v4.new_markdown_cell(text, id=name, metadata={"tags": tags} if tags else {})


def hints(pieces: Sequence[Piece], language: str) -> dict[str, str]:
    """The hints of a source by exercise."""
    return {p.hint: p.text for p in pieces if p.hint and p.language == language}


def sources(folder: Path = HERE / "sessions") -> list[Path]:
    """The sources of the course in order."""
    return sorted(folder.glob("*.md"))


def make(out: Path, languages: Sequence[str] = LANGUAGES) -> list[Path]:
    """Writes the notebooks, and beside them what they need; returns the folders.

    Args:
        out: gets a folder for each language, with `students` and `teacher`.
        languages: `en`, `zh` or both.
    """
    read = {path.stem: read_source(path) for path in sources()}
    made = []
    for language in languages:
        told = {name: text for p in read.values() for name, text in hints(p, language).items()}
        for audience in AUDIENCES:
            folder = out / language / audience
            folder.mkdir(parents=True, exist_ok=True)
            for name, pieces in read.items():
                nbformat.write(notebook_of(pieces, language, audience), folder / f"{name}.ipynb")
            text = json.dumps(told, ensure_ascii=False, indent=1)
            (folder / "hints.json").write_text(text + "\n", "utf-8")
            for name in BESIDE:
                _copy(HERE / name, folder / name)
            _copy(REPORTS, folder / "reports")
            made.append(folder)
    return made


def _copy(source: Path, goal: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, goal, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, goal)


def main(given: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Make the notebooks of the course.")
    parser.add_argument("--out", type=Path, default=HERE.parent / "build" / "teaching")
    parser.add_argument("--language", choices=LANGUAGES, help="only this language")
    options = parser.parse_args(given)
    try:
        made = make(options.out, [options.language] if options.language else LANGUAGES)
    except SourceError as error:
        raise SystemExit(str(error)) from error
    sys.stdout.write("".join(f"{folder}\n" for folder in made))


if __name__ == "__main__":
    main()
