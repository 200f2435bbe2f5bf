"""Items, texts and sessions as rows to decide on, and decisions of every sort for an audience."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from tocsin.council.council import decision_voices, decisions, silences
from tocsin.council.council import session as sessions
from tocsin.council.council.models import (
    Decision,
    Item,
    Paragraph,
    Placing,
    Presence,
    Session,
    Text,
    Version,
)
from tocsin.council.people.models import Party
from tocsin.council.record import clock
from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given
from tocsin.council.record.marking import Marked, marking
from tocsin.council.record.recorded import Recorded

SPEAKERS = {"armenia": "ARM", "belarus": "BLR", "tajikistan": "TJK", "chair": "RUS"}


class Lay(Given):
    """What is laid down to decide on."""

    kind: str
    title: str
    marking: str
    item: uuid.UUID | None = None
    words: tuple[str, ...] = ()


def _effect(actor: Actor, given: Lay) -> Recorded:
    marked = {
        "title": given.title,
        "marking": marking(given.marking),
        "originator": actor.person.party,
    }
    if given.kind == "item":
        item = Item(**marked, proposed_by=actor.person)
        item.save()
        return item
    if given.kind == "session":
        return _session(marked, given)
    text = Text(**marked, item=Item.objects.get(pk=given.item), language="en", authentic=["en"])
    text.save()
    version = Version(text=text, number=1, made_by=actor.person)
    version.save()
    for number, words in enumerate(given.words, start=1):
        paragraph = Paragraph(text=text, words=words)
        paragraph.save()
        Placing(within=version, paragraph=paragraph, number=number).save()
    return text


def _session(marked: dict[str, Any], given: Lay) -> Session:
    now = clock.now()
    session = Session(
        **marked,
        format=sessions.Format.PLENARY,
        begins_at=now,
        ends_at=now + dt.timedelta(hours=3),
        stage=sessions.SessionStage.OPEN,
        opened_at=now,
    )
    session.save()
    for key in given.words:
        Presence(session=session, party=Party.objects.get(key=key), office=given.title).save()
    return session


_lay = Action("test.lay", "Lay down", frozenset(), _effect, anyone=True)
"""Not among the house's own actions: what is decided on is laid down by others."""


def item(actor: Actor, title: str, marking: str) -> Item:
    """An item that is open."""
    found: Item = _lay(actor, Lay(kind="item", title=title, marking=marking))
    return found


def text(actor: Actor, on: Item, title: str, *words: str, marking: str = "") -> Text:
    """A text under an item, with one version of some paragraphs."""
    borne = marking or str(on.marking)
    given = Lay(kind="text", title=title, marking=borne, item=on.pk, words=words)
    found: Text = _lay(actor, given)
    return found


def session(actor: Actor, title: str, marking: str, *present: str) -> Session:
    """A session that is open, with some parties at it."""
    given = Lay(kind="session", title=title, marking=marking, words=present)
    found: Session = _lay(actor, given)
    return found


Remark = Callable[[Any, Any, Marked], None]


def make(house: Any, audience: Any, remark: Remark) -> list[Marked]:
    """A decision in session and three under silence, where an officer may put them.

    What they decide on is barred and narrowed like them.
    """
    speaker = next((name for name in sorted(audience.holds) if name in SPEAKERS), "")
    who = "officer" if "officer" in audience.holds else ""
    if not who:
        return []
    actor, word, borne = house.actor(who), audience.word, audience.marking
    made = [_put(actor, word, borne, "session", text_too=True)]
    _spoken(house, made[0], speaker, word)
    made += [_put(actor, word, borne, "silence", text_too=n > 0) for n in range(3)]
    _timed(actor, made[1], word)
    _objected(house, actor, made[2], speaker, word)
    gone = decisions.Withdraw(decision=made[3].pk, reason=word)
    decisions.withdraw(actor, gone)
    if audience.barred or audience.narrowed:
        for thing in (one for row in made for one in (row.item, row.text, row.session) if one):
            remark(house, audience, thing)
    return list(made)


def _put(actor: Actor, word: str, borne: str, method: str, *, text_too: bool) -> Decision:
    on = item(actor, f"{word} item", borne)
    silent = method == "silence"
    then = f"{clock.now() + dt.timedelta(days=4):%Y-%m-%dT%H:%M}"
    given: dict[str, Any] = {} if text_too else {"words": word}
    if text_too:
        given["text"] = text(actor, on, f"{word} text", word, word).pk
    if not silent:
        given["session"] = session(actor, f"{word} session", borne, "ARM", "TJK").pk
    return decisions.put(
        actor,
        decisions.Put(
            **given,
            item=on.pk,
            title=word,
            method=method,
            expires=then if silent else None,
            zone="Asia/Dushanbe" if silent else "UTC",
            concerned=f"KAZ: {word}",
            marking=borne,
        ),
    )


def _spoken(house: Any, decision: Decision, speaker: str, word: str) -> None:
    if speaker:
        said = {"party": SPEAKERS[speaker], "choice": "object", "words": word}
        given = decision_voices.Speak(decision=decision.pk, **said)
        decision_voices.voice(house.actor(speaker), given)


def _timed(actor: Actor, decision: Decision, word: str) -> None:
    later = f"{clock.now() + dt.timedelta(days=6):%Y-%m-%dT%H:%M}"
    given = silences.Extend(decision=decision.pk, expires=later, reason=word)
    silences.extend(actor, given)
    silences.suspend(actor, silences.Suspend(decision=decision.pk, reason=word))


def _objected(house: Any, actor: Actor, decision: Decision, speaker: str, word: str) -> None:
    if speaker:
        said: dict[str, Any] = {"decision": decision.pk, "party": SPEAKERS[speaker], "words": word}
        silences.object_(house.actor(speaker), silences.Object(**said))
        row = decision.objections.get()
        silences.retract(house.actor(speaker), silences.Retract(objection=row.pk, words=word))
        return
    paper = {"party": "KAZ", "means": word, "proof": word, "words": word, "at": clock.now()}
    silences.enter(actor, silences.Enter(decision=decision.pk, **paper))
