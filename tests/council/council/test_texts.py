"""Texts from the first draft to the last version, with their languages and amendments."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.council.population_texts import Enter, enter

from tocsin.council.council import amendments, positions, renderings, texts
from tocsin.council.council.models import Amendment, Item, Text
from tocsin.council.council.text import AmendmentFate, TextStage
from tocsin.council.people.role import Role
from tocsin.council.record import verify
from tocsin.council.record.action import Action, Actor
from tocsin.council.record.given import Given
from tocsin.council.site.notice import Notice
from tocsin.world.errors import (
    AccessError,
    ConflictError,
    MissingError,
    RequestError,
    TocsinError,
)

ALL = "AMBER:secretariat,ARM,BLR,TJK,RUS"
FIRST = "The border is guarded.\n\nThe fund pays for it.\n\nReports come in May."


class Settle(Given):
    """What becomes of a text, as a decision says."""

    text: uuid.UUID
    stage: TextStage


def _settled(actor: Actor, given: Settle) -> Text:
    text = Text.held(given.text)
    if given.stage == TextStage.FROZEN:
        texts.freeze(text)
    else:
        texts.settle(text, given.stage)
    return text


def _settle(house: Any, text: Text, stage: TextStage) -> None:
    settle = Action("text.settle", "Settle", frozenset(Role), _settled)
    settle(house.actor("officer"), Settle(text=text.pk, stage=stage))
    text.refresh_from_db()


@dataclass(frozen=True)
class Desk:
    """Drafts and amends in a house."""

    house: Any

    def item(self, marking: str = ALL) -> Item:
        """An item."""
        return enter(self.house.actor("officer"), Enter(title="The border", marking=marking))  # type: ignore[no-any-return]

    def drafted(self, marking: str = ALL, who: str = "officer") -> Text:
        """A text of three paragraphs."""
        given = texts.Draft(
            item=self.item(marking).pk,
            title="Declaration",
            language="ru",
            paragraphs=FIRST,
            marking=marking,
        )
        return texts.draft(self.house.actor(who), given)  # type: ignore[no-any-return]

    def revised(self, text: Text, wording: str, number: int, who: str = "officer") -> Text:
        """A new version."""
        given = texts.Revise(text=text.pk, number=number, paragraphs=wording, reason="Agreed.")
        return texts.revise(self.house.actor(who), given)  # type: ignore[no-any-return]

    def tabled(
        self, text: Text, number: int | None, change: str = "replace", words: str = "Otherwise."
    ) -> Amendment:
        """An amendment of Armenia's to a paragraph by its number."""
        rows = {row.number: row.paragraph_id for row in texts.placed(text)}
        given = amendments.Table(
            text=text.pk,
            paragraph=rows[number] if number else None,
            party="ARM",
            change=change,
            words="" if change == "delete" else words,
        )
        return amendments.table(self.house.actor("armenia"), given)  # type: ignore[no-any-return]

    def carried(self, text: Text, *numbers: int) -> Text:
        """A version with some amendments."""
        given = amendments.Carry(
            text=text.pk, number=text.newest.number, amendments=numbers, reason="Agreed."
        )
        return amendments.carry(self.house.actor("officer"), given)  # type: ignore[no-any-return]


@pytest.fixture
def desk(house: Any) -> Desk:
    """What drafts and amends in the house."""
    return Desk(house)


def _words(text: Text, number: int | None = None) -> list[str]:
    return [row.paragraph.words for row in texts.placed(text, number)]


def _signed_in(client: Client, house: Any, name: str) -> Client:
    user = house.people[name]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def test_a_paragraph_that_stays_keeps_its_positions_and_one_that_changes_its_line(
    desk: Desk,
) -> None:
    """Unchanged words are the same row, changed words another one of the same line."""
    text = desk.drafted()
    before = [row.paragraph for row in texts.placed(text)]
    desk.revised(text, FIRST.replace("in May", "in June") + "\n\nIt begins at once.", 1)
    after = [row.paragraph for row in texts.placed(text)]
    assert [row.pk for row in after[:2]] == [row.pk for row in before[:2]]
    assert after[2].pk != before[2].pk
    assert after[2].line == before[2].line
    assert after[3].line not in {row.line for row in before}
    assert _words(text, 1) == FIRST.split("\n\n")
    desk.revised(text, FIRST, 2)
    assert [row.paragraph.pk for row in texts.placed(text)] == [row.pk for row in before]
    assert not list(verify.findings())


def test_two_who_revise_the_same_version_lose_nothing(desk: Desk) -> None:
    """The second is told, and the first one's version stays."""
    text = desk.drafted()
    desk.revised(text, FIRST.replace("May", "June"), 1)
    with pytest.raises(ConflictError):
        desk.revised(text, FIRST.replace("May", "July"), 1)
    assert text.newest.number == 2
    with pytest.raises(RequestError):
        desk.revised(text, FIRST.replace("May", "June"), 2)


def test_only_officers_and_those_it_comes_from_revise(desk: Desk) -> None:
    """Another member amends; an observer and an analyst do not draft at all."""
    text = desk.drafted(who="armenia")
    desk.revised(text, FIRST.replace("May", "June"), 1, who="armenia")
    with pytest.raises(AccessError):
        desk.revised(text, FIRST, 2, who="belarus")
    desk.revised(text, FIRST, 2)
    for who in ("observer", "analyst"):
        with pytest.raises(AccessError):
            desk.revised(text, FIRST, 3, who=who)


def test_an_unseen_text_is_no_text(desk: Desk) -> None:
    """Who may not see a text or its item is told the same as of one that is not there."""
    text = desk.drafted("AMBER:secretariat,TJK")
    said = []
    for pk in (text.pk, uuid.uuid4()):
        with pytest.raises(MissingError) as error:
            texts.revise(
                desk.house.actor("armenia"),
                texts.Revise(text=pk, number=1, paragraphs="x", reason="y"),
            )
        said.append(str(error.value))
    assert said[0] == said[1]


def test_a_text_admits_nobody_who_may_not_see_its_item(desk: Desk) -> None:
    """A draft of a narrow item cannot be marked more widely."""
    item = desk.item("AMBER:secretariat,TJK")
    with pytest.raises(RequestError):
        texts.draft(
            desk.house.actor("officer"),
            texts.Draft(item=item.pk, title="x", language="ru", paragraphs="y", marking=ALL),
        )
    assert not Text.objects.exists()


def test_a_frozen_text_stays_as_it_is(house: Any, desk: Desk) -> None:
    """Nothing changes a text that is decided on, and each is told what to do."""
    text = desk.drafted()
    one = desk.tabled(text, 1)
    _settle(house, text, TextStage.FROZEN)
    assert text.stage == TextStage.FROZEN
    for deed in (
        lambda: desk.revised(text, "x", 1),
        lambda: desk.tabled(text, 1),
        lambda: desk.carried(text, 1),
    ):
        with pytest.raises(ConflictError) as error:
            deed()
        assert error.value.remedy
    _settle(house, text, TextStage.ADOPTED)
    one.refresh_from_db()
    assert one.fate == AmendmentFate.FALLEN
    with pytest.raises(ConflictError):
        positions.take(
            house.actor("armenia"),
            positions.Take(text=text.pk, party="ARM", stand="accept", marking=ALL),
        )


def test_a_text_opens_again_when_its_decision_is_withdrawn(house: Any, desk: Desk) -> None:
    """What was only frozen goes on where it stood, with its amendments."""
    text = desk.drafted()
    one = desk.tabled(text, 1)
    _settle(house, text, TextStage.FROZEN)
    _settle(house, text, TextStage.OPEN)
    desk.carried(text, 1)
    one.refresh_from_db()
    assert one.fate == AmendmentFate.CARRIED
    assert _words(text)[0] == "Otherwise."


def test_an_incomplete_language_keeps_a_text_from_being_decided(house: Any, desk: Desk) -> None:
    """Each authentic language needs every paragraph; a changed paragraph needs its own anew."""
    officer, text = house.actor("officer"), desk.drafted()
    renderings.authentic(officer, renderings.Authentic(text=text.pk, languages=("ru", "hy")))
    text.refresh_from_db()
    assert renderings.complete(text) == ["hy"]
    with pytest.raises(RequestError, match="Armenian"):
        _settle(house, text, TextStage.FROZEN)
    same = {"text": text.pk, "number": 1, "language": "hy"}
    with pytest.raises(RequestError):
        renderings.render(officer, renderings.Render(**same, words="one\n\ntwo"))
    renderings.render(officer, renderings.Render(**same, words="one\n\ntwo\n\nthree"))
    assert renderings.complete(text) == []
    desk.revised(text, FIRST.replace("May", "June"), 1)
    assert renderings.complete(text) == ["hy"]
    third = texts.placed(text)[2].paragraph_id
    given = renderings.Render(
        text=text.pk, number=2, language="hy", paragraph=third, words="three, June"
    )
    renderings.render(house.actor("armenia"), given)
    _settle(house, text, TextStage.FROZEN)
    assert text.stage == TextStage.FROZEN
    with pytest.raises(ConflictError):
        renderings.render(officer, given)
    assert not list(verify.findings())


def test_a_language_that_is_none_is_refused(house: Any, desk: Desk) -> None:
    """Only languages that are known can be authentic or rendered into."""
    text = desk.drafted()
    with pytest.raises(RequestError):
        renderings.authentic(
            house.actor("officer"), renderings.Authentic(text=text.pk, languages=("ru", "qq"))
        )
    given = renderings.Render(text=text.pk, number=1, language="ru", words=FIRST)
    with pytest.raises(RequestError):
        renderings.render(house.actor("officer"), given)


def test_carried_amendments_make_the_version_they_say(desk: Desk) -> None:
    """One replaces, one deletes, two add; a rival falls, and an insertion stays with its line."""
    text = desk.drafted()
    desk.tabled(text, 1, words="The border is guarded well.")
    desk.tabled(text, 1, words="The border is watched.")
    desk.tabled(text, 2, "delete")
    desk.tabled(text, 1, "insert", "After the first.")
    desk.tabled(text, None, "insert", "Before all.")
    desk.tabled(text, 3, words="Reports come in June.")
    desk.carried(text, 1, 3, 4, 5)
    assert _words(text) == [
        "Before all.",
        "The border is guarded well.",
        "After the first.",
        "Reports come in May.",
    ]
    fates = [one.fate for one in text.amendments.all()]
    assert fates == ["carried", "fallen", "carried", "carried", "carried", "tabled"]
    assert not list(verify.findings())


def test_two_that_change_the_same_paragraph_are_not_both_carried(desk: Desk) -> None:
    """They are refused by their numbers, and neither is carried."""
    text = desk.drafted()
    desk.tabled(text, 1)
    desk.tabled(text, 1, "delete")
    with pytest.raises(ConflictError, match="1, 2"):
        desk.carried(text, 1, 2)
    assert text.newest.number == 1
    assert {one.fate for one in text.amendments.all()} == {AmendmentFate.TABLED}
    with pytest.raises(RequestError, match="7"):
        desk.carried(text, 7)


def test_the_last_paragraph_is_not_deleted(desk: Desk) -> None:
    """A text without paragraphs is none."""
    text = desk.drafted()
    for number in (1, 2, 3):
        desk.tabled(text, number, "delete")
    with pytest.raises(RequestError):
        desk.carried(text, 1, 2, 3)
    assert {one.fate for one in text.amendments.all()} == {AmendmentFate.TABLED}


def test_an_amendment_is_its_partys_alone(house: Any, desk: Desk) -> None:
    """Who has no credential tables and withdraws nothing for a member."""
    text = desk.drafted()
    one = desk.tabled(text, 1)
    given = amendments.Withdraw(amendment=one.pk)
    for who in ("belarus", "officer"):
        with pytest.raises(AccessError):
            amendments.withdraw(house.actor(who), given)
    amendments.withdraw(house.actor("armenia"), given)
    with pytest.raises(ConflictError):
        amendments.withdraw(house.actor("armenia"), given)
    row = texts.placed(text)[0].paragraph_id
    table = amendments.Table(text=text.pk, paragraph=row, party="ARM", change="replace", words="x")
    with pytest.raises(AccessError):
        amendments.table(house.actor("belarus"), table)


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "replace", "words": ""},
        {"change": "delete", "words": "x"},
        {"change": "replace", "words": "The border is guarded."},
        {"change": "insert", "words": "one\n\ntwo"},
        {"change": "replace", "words": "x", "paragraph": None},
    ],
)
def test_an_amendment_that_makes_no_sense_is_refused(
    house: Any, desk: Desk, wrong: dict[str, Any]
) -> None:
    """What replaces has other words, what deletes has none, and each is to one paragraph."""
    text = desk.drafted()
    given = {"text": text.pk, "paragraph": texts.placed(text)[0].paragraph_id, "party": "ARM"}
    with pytest.raises(RequestError):
        amendments.table(house.actor("armenia"), amendments.Table(**{**given, **wrong}))
    assert not Amendment.objects.exists()


def test_an_amendment_to_words_that_are_gone_is_told_so(house: Any, desk: Desk) -> None:
    """A paragraph that was changed in the meantime is amended as it is now, or not at all."""
    text = desk.drafted()
    old = texts.placed(text)[0].paragraph_id
    desk.revised(text, FIRST.replace("guarded", "watched"), 1)
    given = {"text": text.pk, "paragraph": old, "party": "ARM", "words": "x"}
    with pytest.raises(ConflictError):
        amendments.table(house.actor("armenia"), amendments.Table(**given, change="replace"))


def test_those_concerned_are_told(house: Any, desk: Desk) -> None:
    """Members and officers who see a text hear of its versions and amendments, others not."""
    text = desk.drafted("AMBER:secretariat,ARM")
    desk.tabled(text, 1)
    told = {(row.user.email.partition("@")[0], row.code) for row in Notice.objects.all()}
    assert told == {("armenia", "drafted"), ("officer", "amended")}


STEP = st.tuples(
    st.sampled_from(["revise", "table", "withdraw", "carry"]),
    st.integers(0, 4),
    st.integers(1, 6),
    st.sampled_from(["replace", "delete", "insert"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEP, min_size=3, max_size=12))
def test_no_sequence_of_deeds_breaks_a_law(house: Any, desk: Desk, steps: list[Any]) -> None:
    """Whatever is revised, tabled and carried: what is tabled is to what is there, versions count
    up, a version never changes, and the record is whole.
    """
    with transaction.atomic():
        text, kept = desk.drafted(), {}
        for nth, (deed, place, number, change) in enumerate(steps):
            with suppress(TocsinError):
                _do(desk, text, nth, deed, place, number, change)
            _lawful(text, kept)
        assert not list(verify.findings())
        transaction.set_rollback(True)


def _do(desk: Desk, text: Text, nth: int, *step: Any) -> None:
    deed, place, number, change = step
    words = _words(text)
    if deed == "revise":
        place %= len(words)
        desk.revised(
            text,
            "\n\n".join([*words[:place], f"New {nth}.", *words[place + 1 :]]),
            text.newest.number,
        )
    elif deed == "table":
        desk.tabled(text, min(place, len(words)) or None, change, f"Amended {nth}.")
    elif deed == "carry":
        desk.carried(text, number)
    elif one := text.amendments.filter(number=number).first():
        amendments.withdraw(desk.house.actor("armenia"), amendments.Withdraw(amendment=one.pk))


def _lawful(text: Text, kept: dict[int, list[str]]) -> None:
    versions = list(text.versions.all())
    assert [one.number for one in versions] == list(range(1, len(versions) + 1))
    for one in versions:
        assert kept.setdefault(one.number, _words(text, one.number)) == _words(text, one.number)
    rows = [row.paragraph for row in texts.placed(text)]
    assert len({row.line for row in rows}) == len(rows)
    for amendment in text.amendments.filter(fate=AmendmentFate.TABLED).select_related("paragraph"):
        assert not amendment.ended_at
        if amendment.change == "insert":
            assert not amendment.paragraph or amendment.paragraph.line in {r.line for r in rows}
        else:
            assert amendment.paragraph_id in {row.pk for row in rows}


def test_the_page_shows_versions_languages_and_differences(
    house: Any, desk: Desk, client: Client
) -> None:
    """The newest wording, an earlier one, and what changed between them, word by word."""
    text = desk.drafted()
    desk.tabled(text, 2, words="The fund pays for all.")
    desk.revised(text, FIRST.replace("May", "June"), 1)
    words = "Sahman.\n\nHimnadram.\n\nHunis."
    given = renderings.Render(text=text.pk, number=2, language="hy", words=words)
    renderings.render(house.actor("armenia"), given)
    _signed_in(client, house, "armenia")
    page = client.get(f"/texts/{text.pk}/").text
    for said in ("Reports come in June.", "Himnadram.", "/do/amendment.table/", "unknown"):
        assert said in page
    assert "Reports come in May." not in page
    assert "<del>it</del><ins>all</ins>" in page
    changed = client.get(f"/texts/{text.pk}/difference/").text
    assert "<del>May</del><ins>June</ins>" in changed
    as_it_was = client.get(f"/texts/{text.pk}/difference/?from=1&to=1").text
    assert "Reports come in May." in as_it_was
    assert "<ins>" not in as_it_was
    for wrong in ("0", "3", "x", "99999999999", "²"):
        assert client.get(f"/texts/{text.pk}/difference/?from={wrong}").status_code == 400


def test_the_forms_hold_what_there_is(house: Any, desk: Desk, client: Client) -> None:
    """Revising, amending and carrying begin with the wording and the version of now."""
    text = desk.drafted()
    row = texts.placed(text)[1].paragraph_id
    _signed_in(client, house, "officer")
    form = client.get(f"/do/text.revise/?text={text.pk}").text
    assert "The fund pays for it." in form
    sent = {
        "text": text.pk,
        "number": 1,
        "paragraphs": FIRST.replace("May", "June").replace("\n", "\r\n"),
        "reason": "Agreed.",
    }
    assert client.post("/do/text.revise/", sent).status_code == 302
    stale = client.post("/do/text.revise/", {**sent, "paragraphs": "Mine, not lost."})
    assert stale.status_code == 409
    assert "Mine, not lost." in stale.text
    long = client.post("/do/text.revise/", {**sent, "number": 2, "paragraphs": "x" * 5_000_000})
    assert long.status_code == 400
    assert "20000" in long.text
    _signed_in(client, house, "armenia")
    form = client.get(f"/do/amendment.table/?text={text.pk}&paragraph={row}").text
    assert "The fund pays for it." in form
    sent = {"text": text.pk, "paragraph": row, "party": "ARM", "change": "delete"}
    assert client.post("/do/amendment.table/", sent).status_code == 302
    _signed_in(client, house, "officer")
    sent = {"text": text.pk, "number": 2, "amendments": "1,", "reason": "Agreed."}
    assert client.post("/do/amendment.carry/", sent).status_code == 302
    assert _words(text) == ["The border is guarded.", "Reports come in June."]
    for asked in ("", "?text=x", f"?text={uuid.uuid4()}"):
        assert client.get(f"/do/text.revise/{asked}").status_code == 404


def test_queries_do_not_grow_with_the_text(house: Any, desk: Desk, client: Client) -> None:
    """A text of many paragraphs, amendments and positions is read in as few steps as a short
    one.
    """
    _signed_in(client, house, "armenia")
    text, before = desk.drafted(), []
    _negotiate(house, desk, text, 2)
    for path in ("", "difference/", "harmony/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/texts/{text.pk}/{path}").status_code == 200
        before.append(len(asked))
    desk.revised(text, "\n\n".join(f"Paragraph {n}." for n in range(40)), 1)
    _negotiate(house, desk, text, 20)
    for path, most in zip(("", "difference/", "harmony/"), before, strict=True):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/texts/{text.pk}/{path}").status_code == 200
        assert len(asked) <= most, path


def _negotiate(house: Any, desk: Desk, text: Text, many: int) -> None:
    for number in range(1, many + 1):
        desk.tabled(text, number, words=f"Amended {number}.")
    for row in texts.placed(text)[:many]:
        given = {"paragraph": row.paragraph_id, "party": "ARM", "stand": "accept"}
        positions.take(house.actor("armenia"), positions.Take(**given, marking=ALL))
