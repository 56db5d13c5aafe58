"""Lets coverage guide the damage: every reader, run by hand, for as long as one likes.

    pip install atheris
    python benchmarks/fuzz_atheris.py -max_total_time=3600 corpus/

The folder keeps what opened new ways through the code; a find stops the run and is written beside
it. It starts from a made-up report in each layout, a container of each kind, and the files of
`tests/support/documents`. What is found belongs into the tests, as all finds of `benchmarks/fuzz.py` do.
"""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["gikstudy"]):
    from gikstudy import read_report
    from gikstudy.reading import list_sources

from gikstudy.synthesis import FAMILIES, make_report

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 20_000


def read_everything(data: bytes) -> None:
    """The bytes as a document, and as a file that may hold many; only the latter may be refused."""
    assert read_report(data).status
    INPUT.write_bytes(data)
    with suppress(OSError, ValueError):  # what the engine turns into the row of a source
        for source in list_sources([INPUT]):
            for record in source.records():
                assert record.problem or read_report(record.data).status


def seeds(folder: Path) -> None:
    """What to start from: layouts, documents of real programs, containers of both."""
    folder.mkdir(exist_ok=True)
    text = [make_report(11, 3, family=name).data[:LONGEST] for name in FAMILIES]
    files = sorted((ROOT / "tests" / "support" / "documents").glob("*.[dp]*"))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", text[0])
    documents = [*text, *(f.read_bytes() for f in files), packed.getvalue(), gzip.compress(text[1])]
    for number, data in enumerate(documents):
        (folder / f"seed-{number:02d}").write_bytes(data)


if __name__ == "__main__":
    corpus = next((Path(a) for a in sys.argv[1:] if not a.startswith("-")), Path("corpus"))
    INPUT = corpus.parent / "atheris.input"
    seeds(corpus)
    atheris.Setup(sys.argv, read_everything)
    atheris.Fuzz()
