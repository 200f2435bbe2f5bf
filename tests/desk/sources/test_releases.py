import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk.sources import releases
from tocsin.desk.sources.releases import Release, combine
from tocsin.desk.tables import SIGNALS
from tocsin.world.errors import RequestError


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("ged241.csv", "ucdp-ged-24.1"),
        ("ged241-csv.zip", "ucdp-ged-24.1"),
        ("GEDEvent_v22_1.csv", "ucdp-ged-22.1"),
        ("ged50.csv", "ucdp-ged-5.0"),
        ("24.1", "ucdp-ged-24.1"),
        ("GEDEvent_v24_0_3.csv", "ucdp-candidate-24.0.3"),
        ("GEDEvent_v24_0_12.csv", "ucdp-candidate-24.0.12"),
        ("GEDEvent_v25_01_25_09.csv", "ucdp-candidate-25.01.25.09"),
        ("ged_pakistan_1989_2021.parquet", "ucdp-ged_pakistan_1989_2021"),
        ("ucdp-ged-24.1", "ucdp-ged-24.1"),
    ],
)
def test_file_names_tell_the_release(file: str, name: str) -> None:
    """The names that UCDP gives its files are understood; others are kept."""
    assert releases.name_of(file) == name


def told(name: str, months: tuple[int, int], *rows: tuple[str, int, int]) -> Release:
    """A release with events given as id, month of 1994 and deaths, covering some months of 1994."""
    first, last = (dt.date(1994, number, 1) for number in months)
    signals = pl.DataFrame(
        [
            {
                "source": name,
                "source_id": key,
                "vector": "state_based",
                "place": "TJK",
                "start": dt.date(1994, number, 5),
                "end": dt.date(1994, number, 5),
                "value": float(deaths),
            }
            for key, number, deaths in rows
        ],
        schema=SIGNALS,
    )
    return releases.release(name, signals, months=(first, last), places=["TJK"])


def test_later_beats_earlier() -> None:
    """A later release changes, withdraws and adds events where it looked, and only there."""
    early = told("a", (1, 3), ("1", 1, 10), ("2", 2, 20), ("3", 2, 30))
    late = told("b", (2, 4), ("2", 2, 25), ("4", 3, 40), ("5", 4, 50))
    whole, revisions = combine([early, late])
    assert dict(whole.signals.select("source_id", "value").rows()) == {
        "1": 10, "2": 25, "4": 40, "5": 50,
    }  # fmt: skip
    assert sorted(revisions.rows()) == [
        ("2", "a", "b", "changed", "value", "20.0", "25.0"),
        ("3", "a", "b", "withdrawn", "value", "30.0", None),
        ("4", "a", "b", "new", "value", None, "40.0"),
    ]
    assert whole.coverage.filter(vector="state_based")["month"].dt.month().to_list() == [1, 2, 3, 4]


keys = st.sampled_from("abcdef")
months = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda m: (min(m), max(m)))
contents = st.dictionaries(keys, st.tuples(st.integers(1, 12), st.integers(0, 99)), max_size=6)


@st.composite
def tellings(draw: st.DrawFn) -> Release:
    """A release of a few events of 1994."""
    events = [(key, month, deaths) for key, (month, deaths) in draw(contents).items()]
    return told(draw(st.sampled_from("xyz")), draw(months), *events)


@settings(max_examples=50)
@given(st.lists(tellings(), min_size=1, max_size=4))
def test_the_last_release_stands(told_in_order: list[Release]) -> None:
    """Whatever came before, what the last release says is said, once, and covers what it covers."""
    whole, _ = combine(told_in_order)
    last = told_in_order[-1]
    ids = whole.signals["source_id"]
    assert ids.is_unique().all()
    assert (
        whole.signals.filter(ids.is_in(last.signals["source_id"].implode()))
        .sort("source_id")
        .equals(last.signals.sort("source_id"))
    )
    assert last.coverage.join(whole.coverage, on=last.coverage.columns, how="anti").is_empty()


@settings(max_examples=50)
@given(st.lists(tellings(), min_size=1, max_size=3))
def test_saying_it_again_revises_nothing(told_in_order: list[Release]) -> None:
    """A release that repeats what is known changes neither the signals nor the revisions."""
    whole, revisions = combine(told_in_order)
    again, more = combine([*told_in_order, told_in_order[-1]])
    assert again.signals.sort("source_id").equals(whole.signals.sort("source_id"))
    assert again.coverage.equals(whole.coverage.sort("place", "vector", "month"))
    assert more.height == revisions.height


def test_nothing_to_combine() -> None:
    """To combine no release at all is refused."""
    with pytest.raises(RequestError, match="no release"):
        combine([])
