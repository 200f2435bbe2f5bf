"""Where undertakings stand today, told by the database for a whole list in one query.

It gives what `standing.whole` gives, rule by rule, since every due date is kept as the last day
that it means; tests hold the one against the other.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from tocsin.council.council.models import Evidence, Override, Step
from tocsin.council.council.standing import Standing
from tocsin.council.council.undertaking import Shows
from tocsin.council.people.party import organisation
from tocsin.council.record import clock

ACCEPTED = Evidence.Verdict.ACCEPTED
REFUSED = Evidence.Verdict.REFUSED


def stood(found: QuerySet[Any]) -> QuerySet[Any]:
    """Undertakings with `computed`, `by_hand` (null if nobody has set it) and `stands`.

    `stands` is what was set by hand, else what is computed.
    """
    by_hand = Override.objects.filter(undertaking=OuterRef("pk"), lifted_at=None).order_by("-at")
    ruled: QuerySet[Any] = found.annotate(
        computed=_computed(clock.today(), organisation().rules.stalled_days),
        by_hand=Subquery(by_hand.values("standing")[:1]),
    )
    final: QuerySet[Any] = ruled.annotate(stands=Coalesce(F("by_hand"), F("computed")))
    return final


def _computed(today: dt.date, stalled_days: int) -> Case:
    evidence = Evidence.objects.filter(undertaking=OuterRef("pk")).exclude(verdict=REFUSED)
    since = today - dt.timedelta(days=stalled_days)
    silent = Q(made_on__lte=since) & (Q(met_on=None) | Q(met_on__lte=since))
    past = Q(due__lt=today) & ~Q(precision="vague")
    return Case(
        When(_any(_breaches()), then=Value(Standing.BREACHED.value)),
        When(_delivered(), then=Value(Standing.DELIVERED.value)),
        When(~Q(condition="") & Q(met_on=None), then=Value(Standing.UNKNOWN.value)),
        When(silent & ~_any(evidence.filter(dated__gt=since)), then=Value(Standing.STALLED.value)),
        When(past | _any(_undelivered(due__lt=today)), then=Value(Standing.LATE.value)),
        When(_any(evidence), then=Value(Standing.ON_TRACK.value)),
        default=Value(Standing.UNKNOWN.value),
        output_field=CharField(),
    )


def _any(found: QuerySet[Any]) -> IsNull:
    """Whether there is any, asked for each row: PostgreSQL would read all there is for `Exists`."""
    return IsNull(Subquery(found.order_by().values("pk")[:1]), False)


def _breaches() -> QuerySet[Any]:
    """Accepted breaches that no later accepted delivery of the same part has mended."""
    later = Evidence.objects.filter(
        Q(step=None) | Q(step=OuterRef("step")),
        undertaking=OuterRef("undertaking"),
        shows=Shows.DELIVERY,
        verdict=ACCEPTED,
        dated__gt=OuterRef("dated"),
    )
    found: QuerySet[Any] = Evidence.objects.filter(
        ~Exists(later), undertaking=OuterRef("pk"), shows=Shows.BREACH, verdict=ACCEPTED
    )
    return found


def _delivered() -> Any:
    """Accepted delivery of the whole, or of every step where there are some."""
    whole = Evidence.objects.filter(
        undertaking=OuterRef("pk"), step=None, shows=Shows.DELIVERY, verdict=ACCEPTED
    )
    steps = Step.objects.filter(undertaking=OuterRef("pk"))
    return Q(_any(whole)) | (Q(_any(steps)) & ~Q(_any(_undelivered())))


def _undelivered(**which: Any) -> QuerySet[Any]:
    """Steps without accepted delivery of their own."""
    own = Evidence.objects.filter(step=OuterRef("pk"), shows=Shows.DELIVERY, verdict=ACCEPTED)
    found: QuerySet[Any] = Step.objects.filter(~Exists(own), undertaking=OuterRef("pk"), **which)
    return found
