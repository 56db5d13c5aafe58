"""A cluster that cannot lie: other code is refused, and a cluster without workers is an error."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from distributed.security import Security
from guards import PATIENCE, wait_until
from project_paths import ROOT

import gikstudy as gik
from gikstudy.cli import main
from gikstudy.engine import cluster, pools
from gikstudy.engine.reader import reader_differences, reader_parts
from gikstudy.engine.same_reader import Answer, question, refuse_other_pythons, result_of
from gikstudy.errors import CallError, RunError

pytestmark = pytest.mark.cluster
DASK = (sys.executable, "-m", "dask")
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a program beside the test; none that was started outlives it."""
    started = []

    def start_one(command: list[str], path: Path = ROOT) -> subprocess.Popen[bytes]:
        quiet = subprocess.DEVNULL
        environment = {**os.environ, "PYTHONPATH": str(path)}
        process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, cwd=path)
        started.append(process)
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler_file(start, tmp_path) -> Path:
    """The file of a scheduler that has no workers."""
    file = tmp_path / "scheduler.json"
    listen = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    start([*DASK, "scheduler", *listen, "--scheduler-file", str(file)])
    wait_until(file.exists)
    return file


@pytest.fixture
def join(start, scheduler_file, tmp_path) -> Callable[..., None]:
    """Starts a worker and returns when the scheduler has it."""

    def join_one(name: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
        place = ["--local-directory", str(tmp_path / name)]
        join = ["--scheduler-file", str(scheduler_file), "--nthreads", "1"]
        plain = ["--no-nanny", "--no-dashboard", "--name", name]
        process = start([*DASK, "worker", *join, *plain, *place], path)
        with Client(address_in(scheduler_file), set_as_default=False) as client:
            wait_until(lambda: name in names_of(client))
        return process

    return join_one


def address_in(scheduler_file: Path) -> str:
    return str(json.loads(scheduler_file.read_text("utf-8"))["address"])


def names_of(client: Client) -> set[str]:
    return {worker["name"] for worker in client.scheduler_info(n_workers=-1)["workers"].values()}


@pytest.fixture
def other_code(tmp_path) -> Path:
    """A place with a package of our version, of which one word of one data file is another."""
    place = tmp_path / "other"
    shutil.copytree(ROOT / "gikstudy", place / "gikstudy")
    changed = place / "gikstudy" / "forms" / "headers.csv"
    changed.write_text(changed.read_text("utf-8") + "\n", "utf-8")
    return place


@pytest.fixture
def no_code(tmp_path) -> Path:
    """A place with a package that has our name and none of our modules."""
    place = tmp_path / "none"
    (place / "gikstudy").mkdir(parents=True)
    (place / "gikstudy" / "__init__.py").touch()
    return place


def test_a_worker_with_other_code_is_refused_before_the_first_task(
    few, tmp_path, scheduler_file, join, other_code, capsys
):
    join("same")
    join("other", other_code)
    call = ["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "dask"]
    assert main([*call, "--scheduler", str(scheduler_file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "reads with other code of gikstudy; install the same version" in line
    assert not (tmp_path / "out" / ".partial").exists()
    assert gik.extract(few, out=tmp_path / "out").kept == 0, "nothing was read by the other worker"


def test_a_worker_with_another_package_of_our_name_is_refused(
    few, tmp_path, scheduler_file, join, no_code
):
    join("none", no_code)
    with pytest.raises(RunError, match="reads with other code of gikstudy"):
        gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=scheduler_file)


def test_a_worker_that_joins_later_does_no_task_with_other_code(
    few, tmp_path, scheduler_file, join, other_code
):
    first = join("same")
    with pools.open_pool("dask", None, scheduler_file) as pool:
        assert pool.submit(abs, -3).result(PATIENCE) == 3
        join("other", other_code)
        first.kill()
        first.wait()
        with pytest.raises(RunError, match="other code of gikstudy"):
            pool.submit(abs, -3).result(PATIENCE)


def test_what_differs_is_named():
    ours = dict(reader_parts())
    assert reader_differences(ours) == ()
    (told,) = reader_differences({**ours, "gikstudy": "0.0.1", "code": "other"})
    assert told == f"gikstudy 0.0.1 (here {ours['gikstudy']})"
    assert reader_differences({**ours, "pypdfium2": "absent"}) == (
        f"pypdfium2 absent (here {ours['pypdfium2']})",
    )
    assert reader_differences({"gikstudy": "absent"}) == (
        f"gikstudy absent (here {ours['gikstudy']})",
    )
    with pytest.raises(RunError, match=r"host, process 7: reads with gikstudy 0\.0\.1"):
        result_of(Answer({**ours, "gikstudy": "0.0.1"}, "host", 7, "a result"))
    assert Answer(*question(abs, -3)()).result == 3
    with pytest.raises(RunError, match=r"Python 3\.9\.1 \(here 3\."):
        refuse_other_pythons({"tcp://a:1": {"host": {"python": "3.9.1.final.0"}}})


def test_a_scheduler_without_workers_is_an_error(few, tmp_path, scheduler_file, monkeypatch):
    monkeypatch.setattr(cluster, "LONELY", 0.5)
    with pytest.raises(RunError, match="has no workers; start some"):
        gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=scheduler_file)


def test_a_run_whose_workers_are_all_dead_ends_and_can_be_taken_up(
    few, tmp_path, scheduler_file, join, monkeypatch
):
    monkeypatch.setattr(cluster, "LONELY", 1.0)
    worker = join("one")
    with pools.open_pool("dask", None, address_in(scheduler_file)) as pool:
        worker.send_signal(signal.SIGSTOP)  # it takes the task and does not do it
        waiting = pool.submit(abs, -3)
        worker.kill()
        worker.wait()
        with pytest.raises(RunError, match="all its workers are gone; start some and continue"):
            waiting.result(PATIENCE)
    monkeypatch.undo()  # a busy machine may take longer to start the next worker
    join("two")
    done = gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=scheduler_file)
    assert done.outcomes == {"report": 5}


def test_a_client_with_tls_is_used_and_left_open(few, tmp_path):
    security = Security.temporary()
    with (
        LocalCluster(
            1, threads_per_worker=1, protocol="tls://", security=security, dashboard_address=None
        ) as workers,
        Client(workers) as client,
    ):
        done = gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=client)
        assert done.outcomes == {"report": 5}
        assert client.status == "running"
        address = workers.scheduler_address
        with pytest.raises(RunError, match="names the certificates for tls://"):
            gik.extract(few, out=tmp_path / "again", engine="dask", scheduler=address)


def test_a_scheduler_at_a_tls_address_is_reached_with_the_certificates_of_dask(
    few, tmp_path, start
):
    made = Security.temporary().get_tls_config_for_role("client")
    keys = {}
    for name in ("ca_file", "cert", "key"):
        keys[name] = tmp_path / f"{name}.pem"
        keys[name].write_text(made[name], "utf-8")
    file = tmp_path / "scheduler.json"
    tls = ["--tls-ca-file", str(keys["ca_file"]), "--tls-cert", str(keys["cert"])]
    tls += ["--tls-key", str(keys["key"])]
    listen = ["--protocol", "tls", "--host", "tls://127.0.0.1:0", "--no-dashboard"]
    start([*DASK, "scheduler", *listen, *tls, "--scheduler-file", str(file)])
    wait_until(file.exists)
    address = address_in(file)
    assert address.startswith("tls://")
    place = ["--local-directory", str(tmp_path / "one"), "--nthreads", "1", "--no-dashboard"]
    start([*DASK, "worker", address, *tls, *place])
    settings = {
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(keys["ca_file"]),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": str(keys["cert"]),
        "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY": str(keys["key"]),
    }
    call = ["extract", str(few), "--out", str(tmp_path / "out"), "--engine", "dask"]
    done = subprocess.run(
        [sys.executable, "-m", "gikstudy", *call, "--scheduler", address],
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
    )
    assert "5 report" in done.stdout, done.stderr


def test_the_cluster_of_this_machine_takes_no_tasks_from_strangers(few, tmp_path, monkeypatch):
    addresses = []
    real = cluster._Cluster

    def seen(client, name, **rest):
        addresses.append(client.scheduler.address)
        return real(client, name, **rest)

    monkeypatch.setattr(cluster, "_Cluster", seen)
    done = gik.extract(few, out=tmp_path / "out", engine="dask", workers=1)
    assert done.outcomes == {"report": 5}
    assert addresses[0].startswith("tls://")


def test_workers_that_are_threads_of_this_process_are_refused(few, tmp_path):
    with (
        LocalCluster(1, processes=False, dashboard_address=None) as workers,
        Client(workers) as client,
        pytest.raises(CallError, match="thread of this process"),
    ):
        gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=client)


@pytest.mark.parametrize(
    ("scheduler", "said"),
    [
        ("scheduler.json", "no such file, and no address such as"),
        ("broken.json", "is not a file written by a Dask scheduler"),
        ("empty.json", "is not a file written by a Dask scheduler"),
    ],
)
def test_what_is_no_scheduler_is_refused(few, tmp_path, monkeypatch, scheduler, said):
    monkeypatch.chdir(tmp_path)
    Path("broken.json").write_text("{", "utf-8")
    Path("empty.json").write_text("{}", "utf-8")
    with pytest.raises(CallError, match=said):
        gik.extract(few, out=tmp_path / "out", engine="dask", scheduler=scheduler)
    with pytest.raises(CallError, match="a scheduler has its own"):
        gik.extract(few, out="out", engine="dask", scheduler=scheduler, workers=2)
