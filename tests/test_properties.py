"""What must hold of every report, whatever it says: one page, many shapes, the same numbers."""

import re

from example_counts import examples
from hypothesis import Phase, assume, example, given, settings
from hypothesis import strategies as st

from gikstudy import extract
from gikstudy.extraction import extract_report
from gikstudy.model import Grid, Line
from gikstudy.reading import read_document
from gikstudy.synthesis import make_report
from gikstudy.text import clean

LOSSLESS = (
    "CPL_BLANK", "CPL_DENSE", "ROW_PAD", "ROW_BARE", "ROW_LEAD", "CELL_PIPE", "CELL_PIPE_LEAD",
    "PIPE_OWN_LINE", "TAB", "PDF_LINE", "MARKDOWN", "HTML", "HTML_JS",
)  # fmt: skip
TEXTUAL = tuple(f for f in LOSSLESS if f not in ("HTML", "HTML_JS", "MARKDOWN"))
NOISE = (
    "首页 > 政务公开 > 年度报告", "登录 | 注册", "[   ]", "字号：大 中 小", "•", "",
    "浏览次数：20733", "访问量: 1203 打印 关闭", "扫一扫在手机打开当前页", "上一篇：没有了",
    "沙坪坝区| 望奎县| 石景山区|", "京ICP备05000000号 京公网安备11010000000000号", "- 1 -",
)  # fmt: skip

numbers = st.integers(min_value=0, max_value=3000)
# The number of a made-up report is a seed: a smaller one makes no simpler report, so that nothing is
# gained by shrinking, which reads hundreds of them.
few = settings(max_examples=examples(25), phases=[Phase.explicit, Phase.generate])


def cells_of(data, name="report.txt"):
    """What is read of a report, without the loci and the printed text, which may differ."""
    report = extract_report(read_document(data, name))
    return {cell.key: (cell.state, cell.value) for cell in report.cells}


def truth_of(made):
    return {f"{c.table}/{c.row}/{c.column}": (c.state, c.value) for c in made.cells}


@few
@given(number=numbers, family=st.sampled_from(LOSSLESS))
def test_a_report_gives_its_numbers_in_any_layout_that_loses_nothing(number, family):
    made = make_report(31, number, family=family, clean=True)
    found = cells_of(made.data, made.path)
    assert {key: found[key] for key in truth_of(made)} == truth_of(made)


@few
@given(number=numbers, family=st.sampled_from(LOSSLESS))
def test_simplified_and_traditional_give_the_same_cells(number, family):
    one, two = (
        make_report(32, number, family=family, clean=True, script=script)
        for script in ("simplified", "traditional")
    )
    assert one.data != two.data
    assert cells_of(one.data, one.path) == cells_of(two.data, two.path)


@few
@given(
    number=numbers,
    family=st.sampled_from(TEXTUAL),
    above=st.lists(st.sampled_from(NOISE), max_size=6),
    below=st.lists(st.sampled_from(NOISE), max_size=6),
)
def test_page_noise_changes_nothing(number, family, above, below):
    made = make_report(33, number, family=family, clean=True)
    noisy = "\n".join([*above, made.data.decode(), *below])
    assert cells_of(noisy.encode()) == cells_of(made.data)


@few
@example(number=1935, family="PDF_LINE")
@given(number=numbers, family=st.sampled_from(LOSSLESS))
def test_the_locus_of_each_reported_cell_leads_to_its_number(number, family):
    made = make_report(34, number, family=family)
    document = read_document(made.data, made.path)
    places = {}
    for block in document.blocks:
        if isinstance(block, Line):
            places[block.locus] = block.text
        elif isinstance(block, Grid):
            places |= {cell.locus: cell.text for row in block.rows for cell in row}
    for cell in extract_report(document).cells:
        if cell.state == "reported":
            at = places[cell.locus.split(":")[0]]
            assert cell.raw.strip() in at, cell
            digits = re.sub(r"[^\d.]", "", clean(cell.raw).split("(")[0].replace(",", ""))
            assert cell.unit == "yuan" or float(digits) == abs(cell.value), cell


@few
@given(number=numbers, data=st.data())
def test_a_contradiction_never_changes_a_printed_number(number, data):
    made = make_report(35, number, family="TAB", clean=True)
    lines = made.data.decode().split("\n")
    rows = [i for i, line in enumerate(lines) if re.search(r"(\t\d+){7}$", line)]
    at = data.draw(st.sampled_from(rows))
    fields = lines[at].split("\t")
    which = data.draw(st.integers(min_value=1, max_value=7))
    wrong = data.draw(st.integers(min_value=0, max_value=9999))
    assume(str(wrong) != fields[-which])
    fields[-which] = str(wrong)
    before = cells_of(made.data)
    after = cells_of("\n".join([*lines[:at], "\t".join(fields), *lines[at + 1 :]]).encode())
    changed = {key for key in before if before[key] != after[key]}
    assert {after[key] for key in changed} == {("reported", wrong)}
    assert len(changed) == 1


@settings(few, max_examples=examples(4))
@given(order=st.permutations(range(8)))
def test_the_order_in_which_files_are_named_changes_no_byte(tmp_path_factory, order):
    folder = tmp_path_factory.mktemp("permuted")
    for number in range(8):
        made = make_report(36, number * 7)
        (folder / f"{number}.{made.extension}").write_bytes(made.data)
    files = sorted(p for p in folder.iterdir() if p.is_file())
    written = []
    for name, sources in (("as_is", files), ("permuted", [files[i] for i in order])):
        out = folder / "out" / name
        extract(sources, out=out, engine="serial", progress=False)
        written.append({p.name: p.read_bytes() for p in out.iterdir() if p.suffix == ".parquet"})
    assert written[0] == written[1]
    assert "requests.parquet" in written[0]
