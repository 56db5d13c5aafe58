"""The limits that docs/scale.md promises are the limits that the code keeps."""

from __future__ import annotations

import pytest
from project_paths import ROOT

from gikstudy.reading import limits
from gikstudy.reading.archives import containers

PAGE = (ROOT / "docs" / "scale.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        f"| {limits.DOCUMENT_BYTES // limits.MB} MB |",
        f"{limits.DOCUMENT_SECONDS:.0f} for the pages of a PDF, {limits.HELPER_SECONDS:.0f} for",
        f"| {limits.RATIO} times |",
        f"| {limits.MARKUP_DEPTH:,} |",
        f"| {limits.TABLE_DEPTH} |",
        f"| {limits.PDF_PAGES} |",
        f"| {limits.SHEET_ROWS:,} and {limits.SHEET_COLUMNS} |",
        f"| {limits.MEMBERS:,} |",
    ],
)
def test_limits_are_as_documented(text: str) -> None:
    assert text in PAGE


def test_runs_are_as_documented() -> None:
    assert containers.RUN == 100
    assert "for each hundred records" in PAGE
