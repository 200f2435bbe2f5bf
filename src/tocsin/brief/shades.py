"""The classes of chance that places are filled with on a map, and named by in its table."""

from __future__ import annotations

UNKNOWN = "unknown (hatched)"
CLASSES = {
    "under 1%": (0.01, "var(--risk-0)"),
    "1–5%": (0.05, "var(--risk-1)"),
    "5–20%": (0.20, "var(--risk-2)"),
    "20–50%": (0.50, "var(--risk-3)"),
    "50–80%": (0.80, "var(--risk-4)"),
    "80% and more": (float("inf"), "var(--risk-5)"),
}


def classed(chance: float | None) -> str:
    """The label of the class in which a chance from 0 to 1 falls; null is unknown."""
    if chance is None:
        return UNKNOWN
    return next(label for label, (below, _) in CLASSES.items() if chance < below)
