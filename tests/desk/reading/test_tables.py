"""Tables of what is found: the columns that the house has agreed on, exact words, honest gaps."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from tests.desk.reading.test_exchange import FOUND, TEXT

from tocsin.desk import reading
from tocsin.desk.reading.statement import Found

AGREED = {
    "statements": "statement report kind speaker office party topic",
    "spans": "statement role part start end",
    "acts": "statement act polarity modality giver receiver object condition place vector due "
    "precision",
}


def test_an_empty_reading_has_the_agreed_columns() -> None:
    """The tables have their columns and types also where nothing was found."""
    made = {
        "statements": reading.statements(Found()),
        "spans": reading.spans(Found()),
        "acts": reading.acts(Found(), ""),
    }
    for name, columns in AGREED.items():
        assert made[name].columns[: len(columns.split())] == columns.split()
        assert made[name].is_empty()


@given(FOUND)
def test_the_tables_fit_together(found: Found) -> None:
    """Each statement has its row, its content has every part in order, each act its statement."""
    statements = reading.statements(found, "r")
    spans = reading.spans(found, "r")
    acts = reading.acts(found, TEXT, "r")
    keys = [f"r#{n}" for n in range(1, len(found.statements) + 1)]
    assert statements["statement"].to_list() == keys
    assert set(spans["statement"]) == set(keys)
    assert len(acts) == sum(len(one.acts) for one in found.statements)
    for key, one in zip(keys, found.statements, strict=True):
        content = spans.filter((pl.col("statement") == key) & (pl.col("role") == "content"))
        assert content["part"].to_list() == list(range(len(one.attribution.content)))
        bounds = [(part.start, part.end) for part in one.attribution.content]
        assert list(zip(content["start"], content["end"], strict=True)) == bounds


@given(FOUND)
def test_the_words_of_acts_stand_where_it_says(found: Found) -> None:
    """The words of an act are those at its span; without a span there are none."""
    for row in reading.acts(found, TEXT).to_dicts():
        for name in ("modality", "giver", "receiver", "object", "condition"):
            start, end = row[f"{name}_start"], row[f"{name}_end"]
            assert row[name] == (None if start is None else TEXT[start:end])


@given(FOUND)
def test_what_is_not_known_is_null(found: Found) -> None:
    """No cell holds an empty text for what nobody told; an open date has no day."""
    for column in reading.statements(found, "r"):
        assert "" not in column.to_list()
    acts = reading.acts(found, TEXT)
    assert acts.filter(pl.col("precision") == "open")["due"].null_count() == len(
        acts.filter(pl.col("precision") == "open")
    )
