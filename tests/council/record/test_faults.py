"""Whatever happens in the middle of an action leaves all of it or nothing, and the chain whole."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
TICKETS = """
import django; django.setup()
from tocsin.council.record.chain import Payload
print("\\n".join(str(t) for t in Payload.objects.values_list("ticket", flat=True)))
"""
Ground = dict[str, str]


@pytest.fixture
def ground(tmp_path: Path, grounds: Any) -> Ground:
    """The environment of a house on a database of its own, of the kind under test."""
    made: Ground = grounds(tmp_path / "house", os.environ.get("DATABASE_URL", ""))
    return made


def _run(environment: Ground, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _acting(environment: Ground, *arguments: str) -> subprocess.Popen[str]:
    program = [sys.executable, str(HERE / "acting.py"), *arguments]
    return subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True)


def _verified(environment: Ground) -> int:
    """How many entries the chain has, after verifying it all."""
    told = json.loads(_run(environment, "-m", "tocsin", "verify", "--json"))
    assert not told["findings"]
    return int(told["entries"])


def _done(lines: Iterator[str] | list[str]) -> list[str]:
    return [line.split()[1] for line in lines if line.startswith("done") and line.endswith("\n")]


def _killed(environment: Ground, seed: str, chance: random.Random) -> list[str]:
    """Start a process that acts, kill it at a random moment, and tell what it said was done."""
    process = _acting(environment, seed)
    assert process.stdout
    first = process.stdout.readline()
    time.sleep(chance.uniform(0, 0.5))
    process.kill()
    rest = process.communicate()[0]
    return _done([first, *rest.splitlines(keepends=True)])


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_a_killed_process_leaves_all_or_nothing(kills: int, ground: Ground) -> None:
    """After each kill the chain is whole, and everything that was said to be done is there."""
    chance, before = random.Random(kills), _verified(ground)  # noqa: S311 (nothing secret)
    said: list[str] = []
    for kill in range(kills):
        said += _killed(ground, f"k{kill}", chance)
        if kill % 10 == 9:
            after = _verified(ground)
            assert before + len(said) <= after <= before + len(said) + kill + 1
    assert said
    assert set(said) <= set(_run(ground, "-c", TICKETS).split())


def test_several_at_once_lose_nothing(ground: Ground) -> None:
    """Three processes that act at the same time: every action is there, numbers have no gap."""
    before = _verified(ground)
    processes = [_acting(ground, f"p{number}", "25") for number in range(3)]
    said = [
        line for process in processes for line in _done(process.communicate()[0].splitlines(True))
    ]
    assert all(process.returncode == 0 for process in processes)
    assert len(said) == len(set(said)) > 40
    assert _verified(ground) == before + len(said)


def test_a_full_disk_is_told_and_leaves_the_chain_whole(small_disk: Path, grounds: Any) -> None:
    """SQLite acts until the disk is full; then it is refused clearly, and nothing is half done."""
    subprocess.run(["mount", "-o", "remount,size=12m", str(small_disk)], check=True)
    ground = grounds(small_disk, "")
    before = _verified(ground)
    ballast = small_disk / "ballast"
    free = shutil.disk_usage(small_disk).free
    ballast.write_bytes(bytes(max(free - 300_000, 0)))
    process = _acting(ground, "full", "3000")
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("refused"):
            break
    process.kill()
    process.communicate()
    ballast.unlink()
    assert "could not be written, and nothing was changed" in lines[-1]
    assert "full" in lines[-1]
    after = _verified(ground)
    assert 0 <= after - before - len(_done(lines)) <= 1


@pytest.mark.soak
@pytest.mark.skipif("'POSTGRES_CTL' not in os.environ", reason="runs by tools/postgres.sh")
def test_a_restarted_server_doubles_nothing(ground: Ground) -> None:
    """PostgreSQL restarts while two act: they go on, and what is sent again is done once."""
    before = _verified(ground)
    processes = [_acting(ground, f"r{number}", "400", "--stubborn") for number in range(2)]
    for _restart in range(3):
        time.sleep(2)
        subprocess.run(
            [*shlex.split(os.environ["POSTGRES_CTL"]), "restart", "-m", "fast"], check=True
        )
    lines = [line for process in processes for line in process.communicate()[0].splitlines(True)]
    assert all(process.returncode == 0 for process in processes)
    said = _done(lines)
    assert len(said) == len(set(said))
    assert _verified(ground) == before + len(said)
