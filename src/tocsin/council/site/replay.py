"""The page of a demonstration that tells its story along a line of time, each step with its things.

A step and its entries belong together by their moment, since no two steps of a story share one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tocsin.council import demo
from tocsin.council.council import positions, seat
from tocsin.council.council.models import Item, Position
from tocsin.council.people.models import User
from tocsin.council.record import clock
from tocsin.council.record.action import actions
from tocsin.council.record.marking import Marked, Marking, audience
from tocsin.council.record.models import Entry, Payload
from tocsin.council.record.recorded import tables
from tocsin.council.site.entrance import opened
from tocsin.council.site.kind import kind_of
from tocsin.council.site.views import address
from tocsin.council.story import WORKER, Chapter, Step, Story

SHOWN = 3
"""How many things a step links to, if it made several."""

NAMED = 3
"""How many readers of a thing are named; more are counted."""


@dataclass(frozen=True)
class Link:
    """A thing by its name and address, and who may see it."""

    name: str
    href: str
    readers: str


@dataclass
class Moment:
    """A step as it is told: who took it, what it is called, its entries and its things."""

    step: Step
    label: str
    who: str
    office: str
    entries: list[int]
    links: list[Link]
    more: int = 0
    beside: list[Moment] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last of its entries."""
        return self.entries[-1]


@dataclass(frozen=True)
class Part:
    """A chapter with its moments, and where the members stand if it shows that."""

    chapter: Chapter
    moments: list[Moment]
    stands: list[tuple[Item, list[Position | None]]]

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return slugify(self.chapter.title)


@login_not_required
@require_GET
def replay(request: HttpRequest) -> HttpResponse:
    """The story of a demonstration; elsewhere there is no such page."""
    story = demo.played() if opened(request) else None
    reader = demo.onlooker() if story else None
    if story is None or reader is None:
        raise Http404
    told = _Telling(story, reader)
    context = {
        "story": story,
        "reader": reader,
        "parts": [told.part(chapter) for chapter in story.chapter],
        "members": told.members,
        "end": told.end,
    }
    return render(request, "site/replay.html", context)


class _Telling:
    """A story as one reader is told it."""

    def __init__(self, story: Story, reader: User) -> None:
        self.story, self.reader = story, reader
        self.cast = {person.key: person for person in story.person}
        self.members = seat.members(clock.today())

    @cached_property
    def said(self) -> dict[dt.datetime, list[Payload]]:
        """What was entered, by its moment."""
        found: dict[dt.datetime, list[Payload]] = defaultdict(list)
        entries = Payload.objects.select_related("entry").filter(entry__at__lte=self.last)
        for payload in entries.order_by("entry"):
            found[payload.entry.at].append(payload)
        return found

    @property
    def last(self) -> dt.datetime:
        """The moment of the last step."""
        return max(step.at for step in self.story.steps())

    @property
    def end(self) -> Entry:
        """The entry with which the story ends."""
        return Entry.objects.filter(at__lte=self.last).latest("seq")

    def part(self, chapter: Chapter) -> Part:
        """A chapter; a step that tells nothing stands beside the one before."""
        moments: list[Moment] = []
        for step in chapter.step:
            one = self._moment(step)
            if step.told or not moments:
                moments.append(one)
            else:
                moments[-1].beside.append(one)
        return Part(chapter, moments, self._stands() if chapter.show == "positions" else [])

    def _moment(self, step: Step) -> Moment:
        payloads = self.said[step.at]
        links = self._links(payloads)
        person = self.cast.get(step.by)
        return Moment(
            step,
            str(actions[step.do].label) if step.by != WORKER else step.told,
            person.name if person else _("The system"),
            person.office if person else "",
            [payload.entry_id for payload in payloads],
            links[:SHOWN],
            max(0, len(links) - SHOWN),
        )

    def _links(self, payloads: list[Payload]) -> list[Link]:
        """The things that some entries are about and that the reader may see, each once."""
        found = {}
        for payload in payloads:
            row = tables()[payload.table].objects.filter(pk=payload.thing).first()
            whole = getattr(row, "whole", row)
            if isinstance(whole, Marked) and whole.pk not in found and kind_of(type(whole)):
                found[whole.pk] = self._link(whole)
        return [link for link in found.values() if link]

    def _link(self, whole: Marked) -> Link | None:
        seen = type(whole).objects.visible(self.reader).filter(pk=whole.pk).exists()
        return Link(str(whole), address(whole), _readers(whole.marking)) if seen else None

    def _stands(self) -> list[tuple[Item, list[Position | None]]]:
        """Where each member stands on each item of the story, in the order of the agenda."""
        items = Item.objects.visible(self.reader).filter(made_at__lte=self.last)
        listed = items.exclude(listings__agreed_at=None).order_by("listings__number", "made_at")
        rows = []
        for item in listed:
            known = positions.current(self.reader, item=item)
            stands = [known.get((party.key, ("item", item.pk))) for party in self.members]
            rows.append((item, stands))
        return rows


def _readers(marking: Marking) -> str:
    """A level and its readers in words: by name if they are few."""
    names, level = audience(marking), str(marking).partition(":")[2].partition(":")[0]
    if not names:
        return f"TLP:{level}"
    few = ", ".join(names) if len(names) <= NAMED else _("%(n)s parties") % {"n": len(names)}
    return f"TLP:{level}: {few}"
