"""The repository as a whole: what it must not carry, what must agree, what must stay small."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import tocsin

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "src/tocsin"
LOCKS = ("requirements.lock", "requirements-dev.lock")
# Taken apart, so that this file carries none of them itself.
HOSTS = (
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("yarnpkg", "com"),
    ("deb", "debian", "org"),
    ("security", "debian", "org"),
)
FOLDERS = ("root", "work", "farm", "home")
BINARY = {".mo", ".parquet", ".png", ".woff2", ".ico", ".gz"}


@cache
def _texts() -> dict[str, str]:
    """Every text file that git tracks, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return {
        str(path.relative_to(REPOSITORY)): path.read_text(encoding="utf-8")
        for path in paths
        if path.is_file() and path.suffix not in BINARY
    }


def _text(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def _found(pattern: str) -> list[str]:
    return [
        f"{name}: {hit[0]}"
        for name, text in _texts().items()
        for hit in re.finditer(pattern, text, re.IGNORECASE)
    ]


def _requirements(lock: str) -> list[str]:
    """The requirements of a lock file, each with its hashes on one line."""
    lines = _text(lock).replace("\\\n", " ").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_no_package_host_is_named() -> None:
    """Nothing tracked names the host of a package registry."""
    assert not _found("|".join(re.escape(".".join(host)) for host in HOSTS))


def test_no_path_of_a_machine_is_named() -> None:
    """Nothing tracked depends on where somebody keeps it."""
    assert not _found(rf"(?<![\w.~}}-])/(?:{'|'.join(FOLDERS)})/[a-z]")


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock: str) -> None:
    """A lock holds exact versions and hashes only: no option, no address."""
    shape = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^-]+?)?( +--hash=sha256:[0-9a-f]{64})+ *")
    assert not [line for line in _requirements(lock) if not shape.fullmatch(line)]


def test_the_development_lock_holds_the_other() -> None:
    """Tests run against exactly the versions that users get, wherever either needs them."""
    runtime, development = (
        {" ".join(re.sub(r" ; [^-]+", " ", line).split()) for line in _requirements(lock)}
        for lock in LOCKS
    )
    assert runtime <= development


def test_the_locks_hold_what_is_asked_for() -> None:
    """Every dependency in pyproject.toml is in the lock, and so is what builds the package."""
    asked = _project()["project"]["dependencies"] + _project()["build-system"]["requires"]
    names = {re.split(r"[<>=]", line)[0] for line in asked}
    assert names <= {line.split("==")[0] for line in _requirements(LOCKS[0])}


def _project() -> dict[str, Any]:
    return tomllib.loads(_text("pyproject.toml"))


def test_versions_agree() -> None:
    """The package, its metadata, the citation and the newest entry of the changelog agree."""
    cited = re.findall(r"^(?:version|date-released): (\S+)$", _text("CITATION.cff"), re.MULTILINE)
    entries = re.findall(r"^## \[(\d\S*)\] - (\S+)$", _text("CHANGELOG.md"), re.MULTILINE)
    assert cited == list(entries[0])
    assert tocsin.__version__ == _project()["project"]["version"] == cited[0]


def test_the_figures_stay_small() -> None:
    """What ships for offline use stays under 300 kB."""
    assert (SOURCE / "desk/data/figures.parquet").stat().st_size < 300_000


def test_modules_stay_short() -> None:
    """No module of the package exceeds 300 lines."""
    lengths = {
        p.name: len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCE.rglob("*.py")
    }
    assert not {name: length for name, length in lengths.items() if length > 300}
