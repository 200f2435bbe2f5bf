"""Reviews: what was found is kept, is found again by the command beside it, and is all shown."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import shlex
from typing import Any

import pytest
from django.test import Client
from tests.council.conftest import MOMENT
from tests.council.council.test_sessions import enter
from typer.testing import CliRunner

from tocsin.brief import stored
from tocsin.brief.words import count, interval, percent, toll
from tocsin.cli import app
from tocsin.council.council import review_pages, reviews
from tocsin.council.council.models import Review
from tocsin.council.desk.models import Edition
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify
from tocsin.desk.outlook.archive import Archive
from tocsin.world.errors import AccessError, MissingError, RequestError

ALL = "AMBER:ARM,BLR,KAZ,KGZ,RUS,TJK,secretariat"
LATER = dt.datetime(2017, 3, 7, 9, tzinfo=dt.UTC)


def drawn(house: Any, edition: Edition, moment: dt.datetime = LATER, **said: Any) -> Review:
    """A review that the officer draws up."""
    with clock.stopped(moment):
        given = reviews.Draw(**{"edition": edition.pk, "marking": ALL, **said})
        made: Review = reviews.draw(house.actor("officer"), given)
    return made


def page(client: Client, house: Any, review: Review) -> str:
    """The page of a review, as the officer sees it."""
    enter(client, house, "officer")
    with clock.stopped(LATER):
        answer = client.get(f"/reviews/{review.pk}/")
    assert answer.status_code == 200
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", answer.content.decode()))


def test_the_command_beside_it_finds_the_same(house: Any, edition: Edition) -> None:
    """What `tocsin review` prints as JSON is what the record holds, but for rounding."""
    review = drawn(house, edition)
    words = shlex.split(review_pages.command(edition, review))
    assert words[0] == "tocsin"
    ran = CliRunner().invoke(app, [*words[1:], "--json"])
    assert ran.exit_code == 0, ran.output
    assert stored.rounded(json.loads(ran.stdout)) == json.loads(review.body)
    assert not list(verify.findings())


def test_the_page_shows_every_number(client: Client, house: Any, edition: Edition) -> None:
    """The first lines say where it was wrong and silent; then each number that was found."""
    review = drawn(house, edition)
    found, text = review_pages.told(review), " ".join(page(client, house, review).split())
    assert 0 < text.index(found.wrong[0]) < text.index(found.silent[0]) < text.index(found.calm)
    assert review_pages.command(edition, review) in text
    for held in found.held:
        for v in held.verdicts:
            if not v.quiet:
                numbers = (count(v.median), interval(v.ninety), percent(v.chance))
                row = (v.name, *numbers, toll(v.known, v.missing), v.miss or "within the range")
                assert " ".join(row) in text
    for course in found.courses:
        if not course.quiet:
            assert " ".join(toll(year.deaths, year.missing) for year in course.years) in text


def test_nothing_after_its_day_is_looked_at(house: Any, edition: Edition) -> None:
    """A review ends with the last month that is over on its day, or earlier if asked."""
    assert drawn(house, edition).until == dt.date(2017, 2, 1)
    assert drawn(house, edition, until=dt.date(2014, 12, 31)).until == dt.date(2014, 12, 1)
    assert drawn(house, edition, until=dt.date(2021, 1, 1)).until == dt.date(2017, 2, 1)
    with pytest.raises(RequestError, match="nothing that came after 2013-08"):
        drawn(house, edition, MOMENT)


def test_nobody_is_told_of_an_outlook_kept_from_them(house: Any, edition: Edition) -> None:
    """A review is for readers of its outlook only: not for others, nor for who was barred."""
    with pytest.raises(RequestError, match="may see"):
        drawn(house, edition, marking="AMBER:SRB,secretariat")
    keep = {"table": "desk.edition", "thing": edition.pk, "party": "BLR", "reason": "x"}
    markings.bar(house.actor("officer"), markings.Keep(**keep))
    with pytest.raises(RequestError, match="may see"):
        drawn(house, edition)
    assert drawn(house, edition, marking="AMBER:ARM,secretariat")


def test_only_readers_of_the_outlook_see_it(house: Any, edition: Edition) -> None:
    """Its readers are those of its marking; delegates do not draw one up."""
    review = drawn(house, edition)
    seen = {k for k, user in house.people.items() if Review.objects.visible(user).exists()}
    assert seen == {"officer", "analyst", "chair", "armenia", "belarus", "tajikistan"}
    assert review.originator == house.party("secretariat")
    with clock.stopped(LATER), pytest.raises(AccessError):
        reviews.draw(house.actor("armenia"), reviews.Draw(edition=edition.pk, marking=ALL))


def test_without_the_archive_there_is_none(
    house: Any, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the outlook's paths are gone, that is said, and nothing is kept."""
    monkeypatch.setattr(Archive, "find", lambda *_: [])
    with pytest.raises(MissingError, match="not in the archive"):
        drawn(house, edition)
    assert not Review.objects.exists()


def test_it_is_offered_once_months_are_over(client: Client, house: Any, edition: Edition) -> None:
    """The outlook’s page leads to it when its first month has passed, and not before."""
    enter(client, house, "officer")
    for moment, offered in ((MOMENT, False), (LATER, True)):
        with clock.stopped(moment):
            text = client.get(f"/outlooks/{edition.pk}/").content.decode()
        assert ("review.draw" in text) == offered
