"""Drawing: with gaps where figures are unknown, titled, and drawn once only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl
import pytest

from tocsin.brief import charts, sparkline
from tocsin.brief.content import Row
from tocsin.desk import storage

HISTORY: list[float | None] = [1.0, 0.0, 5.0] * 20
FAN = [(0.0, 2.0, 40.0)] * 12
ROW = Row("GEO", "Georgia", False, HISTORY, FAN, 24, 0, 5, (1, 9), (0, 40), 0.2, 0.2, 5)


def _drawn(row: Row) -> str:
    return charts.svg(lambda: sparkline.chart(row), of=repr(row), title=row.name)


def _with(history: list[float | None], fan: list[tuple[float, float, float]] = FAN) -> Row:
    return Row("GEO", "Georgia", False, history, fan, 24, 0, 5, (1, 9), (0, 40), 0.2, 0.2, 5)


def _data(row: Row) -> list[list[dict[str, Any]]]:
    spec = sparkline.chart(row).to_dict(validate=True)
    return list(spec["datasets"].values())


def test_unknown_months_are_gaps() -> None:
    """An unknown month is null in the chart's data and breaks the shape, and is not drawn as 0."""
    gap = _with([*HISTORY[:30], None, None, *HISTORY[32:]])
    past = next(rows for rows in _data(gap) if "deaths" in rows[0])
    assert [row["month"] for row in past if row["deaths"] is None] == [-29, -28]
    zero = _with([*HISTORY[:30], 0.0, 0.0, *HISTORY[32:]])
    assert _drawn(gap) != _drawn(zero)


def test_months_count_from_the_origin() -> None:
    """The origin is month 0, the outlook months 1 to 12."""
    months = sorted(row["month"] for rows in _data(ROW) for row in rows)
    assert months == [*range(-59, 13)]


@pytest.mark.parametrize("row", [_with([None] * 60, []), _with([0.0] * 60), _with([1e7] * 60)])
def test_extremes_can_be_drawn(row: Row) -> None:
    """Nothing known, nobody killed and millions killed all give a chart without NaN."""
    drawn = _drawn(row)
    assert "NaN" not in drawn
    assert drawn.startswith("<svg")


def test_the_page_owns_size_and_colours() -> None:
    """The element scales with the page, whose custom properties colour it."""
    head = _drawn(ROW).split(">")[0]
    assert "viewBox" in head
    assert "width=" not in head
    assert "var(--history)" in _drawn(ROW)
    assert "var(--range)" in _drawn(ROW)


def test_a_title_is_text() -> None:
    """A title cannot end its element."""
    drawn = charts.svg(lambda: sparkline.chart(ROW), of="x", title="</title><script>")
    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in drawn


@pytest.fixture
def forget(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Forget what this process has kept in memory."""
    monkeypatch.setattr(storage, "_kept", {})
    return lambda: monkeypatch.setattr(storage, "_kept", {})


def _refuse() -> alt.TopLevelMixin:
    raise AssertionError("It was drawn again.")


def test_what_was_drawn_is_kept(forget: Callable[[], None]) -> None:
    """The same data is drawn once, also by the next process; other data anew."""
    first = _drawn(ROW)
    forget()
    assert charts.svg(_refuse, of=repr(ROW), title=ROW.name) == first
    with pytest.raises(AssertionError, match="drawn again"):
        charts.svg(_refuse, of="other", title=ROW.name)


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\xff\xfe", b"0\n<svg>other</svg>"])
def test_a_damaged_drawing_is_drawn_again(
    forget: Callable[[], None], own_folders: Path, damage: bytes
) -> None:
    """A kept file that is cut short or altered is not used."""
    first = _drawn(ROW)
    for kept in own_folders.rglob("*.svg"):
        kept.write_bytes(damage)
    forget()
    assert _drawn(ROW) == first


def test_any_chart_can_be_drawn(forget: Callable[[], None]) -> None:
    """Drawing is not bound to our charts."""
    chart = alt.Chart(pl.DataFrame({"a": [1]})).mark_point().encode(x="a:Q")
    assert charts.svg(lambda: chart, of="a", title="A").startswith("<svg")
