"""Two members and their four neighbours, ten years of figures, and briefs made from them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from tocsin.brief import compose, page, prepare, terminal
from tocsin.brief.content import Brief
from tocsin.brief.inputs import Inputs
from tocsin.desk.outlook.cube import Cube
from tocsin.desk.outlook.paths import Paths
from tocsin.world import month as months
from tocsin.world import organisation as organisations
from tocsin.world.organisation import Organisation

AS_OF = dt.date(2013, 9, 23)
ORIGIN = dt.date(2013, 8, 1)
FIRST, SPAN = dt.date(2005, 1, 1), 120
LEVELS = {"ARM": 0.05, "AZE": 1.0, "GEO": 0.3, "IRN": 3.0, "RUS": 30.0, "TUR": 12.0}
VECTORS = ("non_state", "one_sided", "state_based")
TOML = """
name = "Two by the Mountains"
short = "TBM"
[[party]]
place = "ARM"
role = "member"
since = 1994-04-20
[[party]]
place = "GEO"
role = "member"
since = 1994-04-20
"""


@pytest.fixture(scope="session")
def toml() -> str:
    """The organisation as TOML."""
    return TOML


@pytest.fixture(scope="session")
def two() -> Organisation:
    """An organisation of two members, whose neighbours are four."""
    return organisations.parse(TOML, key="two", where="two.toml")


@pytest.fixture(scope="session")
def figures() -> pl.DataFrame:
    """Complete figures of members and neighbours, from a war to next to nothing."""
    rng = np.random.default_rng(11)
    rows = [
        (place, months.shift(FIRST, t), vector, float(rng.poisson(level / (1 + n))))
        for place, level in LEVELS.items()
        for n, vector in enumerate(reversed(VECTORS))
        for t in range(SPAN)
    ]
    return pl.DataFrame(rows, schema=["iso3", "month", "vector", "deaths"], orient="row")


@pytest.fixture(scope="session")
def prepared(figures: pl.DataFrame, two: Organisation) -> Callable[..., Inputs]:
    """Prepare a brief; figures, organisation, day, model and handed-in rows may be given."""

    def inputs(
        table: pl.DataFrame | None = None,
        *,
        of: Organisation = two,
        on: dt.date = AS_OF,
        model: str = "conflictology",
        **more: Any,
    ) -> Inputs:
        given = figures if table is None else table
        return prepare.prepare(
            of, on, given, sources="Figures.", hindsight="Known later.", model=model, **more
        )

    return inputs


@pytest.fixture(scope="session")
def written(prepared: Callable[..., Inputs]) -> Callable[..., Brief]:
    """Compose a brief; see `prepared`."""
    return lambda *given, **options: compose.compose(prepared(*given, **options))


@pytest.fixture(scope="session")
def brief(written: Callable[..., Brief]) -> Brief:
    """The brief of the two members on a day in 2013."""
    return written()


def printed(made: Brief, width: int = 120) -> str:
    """A brief as it stands on a terminal of some width."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    terminal.show(made, console)
    file = console.file
    assert isinstance(file, io.StringIO)
    return file.getvalue()


@pytest.fixture(scope="session")
def on_terminal() -> Callable[..., str]:
    """Print a brief on a terminal of some width."""
    return printed


@pytest.fixture(scope="session")
def all_of() -> Callable[[Brief], list[str]]:
    """Everything that a brief can become: JSON, page and terminal text, wide and narrow."""
    return lambda made: [made.to_json(), page.render(made), printed(made), printed(made, 70)]


@pytest.fixture(scope="session")
def judged(two: Organisation) -> Callable[..., Inputs]:
    """Inputs over plain arrays: values of ARM and GEO on one vector, and outlooks for them.

    `values` has the shape (2, months); `now` and `before` are the yearly totals of the draws, the
    shape being (2, draws).
    """

    def outlook(totals: Any, origin: dt.date) -> Paths:
        array = np.asarray(totals, dtype=np.float32)
        draws = np.zeros((2, 1, 36, array.shape[1]), dtype=np.float32)
        draws[:, 0, 0] = array
        return Paths(origin, ["ARM", "GEO"], ["state_based"], draws, "drawn")

    def inputs(values: Any, now: Any, before: Any = None, **more: Any) -> Inputs:
        array = np.asarray(values, dtype=np.float32)[:, None]
        first = months.shift(ORIGIN, 1 - array.shape[2])
        fields: dict[str, Any] = {
            "organisation": two,
            "as_of": AS_OF,
            "cube": Cube(["ARM", "GEO"], ["state_based"], first, array),
            "now": outlook(now, ORIGIN),
            "before": None if before is None else outlook(before, months.shift(ORIGIN, -12)),
            "issued": False,
            "moved": 0,
            "sources": "Figures.",
            "hindsight": "Known later.",
        }
        return Inputs(**(fields | more))

    return inputs
