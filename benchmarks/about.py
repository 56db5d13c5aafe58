"""Who, where and when on page heads written for this project; held to floors.

    python benchmarks/about.py            print the shares, exit 1 below a floor
    python benchmarks/about.py --wrong    and every fact that is not as it should be
    python benchmarks/about.py --raise    and lift the floors to what was reached

The heads in `gold/heads.txt` follow the ways in which real pages name their body or fail to. The
sets `dev` and `wide` were used to mend the rules. `blind` was scored once when the rules of `dev` were
done: body 42 of 43 and one wrong, level 43, division 41, year 43, day 42. `sealed` was scored once when
those of `wide` were: body 55 of 55 and none wrong, level 54, division 53, year and day 55. Neither run
had a mistake with high confidence. `blind3` is by another writer, who had not seen the rules; scored once:
body 195 of 198 and 2 wrong, all else right, no mistake with high confidence. The kinds of mistakes that they showed were mended afterwards, so
those first scores are what to expect of other pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from intervals import interval

from gikstudy import read_report

HERE: Final = Path(__file__).parent
HEADS: Final = tuple(
    HERE / "gold" / name for name in ("heads.txt", *(f"blind{n}_heads.txt" for n in (3, 4, 5, 6)))
)
FLOORS: Final = HERE / "about_floors.json"
SETS: Final = ("dev", "blind", "wide", "sealed", "broad", "blind3", "blind4", "blind5", "blind6")
FACTS: Final = ("agency", "level", "region_name", "year", "published_on")
# What follows every head, so that the page is one of a report.
SKELETON: Final = (
    "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    "四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n无。\n六、其他需要报告的事项\n无。\n"
)


@dataclass(frozen=True)
class Head:
    """A page head and what is true of it; an empty fact is one that the page does not tell."""

    part: str
    kind: str
    facts: dict[str, str]
    text: str


def read_heads() -> Iterator[Head]:
    """The heads of the gold files: a line `## set kind | facts` and the lines of the page."""
    texts = (path.read_text("utf-8") for path in HEADS)
    for block in (block for text in texts for block in text.split("## ")[1:]):
        header, _, text = block.partition("\n")
        names, *values = [value.strip() for value in header.split("|")]
        part, kind = names.split(" ")
        yield Head(part, kind, dict(zip(FACTS, values, strict=True)), text + SKELETON)


def given(head: Head) -> tuple[dict[str, str], str]:
    """The facts that are read off a head, and the confidence in its division."""
    about = read_report(head.text.encode()).about
    facts = {fact: str(getattr(about, fact) or "") for fact in FACTS}
    if " " in head.facts["region_name"]:  # 鼓楼区 350102: one of several of this name
        facts["region_name"] += f" {about.region_code}"
    return facts, about.region_confidence


def score(heads: list[Head], *, loud: bool) -> dict[str, float]:
    """Shares that are right, shares of named bodies that are wrong, divisions wrong with `high`."""
    right: Counter[str] = Counter()
    wrong = sure = 0
    for head in heads:
        facts, confidence = given(head)
        for fact, due in head.facts.items():
            right[fact] += facts[fact] == due
            if loud and facts[fact] != due:
                first = head.text.split("\n", 1)[0]
                print(f"  {head.part} {head.kind}: {fact} {facts[fact]!r}, due {due!r}: {first}")
        wrong += facts["agency"] not in ("", head.facts["agency"])
        at_odds = any(facts[f] != head.facts[f] for f in ("region_name", "level"))
        sure += confidence == "high" and at_odds
    shares = {fact: right[fact] / len(heads) for fact in FACTS}
    return {
        **shares,
        "agency.not_wrong": 1 - wrong / len(heads),
        "no_sure_mistake": 1 - sure / len(heads),
    }


def show(sets: tuple[str, ...] = SETS) -> None:
    """Prints the shares of each fact, one column a set."""
    heads = list(read_heads())
    of = Counter(head.part for head in heads)
    shares = {s: score([h for h in heads if h.part == s], loud=False) for s in sets}
    print(f"\n{'who, where, when':<18}" + "".join(f"{name:>18}" for name in sets))
    for fact in (*FACTS, "agency.not_wrong", "no_sure_mistake"):
        print(f"{fact:<18}" + "".join(f"{with_interval(shares[s][fact], of[s]):>18}" for s in sets))


def with_interval(share: float, of: int) -> str:
    """A share of heads with its 95 % interval."""
    return f"{share:.3f} {interval(round(share * of), of)}"


def main() -> int:
    """Measures, prints, compares with the floors; 1 where a figure fell below one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS, help="one set only")
    parser.add_argument("--wrong", action="store_true", help="show what is not as it should be")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors")
    choice = parser.parse_args()
    heads = list(read_heads())
    reached: dict[str, float] = {}
    of: dict[str, int] = {}
    for part in SETS if choice.set is None else (choice.set,):
        chosen = [head for head in heads if head.part == part]
        if not chosen:
            continue
        shares = score(chosen, loud=choice.wrong)
        reached |= {f"{part}.{name}": round(share, 4) for name, share in shares.items()}
        of |= {f"{part}.{name}": len(chosen) for name in shares}
        print(f"{part}: {len(chosen)} heads")
    floors: dict[str, float] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    floors = {name: floor for name, floor in floors.items() if name in reached or not choice.set}
    below = [name for name, floor in floors.items() if reached.get(name, 0.0) < floor]
    for name, share in reached.items():
        mark = "  BELOW" if name in below else ""
        told = interval(round(share * of[name]), of[name])
        print(f"{name:<28}{share:>8.4f}{told:>12}   floor {floors.get(name, 0.0):.4f}{mark}")
    if choice.lift and not choice.set:
        lifted = {name: max(share, floors.get(name, 0.0)) for name, share in reached.items()}
        FLOORS.write_text(json.dumps(lifted, indent=2) + "\n")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
