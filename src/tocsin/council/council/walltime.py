"""Wall time: a local time as people write it, and the one moment that it means."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import cache
from typing import Annotated

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from pydantic import StringConstraints

from tocsin.council.record.given import Shown
from tocsin.world.errors import RequestError

WallTime = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"),
]
"""A local time without a zone, such as 2013-09-25T12:00."""

ZoneName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""The name of a time zone."""

Zone = Annotated[
    ZoneName,
    Shown(label=_l("Time zone"), help=_l("As in Asia/Dushanbe, Europe/Moscow or UTC.")),
]
"""The name of a time zone, as a form asks for it."""


@cache
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def zone_of(name: str) -> zoneinfo.ZoneInfo:
    """A time zone by its name; raises `RequestError` for an unknown one."""
    if name not in _known():
        raise RequestError(
            _("There is no time zone “%(name)s”.") % {"name": name[:40]},
            remedy=_("Write it as Asia/Dushanbe, Europe/Moscow or UTC."),
        )
    return zoneinfo.ZoneInfo(name)


def moment(wall: str, name: str) -> dt.datetime:
    """The moment, in UTC, that a local time means in a zone.

    Raises `RequestError` for a time that there is not, that the clocks skip there, or that comes
    twice, and names the two moments that could be meant.
    """
    zone = zone_of(name)
    try:
        naive = dt.datetime.fromisoformat(wall)
        readings = [naive.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    except (ValueError, OverflowError):
        raise RequestError(
            _("There is no such time: %(wall)s.") % {"wall": wall[:40]},
            remedy=_("Write it as 2013-09-25T12:00."),
        ) from None
    if naive.tzinfo:
        raise RequestError(_("Name the zone beside the time, not within it."))
    if readings[0] != readings[1]:
        raise _unclear(naive, zone, sorted(readings))
    return readings[0]


def _unclear(
    naive: dt.datetime, zone: zoneinfo.ZoneInfo, readings: list[dt.datetime]
) -> RequestError:
    twice = readings[0].astimezone(zone).replace(tzinfo=None) == naive
    what = _("comes twice") if twice else _("is skipped when the clocks change")
    said = {"wall": f"{naive:%Y-%m-%d %H:%M}", "zone": zone.key, "what": what}
    first, second = (
        f"{at.astimezone(zone):%Y-%m-%d %H:%M UTC%z} ({at:%H:%M UTC})" for at in readings
    )
    return RequestError(
        _("%(wall)s in %(zone)s %(what)s.") % said,
        remedy=_("It could mean %(first)s or %(second)s: choose another time, or name it in UTC.")
        % {"first": first, "second": second},
    )
