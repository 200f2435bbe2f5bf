"""Keys with which a person's programs act for them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from tocsin.council.people import factors
from tocsin.council.people.models import Token, User
from tocsin.council.record import clock

SEEN = dt.timedelta(minutes=1)
"""How exactly it is noted when a token was last used."""


def fresh() -> tuple[str, str]:
    """A token's secret, shown once, and the digest that is kept of it."""
    secret = f"tocsin_{secrets.token_urlsafe(32)}"
    return secret, digest(secret)


def digest(secret: str) -> str:
    """What is kept of a token's secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def bearer(header: str) -> User | None:
    """The person for whom the value of an `Authorization` header speaks, or none.

    It is none for a token that is unknown, revoked or past its day, whose owner's account is
    closed, or whose owner lacks the second factor that their role demands. The secret itself is
    compared nowhere: its digest is looked up, so that no time taken tells anything of it.
    """
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    now = clock.now()
    found = Token.objects.select_related("user__party").filter(digest=digest(secret.strip()))
    token: Token | None = found.filter(revoked_at=None, expires__gt=now).first()
    if token is None or not token.user.is_active or factors.lacking(token.user):
        return None
    if token.used_at is None or now - token.used_at >= SEEN:
        token.used_at = now
        token.save(update_fields=["used_at"])
    person: User = token.user
    return person
