import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk import panel
from tocsin.desk.sources import ucdp
from tocsin.desk.tables import SIGNALS
from tocsin.world.errors import DataError, RequestError, StorageError

ROW = {
    "type_of_violence": "1",
    "side_a": "Government of Tajikistan",
    "side_b": "UTO",
    "where_coordinates": "Dushanbe, “old town”",
    "latitude": "38.55",
    "longitude": "68.77",
    "country": "Tajikistan",
    "country_id": "702",
    "date_prec": "1",
    "date_start": "1994-03-30 00:00:00.000",
    "date_end": "1994-03-30 00:00:00.000",
    "best": "5",
    "low": "4",
    "high": "9",
}


def frame(*changes: dict[str, str]) -> pl.DataFrame:
    """A GED table of 49 text columns with one row for each set of changes to a plain one."""
    rows = [{"id": str(n)} | ROW | change for n, change in enumerate(changes or ({},), start=1)]
    empty = dict.fromkeys(ucdp.LAYOUT, "")
    return pl.DataFrame([empty | row for row in rows], schema=dict.fromkeys(ucdp.LAYOUT, pl.String))


def write(path: Path, *changes: dict[str, str]) -> Path:
    """Such a table as a CSV file."""
    frame(*changes).write_csv(path)
    return path


MIXED = (
    {},
    {"id": "7", "type_of_violence": "3", "country_id": "365", "best": "0", "low": "0"},
    {"id": "9", "type_of_violence": "2", "date_start": "1994-02-01 00:00:00.000"},
)


def _older(path: Path) -> Path:
    names = {"best": "best_est", "low": "low_est", "high": "high_est", "country_id": "gwno"}
    frame(*MIXED).rename(names).drop("gwnoa", "gwnob", "code_status").write_csv(path)
    return path


def _upper(path: Path) -> Path:
    frame(*MIXED).rename(str.upper).write_csv(path)
    return path


def _headless(path: Path) -> Path:
    frame(*MIXED).write_csv(path, include_header=False)
    return path


def _tagged(path: Path) -> Path:
    text = frame(*MIXED).write_csv().split("\n", 1)
    path.write_text("\n".join([text[0], "#id+code" + "," * 48, text[1]]), encoding="utf-8")
    return path


def _short_days(path: Path) -> Path:
    days = pl.col("date_start", "date_end").str.head(10)
    frame(*MIXED).with_columns(days).write_csv(path)
    return path


def _iso_days(path: Path) -> Path:
    days = pl.col("date_start", "date_end").str.replace(" ", "T")
    frame(*MIXED).with_columns(days).write_csv(path)
    return path


def _floats(path: Path) -> Path:
    numbers = pl.col("best", "low", "high", "country_id", "type_of_violence")
    frame(*MIXED).with_columns(numbers.cast(pl.Float64).cast(pl.String)).write_csv(path)
    return path


def _dos(path: Path) -> Path:
    text = frame(*MIXED).write_csv(line_terminator="\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n")
    return path


def _zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._GEDEvent.csv", "")
        archive.writestr("GEDEvent.CSV", frame(*MIXED).write_csv())
    return path


def _parquet(path: Path) -> Path:
    frame(*MIXED).write_parquet(path)
    return path


def _typed_parquet(path: Path) -> Path:
    whole = pl.col("id", "type_of_violence", "country_id", "best", "low", "high", "date_prec")
    days = pl.col("date_start", "date_end").str.head(10).str.to_datetime("%Y-%m-%d")
    spot = pl.col("latitude", "longitude").cast(pl.Float64)
    frame(*MIXED).with_columns(whole.cast(pl.Int32), days, spot).write_parquet(path)
    return path


@pytest.mark.parametrize(
    "form",
    [
        _older, _upper, _headless, _tagged, _short_days, _iso_days, _floats, _dos, _zipped,
        _parquet, _typed_parquet,
    ],
)  # fmt: skip
def test_the_form_of_the_file_does_not_matter(tmp_path: Path, form: Callable[[Path], Path]) -> None:
    """The same events in any release's columns, container or spelling give the same signals."""
    plain = ucdp.read(write(tmp_path / "plain", *MIXED), release="24.1")
    other = ucdp.read(form(tmp_path / "other"), release="24.1")
    assert other.signals.equals(plain.signals)
    assert other.coverage.equals(plain.coverage)


def test_a_row_becomes_a_signal(tmp_path: Path) -> None:
    """Every column of a signal comes from the row's own column."""
    read = ucdp.read(write(tmp_path / "ged241.csv"), retrieved=dt.date(2024, 7, 1))
    day = dt.date(1994, 3, 30)
    assert read.signals.schema == SIGNALS
    assert read.signals.row(0, named=True) == {
        "source": "ucdp-ged-24.1",
        "source_id": "1",
        "vector": "state_based",
        "place": "TJK",
        "start": day,
        "end": day,
        "value": 5.0,
        "low": 4.0,
        "high": 9.0,
        "unit": "deaths",
        "lat": 38.55,
        "lon": 68.77,
        "precision": 1,
        "actors": ["Government of Tajikistan", "UTO"],
        "url": "",
        "marking": "TLP:CLEAR",
        "retrieved": dt.date(2024, 7, 1),
    }


def test_without_detail_the_rest_is_the_same(tmp_path: Path) -> None:
    """Leaving out actors, coordinates and precision changes nothing else."""
    path = write(tmp_path / "ged241.csv", *MIXED)
    whole, narrow = ucdp.read(path).signals, ucdp.read(path, detail=False).signals
    left_out = ["actors", "lat", "lon", "precision"]
    assert narrow.drop(left_out).equals(whole.drop(left_out))
    assert narrow.select(pl.col(left_out).is_null().all()).row(0) == (True,) * 4


@pytest.mark.parametrize(
    ("code", "day", "place"),
    [
        ("345", "2006-06-04", "YUG"),
        ("345", "2006-06-05", "SRB"),
        ("340", "2010-01-01", "SRB"),
        ("365", "1990-05-01", "RUS"),
        ("260", "1989-05-01", "DEU"),
        ("678", "1994-05-01", "YEM"),
        ("680", "1990-05-01", "YMD"),
    ],
)
def test_codes_mean_the_state_of_their_day(tmp_path: Path, code: str, day: str, place: str) -> None:
    """A Gleditsch–Ward code is read as the state that it stood for when the event ended."""
    row = {"country_id": code, "date_start": day, "date_end": day}
    assert ucdp.read(write(tmp_path / "ged.csv", row)).signals["place"].to_list() == [place]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"best": "-3"}, "row 3: “best” is “-3”, which is not a number of 0 or more"),
        ({"low": "few"}, "row 3: “low” is “few”, which is not a number"),
        ({"high": ""}, "row 3: “high” is “”, which is not a number"),
        ({"best": "nan"}, "row 3: “best” is “nan”, which is not a number"),
        ({"date_start": "2014-02-30"}, "row 3: “date_start” is “2014-02-30”, which is not a day"),
        ({"date_end": "9/13/2014"}, "row 3: “date_end” is “9/13/2014”, which is not a day"),
        ({"date_end": "1994-03-301"}, "row 3: “date_end” is “1994-03-301”, which is not a day"),
        ({"date_end": "9999-01-01"}, "row 3: “date_end” is “9999-01-01”"),
        ({"date_end": "1994-03-29"}, "row 3: “date_end” is “1994-03-29”, which lies before"),
        ({"id": "1"}, "row 3: “id” is “1”, which has occurred before."),
        ({"id": ""}, "row 3: “id” is “”, which is empty"),
        ({"type_of_violence": "4"}, "row 3: “type_of_violence” is “4”, which is not 1, 2 or 3"),
        ({"country_id": "4711"}, "row 3: “country_id” is “4711”, which is not a Gleditsch–Ward"),
        ({"country_id": ""}, "row 3: “country_id” is “”, which is not a Gleditsch–Ward"),
        ({"country_id": "702.5"}, "row 3: “country_id” is “702.5”"),
        ({"latitude": "138.5"}, "row 3: “latitude” is “138.5”"),
    ],
)
def test_impossible_rows_are_refused_by_number(
    tmp_path: Path, changes: dict[str, str], says: str
) -> None:
    """A row that cannot be is refused with its number, its content and what is wrong with it."""
    with pytest.raises(DataError) as refused:
        ucdp.read(write(tmp_path / "ged241.csv", {}, changes, {}))
    assert f"ged241.csv, {says}" in str(refused.value)
    assert refused.value.remedy


def _broken(content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content(frame({}, {}).write_csv().encode()))

    return make


def _columns(*names: str) -> Callable[[Path], None]:
    return lambda path: frame({}).drop(names).write_csv(path)


def _truncated_zip(path: Path) -> None:
    _zipped(path)
    path.write_bytes(path.read_bytes()[:-200])


def _damaged_zip(path: Path) -> None:
    _zipped(path)
    content = bytearray(path.read_bytes())
    content[200:260] = bytes(60)
    path.write_bytes(content)


def _two_in_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "id\n1\n")
        archive.writestr("b.csv", "id\n1\n")


def _truncated_parquet(path: Path) -> None:
    _parquet(path)
    path.write_bytes(path.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("make", "kind", "says"),
    [
        (_columns("best", "date_end"), DataError, "There is no column date_end, best"),
        (_broken(lambda _: b""), DataError, "There is no column"),
        (_broken(lambda text: text.split(b"\n")[0] + b"\n"), DataError, "There are no events"),
        (_broken(lambda text: text + b"\n\n" + b"99,2,3\n"), DataError, "row 6"),
        (_broken(lambda text: text + b'9,"never closed\n'), DataError, "not well-formed"),
        (_broken(lambda text: text[:-60]), DataError, "row 3"),
        (_broken(lambda t: t.decode().replace("“", "é").replace("”", "é").encode("latin-1")),
         DataError, "not UTF-8 text"),
        (_broken(lambda text: text.decode().encode("utf-16")), DataError, "not UTF-8 text"),
        (_broken(lambda text: text.decode().encode("utf-16-le")), DataError, "not UTF-8 text"),
        (_broken(lambda text: b"id,id\n" + text), DataError, "id stand there twice"),
        (_broken(lambda _: b"a" * 200_000), DataError, "not a CSV file"),
        (_truncated_zip, StorageError, "truncated or damaged"),
        (_damaged_zip, StorageError, "truncated or damaged"),
        (_two_in_zip, DataError, "holds 2 CSV files"),
        (_truncated_parquet, StorageError, "damaged"),
        (lambda path: path.mkdir(), StorageError, "cannot be read"),
        (lambda path: None, StorageError, "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_no_ged_file_is_refused(
    tmp_path: Path, make: Callable[[Path], None], kind: type[Exception], says: str
) -> None:
    """A file that is no GED file, or only part of one, is refused in plain words."""
    make(tmp_path / "ged241")
    with pytest.raises(kind) as refused:
        ucdp.read(tmp_path / "ged241")
    assert says in str(refused.value)


def test_wrong_bytes_far_into_a_file_are_found(tmp_path: Path) -> None:
    """Text that stops being UTF-8 after the first megabyte is refused where it is read."""
    path = write(tmp_path / "ged241.csv", *[{"source_article": "x" * 600}] * 2000)
    path.write_bytes(path.read_bytes() + path.read_bytes().split(b"\n")[1]
                     .replace(b"1,", b"999999,", 1).replace(b"UTO", b"\xe9") + b"\n")  # fmt: skip
    with pytest.raises(DataError, match="not UTF-8"):
        ucdp.read(path)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("ged241.csv", dt.date(1994, 1, 1), dt.date(1994, 12, 1)),
        ("GEDEvent_v94_0_5.csv", dt.date(2094, 5, 1), dt.date(2094, 5, 1)),
        ("GEDEvent_v25_01_25_09.csv", dt.date(2025, 1, 1), dt.date(2025, 9, 1)),
        ("events.csv", dt.date(1994, 3, 1), dt.date(1994, 6, 1)),
    ],
)
def test_what_a_release_covers_by_default(
    tmp_path: Path, name: str, first: dt.date, last: dt.date
) -> None:
    """Without being told, a release covers the months of its kind and only places it speaks of."""
    later = {"date_start": "1994-06-01", "date_end": "1994-06-02"}
    coverage = ucdp.read(write(tmp_path / name, {}, later)).coverage
    assert coverage["place"].unique().to_list() == ["TJK"]
    assert (coverage["month"].min(), coverage["month"].max()) == (first, last)


def test_places_that_are_not_declared_stay_unknown(tmp_path: Path) -> None:
    """A peaceful state is 0 only in a release that is declared to cover it, else unknown."""
    path = write(tmp_path / "ged241.csv")

    def kyrgyz(**options: object) -> set[tuple[float | None, float]]:
        read = ucdp.read(path, **options)
        made = panel.from_signals(read.signals, read.coverage)
        return set(made.filter(place="KGZ").select("value", "coverage").rows())

    assert kyrgyz() == {(None, 0.0)}
    assert kyrgyz(places=["TJK", "KGZ"]) == {(0.0, 1.0)}
    assert kyrgyz(places="world") == {(0.0, 1.0)}
    assert kyrgyz(places=["TJK"]) == {(None, 0.0)}
    with pytest.raises(RequestError, match="XYZ"):
        ucdp.read(path, places=["XYZ"])
    with pytest.raises(RequestError, match="backwards"):
        ucdp.read(path, months=(dt.date(1994, 5, 1), dt.date(1994, 1, 1)))


event = st.fixed_dictionaries(
    {
        "country_id": st.sampled_from(["702", "365", "345", "680", "371"]),
        "type_of_violence": st.sampled_from("123"),
        "date_end": st.dates(dt.date(1990, 1, 1), dt.date(1994, 12, 31)).map(str),
        "best": st.integers(0, 500).map(str),
    }
)
spans = st.tuples(*[st.dates(dt.date(1990, 1, 1), dt.date(1994, 12, 1))] * 2)


@settings(max_examples=40)
@given(st.lists(event, min_size=1, max_size=8), spans.map(sorted))
def test_unknown_is_never_zero_all_the_way(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]], span: list[dt.date]
) -> None:
    """From file to panel, a month nobody covers is null with coverage 0, and no death is lost."""
    first, last = (day.replace(day=1) for day in span)
    path = tmp_path_factory.mktemp("ged") / "ged.csv"
    write(path, *[row | {"date_start": row["date_end"]} for row in rows])
    read = ucdp.read(path, months=(first, last))
    made = panel.from_signals(read.signals, read.coverage)
    seen = pl.col("place").is_in(read.signals["place"].unique().implode())
    observed = made.filter(seen & pl.col("month").is_between(first, last))
    unknown = made.join(observed, on=["place", "vector", "month"], how="anti")
    assert unknown["value"].is_null().all()
    assert (unknown["coverage"] == 0).all()
    assert observed["value"].is_not_null().all()
    left_out = panel.unplaced(read.signals, made)["value"].sum()
    assert made["value"].sum() + left_out == sum(int(row["best"]) for row in rows)


@pytest.mark.parametrize(
    ("name", "rows", "deaths"),
    [
        ("pakistan_1989_2021", 6416, 43225),
        ("russia_chechnya_1989_2015", 1964, 18666),
        ("ukraine_2014_2021", 2989, 7882),
    ],
)
def test_real_events_reach_the_panel_whole(shared: Path, name: str, rows: int, deaths: int) -> None:
    """Real releases pass all checks, and every death in them is in the panel, spread any way."""
    read = ucdp.read(shared / "data" / "events" / f"ged_{name}.parquet")
    assert read.signals.height == rows
    for how in panel.Spread:
        made = panel.from_signals(read.signals, read.coverage, how)
        left_out = panel.unplaced(read.signals, made, how)["value"].sum()
        assert made["value"].sum() + left_out == pytest.approx(deaths)
        assert left_out == 0
