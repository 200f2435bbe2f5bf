"""A house full of things for several audiences, every text of which names whom it is for."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from tests.council import (
    population_agenda,
    population_decisions,
    population_outlooks,
    population_undertakings,
)
from tests.council.population_papers import made_lines, made_minutes, made_offers
from tests.council.population_texts import make_positions, make_texts

from tocsin.council.council import feeds
from tocsin.council.desk import (
    opinions,
    reports,
    sources,
    statements,
    triggers,
    warning_answers,
)
from tocsin.council.desk import warnings as desk_warnings
from tocsin.council.desk.report import Credibility
from tocsin.council.desk.source import Reliability, Source, SourceKind
from tocsin.council.people import actions as people
from tocsin.council.record import actions as markings
from tocsin.council.record import clock
from tocsin.council.record.action import Actor, Via
from tocsin.council.record.marking import Marked
from tocsin.council.site.kind import kind_of

SYSTEM = Actor(None, Via.WORKER)
PLACE = "Tajikistan"
SPEAKERS = {"armenia": "ARM", "belarus": "BLR", "tajikistan": "TJK", "chair": "RUS"}
EVERYBODY = frozenset(
    {"administrator", "officer", "analyst", "chair", "observer", "armenia", "belarus", "tajikistan"}
)
STAFF = frozenset({"officer", "analyst"})


@dataclass(frozen=True)
class Audience:
    """Readers by the names of their parts, the marking that admits them, and who makes things."""

    name: str
    marking: str
    holds: frozenset[str]
    maker: str = "analyst"
    barred: str = ""
    narrowed: str = ""

    @property
    def word(self) -> str:
        """The word that no other reader may ever be shown."""
        return f"zq{self.name}qz"


def audiences(house: Any) -> list[Audience]:
    """The audiences that things are made for."""
    ids = {name: user.pk for name, user in house.people.items()}
    pair = f"RED:{ids['officer']},{ids['tajikistan']}"
    return [
        Audience("secretariat", "AMBER:secretariat", STAFF),
        Audience("armenia", "AMBER:ARM,secretariat", STAFF | {"armenia"}),
        Audience("tajikistan", "AMBER+STRICT:TJK,secretariat", STAFF | {"tajikistan"}),
        Audience("armeniaalone", "AMBER:ARM", frozenset({"armenia"}), maker="armenia"),
        Audience("belarusalone", "GREEN:BLR", frozenset({"belarus"}), maker="belarus"),
        Audience("person", f"RED:{ids['analyst']}", frozenset({"analyst"})),
        Audience("pair", pair, frozenset({"officer", "tajikistan"}), maker="officer"),
        Audience("clear", "CLEAR", EVERYBODY),
        Audience("barred", "AMBER:ARM,BLR,secretariat", STAFF | {"armenia"}, barred="BLR"),
        Audience("narrowed", "AMBER:ARM,secretariat", STAFF, narrowed="AMBER:secretariat"),
    ]


@dataclass
class Population:
    """What was made: for each secret word who may be shown it, and the things with their kinds."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)
    things: list[tuple[str, Marked]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)


def populate(house: Any, made_for: Iterable[Audience] | None = None) -> Population:
    """Fill the house by its own actions, for all or some audiences."""
    made = Population()
    for audience in audiences(house) if made_for is None else made_for:
        made.words[audience.word] = audience.holds
        for kind, make in MAKERS.items():
            for thing in make(house, audience):
                _remarked(house, audience, thing)
                made.things.append((kind, thing))
    return made


def equip(house: Any, made: Population) -> None:
    """Give everybody a second factor, a token and a feed, whose names are theirs alone."""
    for name, user in house.people.items():
        Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
        word = f"zqtoken{name}qz"
        secret = f"tocsin_{name}"
        digest = hashlib.sha256(secret.encode()).hexdigest()
        people.mint(house.actor(name), people.Mint(name=word, digest=digest))
        feeds.make(house.actor(name), feeds.Make(name=word, digest=digest))
        made.words[word] = frozenset({name})
        made.tokens[name] = secret


def _remarked(house: Any, audience: Audience, thing: Marked) -> None:
    """Bar, narrow, and propose to widen, as the audience says."""
    actor = house.actor(audience.maker)
    on = {"table": thing._meta.label_lower, "thing": thing.pk, "reason": audience.word}
    if audience.barred:
        own = thing.originator_id == actor.person.party_id
        markings.bar(
            actor if own else house.actor("officer"), markings.Keep(**on, party=audience.barred)
        )
    if audience.narrowed:
        markings.narrow(actor, markings.Remark(**on, marking=audience.narrowed))
    if audience.name == "secretariat" and all(kind_of(type(one)) for one in thing.inputs()):
        markings.widen(actor, markings.Remark(**on, marking="AMBER:RUS,secretariat"))


def _sources(house: Any, audience: Audience) -> list[Marked]:
    actor, word = house.actor(audience.maker), audience.word
    given = sources.Enter(name=word, kind=next(iter(SourceKind)), marking=audience.marking)
    source = sources.enter(actor, given)
    if audience.maker in STAFF:
        worst = list(Reliability)[-2]
        sources.grade(actor, sources.Grade(source=source.pk, reliability=worst, reason=word))
    return [source]


def _reports(house: Any, audience: Audience) -> list[Marked]:
    actor, word = house.actor(audience.maker), audience.word
    source = Source.objects.get(name=word)
    same: dict[str, Any] = {
        "title": word,
        "source": source.pk,
        "dated": clock.today(),
        "marking": audience.marking,
    }
    pasted = reports.file(actor, reports.File(**same, text=f"The office said: {word} is {word}."))
    upload = reports.File(**same, original=f"It is {word}.".encode(), filename=f"{word}.txt")
    uploaded = reports.file(actor, upload)
    if audience.maker in STAFF:
        _read(actor, pasted, word)
    reports.withdraw(actor, reports.Withdraw(report=uploaded.pk, reason=word))
    return [pasted, uploaded]


def _read(actor: Actor, report: Any, word: str) -> None:
    said: dict[str, Any] = {"content": word, "speaker": word, "office": word, "topic": word}
    for nth in (1, 2):
        statements.mark(actor, statements.Mark(report=report.pk, content_nth=nth, **said))
    first, second = report.statements.order_by("made_at", "pk")
    statements.confirm(actor, statements.Confirm(statement=first.pk))
    statements.reject(actor, statements.Reject(statement=second.pk, reason=word))
    good = next(iter(Credibility))
    reports.grade(actor, reports.Grade(report=report.pk, credibility=good, reason=word))


def _firings(house: Any, audience: Audience) -> list[Marked]:
    word = audience.word
    fired = triggers.Raise(
        trigger=word,
        name=word,
        place="TJK",
        threshold=25,
        months=12,
        chance=0.4,
        limit=0.2,
        origin=dt.date(2013, 8, 1),
        outlook=triggers.Outlook(model=word, version=word, release=word),
        marking=audience.marking,
    )
    firing = triggers.raised(SYSTEM, fired)
    if "analyst" in audience.holds - {"armenia"}:
        given = triggers.LetPass(firing=firing.pk, reason=word)
        triggers.let_pass(house.actor("analyst"), given)
    return [firing]


def _warnings(house: Any, audience: Audience) -> list[Marked]:
    if audience.maker != "analyst":
        return []
    actor, word = house.actor("analyst"), audience.word
    speaker = next((name for name in sorted(audience.holds) if name in SPEAKERS), "")
    party = SPEAKERS.get(speaker, "secretariat")
    same = {
        "title": word,
        "what": word,
        "marking": audience.marking,
        "offices": f"{party}: {word}",
        "answer_by": clock.now() + dt.timedelta(days=3),
        "own": 0.3,
    }
    warning = desk_warnings.issue(actor, desk_warnings.Issue(**same, place="TJK"))
    opine = opinions.Opine(warning=warning.pk, chance=0.6, words=word)
    opinions.opine(actor, opine)
    if speaker:
        _answered(house, speaker, warning, word)
    if "officer" in audience.holds:
        table = {"warning": warning.pk, "on": clock.today(), "words": word}
        desk_warnings.table(house.actor("officer"), desk_warnings.Table(**table))
    if "tajikistan" not in audience.holds:
        desk_warnings.close(actor, desk_warnings.Close(warning=warning.pk, closing=word))
    return [warning]


def _answered(house: Any, speaker: str, warning: Any, word: str) -> None:
    delegate, analyst = house.actor(speaker), house.actor("analyst")
    said = {"addressee": warning.addressees.get().pk, "words": word}
    warning_answers.ask(delegate, warning_answers.Ask(**said))
    warning_answers.reply(analyst, warning_answers.Reply(**said))
    warning_answers.act(delegate, warning_answers.Act(**said))


MAKERS: dict[str, Callable[[Any, Audience], list[Marked]]] = {
    **population_outlooks.MAKERS,
    "sources": _sources,
    "reports": _reports,
    "firings": _firings,
    "warnings": _warnings,
    "texts": make_texts,
    "positions": make_positions,
    "undertakings": population_undertakings.make,
    "offers": made_offers,
    "lines": made_lines,
    **population_agenda.MAKERS,
    "decisions": lambda house, audience: population_decisions.make(house, audience, _remarked),
    "minutes": lambda house, audience: made_minutes(house, audience, _remarked),
}
"""How things of each kind are made, with every text being their audience's word."""
