"""What was issued stays as it was said, and a hindcast is never called what we said."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.desk.outlook.archive import ARCHIVE, Archive, Entry, Kind
from tocsin.desk.outlook.paths import Paths
from tocsin.world.errors import RequestError, StorageError
from tocsin.world.marking import Marking

DAY = dt.date(2013, 9, 23)
THAT_DAY = dt.datetime(2013, 9, 23, 9, 30, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 1, 15, 9, 30, tzinfo=dt.UTC)
Add = Callable[..., Entry]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """An empty archive."""
    return Archive(tmp_path / "outlooks")


@pytest.fixture
def add(archive: Archive, paths: Paths) -> Add:
    """Add an outlook to it, by default one that was issued."""

    def added(which: Paths = paths, **changed: object) -> Entry:
        given_ = {"organisation": "csto", "as_of": DAY, "made_at": THAT_DAY, "seed": 1}
        given_ |= {"figures_release": "tocsin-0.1.0"} | changed
        return archive.add(which, **given_)  # type: ignore[arg-type]

    return added


def test_what_is_added_is_read_back(archive: Archive, add: Add, paths: Paths) -> None:
    """Every draw, unknown ones too, and all that was said of it."""
    marking = Marking.parse("AMBER:secretariat,ARM")
    entry = add(marking=marking)
    read = archive.read(entry)
    assert (read.places, read.vectors, read.model) == (paths.places, paths.vectors, paths.model)
    assert np.array_equal(read.draws, paths.draws, equal_nan=True)
    assert archive.find("csto", paths.origin) == [entry]
    assert (entry.as_of, entry.made_at, entry.release) == (DAY, THAT_DAY, "tocsin-0.1.0")
    assert entry.marking == marking


def test_a_file_says_all_by_itself(add: Add) -> None:
    """The Parquet has the agreed columns; whoever finds it alone knows what it is."""
    assert pl.read_parquet_schema(add().path) == ARCHIVE


def test_issued_is_what_was_made_on_its_day(archive: Archive, add: Add, paths: Paths) -> None:
    """Made on the day it speaks as of: issued. Made later: a hindcast, in another folder."""
    issued, hindcast = add(), add(made_at=LATER)
    assert (issued.kind, hindcast.kind) == (Kind.ISSUED, Kind.HINDCAST)
    assert archive.find("csto", paths.origin, Kind.ISSUED) == [issued]
    assert archive.find("csto", paths.origin, Kind.HINDCAST) == [hindcast]
    assert issued.path.is_relative_to(archive.folder / "issued")
    assert hindcast.path.is_relative_to(archive.folder / "hindcast")


@settings(max_examples=20)
@given(hours=st.integers(0, 24 * 400), east=st.integers(-12, 14))
def test_the_kind_follows_the_calendar_where_it_was_made(
    paths: Paths, tmp_path_factory: pytest.TempPathFactory, hours: int, east: int
) -> None:
    """The day is that of the maker's own time zone, at any hour."""
    zone = dt.timezone(dt.timedelta(hours=east))
    made_at = dt.datetime(2013, 9, 23, tzinfo=zone) + dt.timedelta(hours=hours)
    archive = Archive(tmp_path_factory.mktemp("archive"))
    entry = archive.add(
        paths, organisation="csto", as_of=DAY, made_at=made_at, figures_release="x", seed=1
    )
    assert (entry.kind is Kind.ISSUED) == (hours < 24)


def test_nothing_is_made_before_its_day(add: Add) -> None:
    """An outlook cannot know a day to come."""
    with pytest.raises(RequestError, match="cannot know"):
        add(made_at=THAT_DAY - dt.timedelta(days=1))


def test_a_hindcast_is_never_what_was_issued(archive: Archive, add: Add, paths: Paths) -> None:
    """With hindcasts only, nothing was issued."""
    add(made_at=LATER)
    assert archive.issued("csto", paths.origin) is None


def test_what_was_issued_keeps_its_readers(archive: Archive, add: Add, paths: Paths) -> None:
    """An outlook for some is not read for everybody, but for those it was made for."""
    marking = Marking.parse("AMBER:ARM,BLR")
    add(marking=marking)
    assert archive.issued("csto", paths.origin) is None
    assert archive.issued("csto", paths.origin, Marking.parse("AMBER:ARM,RUS")) is None
    assert archive.issued("csto", paths.origin, marking) is not None
    assert archive.issued("csto", paths.origin, Marking.parse("RED:ARM")) is not None


def test_the_last_issued_counts(archive: Archive, add: Add, paths: Paths) -> None:
    """Of two outlooks issued from one origin, on two days, the later is what was said last."""
    add(replace(paths, draws=paths.draws + 1))
    add(as_of=dt.date(2013, 9, 25), made_at=THAT_DAY + dt.timedelta(days=2))
    said = archive.issued("csto", paths.origin)
    assert said is not None
    assert np.array_equal(said.draws, paths.draws, equal_nan=True)


def test_adding_the_same_again_changes_nothing(archive: Archive, add: Add, paths: Paths) -> None:
    """The entry stays the first one, to the byte, even if added at another hour."""
    first = add()
    before = first.path.read_bytes()
    assert add(made_at=THAT_DAY + dt.timedelta(hours=3)) == first
    assert first.path.read_bytes() == before
    assert len(archive.find("csto", paths.origin)) == 1


@pytest.mark.parametrize("made_at", [THAT_DAY, LATER])
def test_other_content_is_refused_and_what_was_said_stays(
    add: Add, paths: Paths, made_at: dt.datetime
) -> None:
    """One draw that differs is enough; the file stays as it was."""
    entry = add(made_at=made_at)
    before = entry.path.read_bytes()
    draws = paths.draws.copy()
    draws[0, 0, 0, 0] += 1
    with pytest.raises(StorageError, match="stays as it was"):
        add(replace(paths, draws=draws), made_at=made_at)
    assert entry.path.read_bytes() == before


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"figures_release": "mine"}, {"marking": Marking.parse("GREEN:csto")}],
)
def test_what_it_was_made_from_sets_outlooks_apart(
    archive: Archive, add: Add, paths: Paths, other: dict[str, object]
) -> None:
    """Another seed, release or marking is another outlook, not a clash."""
    add()
    add(replace(paths, draws=paths.draws + 1), **other)
    assert len(archive.find("csto", paths.origin)) == 2


def test_organisations_and_origins_are_apart(archive: Archive, add: Add, paths: Paths) -> None:
    """What one organisation was told from one month is not found for another."""
    add()
    assert archive.find("ecowas", paths.origin) == []
    assert archive.find("csto", dt.date(2013, 7, 1)) == []


@pytest.mark.parametrize("key", ["", "../csto", "a/b", ".hidden", "a\0b"])
def test_a_key_leads_nowhere_else(archive: Archive, add: Add, paths: Paths, key: str) -> None:
    """No organisation's key can name a file outside its own folder."""
    with pytest.raises(RequestError, match="cannot name a file"):
        add(organisation=key)
    with pytest.raises(RequestError, match="cannot name a file"):
        archive.find(key, paths.origin)
    assert not archive.folder.exists()


@pytest.mark.parametrize("keep", [0, 4, 0.5, 0.99])
def test_a_cut_file_is_noticed(archive: Archive, add: Add, paths: Paths, keep: float) -> None:
    """A file that is only partly there is said to be damaged, by name, wherever it is met."""
    entry = add()
    whole = entry.path.read_bytes()
    entry.path.write_bytes(whole[: keep if isinstance(keep, int) else int(keep * len(whole))])
    for touch in (lambda: archive.issued("csto", paths.origin), lambda: archive.read(entry), add):
        with pytest.raises(StorageError, match=entry.path.name):
            touch()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1), spoil=st.binary(min_size=1, max_size=6))
def test_a_spoilt_file_is_read_as_it_was_or_not_at_all(
    archive: Archive, add: Add, paths: Paths, at: float, spoil: bytes
) -> None:
    """Overwritten anywhere, a file is either said to be damaged or still says the same."""
    entry = add()
    whole = entry.path.read_bytes()
    start = int(at * (len(whole) - 1))
    entry.path.write_bytes(whole[:start] + spoil + whole[start + len(spoil) :])
    try:
        said = archive.issued("csto", paths.origin)
    except StorageError:
        said = paths
    finally:
        entry.path.write_bytes(whole)
    assert said is not None
    assert np.array_equal(said.draws, paths.draws, equal_nan=True)


def test_a_file_whose_content_was_altered_is_noticed(
    archive: Archive, add: Add, paths: Paths
) -> None:
    """A well-formed file with one other value does not pass for what was issued."""
    entry = add()
    rows = pl.read_parquet(entry.path)
    rows.with_columns(value=pl.col("value") * 2).write_parquet(entry.path)
    with pytest.raises(StorageError, match="not those that were added"):
        archive.issued("csto", paths.origin)


def test_a_stranger_among_the_files_is_noticed(archive: Archive, add: Add, paths: Paths) -> None:
    """A Parquet file of something else is not taken for an outlook."""
    stranger = add().path.with_name("stranger.parquet")
    pl.DataFrame({"a": [1]}).write_parquet(stranger)
    with pytest.raises(StorageError, match=r"stranger\.parquet"):
        archive.find("csto", paths.origin)


ADD_AT_ONCE = """
import datetime as dt, sys, time
from pathlib import Path
import numpy as np
from tocsin.desk.outlook.archive import Archive
from tocsin.desk.outlook.paths import Paths
from tocsin.world.errors import StorageError

folder, plus = Path(sys.argv[1]), int(sys.argv[2])
draws = np.full((1, 1, 36, 500), plus, dtype=np.float32)
paths = Paths(dt.date(2013, 8, 1), ["TJK"], ["state_based"], draws, "tocsin")
made_at = dt.datetime(2013, 9, 23, tzinfo=dt.UTC)
said = dict(organisation="csto", as_of=made_at.date(), made_at=made_at, seed=1)
print("ready", flush=True)
sys.stdin.readline()
try:
    Archive(folder).add(paths, figures_release="x", **said)
except StorageError:
    sys.exit(4)
"""


@pytest.mark.parametrize(("differ", "codes"), [(False, [0, 0, 0]), (True, [0, 4, 4])])
def test_of_several_at_once_exactly_one_is_first(
    tmp_path: Path, differ: bool, codes: list[int]
) -> None:
    """Three processes add at once: the same is kept once, of different ones only the first."""
    folder = tmp_path / "outlooks"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_AT_ONCE, str(folder), str(n * differ)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(3)
    ]
    for process in started:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        process.communicate()
    assert sorted(process.returncode for process in started) == codes
    archive = Archive(folder)
    (entry,) = archive.find("csto", dt.date(2013, 8, 1))
    archive.read(entry)
    assert [p for p in folder.rglob("*") if p.is_file()] == [entry.path]
