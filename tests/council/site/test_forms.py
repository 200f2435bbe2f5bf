"""Forms made from schemas: each kind of field is read as its schema reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.recorded import Recorded
from tocsin.council.site.forms import ActionForm


class Priced(Given):
    """Something with a price."""

    price: Annotated[Decimal | None, Shown(label="Price")] = Field(
        default=None, ge=0, max_digits=15, decimal_places=2
    )


def _effect(actor: Actor, given: Priced) -> Recorded:
    raise NotImplementedError


_effect.__annotations__ = {"actor": Actor, "given": Priced, "return": Recorded}
PRICE = Action("test.price", "Price", frozenset(), _effect)


def _form(house: Any, price: str) -> ActionForm:
    return ActionForm(PRICE, house.actor("officer"), {"price": price})


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("0", Decimal(0)),
        ("0.10", Decimal("0.10")),
        ("9999999999999.99", Decimal("9999999999999.99")),
        ("", None),
    ],
)
def test_an_amount_is_read_exactly(house: Any, sent: str, read: Decimal | None) -> None:
    """To the last digit; what is empty is unknown and not zero."""
    form = _form(house, sent)
    assert form.is_valid()
    assert form.given.model_dump()["price"] == read


@pytest.mark.parametrize("sent", ["-1", "1.005", "12345678901234.00", "NaN", "Infinity", "ten"])
def test_what_is_no_amount_is_shown_again(house: Any, sent: str) -> None:
    """It is refused at its field, and stands there as it was sent."""
    form = _form(house, sent)
    assert not form.is_valid()
    assert list(form.errors) == ["price"]
    assert sent in str(form["price"])
