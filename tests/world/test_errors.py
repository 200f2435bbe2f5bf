"""The error tree."""

from __future__ import annotations

import pytest

from tocsin.world import errors

KINDS: list[type[errors.TocsinError]] = [
    kind for kind in vars(errors).values() if isinstance(kind, type)
]


def test_an_error_says_where_what_and_what_to_do() -> None:
    """The message leads from the place over what happened to the remedy."""
    error = errors.DataError("A month is missing.", where="own.csv, row 7", remedy="Add it.")
    assert str(error) == "own.csv, row 7: A month is missing. Add it."


def test_an_error_without_place_or_remedy_is_just_what_happened() -> None:
    """Nothing empty is printed around the message."""
    assert str(errors.StorageError("The disk is full.")) == "The disk is full."


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_belongs_to_the_tree(kind: type[errors.TocsinError]) -> None:
    """One `except TocsinError` catches every error raised on purpose."""
    assert issubclass(kind, errors.TocsinError)


def test_every_kind_ends_a_command_with_its_own_status() -> None:
    """A script can tell the kinds apart, a kind of a kind aside; none looks like success."""
    codes = [kind.exit_code for kind in KINDS if "exit_code" in vars(kind)]
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 126 for code in codes)
