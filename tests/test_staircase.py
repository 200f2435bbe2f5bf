"""The staircase of the house: cli → council → brief → desk → world, never upwards."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec, resolve_name
from pathlib import Path

import pytest

FLOORS = ("world", "desk", "brief", "council", "cli")
SOURCE = Path(__file__).parents[1] / "src/tocsin"
HEAVY = ("polars", "lightgbm", "altair", "numpy", "scipy", "vl_convert", "jinja2", "django")


def _modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def _floor(module: str) -> int | None:
    """The floor on which `tocsin.desk.panel` stands; none for tocsin itself and for others."""
    house, _, inside = module.partition(".")
    name = inside.partition(".")[0]
    return FLOORS.index(name) if house == "tocsin" and name in FLOORS else None


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions, and every name taken from one."""
    package = ".".join(["tocsin", *path.relative_to(SOURCE).parent.parts])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = resolve_name("." * node.level + (node.module or ""), package)
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _loaded(module: str, watched: tuple[str, ...]) -> set[str]:
    """Which of some packages a fresh interpreter holds after importing a module."""
    code = f"import sys, {module}; print(*(sys.modules.keys() & set({watched!r})))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_only_from_floors_below(path: Path) -> None:
    """No module imports from a floor above its own, not even lazily."""
    own = _floor(".".join(["tocsin", *path.relative_to(SOURCE).with_suffix("").parts]))
    floors = {name: _floor(name) for name in _imports(path)}
    above = {
        name
        for name, floor in floors.items()
        if floor is not None and floor > (len(FLOORS) if own is None else own)
    }
    assert not above


def test_every_package_has_a_floor() -> None:
    """A new package has to be put on the staircase before anything can stand in it."""
    inside = {p.stem for p in SOURCE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert inside <= {*FLOORS, "__init__", "__main__"}


@pytest.mark.parametrize("floor", ["world", "desk", "brief"])
def test_lower_floors_do_without_django(floor: str) -> None:
    """The library works where Django is not installed: no module of it imports Django."""
    names = [name for path in (SOURCE / floor).rglob("*.py") for name in _imports(path)]
    assert not [name for name in names if name.partition(".")[0] == "django"]
    assert not _loaded(f"tocsin.{floor}", ("django",))


def test_the_command_line_starts_light() -> None:
    """`tocsin --help` answers at once: importing the command line loads no numerical library."""
    assert find_spec("tocsin.cli"), "There is no command line."
    assert not _loaded("tocsin.cli", HEAVY)
