"""Families: what common tools make of the same tables."""

import csv
import io
from dataclasses import replace

from tests.faults import layouts
from tests.faults.labels import APPLICANTS, TABLES, request_rows
from tests.faults.layouts import bars, columns_wide, cpl_blank, cpl_dense, pad
from tests.faults.pages import HEADINGS, Turns, body, emit, family, whole
from tests.faults.sheets import Slot, expand, requests, tables, width


def _printed(rng, name, printer, count=30, extension="txt"):
    turns = Turns(rng)
    for _ in range(count):
        made = turns.report(sparse=rng.random() < 0.4)
        yield emit(name, made, name, printer=printer)._replace(extension=extension)


@family
def pandoc_tables(rng):
    """Rules of dashes above and below, columns by position."""
    yield from _printed(rng, "simple", layouts.simple)


@family
def pandoc_open_tables(rng):
    """The same without a row of headers, or without empty lines between rows."""

    def printer(sheet):
        lines = [line for line in layouts.simple(sheet) if line]
        return [*([lines[2], lines[1]] if len(sheet) % 2 else lines[:3]), *lines[3:], ""]

    yield from _printed(rng, "open", printer)


@family
def grid_tables(rng):
    """Grid tables of reStructuredText."""
    yield from _printed(rng, "grid_table", layouts.grid_table)


@family
def boxes(rng):
    """Tables drawn with box characters, as terminal browsers print them."""

    def printer(sheet):
        grid = expand(sheet)
        sizes = [max(columns_wide(t) for t in column) for column in zip(*grid, strict=True)]

        def rule(left, middle, right):
            return left + middle.join("─" * (n + 2) for n in sizes) + right

        lines = ["│ " + " │ ".join(map(pad, row, sizes)) + " │" for row in grid]
        inner = rule("├", "┼", "┤")
        between = [x for line in lines for x in (line, inner)][:-1]
        return [rule("┌", "┬", "┐"), *between, rule("└", "┴", "┘")]

    yield from _printed(rng, "boxes", printer)


@family
def pandas_markdown(rng):
    """A table of pandas in Markdown: numbers of columns as its header, spans said again."""

    def printer(sheet):
        grid = expand(sheet, repeat=True)
        rows = bars([[str(n) for n in range(width(sheet))], *grid])
        return ["", rows[0], "|" + ":---|" * width(sheet), *rows[1:], ""]

    yield from _printed(rng, "pandas_markdown", printer, extension="md")


@family
def pandas_indexed(rng):
    """The same with the number of each row before it, as Markdown, as CSV or as printed."""

    def printer(sheet):
        grid = expand(sheet, repeat=True)
        rows = [
            ["", *(str(n) for n in range(width(sheet)))],
            *([str(n), *r] for n, r in enumerate(grid)),
        ]
        if kind == "csv":
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows(rows)
            return out.getvalue().splitlines()
        if kind == "print":
            sizes = [max(columns_wide(t) for t in column) for column in zip(*rows, strict=True)]
            return [
                "  ".join(" " * (n - columns_wide(t)) + t for t, n in zip(r, sizes, strict=True))
                for r in rows
            ]
        lines = bars(rows)
        return ["", lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""]

    for kind in ("csv", "print", "markdown") * 12:
        yield from _printed(
            rng, f"pandas_{kind}", printer, 1, {"csv": "csv", "markdown": "md"}.get(kind, "txt")
        )


@family
def nan_cells(rng):
    """Spreadsheets through pandas: every empty cell is NaN, numbers may end in .0."""

    def printer(sheet):
        grid = [[t or "NaN" for t in row] for row in expand(sheet)]
        rows = bars([["Unnamed: " + str(n) for n in range(width(sheet))], *grid])
        return ["", rows[0], "|" + " --- |" * width(sheet), *rows[1:], ""]

    turns = Turns(rng)
    for _ in range(24):
        made = turns.report(sparse=True)
        for key, number in made.figures.items():
            if number == 0 and key[0] != "proactive":
                made.put(key, "", "nil")
            elif key[2] != "amount" and turns.count % 2:
                made.texts[key] += ".0"
        yield emit("nan", made, "nan", printer=printer)._replace(extension="md")


@family
def markdown_breaks(rng):
    """`<br>` inside headers, labels and cells of Markdown."""

    def torn(text):
        if len(text) < 4 or (text[:1].isdigit() and "." not in text[:2]):
            return text
        step = rng.choice((2, 3, 5))
        return rng.choice(("<br>", "<br/>", "<br />")).join(
            text[i : i + step] for i in range(0, len(text), step)
        )

    def printer(sheet):
        return layouts.markdown(
            [[s if s.key else replace(s, text=torn(s.text)) for s in r] for r in sheet]
        )

    yield from _printed(rng, "markdown_breaks", printer, extension="md")


@family
def markdown_rules(rng):
    """A rule after every row, after none, or a table for each group of rows."""

    def printer(sheet):
        rows = bars(expand(sheet))
        rule = "|" + "---|" * width(sheet)
        if kind == 0:
            return [x for row in rows for x in (row, rule)]
        if kind == 1:
            return rows
        lines = []
        for at, row in enumerate(rows):
            if at % 5 == 0:
                heads = [f"数据{n}" if n else "项目" for n in range(width(sheet))]
                lines += ["", "### 续表", "", bars([heads])[0], rule]
            lines.append(row)
        return lines

    for kind in (0, 1, 2) * 10:
        yield from _printed(rng, f"markdown_rules_{kind}", printer, 1, "md")


@family
def markdown_without_labels(rng):
    """Rows of Markdown whose labels stand elsewhere: only their order tells them apart."""
    turns = Turns(rng)
    for at in range(24):
        made = turns.report(sparse=False)
        lines, rule = [], "|---|---|---|---|---|---|---|"
        for row in requests(made):
            values = [s.text for s in row if s.key]
            label = "".join(s.text for s in row if not s.key)
            if not values or (rng.random() < 0.4 and at % 3):
                lines += [label, bars([values])[0], rule] if values else layouts.spaces([row])
            else:
                lines += bars([[label, *values]]) if at % 2 else bars([values])
        sheets = {t: layouts.spaces(s) for t, s in tables(made).items()}
        sample = emit("rows without labels", made, "markdown", {**sheets, "requests": lines})
        yield sample


@family
def quoted_breaks(rng):
    """CSV whose quoted cells break over lines."""

    def printer(sheet):
        out = io.StringIO()
        rows = expand(sheet)
        broken = [[_broken(rng, t) for t in row] for row in rows]
        csv.writer(
            out, lineterminator="\n", quoting=rng.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
        ).writerows(broken)
        return out.getvalue().splitlines()

    yield from _printed(rng, "quoted", printer, extension="csv")


def _broken(rng, text):
    if len(text) < 4 or text[0].isdigit() or rng.random() < 0.5:
        return text
    at = rng.randint(1, len(text) - 1)
    return text[:at] + "\n" + text[at:]


@family
def semicolons(rng):
    """Cells between semicolons or other marks."""
    turns = Turns(rng)
    for mark in (";", "；", "¦", "｜", "│", "\u3000", "    ", " \t ", "║"):
        for _ in range(4):
            made = turns.report(sparse=rng.random() < 0.3)

            def printer(sheet, mark=mark):
                return [mark.join(s.text for s in row) for row in sheet]

            yield emit(f"between {mark!r}", made, "marks", printer=printer)


@family
def no_repeats(rng):
    """Every line once: a tool took what it had seen before for noise."""
    turns = Turns(rng)
    for show in (cpl_dense, cpl_blank):
        for _ in range(14):
            made = turns.report(sparse=True)
            truth, seen, sheets = dict(made.truth), set(), {}
            for table in TABLES:
                rows = []
                for row in tables(made)[table]:
                    kept = []
                    for slot in row:
                        if slot.text in seen and slot.key:
                            truth[slot.key] = _lost(made, slot.key)
                        elif slot.text not in seen:
                            kept.append(slot)
                        seen.add(slot.text)
                    rows.append(kept)
                sheets[table] = rows
            yield emit("each line once", made, show.__name__, sheets, printer=show, truth=truth)


def _lost(made, key):
    return "none" if key[0] == "proactive" else f"none {made.figures[key]}"


@family
def default_pdftotext(rng):
    """A cell a line, empty lines where the tool saw a gap, short neighbours on one line."""

    def printer(sheet):
        lines = []
        for row in sheet:
            for slot in row:
                label = not slot.key and len(slot.text) > 5
                lines += (
                    [slot.text[:6], slot.text[6:]] if label and rng.random() < 0.15 else [slot.text]
                )
                lines += [""] * rng.choice((1, 1, 1, 0))
                if lines[-1] and slot.key and rng.random() < 0.2:
                    lines.append("")
        return lines

    yield from _printed(rng, "pdftotext", printer)


@family
def one_paragraph(rng):
    """The whole page in one line."""
    turns = Turns(rng)
    for _ in range(20):
        made = turns.report(sparse=False)
        lines = body(made, "spaces")
        yield emit("one line", made, "spaces")._replace(text=" ".join(lines) + "\n")


@family
def broken_rows(rng):
    """Rows between bars, broken over lines in their middle."""
    turns = Turns(rng)
    for _ in range(30):
        made = turns.report(sparse=rng.random() < 0.4)

        def printer(sheet):
            lines = []
            for line in layouts.row_bare(sheet):
                lines += line.replace(" | ", "\n| ").split("\n") if rng.random() < 0.25 else [line]
            return lines

        yield emit("broken rows", made, "broken", printer=printer)


@family
def mixed_layouts(rng):
    """Tables of one page in different layouts, and one table in two."""
    turns = Turns(rng, tuple(layouts.TEXT))
    for _ in range(36):
        made = turns.report(sparse=rng.random() < 0.3)
        sheets = {}
        for table, sheet in tables(made).items():
            first, second = (layouts.TEXT[turns.layout()] for _ in range(2))
            at = rng.randint(3, len(sheet) - 1)
            sheets[table] = (
                [*first(sheet[:at]), *second(sheet[at:])] if table == "requests" else first(sheet)
            )
        yield emit("mixed", made, "spaces", sheets)


@family
def watermarks(rng):
    """Pieces of a slanted watermark, digits among them, between and in the rows."""
    turns = Turns(rng, ("cpl_blank", "cpl_dense", "spaces"))
    for layout, _ in turns.each(10):
        made = turns.report(sparse=rng.random() < 0.3)
        lines = body(made, layout)
        start = next(n for n, line in enumerate(lines) if HEADINGS["proactive"] in line)
        for piece in rng.choice(
            (("府", "民", "政"), ("20\n2", "4"), ("内部", "资料"), ("2023", "年"), ("样", "张"))
        ):
            lines.insert(rng.randint(start + 2, len(lines) - 6), piece)
        yield emit("watermark", made, layout)._replace(text=whole(lines, layout))


@family
def wide_table(rng):
    """Table 3 without its group cells, its columns lettered or named in one row of headers."""
    turns = Turns(rng)
    for layout, _ in turns.each(2):
        made = turns.report(sparse=False)
        head = [Slot("项目"), *map(Slot, APPLICANTS.values())]
        rows = [
            [
                Slot(next(s.text for s in reversed(labels) if not s.key)),
                *(s for s in labels if s.key),
            ]
            for labels in requests(made)[3:]
        ]
        assert len(rows) == len(request_rows(made.form))
        yield emit("one row of headers", made, layout, {**tables(made), "requests": [head, *rows]})
