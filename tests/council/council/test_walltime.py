"""Local times: each means one moment, or is refused with the two that it could mean."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.council.council.walltime import moment
from tocsin.world.errors import RequestError

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Dushanbe", "Australia/Lord_Howe", "UTC")
TIMES = st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2037, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


@given(TIMES, st.sampled_from(ZONES))
def test_a_moment_reads_as_it_was_written(naive: dt.datetime, zone: str) -> None:
    """What is not refused is shown again, in its zone, exactly as it was typed."""
    try:
        at = moment(f"{naive:%Y-%m-%dT%H:%M}", zone)
    except RequestError:
        return
    assert at.tzinfo is dt.UTC
    assert at.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None) == naive


@pytest.mark.parametrize(
    ("wall", "zone", "what", "readings"),
    [
        ("2013-03-31T02:30", "Europe/Berlin", "skipped", ("01:30 UTC+0100", "03:30 UTC+0200")),
        ("2013-10-27T02:30", "Europe/Berlin", "twice", ("02:30 UTC+0200", "02:30 UTC+0100")),
        ("2013-03-10T02:15", "America/New_York", "skipped", ("01:15 UTC-0500", "03:15 UTC-0400")),
        ("2013-11-03T01:59", "America/New_York", "twice", ("01:59 UTC-0400", "01:59 UTC-0500")),
    ],
)
def test_the_change_of_the_clocks_is_asked_about(
    wall: str, zone: str, what: str, readings: tuple[str, str]
) -> None:
    """A time that is skipped or comes twice is refused, and both readings are named."""
    with pytest.raises(RequestError) as refused:
        moment(wall, zone)
    assert what in refused.value.what
    assert all(reading in refused.value.remedy for reading in readings)


@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        ("2013-03-31T01:59", "Europe/Berlin", "2013-03-31T00:59"),
        ("2013-03-31T03:00", "Europe/Berlin", "2013-03-31T01:00"),
        ("2013-10-27T01:59", "Europe/Berlin", "2013-10-26T23:59"),
        ("2013-10-27T03:00", "Europe/Berlin", "2013-10-27T02:00"),
        ("2013-11-03T02:00", "America/New_York", "2013-11-03T07:00"),
        ("2013-10-27T02:30", "UTC", "2013-10-27T02:30"),
    ],
)
def test_beside_the_change_all_is_clear(wall: str, zone: str, utc: str) -> None:
    """The minutes before and after a change, and any time in UTC, mean one moment."""
    assert moment(wall, zone) == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("wall", ["2013-02-30T12:00", "2013-01-01T25:00", "0001-01-01T00:00", "x"])
def test_what_is_no_time_is_refused(wall: str) -> None:
    """A day or hour that there is not is refused in words."""
    with pytest.raises(RequestError):
        moment(wall, "Asia/Dushanbe")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "EUROPE/berlin\0"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """Only the names of known zones are looked up."""
    with pytest.raises(RequestError, match="no time zone"):
        moment("2013-09-25T12:00", zone)
