"""Where the things lie that tests read: one place to change when a folder moves."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gikstudy"
BENCHMARKS = ROOT / "benchmarks"
SAMPLE = ROOT / "data" / "raw" / "sample"
DOCUMENTS = ROOT / "tests" / "support" / "documents"
TRUTH = ROOT / "tests" / "support" / "truth"

# What others lent and the repository may not hold: it may lie beside the project. Tests that read
# from it are skipped where it does not.
LENT = ROOT.parent / "shared"
REPORTS = Path(os.environ.get("GIKSTUDY_REPORTS") or LENT / "reports")  # the five published reports
