"""Joint sample paths: marginal draws put into an order that history shows to be plausible."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.features import window_sum
from tocsin.desk.outlook.marginal import DRAWS, LEADS
from tocsin.world import month as months
from tocsin.world.errors import CoverageError, RequestError

LEAST = 60
"""Months of figures that an outlook needs before its origin."""
ANALOGUES = 500
"""Windows of history that lend a place's draws their order; each serves several draws."""
HALF_LIFE = 6
"""Months after which half of the chance that tells equal windows apart is new."""


@dataclass(frozen=True)
class Paths:
    """Joint sample paths from an origin.

    `draws` has the shape (places, vectors, leads, draws), in deaths a month; the same draw is one
    possible future over all places, vectors and months. NaN: nothing is known to say.
    """

    origin: dt.date
    places: list[str]
    vectors: list[str]
    draws: Array
    model: str

    def of(self, place: str) -> Array:
        """The paths of one place, shape (vectors, leads, draws)."""
        if place not in self.places:
            raise RequestError(f"This outlook holds no place “{place}”.")
        found: Array = self.draws[self.places.index(place)]
        return found

    def total(self, place: str, horizon: int = 12) -> Array:
        """Deaths from all vectors in leads 1 to `horizon`, one number per draw."""
        summed: Array = self.of(place)[:, :horizon].sum(axis=(0, 1))
        return summed

    def month(self, lead: int) -> dt.date:
        """The month of a lead."""
        return months.shift(self.origin, lead)

    def over(self, places: list[str], vectors: list[str]) -> Paths:
        """The same for exactly these places and vectors; NaN where the outlook says nothing."""
        draws = np.full(
            (len(places), len(vectors), *self.draws.shape[2:]), np.nan, dtype=np.float32
        )
        for i, place in enumerate(places):
            for j, vector in enumerate(vectors):
                if place in self.places and vector in self.vectors:
                    draws[i, j] = self.of(place)[self.vectors.index(vector)]
        return replace(self, places=places, vectors=vectors, draws=draws)


def require(cube: Cube) -> None:
    """Raise `CoverageError` if a cube has fewer than `LEAST` months."""
    if (span := cube.values.shape[2]) < LEAST:
        raise CoverageError(
            f"There are {span} months of figures up to {cube.last:%Y-%m}.",
            remedy=f"An outlook needs at least {LEAST}: choose a later day or longer figures.",
        )


def shuffle(cube: Cube, places: list[str], marginals: Array, *, seed: int = 1) -> Array:
    """Reorder marginal draws into joint paths by a Schaake shuffle on analogue windows.

    For each place the `ANALOGUES` windows of 36 months are taken, from any place and time up to
    the origin, whose recent violence was most alike, and repeated to as many as there are draws;
    the draws of every vector and lead are put into the order that these windows had relative to
    their own level. Windows are sorted by time, so that one draw follows about the same years
    everywhere. Marginals are left exactly as they are.
    Source: Clark et al. (2004), doi:10.1175/1525-7541(2004)005<0243:TSSAMF>2.0.CO;2.

    Shapes: `marginals` and the result (places, vectors, leads, draws). Raises `CoverageError` if
    the cube has fewer than `LEAST` months.
    """
    require(cube)
    futures, states = _windows(cube)
    now = _state(cube)[:, -1]
    out = np.empty_like(marginals)
    for i, place in enumerate(places):
        rng = np.random.default_rng([seed, *hashlib.sha256(place.encode()).digest()[:4]])
        chosen = _analogues(states, now[cube.row(place)], rng)
        keys = _order(futures[chosen], rng)
        rank = np.argsort(np.argsort(keys, axis=-1), axis=-1)
        out[i] = np.take_along_axis(marginals[i], rank, axis=-1)
    return out


def independent(marginals: Array, *, seed: int = 1) -> Array:
    """Marginal draws in random order: what joint paths are compared with, never issued."""
    return np.random.default_rng(seed).permuted(marginals, axis=-1)


def _state(cube: Cube) -> Array:
    """What two windows are compared by: recent and longer violence by vector.

    Shape (places, months, numbers); NaN where a place was not observed.
    """
    recent = np.log1p(window_sum(cube.values, 12))
    longer = np.log1p(window_sum(cube.values, 60) / 5)
    return np.moveaxis(np.concatenate([recent, longer / 2], axis=1), 1, -1)


def _windows(cube: Cube) -> tuple[Array, Array]:
    """All fully observed windows up to the origin, in order of time.

    Returns the futures relative to their level, shape (windows, vectors, leads), and the states
    that they started from, shape (windows, numbers).
    """
    span = cube.values.shape[2]
    first = min(12, span - LEADS - 1) - 1
    level = np.log1p(window_sum(cube.values, 12) / 12)
    slid = np.lib.stride_tricks.sliding_window_view(cube.values, LEADS, axis=2)
    futures = np.log1p(slid[:, :, first + 1 :]) - level[:, :, first : span - LEADS, None]
    futures = np.moveaxis(futures, 2, 0).reshape(-1, len(cube.vectors), LEADS)
    states = np.moveaxis(_state(cube)[:, first : span - LEADS], 1, 0)
    states = states.reshape(len(futures), -1)
    known = np.isfinite(futures).all(axis=(1, 2)) & np.isfinite(states).all(axis=1)
    return futures[known], states[known]


def _analogues(states: Array, now: Array, rng: np.random.Generator) -> NDArray[np.intp]:
    """`DRAWS` positions of the windows whose state is nearest to `now`, in order of time."""
    distance = np.square(states - np.nan_to_num(now)).sum(axis=1)
    tied = distance + rng.uniform(0, 1e-6, size=len(distance))
    size = min(ANALOGUES, len(distance))
    nearest = np.argpartition(tied, size - 1)[:size]
    repeated = np.resize(nearest, DRAWS)
    return np.sort(repeated)


def _order(futures: Array, rng: np.random.Generator) -> Array:
    """Sort keys of windows by vector and lead, shape (vectors, leads, windows).

    Windows that are equal in a month, mostly at zero, are told apart by a chance that drifts
    slowly from month to month: trouble lasts, but not for ever, and quiet years still differ.
    """
    keep = 0.5 ** (1 / HALF_LIFE)
    chance = rng.standard_normal(futures.shape)
    for lead in range(1, LEADS):
        chance[..., lead] *= np.sqrt(1 - keep**2)
        chance[..., lead] += keep * chance[..., lead - 1]
    return np.moveaxis(futures + 1e-6 * chance, 0, -1)
