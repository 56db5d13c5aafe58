"""The command `gikstudy`: each verb reads its arguments and calls the function of that name.

Nothing but the standard library is imported until a verb is known, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

DONE: Final = 0
DATA_FAILED: Final = 1
BAD_CALL: Final = 2
INTERRUPTED: Final = 130

Verb = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and say how it went.

    Args:
        arguments: What stands after `gikstudy` on the command line; None reads it from there.

    Returns:
        The exit status: 0 done, 1 the data failed what was asked, 2 the call was wrong.
    """
    options = _parser().parse_args(arguments)
    verb: Verb = options.verb
    try:
        done = verb(options)
        sys.stdout.flush()  # a reader who left is noticed here and not when Python ends
        return done
    except BrokenPipeError:
        # `gikstudy … | head` has seen enough; what is still buffered has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (ValueError, OSError, ImportError, LookupError) as problem:
        print(f"gikstudy: {_one_line(problem)}", file=sys.stderr)
        return BAD_CALL
    except KeyboardInterrupt:
        print("gikstudy: stopped", file=sys.stderr)
        return INTERRUPTED


def _one_line(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.filename is not None:
        text = f"{problem.filename}: {problem.strerror}"
    elif isinstance(problem, KeyError) and problem.args:
        text = str(problem.args[0])
    else:
        text = str(problem)
    return " ".join(text.split()) or type(problem).__name__


def _extract(options: argparse.Namespace) -> int:
    from gikstudy.engine import extract

    outcome = extract(
        options.sources,
        out=options.out,
        engine=options.engine,
        workers=options.workers,
        scheduler=options.scheduler,
        resume=options.resume,
        progress=True,
    )
    print(outcome)
    return DONE


def _study(options: argparse.Namespace) -> int:
    from gikstudy.analysis.pipeline import run_study

    print(run_study(options.raw, options.out, dict(options.parameters)))
    return DONE


def _explain(options: argparse.Namespace) -> int:
    from gikstudy.engine.explain import explain

    explain(options.file, cell=options.cell or "")
    return DONE


def _validate(options: argparse.Namespace) -> int:
    from gikstudy.dataset.validate import validate

    findings = validate(options.dataset)
    for finding in findings:
        print(finding)
    return DATA_FAILED if findings else DONE


def _synth(options: argparse.Namespace) -> int:
    from gikstudy.synthesis import write_corpus

    print(write_corpus(options.count, options.out, seed=options.seed))
    return DONE


def _evaluate(options: argparse.Namespace) -> int:
    from gikstudy.synthesis.evaluation import evaluate

    result = evaluate(options.dataset, options.truth)
    print(result)
    return DONE if result.meets(options.floor, options.wrong) else DATA_FAILED


def _export(options: argparse.Namespace) -> int:
    from gikstudy.dataset.export import export

    place = options.dataset.resolve()
    suffix = {"duckdb": ".duckdb", "xlsx": ".xlsx"}.get(options.to, f"-{options.to}")
    print(export(place, options.to, options.out or place.with_name(place.name + suffix)))
    return DONE


def _code_sheet(options: argparse.Namespace) -> int:
    from gikstudy.engine.code_sheet import code_sheet, compare_sheets

    if options.out is not None:
        print(f"{code_sheet(options.dataset, options.out):,} points to code in {options.out}")
    else:
        print(*compare_sheets(options.dataset, options.coded), sep="\n\n")
    return DONE


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Says what is wrong in one line, as every other error does."""
        self.exit(BAD_CALL, f"{self.prog}: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="gikstudy",
        description="Make a tidy dataset and a study from Chinese annual reports on government "
        "information disclosure (政府信息公开工作年度报告).",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    for declare in (_declare_extract, _declare_study, _declare_reading, _declare_synthetic):
        declare(verbs)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"gikstudy {version('gikstudy')}")
        parser.exit()


_Verbs = argparse._SubParsersAction  # argparse gives the type no public name


def _add(verbs: _Verbs[_Parser], verb: Verb, about: str) -> argparse.ArgumentParser:
    name = verb.__name__.removeprefix("_").replace("_", "-")
    parser = verbs.add_parser(name, help=about, description=about)
    parser.set_defaults(verb=verb)
    return parser


def _declare_extract(verbs: _Verbs[_Parser]) -> None:
    parser = _add(verbs, _extract, "read files, folders and archives; write the dataset")
    parser.add_argument("sources", nargs="+", metavar="SRC", help="a file, folder or archive")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder of the dataset")
    parser.add_argument(
        "--engine",
        choices=("serial", "processes", "dask"),
        default="processes",
        help="what does the reading; the dataset is the same (default: processes)",
    )
    parser.add_argument("--workers", type=int, metavar="N", help="default: one a processor")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a running Dask scheduler")
    parser.add_argument("--resume", action="store_true", help="take up a run that was stopped")


def _declare_study(verbs: _Verbs[_Parser]) -> None:
    parser = _add(verbs, _study, "extract, then run the numbered notebooks")
    parser.add_argument("--raw", type=Path, default=Path("data/raw"), metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("data/processed"), metavar="DIR")
    parser.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="a parameter for every notebook that declares it",
    )


def _declare_reading(verbs: _Verbs[_Parser]) -> None:
    parser = _add(verbs, _explain, "show what one report was read as, with its failed checks")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--cell", metavar="KEY", help="the source lines around one cell")
    parser = _add(verbs, _validate, "hold a dataset against its own schema")
    parser.add_argument("dataset", type=Path, metavar="DIR")
    parser = _add(verbs, _export, "write a dataset for another program")
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("--to", required=True, choices=("csv", "duckdb", "stata", "xlsx"))
    parser.add_argument("--out", type=Path, metavar="PATH", help="default: beside the dataset")
    parser = _add(verbs, _code_sheet, "let people code section five, and compare with the rules")
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--out", type=Path, metavar="FILE", help="write an empty sheet")
    either.add_argument("--coded", nargs="+", metavar="FILE", help="read sheets that came back")


def _declare_synthetic(verbs: _Verbs[_Parser]) -> None:
    parser = _add(verbs, _synth, "write made-up reports with known truth")
    parser.add_argument("count", type=int, metavar="N")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser = _add(verbs, _evaluate, "compare a dataset with known truth, cell by cell")
    parser.add_argument("dataset", type=Path, metavar="DATASET")
    parser.add_argument("--truth", type=Path, required=True, metavar="FILE")
    parser.add_argument("--floor", type=float, default=0.0, metavar="SHARE", help="to be met")
    parser.add_argument("--wrong", type=int, metavar="N", help="most wrong cells that pass")
