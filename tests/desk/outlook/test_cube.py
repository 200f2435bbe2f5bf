"""The cube holds the panel, month by month, and unknown stays unknown."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from tocsin.desk import panel as panels
from tocsin.desk.outlook import cube as cubes
from tocsin.desk.outlook.cube import Cube


def test_holds_every_row_of_the_panel(panel: pl.DataFrame, cube: Cube) -> None:
    """Each value of the panel stands in the cube at its place, vector and month."""
    for place, vector, month, value in panel.select("place", "vector", "month", "value").rows():
        at = (month.year - cube.first.year) * 12 + month.month - cube.first.month
        assert cube.values[cube.row(place), cube.vectors.index(vector), at] == value


def test_unobserved_is_not_zero(figures: pl.DataFrame) -> None:
    """A month without data is null with coverage 0 in the panel, and NaN in the cube, never 0."""
    gone = (pl.col("iso3") == "AFG") & (pl.col("month") == dt.date(2003, 5, 1))
    panel = panels.from_figures(figures.filter(~gone))
    rows = panel.filter((pl.col("place") == "AFG") & (pl.col("month") == dt.date(2003, 5, 1)))
    assert rows["value"].to_list() == [None, None]
    assert rows["coverage"].to_list() == [0.0, 0.0]
    cube = cubes.from_panel(panel)
    assert np.isnan(cube.values[cube.row("AFG"), :, 28]).all()


def test_a_country_that_the_figures_lack_is_unknown(figures: pl.DataFrame) -> None:
    """A state of the system without any row is null throughout, not at peace."""
    rows = panels.from_figures(figures).filter(place="FRA")
    assert rows.height == 2 * 78
    assert rows["value"].null_count() == rows.height


def test_until_cuts_at_the_origin(cube: Cube) -> None:
    """A cube up to a month ends with it and leaves what is before as it was."""
    cut = cube.until(dt.date(2004, 2, 1))
    assert cut.last == dt.date(2004, 2, 1)
    assert np.array_equal(cut.values, cube.values[:, :, :38])


def test_last_is_the_last_month(cube: Cube) -> None:
    """78 months from January 2001 end with June 2007."""
    assert cube.last == dt.date(2007, 6, 1)


def test_an_unknown_place_is_refused(cube: Cube) -> None:
    """A place that is not there has no row."""
    with pytest.raises(ValueError, match="FRA"):
        cube.row("FRA")
