"""Results of a backtest read the same as tables and as rows of JSON."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from rich.console import Console

from tocsin.desk.outlook import backtest, results, scorecard, window
from tocsin.desk.outlook.backtest import OURS, Backtest, Scored
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.scorecard import Scorecard
from tocsin.desk.outlook.window import Window

KEYS = ("n", "crps", "ign", "mis", "crps_log1p", "brier_25", "coverage_90")


def _card(model: str, happened: Array, shift: int, *, joint: bool) -> Scorecard:
    draws = np.repeat(happened[..., None] + shift, 20, axis=-1)
    return scorecard.card(model, happened, draws, draws.sum(axis=1) if joint else None)


def _scored(asked: Window) -> Scored:
    """A window in which one model is always worse than ours, and another equal to it."""
    happened = np.random.default_rng(asked.year).poisson(3, (30, 12)).astype(float)
    cards = [
        _card(name, happened, shift, joint=joint)
        for name, shift, joint in ((OURS, 1, True), ("worse", 2, True), ("equal", 1, False))
    ]
    spread = [cards[0].means(), {**cards[0].means(), "crps": 3.0}]
    return Scored(asked, cards, np.zeros(0), np.ones(30, dtype=bool), ["a reason."], [], spread)


@pytest.fixture(scope="module")
def found() -> Backtest:
    """Two windows with three models and two seeds."""
    settings = backtest.Settings(window.parse("2016,2017"), seeds=2)
    return Backtest(settings, [_scored(each) for each in settings.windows])


def _printed(found: Backtest, width: int, *, calibration: bool = False) -> str:
    console = Console(width=width, record=True, file=None, quiet=False, highlight=False)
    with console.capture() as said:
        results.show(found, console, calibration=calibration)
    return said.get()


def test_a_row_for_each_model_and_window(found: Backtest) -> None:
    """Rows have the agreed keys, differences and seeds, and nothing that JSON cannot say."""
    rows = json.loads(json.dumps(results.rows(found, calibration=True), allow_nan=False))
    assert [(r["model"], r["window"]) for r in rows] == [
        (model, year) for year in (2016, 2017) for model in (OURS, "worse", "equal")
    ]
    ours, worse, equal = rows[:3]
    assert [ours[key] for key in KEYS] == pytest.approx([360, 1, *(ours[k] for k in KEYS[2:])])
    assert (ours["difference"], ours["difference_over_all"]) == (None, None)
    for key in ("difference", "difference_over_all"):
        assert worse[key]["crps"] == {"mean": -1, "low": -1, "high": -1, "verdict": "ahead"}
        assert equal[key]["mis"]["verdict"] == "cannot be told"
    assert ours["seeds"]["crps"] == {"mean": 2, "low": 1, "high": 3}
    assert (equal["total_crps"], equal["n_totals"], worse["total_crps"]) == (None, 0, 24)
    assert "not joint" in equal["totals_unknown"]
    assert sum(ours["pit"]) == pytest.approx(1)
    assert len(ours["calibration"]) == 2 * 13
    assert ours["left_out"] == ["a reason."]


@pytest.mark.parametrize("width", [40, 200])
def test_tables_are_markdown_and_whole(found: Backtest, width: int) -> None:
    """Every row stands in one line, however narrow the terminal, with as many cells as the head."""
    text = _printed(found, width, calibration=True)
    lines = [line for line in text.splitlines() if line.startswith("|")]
    assert re.search(r"\| model +\| window \| +n \| +CRPS \| +IGN \| +MIS \|", text)
    assert len({line.count("|") for line in lines if "worse" in line}) == 2, "scores, differences"
    assert not [line for line in lines if not line.endswith("|") or "…" in line]
    assert sum(line.startswith(f"| {OURS} ") for line in lines) == 2


def test_verdicts_are_said_in_words(found: Backtest) -> None:
    """Ahead and what cannot be told are said for each window and over all."""
    text = _printed(found, 120)
    assert text.count("-1.000 [-1.000, -1.000] ahead") >= 3
    assert text.count("cannot be told") == 9
    assert "| worse | all    |" in text
    assert "Totals of equal are unknown: draws are not joint paths" in text
    assert "Window 2016: a reason." in text
    assert "with seeds 1–2: mean (lowest – highest)" in text
    assert "2.000 (1.000 – 3.000)" in text
