"""The silence procedure as a machine: what may happen to it when, and what comes of it.

Nothing here reads a clock or a table: every step is given its moment and gives the procedure as it
is afterwards, or raises `ConflictError` (or `RequestError` for a time that cannot be) and says what
to do instead. Whoever keeps to these steps gets one end: adopted, broken or withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tocsin.council.council.decision import FINAL, Stage
from tocsin.world.errors import ConflictError, RequestError

SETTLING = dt.timedelta(minutes=1)
"""How long after the expiry nobody declares: what arrived in time may still wait for its turn."""

Gap = tuple[dt.datetime, dt.datetime]
"""A time from one moment up to another, which is no part of it."""


@dataclass(frozen=True)
class Silence:
    """A procedure: since when it is open, when it expires, where it stands.

    `suspended` is since when its clock stands. `begun` is when the time that runs now was set
    after a result was held; an outage that was over by then holds nothing any more.
    """

    opened: dt.datetime
    expires: dt.datetime
    stage: Stage = Stage.OPEN
    suspended: dt.datetime | None = None
    begun: dt.datetime | None = None

    def objected(self, at: dt.datetime) -> Silence:
        """Broken by an objection that reached the secretariat at a moment, if that was in time."""
        if self.stage in FINAL:
            raise _over(self.stage)
        if at < self.opened:
            raise RequestError(_("It lay under no silence yet at that time."))
        if self.stage is not Stage.SUSPENDED and at >= self.expires:
            raise self._late()
        return replace(self, stage=Stage.BROKEN, suspended=None)

    def _late(self) -> ConflictError:
        if self.stage is Stage.HELD:
            remedy = _("Its result is held: object once the chair has set a new time.")
        else:
            remedy = _(
                "If it reached the secretariat in time by other means, have the secretariat enter"
                " it before the result is declared."
            )
        return ConflictError(_("The silence expired before this objection came."), remedy=remedy)

    def extended(self, at: dt.datetime, new: dt.datetime, least: dt.timedelta) -> Silence:
        """With a later expiry; where the result is held, at least so long from now."""
        if self.stage is Stage.HELD:
            if new < at + least:
                raise too_short(at + least)
            return replace(self, stage=Stage.OPEN, expires=new, begun=at)
        self._running(at)
        if new <= self.expires:
            raise RequestError(
                _("The new time is not later than the old one."),
                remedy=_("A silence is extended only; to end it, withdraw it."),
            )
        return replace(self, expires=new)

    def halted(self, at: dt.datetime) -> Silence:
        """Suspended: the clock stands."""
        self._running(at)
        return replace(self, stage=Stage.SUSPENDED, suspended=at)

    def resumed(self, at: dt.datetime) -> Silence:
        """Running again, its expiry later by as long as the clock stood."""
        if self.suspended is None:
            raise _not_now(self.stage, _("It is not suspended."))
        stood = max(at - self.suspended, dt.timedelta(0))
        return replace(self, stage=Stage.OPEN, suspended=None, expires=self.expires + stood)

    def withdrawn(self, at: dt.datetime) -> Silence:
        """Withdrawn, before it expires, while it is suspended, or where its result is held."""
        if self.stage not in {Stage.SUSPENDED, Stage.HELD}:
            self._running(at)
        return replace(self, stage=Stage.WITHDRAWN, suspended=None)

    def concluded(self, now: dt.datetime, outages: Iterable[Gap], within: dt.timedelta) -> Silence:
        """Kept at its expiry, or held if an outage fell into the last time before it.

        What was kept is held after all if such an outage becomes known before the declaration.
        """
        held = bool(self.disturbed(outages, within))
        due = self.stage is Stage.OPEN and now >= self.expires
        if not due and not (self.stage is Stage.KEPT and held):
            raise _not_now(self.stage, _("There is nothing to conclude now."))
        return replace(self, stage=Stage.HELD if held else Stage.KEPT)

    def declared(self, now: dt.datetime, outages: Iterable[Gap], within: dt.timedelta) -> Silence:
        """Adopted, once it was kept and what arrived in time has had its turn."""
        if self.stage is not Stage.KEPT:
            raise _not_now(self.stage, _("No silence was kept that could be declared."))
        if now < self.expires + SETTLING:
            raise ConflictError(
                _("What arrived before the expiry may still wait for its turn."),
                remedy=_("Declare it in a minute."),
            )
        if self.disturbed(outages, within):
            raise ConflictError(
                _("An outage before the expiry has become known: the result will be held."),
                remedy=_("Set a new time, or withdraw it."),
            )
        return replace(self, stage=Stage.ADOPTED)

    def disturbed(self, outages: Iterable[Gap], within: dt.timedelta) -> list[Gap]:
        """The outages that fall into the last time before the expiry."""
        begun = max(self.expires - within, self.begun or self.opened)
        return [gap for gap in outages if gap[0] < self.expires and gap[1] > begun]

    def _running(self, at: dt.datetime) -> None:
        """Refuse what is possible only while the clock runs."""
        if self.stage is not Stage.OPEN:
            raise _not_now(self.stage, _("Its clock does not run."))
        if at >= self.expires:
            raise ConflictError(
                _("The silence has expired."), remedy=_("Its result is about to be determined.")
            )


def too_short(least: dt.datetime) -> RequestError:
    """What a time that leaves too little is refused with."""
    return RequestError(
        _("That leaves less time than the rules of procedure demand."),
        remedy=_("Name %(moment)s UTC or later.") % {"moment": f"{least:%Y-%m-%d %H:%M:%S}"},
    )


def _not_now(stage: Stage, what: str) -> ConflictError:
    return _over(stage) if stage in FINAL else ConflictError(what)


def _over(stage: Stage) -> ConflictError:
    if stage is Stage.ADOPTED:
        return ConflictError(
            _("It was declared adopted, and an objection no longer changes that."),
            remedy=_("Propose an item to have the council decide anew, or take a position on it."),
        )
    return ConflictError(
        _("It is over: %(stage)s.") % {"stage": stage.label},
        remedy=_("It can be put to the council anew."),
    )
