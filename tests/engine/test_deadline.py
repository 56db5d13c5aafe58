"""A document that takes too long is given up, in any thread."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from gikstudy.engine.deadline import deadline


def go_on_for_ever() -> None:
    with deadline(0.01):
        while True:
            pass


def test_a_deadline_ends_what_would_go_on_for_ever():
    with pytest.raises(TimeoutError, match="not read within 0 s"):
        go_on_for_ever()


def test_a_deadline_holds_in_threads_too():
    # As in the workers of Dask.
    with (
        ThreadPoolExecutor(1) as thread,
        pytest.raises(TimeoutError, match="not read within 0 s"),
    ):
        thread.submit(go_on_for_ever).result()


def test_a_deadline_that_was_kept_is_not_heard_of_again(monkeypatch):
    timers = []

    class Timer(threading.Timer):
        def start(self) -> None:
            timers.append(self)

    def work_on() -> str:
        with deadline(60):
            pass
        with ThreadPoolExecutor(1) as other:  # the timer rings after all, from a thread of its own
            other.submit(timers[0].function).result()
        return "done"

    monkeypatch.setattr(threading, "Timer", Timer)
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(work_on).result() == "done"


TRACED = """
import resource, sys, threading
from gikstudy.engine.deadline import deadline

resource.setrlimit(resource.RLIMIT_CPU, (30, 30))  # a loop inside of the interpreter hears no signal

def keep():
    with deadline(60):
        pass

def miss():
    try:
        with deadline(0.01):
            while True:
                pass
    except TimeoutError:
        pass

for work in (keep, miss, keep):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
def go_on():
    for _ in range(100_000):
        int()
sys.settrace(lambda *event: None)
go_on()
sys.settrace(None)
print("done")
"""


def test_a_deadline_in_a_thread_leaves_an_interpreter_that_can_be_traced():
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", TRACED], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
