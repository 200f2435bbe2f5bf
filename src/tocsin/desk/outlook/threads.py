"""How many processors a model may compute on at once, in one process."""

from __future__ import annotations

import os

from tocsin.world.errors import RequestError

VARIABLE = "TOCSIN_THREADS"


def threads() -> int:
    """The threads that a model may use: `TOCSIN_THREADS`, else one for each processor.

    Raises `RequestError` if the variable holds anything but a whole number above 0.
    """
    said = os.environ.get(VARIABLE, "")
    if not said:
        return len(os.sched_getaffinity(0))
    if not (said.isascii() and said.isdigit() and int(said)):
        raise RequestError(f"{VARIABLE} is “{said}”.", remedy="Set it to 1, 2, 3 …")
    return int(said)
