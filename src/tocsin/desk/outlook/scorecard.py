"""All scores of one model on one window of the challenge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.desk.calm import CONFLICT
from tocsin.desk.outlook import scores
from tocsin.desk.outlook.cube import Array

PAIRED = ("crps", "ign", "mis")
"""The scores in which models are compared in pairs."""
MONTHLY = (*PAIRED, "crps_log1p", "brier_25", "coverage_90", "pit")
TOTALS = ("total_crps", "total_brier_25")


@dataclass(frozen=True)
class Scorecard:
    """The scores of a model on a window, cell by cell; NaN where a cell does not count.

    `monthly` holds `MONTHLY`, each of the shape (countries, months): CRPS, ignorance and interval
    score as the challenge defines them, the CRPS of log(1 + deaths), the Brier score for 25 deaths,
    whether the 90 % range held what came, and the randomised PIT. `totals` holds `TOTALS`, scores
    of the sum over all months of the window, each of the shape (countries,); None if the draws are
    no joint paths, so that they cannot be summed.
    """

    model: str
    monthly: dict[str, Array]
    totals: dict[str, Array] | None

    @property
    def n(self) -> int:
        """The number of country-months that count."""
        return int(np.isfinite(self.monthly["crps"]).sum())

    @property
    def n_totals(self) -> int:
        """The number of countries whose total counts."""
        return 0 if self.totals is None else int(np.isfinite(self.totals["total_crps"]).sum())

    def means(self) -> dict[str, float | None]:
        """The mean of every score but the PIT; None where nothing counts."""
        told = {key: _mean(cells) for key, cells in self.monthly.items() if key != "pit"}
        return told | {key: _mean(self.totals[key]) if self.totals else None for key in TOTALS}


def card(
    model: str, happened: Array, draws: Array, sums: Array | None = None, *, seed: scores.Seed = 1
) -> Scorecard:
    """Score a model's draws against what happened.

    Shapes: `happened` (countries, months), NaN where a cell does not count; `draws` (countries,
    months, draws), which may be NaN in those cells; `sums` (countries, draws), totals over the
    months along joint paths. All in deaths. The seed breaks the ties of the PIT; it has to be
    another one in each window, or windows would look as if they hung together.
    """
    counts = np.isfinite(happened)
    cells = _monthly(happened[counts], draws[counts].astype(float), seed)
    monthly = {key: _spread(values, counts) for key, values in cells.items()}
    return Scorecard(model, monthly, None if sums is None else _totals(happened, sums))


def _monthly(happened: Array, draws: Array, seed: scores.Seed) -> dict[str, Array]:
    """Scores of some cells, shapes (cells,) and (cells, draws)."""
    low, high = np.quantile(draws, [0.05, 0.95], axis=-1)
    return {
        "crps": scores.crps(happened, draws),
        "ign": scores.ignorance(happened, draws),
        "mis": scores.interval(happened, draws),
        "crps_log1p": scores.crps_log(happened, draws),
        "brier_25": _brier(happened, draws),
        "coverage_90": ((low <= happened) & (happened <= high)).astype(float),
        "pit": scores.randomised_pit(happened, draws, seed=seed),
    }


def _totals(happened: Array, sums: Array) -> dict[str, Array]:
    """Scores of the totals of those countries all of whose months count."""
    total = happened.sum(axis=1)
    counts = np.isfinite(total)
    came, said = total[counts], sums[counts]
    found = {"total_crps": scores.crps(came, said), "total_brier_25": _brier(came, said)}
    return {key: _spread(values, counts) for key, values in found.items()}


def _brier(happened: Array, draws: Array) -> Array:
    return scores.brier(happened >= CONFLICT, (draws >= CONFLICT).mean(axis=-1))


def _spread(values: Array, counts: Array) -> Array:
    """Values of those cells that count in the shape of all, NaN elsewhere."""
    out = np.full(counts.shape, np.nan)
    out[counts] = values
    return out


def _mean(cells: Array) -> float | None:
    known = cells[np.isfinite(cells)]
    return float(known.mean()) if known.size else None
