"""`init`: a folder to start a study of one's own in."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from gikstudy.analysis.pipeline import GIVEN, list_notebooks, parameter_rows
from gikstudy.errors import OutputExistsError

CONFIG = "study.toml"


def start_folder(folder: str | Path) -> Path:
    """Does what `gikstudy.init` says, which also explains the arguments and errors."""
    target = Path(folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise OutputExistsError(f"{target}: exists and is not empty; name a new folder")
    (target / "data" / "raw").mkdir(parents=True)
    (target / "notebooks").mkdir()
    for notebook in list_notebooks():
        shutil.copyfile(notebook, target / "notebooks" / notebook.name)
    (target / CONFIG).write_text(config_text(), "utf-8")
    readme = files(__package__).joinpath("own_folder.md").read_text("utf-8")
    (target / "README.md").write_text(readme, "utf-8")
    return target


def config_text(values: Mapping[str, object] | None = None) -> str:
    """The parameters as a TOML file, each with its meaning; those without a value are comments."""
    asked = dict(values or {})
    lines = ["# The parameters of the study; remove the # in front of a line to set one.", ""]
    for row in parameter_rows():
        name = row["name"]
        if name not in GIVEN:
            sign = "" if name in asked else "# "
            value = asked.pop(name, row["example"])
            lines += [f"# {row['meaning']}", f"# {row['meaning_zh']}"]
            lines += [f"{sign}{name} = {_toml(value)}", ""]
    lines += [f"{name} = {_toml(value)}" for name, value in asked.items()]
    return "\n".join(lines).rstrip() + "\n"


def _toml(value: object) -> str:
    """A value as a TOML string, which every parameter may be."""
    text = ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
