"""The cleaned text of every input, in one file: what the reader sees before it looks for tables."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gikstudy.dataset.rows import SYNTHETIC_MARK
from gikstudy.engine.deadline import deadline
from gikstudy.engine.inputs import inputs_digest, is_made_from, note_inputs
from gikstudy.engine.pools import SERIAL, open_pool
from gikstudy.engine.work import seconds_for
from gikstudy.messages import bar_options
from gikstudy.page import make_page
from gikstudy.reading import Record, Source, list_sources
from gikstudy.reading.addresses import reason_of

if TYPE_CHECKING:
    import pandas as pd

    from gikstudy.engine.pool import Pool

CLEANED_TEXT: Final = "cleaned_text.parquet"
COLUMNS: Final = {
    "source": "string",
    "sha256": "string",
    "source_format": "string",
    "encoding": "string",
    "script": "string",
    "lines": "int64",
    "changed": "int64",
    "made_up": "bool",
    "text": "string",
    "problem": "string",
}


def clean_text(raw: str | Path, out: Path, *, progress: bool = False) -> pd.DataFrame:
    """Reads and cleans every input and leaves the text in `out`; a file that still fits is kept.

    Args:
        raw: the folder, file or address of the reports.
        out: the folder of the dataset.
        progress: show a progress bar.

    Returns:
        One row for each input, in the order of their names: source, sha256, source_format, encoding,
        script, the number of lines and of lines that cleaning changed, the cleaned text (with as
        many lines as the source), whether it was made up, and the problem of an input that could not be read.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    listing = list(list_sources([raw]))
    digest = inputs_digest(raw, listing)
    path = out / CLEANED_TEXT
    if is_made_from(path, digest):
        kept: pd.DataFrame = pq.read_table(path).to_pandas()
        return kept
    rows = list(_rows(listing, progress=progress))
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])
    table = pa.Table.from_pylist(rows, schema)
    out.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    pq.write_table(table, beside, compression="zstd")
    beside.replace(path)
    note_inputs(path, digest)
    made: pd.DataFrame = table.to_pandas()
    return made


def _rows(listing: Sequence[Source], *, progress: bool) -> Iterator[dict[str, Any]]:
    from tqdm import tqdm

    options = bar_options(shown=progress)
    with open_pool(*SERIAL) as pool, tqdm(listing, unit=" inputs", **options) as bar:
        for source in bar:
            for record in pool.records(source):
                yield _row(record, pool)


def _row(record: Record, pool: Pool) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {"lines": 0, "changed": 0, "made_up": False}
    row |= {"source": record.name, "sha256": hashlib.sha256(record.data).hexdigest()}
    if record.problem and not record.data:
        return row | {"problem": record.problem}
    try:
        with deadline(seconds_for(record.data)):
            document = pool.read(record.data, record.name, record.declared)
            page = make_page(document)
    except Exception as error:  # one input must not stop the others: its row gives the reason
        return row | {"problem": reason_of(error)}
    text = "\n".join(page.clean)
    return row | {
        "source_format": document.source_format,
        "encoding": document.encoding,
        "script": page.script,
        "lines": len(page),
        "changed": sum(raw != clean for raw, clean in zip(page.raw, page.clean, strict=True)),
        "made_up": SYNTHETIC_MARK in text,
        "text": text,
        "problem": document.problem,
    }
