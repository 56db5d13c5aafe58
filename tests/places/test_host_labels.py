"""Why no check compares the host of a report with its body: a short label fits many divisions."""

from __future__ import annotations

import re
from collections import defaultdict

from project_paths import ROOT

from gikstudy.about.region_cues import by_domain_label

SHORT = 4


def test_the_codebook_says_how_many_divisions_have_no_short_label_of_their_own():
    own: dict[str, list[bool]] = defaultdict(list)
    for label, codes in by_domain_label().items():
        for code in codes if len(label) <= SHORT else ():
            own[code].append(len(codes) == 1)
    lacking = sum(not any(alone) for alone in own.values())
    said = f"of the {len(own):,} divisions with a short label for hosts, {lacking:,} have none"
    assert re.search(re.escape(said), (ROOT / "docs" / "codebook.md").read_text("utf-8"))
