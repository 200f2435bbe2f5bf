"""Pages of lists: each leads on to the next, and all together show everything once."""

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
@given(size=st.integers(1, 30), words=st.sampled_from(["", "post", "2 po"]))
def test_pages_show_everything_once(listed: Any, size: int, words: str) -> None:
    """However much each page shows, together they show all that fits, newest first."""
    asked = {"q": words}
    whole = page.paged(kinds["sources"], listed, asked, 100).things
    found = []
    while True:
        one = page.paged(kinds["sources"], listed, asked, size)
        found += one.things
        if not one.after:
            break
        asked["after"] = one.after
    assert found == whole
    assert len(whole) == {"": 23, "post": 8, "2 po": 1}[words]


def test_a_search_leads_to_the_rest(listed: Any, client: Any, house: Any) -> None:
    """The search shows the newest of each kind and where the others are; or that there is none."""
    client.force_login(house.people["armenia"])
    found = client.get("/search/?q=p").text
    assert found.count(">Post ") + found.count(">Press ") == 20
    assert "/sources/?q=p" in found
    nothing = "Nothing that you may see has these words."
    assert nothing in client.get("/search/?q=nowhere").text
    assert nothing in client.get("/search/?q=***").text
    assert "There is no such source" in client.get("/sources/?q=nowhere").text
