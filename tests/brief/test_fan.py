"""The fan of a place: bands nested, unknown months shaded, legible on any page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import drawn, fan
from tocsin.brief.fan import Fan
from tocsin.brief.inputs import Inputs

ORIGIN = dt.date(2013, 8, 1)
HISTORY: list[float | None] = [1.0, 0.0, 5.0] * 40
FAN = Fan(ORIGIN, HISTORY, [(0.0, 1.0, 2.0, 8.0, 40.0)] * 36)
GAPS = st.sets(st.integers(0, 119))


def _drawn(given: Fan) -> drawn.Drawing:
    return drawn.fan(given, "Georgia")


@pytest.mark.parametrize("place", ["ARM", "AZE", "GEO", "IRN", "RUS", "TUR"])
def test_bands_are_nested(prepared: Callable[..., Inputs], place: str) -> None:
    """The median lies in the 50% range and that in the 90% range, in each of 36 months."""
    inputs = prepared()
    made = fan.fan(inputs.cube, inputs.now, place)
    assert len(made.steps) == 36
    assert all(list(step) == sorted(step) and step[0] >= 0 for step in made.steps)
    assert made.history == fan.totals(inputs.cube, place)[-fan.PAST :]


def test_a_place_without_figures_has_no_fan(prepared: Callable[..., Inputs]) -> None:
    """Of a place that the figures lack nothing is known and nothing said."""
    inputs = prepared()
    assert set(fan.totals(inputs.cube, "XXX")) == {None}
    silent = replace(inputs.now, draws=inputs.now.draws * float("nan"))
    assert fan.fan(inputs.cube, silent, "ARM").steps == []


@given(gaps=GAPS)
def test_every_unknown_month_is_shaded(gaps: set[int]) -> None:
    """The shaded stretches are as long as the months without figures."""
    history = [None if n in gaps else 1.0 for n in range(120)]
    table = fan._gaps(replace(FAN, history=history))
    assert sum(table["end"] - table["year"]) * 12 == pytest.approx(len(gaps), abs=0.1)


@given(gaps=GAPS)
def test_every_known_month_is_as_wide(gaps: set[int]) -> None:
    """A month between two gaps, and the last one, is drawn as wide as any other."""
    history = [None if n in gaps else float(n) for n in range(120)]
    past, _ = fan._rows(replace(FAN, history=history))
    rows = past.rows()
    widths = dict.fromkeys(range(120), 0.0)
    for (start, deaths), (end, after) in pairwise(rows):
        if deaths is not None and after is not None:
            widths[int(deaths)] += (end - start) * 12
    assert [n for n, width in widths.items() if width == pytest.approx(1, abs=0.01)] == [
        n for n in range(120) if n not in gaps
    ]


def test_unknown_is_not_zero() -> None:
    """A gap does not look like a quiet month."""
    gap = replace(FAN, history=[*HISTORY[:60], None, *HISTORY[61:]])
    zero = replace(FAN, history=[*HISTORY[:60], 0.0, *HISTORY[61:]])
    assert _drawn(gap).wide != _drawn(zero).wide


@pytest.mark.parametrize(
    "extreme",
    [
        replace(FAN, history=[None] * 120, steps=[]),
        replace(FAN, history=[0.0] * 120, steps=[(0.0,) * 5] * 36),
        replace(FAN, history=[1e6] * 120),
        replace(FAN, history=[3.0] * 20),
    ],
    ids=["nothing known", "nothing happens", "millions", "short"],
)
@pytest.mark.parametrize("size", list(fan.SIZES))
def test_extremes_can_be_drawn(extreme: Fan, size: str) -> None:
    """Nothing known, nobody killed, millions killed and a short past give charts without NaN."""
    made = getattr(_drawn(extreme), size)
    assert made.startswith("<svg")
    assert "NaN" not in made


@pytest.mark.parametrize("size", list(fan.SIZES))
def test_colours_are_the_pages(size: str) -> None:
    """Every colour is a custom property of the page or made of some."""
    made = getattr(_drawn(FAN), size)
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', made)) - {"none", "transparent"}
    assert colours
    assert all("var(--" in colour for colour in colours)


def test_a_narrow_page_has_letters_as_large() -> None:
    """The narrow drawing is no wider than a telephone, so that its letters keep their size."""
    made = _drawn(FAN)
    widths = [
        float(re.search(r'viewBox="0 0 (\d+)', svg)[1])  # type: ignore[index]
        for svg in (made.narrow, made.wide)
    ]
    assert widths[0] <= 400 < widths[1]
    assert re.findall(r'font-size="(\d+)px"', made.narrow)[0] == "12"


def test_axes_are_labelled() -> None:
    """Years and deaths are named on the axes, and the colours in a legend."""
    for made in (_drawn(FAN).wide, _drawn(FAN).narrow):
        words = re.findall(r"<text[^>]*>([^<]+)</text>", made)
        assert {"2004", "2013", "2016", "0", "1", "10", "Deaths a month", *fan.LOOKS} <= {*words}
