"""A whole session, from the warning to the promise kept, by people and by programs alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from tests.council.browser.conftest import Sit, verified
from tests.council.play import TOKENS, People, Programs, Step, entries, said, script, until
from tests.council.test_server import Running

pytestmark = pytest.mark.xdist_group("browser")

MEMBERS = "TLP:AMBER:ARM,BLR,KAZ,KGZ,RUS,TJK,secretariat"
OFFICES = (
    "Administrator",
    "Analyst",
    "Officer",
    "Chair",
    "Delegate of Armenia",
    "Delegate of Belarus",
    "Delegate of Tajikistan",
)
ARMENIA, BELARUS, TAJIKISTAN = OFFICES[-3:]
TEXT = """The members give the Border Troops of Tajikistan radios for ten posts.

The radios are handed over by the end of March 2022."""
BEFORE = (
    Step(
        "Analyst",
        "warning.issue",
        "/warnings/",
        {
            "place": "AFG-TJK",
            "vector": "all",
            "threshold": 25,
            "months": 12,
            "title": "Posts that nobody hears",
            "what": "Ten posts on the upper Panj have no radio.",
            "marking": MEMBERS,
            "offices": "TJK: Border Troops\nBLR: Security Council",
            "answer_by": dt.datetime(2022, 1, 26, 12, tzinfo=dt.UTC),
        },
        name="warning",
    ),
    Step(
        TAJIKISTAN,
        "warning.act",
        "@warning",
        {"words": "The list of what is lacking is ready."},
        {"addressee": "@warning/addressees/1/id"},
    ),
    Step(
        "Officer",
        "session.call",
        "/sessions/",
        {
            "title": "Extraordinary session on the border",
            "format": "plenary",
            "begins": dt.datetime(2022, 1, 4, 8, tzinfo=dt.UTC),
            "ends": dt.datetime(2022, 1, 4, 16, tzinfo=dt.UTC),
            "zone": "Asia/Dushanbe",
            "venue": "Dushanbe",
            "marking": MEMBERS,
        },
        name="session",
    ),
    Step(
        "Officer",
        "item.propose",
        "@session",
        {"title": "Radios for the posts", "marking": MEMBERS},
        {"warning": "@warning", "session": "@session"},
        name="item",
    ),
    Step("Officer", "item.agree", "@session", {"number": 1}, {"listing": "@session/agenda/0/id"}),
    Step("Administrator", "exercise.advance", "/", {"hours": 24}),
    Step("Chair", "session.open", "@session", {}, {"session": "@session"}),
    *(
        Step(
            who,
            "session.attend",
            "@session",
            {"party": party, "office": "Permanent delegation"},
            {"session": "@session"},
        )
        for who, party in ((ARMENIA, "ARM"), (BELARUS, "BLR"), (TAJIKISTAN, "TJK"))
    ),
    Step(
        TAJIKISTAN,
        "text.draft",
        "@item",
        {
            "title": "On radios for the border posts",
            "language": "en",
            "paragraphs": TEXT,
            "marking": MEMBERS,
        },
        {"item": "@item"},
        name="text",
    ),
    Step(
        BELARUS,
        "amendment.table",
        "@text",
        {
            "party": "BLR",
            "change": "replace",
            "words": "Belarus hands the radios over by the end of March 2022.",
            "reason": "Whoever promises is to be named.",
        },
        {"text": "@text", "paragraph": "@text/paragraphs/1/id"},
        link=1,
    ),
    Step(
        ARMENIA,
        "position.take",
        "@text",
        {
            "party": "ARM",
            "stand": "object",
            "words": "Nobody is bound by this.",
            "red_line": "A promise without a name.",
            "marking": MEMBERS,
        },
        {"paragraph": "@text/paragraphs/1/id"},
        link=1,
    ),
    Step(
        ARMENIA,
        "position.take",
        "@text",
        {"party": "ARM", "stand": "support", "marking": MEMBERS},
        {"amendment": "@text/amendments/0/id"},
    ),
    Step(
        "Officer",
        "amendment.carry",
        "@text",
        {"number": 1, "amendments": [1], "reason": "Armenia can go along with it."},
        {"text": "@text"},
    ),
    Step("Officer", "text.authentic", "@text", {"languages": ["en"]}, {"text": "@text"}),
    Step(
        "Chair",
        "decision.put",
        "@text",
        {
            "title": "Radios for the border posts",
            "method": "silence",
            "expires": "2022-01-07T18:00",
            "zone": "Asia/Dushanbe",
            "marking": MEMBERS,
        },
        {"item": "@item", "text": "@text"},
        name="decision",
    ),
    Step("Administrator", "exercise.advance", "/", {"hours": 96}),
)
AFTER = (
    Step("Chair", "silence.declare", "@decision", {}, {"decision": "@decision"}),
    Step(
        "Officer",
        "undertaking.enter",
        "@decision",
        {
            "track": "decision",
            "party": "BLR",
            "title": "Ten radios",
            "what": "Hand ten radios over to the Border Troops of Tajikistan.",
            "whom": "Border Troops of Tajikistan",
            "made_on": dt.date(2022, 1, 4),
            "due": dt.date(2022, 3, 31),
            "precision": "day",
            "marking": MEMBERS,
        },
        {"decision": "@decision"},
        name="undertaking",
    ),
    Step(
        BELARUS,
        "evidence.file",
        "@undertaking",
        {
            "shows": "delivery",
            "words": "The receipt of the Border Troops.",
            "dated": dt.date(2022, 1, 4),
        },
        {"undertaking": "@undertaking"},
    ),
    Step(
        "Officer",
        "evidence.judge",
        "@undertaking",
        {"verdict": "accepted", "reason": "The receipt is signed and sealed."},
        {"evidence": "@undertaking/evidence/0/id"},
    ),
    Step(
        "Chair",
        "session.close",
        "@session",
        {"closing": "The council thanks its hosts."},
        {"session": "@session"},
    ),
    Step(
        "Officer",
        "minutes.draw",
        "@session",
        {"marking": MEMBERS},
        {"session": "@session"},
        name="minutes",
    ),
    Step("Chair", "minutes.adopt", "@minutes", {}, {"minutes": "@minutes"}),
)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Running]:
    """A second house, in which programs play."""
    (tmp_path / "other").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_CACHE", str(tmp_path / "cache"))
        patch.setenv("OMP_NUM_THREADS", "1")
        patch.setenv("TOCSIN_MODEL", "conflictology")
        running = Running(tmp_path / "other", "sochi", command="demo")
    yield running
    assert running.stop() == 0


@pytest.fixture
def played(sit: Sit, served: str, data: Path) -> tuple[People, int]:
    """The session as people play it, and how many entries the record had before."""
    before = entries(data)
    people = People({office: sit(office) for office in OFFICES})
    for step in BEFORE:
        people.take(step)
    until(lambda: _stands(people.seats["Chair"], people.pages["decision"], "to be declared"))
    for step in AFTER:
        people.take(step)
    return people, before


def test_a_session_leads_from_a_warning_to_a_promise_kept(
    played: tuple[People, int], data: Path, other: Running, tmp_path: Path
) -> None:
    """In browsers and by programs alone it leaves the same record, and the same is shown of it."""
    people, before = played
    for office, page, words in (
        (ARMENIA, "decision", "adopted"),
        (TAJIKISTAN, "undertaking", "delivered"),
        (BELARUS, "minutes", "The council thanks its hosts."),
    ):
        assert _stands(people.seats[office], people.pages[page], words)
    assert "all as recorded" in verified(data)
    programs = _programmed(other, tmp_path / "other")
    told = programs.shown(ARMENIA, "decision")
    assert told["stage"] == "adopted"
    assert programs.shown(TAJIKISTAN, "undertaking")["standing"] == "delivered"
    assert "all as recorded" in verified(tmp_path / "other")
    assert said(data, before) == said(tmp_path / "other")


def _programmed(other: Running, folder: Path) -> Programs:
    programs = Programs(str(other.url), script(folder, TOKENS))
    for step in BEFORE:
        programs.take(step)
    until(lambda: programs.shown("Chair", "decision")["stage"] == "kept")
    for step in AFTER:
        programs.take(step)
    return programs


def _stands(page: Page, address: str, words: str) -> bool:
    page.goto(address)
    return words in page.locator("main").inner_text()
