"""The arguments of the command `gikstudy`, with the help and an example for each verb."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NoReturn

from gikstudy.packaged import packaged_rows

BAD_CALL: Final = 2


def parser_of(verbs: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of the whole command; it names the chosen verb in `verb`.

    Args:
        verbs: The verbs in the order in which the help lists them.
    """
    parser = _Parser(
        prog="gikstudy",
        description="Turn Chinese annual reports on government information disclosure "
        "(政府信息公开工作年度报告) into a tidy dataset and a study.",
        epilog="`gikstudy VERB --help` explains a verb and shows an example.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    _add_loudness(parser, "verbose_before", "quiet_before")
    chosen = parser.add_subparsers(title="verbs", dest="verb", required=True, metavar="VERB")
    for name in verbs:
        about, example, declare = _VERBS[name]
        verb = chosen.add_parser(
            name,
            help=about,
            description=f"{about[0].upper()}{about[1:]}.",
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        declare(verb)
        _add_loudness(verb, "verbose", "quiet")
    return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Says what is wrong in one line, as every other error does."""
        self.exit(BAD_CALL, f"{self.prog}: {message}; see {self.prog} --help\n")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from gikstudy import __version__

        sys.stdout.write(f"gikstudy {__version__}\n")
        parser.exit()


def _add_loudness(parser: argparse.ArgumentParser, verbose: str, quiet: str) -> None:
    """`-v` and `-q`, which may come before or after the verb.

    Each position has its own names, because argparse lets the later position overwrite the earlier.
    """
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "-v",
        "--verbose",
        dest=verbose,
        action="count",
        default=0,
        help="print progress messages on standard error (-vv: every detail)",
    )
    either.add_argument(
        "-q",
        "--quiet",
        dest=quiet,
        action="store_true",
        help="print no progress bar, no final line and no warnings",
    )


def _extract(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SRC",
        help="a file, a folder (read recursively) or an archive",
    )
    parser.add_argument("--out", required=True, metavar="DIR", help="the folder of the dataset")
    parser.add_argument(
        "--engine",
        choices=("serial", "processes", "dask"),
        default="processes",
        help="what runs the work: this process, several processes, or a Dask cluster; the "
        "dataset is the same (default: processes)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="number of worker processes (default: one per processor)",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="address of a running Dask scheduler (tcp://…, tls://…), or the file in which it "
        "wrote its address (default: start a cluster on this machine)",
    )
    parser.add_argument("--resume", action="store_true", help="continue an interrupted run")
    parser.add_argument(
        "--text-column",
        metavar="NAME",
        help="the column (or key) of the reports in CSV, Excel, JSON and Parquet files "
        "(default: found by its name or its texts)",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="exit with status 1 if an input could not be read (default: 0; the last lines "
        "and the table sources say what was lost)",
    )


def _study(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--raw",
        default="data/raw",
        metavar="DIR",
        help="the folder or address of the reports (default: data/raw)",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("data/processed"),
        metavar="DIR",
        help="the folder of the dataset; the study goes to DIR/study (default: data/processed)",
    )
    parser.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="set a parameter of the notebooks, listed below; repeat the option to set several",
    )
    parser.add_argument(
        "--notebooks",
        metavar="DIR",
        help="a folder with numbered notebooks of your own (default: those of gikstudy)",
    )
    parser.add_argument(
        "--config", metavar="FILE", help="a TOML file with parameters; -p goes before it"
    )
    parser.add_argument(
        "--engine",
        default="processes",
        choices=("serial", "processes", "dask"),
        help="what extracts the reports; with serial, notebooks run one at a time "
        "(default: processes)",
    )
    parser.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="number of worker processes, and of notebooks that run at the same time, at most "
        "four (default: one per processor)",
    )
    listed = [
        f"  {row['name']:<11} {row['meaning']}\n{'':<14}for example {row['example']}"
        for row in packaged_rows("gikstudy", "parameters.csv")
    ]
    head = "parameters of the notebooks (each notebook takes those that it declares):"
    parser.epilog = "\n".join([head, *listed, "", parser.epilog or ""])


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="a new or empty folder")


def _package(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", metavar="OUT", help="the folder of a dataset with a finished study")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="FILE", help="the ZIP file to write"
    )


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="FILE",
        help="the report: a file or an address such as a.zip#member; of an "
        "archive, its records are listed",
    )
    parser.add_argument(
        "--cell",
        metavar="KEY",
        help="print only this cell, with the lines of the source around it",
    )


def _validate(parser: argparse.ArgumentParser) -> None:
    _add_dataset(parser, "DIR")


def _export(parser: argparse.ArgumentParser) -> None:
    _add_dataset(parser, "DATASET")
    parser.add_argument(
        "--to",
        required=True,
        choices=("csv", "duckdb", "stata", "xlsx"),
        help="the format to write",
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="PATH",
        help="the file or folder to write (default: beside the dataset)",
    )


def _diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the folder or address of the earlier dataset")
    parser.add_argument("new", metavar="NEW", help="the folder or address of the later dataset")


def _code_sheet(parser: argparse.ArgumentParser) -> None:
    _add_dataset(parser, "DATASET")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument(
        "--out", type=Path, metavar="FILE", help="write an empty sheet, a CSV file to fill in"
    )
    either.add_argument(
        "--coded",
        nargs="+",
        metavar="FILE",
        help="compare filled-in sheets with the rules and with each other",
    )


def _review(parser: argparse.ArgumentParser) -> None:
    _add_dataset(parser, "DATASET")
    parser.add_argument(
        "--raw",
        nargs="+",
        default=[],
        metavar="RAW",
        help="the folders or addresses that were read (default: none, and no page shows a source)",
    )
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--out", type=Path, metavar="DIR", help="the folder of the pages")
    either.add_argument(
        "--compare",
        nargs="+",
        metavar="FILE",
        help="compare the corrections files of several reviewers, and write no pages",
    )


def _synth(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("count", type=int, metavar="N", help="number of reports")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a new or empty folder"
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="S",
        help="the same seed gives the same reports (default: 0)",
    )
    parser.add_argument(
        "--family",
        metavar="NAME",
        help="one family of layouts for all reports (default: a mix as on real pages)",
    )
    parser.add_argument(
        "--effects",
        type=Path,
        metavar="FILE",
        help="a TOML file of effects to plant, such as trends and a break; the page on planted "
        "effects lists the keys, and the truth is written beside (default: nothing is planted)",
    )
    parser.add_argument(
        "--years",
        metavar="FIRST-LAST",
        help="the years of each body, such as 2008-2025 (default: the years of the forms)",
    )


def _evaluate(parser: argparse.ArgumentParser) -> None:
    _add_dataset(parser, "DATASET")
    parser.add_argument(
        "--truth", type=Path, required=True, metavar="FILE", help="truth.parquet of the reports"
    )
    parser.add_argument(
        "--floor",
        type=float,
        default=0.0,
        metavar="SHARE",
        help="exit with status 1 if a smaller share of the determined cells is right",
    )
    parser.add_argument(
        "--wrong",
        type=int,
        metavar="N",
        help="exit with status 1 if more than N cells are wrong",
    )


def _add_dataset(parser: argparse.ArgumentParser, metavar: str) -> None:
    parser.add_argument("dataset", metavar=metavar, help="the folder or address of a dataset")


# For each verb: what it does, an example, its arguments.
_VERBS: Final = {
    "extract": (
        "read files, folders and archives; write the dataset",
        "gikstudy extract data/raw --out data/processed",
        _extract,
    ),
    "study": (
        "extract the reports, then run the numbered notebooks",
        "gikstudy study --raw data/raw --out data/processed -p language en -p years 2021-2023",
        _study,
    ),
    "init": (
        "start a folder for a study of your own, with notebooks to change",
        "gikstudy init my_study",
        _init,
    ),
    "package": (
        "write a replication package of a finished study",
        "gikstudy package data/processed --to replication.zip",
        _package,
    ),
    "explain": (
        "show how one report was read, with its failed checks",
        "gikstudy explain data/raw/sample/report_000.txt --cell requests/granted/total",
        _explain,
    ),
    "validate": (
        "validate a dataset and list its problems",
        "gikstudy validate data/processed",
        _validate,
    ),
    "export": (
        "write a dataset for another program, with labels",
        "gikstudy export data/processed --to stata --out gik-stata",
        _export,
    ),
    "diff": (
        "list what changed between two datasets, and why",
        "gikstudy diff data/2024 data/2025",
        _diff,
    ),
    "code-sheet": (
        "write a sheet to code section five by hand, or compare coded sheets",
        "gikstudy code-sheet data/processed --out sheet.csv",
        _code_sheet,
    ),
    "review": (
        "write pages that show each number beside its place in the source",
        "gikstudy review data/processed --raw data/raw --out review",
        _review,
    ),
    "synth": (
        "write made-up reports with known truth",
        "gikstudy synth 100 --out made-up --seed 7",
        _synth,
    ),
    "evaluate": (
        "compare a dataset with known truth, cell by cell",
        "gikstudy evaluate data/processed --truth made-up/truth.parquet --wrong 0",
        _evaluate,
    ),
}
