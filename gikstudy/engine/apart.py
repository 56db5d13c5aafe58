"""A separate process that reads the documents which could block or kill this one.

PDFium runs outside Python: no signal stops it, and if memory runs out it ends its process. Engines
with worker processes then lose one worker. The serial engine has no workers, so it starts one
process for such documents. That process is a new program, not a fork: the caller may have threads,
and a script does not need to guard its main module.
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
    """The process. The first call starts it; after it died, the next call starts it again."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, function: Callable[..., Any], *values: object, seconds: float) -> Any:  # noqa: ANN401
        """Calls a function in the process and returns its result.

        Args:
            function: A function of a module.
            values: Its arguments.
            seconds: How long it may take.

        Raises:
            WorkerLostError: if the process died.
            Exception: the error of the function, such as TimeoutError or MemoryError.
        """
        process = self._started()
        try:
            _send(process.stdin, (function, values, seconds))
            result, problem = pickle.loads(_receive(process.stdout))
        except (EOFError, BrokenPipeError):
            self.close()
            raise WorkerLostError from None
        except (
            BaseException
        ):  # the time is up here, or the user stops: the answer is no longer needed
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
    """Answers one call after another, until the caller is gone."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of a library must not mix with the answers
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
