"""The command `gikstudy`: each verb reads its arguments and calls the function of that name.

Nothing heavy is imported until a verb runs, so `--help` is quick.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TextIO

import gikstudy as gik
from gikstudy.arguments import BAD_CALL, parser_of
from gikstudy.messages import as_line, messages_on

DONE: Final = 0
DATA_FAILED: Final = 1
FAULT: Final = 70  # EX_SOFTWARE of sysexits.h: an error inside gikstudy
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and report the result.

    Args:
        arguments: The words after `gikstudy`; None takes them from the command line.

    Returns:
        The exit status: 0 done, 1 the data did not pass, 2 the call was wrong, 70 an error inside
            gikstudy (its traceback is printed), 130 Ctrl-C.
    """
    parser = parser_of(VERBS)
    options = parser.parse_args(arguments)
    options.quiet = options.quiet or options.quiet_before
    louder = options.verbose + options.verbose_before
    if options.quiet and louder:
        parser.error("-q and -v contradict each other; give one of them")
    _print_everything(sys.stdout)
    _print_everything(sys.stderr)
    with messages_on(sys.stderr, quiet=options.quiet, louder=louder):
        return _run(VERBS[options.verb], options)


def _print_everything(stream: TextIO) -> None:
    """Lets a stream escape what its code page lacks; the code page of a pipe may be ASCII or GBK."""
    if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
        stream.reconfigure(errors="backslashreplace")


def _run(verb: Verb, options: argparse.Namespace) -> int:
    try:
        done = verb(options)
        sys.stdout.flush()  # a closed pipe is noticed here and not when Python exits
        return done
    except BrokenPipeError:
        # `gikstudy … | head` has closed the pipe; the rest of the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except (gik.GikstudyError, OSError) as problem:
        print(f"gikstudy: {_one_line(problem)}", file=sys.stderr)
        return BAD_CALL
    except KeyboardInterrupt:
        print("gikstudy: stopped", file=sys.stderr)
        return INTERRUPTED
    except Exception:  # not our own error: a person must see where it happened
        traceback.print_exc()
        print(
            "gikstudy: an unexpected error; please report it with the lines above", file=sys.stderr
        )
        return FAULT


def _one_line(problem: Exception) -> str:
    if isinstance(problem, OSError) and problem.filename is not None:
        text = f"{problem.filename}: {problem.strerror}"
    else:
        text = str(problem)
    return as_line(text) or type(problem).__name__


def _extract(options: argparse.Namespace) -> int:
    done = gik.extract(
        options.sources,
        out=options.out,
        engine=options.engine,
        workers=options.workers,
        scheduler=options.scheduler,
        resume=options.resume,
        progress=not options.quiet,
        text_column=options.text_column or "",
    )
    _say(done, options)
    return DATA_FAILED if options.strict and done.losses else DONE


def _study(options: argparse.Namespace) -> int:
    page = gik.study(
        options.raw,
        options.out,
        dict(options.parameters),
        notebooks=options.notebooks,
        config=options.config,
        engine=options.engine,
        workers=options.workers,
        progress=not options.quiet,
    )
    return _say(page, options)


def _init(options: argparse.Namespace) -> int:
    return _say(gik.init(options.folder), options)


def _package(options: argparse.Namespace) -> int:
    return _say(gik.package(options.out, options.to), options)


def _explain(options: argparse.Namespace) -> int:
    gik.explain(options.file, cell=options.cell or "")
    return DONE


def _validate(options: argparse.Namespace) -> int:
    problems = gik.validate(options.dataset)
    for problem in problems:
        print(problem)
    return DATA_FAILED if problems else DONE


def _synth(options: argparse.Namespace) -> int:
    done = gik.synth(
        options.count,
        options.out,
        seed=options.seed,
        family=options.family,
        effects=options.effects,
        years=options.years,
    )
    return _say(done, options)


def _evaluate(options: argparse.Namespace) -> int:
    result = gik.evaluate(options.dataset, options.truth)
    print(result)
    return DONE if result.meets(options.floor, options.wrong) else DATA_FAILED


def _export(options: argparse.Namespace) -> int:
    return _say(gik.export(options.dataset, options.to, options.out), options)


def _diff(options: argparse.Namespace) -> int:
    for line in str(gik.diff(options.old, options.new)).splitlines():
        print(as_line(line))
    return DONE


def _code_sheet(options: argparse.Namespace) -> int:
    if options.coded is not None:
        print(*gik.code_sheet(options.dataset, coded=options.coded), sep="\n\n")
        return DONE
    points = gik.code_sheet(options.dataset, out=options.out)
    return _say(f"{points:,} points to code in {options.out}", options)


def _review(options: argparse.Namespace) -> int:
    if options.compare is not None:
        print(*gik.review(options.dataset, compare=options.compare), sep="\n\n")
        return DONE
    return _say(gik.review(options.dataset, raw=options.raw, out=options.out), options)


def _say(done: object, options: argparse.Namespace) -> int:
    """The final line of a verb that writes files; `-q` leaves it out."""
    if not options.quiet:
        print(done)
    return DONE


Verb = Callable[[argparse.Namespace], int]
VERBS: Final[Mapping[str, Verb]] = {
    "extract": _extract,
    "study": _study,
    "init": _init,
    "package": _package,
    "explain": _explain,
    "validate": _validate,
    "export": _export,
    "diff": _diff,
    "code-sheet": _code_sheet,
    "review": _review,
    "synth": _synth,
    "evaluate": _evaluate,
}
