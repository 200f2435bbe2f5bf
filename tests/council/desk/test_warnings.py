"""Warnings from their issue to their close."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tocsin.council.desk import warnings
from tocsin.council.desk.models import Warning
from tocsin.council.record import clock, verify
from tocsin.world.errors import AccessError, MissingError


def _issue(house: Any, marking: str = "AMBER:secretariat,TJK") -> Warning:
    return warnings.issue(
        house.actor("analyst"),
        warnings.Issue(
            title="Crossings on the Panj",
            place="TJK",
            what="More armed crossings are likely after the harvest.",
            marking=marking,
            offices="TJK: Ministry of Foreign Affairs",
            answer_by=clock.now() + dt.timedelta(days=3),
        ),
    )


def test_a_warning_is_seen_by_its_audience_only(house: Any) -> None:
    """A delegation outside of the audience is shown nothing of it."""
    warning = _issue(house)
    seen = {n for n, u in house.people.items() if Warning.objects.visible(u).exists()}
    assert seen == {"officer", "analyst", "tajikistan"}
    with pytest.raises(MissingError):
        Warning.objects.seen(house.people["armenia"], warning.pk)
    assert not list(verify.findings())


def test_only_an_analyst_issues(house: Any) -> None:
    """Who lacks the role is refused, and nothing is kept."""
    with pytest.raises(AccessError):
        warnings.issue(house.actor("armenia"), warnings.Issue.model_construct())
    assert not Warning.objects.exists()


def test_the_page_shows_it(house: Any, client: Client) -> None:
    """Its own page, the list, the history and its readers open for those who may see it."""
    warning = _issue(house)
    client.force_login(house.people["tajikistan"])
    for path in ("", "history/", "readers/"):
        answer = client.get(f"/warnings/{warning.pk}/{path}")
        assert answer.status_code == 200, answer.content
        assert "Crossings on the Panj" in answer.text
    assert "Crossings" in client.get("/warnings/").text
    client.force_login(house.people["armenia"])
    assert client.get(f"/warnings/{warning.pk}/").status_code == 404
    assert "Crossings" not in client.get("/warnings/").text


def test_the_form_issues(house: Any, client: Client) -> None:
    """The form of the action has its fields, and sending it does what the action does."""
    client.force_login(house.people["analyst"])
    form = client.get("/do/warning.issue/")
    assert form.status_code == 200
    sent = {
        "title": "Crossings",
        "place": "TJK",
        "vector": "all",
        "what": "More.",
        "threshold": "25",
        "months": "12",
        "marking_0": "AMBER",
        "marking_1": ["secretariat", "TJK"],
        "offices": "TJK: Ministry",
        "answer_by": "2030-01-01T10:00",
    }
    answer = client.post("/do/warning.issue/", sent)
    assert answer.status_code == 302, answer.text
    assert str(Warning.objects.get().marking) == "TLP:AMBER:TJK,secretariat"
    assert not list(verify.findings())
