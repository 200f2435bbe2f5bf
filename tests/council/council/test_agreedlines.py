"""Agreed lines: entered from exactly one source, listed by topic, retired."""

from __future__ import annotations

from typing import Any

import pytest
from tests.council.council.papers import FOR_MEMBERS, a_decision, an_item
from tests.council.council.test_offers import an_offering, told

from tocsin.council.council import agreedlines
from tocsin.council.council.models import AgreedLine
from tocsin.council.record import actions as markings
from tocsin.council.record import verify
from tocsin.world.errors import AccessError, ConflictError, MissingError, RequestError


def a_line(house: Any, who: str = "officer", **more: Any) -> AgreedLine:
    """A line on the border."""
    usual = {"topic": "The border", "words": "We help together.", "marking": FOR_MEMBERS}
    found: AgreedLine = agreedlines.enter(house.actor(who), agreedlines.Enter(**{**usual, **more}))
    return found


def test_a_line_has_one_source(house: Any) -> None:
    """None and two are refused; an adopted decision or a confirmed statement will do."""
    decision, statement = a_decision(an_item(house, "Border"), "Aid"), an_offering(house)
    for wrong in ({}, {"decision": decision.pk, "statement": statement.pk}):
        with pytest.raises(RequestError, match="exactly one"):
            a_line(house, **wrong)
    assert a_line(house, decision=decision.pk).decision == decision
    assert a_line(house, statement=statement.pk, marking="AMBER:secretariat").statement == statement
    assert not list(verify.findings())


def test_its_source_is_final_and_seen_by_its_readers(house: Any) -> None:
    """What was not adopted is no source, what is unseen is not there, and readers are bounded."""
    item = an_item(house, "Border")
    with pytest.raises(ConflictError):
        a_line(house, decision=a_decision(item, "Open", stage="open").pk)
    hidden = a_decision(an_item(house, "Theirs", "AMBER:ARM"), "Hidden")
    with pytest.raises(MissingError):
        a_line(house, decision=hidden.pk)
    narrow = a_decision(an_item(house, "Ours", "AMBER:secretariat"), "Ours")
    with pytest.raises(RequestError, match="Not all whom"):
        a_line(house, decision=narrow.pk)
    with pytest.raises(AccessError):
        a_line(house, "armenia", decision=hidden.pk)
    assert not AgreedLine.objects.exists()


def test_the_sheet_is_by_topic(house: Any) -> None:
    """Lines stand under their topics with their sources; filters and the search find them."""
    decision = a_decision(an_item(house, "Border"), "Aid for the border")
    a_line(house, decision=decision.pk)
    a_line(house, decision=decision.pk, topic="Weapons", words="No force without a mandate.")
    client = told(house, "armenia")
    page = client.get("/lines/").text
    assert page.index("The border</bdi></h2>") < page.index("Weapons</bdi></h2>")
    assert page.count("Aid for the border") == 2
    one = client.get("/lines/?topic=Weapons").text
    assert "No force without a mandate." in one
    assert "We help together." not in one
    assert "No force" in client.get("/search/?q=mandate").text
    assert client.get("/lines/?standing=never").status_code == 400


def test_a_retired_line_is_kept_apart(house: Any) -> None:
    """It leaves the sheet, keeps its reason, and is not retired twice."""
    line = a_line(house, decision=a_decision(an_item(house, "Border"), "Aid").pk)
    client = told(house)
    assert f"/do/agreedline.retire/?agreedline={line.pk}" in client.get("/lines/").text
    given = agreedlines.Retire(agreedline=line.pk, reason="Events moved on.")
    agreedlines.retire(house.actor("officer"), given)
    with pytest.raises(ConflictError):
        agreedlines.retire(house.actor("officer"), given.model_copy(update={"ticket": None}))
    assert "We help together." not in client.get("/lines/?standing=current").text
    assert "Events moved on." in client.get("/lines/?standing=retired").text
    page = client.get(f"/lines/{line.pk}/").text
    assert "Events moved on." in page
    assert "/do/agreedline.retire/" not in page


def test_a_source_that_was_narrowed_is_not_named(house: Any) -> None:
    """The line stays, and says that its source is not for this reader."""
    decision = a_decision(an_item(house, "Border"), "Aid for the border")
    line = a_line(house, decision=decision.pk)
    markings.narrow(
        house.actor("officer"),
        markings.Remark(
            table="council.decision",
            thing=decision.pk,
            marking="AMBER:secretariat",
            reason="Names a person.",
        ),
    )
    for path in ("/lines/", f"/lines/{line.pk}/"):
        page = told(house, "armenia").get(path).text
        assert "not marked for you" in page
        assert "Aid for the border" not in page
        assert "Aid for the border" in told(house).get(path).text


def test_sources_without_a_line_are_offered_to_officers(house: Any) -> None:
    """With a form filled in, until a line was made of them."""
    decision = a_decision(an_item(house, "Border"), "Aid for the border")
    client = told(house)
    assert f"decision={decision.pk}" in client.get("/lines/").text
    assert "Sources without a line" not in told(house, "armenia").get("/lines/").text
    link = f"/do/agreedline.enter/?decision={decision.pk}"
    assert link in client.get(f"/decisions/{decision.pk}/").text
    assert link not in told(house, "armenia").get(f"/decisions/{decision.pk}/").text
    a_line(house, decision=decision.pk)
    assert "Sources without a line" not in client.get("/lines/").text


def test_queries_do_not_grow_with_lines(house: Any, django_assert_max_num_queries: Any) -> None:
    """A sheet asks as often for one line as for thirty."""
    for number in range(30):
        item = an_item(house, f"Item {number}")
        a_line(house, decision=a_decision(item, f"Decision {number}").pk)
    client = told(house)
    client.get("/lines/")
    with django_assert_max_num_queries(30):
        client.get("/lines/")
