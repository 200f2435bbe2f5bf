"""A story is a file: it plays the same again, by any way, and what is wrong in it is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.council.conftest import told_cheaply
from tests.council.test_server import environment

from tocsin.council import demo, rehearsal, story
from tocsin.council.council.models import Undertaking
from tocsin.council.desk.models import Statement
from tocsin.council.people.models import User
from tocsin.council.record import chance, verify
from tocsin.council.record.models import Entry
from tocsin.council.story import Told
from tocsin.world.errors import (
    ConflictError,
    DataError,
    MissingError,
    RequestError,
    StorageError,
    TocsinError,
)

DRILL = """
title = "A drill"
organisation = "csto"
now = 2013-09-03T09:00:00Z
since = 2013-01-01
onlooker = "officer"
reads = "report"

[[person]]
key = "officer"
name = "Officer"
office = "Secretariat"
party = "secretariat"
role = "officer"

[[chapter]]
title = "One"

[[chapter.step]]
at = 2013-09-02T08:00:00Z
by = "officer"
do = "source.enter"
name = "press"
given = { name = "Press", kind = "press", marking = "CLEAR" }

[[chapter.step]]
at = 2013-09-02T08:10:00Z
by = "officer"
do = "report.file"
name = "report"
told = "A report is filed."
[chapter.step.given]
title = "A meeting"
source = "@press"
dated = 2013-09-02
language = "en"
text = "The President of Belarus said that Belarus would help Tajikistan. He promised ten radios."
marking = "CLEAR"

[[chapter.step]]
at = 2013-09-02T08:20:00Z
by = "worker"
do = "readings"

[[chapter.step]]
at = 2013-09-02T08:30:00Z
by = "officer"
do = "statement.confirm"
given = { statement = { seek = "@report", party = "BLR", words = "radios" } }
"""


@pytest.fixture
def _cheap(tmp_path: Path) -> Any:
    """Stories cost little here."""
    yield from told_cheaply(tmp_path)


def drill(folder: Path, *changes: tuple[str, str]) -> Told:
    """The drill as a file, with some of its words changed."""
    text = DRILL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "drill.toml").write_text(text, encoding="utf-8")
    return story.told(str(folder / "drill.toml"))


def head(told: Told, **options: Any) -> str:
    """The end of the record that a story leaves, of which nothing else stays."""
    with transaction.atomic():
        demo.play(told, **options)
        assert not verify.findings()
        found: str = Entry.objects.latest("seq").hash
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("_cheap")
def test_it_leaves_the_same_record_again(db: None, tmp_path: Path) -> None:
    """Identifiers, salts and times come from the story alone, and other words give another end."""
    told = drill(tmp_path)
    assert head(told) == head(told)
    assert head(drill(tmp_path, ("ten radios", "two radios"))) != head(told)


def test_another_process_leaves_the_same_record(db: None, tmp_path: Path) -> None:
    """What ends in the hash depends neither on the process nor on its order of sets."""
    assert head(story.told("gambia")) in _ending(tmp_path / "1", "1", "gambia")


@pytest.mark.soak
def test_the_whole_story_ends_alike_in_two_fresh_houses(tmp_path: Path) -> None:
    """The story that ships, with outlook, reader and brief, ends in the same hash twice."""
    ends = {_ending(tmp_path / seed, seed, "sochi") for seed in ("3", "4")}
    assert len(ends) == 1


def _ending(folder: Path, seed: str, name: str) -> str:
    """The last line that playing a story says, in a process and a house of its own."""
    folder.mkdir()
    ran = subprocess.run(
        [sys.executable, "-m", "tocsin", "demo", name, "--play-only"],
        env={
            **environment(folder / "data"),
            "PYTHONHASHSEED": seed,
            "TOCSIN_CACHE": str(folder),
            "TOCSIN_MODEL": "conflictology",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stderr.splitlines()[-1]


@pytest.mark.usefixtures("_cheap")
def test_chance_is_chance_again_afterwards(db: None, tmp_path: Path) -> None:
    """Only what the story itself makes can be guessed: afterwards identifiers are random."""
    demo.play(drill(tmp_path))
    one = chance.fresh()
    with chance.seeded(1):
        drawn = [chance.fresh() for _ in range(3)]
    assert one not in drawn
    assert chance.fresh() not in {one, *drawn}


WRONG: dict[str, tuple[tuple[str, str], type[TocsinError], str]] = {
    "no TOML": (("title =", "title"), DataError, "This is no TOML"),
    "no title": (('title = "A drill"', ""), DataError, "title"),
    "strange field": (("told =", "tell ="), DataError, "chapter 1, step 2, tell"),
    "no zone": (("08:20:00Z", "08:20:00"), DataError, "chapter 1, step 3, at"),
    "unknown action": (
        ("statement.confirm", "statement.bless"),
        DataError,
        r"step 4 \(statement.bless, 2013-09-02T08:30\).*no action",
    ),
    "the system's own": (("statement.confirm", "report.parse"), DataError, "no action"),
    "unknown job": (('"readings"', '"miracles"'), DataError, "no job “miracles”"),
    "unknown person": (('by = "officer"', 'by = "nobody"'), DataError, "is nobody in the story"),
    "unknown onlooker": (('onlooker = "officer"', 'onlooker = "x"'), DataError, "onlooker"),
    "unknown name": (('"@press"', '"@radio"'), DataError, "step 2.*“@radio” is not made"),
    "unknown statement": (
        ('words = "radios"', 'words = "tents"'),
        MissingError,
        "step 4.*party “BLR”, words “tents” stands in “A meeting”",
    ),
    "unknown part": (
        ("{ seek =", '"@report/radios/1" } # '),
        MissingError,
        "step 4.*has no radios",
    ),
    "time going backwards": (("08:20:00Z", "08:05:00Z"), DataError, "step 3.*Time goes backwards"),
    "too early": (("2013-09-03T09", "2013-09-01T09"), DataError, "“now” is too early"),
    "no step it reads": (('reads = "report"', 'reads = "letter"'), DataError, "“letter”"),
    "a name twice": (('name = "report"', 'name = "press"'), DataError, "called “press” already"),
    "unknown organisation": (('"csto"', '"nato"'), RequestError, "no organisation “nato”"),
    "lost organisation": (('"csto"', '"own.toml"'), StorageError, "own.toml"),
    "unknown party": (('"secretariat"\nrole', '"XYZ"\nrole'), RequestError, "person officer"),
    "a field that does not fit": (('kind = "press"', "kind = 7"), DataError, "step 1.*kind"),
    "idle worker": (('language = "en"', 'language = "ru"'), ConflictError, "nothing to do"),
    "a day to come": (("2013-09-02\n", "2014-09-02\n"), DataError, "step 2.*in the future"),
    "refused": (('"CLEAR" }', '"AMBER:RUS" }'), RequestError, "step 1.*not be able to see"),
}


@pytest.mark.usefixtures("_cheap")
@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_and_nothing_stays(db: None, tmp_path: Path, what: str) -> None:
    """The message says where and what, and the database is as empty as before."""
    change, error, words = WRONG[what]
    with pytest.raises(error, match=f"(?s){words}"):
        demo.play(drill(tmp_path, change))
    assert not Entry.objects.exists()
    assert not User.objects.exists()


def test_an_unknown_story_is_told_with_those_that_ship() -> None:
    """The message names what can be played."""
    with pytest.raises(RequestError, match="gambia, sochi"):
        story.told("nowhere")


@pytest.mark.usefixtures("_cheap")
def test_an_organisation_of_ones_own_lies_beside_its_story(db: None, tmp_path: Path) -> None:
    """It is named by its file, seen from the story's folder."""
    party = '[[party]]\nplace = "BLR"\nrole = "member"\nsince = 2000-01-01\n'
    own = f'name = "Two Rivers"\nshort = "2R"\n{party}'
    (tmp_path / "rivers.toml").write_text(own)
    told = drill(tmp_path, ('"csto"', '"rivers.toml"'))
    demo.play(told)
    assert told.key == "rivers"
    assert not verify.findings()


@pytest.mark.parametrize("name", story.stories())
def test_every_story_that_ships_holds_together(name: str) -> None:
    """Its actions, people, times and references are there."""
    rehearsal.check(story.told(name))


def test_a_house_knows_what_it_was_filled_with(played: None, tmp_path: Path) -> None:
    """The same story is there already; another one, or another text, needs another house."""
    told = story.told("sochi")
    assert demo.holds(told)
    assert demo.played() == told.story
    for other, text in ((story.told("gambia"), ""), (told, "Another text.")):
        with pytest.raises(ConflictError, match="not empty"):
            demo.holds(other, text)


@pytest.mark.usefixtures("_cheap")
def test_the_source_text_itself_can_be_read(db: None, shared: Path) -> None:
    """All that the story confirms in its retelling is found in the report as it was published."""
    text = story.read(shared / "documents/csto_sochi_2013-09-23.txt")
    told = story.told("sochi")
    without = ("outlook", "brief", "review")  # what follows from the text needs none of them
    for chapter in told.story.chapter:
        chapter.step = [one for one in chapter.step if not one.name.startswith(without)]
    demo.play(told, text=text)
    assert not verify.findings()
    confirmed = Statement.objects.filter(status="confirmed")
    assert confirmed.count() == 11
    assert {row.report.text for row in confirmed} == {text.strip()}
    assert Undertaking.objects.exclude(statement=None).count() == 2


def test_a_story_that_reads_nothing_takes_no_text(db: None, tmp_path: Path) -> None:
    """A text for which there is no place is refused, not dropped."""
    with pytest.raises(RequestError, match="reads no text"):
        demo.play(drill(tmp_path, ('reads = "report"', "")), text="A text.")
