"""The generated pages are as the code is now, and the site builds without a warning."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from project_paths import ROOT

import gikstudy as gik

DOCS = ROOT / "docs"
# What no arrow from bytes to figure leads through.
PLUMBING = (
    "arguments", "cli", "errors", "evidence", "groups", "messages", "model", "packaged", "verbs",
)  # fmt: skip


def load(name):
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = load("generate")


@pytest.mark.parametrize("path", generate.pages(), ids=lambda path: path.name)
def test_a_generated_page_is_up_to_date(path):
    wanted = generate.pages()[path]
    assert path.read_text("utf-8") == wanted, "run: python docs/generate.py"


def test_the_table_of_rooms_puts_each_room_below_those_that_it_imports():
    rooms = [line.split("`")[1] for line in generate.table_of_rooms().splitlines()[2:]]
    for number, room in enumerate(rooms):
        assert generate.imports()[room] <= set(rooms[:number]), room


def test_the_picture_is_legible_on_any_background():
    root = ET.fromstring(generate.picture())
    background = root.find("{http://www.w3.org/2000/svg}rect")
    assert background.get("fill") == "#ffffff"
    words = " ".join(t.text for t in root.iter("{http://www.w3.org/2000/svg}text"))
    for step in ("bytes", "Document", "Report", "Dataset", "Study"):
        assert step in words
    for room in generate.imports():
        if room not in PLUMBING:
            assert room in words, room


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--keep-going", "--quiet"]
    done = subprocess.run(
        [*command, "-d", str(out / "trees"), str(DOCS), str(out / "html")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return out / "html"


def test_the_site_holds_every_page_and_picture(site):
    for page in DOCS.glob("*.md"):
        assert (site / f"{page.stem}.html").is_file()
    assert list((site / "_images").glob("flow*.svg"))


def test_the_reference_describes_every_public_name(site):
    page = (site / "api.html").read_text("utf-8")
    for name in gik.__all__:
        if callable(getattr(gik, name)):
            assert f"gikstudy.{name}" in page or name in ("Dataset", "Report"), name
    for name in gik.indicators.__all__:
        assert f'id="gikstudy.analysis.indicators.{name}"' in page, name


def test_the_commands_page_has_the_help_of_every_command(site):
    page = (site / "commands.html").read_text("utf-8")
    for command in ("extract", "study", "explain", "validate", "export", "evaluate"):
        assert f"usage: gikstudy {command}" in page


def test_the_site_fetches_nothing(site):
    for page in site.glob("*.html"):
        text = page.read_text("utf-8")
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text


def test_the_scripts_of_the_site_say_what_they_do():
    for path in DOCS.glob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
