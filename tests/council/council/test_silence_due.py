"""Results are determined once, by worker or command or both at once, whatever races with them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.council.record.conftest import grounds

__all__ = ["grounds"]
HERE = Path(__file__).parent
ENDS = {"adopted", "broken", "fallen"}


@pytest.fixture
def racing_ground(tmp_path: Path, grounds: Any, repository: Path) -> dict[str, str]:
    """The environment of a house on a database of its own, of the kind under test."""
    ground = grounds(tmp_path / "house", os.environ.get("DATABASE_URL", ""))
    path = [str(repository / "src"), str(repository)]
    return {**ground, "PYTHONPATH": os.pathsep.join(path)}


def _run(environment: dict[str, str], *arguments: str) -> str:
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


def test_racing_at_the_expiry_has_one_end(racing_ground: dict[str, str]) -> None:
    """An objection, worker, command and chair at the same moment: one end, told to each once."""
    rounds = [
        json.loads(line) for line in _run(racing_ground, str(HERE / "racing.py"), "12").splitlines()
    ]
    assert len(rounds) == 12
    for one in rounds:
        objected, *others = one["outcomes"]
        if one["late"]:
            assert (objected, one["stage"]) == ("ConflictError", "kept")
        elif one["declares"]:
            assert sorted([objected, *others]) == ["ConflictError", "done"]
            assert one["stage"] == ("broken" if objected == "done" else "adopted")
        else:
            assert (objected, one["stage"]) == ("done", "broken")
        assert one["moves"].count("keep") <= 1
        told = Counter((who, code) for who, code in one["told"] if code in ENDS)
        assert set(told.values()) <= {1}
        assert {code for _who, code in told} == ({one["stage"]} & ENDS)
        assert len(told) == (0 if one["late"] else 5)
    found = json.loads(_run(racing_ground, "-m", "tocsin", "verify", "--json"))
    assert not found["findings"]


def test_the_command_tells_what_it_did_once(racing_ground: dict[str, str]) -> None:
    """`tocsin due` names what it determined without a word of it, and does it once."""
    _run(racing_ground, str(HERE / "racing.py"), "0")
    laid = (
        "import racing, tests; from tests.council.conftest import House;"
        " from tocsin.council.people.models import User;"
        " people = {u.email.partition('@')[0]: u for u in User.objects.all()};"
        " print(racing.put(House(people)).pk)"
    )
    there = {**racing_ground, "PYTHONPATH": f"{racing_ground['PYTHONPATH']}{os.pathsep}{HERE}"}
    pk = _run(there, "-c", laid).strip()
    assert _run(racing_ground, "-m", "tocsin", "due") == f"Decision {pk}: kept.\n"
    assert _run(racing_ground, "-m", "tocsin", "due") == "Nothing is due.\n"
    assert json.loads(_run(racing_ground, "-m", "tocsin", "due", "--json")) == []


def test_the_worker_determines_what_is_due(racing_ground: dict[str, str]) -> None:
    """The worker's own round does it too, and the command then finds nothing."""
    _run(racing_ground, str(HERE / "racing.py"), "0")
    jobs = (
        "import django; django.setup();"
        " from tocsin.council.worker import JOBS, Course, Worker;"
        " names = {'pulse', 'silences'};"
        " print(Worker([Course(job) for job in JOBS if job.name in names]).once())"
    )
    laid = (
        "import racing; from tests.council.conftest import House;"
        " from tocsin.council.people.models import User;"
        " racing.put(House({u.email.partition('@')[0]: u for u in User.objects.all()}))"
    )
    there = {**racing_ground, "PYTHONPATH": f"{racing_ground['PYTHONPATH']}{os.pathsep}{HERE}"}
    _run(there, "-c", laid)
    assert _run(racing_ground, "-c", jobs) == "0\n"
    assert _run(racing_ground, "-m", "tocsin", "due") == "Nothing is due.\n"
