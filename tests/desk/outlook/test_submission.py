"""Submissions are used as they are, refused, or left out with the reason; never used in part."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook import hubverse, scorecard, submission, views, window
from tocsin.desk.outlook.cube import Array
from tocsin.desk.outlook.paths import Paths
from tocsin.desk.outlook.submission import Submission
from tocsin.desk.outlook.window import Window
from tocsin.desk.sources import figures
from tocsin.world.errors import DataError, RequestError
from tocsin.world.place import challenge

ASKED = Window(2018)
DRAWS = np.random.default_rng(5).poisson(2.0, (191, 12, 5)).astype(np.float32)
WHOLE = np.ones((191, 12), dtype=bool)
CELL = (pl.col("country_id") == 133) & (pl.col("month_id") == 459)
Change = Callable[[pl.DataFrame], pl.DataFrame]


def _written(path: Path, change: Change = lambda table: table) -> Path:
    change(views.table(DRAWS, ASKED)).write_parquet(path)
    return path


def _hub(path: Path, origin: dt.date = ASKED.origin) -> Path:
    """The same draws in the form of the Hubverse: all leads from 1 to 14."""
    whole = np.zeros((191, 1, 14, 5), dtype=np.float32)
    whole[:, 0, 2:] = DRAWS
    paths = Paths(origin, list(challenge()), ["state_based"], whole, "mine")
    hubverse.write(paths, path)
    return path


def _only(paths: list[Path]) -> Submission:
    found = submission.gather(paths, [ASKED])
    (only,) = found.submissions
    assert not found.lost
    return only


def _lacks(found: Submission, counts: Array = WHOLE) -> list[Submission | str]:
    return list(submission.complete([found], counts, ASKED))


def test_both_formats_give_the_draws_that_were_written(tmp_path: Path) -> None:
    """Draws come back cell by cell; only those of the Hubverse may be summed over months."""
    plain = _only([_written(tmp_path / "mine_2018.parquet")])
    joint = _only([_hub(tmp_path / "hub.parquet")])
    for found in (plain, joint):
        assert (found.model, found.window) == ("mine", ASKED)
        assert np.array_equal(found.draws, DRAWS)
        assert _lacks(found) == [found]
    assert (plain.joint, joint.joint) == (False, True)


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """Shuffled rows give the same draws."""
    path = _written(
        tmp_path / "a_2018.parquet", lambda t: t.sample(fraction=1, shuffle=True, seed=1)
    )
    assert np.array_equal(_only([path]).draws, DRAWS)


def test_numbers_of_samples_that_differ_between_cells_are_no_paths(tmp_path: Path) -> None:
    """If a number is not shared by all countries and months, nothing is joint."""
    path = _hub(tmp_path / "hub.parquet")
    own = pl.when(pl.col("place") == "AFG").then(pl.lit("9")).otherwise(pl.lit(""))
    pl.read_parquet(path).with_columns(output_type_id=own + pl.col("output_type_id")).write_parquet(
        path
    )
    assert not _only([path]).joint


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.filter(~CELL | (pl.col("draw") > 0)), "have 5 draws, 1 have .* AFG 2018-03"),
        (lambda t: pl.concat([t, t.filter(CELL)]), "5 draws stand there twice: AFG 2018-03"),
        (
            lambda t: t.with_columns(
                outcome=pl.when(CELL & (pl.col("draw") == 0)).then(None).otherwise("outcome")
            ),
            "missing in 1 countries and months: AFG 2018-03",
        ),
        (
            lambda t: t.with_columns(outcome=pl.when(CELL).then(-1.0).otherwise("outcome")),
            "5 rows with a negative draw",
        ),
        (
            lambda t: t.with_columns(draw=pl.when(~CELL).then("draw")),
            "A draw has no number",
        ),
    ],
)
def test_wrong_draws_are_refused(tmp_path: Path, change: Change, message: str) -> None:
    """The error names the file, and which country and month."""
    with pytest.raises(DataError, match=message) as caught:
        submission.gather([_written(tmp_path / "bad_2018.parquet", change)], [ASKED])
    assert caught.value.where == "bad_2018.parquet"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.filter(~CELL), "no draws for 2018-03 of AFG."),
        (lambda t: t.filter(pl.col("country_id") != 133), "no draws for all months of AFG."),
        (lambda t: t.filter(pl.col("month_id") != 459), "no draws for 2018-03 of every country."),
        (
            lambda t: t.with_columns(outcome=pl.when(~CELL).then("outcome")),
            "no draws for 2018-03 of AFG.",
        ),
    ],
)
def test_what_lacks_cells_is_left_out_with_the_reason(
    tmp_path: Path, change: Change, told: str
) -> None:
    """A country, a month or both that are missing are named; where they do not count, no harm."""
    found = _only([_written(tmp_path / "short_2018.parquet", change)])
    assert _lacks(found) == [
        f"short_2018.parquet: {told} short is left out of every score of window 2018."
    ]
    assert _lacks(found, ~np.isnan(found.draws[..., 0])) == [found]


def test_other_months_and_countries_are_not_used(tmp_path: Path) -> None:
    """They are told of, and the rest is used."""

    def more(table: pl.DataFrame) -> pl.DataFrame:
        later = table.with_columns(month_id=pl.col("month_id") + 12)
        nowhere = table.filter(CELL).with_columns(country_id=pl.lit(999, dtype=pl.Int16))
        return pl.concat([table, later, nowhere])

    found = submission.gather([_written(tmp_path / "a.parquet", more)], [ASKED])
    assert np.array_equal(found.submissions[0].draws, DRAWS)
    assert found.notes == [
        "a.parquet: rows of months outside the windows asked for (2019-01, 2019-02, 2019-03, "
        "2019-04, 2019-05 and 7 more) and of countries not among the challenge’s 191 (999) are not "
        "used in any score."
    ]


def test_a_folder_is_gone_through(tmp_path: Path) -> None:
    """Other years are not read, other tables are passed over, and both are told of."""
    _written(tmp_path / "a_2018.parquet")
    _written(tmp_path / "b_2018.parquet")
    (tmp_path / "a_2017.parquet").write_text("not even looked at")
    (tmp_path / "countries.csv").write_text("id,name\n1,Guyana\n")
    found = submission.gather([tmp_path], [ASKED])
    assert [each.model for each in found.submissions] == ["a", "b"]
    assert [note.partition(": ")[2] for note in found.notes] == [
        "files of other years were not read (1).",
        "not a submission, and not used.",
    ]


def test_a_file_that_lacks_the_year_in_its_name_is_told_of(tmp_path: Path) -> None:
    """A mislabelled file is not passed over in silence."""
    path = _written(tmp_path / "a_2019.parquet")
    found = submission.gather([path], [ASKED, Window(2019)])
    assert [each.window.year for each in found.submissions] == [2018]
    assert "it holds no month of 2019. a is left out" in found.lost[0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "absent", "no such file or folder"),
        (lambda folder: folder, "no submission for the windows asked for (2018)"),
        (
            lambda folder: _hub(folder / "late.parquet", dt.date(2017, 11, 1)),
            "forecasts from 2017-11 (a window starts from October before it)",
        ),
    ],
)
def test_nothing_to_use_is_an_error(
    tmp_path: Path, make: Callable[[Path], Path], message: str
) -> None:
    """A path without a submission for any window says why."""
    with pytest.raises(RequestError, match=re.escape(message)):
        submission.gather([make(tmp_path)], [ASKED])


def test_the_same_twice_is_refused(tmp_path: Path) -> None:
    """Two files with one model's draws of a window cannot both be right."""
    one, other = _written(tmp_path / "mine_2018.parquet"), _hub(tmp_path / "hub.parquet")
    with pytest.raises(DataError, match="has draws of mine for 2018 as well"):
        submission.gather([one, other], [ASKED])


PUBLISHED = {
    "br_nb": (
        (14.090, 9.337, 21.884, 78.200),
        (0.617, 0.554, 0.575, 0.722),
        (150.9, 99.8, 337.2, 1444.2),
    ),
    "br_hurdle": (
        (14.384, 11.107, 20.785, 78.096),
        (0.753, 0.654, 0.653, 0.760),
        (147.0, 112.2, 319.2, 1436.5),
    ),
    "bm_last": (
        (20.084, 9.484, 23.717, 87.676),
        (1.195, 1.051, 1.115, 1.252),
        (378.9, 172.6, 456.4, 1733.6),
    ),
    "bm_boot": (
        (23.546, 22.440, 31.372, 86.566),
        (1.112, 1.095, 1.102, 1.147),
        (454.4, 426.5, 605.1, 1705.7),
    ),
    "zero": (
        (24.1305, 23.019, 32.041, 87.339),
        (1.558, 1.558, 1.549, 1.615),
        (482.6, 460.4, 640.8, 1746.8),
    ),
}
"""CRPS, ignorance and interval score of 2018–2021, as others computed them, to their last digit."""


@pytest.mark.parametrize("year", range(2018, 2022))
def test_submissions_score_as_published(shared: Path, year: int) -> None:
    """All of the challenge's files score on the figures that ship as others said."""
    asked = Window(year)
    cube = cubes.from_panel(panels.from_figures(figures.shipped()))
    happened = window.actual(cube, asked, "state_based")
    found = submission.gather([shared / "data/views_challenge"], [asked])
    draws = {each.model: each.draws for each in found.submissions}
    draws["zero"] = np.zeros((191, 12, 1000), dtype=np.float32)
    assert draws.keys() == PUBLISHED.keys()
    for model, expected in PUBLISHED.items():
        means = scorecard.card(model, happened, draws[model]).means()
        crps, ignorance, interval = (numbers[year - 2018] for numbers in expected)
        assert (means["crps"], means["ign"]) == pytest.approx((crps, ignorance), abs=0.0006)
        assert means["mis"] == pytest.approx(interval, abs=0.051)
