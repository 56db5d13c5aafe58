"""Feeds damaged documents to the reader and counts what comes of them.

    python benchmarks/fuzz.py 100000

Each document is a made-up report or a file of `tests/support/documents`, changed at random: bytes and
tags flipped, dropped, doubled, moved, cut off, words of the patterns repeated. Every one must give a report with a status, whatever
that is; the first that raises, or takes longer than ten seconds of processor time, is kept and named.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import gikstudy
from gikstudy import read_report
from gikstudy.synthesis import FAMILIES, make_report

ROOT = Path(__file__).resolve().parents[1]
PIECES = (
    b"<table>", b"<td rowspan=999>", b"</td>", b"<tr>", b"<p>", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"&nbsp;", b"||||", "总计".encode(), "三、".encode("gb18030"), b"\xa4\x40", b"9" * 40, b"-", b"<![CDATA[",
)  # fmt: skip
ROOMS = ("about", "checks", "forms", "gikstudy", "prose")  # names of places are no patterns
# What patterns are made of; one that reads a repeat of it in two ways never comes to an end.
WORDS = tuple(
    sorted(
        {
            word
            for table in Path(gikstudy.__file__).parent.rglob("*.csv")
            if table.parent.name in ROOMS
            for word in re.findall("[\u4e00-\u9fff]{1,6}", table.read_text("utf-8"))
            if len(word) > 1
        }
        | set(" \t|-.,、()*#_1年")
        | {"||", "1,", "a: b\r\n", "www.", "<!---->", "&nbsp;", "<td>", "<div>", "《", "\u3000"}
    )
)
SLOW = 10.0


def mutate(data: bytes, rng: random.Random) -> bytes:
    """The same bytes with one to eight things done to them."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        start = rng.randrange(len(changed) + 1)
        end = min(len(changed), start + int(rng.expovariate(1 / 40)))
        kind = rng.randrange(7)
        if kind == 0 and start < len(changed):
            changed[start] = rng.randrange(256)
        elif kind == 1:
            del changed[start:end]
        elif kind == 2:
            changed[start:start] = changed[start:end] * rng.randint(1, 30)
        elif kind == 3:
            changed[start:start] = rng.choice(PIECES)
        elif kind == 4:
            piece = changed[start:end]
            del changed[start:end]
            place = rng.randrange(len(changed) + 1)
            changed[place:place] = piece
        elif kind == 5:
            repeated = "".join(rng.choices(WORDS, k=rng.choice((1, 1, 2, 3))))
            changed[start:start] = repeated.encode() * rng.choice((10, 40, 200, 2000))
        elif rng.random() < 0.2:
            del changed[start:]
    return bytes(changed)


def seeds() -> list[bytes]:
    """A made-up report in each layout, and the files made by real programs."""
    made = [make_report(11, n, family=name).data for name in FAMILIES for n in range(3)]
    files = sorted((ROOT / "tests" / "support" / "documents").glob("*.[dp]*"))
    return made + [path.read_bytes() for path in files if path.suffix in (".docx", ".pdf")]


def main() -> int:
    """Reads the arguments, mutates, reads, and says what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)
    originals = seeds()
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    for number in range(asked.n):
        data = mutate(rng.choice(originals), rng)
        kept = Path(f"fuzz-{asked.seed}-{number}.bin")
        kept.write_bytes(data)  # before the reading, which might end the process
        started = time.process_time()
        try:
            outcomes[read_report(data).status] += 1
        except Exception as error:
            print(f"{kept}: {type(error).__name__}: {error}", file=sys.stderr)
            return 1
        slowest = max(slowest, (time.process_time() - started, kept.name))
        if slowest[0] > SLOW:
            print(f"{kept}: {slowest[0]:.1f} s", file=sys.stderr)
            return 1
        kept.unlink()
    counts = ", ".join(f"{count:,} {status}" for status, count in outcomes.most_common())
    print(f"{asked.n:,} documents: {counts}; {slowest[1]} took longest, {slowest[0]:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
