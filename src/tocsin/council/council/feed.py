"""Calendar feeds: addresses by which a person's calendar follows the sessions."""

from __future__ import annotations

from django.db import models

from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded


class Feed(Recorded):
    """A secret address of a person's; only the digest of its secret is kept, until revoked."""

    user = models.ForeignKey(User, models.PROTECT, related_name="feeds")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)
