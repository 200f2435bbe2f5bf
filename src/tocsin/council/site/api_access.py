"""Who asks through the interface for programs, and how often they may."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from tocsin.council.people import tokens
from tocsin.council.people.models import User
from tocsin.council.record.action import Actor, Via


class Bearer(HttpBearer):
    """A token made on a person's page; sessions of the pages are of no use here."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """The person for whom a token speaks, if it still does and its owner may act at all."""
        return tokens.bearer(f"Bearer {token}")


class Rate(SimpleRateThrottle):
    """So many requests of one person in some time; those without a token are refused anyway."""

    def __init__(self, scope: str, rate: str) -> None:
        self.scope = scope
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str:
        """Where the requests of a person are counted."""
        return f"api.{self.scope}.{actor(request).person.pk}"


READS = Rate("read", "1200/min")
WRITES = Rate("write", "240/min")


def actor(request: HttpRequest) -> Actor:
    """Who asks, as an actor."""
    return Actor(request.auth, Via.API)  # type: ignore[attr-defined]  # set by ninja's check
