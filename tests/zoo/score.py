"""What the reader makes of each printing: python -m tests.zoo.score [-v] [WORD ...]

Words narrow it to printings whose name holds one of them; `-v` shows the cells that are wrong.
"""

from __future__ import annotations

import sys
from collections import Counter

from tests.zoo.judge import VERDICTS, counted, judged, listing


def main(words: list[str], *, loud: bool) -> int:
    total: Counter[str] = Counter()
    clean = printings = 0
    _say(*VERDICTS, "printing")
    for row in listing():
        name = row["name"]
        if words and not any(word in name for word in words):
            continue
        printings += 1
        try:
            verdicts = judged(name, row["report"])
        except Exception as problem:
            _say(*"!!!!", f"{name}: {type(problem).__name__}: {problem}")
            continue
        counts = counted(verdicts)
        clean += not counts["silent"]
        total += counts
        _say(*(counts[verdict] for verdict in VERDICTS), name)
        for verdict in verdicts if loud else ():
            if verdict.verdict in ("silent", "missed"):
                due = f"{verdict.key}: {verdict.expect} is due, read as {verdict.read}"
                _say("", "", "", verdict.verdict, due)
    _say(*(total[verdict] for verdict in VERDICTS), "all cells")
    _say(*[""] * 4, f"{clean} of {printings} printings without a silent cell")
    return clean < printings


def _say(*columns: object) -> None:
    *left, last = columns
    sys.stdout.write("".join(f"{item:>7}" for item in map(str, left)) + f"  {last}\n")


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main([word for word in given if word != "-v"], loud="-v" in given))
