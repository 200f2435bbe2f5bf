"""How reviews are listed and shown, beside what was warned of and decided on."""

from __future__ import annotations

import datetime as dt
import json
import shlex
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _l
from pydantic import Field

from tocsin.brief import review as reviews
from tocsin.brief import stored
from tocsin.council.council import standing_query
from tocsin.council.council.models import Decision, Review, Undertaking
from tocsin.council.desk.models import Edition, Warning
from tocsin.council.desk.opinions import scored
from tocsin.council.desk.warning_schemas import Marked
from tocsin.council.people.models import Organisation, User
from tocsin.council.record.action import Actor
from tocsin.council.site.kind import Kind, register
from tocsin.desk.outlook import forecast
from tocsin.world.trigger import ALL

LATEST = 50
"""How many things of each sort are shown at most."""


class ReviewLine(Marked):
    """A review in a list."""

    edition_id: uuid.UUID = Field(description="The outlook that was reviewed.")
    until: dt.date = Field(description="The last month that was looked at, as its first day.")
    release: str = Field(description="The release of the figures.")


class ReviewOut(ReviewLine):
    """A review: what was said, what came, and in sentences where it was wrong or silent."""

    program: str = Field(description="The version of tocsin that drew it up.")
    found: dict[str, Any] = Field(description="As `tocsin review --json` prints it.")

    @staticmethod
    def resolve_found(review: Any) -> dict[str, Any]:
        """What was found, as plain values."""
        found: dict[str, Any] = json.loads(review.body)
        return found


def context(review: Review, actor: Actor) -> dict[str, Any]:
    """What the page shows: what was found, and what was warned of and undertaken, by its reader."""
    found, edition = told(review), review.edition
    return {
        "found": found,
        "whole": [each for each in found.held if each.vector == ALL],
        "strands": [each for each in found.held if each.vector != ALL],
        "calm": [course.name for course in found.courses if course.quiet],
        "years": found.courses[0].years if found.courses else [],
        "command": command(edition, review),
        **_done(edition, review, actor.person),
    }


def told(review: Review) -> reviews.Review:
    """What a review found."""
    return _parsed(review.body)


@lru_cache(maxsize=16)
def _parsed(body: str) -> reviews.Review:
    return stored.from_json(reviews.Review, body)


def command(edition: Edition, review: Review) -> str:
    """The command that finds the same again."""
    key = Organisation.objects.values_list("key", flat=True).get()
    words = ["tocsin", "review", "--org", key, "--as-of", str(edition.as_of)]
    words += ["--until", f"{review.until:%Y-%m}"]
    if settings.FIGURES:
        words += ["--figures", Path(settings.FIGURES).name]
    if edition.model != forecast.DEFAULT:
        words += ["--model", edition.model]
    return shlex.join(words)


def _done(edition: Edition, review: Review, reader: User) -> dict[str, Any]:
    """The warnings that rest on the outlook, and what was decided and undertaken since then."""
    since = {"made_at__date__gte": edition.as_of, "made_at__date__lte": review.made_at.date()}
    bonds = standing_query.stood(Undertaking.objects.visible(reader)).select_related("owner")
    warned = Warning.objects.visible(reader).filter(origin=edition.origin)
    warnings = warned.order_by("made_at", "pk")[:LATEST]
    decisions = Decision.objects.visible(reader).filter(**since)
    return {
        "warnings": [(one, [s for s in scored(one) if s.last]) for one in warnings],
        "decisions": decisions.order_by("made_at", "pk")[:LATEST],
        "undertakings": bonds.filter(**since).order_by("made_at", "pk")[:LATEST],
    }


register(
    Kind(
        name="reviews",
        label=_l("Reviews"),
        model=Review,
        line=ReviewLine,
        shown=ReviewOut,
        subject="review",
        search=("release",),
        context=context,
        related=("marking", "originator", "edition", "drawn_by__party"),
    )
)
