"""Confirmed pledges that no undertaking follows from yet, for those who enter undertakings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.db.models.functions import Substr
from django.urls import reverse

from tocsin.council.council.models import Undertaking
from tocsin.council.council.undertaking import Track
from tocsin.council.desk.models import Act, Report, Span, Statement
from tocsin.council.desk.statement import Deed, Part, Polarity, Status
from tocsin.council.people.models import Party
from tocsin.council.people.role import Role
from tocsin.council.record.action import Actor

BINDING = (Deed.PLEDGE, Deed.AGREE, Deed.ANNOUNCE)
SHOWN = 10
WORDS = 400


@dataclass(frozen=True)
class Candidate:
    """A statement that binds its speaker's party, its words, and the form that would enter it."""

    statement: Statement
    deed: str
    words: str
    party: str
    href: str


def candidates(actor: Actor) -> list[Candidate]:
    """The newest confirmed pledges that an officer sees and that nothing they see follows from."""
    if Role.OFFICER not in actor.roles:
        return []
    acts = {act.statement_id: act for act in _acts(actor)}
    words = _words(acts)
    parties = dict(Party.objects.values_list("key", "name"))
    return [
        Candidate(
            act.statement,
            act.get_act_display(),
            words.get(pk, ""),
            parties.get(act.statement.party, ""),
            _href(act, words.get(pk, "")),
        )
        for pk, act in acts.items()
    ]


def _acts(actor: Actor) -> list[Act]:
    followed = Undertaking.objects.visible(actor.person).exclude(statement=None)
    reports = Report.objects.visible(actor.person).filter(withdrawn_at=None)
    found = Act.objects.filter(
        act__in=BINDING,
        polarity=Polarity.POSITIVE,
        statement__status=Status.CONFIRMED,
        statement__report__in=reports,
    ).exclude(statement__in=followed.values("statement"))
    newest = found.order_by("-statement__report__dated", "-statement__made_at", "pk")
    return list(newest.select_related("statement__report__marking")[:SHOWN])


def _words(statements: Iterable[Any]) -> dict[Any, str]:
    """The words of statements, cut out of their reports by the database."""
    cut = Substr("statement__report__body__text", F("start") + 1, F("end") - F("start"))
    spans = Span.objects.filter(statement__in=list(statements), role=Part.CONTENT, act=None)
    found: dict[Any, str] = {}
    for pk, words in spans.order_by("part").annotate(cut=cut).values_list("statement", "cut"):
        found[pk] = f"{found[pk]} … {words}" if pk in found else words
    return {pk: words[:WORDS] for pk, words in found.items()}


def _href(act: Act, words: str) -> str:
    """The form, with all that the statement says filled in."""
    statement = act.statement
    pledged = act.act == Deed.PLEDGE
    given = {
        "statement": statement.pk,
        "track": Track.PLEDGE if pledged else Track.AGREEMENT,
        "party": statement.party,
        "title": " ".join((act.object or statement.topic or words).split())[:200],
        "what": words,
        "whom": act.receiver[:200],
        "made_on": statement.report.dated.isoformat(),
        "due": act.due.isoformat() if act.due else "",
        "precision": act.precision,
        "condition": act.condition,
        "marking": str(statement.report.marking),
    }
    kept = {name: value for name, value in given.items() if value}
    return f"{reverse('do', args=['undertaking.enter'])}?{urlencode(kept)}"
