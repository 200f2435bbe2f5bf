"""What is learned does not depend on the threads, and a training that is to end breaks off."""

import numpy as np
import pytest

from tocsin.desk.outlook.boosting import Effort, boost

SETTINGS = {"objective": "binary", "num_leaves": 7, "min_data_in_leaf": 5, "seed": 1}
RNG = np.random.default_rng(3)
INPUTS = RNG.normal(size=(400, 5)).astype(np.float32)
TARGET = RNG.uniform(size=400) < 1 / (1 + np.exp(-2 * INPUTS[:, 0]))
WEIGHT = np.ones(400)


def test_threads_change_nothing() -> None:
    """With one thread and with two the predictions are the same to the bit."""
    one, two = (boost(SETTINGS, 20, INPUTS, TARGET, WEIGHT, Effort(n)) for n in (1, 2))
    assert np.array_equal(np.asarray(one.predict(INPUTS)), np.asarray(two.predict(INPUTS)))
    assert np.asarray(one.predict(INPUTS)).std() > 0.1


def test_it_breaks_off_when_it_is_to_end() -> None:
    """No tree is grown any more once the effort is over."""
    effort = Effort()
    effort.over.set()
    with pytest.raises(KeyboardInterrupt):
        boost(SETTINGS, 100_000, INPUTS, TARGET, WEIGHT, effort)
