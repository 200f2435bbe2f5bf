"""Rows handed in: shown only if there are any, only up to the day, only to those who may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.brief import charts, handed, page
from tocsin.brief.content import Brief
from tocsin.brief.inputs import Inputs
from tocsin.world.errors import DataError, RequestError, TocsinError
from tocsin.world.marking import Marking

AS_OF = dt.date(2013, 9, 23)
NAMES = sorted(handed.COLUMNS)
READERS = st.sets(st.sampled_from(["ARM", "GEO", "secretariat"]), min_size=1)
CLOSED = st.sampled_from(["GREEN", "AMBER", "AMBER+STRICT", "RED"])
MARKINGS = st.just("CLEAR") | st.builds(
    lambda lv, r: f"{lv}:{','.join(sorted(r))}", CLOSED, READERS
)

Write = Callable[..., Brief]
Judged = Callable[..., Inputs]


def _rows(name: str, days: list[dt.date], markings: list[str | None] | None = None) -> pl.DataFrame:
    columns: dict[str, list[object]] = {
        key: [f"{key} {n}" for n in range(len(days))] for key in handed.COLUMNS[name]
    }
    columns[handed.DATED[name]] = [str(day) for day in days]
    if markings is not None:
        columns["marking"] = list(markings)
    return handed.check(
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), name, "rows.csv"
    )


@pytest.fixture(autouse=True, scope="module")
def undrawn() -> Iterator[None]:
    """Leave the charts out: they are not the matter here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(charts, "svg", lambda *_, **__: "<svg></svg>")
        yield


@pytest.mark.parametrize("name", NAMES)
def test_a_section_appears_only_with_rows(
    written: Write, brief: Brief, on_terminal: Callable[..., str], name: str
) -> None:
    """A heading stands over rows and never over nothing."""
    heading = f"<h2>{name.capitalize()}</h2>"
    made = written(**{name: _rows(name, [AS_OF])})
    assert heading in page.render(made)
    assert f"\n{name.capitalize()}\n" in on_terminal(made)
    for empty in (brief, written(**{name: _rows(name, [AS_OF]).clear()})):
        assert heading not in page.render(empty)
        assert f"\n{name.capitalize()}\n" not in on_terminal(empty)


@pytest.mark.parametrize("name", NAMES)
@given(days=st.lists(st.dates(dt.date(2013, 9, 1), dt.date(2013, 10, 15)), max_size=8))
def test_rows_of_later_are_not_shown(judged: Judged, name: str, days: list[dt.date]) -> None:
    """A brief shows what is dated up to its day, in order, and does not hint at the rest."""
    given = judged([[0.0] * 60] * 2, [[0.0], [0.0]], **{name: _rows(name, days)})
    tables, left_out = handed.select(given)
    shown = [row[handed.DATED[name]] for row in tables[name]]
    assert shown == sorted(str(day) for day in days if day <= AS_OF)
    assert left_out == []


@given(target=MARKINGS, markings=st.lists(st.none() | MARKINGS, max_size=6))
def test_nobody_reads_what_is_not_for_them(
    judged: Judged, target: str, markings: list[str | None]
) -> None:
    """Each row shown admits every reader at its level; the others are counted, not described."""
    made_for = Marking.parse(target)
    days = [AS_OF] * len(markings)
    given = judged(
        [[0.0] * 60] * 2,
        [[0.0], [0.0]],
        marking=made_for,
        statements=_rows("statements", days, markings),
    )
    tables, left_out = handed.select(given)
    admitted = [
        n
        for n, text in enumerate(markings)
        if (own := Marking.parse(text or "CLEAR")).level == 0
        or (own.level <= made_for.level and made_for.audience <= own.audience)
    ]
    assert [row["text"] for row in tables["statements"]] == [f"text {n}" for n in admitted]
    assert all("marking" not in row for row in tables["statements"])
    assert len(left_out) == (len(admitted) < len(markings))


def test_what_is_left_out_is_counted(written: Write) -> None:
    """The brief says how many rows were withheld, and not a word of theirs stands anywhere."""
    rows = _rows("warnings", [AS_OF] * 3, ["RED:ARM", "CLEAR", "AMBER:GEO"])
    made = written(warnings=rows)
    assert "Two of the warnings may not be seen by all readers" in made.unknown[-1]
    assert "what 0" not in made.to_json() + page.render(made)


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
@pytest.mark.parametrize("name", NAMES)
def test_any_format_reads_the_same(tmp_path: Path, name: str, suffix: str) -> None:
    """CSV, JSON and Parquet hold the same rows."""
    table = _rows(name, [AS_OF, AS_OF])
    path = tmp_path / f"rows.{suffix}"
    getattr(table, f"write_{suffix}")(path)
    assert handed.read(path, name).equals(table)


@pytest.mark.parametrize(
    ("content", "suffix", "error", "said"),
    [
        ("place,issued\nARM,2013-09-01\n", "csv", DataError, "Columns are missing: chance"),
        ("place,issued,what,chance,standing\nARM,soon,x,1,x\n", "csv", DataError, "no day"),
        ("place,issued,what,chance,standing\nARM,2013-02-30,x,1,x\n", "csv", DataError, "no day"),
        ("", "csv", DataError, "cannot be read as csv"),
        ("{", "json", DataError, "cannot be read as json"),
        ("7", "json", DataError, "rows.json"),
        ("no parquet", "parquet", DataError, "cannot be read as parquet"),
        ("place\n\xff", "csv", DataError, "rows.csv"),
        (None, "csv", RequestError, "no such file"),
    ],
)
def test_rows_that_cannot_be_used(
    tmp_path: Path, content: str | None, suffix: str, error: type[TocsinError], said: str
) -> None:
    """A broken file is refused with its name and the reason."""
    path = tmp_path / f"rows.{suffix}"
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    with pytest.raises(error, match="rows") as caught:
        handed.read(path, "warnings")
    assert said in str(caught.value)


@pytest.mark.parametrize("marking", ["SECRET", 7])
def test_a_nonsense_marking_in_a_row(judged: Judged, marking: str | int) -> None:
    """A row whose marking cannot be read is refused, never shown."""
    rows = _rows("warnings", [AS_OF]).with_columns(marking=pl.lit(marking))
    given = judged([[0.0] * 60] * 2, [[0.0], [0.0]], warnings=rows)
    with pytest.raises(RequestError, match=f"“{marking}” is not a marking"):
        handed.select(given)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.binary(max_size=200), st.sampled_from(["csv", "json", "parquet"]), st.sampled_from(NAMES))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str, name: str
) -> None:
    """Whatever a file holds, there is a table or one of our errors."""
    path = tmp_path_factory.getbasetemp() / f"any-{name}.{suffix}"
    path.write_bytes(content)
    try:
        handed.read(path, name)
    except TocsinError as error:
        assert path.name in str(error)  # noqa: PT017
