"""Forms made from schemas: each kind of field is read as its schema reads it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from django.core.exceptions import ValidationError
from pydantic import Field

from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.recorded import Recorded
from tocsin.council.site.forms import ActionForm, SeriesField


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


@pytest.mark.parametrize("line", ["2, 5", "2 5", " 2,5, ", "2\t5"])
def test_a_line_is_a_list(line: str) -> None:
    """Commas and spaces part what is in a line, and nothing comes of nothing."""
    assert SeriesField().clean(line) == ["2", "5"]
    assert SeriesField(required=False).clean("") == []


def test_a_list_is_a_line() -> None:
    """What a form holds at first is shown as it would be written."""
    field = SeriesField()
    assert field.prepare_value(["ru", "hy"]) == "ru, hy"
    assert field.prepare_value("ru hy") == "ru hy"
    assert field.prepare_value(None) is None


def test_a_line_that_has_to_be_filled_is() -> None:
    """An empty one is no list."""
    with pytest.raises(ValidationError):
        SeriesField().clean(" ")
