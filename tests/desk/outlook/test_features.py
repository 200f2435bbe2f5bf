"""Features look back only, and an unobserved month is no quiet month."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.outlook import features
from tocsin.desk.outlook.cube import Cube

SERIES = st.lists(st.one_of(st.just(float("nan")), st.integers(0, 500)), min_size=1, max_size=40)


@given(SERIES, st.sampled_from([1, 3, 12]))
def test_a_window_sum_is_the_scaled_mean_of_what_was_observed(
    series: list[float], width: int
) -> None:
    """The sum over a window is its mean over observed months times its width, else NaN."""
    values = np.array(series, dtype=np.float32)
    found = features.window_sum(values, width)
    for t in range(len(values)):
        window = values[max(0, t - width + 1) : t + 1]
        seen = window[np.isfinite(window)]
        if len(seen):
            assert found[t] == pytest.approx(seen.mean() * width, rel=1e-4)
        else:
            assert np.isnan(found[t])


def test_a_gap_scales_the_sum_up() -> None:
    """Six observed months of ten deaths stand for a hundred and twenty in twelve."""
    values = np.where(np.arange(12) % 2, 10.0, np.nan).astype(np.float32)
    assert features.window_sum(values, 12)[-1] == 120


@pytest.mark.parametrize("cut", [40, 60, 77])
def test_no_feature_looks_ahead(cube: Cube, cut: int) -> None:
    """Features of a month are the same whether or not later months are there."""
    whole = features.build(cube)
    early = features.build(Cube(cube.places, cube.vectors, cube.first, cube.values[:, :, :cut]))
    assert early.names == whole.names
    assert np.array_equal(early.values, whole.values[:, :, :cut], equal_nan=True)


def test_every_feature_has_a_family(cube: Cube) -> None:
    """What a driver is called is known for each feature."""
    built = features.build(cube)
    assert set(built.families) == set(features.FAMILIES)
    assert built.values.shape == (*cube.values.shape, len(built.names))
    assert len(set(built.names)) == len(built.names)


def test_since_counts_months_and_is_capped(build: Callable[..., Cube]) -> None:
    """Months since a death count up from it; without one they stand at the cap."""
    values = np.zeros((2, 1, 24))
    values[0, 0, 10] = 3
    built = features.build(build(values))
    since = built.values[..., built.names.index("since_any")]
    assert since[0, 0, 10] == 0
    assert since[0, 0, 23] == 13
    assert (since[1] == features.NEVER).all()


def test_neighbours_count_and_others_do_not(build: Callable[..., Cube]) -> None:
    """Deaths in Tajikistan show next door in Afghanistan, and not as Tajikistan's neighbour's."""
    values = np.zeros((2, 1, 24))
    values[1, 0, 20] = 9
    built = features.build(build(values))
    near = built.values[..., built.names.index("near_12")]
    assert near[0, 0, 23] == pytest.approx(np.log1p(9))
    assert near[1, 0, 23] == 0


def test_adjacency_is_mutual(cube: Cube) -> None:
    """Who borders is bordered, and nobody borders itself."""
    near = features.adjacency(cube.places, cube.last)
    assert np.array_equal(near, near.T)
    assert not near.diagonal().any()
