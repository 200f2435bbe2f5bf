"""Lettering and hatching: chords across shapes, and the points where a name has room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import polars as pl

from tocsin.brief.projection import Points, View

SIZE = 12.0
LETTER = 0.56 * SIZE  # mean advance of a letter of a sans-serif face, pixels
ROW = 5.0  # pixels between the heights at which room is looked for
EDGE = 4.0
GAP = 5.0
SLANT = np.array([[1.0, 1.0], [-1.0, 1.0]]) / np.sqrt(2)


@dataclass(frozen=True)
class Label:
    """A name with its middle in pixels."""

    text: str
    x: float
    y: float

    def meets(self, other: Label) -> bool:
        """Whether the two would touch."""
        across = (len(self.text) + len(other.text)) / 2 * LETTER
        return abs(self.x - other.x) < across and abs(self.y - other.y) < SIZE


def place(places: pl.DataFrame, shapes: dict[str, list[Points]], view: View) -> list[Label]:
    """A label for every place that is seen and has room, members first, none touching another.

    The full name where it fits inside the shape, else the place's code.
    """
    found: list[Label] = []
    for key, role, name in (
        places.sort("role", "place").select("place", "role", "label").iter_rows()
    ):
        if not (room := _room(shapes.get(key, []), view)):
            continue
        x, y, width = room
        text = name if len(name) * LETTER < width else key
        if role != "member" and width < len(text) * LETTER:
            continue
        shifts = (0.0, -SIZE, SIZE) if role == "member" else (0.0,)
        free = (Label(text, round(x, 1), round(y + shift, 1)) for shift in shifts)
        found += [*islice((label for label in free if not any(map(label.meets, found))), 1)]
    return found


def hatch(shape: list[Points]) -> Iterator[list[list[float]]]:
    """Slanted lines that fill a shape, a few pixels apart, as pairs of pixels."""
    for y, chords in _chords([ring @ SLANT for ring in shape], GAP):
        for left, right in chords:
            yield (np.array([[left, y], [right, y]]) @ SLANT.T).round(1).tolist()


def _chords(shape: list[Points], step: float) -> Iterator[tuple[float, list[tuple[float, float]]]]:
    """Heights, a step apart, with the stretches that lie inside the shape (even-odd rule)."""
    if not shape:
        return
    x1, y1 = np.concatenate([ring[:-1] for ring in shape]).T
    x2, y2 = np.concatenate([ring[1:] for ring in shape]).T
    low = min(y1.min(), y2.min())
    for y in np.arange(np.ceil(low / step) * step, max(y1.max(), y2.max()), step) + 0.013:
        cut = np.flatnonzero((y1 > y) != (y2 > y))
        slope = (x2[cut] - x1[cut]) / (y2[cut] - y1[cut])
        crossings = np.sort(x1[cut] + (y - y1[cut]) * slope).tolist()
        yield float(y), list(zip(crossings[::2], crossings[1::2], strict=True))


def _room(shape: list[Points], view: View) -> tuple[float, float, float] | None:
    """The middle and width of the widest band, as high as a letter, inside the shape and window."""
    edge = view.width - EDGE
    rows = [
        (y, [(max(left, EDGE), min(right, edge)) for left, right in chords])
        for y, chords in _chords(shape, ROW)
        if SIZE < y < view.height - SIZE
    ]
    best = max(
        (
            (min(_clear(row, (left + right) / 2) for row in band), (left + right) / 2, y)
            for (_, above), (y, here), (_, below) in zip(rows, rows[1:], rows[2:], strict=False)
            for band in [(above, here, below)]
            for left, right in here
            if left < right
        ),
        default=(0.0, 0.0, 0.0),
    )
    return (best[1], best[2], 2 * best[0]) if best[0] > 0 else _speck(shape, view)


def _clear(chords: list[tuple[float, float]], x: float) -> float:
    return max((min(x - left, right - x) for left, right in chords), default=0.0)


def _speck(shape: list[Points], view: View) -> tuple[float, float, float] | None:
    if not shape:
        return None
    x, y = max(shape, key=len).mean(axis=0)
    return (x, y, 0.0) if 0 < x < view.width and 0 < y < view.height else None
