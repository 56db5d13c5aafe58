"""One test a value format."""

import pytest

from gikstudy.tables.values import parse_value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("11398889", 11398889),
        ("+40", 40),
        ("-294", -294),
        ("−3", -3),
        ("减2", -2),
        ("增27", 27),
        ("增加3", 3),
        ("减少 2", -2),
        ("↑3", 3),
        ("↓3", -3),
        ("±0", 0),
        ("1,234,567", 1234567),
        ("4件", 4),
        ("12 件", 12),
        ("22(其中修订16件)", 22),
        ("55(含自然失效 29 件)", 55),
        ("16.0", 16),
        ("0.092", 0.092),
        ("59237.2449", 59237.2449),
        ("O", 0),
        ("〇", 0),
    ],
)
def test_counts(text, number):
    value = parse_value(text)
    assert (value.kind, value.number, value.unit) == ("number", number, "")


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("251000元", 251000),
        ("1372.16万元", 13721600),
        ("199.19561万元", 1991956.1),
        ("1646.5万元", 16465000),
        ("1.83亿", 183000000),
        ("1.83亿元", 183000000),
        ("3千元", 3000),
        ("2.5百万元", 2500000),
    ],
)
def test_money(text, yuan):
    value = parse_value(text)
    assert (value.kind, value.number, value.unit) == ("number", yuan, "yuan")


@pytest.mark.parametrize("text", ["/", "\\", "-", "—", "——", "无", "不适用", "N/A"])
def test_nil_marks(text):
    assert parse_value(text).kind == "nil"


@pytest.mark.parametrize(
    "text", ["000", "0012", "000000000000000", "5-7", "33%", "17.46%", "1.2.3", "12,34", "3;4"]
)
def test_printed_and_no_number(text):
    assert parse_value(text).kind == "odd"


@pytest.mark.parametrize("text", ["", "1.", "1、", "(2)", "规章", "一", "三", "见附件", "行政许可"])
def test_texts_and_enumerators_are_no_values(text):
    assert parse_value(text) is None
