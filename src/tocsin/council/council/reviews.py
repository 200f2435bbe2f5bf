"""Drawing up a review: the outlook that was kept against the figures that there are."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

import tocsin
from tocsin.brief import review as reviews
from tocsin.brief import stored
from tocsin.council.council.models import Review
from tocsin.council.desk import sheets, sheets_firings
from tocsin.council.desk.models import Edition
from tocsin.council.people.party import organisation
from tocsin.council.people.role import Role
from tocsin.council.record import clock, marking
from tocsin.council.record.action import Actor, action
from tocsin.council.record.given import Given, Shown
from tocsin.council.record.marking import require_within
from tocsin.desk.outlook.archive import Archive
from tocsin.world import month as months
from tocsin.world.errors import MissingError


class Draw(Given):
    """An edition of the outlook to be held against what came."""

    edition: Annotated[uuid.UUID, Shown(hidden=True)]
    until: Annotated[
        dt.date | None,
        Shown(label=_l("Up to the month of"), help=_l("Empty: as far as the figures reach.")),
    ] = None
    marking: Annotated[str, Shown(label=_l("Marking"), marking=True)]


@action("review.draw", _l("Draw up a review"), Role.ANALYST, Role.OFFICER)
def draw(actor: Actor, given: Draw) -> Review:
    """Hold an outlook against what came, up to a month that is over."""
    edition = Edition.objects.seen(actor.person, given.edition)
    outlook = sheets_firings.kept(edition, Archive(sheets.folder()))
    if outlook is None:
        raise MissingError(
            _("The paths of this outlook are not in the archive."),
            where=edition.archived,
            remedy=_("Restore the folder of outlooks from a backup."),
        )
    figures, over = sheets.figures(), months.last_complete(clock.today())
    made = reviews.review(
        organisation(),
        edition.as_of,
        outlook,
        figures.table,
        until=min(over, given.until) if given.until else over,
        issued=not edition.hindcast,
    )
    review = Review(
        edition=edition,
        until=made.until,
        release=figures.release,
        program=tocsin.__version__,
        drawn_by=actor.person,
        body=stored.to_json(stored.rounded(made)),
        marking=marking.marking(given.marking, maker=actor.person),
        originator=actor.person.party,
    )
    require_within(review.marking, review.inputs())
    review.save()
    return review
