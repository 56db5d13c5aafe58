"""Numbers in running text: shortened numerals, multipliers, qualifiers, and what is no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gikstudy.prose.numerals import find_figures


@pytest.mark.parametrize(
    ("text", "value"),
    [("一百二条", 120), ("三千五条", 3500), ("一万二条", 12000), ("1286(1)条", 1286), ("9份", 9)],
)
def test_shortened_numerals_and_marks_of_notes(text: str, value: float) -> None:
    assert [f.value for f in find_figures(text)] == [value]


@pytest.mark.parametrize("text", ["1.286条", "三四十条", "两三条", "两三百条", "1108。", "共12,"])
def test_what_names_no_single_number_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@pytest.mark.parametrize(
    ("text", "value", "unit", "qualifier"),
    [
        ("二十三件", 23, "件", ""),
        ("两条", 2, "条", ""),
        ("五百余条", 500, "条", "余"),
        ("一千二百人次", 1200, "人次", ""),
        ("1.2万条", 12000, "条", ""),
        ("5.6万余条", 56000, "条", "余"),
        ("1.3亿次", 130_000_000, "次", ""),
        ("2,318条", 2318, "条", ""),
        ("1 560条", 1560, "条", ""),
        ("近1400条", 1400, "条", "近"),
        ("约300件", 300, "件", "约"),
        ("1500条以上", 1500, "条", "以上"),
        ("300多人", 300, "人", "多"),
        ("0.32万元", 3200, "元", ""),
        ("3.7万", 37000, "", ""),
    ],
)
def test_figures_with_multipliers_qualifiers_and_chinese_numerals(
    text: str, value: float, unit: str, qualifier: str
) -> None:
    assert [(f.value, f.unit, f.qualifier) for f in find_figures(text)] == [
        (value, unit, qualifier)
    ]


@pytest.mark.parametrize(
    "text", ["第12条", "条例", "3个月", "数十条", "几百件", "2020年", "一件事", "12%", "三四件"]
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert list(find_figures(text)) == []


@given(st.integers(0, 10**7), st.sampled_from("条件篇次期"), st.sampled_from(["", "余"]))
def test_any_number_of_items_is_read_as_printed(number: int, unit: str, more: str) -> None:
    found = list(find_figures(f"发布{number}{more}{unit}"))
    assert [(f.value, f.unit, f.qualifier) for f in found] == [(number, unit, more)]


def test_a_serial_number_of_any_length_is_no_figure() -> None:
    assert not list(find_figures("1" * 19 + "条"))
    assert not list(find_figures("1" * 5_000 + "条"))
    assert [f.value for f in find_figures("1" * 18 + "条")] == [int("1" * 18)]
