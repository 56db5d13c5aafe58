"""All reports of a run, part by part, without repeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from gikstudy.dataset.extras import Positions, as_numbers
from gikstudy.dataset.parts import list_parts, read_part
from gikstudy.engine.folder import read_note
from gikstudy.engine.work import ReportTraits


class ReportParts:
    """The part files of a run.

    The same bytes may occur twice among the inputs. A part does not know the parts before it, so a
    report that an earlier part has is left out here.
    """

    def __init__(self, folder: Path) -> None:
        self.paths = list_parts(folder)
        self._positions = Positions(self.paths)

    def __len__(self) -> int:
        return self._positions.range_of(len(self.paths) - 1)[1] if self.paths else 0

    def reports(self, columns: Sequence[str] | None = None) -> Iterator[tuple[Path, pa.Table]]:
        """Each part with its rows of table `reports`, of all columns or some with `report_id`."""
        for number, path in enumerate(self.paths):
            rows = read_part(path, "reports", columns)
            first, _ = self._positions.range_of(number)
            new = self._positions.of(as_numbers(rows["report_id"])) >= first
            yield path, rows.filter(pa.array(new))


def marks_of(part: Path) -> Mapping[str, ReportTraits]:
    """The traits of each report in a part, from its note."""
    note = read_note(part)
    return note.marks if note is not None else {}
