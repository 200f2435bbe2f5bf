"""The taxonomy of strings agrees with what is written of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.council.council.taxonomy import string_kind, string_kinds
from tocsin.world.errors import RequestError


def test_the_documentation_has_every_kind(repository: Path) -> None:
    """The table in the documentation is the taxonomy, row by row."""
    lines = (repository / "docs/methods/offers.md").read_text("utf-8").splitlines()
    table = [line for line in lines if line.startswith("| `")]
    assert table == [
        f"| `{kind.key}` | {kind.in_english[0]} | {kind.in_english[1]} | {kind.in_english[2]} |"
        for kind in string_kinds().values()
    ]


def test_a_kind_that_there_is_not_is_refused() -> None:
    """The refusal names the kinds that there are."""
    with pytest.raises(RequestError, match="collateral"):
        string_kind("friendship")


def test_every_kind_fits_its_column() -> None:
    """Keys are short, plain and each once; nothing of a kind is left empty."""
    for key, kind in string_kinds().items():
        assert key.isidentifier()
        assert len(key) <= 40
        assert all((kind.name, kind.meaning, kind.question))
