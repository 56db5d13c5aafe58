"""The readers to beat: a label and the next seven integers; `pandas.read_html`.

The first is what a person writes in twenty minutes, and it knows the rows of the right form. It
reads most cells of most reports right, and shifts numbers wherever a blank left no trace.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from gikstudy.forms import Form, applicant_keys
from gikstudy.synthesis.made import CellKey

INTEGER: Final = re.compile(r"(?<![\d.])\d+(?![\d.])")
ENUMERATOR: Final = re.compile(r"^(（.）|[一二三四五六七]、|\d\.)")
WIDTH: Final = 7


def read_labels(text: str, form: Form, simplify: Callable[[str], str]) -> dict[CellKey, int]:
    """Table 3 by the label of each row, searched in form order, and the next seven integers.

    Args:
        text: the decoded report.
        form: the form that it follows.
        simplify: Traditional to Simplified.

    Returns:
        A number for each cell of each row whose label was found.
    """
    text = simplify(text).translate(str.maketrans("（），：", "(),:"))
    found: dict[CellKey, int] = {}
    at = max(text.find("勾稽关系"), 0)
    for row in form.requests:
        label = row.label.translate(str.maketrans("（），：", "(),:"))
        start = text.find(label, at)
        if start < 0:
            continue
        at = start + len(label)
        numbers = [int(m.group()) for m in INTEGER.finditer(text, at, at + 400)][:WIDTH]
        for applicant, number in zip(applicant_keys(), numbers, strict=False):
            found["requests", row.key, applicant] = number
    return found


def read_html_tables(html: str, form: Form, simplify: Callable[[str], str]) -> dict[CellKey, int]:
    """Table 3 by `pandas.read_html`: the last seven columns of the row with the label."""
    import pandas as pd

    try:
        frames = pd.read_html(io.StringIO(html), flavor="lxml")
    except ValueError:  # what pandas raises if a page has no table
        return {}
    found: dict[CellKey, int] = {}
    labels = {_bare(row.label): row.key for row in form.requests}
    for frame in frames:
        for cells in frame.itertuples(index=False):
            key = next((labels[t] for t in _texts(cells, simplify) if t in labels), None)
            if key is not None:
                found.update(_last_seven(key, list(cells)))
    return found


def _bare(label: str) -> str:
    return ENUMERATOR.sub("", label).translate(str.maketrans("（），：", "(),:"))


def _texts(cells: Sequence[Any], simplify: Callable[[str], str]) -> Iterator[str]:
    """The texts of a row, the one nearest to its numbers first."""
    for cell in reversed(list(cells)):
        if isinstance(cell, str):
            yield _bare(simplify(cell).strip())


def _last_seven(key: str, cells: Sequence[Any]) -> Mapping[CellKey, int]:
    values = cells[-WIDTH:]
    return {
        ("requests", key, applicant): int(float(value))
        for applicant, value in zip(applicant_keys(), values, strict=False)
        if re.fullmatch(r"\d+(\.0)?", str(value))
    }
