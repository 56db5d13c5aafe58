"""The page on the series from 2008: which cells of each form make up each measure."""

from __future__ import annotations

from collections.abc import Iterator

from gikstudy.forms import form_names, get_form
from gikstudy.forms.statistics import statistics_names, statistics_table
from gikstudy.panels.series import PROSE, SeriesRule, series_measures, series_rules

_INTRO = """# The series from 2008

The duty to report began with the reports for 2008. `gikstudy.series` gives each body one series over
all its years. The forms changed on the way, so a series has breaks. The column `breaks` marks them.

| break | what changed since the year before |
|---|---|
| `form` | another form or table counts the measure in other cells |
| `source` | one number comes from a table, the other from the prose |
| `scope` | one report covers a whole region, the other a single body |
| `law` | the Administrative Reconsideration Law of 2023: from 2024 on, refusals go to review first |

A number is never made up at a break. Where a form has no cells for a measure, the series has no
number. Where a cell is open, the series has bounds. `comparable` says how well the number compares
with that of the forms since 2019: `yes`, or `approximately`.

Three lines of the national table of 2014 have no clean target on the later forms: what is not
government information, other grounds in law, and complaints. The first two are part of `refused`
as a whole, and the third is in no measure. All other lines stay in the table `statistics`.

"""


_EVIDENCE = """## Which lines were seen

Not every table was seen as it is printed. The column `evidence` of table `statistics` says of each number
whether the label of its line was `seen` in a copy of the table, or is `told` by a description. A number of
a line that is told is the one that the page prints beside this very label. What a description leaves out
is on no line: the reader takes it as a stray, with its label.

- The table of Shanghai is whole, with codes 01 to 54.
- The table of Dingxi was seen empty, in the city's rules of June 2008: codes 01 to 35. What came after them
  was not. These rules also say what the exemptions 1 to 6 are.
- The table of Lu'an was seen empty, on a page of the statistics bureau of Lu'an; the city follows the rules
  of Anhui of May 2009. The copy ends after the line for reviews, and the kinds of published information may
  be those of this bureau.
- Of the national table of 2014, the first lines were seen. The groups agree with the outlines of reports
  for 2016 to 2018.

| table | lines that are told |
|---|---|
"""


def series_page() -> str:
    """The whole page as Markdown; the same declarations always give the same text."""
    parts = [_INTRO, "## The tables and forms\n\n", *_sources(), "\n"]
    parts += [_EVIDENCE, *_told(), "\n"]
    for measure in series_measures():
        parts += [f"## `{measure}`\n\n", "| form | cells | compares | what it counts |\n"]
        parts += ["|---|---|---|---|\n", *_lines(measure), "\n"]
    return "".join(parts).rstrip("\n") + "\n"


def _sources() -> Iterator[str]:
    yield "| form | years | what it is |\n|---|---|---|\n"
    for name in statistics_names():
        table = statistics_table(name)
        known = table.en if table.whole else f"{table.en}, known in part"
        yield f"| `{name}` | {table.first_year} to {table.last_year} | {known} |\n"
    for name in form_names():
        yield f"| `{name}` | from {get_form(name).first_year} | {get_form(name).en} |\n"
    yield f"| `{PROSE}` | all | the sentences of a report without a table |\n"


def _told() -> Iterator[str]:
    for name in statistics_names():
        rows = statistics_table(name).rows
        told = [f"`{row.key}`" for row in rows if row.unit and not row.seen]
        counted = sum(bool(row.unit) for row in rows)
        if len(told) * 2 > counted:
            seen = ", ".join(f"`{row.key}`" for row in rows if row.unit and row.seen)
            yield f"| `{name}` | all but {seen} |\n"
        else:
            yield f"| `{name}` | {', '.join(told) or 'none'} |\n"


def _lines(measure: str) -> Iterator[str]:
    for rule in series_rules():
        if rule.measure == measure:
            yield f"| `{rule.form}` | {_cells(rule)} | {rule.comparable} | {rule.en} |\n"


def _cells(rule: SeriesRule) -> str:
    return " + ".join(f"`{cell}`" for cell in rule.cells)
