"""The canonical text of values: one for all that are equal."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.record import canonical

FINITE = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15)


@given(FINITE, st.integers(0, 6))
def test_equal_amounts_have_one_text(value: Decimal, zeros: int) -> None:
    """However many zeros follow, the text is the same, has no exponent and is read back exactly."""
    said = canonical.text(value)
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    longer = Decimal((sign, (*digits, *[0] * zeros), exponent - zeros))
    assert canonical.text(longer) == said
    assert Decimal(json.loads(said)) == value
    assert "e" not in said.lower()


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_amount_has_no_text(value: str) -> None:
    """A value that equals nothing, or is no number, is refused."""
    with pytest.raises(TypeError):
        canonical.text(Decimal(value))
