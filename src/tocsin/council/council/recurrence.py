"""How often, and over how long, the same matter came before the council."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Recurrence:
    """On the agenda of how many sessions, over how many whole years from the first to the last."""

    sessions: int
    years: int
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def words(self) -> str:
        """The same in words."""
        if not self.sessions:
            return _("On the agenda of no session so far")
        said = ngettext("%(n)s session", "%(n)s sessions", self.sessions) % {"n": self.sessions}
        if not self.years:
            return _("On the agenda of %(sessions)s") % {"sessions": said}
        years = ngettext("%(n)s year", "%(n)s years", self.years) % {"n": self.years}
        return _("On the agenda of %(sessions)s over %(years)s") % {
            "sessions": said,
            "years": years,
        }


def recurrence(days: Iterable[dt.date]) -> Recurrence:
    """The recurrence of what was on the agenda of sessions on these days, one day for each."""
    ordered = sorted(days)
    if not ordered:
        return Recurrence(0, 0)
    first, last = ordered[0], ordered[-1]
    short = (last.month, last.day) < (first.month, first.day)
    return Recurrence(len(ordered), last.year - first.year - short, first, last)
