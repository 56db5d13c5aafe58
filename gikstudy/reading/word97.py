"""DOC, the Word format before 2007, converted by a program that knows it.

LibreOffice keeps tables as tables and takes a second per document. Antiword takes milliseconds, but
draws tables with bars and cuts wrapped labels. So LibreOffice is tried first.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from gikstudy.reading import limits
from gikstudy.reading.content import Content, UnreadableError
from gikstudy.reading.plain import read_plain
from gikstudy.reading.word import read_docx

_OFFICE: Final = ("soffice", "libreoffice")
_INSTALL: Final = (
    "a Word 97 file; to read it install LibreOffice (package libreoffice-writer-nogui) or antiword"
)


def read_doc(data: bytes) -> Content:
    """The lines and tables of a Word 97 document.

    Raises:
        UnreadableError: Neither program is installed, or the installed one cannot read the file.
    """
    office = next(filter(None, map(shutil.which, _OFFICE)), None)
    antiword = shutil.which("antiword")
    if office is None and antiword is None:
        raise UnreadableError(_INSTALL)
    with tempfile.TemporaryDirectory(prefix="gikstudy-") as folder:
        path = Path(folder) / "document.doc"
        path.write_bytes(data)
        if office is not None:
            return _by_office(office, path)
        text = _run([str(antiword), "-m", "UTF-8.txt", "-w", "0", str(path)], path.parent)
    return Content(read_plain(text), "utf-8")


def _by_office(office: str, path: Path) -> Content:
    profile = (path.parent / "profile").as_uri()  # two simultaneous conversions need two profiles
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    _run([*command, "--convert-to", "docx", "--outdir", str(path.parent), str(path)], path.parent)
    made = path.with_suffix(".docx")
    if not made.exists():
        raise UnreadableError("a Word 97 file that LibreOffice cannot read")
    return read_docx(made.read_bytes())


def _run(command: list[str], folder: Path) -> str:
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, timeout=limits.HELPER_SECONDS, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"{name} takes longer than {limits.HELPER_SECONDS:.0f} s") from error
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode("utf-8", "replace").split())
        raise UnreadableError(f"a Word 97 file that {name} cannot read: {reason}") from error
    return done.stdout.decode("utf-8", "replace")
