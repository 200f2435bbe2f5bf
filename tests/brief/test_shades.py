"""The classes of the map."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import shades


@given(chance=st.floats(0, 1), other=st.floats(0, 1))
def test_more_chance_is_never_paler(chance: float, other: float) -> None:
    """Classes rise with the chance, and every chance has one."""
    order = list(shades.CLASSES)
    low, high = sorted((chance, other))
    assert order.index(shades.classed(low)) <= order.index(shades.classed(high))
    assert shades.classed(None) not in order
