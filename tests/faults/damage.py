"""Damage to the real reports: what may still be said of each cell then.

A printed number may end as itself or open, never blank, another one or solved to another one. A
blank may end blank, open, or solved to nought in tables 3 and 4. What was taken away may be said by
nobody, unless the sums of tables 3 and 4 prove it.
"""

import random
from itertools import pairwise

from tests.faults import originals
from tests.faults.judge import Text
from tests.faults.labels import TABLES

STRAYS = (
    "- 3 -", "第3页 共7页", "青柳县2023年政府信息公开工作年度报告", "地址:青柳县人民路18号 电话:0477-6211002",
    "http://www.qingliu.gov.cn/xxgk/2024/0120/1203.html", "2024-01-20", "[打印] [关闭]", "3/6", "12",
    "某某娱乐188", "发布时间:2024年1月20日 浏览次数:1286", "返回顶部", "— 4 —", "Page 3 of 7",
    "主办:青柳县人民政府 | 承办:青柳县政务服务局 |", "扫一扫在手机打开当前页", "(续上表)", "7", "ICP备05002814号",
)  # fmt: skip
INSIDE = ("打印", "12", "- 3 -", "2024-01-20", "某某娱乐", "www.qingliu.gov.cn", "3/6", "第3页")
KINDS = {}


def kind(function):
    """Register a kind of damage; it is given a source and random numbers."""
    KINDS["damage_" + function.__name__] = function
    return function


def kinds():
    """The names of all kinds of damage; none where the reports are absent."""
    return list(KINDS) if originals.folder() else []


def texts_of(name):
    """The damaged texts of a kind, the same ones every time."""
    return [
        text
        for source in originals.sources()
        for text in KINDS[name](source, random.Random(f"{name} {source.name}"))
    ]


def _text(source, what, lines, truth=None, **kwargs):
    return Text(f"{source.name} {what}", "txt", source.text(lines), truth or source.truth, **kwargs)


def _lost(source, keys):
    """The truth where these cells are no longer there; of a blank that is gone nothing is asked."""
    truth = dict(source.truth)
    for key in keys:
        if truth[key] == "blank":
            del truth[key]
            continue
        number = "" if truth[key] == "open" else f" {truth[key]}"
        truth[key] = "none" + ("" if key[0] == "proactive" else number)
    return truth


def _keys(source, row):
    return [k for k in source.truth if k[0] == row.table and row.name in ("all", k[1])]


def _with(source, at, stray):
    """The lines with a stray one before line `at`, spaced as its neighbours are."""
    spaced = source.layout == "plain" and not source.lines[at - 1]
    return [*source.lines[:at], stray, *([""] if spaced else []), *source.lines[at:]]


@kind
def stray_lines(source, rng):
    """A line of the page's own between any two lines; each place meets one kind of line."""
    first = rng.randrange(len(STRAYS))
    for count, at in enumerate(_gaps(source)):
        stray = STRAYS[(first + count * 7) % len(STRAYS)]
        yield _text(source, f"{stray!r} at {at + 1}", _with(source, at, stray))


def _gaps(source):
    """Every place between two lines of the tables that differs from the one before."""
    return [n for n in source.region() if source.lines[n]]


@kind
def stray_lines_without_gaps(source, rng):
    """The same, squeezed between a line and the empty one behind it."""
    for at in _gaps(source)[::3]:
        stray = rng.choice(STRAYS)
        yield _text(
            source,
            f"{stray!r} behind {at + 1}",
            [*source.lines[: at + 1], stray, *source.lines[at + 1 :]],
        )


@kind
def several_strays(source, rng):
    """A header and a footer of a page wherever one could end."""
    for _ in range(12):
        lines = list(source.lines)
        places = sorted(rng.sample(_gaps(source), 3), reverse=True)
        for page, at in enumerate(places):
            lines[at:at] = [f"- {9 - page} -", rng.choice(STRAYS)]
        yield _text(source, f"pages end at {[p + 1 for p in places]}", lines)


@kind
def strays_inside_rows(source, rng):
    """A stray word, number or cell within the line of a row."""
    lines_of = sorted(
        {line for line, _, _ in source.places.values()} | {row.own for row in source.rows}
    )
    for at in lines_of[:: 1 if source.layout == "rows" else 4]:
        line, stray = source.lines[at], rng.choice(INSIDE)
        bars = [n for n, c in enumerate(line) if c == "|"]
        if bars and rng.random() < 0.7:
            place = rng.choice(bars)
            line = f"{line[:place]}| {stray} {line[place:]}"
        else:
            line = rng.choice((f"{line} {stray}", f"{stray} {line}"))
        # A number beside a number on one line may be part of it.
        yield _text(
            source,
            f"{stray!r} within {at + 1}",
            [*source.lines[:at], line, *source.lines[at + 1 :]],
            _beside(source, at, stray),
        )


def _beside(source, at, stray):
    """Cells that a digit was put beside are themselves or open; blanks are what stands there."""
    if not any(c.isdigit() for c in stray):
        return source.truth
    here = {key for key, (line, _, _) in source.places.items() if line == at}
    if source.layout == "rows":
        here |= {key for row in source.rows if row.own == at for key in _keys(source, row)}
    return {k: e for k, e in source.truth.items() if k not in here or e not in ("blank", "open")}


def _families(source):
    """Rows that may be exchanged: those under the same headers."""
    same = {"rules": 1, "normative_docs": 1}
    groups = {}
    for row in source.rows:
        if row.table == "requests":
            groups.setdefault("requests", []).append(row)
        elif row.name in same or row.name in (
            "licensing",
            "other_services",
            "penalty",
            "compulsion",
        ):
            groups.setdefault(same.get(row.name, 2), []).append(row)
    return list(groups.values())


def _exchanged(source, left, right):
    """The lines with two rows exchanged."""
    (a, b), (c, d) = sorted((left, right))
    lines = source.lines
    return [*lines[:a], *lines[c:d], *lines[b:c], *lines[a:b], *lines[d:]]


@kind
def rows_exchanged(source, rng):
    """Two rows exchanged together with their labels, neighbours and others."""
    for rows in _families(source):
        pairs = [(a, b) for n, a in enumerate(rows) for b in rows[n + 1 :]]
        near = list(pairwise(rows))
        far = rng.sample(pairs, min(len(pairs), 16))
        for one, other in dict.fromkeys(near + far):
            lines = _exchanged(source, (one.start, one.stop), (other.start, other.stop))
            yield _text(source, f"{one.name} and {other.name} exchanged", lines)


@kind
def rows_exchanged_without_groups(source, rng):
    """The same, where the label of a group stays in its place."""
    for rows in _families(source)[-1:] if source.rows else ():
        pairs = [(a, b) for n, a in enumerate(rows) for b in rows[n + 1 :]]
        for one, other in rng.sample(pairs, min(len(pairs), 16)):
            if source.layout == "rows":
                halves = [source.lines[r.own] for r in (one, other)]
                lines = list(source.lines)
                lines[one.own] = halves[0][: one.label[0]] + halves[1][other.label[0] :]
                lines[other.own] = halves[1][: other.label[0]] + halves[0][one.label[0] :]
            else:
                lines = _exchanged(source, (one.own, one.stop), (other.own, other.stop))
            yield _text(source, f"{one.name} and {other.name} exchanged, groups stay", lines)


CUTS = {
    "number": lambda t: t[: t.index(".") + 1] if "." in t[:3] else t[:2],
    "front": lambda t: t[: (len(t) + 1) // 2],
    "back": lambda t: t[len(t) // 2 :],
    "few": lambda t: t[:3],
    "end": lambda t: t[:-2],
}


def _relabelled(source, cuts):
    lines = list(source.lines)
    for row, cut in cuts:
        start, end = row.label
        text = lines[row.own][start:end]
        lines[row.own] = lines[row.own][:start] + (cut(text) or text[:1]) + lines[row.own][end:]
    return lines


def _labelled(source):
    return [row for row in source.rows if row.table != "disputes"]


@kind
def labels_cut(source, rng):
    """One label cut: to its number, its front, its back."""
    for row in _labelled(source):
        for name in rng.sample(sorted(CUTS), 2):
            yield _text(
                source, f"{row.name} cut to its {name}", _relabelled(source, [(row, CUTS[name])])
            )
        if row.table == "requests":
            yield _text(
                source,
                f"{row.name} cut to its number",
                _relabelled(source, [(row, CUTS["number"])]),
            )


@kind
def many_labels_cut(source, rng):
    """Every label cut the same way, or a third of them in any way."""
    for name, cut in CUTS.items():
        rows = [row for row in _labelled(source) if row.table == "requests"]
        yield _text(
            source, f"all cut to their {name}", _relabelled(source, [(row, cut) for row in rows])
        )
        few = rng.sample(_labelled(source), 10)
        cuts = [(row, CUTS[rng.choice(sorted(CUTS))]) for row in few]
        yield _text(source, f"ten cut, {few[0].name} among them", _relabelled(source, cuts))


@kind
def labels_lost(source, rng):
    """One label is not there at all, its values are."""
    for row in _labelled(source):
        lines = list(source.lines)
        if source.layout == "rows":
            start, end = row.label
            text = lines[row.own]
            lines[row.own] = text[:start] + text[end:].lstrip(" |" if rng.random() < 0.5 else " ")
        else:
            lines[row.own] = "| |" if lines[row.own].startswith("|") else ""
        yield _text(source, f"no label of {row.name}", lines)


def _start(source, row):
    """The first line of what belongs to a row alone: its label, or the values of table 4."""
    if source.layout == "rows":
        return row.start
    return row.own + (row.table == "disputes")


@kind
def rows_deleted(source, rng):
    """A row is gone with its label; or only its values are."""
    for row in source.rows:
        truth = _lost(source, _keys(source, row))
        lines = [*source.lines[: _start(source, row)], *source.lines[row.stop :]]
        yield _text(source, f"{row.name} deleted", lines, truth)
        if source.layout != "rows" and row.table != "disputes" and rng.random() < 0.5:
            kept = row.own + 1 + (source.layout == "plain")
            lines = [*source.lines[:kept], *source.lines[row.stop :]]
            yield _text(source, f"values of {row.name} deleted", lines, truth)


@kind
def rows_doubled(source, rng):
    """A row stands twice."""
    for row in source.rows:
        again = [*source.lines[_start(source, row) : row.stop]]
        gap = [""] if source.layout == "plain" else []
        lines = [*source.lines[: row.stop], *gap, *again, *source.lines[row.stop :]]
        yield _text(source, f"{row.name} twice", lines)


@kind
def values_lost(source, rng):
    """One value is gone without a trace, where a cell is a line."""
    if source.layout == "rows":
        return
    alone = {
        key for row in source.rows for key in _keys(source, row) if len(_keys(source, row)) == 1
    }
    for key in rng.sample(sorted(set(source.places) - alone), 40):
        at = source.places[key][0]
        lines = [*source.lines[:at], *source.lines[at + 1 + (source.layout == "plain") :]]
        yield _text(source, f"{'/'.join(key)} gone", lines, _lost(source, [key]))


@kind
def page_cut(source, rng):
    """The page ends behind any line, or within one."""
    for at in _gaps(source):
        end = None if rng.random() < 0.6 else rng.randint(1, len(source.lines[at]))
        lines = list(source.lines[: at + 1])
        if end is not None:
            lines[-1] = lines[-1][:end]
        sample = _text(source, f"cut at {at + 1}, {end}", lines, _cut_truth(source, at, end))
        yield sample._replace(text=sample.text if end is None else sample.text.rstrip("\n"))


def _cut_truth(source, at, end):
    """The truth of a page cut behind line `at`, or `end` characters into it."""
    rows = {row.name: row for row in source.rows}
    line_of = {
        k: source.places[k][0] if k in source.places else _row_of(rows, k).start
        for k in source.truth
    }
    truth = _lost(source, [k for k, line in line_of.items() if line > at])
    for key in [k for k, line in line_of.items() if line == at and end is not None]:
        _, start, stop = source.places.get(key, (at, 0, 10**6))
        if stop < end:
            continue
        truth.pop(key)
        if key not in source.places or source.truth[key] in ("blank", "open"):
            continue
        if start >= end:
            truth[key] = _lost(source, [key])[key]
        elif source.lines[at][start:stop] == "0":
            truth[key] = "0"
        elif stop <= end and key[-1] == "total":  # its parts prove that it is whole
            truth[key] = f"maybe {source.truth[key]}"
        else:
            truth[key] = f"open {source.truth[key]}"
    return truth


def _row_of(rows, key):
    return rows["all"] if key[0] == TABLES[2] else rows[key[1]]


@kind
def reports_joined(source, rng):
    """Another report follows: one of the two is read, or none, never both in one."""
    for other in originals.sources():
        if other.name[:3] == source.name[:3] or rng.random() < 0.5:
            continue
        lines = [*source.lines, *other.lines]
        truths = _either(source, other), _either(other, source)
        yield _text(source, f"then {other.name}", lines, truths[0], others=truths[1:])


def _either(source, other):
    own = {k: e if e in ("blank", "open") else f"maybe {e}" for k, e in source.truth.items()}
    return own | {k: "none" for k in other.truth if k not in own}


@kind
def reports_whole(source, _):
    """Nothing is damaged; the figures are others."""
    yield _text(source, "whole", None)
