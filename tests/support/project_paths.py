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

# The five published reports, which are not part of the repository. Tests that read them are skipped
# where this names no folder.
REPORTS = Path(os.environ.get("GIKSTUDY_REPORTS", "missing"))
