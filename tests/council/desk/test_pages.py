"""The pages of the desk: read from what was issued, for those whom its marking names."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tocsin.brief import sheet
from tocsin.council.desk import sheets, warnings
from tocsin.council.desk.models import Attempt, Edition
from tocsin.council.record import clock
from tocsin.desk.outlook import forecast

PAGES = ("", "TJK/", "AFG/", "scoreboard/", "sources/", "AFG-TJK/")


def _warn(house: Any, place: str, title: str, marking: str) -> None:
    warnings.issue(
        house.actor("analyst"),
        warnings.Issue(
            title=title,
            place="TJK",
            what="More armed crossings are likely.",
            marking=marking,
            offices="TJK: Ministry of Foreign Affairs",
            answer_by=clock.now() + dt.timedelta(days=3),
        ).model_copy(update={"place": place}),
    )


def test_pages_compute_nothing(
    edition: Edition,
    house: Any,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
) -> None:
    """Every page is read while computing is forbidden, in few queries, for all whom it names."""

    def refused(*given: Any, **named: Any) -> None:
        raise AssertionError("A page computes.")

    monkeypatch.setattr(sheet, "make", refused)
    monkeypatch.setattr(forecast, "forecast", refused)
    client.force_login(house.people["armenia"])
    for page in PAGES:
        client.get(f"/outlook/{page}")
        with django_assert_max_num_queries(18):
            answer = client.get(f"/outlook/{page}")
        assert answer.status_code == 200, page
        assert "<script" not in answer.text
        assert "style=" not in answer.text


def test_nobody_else_reads_it(edition: Edition, house: Any, client: Client) -> None:
    """Who is not in its audience is shown the page of a house without an outlook."""
    client.force_login(house.people["observer"])
    for page in PAGES:
        answer = client.get(f"/outlook/{page}")
        assert answer.status_code == 200
        assert "TLP:" not in answer.text, page
        assert "<svg" not in answer.text, page
    assert client.get(f"/outlook/?edition={edition.pk}").status_code == 404
    assert client.get(f"/outlooks/{edition.pk}/").status_code == 404
    assert str(edition.pk) not in client.get("/outlooks/").text


def test_its_marking_stands_on_every_page(edition: Edition, house: Any, client: Client) -> None:
    """Whoever prints a page prints its marking."""
    client.force_login(house.people["analyst"])
    for page in PAGES:
        assert "TLP:AMBER" in client.get(f"/outlook/{page}").text


def test_a_hindcast_is_called_one(edition: Edition, house: Any, client: Client) -> None:
    """What was computed later than its day says so at its head."""
    client.force_login(house.people["analyst"])
    assert "A hindcast: it was computed later" in client.get("/outlook/").text


def test_unknown_is_no_zero(edition: Edition, house: Any, client: Client) -> None:
    """What is unknown is said before the map, and no None or nan is shown."""
    client.force_login(house.people["analyst"])
    said = client.get("/outlook/").text
    assert said.index("What is unknown") < said.index("<svg")
    for page in PAGES:
        told = client.get(f"/outlook/{page}").text
        assert ">None<" not in told
        assert "nan" not in told.replace("finance", "").lower().split()


def test_a_place_shows_only_warnings_for_the_reader(
    edition: Edition, house: Any, client: Client
) -> None:
    """Warnings on a country and its borders stand on its page, for their audience alone."""
    _warn(house, "TJK", "Crossings on the Panj", "AMBER:secretariat,TJK")
    _warn(house, "AFG-TJK", "Caravans at the border", "AMBER:secretariat,TJK,ARM")
    seen = {"tajikistan": (True, True), "armenia": (False, True), "belarus": (False, False)}
    for name, expected in seen.items():
        client.force_login(house.people[name])
        told = client.get("/outlook/TJK/").text
        assert ("Crossings on the Panj" in told, "Caravans at the border" in told) == expected
        assert ("Caravans at the border" in client.get("/outlook/AFG-TJK/").text) == expected[1]


def test_a_border_has_a_page_without_outlook(edition: Edition, house: Any, client: Client) -> None:
    """It says that none is computed for borders; what is no place is not found."""
    client.force_login(house.people["analyst"])
    assert "No outlook is computed for borders" in client.get("/outlook/AFG-TJK/").text
    assert "There is no outlook for this place" in client.get("/outlook/USA/").text
    for wrong in ("XXX", "TJK-AFG", "tjk", "place"):
        assert client.get(f"/outlook/{wrong}/").status_code == 404


def test_older_editions_stay_readable(edition: Edition, house: Any, client: Client) -> None:
    """An older edition is shown as it was, and said to be older."""
    later = edition.made_at + dt.timedelta(days=10)
    with clock.stopped(later):
        sheets.compute_due(later)
    client.force_login(house.people["analyst"])
    assert "This is an older edition" not in client.get("/outlook/").text
    for page in ("", "TJK/", "scoreboard/", "sources/"):
        assert (
            "This is an older edition" in client.get(f"/outlook/{page}?edition={edition.pk}").text
        )
    assert client.get("/outlook/?edition=none").status_code == 400


def test_before_the_first_it_says_what_is_known(cheap: None, house: Any, client: Client) -> None:
    """Nothing, computing since when, or why it failed: whichever is true."""
    client.force_login(house.people["analyst"])
    assert "There is no outlook that you may see" in client.get("/outlook/").text
    Attempt.objects.create(pk=1, wanted="x", began_at=clock.now())
    assert "The worker has been computing" in client.get("/outlook/").text
    Attempt.objects.filter(pk=1).update(began_at=clock.now() - dt.timedelta(hours=1))
    assert "may have been interrupted" in client.get("/outlook/").text
    Attempt.objects.filter(pk=1).update(ended_at=clock.now(), failure="The figures end too early.")
    assert "The figures end too early." in client.get("/outlook/").text


def test_the_scoreboard_is_asked_by_links(edition: Edition, house: Any, client: Client) -> None:
    """Place, vector, lead, score and order are plain questions; no other is taken."""
    client.force_login(house.people["analyst"])
    whole = client.get("/outlook/scoreboard/").text
    assert "Where we stand against the others" in whole
    assert "Where we were wrong, and why it looked so" in whole
    some = client.get("/outlook/scoreboard/?vector=non_state&ahead=1-3&score=brier&by=place").text
    assert "Brier score, ≥ 25 deaths a month" in some
    standing = some[some.index("Where we stand") : some.index("Where we were wrong")]
    assert "Non-state" in standing
    assert "State-based" not in standing
    for bad in ("score=luck", "by=heart", "ahead=1", "vector=all", "place=FRA"):
        assert client.get(f"/outlook/scoreboard/?{bad}").status_code == 400
