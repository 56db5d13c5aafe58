"""Whether the blind sets can be read: columns, keys, codes, parts and divisions.

    python benchmarks/blind_sets.py       print what each set holds, exit 1 for a row that is wrong

The files `gold/blind3_*` to `gold/blind6_*` have the form of `mentions.tsv`,
`codes.tsv` and `heads.txt`.
Whoever wrote a set had not seen the rules. One coder labelled every row twice, the second time in
another order and from the text alone; `gold/README.md` says how many labels differed. What the codebook
left open was taken out. The same coder did both, so two people may differ by more.

This file checks the form and scores nothing: a set is for one first score, and no rule may be
mended by it before that.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
GOLD: Final = HERE / "gold"
SETS: Final = ("blind3", "blind4", "blind5", "blind6")
CODEBOOK: Final = HERE.parent / "docs" / "codebook.md"
DIVISIONS: Final = HERE.parent / "gikstudy" / "places" / "divisions.csv"
FIGURE: Final = re.compile(r"(?P<metric>\w+)=\d+(\.\d+)?( [^@ ;=]+){0,2}( @(?P<whole>\d+))?")
FACTS: Final = 5


def keys_of(heading: str) -> set[str]:
    """The keys that the codebook lists below a heading."""
    text = CODEBOOK.read_text("utf-8")
    table = text.partition(f"\n### {heading} (")[2].partition("\n### ")[0]
    return set(re.findall(r"^\| `(\w+)`", table, re.M))


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a gold file; a row with a column too many or too few has a key or value of None."""
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def wrong_mentions(rows: list[dict[str, str]]) -> Iterator[str]:
    """Sentences whose figures have an unknown metric, no number, or a whole that is none before."""
    metrics = keys_of("metric")
    for row in rows:
        if list(row) != ["set", "text", "expected"] or None in row.values():
            yield f"columns: {row}"
            continue
        for place, item in enumerate(filter(None, row["expected"].split("; "))):
            found = FIGURE.fullmatch(item)
            if not found or found["metric"] not in metrics:
                yield f"figure {item!r}: {row['text']}"
            elif found["whole"] and int(found["whole"]) >= place:
                yield f"the whole of {item!r} does not stand before it: {row['text']}"


def wrong_codes(rows: list[dict[str, str]]) -> Iterator[str]:
    """Points with a code that the codebook does not have, or one of the other kind."""
    known = keys_of("code")
    letters = {"problem": "P", "improvement": "I"}
    for row in rows:
        if list(row) != ["set", "kind", "text", "codes"] or None in row.values():
            yield f"columns: {row}"
            continue
        codes = row["codes"].split(";")
        if any(c not in known or c[0] != letters.get(row["kind"]) for c in codes):
            yield f"codes {row['codes']!r} of a {row['kind']}: {row['text']}"


def wrong_heads(text: str) -> Iterator[str]:
    """Heads with a level, division, year or day that there is not."""
    levels = keys_of("level")
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        divisions = [set(row) for row in csv.reader(file)]
    for block in text.split("## ")[1:]:
        header, _, page = block.partition("\n")
        _, *facts = [fact.strip() for fact in header.split("|")]
        if len(facts) != FACTS or not page.strip():
            yield f"facts: {header}"
            continue
        _, level, region, year, day = facts
        if level and level not in levels:
            yield f"level {level!r}: {header}"
        if region and not any(set(region.split(" ")) <= row for row in divisions):
            yield f"division {region!r}: {header}"
        if not re.fullmatch(r"20\d\d", year):
            yield f"year {year!r}: {header}"
        if day and date.fromisoformat(day).year != int(year) + 1:
            yield f"day {day!r}: {header}"


def of_another_set(name: str, rows: list[dict[str, str]]) -> Iterator[str]:
    """Rows whose column `set` does not name the set that their file belongs to."""
    yield from (
        f"set {row.get('set')!r}, not {name}: {row}" for row in rows if row.get("set") != name
    )


def check(name: str) -> tuple[list[str], list[str]]:
    """Prints what a set holds; returns its texts and what is wrong with its rows."""
    mentions, codes = rows_of(f"{name}_mentions.tsv"), rows_of(f"{name}_codes.tsv")
    heads = (GOLD / f"{name}_heads.txt").read_text("utf-8")
    figures = Counter(len(row["expected"].split("; ")) for row in mentions if row["expected"])
    print(
        f"{name}: {len(mentions)} sentences, {sum(n * k for n, k in figures.items())} figures, "
        f"{len(mentions) - figures.total()} sentences without, "
        f"{figures.total() - figures[1]} with several; "
        f"{len(codes)} points; {heads.count('## ')} heads"
    )
    wrong = [
        *of_another_set(name, [*mentions, *codes]),
        *wrong_mentions(mentions),
        *wrong_codes(codes),
        *wrong_heads(heads),
    ]
    return [row["text"] for row in [*mentions, *codes]], wrong


def main() -> int:
    """Prints what the sets hold and every row that is wrong; 1 where there is one."""
    checked = [check(name) for name in SETS]
    wrong = [line for _, lines in checked for line in lines]
    texts = Counter(text for held, _ in checked for text in held)
    wrong += [f"twice: {text}" for text, n in texts.items() if n > 1]
    print(*wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
