"""A process apart, in which this process has those documents read that could end or hold it up.

PDFium runs outside of Python: no signal stops it, and where memory is short it ends its process. The
engines with worker processes lose a worker by that. The serial engine has none, so it starts one
process for such documents. It is a program of its own and no fork: the caller may have threads, and
a script need not guard its main module.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from gikstudy.engine.deadline import deadline
from gikstudy.engine.memory import memory_limit
from gikstudy.engine.pool import WorkerLostError

_PLACE: Final = Path(__file__).parents[2]
_LENGTH: Final = 8
_SERVE: Final = "from gikstudy.engine.apart import serve; serve()"


class Apart:
    """The process; it is started with the first call, and again after it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[..., Any], *values: object, seconds: float) -> Any:  # noqa: ANN401
        """What a function returns there.

        Args:
            function: A function of a module.
            values: Its arguments.
            seconds: How long it may take.

        Raises:
            WorkerLostError: where the process died.
            Exception: what the function raised, TimeoutError and MemoryError among it.
        """
        process = self._started()
        try:
            _send(process.stdin, (function, values, seconds))
            result, problem = pickle.loads(_receive(process.stdout))
        except (EOFError, BrokenPipeError):
            self.close()
            raise WorkerLostError from None
        except BaseException:  # time is over here, or the user stops: nobody waits for the answer
            self.close()
            raise
        if problem is not None:
            raise problem
        return result

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            paths = [str(_PLACE), *filter(None, sys.path)]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process

    def close(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def serve() -> None:
    """What the process does: one call after another, until nobody is left who could call."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand among the answers
    while True:
        try:
            call = _receive(calls)
        except EOFError:
            return
        _send(answers, _answer(call))


def _answer(call: bytes) -> tuple[Any, Exception | None]:
    try:
        function, values, seconds = pickle.loads(call)
        with deadline(seconds, may_die=True), memory_limit():
            return function(*values), None
    except Exception as problem:
        return None, problem


def _send(stream: IO[bytes] | None, value: object) -> None:
    assert stream is not None
    data = pickle.dumps(value)
    stream.write(len(data).to_bytes(_LENGTH, "little") + data)
    stream.flush()


def _receive(stream: IO[bytes] | None) -> bytes:
    assert stream is not None
    head = stream.read(_LENGTH)
    data = stream.read(int.from_bytes(head, "little"))
    if len(head) < _LENGTH or len(data) < int.from_bytes(head, "little"):
        raise EOFError
    return data
