"""Positions: who takes them, who sees which, and the harmonised approach as each may see it."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.council.conftest import COMMAND
from tests.council.population_texts import Enter, enter

from tocsin.council.council import amendments, approach, matrix, positions, texts
from tocsin.council.council.models import Position, Text
from tocsin.council.people import actions as people
from tocsin.council.record import actions as markings
from tocsin.council.record import verify
from tocsin.council.record.action import Actor
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

ALL = "AMBER:secretariat,ARM,BLR,TJK,RUS"
MEMBERS = {"armenia": "ARM", "belarus": "BLR", "tajikistan": "TJK", "chair": "RUS"}


@dataclass(frozen=True)
class Table:
    """A text of two paragraphs, and who says what of it."""

    house: Any
    text: Text

    def paragraph(self, number: int) -> Any:
        """A paragraph by its number."""
        return texts.placed(self.text)[number - 1].paragraph_id

    def amended(self, number: int, words: str, who: str = "armenia") -> Any:
        """An amendment that replaces a paragraph."""
        given = amendments.Table(
            text=self.text.pk,
            paragraph=self.paragraph(number),
            party=MEMBERS[who],
            change="replace",
            words=words,
        )
        return amendments.table(self.house.actor(who), given)

    def said(self, who: str, stand: str, marking: str = ALL, **about: Any) -> Position:
        """A position."""
        given = {"party": MEMBERS.get(who, "SRB"), "stand": stand, "marking": marking, **about}
        return positions.take(self.house.actor(who), positions.Take(**given))  # type: ignore[no-any-return]

    def stands(self, reader: str) -> dict[tuple[str, str], str]:
        """Each party's stand by what it is on, as somebody sees it."""
        known = positions.current(self.house.people[reader], text=self.text)
        return {(party, name): row.stand for (party, (name, _id)), row in known.items()}


@pytest.fixture
def table(house: Any) -> Table:
    """What is negotiated."""
    officer = house.actor("officer")
    item = enter(officer, Enter(title="The border", marking=ALL))
    given = texts.Draft(
        item=item.pk, title="Declaration", language="ru", paragraphs="One.\n\nTwo.", marking=ALL
    )
    return Table(house, texts.draft(officer, given))


def test_each_reader_has_the_newest_that_is_for_them(table: Table) -> None:
    """A later position for few counts for those few; all others keep what they were told."""
    table.said("armenia", "reserve", text=table.text.pk)
    table.said("armenia", "object", "AMBER:ARM,secretariat", text=table.text.pk)
    assert table.stands("officer") == {("ARM", "text"): "object"}
    assert table.stands("belarus") == {("ARM", "text"): "reserve"}
    table.said("armenia", "accept", text=table.text.pk)
    for reader in ("officer", "belarus"):
        assert table.stands(reader) == {("ARM", "text"): "accept"}
    assert Position.objects.count() == 3
    assert not list(verify.findings())


def test_on_other_words_nothing_is_known(table: Table) -> None:
    """A position on a paragraph is on its words: changed, it is unknown; changed back, known."""
    officer, first = table.house.actor("officer"), table.paragraph(1)
    table.said("belarus", "support", paragraph=first)

    def cells() -> list[Any]:
        placed = texts.placed(table.text)
        rows = matrix.matrix(table.text, table.house.people["officer"], placed, []).rows
        return [cell.position for cell in rows[1].cells if cell.party.key == "BLR"]

    (known,) = cells()
    assert known.stand == "support"
    for number, wording in ((1, "Other.\n\nTwo."), (2, "One.\n\nTwo.")):
        given = texts.Revise(
            text=table.text.pk, number=number, paragraphs=wording, reason="Agreed."
        )
        texts.revise(officer, given)
        assert cells() == ([None] if number == 1 else [known])
    with pytest.raises(ConflictError):
        table.said("belarus", "support", paragraph=_old(table))


def _old(table: Table) -> Any:
    return texts.placed(table.text, 2)[0].paragraph_id


def test_what_was_said_of_an_amendment_goes_with_its_words(house: Any, table: Table) -> None:
    """Once it is carried it is said of the paragraph, unless the party says otherwise there."""
    one = table.amended(1, "The border is guarded by all.")
    for who, stand in (("tajikistan", "accept"), ("belarus", "object")):
        table.said(who, stand, amendment=one.pk)
    given = amendments.Carry(text=table.text.pk, number=1, amendments=(1,), reason="So agreed.")
    amendments.carry(house.actor("officer"), given)
    place = ("paragraph", table.paragraph(1))
    known = positions.current(house.people["officer"], text=table.text)
    assert {party: row.stand for (party, on), row in known.items() if on == place} == {
        "TJK": "accept",
        "BLR": "object",
    }
    table.said("belarus", "support", paragraph=table.paragraph(1))
    assert positions.current(house.people["officer"], text=table.text)["BLR", place].stand == (
        "support"
    )


def test_who_has_no_standing_is_told_why(house: Any, table: Table) -> None:
    """An observer, one without a credential, and one for no member take no position."""
    for who, party in (("armenia", "BLR"), ("officer", "ARM"), ("observer", "SRB")):
        given = {"text": table.text.pk, "party": party, "stand": "accept", "marking": ALL}
        with pytest.raises((AccessError, MissingError)):
            positions.take(house.actor(who), positions.Take(**given))
    assert not Position.objects.exists()


def test_a_party_that_is_no_member_has_no_position(house: Any, table: Table) -> None:
    """A credential for the secretariat or an observer gives no voice among the members."""
    officer = house.people["officer"]
    since = {"user": officer.pk, "party": "secretariat", "since": "2013-01-01"}
    people.accredit(COMMAND, people.Accredit(**since))
    given = {"text": table.text.pk, "party": "secretariat", "stand": "accept", "marking": ALL}
    with pytest.raises(AccessError, match="no member"):
        positions.take(Actor(officer, house.actor("officer").via), positions.Take(**given))


def test_it_is_on_exactly_one_thing_and_no_wider_than_that(table: Table) -> None:
    """Nothing, two things, and an audience that may not see the thing are refused."""
    about = {"text": table.text.pk, "paragraph": table.paragraph(1)}
    for wrong in ({}, about):
        with pytest.raises(RequestError):
            table.said("armenia", "accept", **wrong)
    for marking in ("AMBER:ARM,SRB", "CLEAR"):
        with pytest.raises(RequestError):
            table.said("armenia", "accept", marking, text=table.text.pk)
    narrow = table.said("armenia", "accept", "AMBER:ARM", text=table.text.pk)
    assert narrow.item_id == table.text.item_id
    assert table.stands("officer") == {}


@pytest.mark.parametrize("name", positions.TARGETS)
def test_what_is_not_there_is_told_as_what_is_unseen(table: Table, name: str) -> None:
    """Each of the things that a position may be about is missing in the same words."""
    with pytest.raises(MissingError, match="not marked for you"):
        table.said("armenia", "accept", **{name: uuid.uuid4()})


def test_only_an_objection_to_the_whole_is_lifted_by_amendments(table: Table) -> None:
    """Numbers that are not tabled, or with any other position, are refused."""
    one = table.amended(1, "One and all.")
    for wrong in (
        {"text": table.text.pk, "unless": (7,)},
        {"paragraph": table.paragraph(1), "unless": (1,)},
    ):
        with pytest.raises(RequestError):
            table.said("belarus", "object", **wrong)
    with pytest.raises(RequestError):
        table.said("belarus", "accept", text=table.text.pk, unless=(1,))
    row = table.said("belarus", "object", text=table.text.pk, unless=(1,))
    assert row.unless == [str(one.pk)]


def test_the_harmonised_approach_is_each_readers_own(house: Any, table: Table) -> None:
    """An amendment is proposed to those who see the objection that it lifts, and only to them."""
    one = table.amended(1, "One and all.")
    for who in MEMBERS:
        table.said(who, "accept", paragraph=table.paragraph(2))
        table.said(who, "accept", amendment=one.pk)
    few = "AMBER:TJK,secretariat"
    table.said("tajikistan", "object", few, paragraph=table.paragraph(1))
    seen = approach.approach(table.text, house.people["officer"]).found
    unseen = approach.approach(table.text, house.people["belarus"]).found
    assert seen.possible.keys == {str(one.pk)}
    assert seen.possible.carried[0].lifts == (("TJK", str(table.paragraph(1))),)
    assert unseen.possible.keys == frozenset()
    assert ("TJK", str(table.paragraph(1))) in unseen.ask
    narrow = markings.Remark(
        table="council.position",
        thing=Position.objects.filter(amendment=one, party__key="TJK").get().pk,
        marking="AMBER:TJK",
        reason="Ours.",
    )
    markings.narrow(house.actor("tajikistan"), narrow)
    again = approach.approach(table.text, house.people["officer"]).found
    assert ("TJK", str(one.pk)) in again.ask


def test_an_objection_that_was_met_is_lifted(house: Any, table: Table) -> None:
    """Once an amendment that it named is carried, the objection to the whole is no more."""
    table.amended(1, "One and all.")
    table.said("belarus", "object", text=table.text.pk, unless=(1,))
    reader = house.people["officer"]
    (lifted,) = approach.approach(table.text, reader).found.possible.carried
    assert lifted.lifts == (("BLR", None),)
    given = amendments.Carry(text=table.text.pk, number=1, amendments=(1,), reason="Agreed.")
    amendments.carry(house.actor("officer"), given)
    assert not approach.approach(table.text, reader).found.possible.out


def test_pages_and_programs_say_the_same(house: Any, table: Table, client: Client) -> None:
    """The matrix, the page of the approach and its address agree, and say what decides."""
    one = table.amended(1, "One and all.")
    row = table.said(
        "belarus",
        "object",
        paragraph=table.paragraph(1),
        words="Too little.",
        red_line="No post without guards.",
    )
    table.said("armenia", "object", "AMBER:ARM", paragraph=table.paragraph(2))
    user = house.people["tajikistan"]
    Authenticator.objects.create(user=user, type="totp", data={})
    client.force_login(user)
    page = client.get(f"/texts/{table.text.pk}/").text
    assert f"/positions/{row.pk}/" in page
    assert page.count("state-object") == 1
    shown = client.get(f"/texts/{table.text.pk}/harmony/").text
    for said in ("it decides nothing", "Carry 1 amendment", "red line", "Whom to ask"):
        assert said in shown
    own = client.get(f"/positions/{row.pk}/").text
    for said in ("Too little.", "No post without guards.", "paragraph 1 of version 1"):
        assert said in own
    token = people.mint(
        house.actor("tajikistan"), people.Mint(name="x", digest=_digest("tocsin_x"))
    )
    assert token
    bearer = {"authorization": "Bearer tocsin_x"}
    told = client.get(f"/api/v1/texts/{table.text.pk}/harmony", headers=bearer).json()
    assert [each["amendment"] for each in told["possible"]["carried"]] == [str(one.pk)]
    assert told["standing"][1]["objecting"] == []
    position = client.get(f"/api/v1/positions/{row.pk}", headers=bearer).json()
    assert position["paragraph"] == str(table.paragraph(1))
    narrow = {"thing": table.text.pk, "marking": "AMBER:secretariat", "reason": "Ours."}
    markings.narrow(house.actor("officer"), markings.Remark(table="council.text", **narrow))
    position = client.get(f"/api/v1/positions/{row.pk}", headers=bearer).json()
    assert position["text"] is position["paragraph"] is None
    own = client.get(f"/positions/{row.pk}/").text
    assert "Declaration" not in own
    assert "One." not in own


def _digest(secret: str) -> str:

    return hashlib.sha256(secret.encode()).hexdigest()


def test_the_form_takes_a_position(house: Any, table: Table, client: Client) -> None:
    """Reached from a paragraph's link, the form asks for the stand and says it in the record."""
    table.amended(1, "One and all.")
    client.force_login(house.people["armenia"])
    form = client.get(f"/do/position.take/?paragraph={table.paragraph(1)}").text
    for said in ("<p>One.</p>", 'value="ARM" selected', 'value="TJK" '):
        assert said in form
    for asked in ("paragraph=x", f"amendment={uuid.uuid4()}"):
        assert client.get(f"/do/position.take/?{asked}").status_code == 404
    sent = {
        "text": table.text.pk,
        "party": "ARM",
        "stand": "object",
        "unless": "1",
        "marking_0": "AMBER",
        "marking_1": ["ARM", "secretariat"],
    }
    answer = client.post("/do/position.take/", sent)
    assert answer.status_code == 302, answer.text
    row = Position.objects.get()
    assert answer.headers["Location"] == f"/positions/{row.pk}/"
    assert client.get(f"/positions/{row.pk}/").status_code == 200
    settled = {**sent, "text": "", "paragraph": _gone(house, table), "words": "Mine, not lost."}
    refused = client.post("/do/position.take/", {**settled, "unless": ""})
    assert refused.status_code == 409
    assert "Mine, not lost." in refused.text


def _gone(house: Any, table: Table) -> Any:
    """A paragraph that a new version has without its words."""
    gone = table.paragraph(1)
    given = texts.Revise(text=table.text.pk, number=1, paragraphs="Other.\n\nTwo.", reason="x")
    texts.revise(house.actor("officer"), given)
    return gone
