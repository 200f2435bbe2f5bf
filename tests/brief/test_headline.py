"""The opening sentence: calm, not calm, or not known, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tocsin.brief.headline import headline, sentences, unseen
from tocsin.brief.inputs import Inputs
from tocsin.desk import calm
from tocsin.world.vector import vectors

Make = Callable[..., Inputs]
MONTHS = 84


def _opening(given: Inputs) -> tuple[str, list[str]]:
    members = given.organisation.members(given.as_of)
    state = calm.assess(given.cube, members, given.before, given.now)
    return headline(given, state), sentences(given, state)


def _values(**places: Any) -> Any:
    values = np.zeros((2, MONTHS))
    for n, place in enumerate(("ARM", "GEO")):
        values[n, -12:] = places.get(place, 0.0)
    return values


QUIET = [[0.0], [0.0]]


def test_calm(judged: Make) -> None:
    """A year without a shock is calm, and its chance of staying so is given."""
    text, _ = _opening(judged(_values(), QUIET, QUIET))
    assert text.startswith("The year to August 2013 was calm for the two TBM members")
    assert text.endswith("is >99%.")


@pytest.mark.parametrize("place", ["ARM", "GEO"])
def test_a_shock_is_named(judged: Make, place: str) -> None:
    """A new conflict is told with its place, kind and deaths."""
    text, _ = _opening(judged(_values(**{place: 5.0}), QUIET, QUIET))
    name = {"ARM": "Armenia", "GEO": "Georgia"}[place]
    assert "was not calm" in text
    assert f"{name} saw new state-based conflict (60 killed) and 60 deaths in all" in text


def test_a_hole_is_not_calm(judged: Make) -> None:
    """A member with an unknown month leaves the year not known, and is named."""
    text, lines = _opening(judged(_values(GEO=[np.nan] + [0.0] * 11), QUIET, QUIET))
    assert "is not known" in text
    assert "Georgia cannot be judged" in text
    assert any("at least" in line for line in lines)


def test_a_shock_beats_a_hole(judged: Make) -> None:
    """A shock in one member is told although another cannot be judged, which is said too."""
    text, lines = _opening(judged(_values(ARM=5.0, GEO=np.nan), QUIET, QUIET))
    assert "was not calm" in text
    assert any("Georgia could not be judged in full" in line for line in lines)


def test_no_chance_without_an_outlook(judged: Make) -> None:
    """If a member has no outlook, the chance of calm cannot be said."""
    text, _ = _opening(judged(_values(), [[np.nan], [0.0]], QUIET))
    assert "cannot be said" in text


def test_without_a_year_before(judged: Make) -> None:
    """With no outlook to hold the year against, calm is not known."""
    text, _ = _opening(judged(_values(), QUIET))
    assert "is not known" in text
    assert "no outlook of a year before" in text


def test_late_figures_are_said_first(judged: Make) -> None:
    """A brief on figures that ended months ago says so before any level."""
    late = replace(judged(_values(), QUIET, QUIET), moved=3)
    assert _opening(late)[1][0].startswith("The figures end three months before")


def test_a_vector_without_figures_is_named(judged: Make) -> None:
    """Figures that lack a kind of violence altogether do not pass for all of it."""
    given = judged(_values(), QUIET, QUIET)
    only = replace(given, cube=replace(given.cube, vectors=["state_based"]))
    whole = replace(given, cube=replace(given.cube, vectors=list(vectors())))
    assert "nothing of non-state conflict and one-sided violence" in unseen(only)
    assert unseen(whole) == ""


def test_a_shock_over_holes_is_a_least_number(judged: Make) -> None:
    """Deaths counted over unknown months are said to be at least so many."""
    text, lines = _opening(judged(_values(ARM=[np.nan] + [9.0] * 11), QUIET, QUIET))
    assert "Armenia saw new state-based conflict (at least 99 killed)" in text
    assert any("Armenia ≥ 99" in line for line in lines)
