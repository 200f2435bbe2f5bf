"""Items and agendas: proposed, listed, agreed, struck, and what each reader sees of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.council.council.test_sessions import DAY, MEMBERS, called, enter, opened

from tocsin.council.council import agenda, items, listings, sessions
from tocsin.council.council.models import Item, Listing, Session
from tocsin.council.council.recurrence import Recurrence, recurrence
from tocsin.council.council.session import Format
from tocsin.council.council.session_schemas import ListingOut
from tocsin.council.desk import reports, sources, warning_answers, warnings
from tocsin.council.desk.models import Warning
from tocsin.council.record import actions as markings
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Action
from tocsin.council.record.given import Given
from tocsin.council.record.recorded import touched
from tocsin.council.site.notice import Code, Notice
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError


def proposed(house: Any, name: str = "officer", marking: str = MEMBERS, **said: Any) -> Item:
    """An item that somebody proposed."""
    given = items.Propose(**{"title": "The Panj", "marking": marking, **said})
    made: Item = items.propose(house.actor(name), given)
    return made


def listed(house: Any, item: Item, session: Session, name: str = "officer") -> Listing:
    """That item before a session."""
    given = listings.List(item=item.pk, session=session.pk)
    listings.list_(house.actor(name), given)
    found: Listing = Listing.objects.get(item=item, session=session)
    return found


def agreed(house: Any, item: Item, session: Session, number: int | None = None) -> Listing:
    """That item on its agenda."""
    row = listed(house, item, session)
    listings.agree(house.actor("officer"), listings.Agree(listing=row.pk, number=number))
    row.refresh_from_db()
    return row


def warned(house: Any, marking: str = "AMBER:secretariat,TJK,ARM", answer: bool = True) -> Warning:
    """A warning, answered by Tajikistan."""
    given = warnings.Issue(
        place="TJK",
        title="Crossings on the Panj",
        what="More are likely.",
        marking=marking,
        offices="TJK: Ministry of Foreign Affairs",
        answer_by=clock.now() + 3 * DAY,
    )
    made: Warning = warnings.issue(house.actor("analyst"), given)
    if answer:
        act = warning_answers.Act(addressee=made.addressees.get().pk, words="We act.")
        warning_answers.act(house.actor("tajikistan"), act)
    made.refresh_from_db()
    return made


def _numbers(session: Session) -> dict[str, int]:
    rows = Listing.objects.filter(session=session, struck_at=None).exclude(agreed_at=None)
    return {row.item.title: row.number for row in rows.select_related("item")}


def test_a_party_proposes_by_its_voice(house: Any) -> None:
    """An item comes from the party of who proposes it; without credentials nobody proposes."""
    assert proposed(house, "armenia", "AMBER:ARM,secretariat").originator.key == "ARM"
    assert proposed(house).originator.key == "secretariat"
    for name in ("analyst", "observer", "administrator"):
        with pytest.raises(AccessError):
            proposed(house, name)
    with pytest.raises(RequestError, match="needs a title"):
        proposed(house, title="")


def test_an_item_reaches_no_further_than_what_it_comes_from(house: Any) -> None:
    """Nobody learns of a warning by an item, neither by its audience nor past a bar."""
    warning = warned(house)
    with pytest.raises(RequestError, match="Not all whom"):
        proposed(house, warning=warning.pk)
    with pytest.raises(MissingError):
        proposed(house, "belarus", "AMBER:BLR", warning=warning.pk)
    item = proposed(house, marking="AMBER:TJK,secretariat", title="", warning=warning.pk)
    assert item.title == warning.title
    keep = {"table": "desk.warning", "thing": warning.pk, "party": "TJK", "reason": "x"}
    markings.bar(house.actor("analyst"), markings.Keep(**keep))
    with pytest.raises(RequestError, match="Not all whom"):
        proposed(house, marking="AMBER:TJK,secretariat", warning=warning.pk)


def test_proposer_or_officer_lists_it_once(house: Any) -> None:
    """Another party cannot list it; struck from an agenda it may come back as proposed."""
    session = called(house)
    item = proposed(house, "armenia")
    with pytest.raises(AccessError):
        listed(house, item, session, "belarus")
    row = listed(house, item, session, "armenia")
    with pytest.raises(ConflictError, match="proposed for this session"):
        listed(house, item, session)
    strike = listings.Strike(listing=row.pk, reason="Too early.")
    with pytest.raises(AccessError):
        listings.strike(house.actor("armenia"), strike)
    listings.strike(house.actor("chair"), strike)
    with pytest.raises(ConflictError, match="was struck"):
        listings.agree(house.actor("chair"), listings.Agree(listing=row.pk))
    again = listed(house, item, session)
    assert (again.pk, again.struck_at, again.agreed_at) == (row.pk, None, None)


def test_numbers_are_in_order_and_gaps_stay(house: Any) -> None:
    """An item takes its number, others move down to the first gap, what is struck leaves one."""
    session = called(house)
    rows = {t: agreed(house, proposed(house, title=t), session) for t in "abc"}
    assert _numbers(session) == {"a": 1, "b": 2, "c": 3}
    strike = listings.Strike(listing=rows["b"].pk, reason="x")
    listings.strike(house.actor("officer"), strike)
    agreed(house, proposed(house, title="d"), session)
    assert _numbers(session) == {"a": 1, "c": 3, "d": 4}
    agreed(house, proposed(house, title="e"), session, number=1)
    assert _numbers(session) == {"e": 1, "a": 2, "c": 3, "d": 4}
    move = listings.Renumber(listing=rows["c"].pk, number=1)
    listings.reorder(house.actor("chair"), move)
    assert _numbers(session) == {"c": 1, "e": 2, "a": 3, "d": 4}


def test_two_officers_agreeing_at_once(house: Any) -> None:
    """The second gets a conflict: by the row's own state, or by its version where that is stale."""
    row = listed(house, proposed(house), called(house))
    stale = Listing.objects.get(pk=row.pk)
    given = listings.Agree(listing=row.pk)
    listings.agree(house.actor("officer"), given)
    with pytest.raises(ConflictError, match="on the agenda already"):
        listings.agree(house.actor("chair"), given)
    token = touched.set({})
    try:
        stale.agreed_at = clock.now()
        with pytest.raises(ConflictError, match="Somebody else"):
            stale.save()
    finally:
        touched.reset(token)


def test_each_sees_their_own_agenda(house: Any, client: Client) -> None:
    """Items that are not for a reader are neither shown nor counted, for people and programs."""
    session = called(house)
    for title, marking in (("All", MEMBERS), ("Ours", "AMBER:ARM,secretariat")):
        agreed(house, proposed(house, title=title, marking=marking), session)
    hidden = proposed(house, "belarus", "AMBER:BLR", title="Theirs")
    listed(house, hidden, session, "belarus")

    def rows(name: str) -> list[str]:
        seen = agenda.on_agenda(session, house.people[name])
        return [ListingOut.from_orm(row).title for row in seen]

    assert rows("officer") == rows("armenia") == ["All", "Ours"]
    assert rows("belarus") == ["All", "Theirs"]
    assert rows("tajikistan") == ["All"]
    for name in ("officer", "tajikistan"):
        assert "Theirs" not in enter(client, house, name).get(f"/sessions/{session.pk}/").text
    given = listings.Agree(listing=Listing.objects.get(item=hidden).pk)
    with pytest.raises(MissingError):
        listings.agree(house.actor("officer"), given)


def test_agreeing_tables_the_warning(house: Any) -> None:
    """The first agenda that a warning's item is on is the one it was tabled for."""
    warning, session = warned(house), called(house, marking="CLEAR")
    assert warning.untabled
    item = proposed(house, marking="AMBER:TJK,secretariat", warning=warning.pk)
    agreed(house, item, session)
    warning.refresh_from_db()
    assert not warning.untabled
    assert warning.tabled_on == session.begins_at.date()
    assert warning.tabling == "Council in Sochi, item 1"
    agreed(house, item, called(house, title="Later", marking="CLEAR"))
    warning.refresh_from_db()
    assert warning.tabling == "Council in Sochi, item 1"
    assert not list(verify.findings())


def test_tabling_tells_nothing_of_a_session_that_others_do_not_see(house: Any) -> None:
    """A warning with more readers than the session says neither its title nor its day."""
    warning, session = warned(house), called(house, marking="AMBER:secretariat", days=30)
    item = proposed(house, marking="AMBER:secretariat", warning=warning.pk)
    agreed(house, item, session)
    warning.refresh_from_db()
    assert warning.tabled_at
    assert warning.tabled_on == clock.today()
    assert "Sochi" not in warning.tabling


def test_nothing_is_done_with_what_is_over(house: Any) -> None:
    """An item that was dropped is on no agenda any more, and a session that is over takes none."""
    session, item = called(house), proposed(house)
    row = listed(house, item, session)
    items.drop(house.actor("officer"), items.Drop(item=item.pk, reason="Settled."))
    refused: list[tuple[Action, Given]] = [
        (listings.agree, listings.Agree(listing=row.pk)),
        (listings.list_, listings.List(item=item.pk, session=called(house).pk)),
        (items.drop, items.Drop(item=item.pk, reason="x")),
    ]
    other = listed(house, proposed(house), session)
    sessions.cancel(house.actor("officer"), sessions.Cancel(session=session.pk, reason="x"))
    refused.append((listings.agree, listings.Agree(listing=other.pk)))
    for action, asked in refused:
        with pytest.raises(ConflictError):
            action(house.actor("officer"), asked)


def test_only_its_hands_drop_it(house: Any) -> None:
    """The party that proposed it, or an officer; not another one that sees it."""
    given = items.Drop(item=proposed(house, "armenia").pk, reason="Settled.")
    with pytest.raises(AccessError, match="Only an officer"):
        items.drop(house.actor("belarus"), given)
    items.drop(house.actor("armenia"), given)


def _report(house: Any, marking: str) -> Any:
    analyst = house.actor("analyst")
    given = sources.Enter(name="Post", kind="press", marking="CLEAR")
    source = sources.enter(analyst, given)
    file = reports.File(
        title="What the post saw",
        source=source.pk,
        dated=clock.today(),
        marking=marking,
        text="Nothing.",
    )
    return reports.file(analyst, file)


def test_papers_are_told_and_not_shown(house: Any, client: Client) -> None:
    """A reader of the item who may not see a paper is told that there is one, and no more."""
    report, item = _report(house, "AMBER:secretariat,ARM"), proposed(house)
    lay = items.Lay(item=item.pk, report=report.pk)
    with pytest.raises(MissingError):
        items.lay(house.actor("belarus"), lay)
    items.lay(house.actor("armenia"), lay)
    with pytest.raises(ConflictError, match="laid under"):
        items.lay(house.actor("officer"), lay)
    path = f"/items/{item.pk}/"
    assert "What the post saw" in enter(client, house, "officer").get(path).text
    page = enter(client, house, "belarus").get(path).text
    assert "What the post saw" not in page
    assert "1 paper that you may not see" in page
    assert "What the post saw" not in client.get("/do/paper.lay/").text


def test_a_page_names_no_source_that_is_not_to_be_seen(house: Any, client: Client) -> None:
    """Where a warning was narrowed after an item came from it, the item does not say so."""
    warning = warned(house)
    item = proposed(house, marking="AMBER:TJK,secretariat", title="A", warning=warning.pk)
    path = f"/items/{item.pk}/"
    assert warning.title in enter(client, house, "tajikistan").get(path).text
    narrow = {"table": "desk.warning", "thing": warning.pk, "reason": "x"}
    given = markings.Remark(**narrow, marking="AMBER:secretariat")
    markings.narrow(house.actor("analyst"), given)
    assert warning.title not in client.get(path).text


DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2050, 1, 1))


@given(days=st.lists(DAYS, max_size=20), more=DAYS)
def test_recurrence_counts(days: list[dt.date], more: dt.date) -> None:
    """Sessions are counted whatever their order, and years only grow with another one."""
    found = recurrence(days)
    assert found == recurrence(reversed(days))
    assert found.sessions == len(days)
    later = recurrence([*days, more])
    assert later.sessions == found.sessions + 1
    assert later.years >= found.years >= 0
    if found.first and found.last:
        assert found.years <= (found.last - found.first).days / 365 < found.years + 1.1


def test_recurrence_is_told_in_words() -> None:
    """None, one, and over years; a year is over on the same day, not before."""
    first = dt.date(2011, 9, 23)
    assert recurrence([]).words == "On the agenda of no session so far"
    assert recurrence([first]) == Recurrence(1, 0, first, first)
    assert recurrence([first]).words == "On the agenda of 1 session"
    said = [
        recurrence([first, last]).words for last in (dt.date(2013, 9, 22), dt.date(2013, 9, 23))
    ]
    assert said == [
        "On the agenda of 2 sessions over 1 year",
        "On the agenda of 2 sessions over 2 years",
    ]


def test_only_sessions_that_took_place_and_are_seen_count(house: Any, client: Client) -> None:
    """Planned, struck and unseen ones are not part of what an item's page tells."""
    item = proposed(house)
    agreed(house, item, opened(house, title="One"))
    agreed(house, item, called(house, title="Planned"))
    agreed(house, item, opened(house, title="Hidden", marking="AMBER:secretariat,RUS"))
    struck = agreed(house, item, opened(house, title="Struck"))
    given = listings.Strike(listing=struck.pk, reason="x")
    listings.strike(house.actor("officer"), given)
    path = f"/items/{item.pk}/"
    assert enter(client, house, "armenia").get(path).context["recurrence"].sessions == 1
    assert "Hidden" not in client.get(path).text
    assert enter(client, house, "officer").get(path).context["recurrence"].sessions == 2


def test_an_officer_is_shown_what_waits(house: Any, client: Client) -> None:
    """Warnings on no agenda and items before no session lead to forms that are filled in."""
    warning, session, item = warned(house, answer=False), called(house), proposed(house)
    path = f"/sessions/{session.pk}/"
    assert "What waits" not in enter(client, house, "armenia").get(path).text
    enter(client, house, "officer")
    page = client.get(path)
    assert [one.pk for one in page.context["items"]] == [item.pk]
    ((found, address),) = page.context["warnings"]
    assert found == warning
    form = client.get(address)
    assert str(warning.pk) in form.text
    asked = {"warning": warning.pk, "session": session.pk, "marking_0": "AMBER"}
    asked["marking_1"] = ["secretariat", "TJK", "ARM"]
    answer = client.post("/do/item.propose/", asked, follow=True)
    made = Item.objects.get(warning=warning)
    assert answer.redirect_chain == [(f"/items/{made.pk}/", 302)]
    answer = client.post("/do/item.list/", {"item": item.pk, "session": session.pk}, follow=True)
    assert answer.redirect_chain == [(f"/items/{item.pk}/", 302)]
    page = client.get(path)
    assert not page.context["warnings"]
    assert not page.context["items"]
    assert len(page.context["proposed"]) == 2


def test_the_worker_proposes_what_waits_once(house: Any) -> None:
    """Within sixty days of a plenary session each ripe warning becomes an item for its readers.

    Who is kept from the warning is kept from the item.
    """
    warning = warned(house)
    keep = {"table": "desk.warning", "thing": warning.pk, "party": "ARM", "reason": "x"}
    markings.bar(house.actor("analyst"), markings.Keep(**keep))
    fresh = warned(house, answer=False)
    assert agenda.propose_due(clock.now()) == 0
    called(house, days=90)
    called(house, days=5, format=Format.MARGINS)
    assert agenda.propose_due(clock.now()) == 0
    session = called(house, days=20)
    assert agenda.propose_due(clock.now()) == 1
    assert agenda.propose_due(clock.now()) == 0
    item = Item.objects.get()
    assert (item.warning, item.marking, item.proposed_by) == (warning, warning.marking, None)
    assert Listing.objects.get().session == session
    assert not Item.objects.visible(house.people["armenia"]).exists()
    assert Item.objects.visible(house.people["tajikistan"]).exists()
    told = {row.user for row in Notice.objects.filter(code=Code.PROPOSED)}
    assert told == {house.people["officer"]}
    with clock.stopped(clock.now() + 4 * DAY):
        assert agenda.propose_due(clock.now()) == 1
    assert set(Item.objects.values_list("warning", flat=True)) == {warning.pk, fresh.pk}
    assert not list(verify.findings())


def test_pages_take_no_more_queries_for_more_rows(
    house: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    """A session's page, its list and the items' list cost the same however much there is."""
    session = called(house)

    def more() -> None:
        for n in range(3):
            agreed(house, proposed(house, title=f"Item {n}"), session)
            proposed(house)
            called(house)
            warned(house)

    enter(client, house, "officer")
    paths = (f"/sessions/{session.pk}/", "/sessions/", "/items/")
    more()
    for path in paths:
        with django_assert_max_num_queries(60) as first:
            client.get(path)
        more()
        with django_assert_max_num_queries(len(first)):
            client.get(path)
