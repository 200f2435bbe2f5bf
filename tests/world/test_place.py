"""Countries, borders and who borders whom on which day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.world.errors import RequestError
from tocsin.world.place import Border, challenge, countries, country, neighbours, place

DAYS = st.dates(dt.date(1989, 1, 1), dt.date(2030, 12, 31))
KEYS = st.sampled_from(sorted(countries()))
YEARS = (1995, 1997, 2000, 2007, 2009, 2012, 2015)

# What the Correlates of War (contiguity by land, 3.2) have otherwise, and why.
COW_ONLY = {
    ("ARE", "QAT"): "Saudi Arabia holds the coast between the two",
    ("BHR", "SAU"): "a causeway is no land border",
    ("CYP", "TUR"): "sea lies between; counted there because of the north of the island",
    ("DNK", "SWE"): "a bridge is no land border",
    ("MAR", "MRT"): "Western Sahara, a place of its own here, lies between",
    ("MMR", "PAK"): "ended with the independence of Bangladesh",
    ("MYS", "SGP"): "a causeway is no land border",
}
NOT_IN_COW = {
    ("BRA", "FRA"): "French Guiana is a part of France",
    ("FRA", "SUR"): "French Guiana is a part of France",
    ("NGA", "TCD"): "the boundary runs through what was Lake Chad and is mostly dry",
}

# What the least distances between states after Gleditsch & Ward have otherwise, and why.
GW_ONLY = {
    ("COD", "TZA"): "the boundary lies wholly in Lake Tanganyika",
    ("MAR", "MRT"): "Western Sahara, a place of its own here, lies between",
    ("NAM", "ZWE"): "Botswana and Zambia meet between the two",
}
NOT_IN_GW = {
    ("AND", "ESP"): "microstates have no distances there",
    ("AND", "FRA"): "microstates have no distances there",
    ("AUT", "LIE"): "microstates have no distances there",
    ("BRA", "FRA"): "French Guiana is a part of France",
    ("CHE", "LIE"): "microstates have no distances there",
    ("ESP", "MAR"): "Ceuta and Melilla are left out there",
    ("FRA", "MCO"): "microstates have no distances there",
    ("FRA", "SUR"): "French Guiana is a part of France",
    ("ITA", "SMR"): "microstates have no distances there",
}

Pairs = set[tuple[str, ...]]


def _ours(day: dt.date) -> Pairs:
    current = [key for key, found in countries().items() if found.existed(day)]
    return {tuple(sorted((a, b))) for a in current for b in neighbours(a, day)}


def _cow(shared: Path, year: int) -> Pairs:
    keys = {c.cow: c.iso3 for c in countries().values()} | {678: "YEM"}
    keys |= {345: "YUG" if year < 2006 else "SRB"}
    rows = pl.read_parquet(shared / "data/structure/cow_contdir.parquet").filter(
        pl.col("conttype") == 1,
        pl.col("stdate") <= f"{year}-07-01",
        pl.col("enddate") >= f"{year}-07-01",
    )
    return {tuple(sorted((keys[a], keys[b]))) for a, b, *_ in rows.iter_rows()}


def _gw(shared: Path, year: int) -> Pairs:
    keys = {c.gw: c.iso3 for c in countries().values()}
    rows = pl.read_parquet(shared / "data/structure/gw_mindist_1989_2019.parquet").filter(
        pl.col("mindist") <= 0, pl.col("year") == year
    )
    return {tuple(sorted((keys[a], keys[b]))) for a, b, *_ in rows.iter_rows()}


@given(KEYS, DAYS)
def test_neighbours_are_mutual(key: str, day: dt.date) -> None:
    """Of two countries in the system on a day either both border the other or neither does."""
    if country(key).existed(day):
        assert all(key in neighbours(other, day) for other in neighbours(key, day))


@given(KEYS, DAYS)
def test_neighbours_on_a_day_are_among_those_of_any_day(key: str, day: dt.date) -> None:
    """A day only ever narrows, to countries that were in the system then, never to itself."""
    found = neighbours(key, day)
    assert set(found) <= set(neighbours(key)) - {key}
    assert all(country(other).existed(day) for other in found)


@pytest.mark.parametrize("year", YEARS)
def test_neighbours_agree_with_the_correlates_of_war(shared: Path, year: int) -> None:
    """Every difference, in both directions, is in the tables above with its reason."""
    ours, theirs = _ours(dt.date(year, 7, 1)), _cow(shared, year)
    assert ours - theirs <= NOT_IN_COW.keys()
    assert theirs - ours <= COW_ONLY.keys()


@pytest.mark.parametrize("year", YEARS)
def test_neighbours_agree_with_distances_between_states(shared: Path, year: int) -> None:
    """Every difference, in both directions, is in the tables above with its reason."""
    ours, theirs = _ours(dt.date(year, 7, 1)), _gw(shared, year)
    assert ours - theirs <= NOT_IN_GW.keys()
    assert theirs - ours <= GW_ONLY.keys()


def test_every_difference_in_the_tables_is_real(shared: Path) -> None:
    """No row of the tables of differences is left over."""
    day = dt.date(2015, 7, 1)
    ours, cow, gw = _ours(day), _cow(shared, 2015), _gw(shared, 2015)
    assert (ours - cow, cow - ours) == (set(NOT_IN_COW), set(COW_ONLY))
    assert (ours - gw, gw - ours) == (set(NOT_IN_GW), set(GW_ONLY))


@pytest.mark.parametrize(
    ("key", "day", "expected"),
    [
        ("TJK", dt.date(2013, 9, 23), ["AFG", "CHN", "KGZ", "UZB"]),
        ("AFG", dt.date(1990, 1, 1), ["CHN", "IRN", "PAK", "RUS"]),
        ("DDR", dt.date(1990, 10, 2), ["CSK", "DEU", "POL"]),
        ("YMD", dt.date(1990, 5, 21), ["OMN", "SAU", "YEM"]),
        ("ALB", dt.date(2007, 1, 1), ["GRC", "MKD", "MNE", "SRB"]),
        (
            "SDN",
            dt.date(2011, 7, 8),
            ["CAF", "COD", "EGY", "ERI", "ETH", "KEN", "LBY", "TCD", "UGA"],
        ),
    ],
)
def test_neighbours_follow_the_states_of_the_day(
    key: str, day: dt.date, expected: list[str]
) -> None:
    """States that came and went have the neighbours of their time."""
    assert neighbours(key, day) == expected


def test_a_border_is_two_neighbours_in_order() -> None:
    """The key of a border names two countries that share land, in alphabetical order."""
    assert place("AFG-TJK") == Border(country("AFG"), country("TJK"))
    assert (place("AFG-TJK").key, place("TJK").key) == ("AFG-TJK", "TJK")


@pytest.mark.parametrize("key", ["XXX", "TJK-AFG", "AFG-BRA", "AFG-AFG", "AFG-PAK-TJK"])
def test_what_is_no_place_is_refused(key: str) -> None:
    """Unknown, reversed, apart, the same and too many are refused with a reason."""
    with pytest.raises(RequestError):
        place(key)


def test_the_challenge_has_191_countries(shared: Path) -> None:
    """They are those that the challenge marks, with its numbers, in the order of these."""
    folder = shared / "data"
    rows = pl.read_parquet(folder / "fatalities/country_month_1989_2021.parquet")
    marked = rows.filter("in_views191").select("iso3", "views_country_id").unique()
    assert challenge() == dict(marked.iter_rows())
    assert list(challenge().values()) == sorted(challenge().values())
    assert len(challenge()) == 191
    listed = pl.read_csv(folder / "views_challenge/views_countries.csv")
    codes = dict(listed.select("id", "gwcode").iter_rows())
    assert {key: codes[number] for key, number in challenge().items()} == {
        key: country(key).gw for key in challenge()
    }
