"""From reports to statements: first a report's plain text, then who says what in it.

The public names are loaded when they are first asked for, so that a command starts at once.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tocsin.desk.reading.confined import extract
    from tocsin.desk.reading.reader import read, release
    from tocsin.desk.reading.statement import Deed, Found, Precision, Span, Statement, Voice
    from tocsin.desk.reading.tables import acts, spans, statements

__all__ = [
    "Deed",
    "Found",
    "Precision",
    "Span",
    "Statement",
    "Voice",
    "acts",
    "extract",
    "read",
    "release",
    "spans",
    "statements",
]

_HOMES = {
    "confined": ("extract",),
    "reader": ("read", "release"),
    "statement": ("Deed", "Found", "Precision", "Span", "Statement", "Voice"),
    "tables": ("acts", "spans", "statements"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
