"""Nothing in the story that ships reaches a desk that it is not marked for."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from tocsin.council.people.models import User
from tocsin.council.record.marking import Marked
from tocsin.council.site.kind import kinds

DESK = "kazakhstan"
OTHERS = (
    "administrator",
    "armenia",
    "belarus",
    "kyrgyzstan",
    "russia",
    "tajikistan",
    "serbia",
)


def things() -> list[tuple[str, Marked]]:
    """Everything in the house that bears a marking and has a page."""
    return [(kind.name, row) for kind in kinds.values() for row in kind.model.objects.all()]


@pytest.fixture
def sit(played: None, settings: LazySettings) -> Any:
    """Let somebody of the story sit down."""
    settings.DEMO, settings.LOGIN_URL = True, "demo"
    cache.clear()

    def sit(key: str) -> tuple[User, Client]:
        user, client = User.objects.get(email=f"{key}@demo.invalid"), Client()
        assert client.post("/demo/", {"user": user.pk}).status_code == 302
        return user, client

    return sit


@pytest.mark.parametrize("key", [DESK, *(pytest.param(k, marks=pytest.mark.soak) for k in OTHERS)])
def test_a_desk_sees_what_it_may_and_nothing_else(sit: Any, key: str) -> None:
    """A thing's page answers those it is marked for; to others it is not there, nor in a list."""
    user, client = sit(key)
    unseen = []
    for kind, row in things():
        seen = type(row).objects.visible(user).filter(pk=row.pk).exists()
        unseen += [] if seen else [row]
        answer = client.get(f"/{kind}/{row.pk}/")
        assert answer.status_code == (200 if seen else 404), (kind, str(row))
    assert unseen
    for address in ("/", "/inbox/", "/outlook/", *(f"/{kind}/" for kind in kinds)):
        said = client.get(address).content.decode()
        assert not [row for row in unseen if str(row.pk) in said], address


def test_an_outsider_sees_nothing(played: None, client: Client) -> None:
    """Where the doors are not open, no page of the story answers."""
    for kind, row in things():
        assert client.get(f"/{kind}/{row.pk}/").status_code == 302
    assert client.get("/demo/story/").status_code == 404
