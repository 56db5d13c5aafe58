"""Checks that workers have the same code and packages as this process.

A worker with other code or packages would produce other numbers, and a later run would keep them.
Each worker is checked before the first task, and again with each task, because workers come and
go. The check is sent as code, not by name, so it does not depend on the worker's version.
"""

from __future__ import annotations

import os
import pickle
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from gikstudy.engine.reader import reader_differences, reader_parts
from gikstudy.errors import CallError, RunError

_NAMED: Final = 3


class Answer(NamedTuple):
    """The code and packages of a worker and, if they are ours, the result of its task."""

    parts: Mapping[str, str]
    host: str
    process: int
    result: Any


def question(work: Callable[[Any], Any] | None = None, task: object = None) -> Callable[[], Any]:
    """A function for a worker: reports its code and packages, and does the task if they are ours.

    It returns the fields of an `Answer` as a plain tuple.
    """
    ours = dict(reader_parts())
    packed = pickle.dumps((work, task)) if work else b""

    def answer() -> tuple[dict[str, str], str, int, Any]:
        # Imported here: where the function runs, our modules may differ or be missing.
        import os
        import pickle
        import socket
        from importlib.metadata import PackageNotFoundError, version

        try:
            from gikstudy.engine.reader import reader_parts

            parts = dict(reader_parts())
        except ImportError:
            try:
                parts = {"gikstudy": version("gikstudy")}
            except PackageNotFoundError:
                parts = {"gikstudy": "absent"}
        result = None
        if parts == ours and packed:
            work, task = pickle.loads(packed)
            result = work(task)
        return parts, socket.gethostname(), os.getpid(), result

    return answer


def result_of(answer: Answer) -> object:
    """The result of a task.

    Raises:
        RunError: if the worker refused it, because its code or packages differ.
    """
    if different := reader_differences(answer.parts):
        raise RunError(_other(f"{answer.host}, process {answer.process}", different))
    return answer.result


def refuse_other_pythons(facts: Mapping[str, Any]) -> None:
    """Refuses workers with another version of Python, to which no code can be sent.

    Args:
        facts: What Dask knows of each worker, by its address.

    Raises:
        RunError: if there is one.
    """
    ours = ".".join(map(str, sys.version_info[:2]))
    for address, known in facts.items():
        python = str(known["host"]["python"])
        if python.split(".")[:2] != ours.split("."):
            raise RunError(
                _other(address, [f"Python {python.removesuffix('.final.0')} (here {ours})"])
            )


def refuse_others(answers: Mapping[str, Any]) -> None:
    """Refuses workers with other code or packages, and workers inside this process.

    Args:
        answers: What each worker answered to the question, or the exception that it raised.

    Raises:
        RunError: if a worker has other code or packages.
        CallError: if a worker is a thread of this process, which a bad document could kill.
    """
    for address, given in answers.items():
        if isinstance(given, Exception):
            raise RunError(f"worker {address}: does not say what it reads with: {given}")
        answer = Answer(*given)
        if different := reader_differences(answer.parts):
            raise RunError(_other(address, different))
        if (answer.host, answer.process) == (socket.gethostname(), os.getpid()):
            raise CallError(
                f"worker {address}: is a thread of this process; a document that ends its worker "
                "would end it; start the cluster with processes=True"
            )


def _other(worker: str, different: Sequence[str]) -> str:
    named = ", ".join(different[:_NAMED])
    more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
    return (
        f"worker {worker}: reads with {named}{more}; install the same version of gikstudy and "
        "its packages for all workers, and restart them"
    )
