"""The strands of threat."""

from __future__ import annotations

import pytest

from tocsin.world.errors import RequestError
from tocsin.world.vector import vector, vectors


@pytest.mark.parametrize("key", vectors())
def test_a_vector_says_what_it_counts(key: str) -> None:
    """Each row of the table has a name, a unit and what it counts."""
    found = vector(key)
    assert found.key == key
    assert all((found.name, found.unit, found.counts))


def test_ucdp_types_stand_once() -> None:
    """No two vectors take the same events from UCDP."""
    types = [v.ged_type for v in vectors().values() if v.ged_type is not None]
    assert sorted(types) == [1, 2, 3]


def test_an_unknown_vector_is_refused() -> None:
    """The refusal names the vectors that there are."""
    with pytest.raises(RequestError, match="state_based"):
        vector("weather")
