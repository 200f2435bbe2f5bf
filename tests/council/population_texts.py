"""Texts and positions for each audience, every text of which is its word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.council.council import amendments, positions, renderings, texts
from tocsin.council.council.models import Item, Text
from tocsin.council.people.role import Role
from tocsin.council.record import marking
from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given
from tocsin.council.record.marking import Marked

if TYPE_CHECKING:
    from tests.council.population import Audience

MEMBERS = {"armenia": "ARM", "belarus": "BLR", "chair": "RUS", "tajikistan": "TJK"}


class Enter(Given):
    """An item to test with."""

    title: str
    marking: str


def _enter(actor: Actor, given: Enter) -> Item:
    item = Item(title=given.title, words=given.title, proposed_by=actor.person)
    item.marking = marking.marking(given.marking, maker=actor.person)
    item.originator = actor.person.party
    item.save()
    return item


enter = Action("item.enter", "Enter", frozenset(Role), _enter)
"""An item as a test enters it, which is no action of the house."""


def drafter(audience: Audience) -> str:
    """Who of an audience drafts: an officer or somebody who speaks for a member, or nobody."""
    return "officer" if "officer" in audience.holds else speaker(audience)


def speaker(audience: Audience) -> str:
    """Who of an audience speaks for a member, or nobody."""
    return next((name for name in sorted(audience.holds) if name in MEMBERS), "")


def make_texts(house: Any, audience: Audience) -> list[Marked]:
    """A text of two versions and languages, with amendments of every fate."""
    word, name = audience.word, drafter(audience)
    if not name:
        return []
    actor = house.actor(name)
    item = Item.objects.filter(title=word).visible(actor.person).first()
    item = item or enter(actor, Enter(title=word, marking=audience.marking))
    given = texts.Draft(
        item=item.pk,
        title=word,
        language="ru",
        paragraphs=f"{word} one\n\n{word} two\n\n{word} three",
        marking=audience.marking,
    )
    text = texts.draft(actor, given)
    wording = f"{word} one\n\n{word} two and more\n\n{word} three\n\n{word} four"
    texts.revise(actor, texts.Revise(text=text.pk, number=1, paragraphs=wording, reason=word))
    said = "\n\n".join([word] * 4)
    renderings.render(actor, renderings.Render(text=text.pk, number=2, language="hy", words=said))
    if who := speaker(audience):
        _amended(house, who, text, word)
    return [text]


def _amended(house: Any, who: str, text: Text, word: str) -> None:
    actor, rows = house.actor(who), texts.placed(text)
    for row in rows[:2]:
        for change in ("replace", "insert"):
            given = {"text": text.pk, "paragraph": row.paragraph_id, "party": MEMBERS[who]}
            said = amendments.Table(**given, change=change, words=f"{word} new", reason=word)
            amendments.table(actor, said)
    one = text.amendments.get(number=4)
    amendments.withdraw(actor, amendments.Withdraw(amendment=one.pk))


def make_positions(house: Any, audience: Audience) -> list[Marked]:
    """Positions on an item, a text, a paragraph and an amendment."""
    who, word = speaker(audience), audience.word
    if not who or audience.narrowed:
        return []
    text = Text.objects.get(title=word)
    paragraph = texts.placed(text)[0].paragraph_id
    amendment = text.amendments.get(number=1).pk
    narrower = audience.marking.replace(f"{audience.barred},", "") if audience.barred else ""
    told = {"words": word, "condition": word, "red_line": word}
    told["marking"] = narrower or audience.marking
    about: list[dict[str, Any]] = [
        {"item": text.item_id, "stand": "support"},
        {"text": text.pk, "stand": "object", "unless": (1, 2)},
        {"paragraph": paragraph, "stand": "object"},
        {"amendment": amendment, "stand": "accept"},
    ]
    actor = house.actor(who)
    return [
        positions.take(actor, positions.Take(**one, **told, party=MEMBERS[who])) for one in about
    ]
