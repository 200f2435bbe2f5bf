"""One job's end is no other job's, and the log tells no secrets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.council.worker import JOBS

FAULTS = """
import os, signal, sys, time
from pathlib import Path
from tocsin.world.errors import ConflictError

def unforeseen(now): raise ValueError("a secret word")
def foreseen(now): raise ConflictError("another secret word")
def killed(now): os.kill(os.getpid(), signal.SIGKILL)
def endless(now): time.sleep(600)
def leaves(now): sys.exit("a third secret word")
def good(now):
    Path(os.environ["GOOD"]).write_text(f"{os.getppid()}")
    return 1
"""
PROGRAM = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tocsin.council.worker import Course, Job, Worker
names = ["unforeseen", "foreseen", "killed", "endless", "leaves", "good"]
courses = [Course(Job(name, f"faults.{name}", 1, 2)) for name in names]
worker = Worker(courses)
print(worker.once())
print([course.job.name for course in courses if course.failures])
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A house of its own, on SQLite."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "TOCSIN_URL"}}
    (tmp_path / "faults.py").write_text(FAULTS)
    own = {"TOCSIN_DATA": tmp_path / "data", "PYTHONPATH": tmp_path, "GOOD": tmp_path / "good"}
    (tmp_path / "data").mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "tocsin.council.settings"}
    return {**kept, **settings, **{name: str(path) for name, path in own.items()}}


def test_no_job_stops_another(environment: dict[str, str]) -> None:
    """However a job ends, all others run, and the log has kinds and places but no words."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert Path(environment["GOOD"]).exists()
    assert ran.stdout.split("\n")[0] == "5"
    assert "good" not in ran.stdout
    assert "ValueError at unforeseen" in ran.stderr
    assert "longer than" in ran.stderr
    assert "secret word" not in ran.stderr


def test_the_jobs_that_there_are_can_be_loaded() -> None:
    """Each names a function that takes the time."""
    assert all(callable(job.run) for job in JOBS)
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_a_job_dies_with_its_worker(environment: dict[str, str], tmp_path: Path) -> None:
    """When the worker is killed outright, the job that it runs does not go on."""
    (tmp_path / "faults.py").write_text(
        "import os, time\nfrom pathlib import Path\n"
        "def good(now):\n    Path(os.environ['GOOD']).write_text(str(os.getpid()))\n"
        "    time.sleep(600)\n"
    )
    program = PROGRAM.replace(
        '["unforeseen", "foreseen", "killed", "endless", "leaves", "good"]', '["good"]'
    ).replace("1, 2)", "1, 600)")
    with subprocess.Popen([sys.executable, "-c", program], env=environment) as worker:
        good = Path(environment["GOOD"])
        until = time.monotonic() + 60
        while not (good.exists() and good.read_text()) and time.monotonic() < until:
            time.sleep(0.1)
        worker.send_signal(signal.SIGKILL)
    job = int(good.read_text())
    while alive(job) and time.monotonic() < until + 10:
        time.sleep(0.1)
    assert not alive(job)


def alive(pid: int) -> bool:
    """Whether a process runs and is no mere remainder."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
