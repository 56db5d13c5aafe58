"""What README, docs, notebooks and changelog promise: links, paths, commands, plain words."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
import yaml
from project_paths import ROOT, SAMPLE

import gikstudy as gik
from gikstudy.model import STATES

DOCS = ROOT / "docs"
FOLDERS = [*(ROOT / "data").glob("*/README.md"), *(ROOT / "teaching").glob("*.md")]
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *FOLDERS])
WRITTEN = [page for page in PAGES if page.name != "codebook.md"]  # by hand
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    """What a person reads there: a page, or the markdown cells of a notebook."""
    if path.suffix != ".ipynb":
        return path.read_text("utf-8")
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def prose_of(path: Path) -> str:
    """The running text of a page: no code, no tables, no headings, no link targets."""
    text = re.sub(r"^```.*?^```", "", text_of(path), flags=re.M | re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"^(\||#|!\[).*$", "", text, flags=re.M)
    return re.sub(r"\]\([^)]*\)", "]", text)


COURSE = sorted((ROOT / "teaching" / "sessions").glob("*.md"))
READ = [*WRITTEN, *COURSE, *sorted((ROOT / "notebooks").glob("*.ipynb"))]

# --- plain English ---------------------------------------------------------------------------

BANNED = (
    "by whatever", "taken up", "takes up", "holds a dataset against", "held against", "unasked",
    "wrong cells that pass", "of its own making", "is none", "are none", "nought", "whoever",
    "of their own accord", "is met", "met in", "in mid-", "thereof", "herein", "whereof", "hence",
    "thus", "albeit", "utilize", "leverage", "seamless", "robust", "simply", "easily", "just run",
    "as a rule", "want to be", "comes to its limits", "one likes", "told by", "is told from",
    "are told from",
)  # fmt: skip
LONGEST = 38  # words


@pytest.mark.parametrize("page", READ, ids=names)
def test_the_english_is_plain(page):
    text = " ".join(prose_of(page).lower().split())
    found = [phrase for phrase in BANNED if re.search(rf"\b{re.escape(phrase)}\b", text)]
    assert not found


@pytest.mark.parametrize("page", [p for p in READ if p.name != "README.zh.md"], ids=names)
def test_sentences_are_short(page):
    blocks = re.split(r"\n\s*\n|\n\s*(?:[-*]|\d+\.)\s+", prose_of(page))
    sentences = [
        s for block in blocks for s in re.split(r"(?<=[.!?:;])\s+", " ".join(block.split()))
    ]
    assert [s for s in sentences if len(s.split()) > LONGEST] == []


@pytest.mark.parametrize("page", READ, ids=names)
def test_a_page_names_no_machine(page):
    outside = text_of(page).replace("http://www.alszq.gov.cn", "")
    assert not re.search(
        r"(?<![\w.])/(?:home|root|work|tmp|Users)/|localhost|127\.0\.0\.1", outside
    )


# --- links and paths -------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}


@pytest.mark.parametrize("page", PAGES, ids=names)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        goal = page.parent / path if path else page
        assert goal.exists(), target
        assert not anchor or anchor in anchors(goal), target


def named_paths(page: Path) -> list[str]:
    folders = "|".join(p.name for p in ROOT.iterdir() if p.is_dir() and p.name[0].isalpha())
    return re.findall(rf"`((?:{folders})/[\w./-]+)`", page.read_text("utf-8"))


@pytest.mark.parametrize("page", [p for p in WRITTEN if named_paths(p)], ids=names)
def test_paths_that_a_page_names_exist(page):
    made = ("data/processed", "data/made_up", "build/")  # by running the project
    paths = [p for p in named_paths(page) if not p.startswith(made)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def modules_named(text: str) -> set[str]:
    """The modules, and members of modules, that a text names with dots."""
    rooms = "|".join(p.stem for p in (ROOT / "gikstudy").iterdir() if p.stem[0].isalpha())
    return set(re.findall(rf"`((?:gikstudy\.)?(?:{rooms})(?:\.[a-z_]\w*)+)(?:\(|`)", text))


MODULES = {"gikstudy", *(m.name for m in pkgutil.walk_packages(gik.__path__, "gikstudy."))}


def exists(name: str) -> bool:
    parts = ["gikstudy", *name.removeprefix("gikstudy.").split(".")]
    if parts[-1] in ("csv", "json", "md", "py"):
        return True  # a file, whose path another test looks for
    depth = max(n for n in range(len(parts) + 1) if ".".join(parts[:n]) in {"", *MODULES})
    module = importlib.import_module(".".join(parts[:depth]))
    return depth == len(parts) or hasattr(module, parts[depth])


@pytest.mark.parametrize("page", [DOCS / "architecture.md", DOCS / "contributing.md"], ids=names)
def test_modules_that_a_page_names_exist(page):
    assert [name for name in modules_named(page.read_text("utf-8")) if not exists(name)] == []


def test_modules_that_docstrings_name_exist():
    for path in sorted((ROOT / "gikstudy").rglob("*.py")):
        named = re.findall(r"`(gikstudy(?:\.[a-z_]\w*)+)[`(]", path.read_text("utf-8"))
        public = {f"gikstudy.{name}" for name in gik.__all__}
        assert [name for name in named if name not in public and not exists(name)] == [], path


def test_each_recipe_names_the_files_that_it_touches():
    page = (DOCS / "contributing.md").read_text("utf-8")
    recipes = dict(re.findall(r"^## (Add an? .+?)\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    wanted = ("label variant", "form", "statistical table", "layout", "check", "indicator", "figure",
              "parameter of the notebooks", "problem code", "file format")  # fmt: skip
    assert [re.sub(r"^Add an? ", "", title) for title in recipes] == list(wanted)
    for title, recipe in recipes.items():
        steps = re.findall(r"^\d+\. ", recipe, re.M)
        assert len(steps) >= 4, title
        assert re.search(r"`tests/[\w/.]+`", recipe), f"{title}: no test is named"


# --- commands --------------------------------------------------------------------------------


def commands() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "gikstudy", "--help"],
        capture_output=True, check=True, text=True, cwd=ROOT,
    )  # fmt: skip
    return re.findall(r"^ {4}([a-z][\w-]*)\b", done.stdout, re.M)


COMMANDS = commands()


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("readme", READMES, ids=names)
def test_the_readme_names_every_command(readme, command):
    assert f"`gikstudy {command}" in readme.read_text("utf-8")


def test_no_page_names_a_command_that_is_not_there():
    assert len(COMMANDS) >= 8
    for page in WRITTEN:
        named = set(re.findall(r"`gikstudy ([a-z][a-z-]*)", page.read_text("utf-8")))
        assert named <= set(COMMANDS), page.name


# --- README ----------------------------------------------------------------------------------


@pytest.mark.parametrize("readme", READMES, ids=names)
def test_the_readme_opens_with_what_it_is_and_two_commands(readme):
    lines = [line for line in readme.read_text("utf-8").splitlines() if line]
    assert lines[0] == "# gikstudy"
    assert lines[1].startswith("gikstudy ")
    first = "\n".join(lines[:12])
    assert first.index("make study") < first.index("make test")


@pytest.mark.parametrize("readme", READMES, ids=names)
def test_the_cell_of_the_readme_is_in_the_page_and_in_the_dataset(readme):
    text = readme.read_text("utf-8")
    source = (SAMPLE / "report_003.txt").read_text("utf-8").splitlines()[38]
    assert f"```text\n{source.rstrip()}\n```" in text
    report = gik.read_report(SAMPLE / "report_003.txt")
    for column in ("natural_person", "total"):
        cell = report.cell(f"requests/received_new/{column}")
        known = ["" if n is None else str(n) for n in (cell.value, cell.lower, cell.upper)]
        raw = cell.raw.replace("|", "\\|")
        line = ["received_new", column, known[0], cell.state, *known[1:], raw, cell.locus]
        squeezed = re.sub(r" +", " ", "| " + " | ".join(line) + " |")
        assert squeezed in re.sub(r" +", " ", text)


# --- changelog and citation ------------------------------------------------------------------


def test_the_changelog_is_in_the_form_of_keep_a_changelog():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert text.startswith("# Changelog\n")
    heads = re.findall(r"^## (.+)$", text, re.M)
    assert heads[0] == "[Unreleased]"
    for head in heads[1:]:
        assert date.fromisoformat(re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\S+)", head)[1])
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= kinds
    assert re.fullmatch(r"\[(\S+)\] - (\S+)", heads[1])[1] == PROJECT["version"]
    entries = re.split(r"^- ", text, flags=re.M)[1:]
    assert all(entry.split("\n\n")[0].rstrip().endswith(".") for entry in entries)


def test_versions_and_days_agree():
    head = f"## [{CITATION['version']}] - {CITATION['date-released']}"
    assert head in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert str(CITATION["version"]) == PROJECT["version"]
    ethics = (DOCS / "ethics.md").read_text("utf-8")
    for value in ("version", "date-released", "title"):
        assert f"{{{CITATION[value]}}}" in ethics


# --- pages of their own ----------------------------------------------------------------------


def test_every_page_is_reached_from_the_index():
    index = (DOCS / "index.md").read_text("utf-8")
    trees = "\n".join(re.findall(r"```{toctree}(.*?)```", index, re.S)).split()
    pages = {page.stem for page in DOCS.glob("*.md")} - {"index"}
    assert pages == set(trees) & pages


def test_the_glossary_defines_its_words_in_both_languages():
    text = (DOCS / "glossary.md").read_text("utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if row[0] != "word"]
    assert all(len(row) == 3 and re.search("[\u4e00-\u9fff]", row[1]) for row in rows)
    words = {word for row in rows for word in re.split(", ", row[0].replace("`", ""))}
    assert words >= {
        "locus", "state", "bounds", "stray", "loose", "slid", "scope", "form", "cell", "slot",
        "label", "layout", "check", "identity", "mention", "code", "body", "mirror",
        *STATES,
    }  # fmt: skip


def test_the_architecture_says_of_every_step_what_happens_when_something_is_wrong():
    text = (DOCS / "architecture.md").read_text("utf-8")
    steps = re.findall(
        r"^## (From [^\n]+|How a table is read)\n(.*?)(?=^## |\Z)", text, re.M | re.S
    )
    assert len(steps) == 5
    assert all("**When something is wrong.**" in body for _, body in steps)
