"""Triggers that fired: entered once, then issued as a warning or let pass, and judged."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tocsin.council.desk import outcome, triggers
from tocsin.council.desk.models import Firing, Warning
from tocsin.council.record import clock, verify
from tocsin.council.record.models import Entry
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError


def test_a_firing_is_entered_once(house: Any, warned: Any) -> None:
    """The same trigger, place and origin stay as first entered, with no second entry."""
    first = warned.raised(0.41)
    entries = Entry.objects.count()
    assert warned.raised(0.77).pk == first.pk
    assert (Firing.objects.get().chance, Entry.objects.count()) == (0.41, entries)
    assert warned.raised(place="KGZ").pk != first.pk
    assert not list(verify.findings())


def test_nobody_but_the_system_raises(house: Any, warned: Any) -> None:
    """No role lets a person enter that a trigger fired."""
    given = triggers.Raise.model_construct(ticket=None)
    for name in house.people:
        with pytest.raises(AccessError):
            triggers.raised(house.actor(name), given)


def test_what_was_known_is_frozen_with_the_warning(house: Any, warned: Any) -> None:
    """A warning by a trigger carries its chance, limit, outlook and record on hindcasts."""
    firing = warned.raised()
    warning = warned.issued(firing=firing)
    assert warning.chance == 0.41
    assert warning.known["record"] == {
        **{"hits": 31, "misses": 9, "false_alarms": 22, "value": 0.44},
        **{"quiet": None, "first": "", "last": ""},
    }
    assert warning.known["outlook"]["release"] == "GED 25.1"
    assert warning.known["trigger"]["limit"] == 0.2
    assert (warning.origin, warning.ends) == (dt.date(2013, 8, 1), dt.date(2014, 8, 31))
    firing.refresh_from_db()
    assert firing.fate == "issued"
    with pytest.raises(ConflictError):
        warned.issued(firing=firing)
    assert not list(verify.findings())


def test_a_firing_that_is_not_seen_is_not_issued(house: Any, warned: Any) -> None:
    """An analyst who may not see a firing is told that there is none."""
    hidden = warned.raised(marking="AMBER:ARM")
    with pytest.raises(MissingError):
        warned.issued(firing=hidden)


def test_what_was_let_pass_is_seen_as_missed(house: Any, warned: Any, client: Client) -> None:
    """A firing let pass keeps its reason, and says that it was missed when it came."""
    with clock.stopped(warned.noon):
        firing = warned.raised()
        given = triggers.LetPass(firing=firing.pk, reason="One raid, not a trend.")
        triggers.let_pass(house.actor("analyst"), given)
        with pytest.raises(ConflictError):
            triggers.let_pass(house.actor("analyst"), given)
    with clock.stopped(warned.noon + dt.timedelta(days=400)):
        came = outcome.SettleFiring(firing=firing.pk, deaths=60, source="GED 25.1")
        with pytest.raises(RequestError):
            outcome.firing(house.actor("analyst"), came.model_copy(update={"missing": 13}))
        outcome.firing(house.actor("analyst"), came)
    client.force_login(house.people["analyst"])
    page = client.get(f"/firings/{firing.pk}/").text
    assert "One raid, not a trend." in page
    assert "a missed warning" in page
    assert "it came: missed" in client.get("/firings/?fate=passed").text
    assert not list(verify.findings())


def test_the_button_fills_the_form(house: Any, warned: Any, client: Client) -> None:
    """From a firing's page to the warning there is one form, filled with what the firing says."""
    firing = warned.raised()
    client.force_login(house.people["analyst"])
    context = client.get(f"/firings/{firing.pk}/").context
    form = client.get(context["issue"])
    assert "At least 25 deaths in Tajikistan by August 2014" in form.text
    assert urlsplit(context["issue"]).path == "/do/warning.from_firing/"
    client.force_login(house.people["armenia"])
    assert client.get(f"/firings/{firing.pk}/").status_code == 404
    assert not Warning.objects.exists()
