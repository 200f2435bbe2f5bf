"""Our model, the baselines and others' submissions on windows of the past, scored side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import flatness, forecast, paired, paths, scorecard, scores, submission
from tocsin.desk.outlook import window as windows
from tocsin.desk.outlook.cube import Array, Cube
from tocsin.desk.outlook.flatness import Flatness
from tocsin.desk.outlook.marginal import DRAWS, LEADS, RECENT
from tocsin.desk.outlook.paired import Difference
from tocsin.desk.outlook.samples import VECTOR
from tocsin.desk.outlook.scorecard import PAIRED, Scorecard
from tocsin.desk.outlook.submission import Entries, Submission
from tocsin.desk.outlook.window import Window
from tocsin.world.errors import CoverageError, RequestError
from tocsin.world.place import challenge

OURS = "tocsin"


@dataclass(frozen=True)
class Settings:
    """What is backtested: windows, vector, first seed and number of seeds."""

    windows: list[Window]
    vector: str = VECTOR
    seed: int = 1
    seeds: int = 1


@dataclass(frozen=True)
class Scored:
    """One window: a scorecard for every model, ours first.

    `draws` are ours, shape (191 countries, 12 months, draws); `violent` tells of each country
    whether anybody died in the twelve months to the origin; `left_out` says what does not count and
    why; `lost` which submissions lack cells that count; `spread` has our means for every seed.
    """

    window: Window
    cards: list[Scorecard]
    draws: Array
    violent: Array
    left_out: list[str]
    lost: list[str]
    spread: list[dict[str, float | None]]

    def card(self, model: str) -> Scorecard | None:
        """The scorecard of a model, if it is in this window."""
        return next((card for card in self.cards if card.model == model), None)


@dataclass(frozen=True)
class Backtest:
    """All windows, and what was said of the submissions' files."""

    settings: Settings
    scored: list[Scored]
    notes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    @cached_property
    def models(self) -> list[str]:
        """The names of all models, ours first, in the order in which they first occur."""
        return list(dict.fromkeys(card.model for each in self.scored for card in each.cards))

    def differences(self, model: str, window: Window | None = None) -> dict[str, Difference]:
        """Ours less a model's in each of `scorecard.PAIRED`, in a window or over all of its own."""
        pairs = [pair for each in self._of(window) if (pair := _pair(each, model))]
        return {
            key: paired.difference(
                *(np.hstack([cards[side].monthly[key] for cards in pairs]) for side in (0, 1)),
                seed=self.settings.seed,
            )
            for key in PAIRED
        }

    def calibration(self, model: str) -> dict[str, list[Flatness]]:
        """Flatness of a model's PIT by lead over its windows: of all cells and where people died.

        “violent” are the countries where anybody died in the twelve months to the origin.
        """
        cards = [(each, card) for each in self.scored if (card := each.card(model))]
        pit = np.stack([card.monthly["pit"] for _, card in cards], axis=1)
        hurt = np.stack([each.violent for each, _ in cards], axis=1)[..., None]
        groups = {"all": pit, "violent": np.where(hurt, pit, np.nan)}
        return {
            name: flatness.flatness(group, first=windows.FIRST_LEAD, seed=self.settings.seed)
            for name, group in groups.items()
        }

    def _of(self, window: Window | None) -> list[Scored]:
        return [each for each in self.scored if window in (None, each.window)]


def _pair(scored: Scored, model: str) -> tuple[Scorecard, Scorecard] | None:
    other = scored.card(model)
    return (scored.cards[0], other) if other else None


def run(
    table: pl.DataFrame,
    settings: Settings,
    entries: Entries | None = None,
    *,
    tell: Callable[[str], object] = lambda _: None,
) -> Backtest:
    """Forecast and score every window with a figures table (`tables.FIGURES`).

    The same figures are what models learn from, up to the origin, and what happened. A country and
    month counts if what happened is known and our models say something of it; all models are scored
    over the same cells. Raises `CoverageError` if the figures do not span what a window needs, and
    `RequestError` for submissions on a vector that the challenge does not ask for.
    """
    given = entries or Entries()
    if given.submissions and settings.vector != VECTOR:
        raise RequestError(
            f"Submissions are of {VECTOR} deaths and cannot be scored on {settings.vector}.",
            where="--against",
        )
    windows.require(settings.windows, table, settings.vector)
    whole = cubes.from_panel(panels.from_figures(table))
    scored = []
    for window in settings.windows:
        tell(f"Window {window.year}: forecasting from {window.origin:%Y-%m}")
        found = [each for each in given.submissions if each.window == window]
        scored.append(_window(whole, table, window, settings, found, tell))
    lost = [*given.lost, *(reason for each in scored for reason in each.lost)]
    return Backtest(settings, scored, given.notes, lost)


def _window(
    whole: Cube,
    table: pl.DataFrame,
    window: Window,
    settings: Settings,
    found: list[Submission],
    tell: Callable[[str], object],
) -> Scored:
    known = cubes.from_panel(panels.from_figures(table, window.origin))
    came = windows.actual(whole, window, settings.vector)
    if not np.isfinite(came[_observed(known, settings.vector)]).any():
        raise CoverageError(
            f"In window {window.year} there is no country of which both the outcome and the twelve "
            "months to the origin are known."
        )
    said = dict(_forecasts(known, settings.vector, settings.seed))
    spoken = np.all([np.isfinite(draws).all(axis=-1) for draws, _ in said.values()], axis=0)
    counts = np.isfinite(came) & spoken
    happened = np.where(counts, came, np.nan)
    tell(f"Window {window.year}: scoring")
    ties = (settings.seed, window.year)
    cards = [
        scorecard.card(name, happened, draws, sums, seed=ties)
        for name, (draws, sums) in said.items()
    ]
    checked = list(submission.complete(found, counts, window))
    cards += [_submitted(each, happened, ties) for each in checked if isinstance(each, Submission)]
    return Scored(
        window,
        cards,
        said[OURS][0],
        windows.violent(known, window, settings.vector),
        list(_left_out(came, counts, window)),
        [each for each in checked if isinstance(each, str)],
        [cards[0].means(), *_others(known, happened, settings, tell)],
    )


def _forecasts(
    cube: Cube, vector: str, seed: int, models: list[str] | None = None
) -> Iterator[tuple[str, tuple[Array, Array]]]:
    """Our model's and the baselines' draws of a window, and their totals along joint paths.

    Shapes (191 countries, 12 months, draws) and (191 countries, draws); NaN: nothing is said. The
    draws of a model are sorted, so that the ranks which joint paths give them are the same for all.
    """
    at = cube.vectors.index(vector)
    places = [p for p, is_so in zip(challenge(), _observed(cube, vector), strict=True) if is_so]
    numbers = np.broadcast_to(
        np.arange(DRAWS, dtype=np.int16), (len(places), len(cube.vectors), LEADS, DRAWS)
    )
    ranks = paths.shuffle(cube, places, numbers, seed=seed)[:, at, windows.LEADS].astype(np.intp)
    for model in models or forecast.models():
        whole = forecast.draws(cube, places, model=model, seed=seed)
        draws = whole[:, at, windows.LEADS].copy()
        del whole
        joint = np.take_along_axis(draws, ranks, axis=-1).sum(axis=1, dtype=np.float64)
        name = OURS if model == forecast.DEFAULT else model
        yield name, (_spread(draws, places), _spread(joint, places))


def _observed(cube: Cube, vector: str) -> Array:
    """For each of the 191 countries, whether anything was observed in its last months."""
    recent: Array = windows.of_challenge(cube, vector)[:, -RECENT:]
    return np.asarray(np.isfinite(recent).any(axis=1))


def _spread(values: Array, places: list[str]) -> Array:
    """Values of some places for all 191 countries, NaN for those that are not there."""
    out = np.full((len(challenge()), *values.shape[1:]), np.nan, dtype=values.dtype)
    rows = {place: row for row, place in enumerate(challenge())}
    out[[rows[place] for place in places]] = values
    return out


def _submitted(found: Submission, happened: Array, seed: scores.Seed) -> Scorecard:
    """The scorecard of a submission; the name of a model of ours is told apart from it."""
    taken = {OURS, *forecast.models()}
    name = f"{found.model}, submitted" if found.model in taken else found.model
    sums = found.draws.sum(axis=1, dtype=np.float64) if found.joint else None
    return scorecard.card(name, happened, found.draws, sums, seed=seed)


def _others(
    cube: Cube, happened: Array, settings: Settings, tell: Callable[[str], object]
) -> Iterator[dict[str, float | None]]:
    """Our mean scores with the seeds after the first."""
    for seed in range(settings.seed + 1, settings.seed + settings.seeds):
        tell(f"Forecasting from {cube.last:%Y-%m} with seed {seed}")
        for name, (draws, sums) in _forecasts(cube, settings.vector, seed, [forecast.DEFAULT]):
            yield scorecard.card(name, happened, draws, sums, seed=seed).means()


def _left_out(came: Array, counts: Array, window: Window) -> Iterator[str]:
    """Which cells and totals do not count, and why."""
    known = np.isfinite(came)
    if not known.all():
        told = windows.cells(~known, window)
        yield f"what happened is unknown, left out of every score and total: {told}."
    if (known & ~counts).any():
        told = windows.cells(known & ~counts, window)
        yield (
            "nothing was observed in the twelve months to the origin, so that nothing is forecast, "
            f"left out of every score and total: {told}."
        )
