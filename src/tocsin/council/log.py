"""The log: what went wrong and where, without the words of errors, which may hold marked text."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Terse(logging.Formatter):
    """Writes an exception as its kind and the places that it came through."""

    def formatException(  # noqa: N802 (the name that logging calls)
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """An exception without its words."""
        kind, _error, trace = ei
        places = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "", *places])
