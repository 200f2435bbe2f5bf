"""The tally of a decision as its rows make it, in a form that is kept and in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.council.council.decision import Choice
from tocsin.council.council.models import Decision, Presence
from tocsin.council.council.tally import Tally, Terms, Why, tally
from tocsin.council.people.models import Party
from tocsin.council.people.party import organisation
from tocsin.world.rule import Base, Rule


def terms(decision: Decision) -> Terms:
    """By what a decision is taken."""
    return Terms(
        rule=Rule(decision.rule),
        threshold=Fraction(decision.threshold) if decision.threshold else None,
        base=Base(decision.base or Base.CAST),
        quorum=Fraction(decision.quorum) if decision.quorum else Fraction(1, 2),
    )


def present(decision: Decision, at: dt.datetime) -> list[str]:
    """The parties at its session at a moment; without a session all members are asked."""
    if decision.session is None:
        return organisation().members(at.date())
    there = Presence.objects.filter(
        Q(until=None) | Q(until__gt=at), session=decision.session, since__lte=at
    )
    return sorted({row.party.key for row in there.select_related("party")})


def concerned(decision: Decision) -> list[str]:
    """The parties that are marked as concerned."""
    return [row.party.key for row in decision.concerns.select_related("party")]


def counted(decision: Decision, at: dt.datetime) -> dict[str, Any]:
    """The tally at a moment, in the form that is kept when a decision ends."""
    members, there = organisation().members(at.date()), present(decision, at)
    voices = [
        (row.party.key, Choice(row.choice)) for row in decision.voices.select_related("party")
    ]
    found = tally(terms(decision), members, there, voices, concerned(decision))
    return {
        "members": members,
        "present": [key for key in there if key in members],
        "concerned": concerned(decision),
        "threshold": decision.threshold,
        **_kept(found),
    }


def _kept(found: Tally) -> dict[str, Any]:
    return {
        "result": str(found.result),
        "said": {party: str(choice) for party, choice in found.said.items()},
        "unknown": list(found.unknown),
        "reasons": [
            {
                "why": str(reason.why),
                "parties": list(reason.parties),
                "share": None if reason.share is None else str(reason.share),
                "least": None if reason.least is None else str(reason.least),
            }
            for reason in found.reasons
        ],
    }


def names(keys: Iterable[str]) -> dict[str, str]:
    """The names of parties by their keys."""
    return dict(Party.objects.filter(key__in=list(keys)).values_list("key", "name"))


def sentences(kept: dict[str, Any]) -> list[str]:
    """The reasons of a tally in words, in order."""
    known = names({key for row in kept["reasons"] for key in row["parties"]})
    bound = _("at least %(least)s") if kept["threshold"] else _("more than %(least)s")
    found = []
    for row in kept["reasons"]:
        parties = [known.get(key, key) for key in row["parties"]]
        said = {"parties": ", ".join(parties), "share": row["share"], "bound": bound % row}
        found.append(_sentence(Why(row["why"]), len(parties)) % said)
    return found


def _sentence(why: Why, parties: int) -> str:
    return {
        Why.QUORUM: _("of the members %(share)s are present; the quorum is not reached"),
        Why.NO_MEMBERS: _("there is no member on this day"),
        Why.OBJECTED: ngettext("%(parties)s objects", "%(parties)s object", parties),
        Why.LEFT_OUT: ngettext(
            "%(parties)s is concerned and left out",
            "%(parties)s are concerned and left out",
            parties,
        ),
        Why.UNKNOWN: ngettext("%(parties)s has not spoken", "%(parties)s have not spoken", parties),
        Why.CONSENSUS: _("nobody objects, and every member present has spoken"),
        Why.ENOUGH: _("%(share)s consent, where %(bound)s is needed"),
        Why.TOO_FEW: _("%(share)s consent, where %(bound)s is needed"),
        Why.OPEN: _("nobody has spoken"),
    }[why]
