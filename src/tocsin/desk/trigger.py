"""Triggers held against outlooks: which fire now, and how they did on past origins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.scoreboard import after
from tocsin.world import month as months
from tocsin.world.trigger import ALL, Trigger

YEAR = 12
RESAMPLES = 2000
INTERVAL = (0.05, 0.95)
LEAST_DEFINED = 0.9
"""Share of resamples that must have a value for an interval to be given."""
_COLUMNS: dict[tuple[bool | None, bool | None], int] = {
    (True, True): 0,
    (False, True): 1,
    (True, False): 2,
    (False, False): 3,
}
"""Hits, misses, false alarms, rejections: by what was said and whether it came."""


@dataclass(frozen=True)
class Firing:
    """What a trigger makes of one place: the chance, the limit, and whether to warn.

    An unknown chance is None, and then so is `warn`: the trigger neither fired nor stayed quiet.
    """

    place: str
    chance: float | None
    limit: float
    warn: bool | None


@dataclass(frozen=True)
class Case:
    """A trigger at one place and past origin, and what came; None is unknown.

    `lead` counts the months from the origin to that in which the threshold was reached; `quiet`
    says whether the twelve months up to the origin had stayed below it.
    """

    origin: dt.date
    place: str
    chance: float | None
    fired: bool | None
    came: bool | None
    lead: int | None
    quiet: bool | None


@dataclass(frozen=True)
class Tally:
    """Cases counted: what was said against what came.

    `lead` is the median over hits, in months; `value` the relative economic value with its 90 %
    `interval`. None: it cannot be said.
    """

    hits: int
    misses: int
    false_alarms: int
    rejections: int
    unknown: int
    lead: float | None
    value: float | None
    interval: tuple[float, float] | None

    @property
    def n(self) -> int:
        """All cases, the unknown ones among them."""
        return self.hits + self.misses + self.false_alarms + self.rejections + self.unknown

    @property
    def hit_rate(self) -> float | None:
        """Of what came, the share that was warned of."""
        return _share(self.hits, self.hits + self.misses)

    @property
    def false_alarm_ratio(self) -> float | None:
        """Of the warnings, the share after which it did not come."""
        return _share(self.false_alarms, self.hits + self.false_alarms)


@dataclass(frozen=True)
class Track:
    """The record of a trigger: its cases, all of them counted, and the onsets apart.

    Onsets are the cases in a place that had been quiet, where early warning is needed; one whose
    quiet is unknown counts as unknown among them.
    """

    trigger: Trigger
    cases: list[Case]
    overall: Tally
    onsets: Tally

    @property
    def origins(self) -> list[dt.date]:
        """The origins judged, oldest first."""
        return sorted({case.origin for case in self.cases})


def fired(trigger: Trigger, paths: Paths, places: list[str]) -> list[Firing]:
    """Hold a trigger against an outlook: one firing for each place, in their order.

    It warns if the chance is strictly greater than cost/loss (Murphy 1977,
    doi:10.1175/1520-0493(1977)105<0803:TVOCCA>2.0.CO;2).
    """
    return [_firing(trigger, place, chance(trigger, paths, place)) for place in places]


def _firing(trigger: Trigger, place: str, said: float | None) -> Firing:
    return Firing(place, said, trigger.limit, None if said is None else said > trigger.limit)


def chance(trigger: Trigger, paths: Paths, place: str) -> float | None:
    """The share of joint paths that reach the threshold within the trigger's months.

    None if the outlook says nothing of the place, or not of every month.
    """
    if place not in paths.places:
        return None
    deaths = _chosen(trigger, paths.of(place), paths.vectors)[:, : trigger.months]
    if deaths.shape[1] < trigger.months or not np.isfinite(deaths).all():
        return None
    return float((deaths.sum(axis=(0, 1)) >= trigger.threshold).mean())


def track(
    trigger: Trigger,
    outlooks: Iterable[Paths],
    cube: Cube,
    places: list[str] | None = None,
    *,
    seed: int = 1,
) -> Track:
    """How a trigger did on past origins, as far as a cube of figures knows what came.

    `outlooks` are hindcasts, each made from figures up to its origin; `places` are those judged,
    else all in each outlook. Intervals resample places, since the years of one place hang together.
    """
    found = [case for outlook in outlooks for case in cases(trigger, outlook, cube, places)]
    return counted(trigger, found, seed=seed)


def cases(
    trigger: Trigger, outlook: Paths, cube: Cube, places: list[str] | None = None
) -> list[Case]:
    """The cases of a trigger on one past outlook; see `track`."""
    return [_case(trigger, outlook, cube, place) for place in places or outlook.places]


def counted(trigger: Trigger, cases: list[Case], *, seed: int = 1) -> Track:
    """The record that a trigger's cases make; see `track`."""
    onsets = [
        case if case.quiet else replace(case, came=None)
        for case in cases
        if case.quiet is not False
    ]
    overall, early = (_tally(found, trigger.limit, seed) for found in (cases, onsets))
    return Track(trigger, cases, overall, early)


def value(counts: Array, limit: float) -> Array:
    """Relative economic value of warnings: 1 for perfect ones, 0 for none better than climate.

    With expenses in units of the loss, c = `limit` (cost/loss), n cases and e = hits + misses:

        E_climate = min(n c, e)      always act, or never: whichever is cheaper
        E_perfect = e c              act exactly when it comes
        E_forecast = (hits + false alarms) c + misses
        V = (E_climate − E_forecast) / (E_climate − E_perfect)

    after Richardson (2000), doi:10.1002/qj.49712656313. The climate is the base rate e/n of these
    very cases, known only afterwards, which makes it a hard rival. Shapes: `counts` (..., 4) holds
    hits, misses, false alarms and rejections; the result (...) is NaN where always or never
    something came, since nothing can then be gained.
    """
    hits, misses, false_alarms, _ = np.moveaxis(np.asarray(counts, dtype=float), -1, 0)
    n, events = np.sum(counts, axis=-1), hits + misses
    climate = np.minimum(n * limit, events)
    gain = climate - (hits + false_alarms) * limit - misses
    most = climate - events * limit
    defined = (events > 0) & (events < n)
    worth: Array = np.divide(gain, most, out=np.full(np.shape(most), np.nan), where=defined)
    return worth


def _chosen(trigger: Trigger, by_vector: Array, vectors: list[str]) -> Array:
    """The rows of the trigger's vectors, NaN for one that is not there."""
    if trigger.vector == ALL:
        return by_vector
    if trigger.vector in vectors:
        return by_vector[[vectors.index(trigger.vector)]]
    return np.full_like(by_vector[:1], np.nan)


def _case(trigger: Trigger, outlook: Paths, cube: Cube, place: str) -> Case:
    said = _firing(trigger, place, chance(trigger, outlook, place))
    came, lead = _came(trigger, cube, place, outlook.origin)
    quiet = _quiet(trigger, cube, place, outlook.origin)
    return Case(outlook.origin, place, said.chance, said.warn, came, lead, quiet)


def _came(
    trigger: Trigger, cube: Cube, place: str, origin: dt.date
) -> tuple[bool | None, int | None]:
    """Whether the threshold was reached, and in which month; not said before the months are over.

    Else of the latest origins only those where it came early would count.
    """
    if months.shift(origin, trigger.months) > cube.last:
        return None, None
    running, known = _running(trigger, cube, place, origin, trigger.months)
    reached = running >= trigger.threshold
    if not reached.any():
        return (False if known.all() else None), None
    first = int(reached.argmax())
    return True, first + 1 if known[: first + 1].all() else None


def _quiet(trigger: Trigger, cube: Cube, place: str, origin: dt.date) -> bool | None:
    """Whether the twelve months up to an origin stayed below the threshold."""
    running, known = _running(trigger, cube, place, months.shift(origin, -YEAR), YEAR)
    if running[-1] >= trigger.threshold:
        return False
    return True if known.all() else None


def _running(
    trigger: Trigger, cube: Cube, place: str, origin: dt.date, horizon: int
) -> tuple[Array, Array]:
    """Deaths known since an origin, summed month by month, and which months are known whole."""
    deaths = _chosen(trigger, after(cube, [place], origin, horizon)[0], cube.vectors)
    known: Array = np.all(np.isfinite(deaths), axis=0)
    return np.cumsum(np.nansum(deaths, axis=0, dtype=float)), known


def _tally(cases: list[Case], limit: float, seed: int) -> Tally:
    known = [case for case in cases if (case.fired, case.came) in _COLUMNS]
    places = sorted({case.place for case in known})
    counts = np.zeros((len(places), len(_COLUMNS)), dtype=int)
    for case in known:
        counts[places.index(case.place), _COLUMNS[case.fired, case.came]] += 1
    hits, misses, false_alarms, rejections = counts.sum(axis=0).tolist()
    leads = [case.lead for case in known if case.fired and case.lead is not None]
    worth = float(value(counts.sum(axis=0), limit))
    return Tally(
        hits=hits,
        misses=misses,
        false_alarms=false_alarms,
        rejections=rejections,
        unknown=len(cases) - len(known),
        lead=float(median(leads)) if leads else None,
        value=worth if np.isfinite(worth) else None,
        interval=_interval(counts, limit, seed),
    )


def _interval(counts: Array, limit: float, seed: int) -> tuple[float, float] | None:
    """The 90 % interval of the value over resampled places; None if too few have a value."""
    if len(counts) < 2:
        return None
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(counts), size=(RESAMPLES, len(counts)))
    values = value(counts[drawn].sum(axis=1), limit)
    values = values[np.isfinite(values)]
    if len(values) < LEAST_DEFINED * RESAMPLES:
        return None
    low, high = np.quantile(values, INTERVAL)
    return float(low), float(high)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
