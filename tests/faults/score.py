"""Score the reader on every family: python -m tests.faults.score [-v] [--family NAME] [--share 1].

A family is a kind of made-up tables, or a kind of damage to the five real reports, which are read
from GIKSTUDY_REPORTS or from beside the project.
"""

import argparse
import random
import sys
from collections import Counter

from tests.faults import damage
from tests.faults.families import FAMILIES, texts_of
from tests.faults.judge import VERDICTS, findings


def score(texts, *, shown=0):
    """Counts of verdicts over texts, and the first findings that are silent."""
    counts, bad = Counter(), []
    for text in texts:
        found = findings(text)
        counts.update(f.verdict for f in found)
        silent = [f for f in found if f.verdict == "silent"]
        counts["texts"] += 1
        counts["false texts"] += bool(silent)
        for f in silent[:2] if len(bad) < shown else ():
            bad.append(f"    {text.name}: {'/'.join(f.key)}: {f.expect!r} is due: {f.got}")
    return counts, bad


def sample(texts, share):
    """A share of a family's texts, drawn the same way every time; in their order."""
    count = min(len(texts), max(1, round(len(texts) * share)))
    return [texts[at] for at in sorted(random.Random(count).sample(range(len(texts)), count))]


def all_sources():
    """{name: function of texts} of every family and every kind of damage."""
    return dict.fromkeys(FAMILIES, texts_of) | dict.fromkeys(damage.kinds(), damage.texts_of)


def _line(name, counts):
    numbers = [counts["texts"], counts["false texts"], *(counts[v] for v in VERDICTS)]
    return f"{name:32}" + "".join(f"{n:9}" for n in numbers)


def _print(text):
    sys.stdout.write(text + "\n")


def main():
    """Print a line a family."""
    parser = argparse.ArgumentParser(description="Score the reader on every family of faults.")
    parser.add_argument("-v", action="store_true", help="show the first silent cells")
    parser.add_argument("--family", help="this family only")
    parser.add_argument("--share", type=float, default=0.25, help="of the texts (default 0.25)")
    asked = parser.parse_args()
    sources = all_sources()
    names = [n for n in sources if asked.family in (None, n)]
    total = Counter()
    heads = ("texts", "false", *VERDICTS)
    _print(f"{'family':32}" + "".join(f"{head:>9}" for head in heads))
    for name in names:
        counts, bad = score(sample(sources[name](name), asked.share), shown=8 if asked.v else 0)
        total += counts
        _print("\n".join([_line(name, counts), *bad]))
    _print(_line("all", total))
    return bool(total["silent"])


if __name__ == "__main__":
    sys.exit(main())
