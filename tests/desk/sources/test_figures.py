"""Figures are read as they are meant or refused with the file and row; nothing is guessed."""

import contextlib
import datetime as dt
import math
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.sources import figures
from tocsin.desk.tables import FIGURES
from tocsin.world.errors import DataError, RequestError, StorageError, TocsinError
from tocsin.world.month import month

HEADER = "iso3,month,vector,deaths\n"
GOOD = HEADER + "AFG,2013-09,state_based,5\nTJK,2013-09,state_based,\nAFG,2013-08,one_sided,0\n"
TABLES = st.dictionaries(
    st.tuples(
        st.sampled_from(["AFG", "TJK", "XKX"]),
        st.builds(month, st.integers(1990, 2030), st.integers(1, 12)),
        st.sampled_from(["state_based", "non_state", "one_sided"]),
    ),
    st.one_of(st.none(), st.integers(0, 10**6).map(float), st.floats(0, 1e9)),
    min_size=1,
    max_size=20,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for the files of a test."""
    return tmp_path


def _file(folder: Path, content: str | bytes, name: str = "figures.csv") -> Path:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / name


def _frame(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode(), schema_overrides={"deaths": pl.Float64})


def test_good_figures_are_read(folder: Path) -> None:
    """Sorted, typed, and empty deaths stay unknown while 0 stays 0."""
    table = figures.read(_file(folder, GOOD))
    assert table.schema == FIGURES
    assert table.rows() == [
        ("AFG", dt.date(2013, 8, 1), "one_sided", 0.0),
        ("AFG", dt.date(2013, 9, 1), "state_based", 5.0),
        ("TJK", dt.date(2013, 9, 1), "state_based", None),
    ]


def test_parquet_and_csv_say_the_same(folder: Path) -> None:
    """The same figures as Parquet are the same table."""
    _frame(GOOD).write_parquet(folder / "figures.parquet")
    assert figures.read(folder / "figures.parquet").equals(figures.read(_file(folder, GOOD)))


@pytest.mark.parametrize(
    "spelling",
    [
        GOOD.replace("2013-09,", "2013-09-01,"),
        GOOD.replace("2013-09,", "2013-09-17,"),
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("iso3,month,vector,deaths", '"iso3","month","vector","deaths"'),
        GOOD.replace("AFG,2013-09", " AFG , 2013-09 "),
        GOOD.replace(",5\n", ",5.0\n"),
        GOOD.replace(",5\n", ",5e0\n"),
        "\n".join(line + ",more" for line in GOOD.strip().splitlines()),
        GOOD.rstrip("\n"),
    ],
)
def test_other_spellings_are_the_same_figures(folder: Path, spelling: str) -> None:
    """Days for months, other line ends, a byte-order mark, quotes, blanks, further columns."""
    expected = figures.read(_file(folder, GOOD))
    assert figures.read(_file(folder, spelling, "other.csv")).equals(expected)


@pytest.mark.parametrize("kind", [pl.Int32, pl.UInt8, pl.Float32, pl.String, pl.Int64])
def test_deaths_of_any_number_type_are_read(folder: Path, kind: type[pl.DataType]) -> None:
    """A Parquet file may hold deaths as any kind of number, or as text."""
    frame = _frame(GOOD).with_columns(pl.col("deaths").cast(pl.Int64).cast(kind))
    frame.write_parquet(folder / "figures.parquet")
    assert figures.read(folder / "figures.parquet").equals(figures.read(_file(folder, GOOD)))


@pytest.mark.parametrize("kind", [pl.Date, pl.Datetime("us"), pl.Datetime("ns", "UTC")])
def test_months_of_any_date_type_are_read(folder: Path, kind: pl.DataType) -> None:
    """A Parquet file may hold months as days or as times."""
    frame = _frame(GOOD).with_columns((pl.col("month") + "-01").str.to_date().cast(kind))
    frame = frame.with_columns(pl.col("iso3").cast(pl.Categorical))
    frame.write_parquet(folder / "figures.parquet")
    assert figures.read(folder / "figures.parquet").equals(figures.read(_file(folder, GOOD)))


@given(cells=TABLES, suffix=st.sampled_from(["csv", "parquet"]))
def test_what_is_encoded_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    cells: dict[tuple[str, dt.date, str], float | None],
    suffix: str,
) -> None:
    """Any figures survive either kind of file, to the last digit."""
    rows = [(*cell, deaths) for cell, deaths in cells.items()]
    table = pl.DataFrame(rows, schema=FIGURES, orient="row")
    file = tmp_path_factory.mktemp("figures") / f"figures.{suffix}"
    file.write_bytes(figures.encode(table, file))
    assert figures.read(file).equals(table.sort("iso3", "vector", "month"))


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("AFG,2013-10,state_based,-1", "deaths"),
        ("AFG,2013-10,state_based,-0.5", "deaths"),
        ("AFG,2013-10,state_based,many", "deaths"),
        ('AFG,2013-10,state_based,"1,234"', "deaths"),
        ("AFG,2013-10,state_based,1 234", "deaths"),
        ("AFG,2013-10,state_based,NaN", "deaths"),
        ("AFG,2013-10,state_based,inf", "deaths"),
        ("AFG,2013-10,state_based,-inf", "deaths"),
        ("AFG,2013-10,state_based,1e999", "deaths"),
        ("AFG,2013-10,state_based,NA", "deaths"),
        ("AFG,2013-13,state_based,1", "month"),
        ("AFG,2013-00,state_based,1", "month"),
        ("AFG,2013-02-30,state_based,1", "month"),
        ("AFG,2013,state_based,1", "month"),
        ("AFG,2013-1,state_based,1", "month"),
        ("AFG,10/2013,state_based,1", "month"),
        ("AFG,2013-10x,state_based,1", "month"),
        ("AFG,2013-10-01junk,state_based,1", "month"),
        ("AFG,,state_based,1", "month"),
        ("ZZZ,2013-10,state_based,1", "iso3"),
        ("afg,2013-10,state_based,1", "iso3"),
        ("AF,2013-10,state_based,1", "iso3"),
        ("Afghanistan,2013-10,state_based,1", "iso3"),
        (",2013-10,state_based,1", "iso3"),
        ("AFG,2013-10,war,1", "vector"),
        ("AFG,2013-10,,1", "vector"),
        ("AFG,2013-09,state_based,6", "iso3"),
        ("AFG,2013-09-17,state_based,5", "iso3"),
    ],
)
def test_bad_rows_are_refused_with_file_row_and_column(
    folder: Path, line: str, column: str
) -> None:
    """The error names the file, the row as the file counts it, and the column."""
    bad = GOOD + line + "\nTJK,2013-10,state_based,1\n"
    with pytest.raises(DataError) as caught:
        figures.read(_file(folder, bad))
    assert caught.value.where == "figures.csv"
    assert "row 5" in caught.value.what
    assert f"“{column}”" in caught.value.what


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0])
def test_bad_numbers_in_parquet_are_refused(folder: Path, value: float) -> None:
    """NaN is not unknown and infinity is no count, whatever the file."""
    frame = _frame(GOOD).with_columns(deaths=pl.Series([1.0, value, None]))
    frame.write_parquet(folder / "figures.parquet")
    with pytest.raises(DataError, match="deaths") as caught:
        figures.read(folder / "figures.parquet")
    assert caught.value.where == "figures.parquet"


@pytest.mark.parametrize("column", FIGURES.names())
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_missing_column_is_named(folder: Path, column: str, suffix: str) -> None:
    """The error names the column that is missing and all that there should be."""
    frame = _frame(GOOD).drop(column)
    file = folder / f"figures.{suffix}"
    file.write_bytes(figures.encode(frame, file))
    with pytest.raises(DataError, match=f"missing: {column}") as caught:
        figures.read(file)
    assert "iso3, month, vector, deaths" in caught.value.remedy


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        HEADER.encode(),
        b"\x00\x01\x02\x03",
        GOOD.replace("AFG", "C\u00f4te").encode("latin-1"),
        GOOD.encode("utf-16"),
        (GOOD + "AFG,2013-10,state_based,1,2,3,4\n").encode(),
        (GOOD + '"AFG,2013-10\n').encode(),
        b"PK\x03\x04 a spreadsheet",
    ],
)
def test_what_is_no_csv_is_refused(folder: Path, content: bytes) -> None:
    """Empty, cut, in another encoding or something else: refused, by name, with a remedy."""
    with pytest.raises(DataError) as caught:
        figures.read(_file(folder, content))
    assert caught.value.where == "figures.csv"
    assert caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"PAR1", GOOD.encode()])
def test_what_is_no_parquet_is_refused(folder: Path, content: bytes) -> None:
    """A CSV file called Parquet, and an empty or a cut one."""
    with pytest.raises(DataError, match="Parquet") as caught:
        figures.read(_file(folder, content, "figures.parquet"))
    assert caught.value.where == "figures.parquet"


def test_parquet_without_rows_is_refused(folder: Path) -> None:
    """A table with the right columns and nothing in it."""
    pl.DataFrame(schema=FIGURES).write_parquet(folder / "figures.parquet")
    with pytest.raises(DataError, match="no rows"):
        figures.read(folder / "figures.parquet")


@pytest.mark.parametrize(
    "columns",
    [{"deaths": pl.lit("five")}, {"month": pl.lit(201309)}, {"deaths": pl.lit(value=True)}],
)
def test_parquet_of_other_types_is_refused(folder: Path, columns: dict[str, pl.Expr]) -> None:
    """Words, numbers for months, or yes and no for deaths are not figures."""
    _frame(GOOD).with_columns(**columns).write_parquet(folder / "figures.parquet")
    with pytest.raises(DataError, match=next(iter(columns))):
        figures.read(folder / "figures.parquet")


@pytest.mark.parametrize("value", [[5.0], {"a": 5.0}])
def test_parquet_of_nested_types_is_refused(folder: Path, value: object) -> None:
    """A list is no number of deaths."""
    nested = _frame(GOOD).with_columns(deaths=pl.Series([value] * 3))
    nested.write_parquet(folder / "figures.parquet")
    with pytest.raises(DataError, match="deaths"):
        figures.read(folder / "figures.parquet")


def test_a_file_that_is_not_there_is_a_wrong_request(folder: Path) -> None:
    """Neither a missing file nor a folder can be read."""
    for path in (folder / "absent.csv", folder, folder / "home"):
        with pytest.raises(RequestError) as caught:
            figures.read(path)
        assert caught.value.where == str(path)


@given(st.binary(max_size=400), st.sampled_from(["csv", "parquet"]))
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str
) -> None:
    """Whatever is in a file, the answer is figures or one of our errors."""
    file = _file(tmp_path_factory.mktemp("any"), content, f"any.{suffix}")
    with pytest.raises((DataError, StorageError)):
        figures.read(file)


@given(st.binary(min_size=1, max_size=6), st.integers(0, 2000))
def test_a_spoilt_parquet_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, spoil: bytes, at: int
) -> None:
    """Overwritten anywhere, a Parquet file never ends in a bare traceback."""
    file = tmp_path_factory.mktemp("spoilt") / "figures.parquet"
    whole = figures.encode(_frame(GOOD), file)
    at %= len(whole)
    file.write_bytes(whole[:at] + spoil + whole[at + len(spoil) :])
    with contextlib.suppress(TocsinError):
        assert figures.read(file).schema == FIGURES


def test_the_shipped_figures_are_those_of_the_source(shared: Path) -> None:
    """State-based deaths of every country that kept its code are the same month by month."""
    source = pl.read_parquet(shared / "data/fatalities/country_month_1989_2021.parquet")
    kinds = ["state_based", "non_state", "one_sided"]
    expected = (
        source.filter(pl.col("month") >= dt.date(1990, 1, 1))
        .unpivot(kinds, index=["iso3", "month"], variable_name="vector", value_name="theirs")
        .with_columns(pl.col("theirs").cast(pl.Float64))
    )
    shipped = figures.shipped()
    totals = expected.group_by("vector").agg(pl.col("theirs").sum()).sort("vector")
    ours = shipped.group_by("vector").agg(theirs=pl.col("deaths").sum()).sort("vector")
    assert ours.equals(totals)
    both = shipped.join(expected, on=["iso3", "month", "vector"], how="inner")
    same = both.filter(pl.col("deaths").is_not_null() & pl.col("theirs").is_not_null())
    assert same.height > 0.9 * shipped.height
    assert same["deaths"].equals(same["theirs"].rename("deaths"))


def test_the_shipped_figures_are_sound() -> None:
    """1990 to 2021, no duplicates, nothing negative, and they read back from their own file."""
    table = figures.shipped()
    assert figures.months(table) == (dt.date(1990, 1, 1), dt.date(2021, 12, 1))
    assert not table.select("iso3", "month", "vector").is_duplicated().any()
    assert table["deaths"].min() == 0
    assert "CC BY 4.0" in figures.caveats()
