"""Outcomes in words: what was decided, by what count, who objected, and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from tocsin.council.council.decision import Choice, Decision, Method, Objection, Stage
from tocsin.council.council.minutes_opening import plain, when
from tocsin.council.council.tallied import sentences
from tocsin.council.council.undertaking import Undertaking
from tocsin.council.desk.statement import Precision
from tocsin.council.people.models import Party

ENDINGS = {
    Stage.OPEN: _l("It is open."),
    Stage.SUSPENDED: _l("It is suspended."),
    Stage.KEPT: _l("The silence was kept; this is to be declared."),
    Stage.HELD: _l("Its result is held."),
    Stage.ADOPTED: _l("It was adopted."),
    Stage.BROKEN: _l("The silence was broken; it was not adopted."),
    Stage.FALLEN: _l("It was not adopted."),
    Stage.WITHDRAWN: _l("It was withdrawn."),
}
PUT = {
    Method.SESSION: _l("Decision put in session: “%(title)s”."),
    Method.SILENCE: _l("Decision put under silence: “%(title)s”."),
}
SAID = {
    Choice.CONSENT: _l("In favour: %(parties)s."),
    Choice.ABSTAIN: _l("Abstaining: %(parties)s."),
    Choice.OBJECT: _l("Objecting: %(parties)s."),
}


def outcomes(decision: Decision, bound: list[Undertaking], zone: str) -> Iterator[str]:
    """A decision and what came of it, a paragraph each; `decision.text` is None if it is hidden."""
    yield " ".join(_put(decision, zone))
    if decision.words:
        yield decision.words
    if count := " ".join(_count(decision)):
        yield count
    for objection in decision.objections.all():
        yield _objection(objection, zone)
    for one in bound:
        yield _undertaking(one)


def _put(decision: Decision, zone: str) -> Iterator[str]:
    yield PUT[Method(decision.method)] % {"title": plain(decision.title)}
    if decision.text and decision.decided:
        said = {"text": plain(decision.text.title), "number": decision.decided.number}
        yield _("Text: “%(text)s”, version %(number)s.") % said
    yield str(ENDINGS[Stage(decision.stage)])
    if decision.ended_at:
        yield _("This was on %(at)s.") % {"at": when(decision.ended_at, zone)}
    if decision.ending:
        yield plain(decision.ending)


def _count(decision: Decision) -> Iterator[str]:
    """Who stood where, from the tally, or from the voices while there is none."""
    tally = decision.tally if isinstance(decision.tally, dict) else {}
    names = dict(Party.objects.values_list("key", "name"))
    parties = defaultdict(list)
    for key, choice in sorted(_voices(decision, tally).items()):
        parties[choice].append(names.get(key, key))
    for choice, form in SAID.items():
        if parties[choice]:
            yield form % {"parties": ", ".join(sorted(parties[choice]))}
    if unknown := tally.get("unknown"):
        known = sorted(names.get(key, str(key)) for key in unknown)
        yield _("Not heard: %(parties)s.") % {"parties": ", ".join(known)}
    if concerned := [f"{one.party} ({plain(one.why)})" for one in decision.concerns.all()]:
        yield _("Marked as concerned: %(parties)s.") % {"parties": "; ".join(concerned)}
    if reasons := _reasons(tally):
        yield f"{_('Reason:')} {'; '.join(reasons)}."


def _reasons(tally: dict[str, Any]) -> list[str]:
    """Why it came to that, in words; none for a tally that is kept in another form."""
    found = tally.get("reasons") or []
    if "threshold" in tally and all(isinstance(reason, dict) for reason in found):
        return sentences(tally)
    return [reason for reason in found if isinstance(reason, str)]


def _voices(decision: Decision, tally: dict[str, Any]) -> dict[str, str]:
    for name in ("voices", "said"):
        if isinstance(found := tally.get(name), dict):
            return found
    return {voice.party.key: voice.choice for voice in decision.voices.all()}


def _objection(objection: Objection, zone: str) -> str:
    at = when(objection.at, zone)
    said = _("Objection of %(party)s, %(at)s: %(words)s") % {
        "party": objection.party,
        "at": at,
        "words": objection.words,
    }
    if objection.withdrawn_at is None:
        return said
    gone = _("It was withdrawn on %(at)s.") % {"at": when(objection.withdrawn_at, zone)}
    return " ".join(part for part in (said, gone, objection.withdrawal) if part)


def _undertaking(one: Undertaking) -> str:
    said = {"owner": one.owner, "title": plain(one.title), "what": one.what, "due": _due(one)}
    return _("Undertaking of %(owner)s: “%(title)s”. %(what)s Due: %(due)s.") % said


def _due(one: Undertaking) -> str:
    """The day that is set, no more precise than it is."""
    if one.due is None:
        return _("no day is set")
    match one.precision:
        case Precision.MONTH:
            return date_format(one.due, "F Y")
        case Precision.QUARTER:
            said = {"quarter": (one.due.month + 2) // 3, "year": one.due.year}
            return _("quarter %(quarter)s of %(year)s") % said
        case Precision.YEAR:
            return str(one.due.year)
        case Precision.VAGUE:
            return _("about %(month)s") % {"month": date_format(one.due, "F Y")}
    return date_format(one.due, "j E Y")
