"""Where a point of the Earth lies on a map: Lambert's azimuthal equal-area projection, fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.world.outline import Point

Points = NDArray[np.float64]
FAR = -0.6  # cosine of the distance from the centre beyond which shapes are too bent to draw


@dataclass(frozen=True)
class View:
    """A window on the Earth: centre in degrees, pixels per Earth radius, size in pixels."""

    longitude: float
    latitude: float
    scale: float
    width: float
    height: float

    def project(self, path: Sequence[Point]) -> Points | None:
        """A path's pixels, x to the right and y down; None if it lies too far round the Earth.

        Snyder (1987), Map Projections: A Working Manual, equations 24-2 to 24-4.
        """
        degrees = np.radians(np.asarray(path, dtype=float))
        turn, phi, phi0 = degrees[:, 0] - np.radians(self.longitude), degrees[:, 1], self._phi
        near = np.sin(phi0) * np.sin(phi) + np.cos(phi0) * np.cos(phi) * np.cos(turn)
        if near.min() < FAR:
            return None
        stretch = self.scale * np.sqrt(2 / (1 + near))
        x = stretch * np.cos(phi) * np.sin(turn)
        y = stretch * (np.cos(phi0) * np.sin(phi) - np.sin(phi0) * np.cos(phi) * np.cos(turn))
        return np.column_stack([self.width / 2 + x, self.height / 2 - y])

    @property
    def _phi(self) -> float:
        return float(np.radians(self.latitude))

    def sees(self, pixels: Points) -> bool:
        """Whether the rectangle around these pixels touches the window."""
        low, high = pixels.min(axis=0), pixels.max(axis=0)
        return bool((high >= 0).all() and (low <= [self.width, self.height]).all())

    def degrees(self, x: float, y: float) -> Point:
        """The longitude and latitude of a pixel; the inverse of `project`."""
        x, y = (x - self.width / 2) / self.scale, (self.height / 2 - y) / self.scale
        if not (rho := float(np.hypot(x, y))):
            return self.longitude, self.latitude
        c, phi0 = 2 * np.arcsin(min(1.0, rho / 2)), self._phi
        phi = np.arcsin(np.cos(c) * np.sin(phi0) + y * np.sin(c) * np.cos(phi0) / rho)
        below = rho * np.cos(phi0) * np.cos(c) - y * np.sin(phi0) * np.sin(c)
        longitude = self.longitude + np.degrees(np.arctan2(x * np.sin(c), below))
        return (float(longitude) + 180) % 360 - 180, float(np.degrees(phi))


def fit(paths: Sequence[Sequence[Point]], *, width: float, margin: float = 0.05) -> View:
    """The view of this width, in pixels, that shows all paths with a margin on every side.

    It is centred on the paths by turning it to the middle of their extent until that stands still;
    its height follows from their shape, between 0.55 and 0.9 of the width.
    """
    view = replace(_middle(paths), width=width)
    for _ in range(6):
        low, high = _extent(view, paths)
        view = replace(
            view,
            **dict(zip(("longitude", "latitude"), view.degrees(*(low + high) / 2), strict=True)),
        )
    low, high = _extent(view, paths)
    across, down = (high - low) * (1 + 2 * margin)
    height = round(min(max(down / across, 0.55), 0.9) * width)
    return replace(view, height=height, scale=min(width / across, height / down) * view.scale)


def simple(pixels: Points, off: float) -> Points:
    """A path with fewer points that is nowhere further off than this, rounded to tenths.

    Douglas & Peucker (1973); walked backwards a path keeps the same points.
    """
    keep = np.zeros(len(pixels), dtype=bool)
    keep[[0, -1]] = True
    open_ends = [(0, len(pixels) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        if last - first < 2:
            continue
        away = _distances(pixels[first : last + 1])
        if away.max() > off:
            middle = first + int(away.argmax())
            keep[middle] = True
            open_ends += [(first, middle), (middle, last)]
    return pixels[keep].round(1)


def _distances(pixels: Points) -> Points:
    """How far each point lies from the straight line between the ends (from the end of a loop)."""
    along, out = pixels[-1] - pixels[0], pixels - pixels[0]
    if not (length := float(np.hypot(*along))):
        return np.asarray(np.hypot(*out.T))
    return np.asarray(np.abs(along[0] * out[:, 1] - along[1] * out[:, 0]) / length)


def _middle(paths: Sequence[Sequence[Point]]) -> View:
    degrees = np.radians(np.concatenate([np.asarray(path, dtype=float) for path in paths]))
    turn, phi = degrees[:, 0], degrees[:, 1]
    x, y, z = (
        (np.cos(phi) * np.cos(turn)).mean(),
        (np.cos(phi) * np.sin(turn)).mean(),
        np.sin(phi).mean(),
    )
    longitude, latitude = np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
    return View(float(longitude), float(latitude), 1.0, 0.0, 0.0)


def _extent(view: View, paths: Sequence[Sequence[Point]]) -> tuple[Points, Points]:
    drawn = [pixels for path in paths if (pixels := view.project(path)) is not None]
    together = np.concatenate(drawn)
    return together.min(axis=0), together.max(axis=0)
