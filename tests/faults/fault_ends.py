"""Families: pages that end, and the numbers of pages."""

from tests.faults.labels import TABLES
from tests.faults.layouts import ALL
from tests.faults.pages import CLOSING, HEADINGS, Turns, body, emit, family, title, whole
from tests.faults.sheets import make


def _lost(made, key):
    return "none" if key[0] == "proactive" else f"none {made.figures[key]}"


def _ended(rng, turns, layout):
    """A page that ends somewhere in its tables, and what is known of each cell then."""
    made = turns.report(sparse=rng.random() < 0.3)
    # Every cell prints a mark that can be found again.
    marks = {key: f"\x01{at}\x02" for at, key in enumerate(made.texts)}
    marked = make(made.form, made.seed)
    marked.texts = marks
    text = whole(
        body(marked, layout, closing=CLOSING if layout == "html" else ()), layout, name=title(made)
    )
    places, out, at = {}, [], 0
    for piece in text.replace("\x01", "\x00\x01").split("\x00"):
        if not piece.startswith("\x01"):
            out.append(piece)
            at += len(piece)
            continue
        number, _, rest = piece[1:].partition("\x02")
        key = list(made.texts)[int(number)]
        places[key] = (at, at + len(made.texts[key]))
        out.append(made.texts[key] + rest)
        at += len(made.texts[key]) + len(rest)
    return made, "".join(out), places


def _known_after(made, places, end, tail):
    """The truth of a page that ends at `end`, `tail` characters after the last number."""
    truth = {}
    for key, (start, stop) in places.items():
        if stop < end and (stop + tail <= end):
            truth[key] = made.truth[key]
        elif start < end:
            whole_nought = made.texts[key] == "0"
            proven = stop <= end and key[-1] == "total"  # by its parts
            truth[key] = f"{'maybe' if proven else 'open'} {made.figures[key]}"
            if whole_nought:
                truth[key] = "0"
        else:
            truth[key] = _lost(made, key)
    return truth


@family
def page_ends(rng):
    """The page ends in a number, behind it, in a row or after a few rows."""
    turns = Turns(rng)
    for layout in (*ALL,) * 8:
        made, text, places = _ended(rng, turns, layout)
        key = rng.choice([k for k in places if k[0] == rng.choice(TABLES)] or list(places))
        start, stop = places[key]
        if stop - start > 1 and turns.count % 3:
            end = rng.randint(start + 1, stop - 1) if turns.count % 3 == 1 else stop
        else:
            end = rng.randint(max(0, start - 6), start)
        truth = _known_after(made, places, end, 1)
        sample = emit(f"ends in {'/'.join(key)}", made, layout, truth=truth)
        yield sample._replace(text=text[:end])


@family
def page_numbers_inside(rng):
    """Page numbers, footers and headers of pages within tables and within rows."""
    marks = (
        "- 3 -",
        "— 4 —",
        "3/6",
        "3 / 6",
        "第3页",
        "第 3 页 共 7 页",
        "Page 3 of 7",
        "P. 9",
        "·5·",
        "4",
    )
    turns = Turns(
        rng, ("cpl_blank", "cpl_dense", "spaces", "cell_pipe", "row_bare", "pipe_own_line")
    )
    for layout, _ in turns.each(12):
        made = turns.report(sparse=rng.random() < 0.3)
        lines = body(made, layout)
        start = next(n for n, line in enumerate(lines) if HEADINGS["proactive"] in line)
        mark = rng.choice(marks)
        for _ in range(rng.choice((1, 2, 4))):
            at = rng.randint(start + 3, len(lines) - 8)
            lines[at:at] = [mark, ""] if layout == "cpl_blank" else [mark]
        sample = emit(f"{mark} inside", made, layout)
        yield sample._replace(text=whole(lines, layout))
