"""What changed between two datasets, report by report and cell by cell, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gikstudy.dataset.declarations import CELL_TABLES, get_table
from gikstudy.dataset.load import Dataset, load_dataset
from gikstudy.evidence import link_in

if TYPE_CHECKING:
    import pandas as pd

SOURCE: Final = "source changed"
READER: Final = "reader changed"
CAME: Final = "correction came"
WENT: Final = "correction went"
CHANGED: Final = "correction changed"
NEW: Final = "report came"
GONE: Final = "report went"
_FACTS: Final = (
    *("status", "form", "year", "agency", "level", "region_code", "scope", "title"),
    *("published_on", "url"),
)
_VALUES: Final = ("value", "state", "raw")
_SHOWN: Final = 50


@dataclass(frozen=True, repr=False)
class DatasetDiff:
    """The changes between two datasets.

    `changes` has one row for each added or removed report and each changed fact or cell: report_id,
    old_id, source, agency, year, table, row, column, before, after, raw_before, raw_after, cause.
    `silent` lists the reports whose source changed while address and date of publication did not.
    `folder` is the later dataset; the summary names the review pages that lie in it.
    """

    changes: pd.DataFrame
    silent: tuple[str, ...]
    folder: Path = Path()

    def __str__(self) -> str:
        """The number of changes by cause, the silent ones, and the first changes."""
        if not len(self.changes):
            return "no difference"
        counts = self.changes["cause"].value_counts()
        lines = [f"{number:,} {cause}" for cause, number in counts.items()]
        lines += [f"changed without a new date: {source}" for source in self.silent]
        for row in self.changes.head(_SHOWN).to_dict("records"):
            cell = "/".join(str(row[key]) for key in ("table", "row", "column") if row[key])
            change = f"{row['before']} -> {row['after']}"
            page = link_in(self.folder, row["report_id"], cell if row["column"] else "")
            see = f"; see {page}" if page else ""
            lines.append(f"{row['source']}: {cell}: {change} ({row['cause']}){see}")
        if len(self.changes) > _SHOWN:
            lines.append(f"and {len(self.changes) - _SHOWN:,} more")
        return "\n".join(lines)


def diff(old: str | Path, new: str | Path) -> DatasetDiff:
    """Does what `gikstudy.diff` says, which also explains the arguments and errors."""
    import pandas as pd

    before, after = load_dataset(old), load_dataset(new)
    pairs = _pairs(before.reports, after.reports)
    rows = [*_report_rows(pairs)]
    frames = [pd.DataFrame(rows, columns=_COLUMNS)]
    both = pairs[(pairs["old_id"] != "") & (pairs["report_id"] != "")]
    frames += [_cell_rows(before, after, both, table) for table in CELL_TABLES]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    changes = pd.concat(filled, ignore_index=True)
    return DatasetDiff(changes, tuple(_silent(both)), after.folder)


_COLUMNS: Final = (
    *("report_id", "old_id", "source", "agency", "year", "table", "row", "column"),
    *("before", "after", "raw_before", "raw_after", "cause"),
)


def _pairs(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Each report with its counterpart in the other dataset, by bytes, source, address or body."""
    found: dict[str, str] = {}
    for keys in (("report_id",), ("source",), ("url",), ("body_id", "year")):
        taken = set(found.values())
        old = _unique({i: k for i, k in _keys(before, keys) if i not in taken})
        new = _unique({i: k for i, k in _keys(after, keys) if i not in found})
        found |= {new[key]: old[key] for key in new.keys() & old.keys()}
    facts = ["report_id", "source", *_FACTS]
    right = after[facts].assign(old_id=after["report_id"].map(found).fillna(""))
    left = before[facts].add_suffix("_old").assign(old_id=before["report_id"])
    pairs: pd.DataFrame = right.merge(left, on="old_id", how="outer")
    for name in ("report_id", "source", "agency"):
        pairs[name] = pairs[name].fillna("")
    return pairs


def _keys(reports: pd.DataFrame, names: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each report with its values in some columns, if all are filled."""
    columns = [reports[name].map(_text) for name in names]
    for report_id, *values in zip(reports["report_id"], *columns, strict=True):
        if all(values):
            yield report_id, tuple(values)


def _unique(keys: dict[str, tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """The report for each key that only one report has."""
    times = Counter(keys.values())
    return {key: report_id for report_id, key in keys.items() if times[key] == 1}


def _report_rows(pairs: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Added and removed reports, and changed facts."""
    for row in pairs.to_dict("records"):
        old, new = row["old_id"], row["report_id"]
        told = {
            "report_id": new,
            "old_id": old,
            "source": row["source"] if new else row["source_old"],
            "agency": row["agency"] if new else row["agency_old"],
            "year": row["year"] if new else row["year_old"],
            "table": "reports",
            "row": "",
            "raw_before": "",
            "raw_after": "",
        }
        if not old or not new:
            cause = NEW if new else GONE
            yield told | {"column": "", "before": old, "after": new, "cause": cause}
            continue
        for name in _FACTS:
            was, now = _text(row[f"{name}_old"]), _text(row[name])
            if was != now:
                cause = READER if old == new else SOURCE
                yield told | {"column": name, "before": was, "after": now, "cause": cause}
        if old != new:
            yield told | {"column": "sha256", "before": old, "after": new, "cause": SOURCE}


def _text(value: object) -> str:
    import pandas as pd

    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _cell_rows(before: Dataset, after: Dataset, pairs: pd.DataFrame, table: str) -> pd.DataFrame:
    """The cells of one table that differ."""
    import pandas as pd

    _, *keys = get_table(table).key
    wanted = ["report_id", *keys, *_VALUES]
    named = pairs[["report_id", "old_id", "source", "agency", "year"]]
    left = getattr(before, table)[wanted].rename(columns={"report_id": "old_id"})
    left = left.merge(named, on="old_id")
    right = getattr(after, table)[wanted].merge(named[["report_id"]], on="report_id")
    if left.empty and right.empty:  # pandas cannot join two empty columns of text
        return pd.DataFrame(columns=_COLUMNS)
    cells = left.merge(right, on=["report_id", *keys], how="outer", suffixes=("_old", ""))
    told = named.set_index("report_id")
    for name in ("old_id", "source", "agency", "year"):
        cells[name] = cells["report_id"].map(told[name])
    was, now = (_shown(cells, suffix) for suffix in ("_old", ""))
    raw_was, raw_now = cells["raw_old"].fillna(""), cells["raw"].fillna("")
    differs = (was != now) | (raw_was != raw_now)
    rows = pd.DataFrame(
        {
            **{name: cells[name] for name in ("report_id", "old_id", "source", "agency", "year")},
            "table": table,
            "row": cells[keys[0]],
            "column": cells[keys[1]],
            "before": was,
            "after": now,
            "raw_before": raw_was,
            "raw_after": raw_now,
            "cause": READER,
        }
    )
    corrected_was, corrected_now = was.str.endswith("corrected"), now.str.endswith("corrected")
    in_same = cells["report_id"] == cells["old_id"]
    rows.loc[~in_same, "cause"] = SOURCE
    for report_id, cause in _corrected(rows[differs & in_same], corrected_was, corrected_now):
        rows.loc[in_same & (rows["report_id"] == report_id), "cause"] = cause
    rows.loc[corrected_now & ~corrected_was, "cause"] = CAME
    rows.loc[corrected_was & ~corrected_now, "cause"] = WENT
    rows.loc[corrected_was & corrected_now, "cause"] = CHANGED
    changed: pd.DataFrame = rows[differs]
    return changed


def _corrected(
    rows: pd.DataFrame, was: pd.Series[bool], now: pd.Series[bool]
) -> Iterator[tuple[str, str]]:
    """The reports with a changed correction, which explains other changes in the table."""
    for report_id, some in rows.groupby("report_id"):
        came, went = now[some.index].any(), was[some.index].any()
        if came or went:
            yield str(report_id), CHANGED if came and went else CAME if came else WENT


def _shown(cells: pd.DataFrame, suffix: str) -> pd.Series[str]:
    """`7 reported`, `blank`, or "" if the dataset has no such cell."""
    value = cells[f"value{suffix}"].map(lambda v: "" if _text(v) == "" else f"{float(v):.15g} ")
    return value.astype("str") + cells[f"state{suffix}"].fillna("").astype("str")


def _silent(pairs: pd.DataFrame) -> Iterator[str]:
    """The sources that changed while their address and date did not."""
    changed = pairs[pairs["report_id"] != pairs["old_id"]]
    for row in changed.to_dict("records"):
        if all(_text(row[name]) == _text(row[f"{name}_old"]) for name in ("url", "published_on")):
            yield str(row["source"])
