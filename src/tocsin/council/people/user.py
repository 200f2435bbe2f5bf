"""People: each belongs to a party, holds roles, and may speak for a party by a credential."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.urls import reverse

from tocsin.council.people.party import Party
from tocsin.council.people.role import TWO_FACTORS, Role
from tocsin.council.record import clock
from tocsin.council.record.recorded import Recorded, RecordedQuerySet


class Users(BaseUserManager.from_queryset(RecordedQuerySet)):  # type: ignore[misc]
    """People by their e-mail address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The person with an address, whatever its capitals."""
        found: User = self.get(email__iexact=username)
        return found


class User(Recorded, AbstractBaseUser):
    """A person in their office. What is private to signing in is not in the record."""

    unrecorded = frozenset({"password", "last_login", "language"})

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, related_name="people")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[Any] = Users()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("person", args=[self.pk])

    def roles(self, day: dt.date) -> frozenset[Role]:
        """The roles held on a day."""
        held = self.appointments.filter(_on(day)).values_list("role", flat=True)
        return frozenset(Role(role) for role in held)

    def speaks_for(self, party: Party, day: dt.date) -> bool:
        """Whether a credential entitles the person to speak for a party on a day."""
        return bool(self.credentials.filter(_on(day), party=party).exists())

    @property
    def needs_two_factors(self) -> bool:
        """Whether one of today's roles demands a second factor."""
        return bool(self.roles(clock.today()) & TWO_FACTORS)


def _on(day: dt.date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


class Tenure(Recorded):
    """Something that a person holds from one day to another, both included."""

    user: models.ForeignKey[User, User]
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        abstract = True

    @property
    def whole(self) -> User:
        """Who holds it."""
        return self.user

    def current(self, day: dt.date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Appointment(Tenure):
    """A role that a person holds."""

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)


class Credential(Tenure):
    """The right of a person to speak for a party."""

    user = models.ForeignKey(User, models.PROTECT, related_name="credentials")
    party = models.ForeignKey(Party, models.PROTECT, related_name="credentials")


class Token(Recorded):
    """A key with which a person's programs act for them; only its digest is kept."""

    unrecorded = frozenset({"used_at"})

    user = models.ForeignKey(User, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
