"""Forms made from schemas: several numbers or words in one line."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tocsin.council.site.forms import SeriesField


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
