"""Positions in words: where each party stood on an item, its texts, and their parts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from tocsin.council.council.minutes_opening import plain
from tocsin.council.council.models import Placing, Text
from tocsin.council.council.position import Position, Stand
from tocsin.council.council.positions import target


def stands(positions: Iterable[Position]) -> Iterator[str]:
    """The last position of each party, on the item first, then text by text and part by part."""
    newest = {(one.party_id, target(one)): one for one in positions}
    texts = {one.text for one in newest.values() if one.text}
    places: dict[Any, dict[Any, int]] = {text.pk: _places(text) for text in texts}
    told = [(_part(one, places.get(one.text_id, {})), one) for one in newest.values()]
    for (_order, part), one in sorted(told, key=lambda said: (said[0], str(said[1].party))):
        yield " ".join([*([part] if part else []), *_position(one)])


def _places(text: Text) -> dict[Any, int]:
    """The numbers of the paragraphs of the newest version, by their lines."""
    placings = Placing.objects.filter(within=text.newest).select_related("paragraph")
    return {one.paragraph.line: one.number for one in placings}


def _part(position: Position, places: dict[Any, int]) -> tuple[tuple[str, int, int], str]:
    """The place of what a position is about among the rest, and the words for it."""
    if position.text is None:
        return ("", 0, 0), ""
    title = plain(position.text.title)
    if one := position.amendment:
        said = _("On amendment %(number)s to “%(text)s”:")
        return (title, 2, one.number), said % {"number": one.number, "text": title}
    if position.paragraph is None:
        return (title, 0, 0), _("On “%(text)s”:") % {"text": title}
    number = places.get(position.paragraph.line, 0)
    if not number:
        gone = _("On a paragraph that has left “%(text)s”:") % {"text": title}
        return (title, 3, 0), gone
    said = _("On paragraph %(number)s of “%(text)s”:")
    return (title, 1, number), said % {"number": number, "text": title}


def _position(position: Position) -> Iterator[str]:
    yield f"{position.party}: {Stand(position.stand).label}."
    for form, words in (
        ("%(words)s", position.words),
        (_("On condition: %(words)s"), position.condition),
        (_("Red line: %(words)s"), position.red_line),
    ):
        if words:
            yield form % {"words": words}
