"""Pages of lists: each leads on to the next, and a search that stops early says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.council.desk import sources
from tocsin.council.record import clock
from tocsin.council.site import page
from tocsin.council.site.kind import kinds

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
FEW = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def listed(house: Any) -> Any:
    """The analyst, who sees 23 sources in groups made at the same moment, every third a post."""
    analyst = house.actor("analyst")
    for number in range(23):
        with clock.stopped(NOW + dt.timedelta(minutes=number // 5)):
            name = f"Post {number}" if number % 3 == 0 else f"Press {number}"
            sources.enter(analyst, sources.Enter(name=name, kind="press", marking="CLEAR"))
    return analyst


@FEW
@given(reach=st.integers(1, 30), size=st.integers(1, 30))
def test_a_search_finds_everything_once(listed: Any, reach: int, size: int) -> None:
    """However far each page looks and however much it shows, together they show all that fits."""
    found, asked, partial = [], {"q": "post"}, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "REACH", reach)
        while True:
            one = page.paged(kinds["sources"], listed, asked, size)
            found += [source.name for source in one.things]
            partial.append(one.partial)
            if not one.after:
                break
            asked["after"] = one.after
    assert sorted(found) == sorted(f"Post {number}" for number in range(0, 23, 3))
    assert not partial[-1]
    assert reach >= 23 or any(partial) or size < 8


def test_a_search_that_stops_early_says_so(
    listed: Any, client: Any, house: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists and the search lead to older things instead of saying that there are none."""
    monkeypatch.setattr(page, "REACH", 5)
    client.force_login(house.people["armenia"])
    listing = client.get("/sources/?q=post%200").text
    assert "The search stopped here" in listing
    assert "There is no such source" not in listing
    assert 'rel="next"' in listing
    search = client.get("/search/?q=post%200").text
    assert "None of the newest has these words." in search
    assert "/sources/?q=post%200" in search
