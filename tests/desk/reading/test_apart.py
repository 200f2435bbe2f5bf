"""Reading in a process of its own: the same findings, and an end to what takes too much."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tocsin.desk.reading import apart, reader
from tocsin.desk.reading.confined import Limits
from tocsin.world.errors import DataError

DAY = dt.date(2013, 9, 23)


def test_it_finds_the_same(shared: Path) -> None:
    """Each of some documents holds the same, read here or apart."""
    for path in sorted((shared / "documents").glob("*.txt"))[::4]:
        text = path.read_text(encoding="utf-8")
        assert apart.read(text, DAY) == reader.read(text, DAY)


@pytest.mark.parametrize("limits", [Limits(seconds=0.05), Limits(memory=1 << 20), Limits(text=20)])
def test_what_takes_too_much_is_refused(limits: Limits) -> None:
    """Time, memory and what is found have their limits, and the report is named."""
    with pytest.raises(DataError) as caught:
        apart.read("“We will help,” the minister said.\n\n" * 2000, limits=limits, name="minutes")
    assert caught.value.where == "minutes"


@pytest.mark.parametrize("text", ["", "\x00", "\u202e“\u2066x”", "“" * 100_000, "(" * 100_000])
def test_any_text_is_read(text: str) -> None:
    """Odd texts find what they find here."""
    assert apart.read(text) == reader.read(text)
