"""A decision under silence, as the machine of the silence procedure knows it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.council.council.decision import Method, Move, Stage
from tocsin.council.council.models import Decision
from tocsin.council.council.silence import Silence
from tocsin.world.errors import RequestError


def procedure(decision: Decision) -> Silence:
    """A decision under silence as the machine knows it."""
    if decision.expires_at is None or decision.method != Method.SILENCE:
        raise RequestError(_("It lies under no silence: it is decided in session."))
    timings = list(decision.timings.all())
    held_at = {row.before for row in timings if row.move == Move.HOLD}
    renewed = [row.at for row in timings if row.move == Move.EXTEND and row.before in held_at]
    return Silence(
        opened=decision.made_at,
        expires=decision.expires_at,
        stage=Stage(decision.stage),
        suspended=decision.suspended_at,
        begun=max(renewed, default=None),
    )
