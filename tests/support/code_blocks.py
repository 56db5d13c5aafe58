"""The code blocks of a Markdown page, and how each kind of block is run."""

from __future__ import annotations

import re
import shlex
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from project_paths import ROOT

from gikstudy.cli import main

LANGUAGES = ("python", "sh", "sql")
SHOWN = ("text", "csv", "json", "toml", "bibtex")  # blocks that nobody could run
NOT_RUN = re.compile(r"<!-- not run: ([^>]+) -->")
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<code>.*?)^(?P=indent)```$", re.M | re.S
)


@dataclass(frozen=True)
class Block:
    """One fenced block; `not_run` says why it is only shown."""

    language: str
    code: str
    line: int
    not_run: str = ""


def pages() -> list[Path]:
    """Every page whose blocks are run."""
    found = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "data").glob("*/README.md"),
    ]
    return sorted(found)


def blocks_of(path: Path) -> list[Block]:
    text = path.read_text("utf-8")
    blocks = []
    for found in _FENCE.finditer(text):
        before = text[: found.start()].rstrip().rsplit("\n", 1)[-1]
        reason = NOT_RUN.fullmatch(before)
        line = text[: found.start()].count("\n") + 1
        code = re.sub(rf"^{found['indent']}", "", found["code"], flags=re.M)
        blocks.append(Block(found["info"].strip(), code, line, reason[1] if reason else ""))
    return blocks


@dataclass
class Runner:
    """Runs the blocks of one page in order, in the current folder; names live from block to block.

    After a block of Python that sets `answer`, the next block of SQL must give the same rows.
    """

    page: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    database: duckdb.DuckDBPyConnection = field(default_factory=duckdb.connect)
    compared: int = 0

    def run(self, block: Block) -> None:
        if not block.not_run:
            {"python": self._python, "sh": self._sh, "sql": self._sql}[block.language](block)

    def _python(self, block: Block) -> None:
        place = "\n" * block.line + block.code  # so that a traceback names the line of the page
        exec(compile(place, str(self.page), "exec"), self.names)

    def _sql(self, block: Block) -> None:
        result = self.database.execute(block.code)
        answer = self.names.pop("answer", None)
        if answer is not None:
            pandas, sql = rows_of(answer), rows_of(result.df())
            assert pandas == sql, f"{self.page.name}:{block.line}"
            self.compared += 1

    def _sh(self, block: Block) -> None:
        for line in re.sub(r"\\\n", " ", block.code).splitlines():
            words = shlex.split(line, comments=True)
            if words:
                shell(words)


def shell(words: list[str]) -> None:
    """One line of shell: our own program is run, what surrounds it is looked up."""
    program, *arguments = words
    if words[:3] == ["python", "-m", "gikstudy"]:
        program, arguments = "gikstudy", words[3:]
    if program == "gikstudy":
        try:
            status = main(arguments)
        except SystemExit as left:
            status = left.code
        assert status in (0, None), words
    elif program == "make":
        targets = re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M)
        assert {a for a in arguments if "=" not in a} <= set(targets), words
    elif words[:2] == ["pip", "install"]:
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        for asked in re.findall(r"\[([\w,]+)\]", " ".join(arguments)):
            assert set(asked.split(",")) <= set(extras["optional-dependencies"]), words
    elif program == "python":
        assert (ROOT / arguments[0]).is_file(), words
    elif program != "cd":
        raise AssertionError(f"{program}: nothing here says how to run it: {words}")


def rows_of(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    """The rows of a frame as plain values, whatever library counted them."""
    return [tuple(map(_plain, row)) for row in frame.astype(object).itertuples(index=False)]


def _plain(value: object) -> object:
    if value is None or pd.isna(value):
        return None
    return value if isinstance(value, str) else round(float(value), 9)
