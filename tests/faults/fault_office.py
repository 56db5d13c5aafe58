"""Families: spreadsheets and Word files, written by the usual programs' libraries."""

import io
import re
import zipfile

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from tests.faults.fault_cells import WORDS, counted, nonzero
from tests.faults.judge import Text
from tests.faults.labels import TABLES
from tests.faults.pages import CLOSING, HEADINGS, Turns, family, opening
from tests.faults.sheets import make, tables


def steady(data):
    """The same file without the time of its making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = old.read(name)
            if name.endswith("core.xml"):
                member = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2024-01-20T08:00:00Z", member)
            new.writestr(
                zipfile.ZipInfo(name, (2024, 1, 20, 8, 0, 0)), member, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _number(text):
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def fill(sheet, made, special=()):
    """A report on a sheet; returns where each cell of the form stands."""
    places, row = {}, 1
    for line in opening(made):
        sheet.cell(row, 1, line)
        row += 1
    for table, rows in tables(made).items():
        sheet.cell(row, 1, HEADINGS[table])
        row += 1
        taken = set()
        for at, slots in enumerate(rows):
            column = 1
            for slot in slots:
                while (at, column) in taken:
                    column += 1
                value = dict(special).get(slot.key, _number(slot.text))
                if value != "":
                    sheet.cell(row + at, column, value)
                taken |= {(at + d, column + r) for d in range(slot.rows) for r in range(slot.span)}
                if slot.rows * slot.span > 1:
                    last = row + at + slot.rows - 1
                    sheet.merge_cells(
                        start_row=row + at,
                        start_column=column,
                        end_row=last,
                        end_column=column + slot.span - 1,
                    )
                places[slot.key] = (row + at, column)
                column += slot.span
        row += len(rows)
    for line in CLOSING:
        sheet.cell(row, 1, line)
        row += 1
    return places


def _book(name, made, special=(), change=None):
    book = openpyxl.Workbook()
    places = fill(book.active, made, special)
    if change:
        change(book, places)
    out = io.BytesIO()
    book.save(out)
    return Text(f"{name} {made.form}", "xlsx", steady(out.getvalue()), dict(made.truth))


@family
def xlsx_cells(rng):
    """Words, errors, formulas without a value and texts of numbers in the cells of a sheet."""
    turns = Turns(rng)
    for thing in (
        *WORDS[:6],
        "#REF!",
        "#N/A",
        "=SUM(B1:B3)",
        "=A1",
        True,
        "text",
        "comma",
        "float",
        "",
        "unit",
    ) * 2:
        for table in TABLES[:2] if turns.count % 2 else TABLES:
            made = turns.report(sparse=thing == "")
            nought = table != "proactive" and thing == ""
            key = turns.cell(
                made, table, lambda k, n, nought=nought: counted(k, n) and not (nought and n)
            )
            number, value, expect = made.figures[key], thing, f"open {made.figures[key]}"
            if thing == "":
                expect = "blank"
            elif thing in ("text", "comma", "float", "unit"):
                value = {
                    "text": str(number),
                    "comma": f"{number:,}",
                    "float": float(number),
                    "unit": f"{number}件次",
                }[thing]
                expect = made.truth[key]
            made.truth[key] = expect
            yield _book(f"{value} in {'/'.join(key)}", made, {key: value}.items())


@family
def xlsx_marks(rng):
    """Struck-out and raised digits within a cell of a sheet."""
    turns = Turns(rng)
    for table in TABLES * 4:
        made = turns.report(sparse=False)
        key = turns.cell(made, table, nonzero)
        number, other = made.texts[key], str(rng.randint(2, 9))
        marks = InlineFont(strike=True) if turns.count % 2 else InlineFont(vertAlign="superscript")
        block = TextBlock(marks, other)
        rich = CellRichText(block, number) if turns.count % 2 else CellRichText(number, block)
        yield _book(f"marks in {'/'.join(key)}", made, {key: rich}.items())


@family
def xlsx_hidden(rng):
    """A hidden sheet in front or behind, and hidden rows of last year."""

    def sheet(book, _):
        extra = book.create_sheet("旧", 0 if at % 2 else 1)
        extra.sheet_state = "veryHidden" if at % 3 else "hidden"
        fill(extra, old)
        book.active = 1 if at % 2 else 0

    def row(book, places):
        page = book.active
        line, _ = places["requests", "carried_out", "total"]
        _room(book, line)
        for (_, _, m), (r, c) in [(k, p) for k, p in places.items() if k and p[0] == line]:
            page.cell(line + 1, c, page.cell(r, c).value)
            page.cell(line, c, 7000 + len(m))
        page.row_dimensions[line].hidden = True
        page.cell(line + 1, 1, page.cell(line, 1).value)

    turns = Turns(rng)
    for at in range(16):
        made = turns.report()
        old = make(made.form, rng.random())
        yield _book(f"hidden sheet {at}", made, change=sheet)
    for at in range(8):
        made = make("2021" if at % 2 else "2019", rng.random())
        text = _book("hidden row", made, change=row)
        yield text


def _room(book, line):
    """An empty row behind a row of a sheet."""
    page = book.active
    merged = [r for r in page.merged_cells.ranges if r.min_row > line]
    for area in merged:
        page.unmerge_cells(str(area))
    page.insert_rows(line + 1)
    for area in merged:
        area.shift(row_shift=1)
        page.merge_cells(str(area))


CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns='
    '"http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _run(text, dress=""):
    inner = f"<w:t>{text}</w:t>" if text else ""
    return f"<w:r><w:rPr>{dress}</w:rPr>{inner}</w:r>" if dress else f"<w:r>{inner}</w:r>"


def _cell(runs, span=1, merge=""):
    dress = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    dress += {"": "", "go": "<w:vMerge/>"}.get(merge, f'<w:vMerge w:val="{merge}"/>')
    return f"<w:tc><w:tcPr>{dress}</w:tcPr><w:p>{runs}</w:p></w:tc>"


def _word_row(slots, open_above, runs):
    """The cells of a row, with those that go on from rows above it."""
    cells, column, waiting = [], 0, list(slots)
    below = {}
    while waiting or any(at >= column for at in open_above):
        if column in open_above:
            span, left = open_above[column]
            cells.append(_cell("", span, "go"))
        else:
            if not waiting:
                break
            slot = waiting.pop(0)
            span, left = slot.span, slot.rows
            text = runs.get(slot.key, _run(slot.text)) if slot.key else _run(slot.text)
            cells.append(_cell(text, span, "restart" if left > 1 else ""))
        if left > 1:
            below[column] = (span, left - 1)
        column += span
    return "".join(cells), below


def _word(name, made, runs, deleted=None):
    """A report as a Word file. `runs` replaces what some cells hold; `deleted` is (row, after)."""
    body = [f"<w:p>{_run(line)}</w:p>" for line in opening(made)]
    for table, rows in tables(made).items():
        body.append(f"<w:p>{_run(HEADINGS[table])}</w:p><w:tbl><w:tblPr/><w:tblGrid/>")
        above = {}
        for slots in rows:
            cells, below = _word_row(slots, above, runs)
            lines = [f"<w:tr>{cells}</w:tr>"]
            if deleted and any(s.key and s.key[:2] == deleted[0] for s in slots):
                other = {s.key: _run("7" + s.text) for s in slots if s.key}
                marked, _ = _word_row(slots, above, other)
                mark = (
                    '<w:trPr><w:del w:id="9" w:author="x" w:date="2024-01-20T08:00:00Z"/></w:trPr>'
                )
                lines.insert(deleted[1], f"<w:tr>{mark}{marked}</w:tr>")
            body += lines
            above = below
        body.append("</w:tbl>")
    body += [f"<w:p>{_run(line)}</w:p>" for line in CLOSING]
    text = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{"".join(body)}</w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        parts = {
            "[Content_Types].xml": CONTENT,
            "_rels/.rels": RELATIONS,
            "word/document.xml": text,
        }
        for part, data in parts.items():
            file.writestr(zipfile.ZipInfo(part, (2024, 1, 20, 8, 0, 0)), data)
    return Text(f"{name} {made.form}", "docx", out.getvalue(), dict(made.truth))


RUNS = {
    "strike": "<w:strike/>",
    "double strike": "<w:dstrike/>",
    "vanish": "<w:vanish/>",
    "superscript": '<w:vertAlign w:val="superscript"/>',
    "subscript": '<w:vertAlign w:val="subscript"/>',
    "raised": '<w:position w:val="8"/><w:sz w:val="12"/>',
    "web hidden": "<w:webHidden/><w:vanish/>",
}
THINGS = {
    "symbol": '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>',
    "picture": '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>',
    "drawing": "<w:r><w:drawing/></w:r>",
    "object": "<w:r><w:object/></w:r>",
    "equation": '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>7</m:t></m:r></m:oMath>',
}


@family
def docx_runs(rng):
    """Struck-out, hidden and raised digits before or behind a number of a Word table."""
    turns = Turns(rng)
    for name, dress in RUNS.items():
        for table in TABLES * 2:
            made = turns.report(sparse=False)
            key = turns.cell(made, table, nonzero)
            extra = _run(str(rng.choice((1, 9, 31))), dress)
            number = _run(made.texts[key])
            both = number + extra if turns.count % 2 else extra + number
            yield _word(f"{name} in {'/'.join(key)}", made, {key: both})


@family
def docx_deleted_runs(rng):
    """Tracked changes within a cell: what was deleted does not count, what was inserted does."""
    turns = Turns(rng)
    for at in range(18):
        made = turns.report(sparse=False)
        key = turns.cell(made, TABLES[at % 3], nonzero)
        old = f'<w:del w:id="1" w:author="x"><w:r><w:delText>{at + 31}</w:delText></w:r></w:del>'
        new = f'<w:ins w:id="2" w:author="x">{_run(made.texts[key])}</w:ins>'
        yield _word(f"changed {'/'.join(key)}", made, {key: old + new if at % 2 else new + old})


@family
def docx_cells(rng):
    """Words, symbols and pictures in cells of a Word table."""
    turns = Turns(rng)
    words = {word: _run(word) for word in (*WORDS[:6], "三", "十二")}
    for name, inner in (words | THINGS).items():
        for table in TABLES:
            made = turns.report()
            key = turns.cell(made, table, counted)
            made.truth[key] = f"open {made.figures[key]}"
            yield _word(f"{name} in {'/'.join(key)}", made, {key: inner})


@family
def docx_rows(rng):
    """A row that is marked deleted stands beside the row that is kept."""
    turns = Turns(rng)
    opened = ("refused_state_secret", "granted", "unable_not_held", "not_processed_petition")
    for at in range(24):
        made = turns.report(sparse=False)
        table = TABLES[at % 2]
        keys = [k for k in made.keys(table) if k[1] not in (*opened, "other_not_supplemented")]
        row = rng.choice(keys)[:2]
        yield _word(f"deleted row of {row[1]}", made, {}, (row, at // 2 % 2))


@family
def docx_clean(rng):
    """Nothing is wrong with a Word file."""
    turns = Turns(rng)
    for _ in range(6):
        yield _word("clean", turns.report(), {})
