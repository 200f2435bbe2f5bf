"""A PIT histogram lies in its band as often as is said, and outside if the model is wrong."""

from __future__ import annotations

import numpy as np
from scipy.stats import norm

from tocsin.desk.outlook import flatness
from tocsin.desk.outlook.cube import Array

WORLDS = 70


def _pit(rng: np.random.Generator, shape: tuple[int, int, int], *, alike: float = 0.0) -> Array:
    """Uniform PIT values, in which the windows and leads of a country hang together."""
    shared = rng.normal(size=(shape[0], 1, 1)) * np.sqrt(alike)
    values: Array = norm.cdf(shared + rng.normal(size=shape) * np.sqrt(1 - alike))
    return values


def _inside(alike: float) -> tuple[float, float]:
    """How often a calibrated model is inside, at a lead and at all leads at once."""
    rng = np.random.default_rng(11)
    found = [
        flatness.flatness(_pit(rng, (80, 4, 3), alike=alike), seed=seed) for seed in range(WORLDS)
    ]
    single = [flat.inside is True for flats in found for flat in flats[:-1]]
    return float(np.mean(single)), float(np.mean([flats[-1].inside is True for flats in found]))


def test_a_calibrated_model_is_inside_nine_times_in_ten() -> None:
    """It holds at a single lead and at all leads at once."""
    single, together = _inside(0.0)
    assert 0.83 <= single <= 0.97
    assert 0.8 <= together <= 0.99


def test_windows_of_a_country_may_hang_together() -> None:
    """The band is wide enough if what is true of a country in one year is true in the next."""
    single, together = _inside(0.5)
    assert 0.82 <= single <= 0.97
    assert 0.8 <= together <= 0.99


def test_a_shifted_model_is_outside() -> None:
    """A model that says too much, or is too sure, is outside at every lead."""
    values = _pit(np.random.default_rng(1), (190, 4, 3))
    for wrong in (values**2, np.abs(values - 0.5) * 2 % 0.5):
        assert not any(flat.inside for flat in flatness.flatness(wrong))


def test_leads_are_numbered_and_cells_counted() -> None:
    """What does not count is not in n; the last entry is of all leads at once."""
    values = _pit(np.random.default_rng(1), (40, 2, 3))
    values[:5, 0, 1] = np.nan
    found = flatness.flatness(values, first=3)
    assert [(flat.lead, flat.n) for flat in found] == [(3, 80), (4, 75), (5, 80), (None, 235)]


def test_few_countries_tell_nothing() -> None:
    """Below twenty countries, or with an empty lead, no verdict is given."""
    values = _pit(np.random.default_rng(1), (19, 4, 3))
    assert {flat.inside for flat in flatness.flatness(values)} == {None}
    empty = _pit(np.random.default_rng(1), (30, 4, 3))
    empty[..., 1] = np.nan
    assert {flat.inside for flat in flatness.flatness(empty)} == {None}


def test_all_in_one_bin_is_outside() -> None:
    """A histogram that could not be further from flat has no band to hide in."""
    assert not any(flat.inside for flat in flatness.flatness(np.full((30, 2, 3), 0.55)))
