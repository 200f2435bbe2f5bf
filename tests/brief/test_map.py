"""The map: fitted to the members, coloured by the page, small, and clear about the unknown."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
import vl_convert
from hypothesis import given
from hypothesis import strategies as st

from tocsin.brief import lettering
from tocsin.brief import map as maps
from tocsin.brief.projection import View, fit, simple
from tocsin.world import organisation
from tocsin.world.errors import RequestError
from tocsin.world.place import country, neighbours

DAY = dt.date(2013, 9, 23)
SCHEMA = {"place": pl.String, "role": pl.String, "chance": pl.Float64, "label": pl.String}


def _places(members: list[str], others: list[str], chance: float | None = 0.3) -> pl.DataFrame:
    roles = [(key, "member") for key in members] + [(key, "neighbour") for key in others]
    rows = [(key, role, chance, country(key).name) for key, role in roles]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _drawn(places: pl.DataFrame) -> str:
    spec = maps.chart(places, on=DAY).to_dict(validate=False)
    return str(vl_convert.vegalite_to_svg(spec))


@pytest.fixture(scope="module")
def csto() -> str:
    """The map of the CSTO."""
    found = organisation.load("csto")
    return _drawn(_places(found.members(DAY), found.neighbours(DAY)))


def test_the_map_is_small(csto: str) -> None:
    """Russia and its thirteen neighbours fit into 150 kB."""
    assert len(csto) < 150_000


def test_the_map_takes_its_colours_from_the_page(csto: str) -> None:
    """Fills, lines and letters are custom properties, so that dark pages and print have theirs."""
    for name in ("ink", "quiet", "land", "line", "paper", "risk-3"):
        assert f"var(--{name})" in csto
    assert 'fill="white"' not in csto
    assert "NaN" not in csto


def test_the_map_has_both_keys_and_names(csto: str) -> None:
    """The classes, the unknown, the dashes and the members are all said in words."""
    for text in ("unknown (hatched)", "80% and more", "disputed line", "Russia", "TJK", "KGZ"):
        assert f">{text}<" in csto


@pytest.mark.parametrize("member", ["LUX", "FJI", "USA", "RUS", "TJK", "SGP"])
def test_any_member_can_be_drawn(member: str) -> None:
    """Small, wide, scattered and antimeridian countries all get a map with their name."""
    drawn = _drawn(_places([member], neighbours(member, DAY)))
    assert f">{member}<" in drawn or f">{country(member).name}<" in drawn


def test_a_place_without_an_outline_alone_is_refused() -> None:
    """Tuvalu is too small for the outlines, and the map says so instead of being empty."""
    with pytest.raises(RequestError, match="No member has an outline"):
        maps.chart(_places(["TUV"], []), on=DAY)


def test_unknown_is_no_class_of_chance() -> None:
    """A missing chance is not zero; each bound belongs to the class above it."""
    assert maps.classed(None) == maps.UNKNOWN
    assert maps.classed(0.0) == "under 1%"
    assert maps.classed(0.05) == "5–20%"
    assert maps.classed(1.0) == "80% and more"


@given(st.floats(-179, 179), st.floats(-89, 89), st.floats(0, 500), st.floats(0, 500))
def test_projection_has_its_inverse(lon: float, lat: float, x: float, y: float) -> None:
    """A pixel's degrees are projected to that pixel."""
    view = View(lon, lat, 400.0, 500.0, 500.0)
    found = view.project([view.degrees(x, y)])
    assert found is not None
    np.testing.assert_allclose(found[0], [x, y], atol=1e-4)


def test_the_window_does_not_care_where_the_map_ends() -> None:
    """A path across the antimeridian is fitted as the same path elsewhere is."""
    here, there = ([(x, 60.0), (x + 20.0, 70.0), (x + 10, 50.0)] for x in (0.0, 170.0))
    wrapped = [((x + 180) % 360 - 180, y) for x, y in there]
    first, second = fit([here], width=500), fit([wrapped], width=500)
    assert first.scale == pytest.approx(second.scale)
    assert (second.longitude - first.longitude) % 360 == pytest.approx(170)


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=40))
def test_simplifying_keeps_the_ends(points: list[tuple[float, float]]) -> None:
    """Lines still meet after simplification, and no point is made up."""
    path = np.array(points)
    found = simple(path, 0.5)
    assert found[[0, -1]].tolist() == path.round(1)[[0, -1]].tolist()
    assert {tuple(p) for p in found} <= {tuple(p) for p in path.round(1)}


def test_no_two_labels_touch() -> None:
    """Names are left out before they cover each other."""
    square = np.array([[0, 0], [40, 0], [40, 20], [0, 20], [0, 0]], dtype=float) + 100
    view = View(0.0, 0.0, 1.0, 500.0, 500.0)
    found = lettering.place(
        _places(["TJK"], ["AFG", "CHN"]), {key: [square] for key in ["TJK", "AFG", "CHN"]}, view
    )
    assert [label.text for label in found] == ["TJK"]


def test_hatching_stays_inside() -> None:
    """The lines that mark the unknown do not leave the shape."""
    square = np.array([[0, 0], [50, 0], [50, 50], [0, 50], [0, 0]], dtype=float)
    ends = np.array([end for path in lettering.hatch([square]) for end in path])
    assert len(ends) > 8
    assert ends.min() >= -0.1
    assert ends.max() <= 50.1
