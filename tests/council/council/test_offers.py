"""Offers with their strings: entered, weighed, decided on, and shown without guessing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.council.council.papers import FOR_MEMBERS, a_decision, a_position, an_item
from tests.council.desk.test_report import a_report

from tocsin.council.council import offers
from tocsin.council.council.models import Offer
from tocsin.council.council.offer_schemas import difference
from tocsin.council.desk import reports, statements
from tocsin.council.desk.models import Statement
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError

AMOUNTS = st.decimals(0, 10**12, places=2, allow_nan=False) | st.none()


def an_offer(house: Any, who: str = "officer", **more: Any) -> Offer:
    """An offer of equipment, seen by the members unless told otherwise."""
    usual: dict[str, Any] = {
        "title": "Equipment for border posts",
        "giver": "A state outside",
        "what": "Forty posts’ worth of radios.",
        "received_on": clock.today(),
        "marking": FOR_MEMBERS,
        "strings": "exclusivity: no other supplier\n\nduration: for ten years",
    }
    found: Offer = offers.enter(house.actor(who), offers.Enter(**{**usual, **more}))
    return found


def told(house: Any, who: str = "officer") -> Client:
    """Somebody's browser."""
    client, user = Client(), house.people[who]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def an_offering(house: Any, **more: Any) -> Statement:
    """A confirmed statement in which aid is offered."""
    report = a_report(house, **more)
    given = {"content": "We shall send aid", "speaker": "The minister", "act": "offer"}
    statements.mark(
        house.actor("analyst"),
        statements.Mark(report=report.pk, content_nth=1, object="aid", **given),
    )
    found: Statement = report.statements.get()
    statements.confirm(house.actor("analyst"), statements.Confirm(statement=found.pk))
    return found


def test_an_offer_is_entered_with_its_strings(house: Any) -> None:
    """Each line becomes a string of its kind, in order, and amounts left out stay unknown."""
    offer = an_offer(house)
    assert [(s.number, s.kind, s.words) for s in offer.strings.all()] == [
        (1, "exclusivity", "no other supplier"),
        (2, "duration", "for ten years"),
    ]
    assert (offer.worth, offer.own_cost, offer.receiver) == (None, None, None)
    assert not list(verify.findings())


@pytest.mark.parametrize(
    "more",
    [
        {"strings": "friendship: for ever"},
        {"strings": "no kind at all"},
        {"strings": "duration:"},
        {"worth": Decimal(5)},
        {"strings": "debt: " + "x" * 19_000 + "\ndebt:"},
        {"received_on": dt.date(2999, 1, 1)},
        {"until": dt.date(1999, 1, 1)},
        {"party": "nobody"},
        {"strings": "\n".join(["duration: long"] * 101)},
    ],
)
def test_what_makes_no_sense_is_refused(house: Any, more: dict[str, Any]) -> None:
    """An unknown kind, an amount without currency or a wrong day leaves nothing behind."""
    with pytest.raises(RequestError):
        an_offer(house, **more)
    assert not Offer.objects.exists()


def test_only_officers_and_members_enter(house: Any) -> None:
    """A delegate of a member may, one who speaks for nobody may not."""
    assert an_offer(house, "armenia", marking="AMBER:ARM").originator.key == "ARM"
    for who in ("analyst", "observer", "administrator"):
        with pytest.raises(AccessError):
            an_offer(house, who, marking=f"AMBER:{house.people[who].party.key}")


def test_those_who_see_it_are_told(house: Any) -> None:
    """Officers and the people of members are told of it if it is marked for them, others never."""
    an_offer(house, marking="AMBER:secretariat,ARM,SRB")
    people = {n.user.email.partition("@")[0] for n in Notice.objects.filter(code=Code.OFFERED)}
    assert people == {"armenia"}


def test_its_statement_is_confirmed_and_seen(house: Any) -> None:
    """A source that is unseen is as one that is not there; its readers bound the offer's."""
    statement = an_offering(house, marking="AMBER:secretariat,ARM")
    with pytest.raises(MissingError) as unseen:
        an_offer(house, "belarus", marking="AMBER:BLR", statement=statement.pk)
    with pytest.raises(MissingError) as absent:
        an_offer(house, "belarus", marking="AMBER:BLR", statement=house.people["officer"].pk)
    assert str(unseen.value) == str(absent.value)
    with pytest.raises(RequestError, match="Not all whom"):
        an_offer(house, statement=statement.pk)
    offer = an_offer(house, statement=statement.pk, marking="AMBER:secretariat,ARM")
    assert offer.statement == statement
    assert statement.report.title in told(house).get(f"/offers/{offer.pk}/").text
    statements.reject(
        house.actor("analyst"), statements.Reject(statement=statement.pk, reason="No.")
    )
    with pytest.raises(ConflictError):
        an_offer(house, statement=statement.pk, marking="AMBER:secretariat,ARM")


def test_what_was_read_is_offered_for_entry_once(house: Any) -> None:
    """A confirmed offer is a candidate with its form filled in until one was entered from it."""
    statement = an_offering(house, marking="AMBER:secretariat,ARM")
    client = told(house)
    page = client.get("/offers/").text
    assert "Read in reports, not entered" in page
    link = page.partition("/do/offer.enter/?")[2].partition('"')[0].replace("&amp;", "&")
    form = client.get(f"/do/offer.enter/?{link}").text
    for said in (str(statement.pk), "We shall send aid", 'value="aid"', "2013-09-23"):
        assert said in form
    assert "not entered" not in told(house, "belarus").get("/offers/").text
    an_offer(house, "armenia", statement=statement.pk, marking="AMBER:ARM")
    assert "not entered" in client.get("/offers/").text
    an_offer(house, statement=statement.pk, marking="AMBER:secretariat,ARM")
    assert "not entered" not in client.get("/offers/").text
    assert "not entered" not in told(house, "armenia").get("/offers/").text


def test_a_withdrawn_report_offers_nothing(house: Any) -> None:
    """What was withdrawn is neither a candidate nor a source."""
    statement = an_offering(house)
    reports.withdraw(
        house.actor("analyst"), reports.Withdraw(report=statement.report_id, reason="Wrong.")
    )
    assert "not entered" not in told(house).get("/offers/").text
    with pytest.raises(ConflictError):
        an_offer(house, statement=statement.pk, marking="AMBER:secretariat")


@given(worth=AMOUNTS, own=AMOUNTS)
def test_a_difference_needs_both_amounts(worth: Decimal | None, own: Decimal | None) -> None:
    """It is null unless both are known, and else it brings one amount to the other, to the cent."""
    found = difference(SimpleNamespace(worth=worth, own_cost=own))
    if worth is None or own is None:
        assert found is None
    else:
        assert found is not None
        assert worth + found == own


@pytest.mark.parametrize(
    ("worth", "own_cost", "said"),
    [
        ("100.10", "150.30", "costs 50.20 USD more"),
        ("150.30", "100.10", "costs 50.20 USD less"),
        ("0", "0", "costs as much"),
        (None, "100", "cannot be told"),
        ("100", None, "cannot be told"),
        (None, None, "cannot be told"),
    ],
)
def test_unknown_is_not_zero(
    house: Any, worth: str | None, own_cost: str | None, said: str
) -> None:
    """The page compares two known amounts, and says so where one is unknown."""
    currency = "USD" if worth or own_cost else ""
    offer = an_offer(house, worth=worth, own_cost=own_cost, currency=currency)
    assert said in told(house).get(f"/offers/{offer.pk}/").text
    told_ = told(house).get("/offers/").text
    assert ("unknown" in told_.partition("Worth")[2]) or worth is not None


def test_strings_are_added_and_weighed(house: Any) -> None:
    """What is found later is added; what is weighed anew leaves the rest, unknown on purpose."""
    offer, actor = an_offer(house), house.actor("armenia")
    offers.add(actor, offers.Add(offer=offer.pk, kind="debt", words="At six per cent."))
    assert offer.strings.last().number == 3
    weigh = {"offer": offer.pk, "reason": "Asked the ministry."}
    offers.weigh(actor, offers.Weigh(**weigh, own="Buy radios.", own_cost="12.5", currency="EUR"))
    offers.weigh(actor, offers.Weigh(**weigh, replaces="Old radios."))
    offer.refresh_from_db()
    known = (offer.own, offer.own_cost, offer.currency, offer.replaces)
    assert known == ("Buy radios.", Decimal("12.5"), "EUR", "Old radios.")
    offers.weigh(actor, offers.Weigh(**weigh, unknown=True))
    offer.refresh_from_db()
    assert (offer.own, offer.own_cost) == ("Buy radios.", None)
    for wrong in ({}, {"own_cost": "1", "currency": "USD"}, {"own_cost": "1", "unknown": True}):
        with pytest.raises(RequestError):
            offers.weigh(actor, offers.Weigh(**weigh, **wrong))
    with pytest.raises(RequestError, match="kind of string"):
        offers.add(actor, offers.Add(offer=offer.pk, kind="love", words="For ever."))
    assert not list(verify.findings())


def test_an_offer_is_decided_once(house: Any) -> None:
    """Only by a final decision that its readers may see, if by any; then nothing changes it."""
    offer, officer = an_offer(house), house.actor("officer")
    item = an_item(house, "The offer", offer=offer)
    close = {"offer": offer.pk, "outcome": "declined", "reason": "Too dear."}
    running = a_decision(item, "Running", stage="open", ended_at=None)
    with pytest.raises(ConflictError, match="not final"):
        offers.decide(officer, offers.Decide(**close, decision=running.pk))
    hidden = a_decision(an_item(house, "Theirs", "AMBER:ARM"), "Hidden")
    with pytest.raises(MissingError):
        offers.decide(officer, offers.Decide(**close, decision=hidden.pk))
    narrow = a_decision(an_item(house, "Ours", "AMBER:secretariat"), "Narrow")
    with pytest.raises(RequestError, match="Not all whom"):
        offers.decide(officer, offers.Decide(**close, decision=narrow.pk))
    decision = a_decision(item, "Against the offer")
    page = told(house).get(f"/offers/{offer.pk}/").text
    assert f"?offer={offer.pk}&amp;decision={decision.pk}" in page
    offers.decide(officer, offers.Decide(**close, decision=decision.pk))
    page = told(house, "armenia").get(f"/offers/{offer.pk}/").text
    assert "Against the offer" in page
    assert "Too dear." in page
    assert "/do/offer." not in page
    with pytest.raises(ConflictError):
        offers.decide(officer, offers.Decide(**close))
    with pytest.raises(ConflictError):
        offers.add(officer, offers.Add(offer=offer.pk, kind="debt", words="More."))
    assert not list(verify.findings())


def test_clause_by_clause_each_sees_what_is_theirs(house: Any) -> None:
    """Of each member its newest position that the reader may see, and otherwise unknown."""
    offer = an_offer(house, strings="debt: at six per cent")
    string = offer.strings.get()
    early = clock.now() - dt.timedelta(days=1)
    a_position(house, "armenia", "ARM", FOR_MEMBERS, string=string, words="Too dear", made_at=early)
    a_position(
        house, "armenia", "ARM", "AMBER:ARM", string=string, words="Tolerable", red_line="Ten"
    )
    path = f"/offers/{offer.pk}/"
    officer, armenia = told(house).get(path).text, told(house, "armenia").get(path).text
    assert "Too dear" in officer
    assert "Tolerable" not in officer
    assert "Tolerable" in armenia
    assert "Too dear" not in armenia
    silent = officer.partition("unknown:")[2].partition("</p>")[0]
    assert "Belarus" in silent
    assert "Armenia" not in silent


def test_what_was_narrowed_later_is_no_longer_linked(house: Any) -> None:
    """A decision or report that a reader can no longer see is not even named."""
    statement = an_offering(house, marking=FOR_MEMBERS)
    offer = an_offer(house, statement=statement.pk)
    path = f"/offers/{offer.pk}/"
    assert statement.report.title in told(house, "armenia").get(path).text
    markings.narrow(
        house.actor("analyst"),
        markings.Remark(
            table="desk.report",
            thing=statement.report_id,
            marking="AMBER:secretariat",
            reason="A source is named.",
        ),
    )
    assert statement.report.title not in told(house, "armenia").get(path).text


def test_the_list_is_filtered(house: Any) -> None:
    """By stage, by kind of string and by receiver; anything else is refused with what there is."""
    an_offer(house, title="Radios", party="TJK")
    an_offer(house, title="Loans", strings="debt: at six per cent")
    client = told(house)
    found = {
        query: [
            name for name in ("Radios", "Loans") if name in client.get(f"/offers/?{query}").text
        ]
        for query in ("kind=debt", "stage=open", "stage=taken", "to=TJK", "q=radios")
    }
    assert found == {
        "kind=debt": ["Loans"],
        "stage=open": ["Radios", "Loans"],
        "stage=taken": [],
        "to=TJK": ["Radios"],
        "q=radios": ["Radios", "Loans"],
    }
    assert client.get("/offers/?kind=love").status_code == 400


def test_the_form_takes_amounts_exactly(house: Any) -> None:
    """An amount is read to the cent, and one that is none is shown again with what is wrong."""
    client = told(house)
    sent = {
        "title": "Loan",
        "giver": "A bank",
        "what": "Money.",
        "worth": "9007199254740.93",
        "currency": "USD",
        "received_on": "2013-09-23",
        "strings": "debt: at six per cent",
        "marking_0": "AMBER",
        "marking_1": ["secretariat", "TJK"],
    }
    answer = client.post("/do/offer.enter/", {**sent, "worth": "1.005"})
    assert answer.status_code == 422
    assert "1.005" in answer.text
    assert client.post("/do/offer.enter/", sent).status_code == 302
    assert Offer.objects.get().worth == Decimal("9007199254740.93")
    assert not list(verify.findings())


def test_queries_do_not_grow_with_strings(house: Any, django_assert_max_num_queries: Any) -> None:
    """A page asks as often for an offer with one string as for one with forty."""
    offer = an_offer(house, strings="\n".join(["debt: at six per cent"] * 40))
    for string in offer.strings.all():
        a_position(house, "armenia", "ARM", FOR_MEMBERS, string=string)
    client = told(house)
    with django_assert_max_num_queries(45):
        client.get(f"/offers/{offer.pk}/")
