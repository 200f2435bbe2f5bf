"""Offers, agreed lines and minutes for several audiences, every text of them their own word."""

from __future__ import annotations

from typing import Any

from tests.council.council import papers

from tocsin.council.council import agreedlines, minuting, offers
from tocsin.council.desk.models import Statement
from tocsin.council.desk.statement import Status
from tocsin.council.record import clock
from tocsin.council.record.marking import Marked


def made_offers(house: Any, audience: Any) -> list[Marked]:
    """An offer with two strings, weighed, and where an officer sees it decided on."""
    word = audience.word
    maker = "officer" if "officer" in audience.holds else audience.maker
    if maker == "analyst":
        return []
    actor = house.actor(maker)
    said = dict.fromkeys(("title", "giver", "what", "replaces", "own"), word)
    given = {"strings": f"debt: {word}", "received_on": clock.today(), **said}
    entered = offers.Enter(**given, marking=audience.marking, worth="1.5", currency="EUR")
    offer = offers.enter(actor, entered)
    offers.add(actor, offers.Add(offer=offer.pk, kind="data", words=word))
    offers.weigh(actor, offers.Weigh(offer=offer.pk, own_cost="2", reason=word))
    if maker == "officer" and audience.name != "tajikistan":
        decided = {"offer": offer.pk, "outcome": "declined", "reason": word}
        offers.decide(actor, offers.Decide(**decided))
    return [offer]


def made_lines(house: Any, audience: Any) -> list[Marked]:
    """A line from a confirmed statement, and one that was retired."""
    word = audience.word
    source = Statement.objects.filter(topic=word, status=Status.CONFIRMED).first()
    if source is None or "officer" not in audience.holds or audience.narrowed or audience.barred:
        return []  # a source that was narrowed or barred meanwhile is not for all of them
    actor = house.actor("officer")
    said = {"topic": word, "words": word, "marking": audience.marking}
    lines = [
        agreedlines.enter(actor, agreedlines.Enter(statement=source.pk, **said)) for _ in range(2)
    ]
    agreedlines.retire(actor, agreedlines.Retire(agreedline=lines[1].pk, reason=word))
    return list(lines)


def made_minutes(house: Any, audience: Any) -> list[Marked]:
    """Minutes of a session with an item, a position and a decision, corrected by the officer."""
    word = audience.word
    if "officer" not in audience.holds:
        return []
    actor, same = house.actor("officer"), {"title": word, "text": audience.marking}
    session = papers.a_session(house, venue=word, closing=word, **same)
    papers.present(session, house.party("TJK"), word)
    papers.spoke(session, house.party("TJK"), word)
    item = papers.an_item(house, words=word, **same)
    papers.listed(session, item, 1)
    stand = {"item": item, "made_at": session.opened_at, "words": word}
    papers.a_position(house, "tajikistan", "TJK", audience.marking, **stand)
    papers.a_decision(item, word, session=session, words=word)
    given = minuting.Draw(session=session.pk, marking=audience.marking)
    minutes = minuting.draw(actor, given)
    for number, fate in ((1, "taken"), (2, "refused"), (3, "")):
        passage = minutes.passages.get(number=number)
        said = minuting.Correct(passage=passage.pk, words=f"{word} {number}", reason=word)
        minuting.correct(actor, said)
        if fate:
            judge = minuting.Judge(correction=passage.corrections.get().pk, fate=fate)
            minuting.judge(actor, judge)
    if audience.name == "clear":
        last = minutes.passages.get(number=3).corrections.get()
        minuting.judge(actor, minuting.Judge(correction=last.pk, fate="taken"))
        minuting.adopt(house.actor("chair"), minuting.Adopt(minutes=minutes.pk))
    return [minutes]
