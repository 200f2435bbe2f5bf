"""What is public is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tocsin.world import errors

REPOSITORY = Path(__file__).parents[1]
SOURCE = REPOSITORY / "src/tocsin"
ANALYST = REPOSITORY / "docs/analyst.md"
ADMINISTRATOR = REPOSITORY / "docs/administrator.md"
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _public(node: ast.Module | Definition) -> Iterator[ast.Module | Definition]:
    yield node
    for child in node.body:
        if (
            isinstance(child, Definition)
            and not child.name.startswith("_")
            and child.name != "Meta"
        ):
            if isinstance(child, ast.ClassDef):
                yield from _public(child)
            else:
                yield child


def _error_classes(root: type[errors.TocsinError]) -> Iterator[type[errors.TocsinError]]:
    """The tree of errors that a command can end with; those of the web's own answers are not it."""
    yield root
    for child in root.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _error_classes(child)


@pytest.mark.parametrize(
    "path",
    sorted(path for path in SOURCE.rglob("*.py") if path.parent.name != "migrations"),
    ids=lambda path: str(path.relative_to(SOURCE)),
)
def test_everything_public_has_a_docstring(path: Path) -> None:
    """Each public module, class, function and method says what it is."""
    public = _public(ast.parse(path.read_text(encoding="utf-8")))
    bare = [getattr(node, "name", "the module") for node in public if not ast.get_docstring(node)]
    assert not bare


def test_every_error_is_documented_with_its_exit_code() -> None:
    """The analyst's page names each error class in one line with the status it ends with."""
    lines = ANALYST.read_text(encoding="utf-8").splitlines()
    missing = [
        f"{error.__name__} ({error.exit_code})"
        for error in _error_classes(errors.TocsinError)
        if not any(error.__name__ in line and str(error.exit_code) in line for line in lines)
    ]
    assert not missing


def test_every_setting_is_documented() -> None:
    """The administrator's page has each variable that the program reads, and no other."""
    name = re.compile(r"\b(?:TOCSIN_[A-Z_]*[A-Z]|DATABASE_URL)\b")
    read = {v for path in SOURCE.rglob("*.py") for v in name.findall(path.read_text("utf-8"))}
    assert set(name.findall(ADMINISTRATOR.read_text("utf-8"))) == read
