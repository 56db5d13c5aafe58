"""The labels of the forms, printed in all the ways they are."""

import re

import pytest

from gikstudy.forms import form_names, get_form, request_rows
from gikstudy.packaged import packaged_rows
from gikstudy.tables import labels
from gikstudy.tables.labels import identify
from gikstudy.text import clean


def rows_of(text):
    rows = identify(text).rows
    best = max((score for _, score in rows), default=0)
    return [request_rows()[index].key for index, score in rows if score == best]


@pytest.mark.parametrize("row", request_rows(), ids=lambda row: row.key)
def test_the_printed_label_names_its_row(row):
    assert row.key in rows_of(row.label)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("8.属于行政查询事务", "refused_admin_inquiry"),
        ("2.其他法律行政止公开", "refused_law_prohibited"),  # clipped in the middle
        (
            "5.要求行政机关确认或重新出",
            "not_processed_reconfirm",
        ),  # the first half of a wrapped one
        ("具已获取信息", "not_processed_reconfirm"),  # the second half
        ("1、属于 国家秘密", "refused_state_secret"),
        ("(三)不予公开 1.属于国家秘密", "refused_state_secret"),  # the group cell in front
        ("三、本年度办理结果(一)予以公开", "granted"),
        ("1.逾期不补正", "other_not_supplemented"),
        ("(六)其他处理 3.其他", "other_misc"),
        ("三、本年度办理结果 (六)其他处理", "other_undivided"),
        ("2.逾期不缴费", "other_fee_unpaid"),
        ("1.逾期不某某博彩补正", "other_not_supplemented"),  # a brand pasted inside
        ("5.属于三类内部某某投注事务信息", "refused_internal_affairs"),
        ("形,不计其他情形)", "partial"),
        ("上年结转", "carried_in"),
    ],
)
def test_damaged_labels(text, key):
    assert rows_of(text) == [key]


@pytest.mark.parametrize(
    "row", packaged_rows("gikstudy.synthesis", "variants.csv"), ids=lambda row: row["variant"]
)
def test_a_variant_says_what_its_label_says(row):
    label, variant = identify(clean(row["label"])), identify(clean(row["variant"]))
    assert rows_of(clean(row["variant"])) == rows_of(clean(row["label"]))
    assert [item for item, _ in variant.items] == [item for item, _ in label.items]
    assert variant.tags == label.tags


@pytest.mark.parametrize(
    "text", ["主动公开", "本年新", "规章制度", "行政机关", "公开", "数量", "三"]
)
def test_words_that_name_no_row(text):
    assert rows_of(text) == []


@pytest.mark.parametrize("form", form_names())
def test_items_of_table_2(form):
    for measure in get_form(form).proactive:
        assert identify(measure.item_label).items[0][0] == measure.item


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("规 章", ["rules"]),
        ("规章(设区的市、自治州人民政府应提供相关数据)", ["rules"]),
        ("行政事业型收费", ["admin_fees"]),
        ("行政某某彩票许可", ["licensing"]),
        ("行政规范性某某投注平台文件", ["normative_docs"]),
        ("行政事业性收费某某娱乐", ["admin_fees"]),
        ("其他主动公开文件", ["extra"]),
        ("行政检查", ["extra"]),
        ("规章制度建设", []),
        ("行政复议", []),
    ],
)
def test_items_as_printed(text, items):
    assert [item for item, _ in identify(text).items] == items


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("本年新 制作数量", "form_2019"),
        ("上一年项目数量(指2019年事项数)", "form_2019"),
        ("本年增/", "form_2019"),
        ("采购总金额(万元)", "form_2019"),
        ("本年制发件数", "form_2021"),
        ("现行有效件", "form_2021"),
        ("信息内容本年处理决定数量", "form_2021"),
        ("第二十条第(一)项", "block"),
        ("四、政府信息公开行政复议、行政诉讼情况", "heading"),
        ("结果 纠正", "dispute"),
    ],
)
def test_headers(text, tag):
    assert tag in identify(text).tags


def test_a_text_without_words_of_the_forms_is_read_as_if_every_label_was_tried(monkeypatch):
    words = [row.label for row in request_rows()] + [cue for r in request_rows() for cue in r.cues]
    words += [label for _, label in labels.read_headers()]
    words += [m.item_label for name in form_names() for m in get_form(name).proactive]
    damaged = (
        [w[:-1] for w in words] + [w[1:] for w in words] + [f"{w[:3]}广告{w[3:]}" for w in words]
    )
    texts = [*words, *damaged, "其他", "2.其他", "总计", "(七)总计", "全年没有收到申请"]
    asked_once = [identify.__wrapped__(text) for text in texts]
    for name in ("_names_row", "_names_header"):
        monkeypatch.setattr(labels, name, lambda: re.compile(""))
    assert [identify.__wrapped__(text) for text in texts] == asked_once


@pytest.mark.parametrize("text", ['="3160"', "》12件", '"3', "]3;", '"=""355.11"""'])
def test_a_number_behind_signs_is_no_label(text):
    """Spreadsheets save numbers that are to stay text as ="3160"."""
    assert not identify(text).rows + identify(text).items
