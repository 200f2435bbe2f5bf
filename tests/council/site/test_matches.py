"""A search finds exactly what a plain look at all visible things would find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.council.desk.models import Source
from tocsin.council.record import marking
from tocsin.council.record.action import Action, Actor, Via
from tocsin.council.record.given import Given
from tocsin.council.site import few, matches, page
from tocsin.council.site.kind import kinds
from tocsin.council.site.search import search
from tocsin.council.site.words import words

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = (
    *("post", "posts", "po", "Мост", "МОСТЫ", "мо\u0301ст", "и\u0306", "é", "e\u0301", "ß", "ss"),
    *("AND", "OR", "NOT", "NEAR(", "a*", "*", "-post", '"', "'", "''", "\\", "%", "_", "(", ")"),
    *(
        ":*",
        "&",
        "|",
        "!",
        "<->",
        "^",
        "{",
        "sources/post",
        "name:post",
        "日本",
        "٣",
        "K",
        "1",
        ";--",
    ),
)
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(exclude_characters="\0", codec="utf-8")),
    max_size=4,
).map(" ".join)
THINGS = st.lists(st.tuples(TEXTS, st.booleans(), st.integers(0, 3)), max_size=12)
SIZES = st.fixed_dictionaries(
    {"near": st.integers(1, 8), "common": st.integers(0, 3), "many": st.integers(0, 8)}
)


@contextmanager
def _filled(things: list[tuple[str, bool, int]], sizes: dict[str, int]) -> Iterator[None]:
    """Sources with names, some of them hidden, and some made at the same moment."""

    def enter(actor: Actor, given: Given) -> Source:
        borne = [marking.marking(text) for text in ("AMBER:secretariat", "CLEAR")]
        party = borne[0].readers.get().party
        source = Source(name="last", kind="press", marking=borne[0], originator=party)
        source.save()
        for name, seen, minute in things:
            at = NOW + dt.timedelta(minutes=minute)
            own = {"marking": borne[seen], "originator": party, "made_at": at}
            Source(name=name[:200], kind="press", **own).save()
        return source

    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(matches, "NEAR", sizes["near"])
        patch.setattr(matches, "COMMON", sizes["common"])
        for module in (few, matches):
            patch.setattr(module, "MANY", sizes["many"])
        fill = Action("test.fill", "Fill", frozenset(), enter)
        fill(Actor(None, Via.COMMAND), Given())
        yield
        transaction.set_rollback(True)


def _plain(who: Actor, asked: str) -> list[Any]:
    """What has the words, by looking at the names of all that may be seen."""
    wanted = words(asked)
    return [
        source.pk
        for source in kinds["sources"].visible(who)
        if wanted and all(any(w.startswith(a) for w in words(source.name)) for a in wanted)
    ]


def _paged(who: Actor, asked: str, size: int) -> list[Any]:
    """What all pages of a list together show."""
    found, question = [], {"q": asked}
    while True:
        one = page.paged(kinds["sources"], who, question, size)
        found += [source.pk for source in one.things]
        if not one.after:
            return found
        assert len(one.things) == size
        question["after"] = one.after


@FEW
@given(things=THINGS, asked=TEXTS.filter(bool), size=st.integers(1, 5), sizes=SIZES)
def test_a_search_finds_what_a_look_at_everything_finds(
    house: Any, things: Any, asked: str, size: int, sizes: dict[str, int]
) -> None:
    """Whatever is written and asked, each thing once, newest first, and nothing that is hidden."""
    with _filled(things, sizes):
        for name in ("armenia", "analyst"):
            who = house.actor(name)
            assert _paged(who, asked, size) == _plain(who, asked), name


@FEW
@given(things=THINGS, sizes=SIZES, piece=st.sampled_from(PIECES))
def test_a_search_for_one_word_of_many(
    house: Any, things: Any, sizes: dict[str, int], piece: str
) -> None:
    """A word that many things have, some or none is found in the same things."""
    many = [(f"{name} {piece}"[-200:], seen, at) for name, seen, at in things]
    with _filled([*things, *many], sizes):
        who = house.actor("armenia")
        assert _paged(who, piece, 3) == _plain(who, piece)


@pytest.mark.parametrize(
    "asked", ["post\0", "\0", "*", '"', "post AND", "' OR 1", "\ud83d", "a" * 999]
)
def test_a_question_of_no_sense_finds_nothing_and_harms_nothing(house: Any, asked: str) -> None:
    """The search over all kinds answers whatever it is asked."""
    with _filled([("Post", True, 0)], {"near": 1, "common": 0, "many": 1}):
        found = [thing for one in search(asked, house.actor("armenia")) for thing in one.things]
        assert [str(thing) for thing in found] == (["Post"] if words(asked) == ["post"] else [])


def test_of_a_long_question_the_first_words_count(house: Any) -> None:
    """A question may hold any number of words, and no database is asked for more than some."""
    name = " ".join(f"w{number}" for number in range(matches.ASKED))
    with _filled([(name, True, 0)], {"near": 1, "common": 0, "many": 1}):
        asked = name + " other" * 2000
        assert len(_paged(house.actor("armenia"), asked, 5)) == 1
