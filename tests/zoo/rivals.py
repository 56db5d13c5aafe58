"""The zoo read by gikstudy and by the two readers that anybody writes first: table 3, cell by cell.

    python -m tests.zoo.rivals        prints the rows of the README

The two readers get only the printings that they can open: texts, and pages of HTML.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

from gikstudy.forms import get_form
from gikstudy.synthesis.naive import read_html_tables, read_labels
from gikstudy.text import to_simplified
from tests.zoo.figures import KINDS, make_report
from tests.zoo.judge import HERE, judged, listing

PACKED = {"pdf", "docx", "xlsx", "odt", "doc", "xls", "rtf", "ods", "epub"}
Reader = Callable[..., dict[tuple[str, str, str], int]]


def judge_rival(reader: Reader, name: str, report: str) -> Counter[str]:
    """The verdicts on the cells of table 3 of one printing; it prints a number in most of them."""
    made = make_report(KINDS[report])
    text = (HERE / "printed" / name).read_bytes().decode("utf-8", "replace")
    given = reader(text, get_form(KINDS[report].form), to_simplified)
    found: Counter[str] = Counter()
    for key, expect in made.expect.items():
        if key[0] != "requests":
            continue
        number = int(expect) if expect.isdigit() else None
        if key not in given:
            found["missed" if number is not None else "right"] += 1
        else:
            found["right" if given[key] == number else "silent"] += 1
    return found


def main() -> None:
    """Print a row of Markdown for each reader."""
    rows = listing()
    ours: Counter[str] = Counter()
    for row in rows:
        verdicts = judged(row["name"], row["report"])
        ours.update(v.verdict for v in verdicts if v.key.startswith("requests/"))
    _row(f"gikstudy, {len(rows)} printings", ours)
    texts = [r for r in rows if r["name"].rpartition(".")[2] not in PACKED]
    pages = [r for r in texts if r["name"].endswith("html")]
    for title, reader, some in (
        ("label + next seven integers", read_labels, texts),
        ("`pandas.read_html`", read_html_tables, pages),
    ):
        total: Counter[str] = Counter()
        for row in some:
            total += judge_rival(reader, row["name"], row["report"])
        _row(f"{title}, {len(some)} printings", total)


def _row(title: str, counts: Counter[str]) -> None:
    cells = sum(counts.values())
    shares = [f"{100 * counts[v] / cells:.1f} %" for v in ("right", "open", "missed", "silent")]
    sys.stdout.write(f"| {title} | {cells:,} | {' | '.join(shares)} |\n")


if __name__ == "__main__":
    main()
