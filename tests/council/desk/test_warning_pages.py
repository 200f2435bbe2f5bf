"""The pages of warnings: who sees which buttons, how lists are filtered, and how few queries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tocsin.council.desk import opinions, warning_answers, warnings
from tocsin.council.desk.models import Addressee
from tocsin.council.desk.warning_schemas import WarningLine, WarningOut
from tocsin.council.record import clock, verify
from tocsin.council.site import few
from tocsin.council.site.kind import kinds

BOTH = "TJK: Ministry of Foreign Affairs\nARM: Border Service"
STEPS = ("receive", "act", "decline", "ask", "reply", "table", "opine", "close")


def _signed_in(client: Client, house: Any, name: str) -> Client:
    user = house.people[name]
    Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
    client.force_login(user)
    return client


def _buttons(client: Client, path: str) -> set[str]:
    text = client.get(path).text
    return {step for step in STEPS if f"/do/warning.{step}/?" in text}


@pytest.mark.parametrize(
    ("who", "buttons"),
    [
        ("tajikistan", {"receive", "act", "decline", "ask"}),
        ("armenia", set()),
        ("analyst", {"opine", "close"}),
        ("officer", {"table", "close"}),
    ],
)
def test_each_sees_the_steps_they_can_take(
    house: Any, warned: Any, client: Client, who: str, buttons: set[str]
) -> None:
    """A page offers what its reader's role and credentials allow now, and nothing else."""
    path = f"/warnings/{warned.issued().pk}/"
    assert _buttons(_signed_in(client, house, who), path) == buttons


def test_the_steps_lead_through_the_life(house: Any, warned: Any, client: Client) -> None:
    """Asked, replied, answered and tabled by the links and forms of the page alone."""
    warning = warned.issued()
    part, path = warning.addressees.get(), f"/warnings/{warning.pk}/"

    def step(who: str, name: str, **said: str) -> str:
        _signed_in(client, house, who)
        link = f"/do/warning.{name}/"
        assert link in client.get(path).text
        answer = client.post(link, said, follow=True)
        assert answer.redirect_chain == [(path, 302)], answer.text
        return answer.text

    step("tajikistan", "receive", addressee=part.pk)
    assert "waits for a reply" in step("tajikistan", "ask", addressee=part.pk, words="Where?")
    assert "the clock stands" in client.get(path).text
    step("analyst", "reply", addressee=part.pk, words="At Hamadoni.")
    page = step("tajikistan", "act", addressee=part.pk, words="Two posts more.")
    assert "Warned, not tabled" in page
    assert "At Hamadoni." in page
    page = step("officer", "table", warning=warning.pk, on="2030-09-23", words="Item 4")
    assert "Warned, not tabled" not in page
    step("analyst", "opine", warning=warning.pk, chance="0.35", words="As last year.")
    page = step("officer", "close", warning=warning.pk, closing="The harvest is in.")
    assert "0.35" in page
    assert _buttons(client, path) == set()
    assert not list(verify.findings())


@pytest.mark.parametrize("many", [0, few.MANY])
def test_a_list_is_filtered_by_where_warnings_stand(
    house: Any, warned: Any, client: Client, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """Standing, agenda, place, time and addressee each leave what they say, be it few or many."""
    monkeypatch.setattr(few, "MANY", many)
    late = warned.issued(title="Late", hours=1)
    warned.issued(title="Fresh", place="KGZ", offices="ARM: Border Service")
    done = warned.issued(title="Done")
    asked = {"addressee": done.addressees.get().pk, "words": "We act."}
    warning_answers.act(house.actor("tajikistan"), warning_answers.Act(**asked))
    shut = warned.issued(title="Shut")
    warnings.close(house.actor("analyst"), warnings.Close(warning=shut.pk, closing="Mistaken."))
    client.force_login(house.people["analyst"])

    def titles(query: str) -> set[str]:
        return {thing.title for thing in client.get(f"/warnings/?{query}").context["page"].things}

    with clock.stopped(late.answer_by + dt.timedelta(minutes=1)):
        assert titles("standing=overdue") == {"Late"}
        assert titles("standing=open") == {"Fresh"}
        assert titles("standing=answered") == {"Done"}
        assert titles("standing=closed") == titles("tabled=never") == {"Shut"}
        assert titles("tabled=no") == {"Late", "Done"}
        assert titles("due=1") == {"Late"}
        assert titles("due=7") == {"Late", "Fresh"}
        assert titles("place=KGZ") == titles("to=ARM") == {"Fresh"}
        assert titles("question=waits") == set()
    for query in ("standing=odd", "tabled=x", "due=0", "question=x"):
        assert client.get(f"/warnings/?{query}").status_code == 400


def test_response_times_say_what_they_do_not_know(house: Any, warned: Any, client: Client) -> None:
    """An office without an answer has no median rather than none at all to wait."""
    first, _second = warned.issued(offices=BOTH), warned.issued(offices="ARM: Border Service")
    part = first.addressees.get(party__key="TJK")
    with clock.stopped(first.made_at + dt.timedelta(hours=30)):
        act = warning_answers.Act(addressee=part.pk, words="We act.")
        warning_answers.act(house.actor("tajikistan"), act)
    client.force_login(house.people["analyst"])
    rows = {
        row.office or row.party: (row, m)
        for row, m in client.get("/warnings/").context["responses"]
    }
    assert rows["Tajikistan"][1] == "30 hours"
    armenia, median = rows["Border Service"]
    assert (armenia.answered, armenia.unanswered, median) == (0, 2, None)


def test_a_longer_list_takes_no_more_queries(
    house: Any, warned: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    """Fifty warnings on a page are read in as many queries as one, and a page of one in few."""
    for _n in range(30):
        warned.issued(offices=BOTH)
    client.force_login(house.people["analyst"])
    with django_assert_max_num_queries(20):
        assert len(client.get("/warnings/").context["page"].things) == 30
    part = Addressee.objects.first()
    ask = {"addressee": part.pk, "words": "Where?"}
    voice = {"ARM": "armenia", "TJK": "tajikistan"}[part.party.key]
    warning_answers.ask(house.actor(voice), warning_answers.Ask(**ask))
    with django_assert_max_num_queries(30):
        client.get(f"/warnings/{part.warning_id}/")


def test_programs_are_told_all_that_the_page_shows(house: Any, warned: Any) -> None:
    """The schemas hold the standing, the offices with their turns and every probability."""
    with clock.stopped(warned.noon):
        warning = warned.issued(firing=warned.raised(), own=0.6, offices=BOTH)
        part = warning.addressees.get(party__key="TJK")
        ask = warning_answers.Ask(addressee=part.pk, words="Where?")
        warning_answers.ask(house.actor("tajikistan"), ask)
    with clock.stopped(warned.noon + dt.timedelta(hours=1)):
        opinions.opine(house.actor("analyst"), opinions.Opine(warning=warning.pk, chance=0.5))
        _told(kinds["warnings"].visible(house.actor("armenia")).get())


def _told(thing: Any) -> None:
    line = WarningLine.from_orm(thing).model_dump()
    assert (line["standing"], line["addressed"]) == ("open", ["ARM", "TJK"])
    out = WarningOut.from_orm(thing).model_dump()
    assert [row["party"] for row in out["addressees"]] == ["ARM", "TJK"]
    assert out["addressees"][1]["turns"][0]["words"] == "Where?"
    assert [row["chance"] for row in out["probabilities"]] == [0.41, 0.6, 0.5]
    assert out["known"]["record"]["misses"] == 9


def test_an_office_outside_of_the_audience_is_not_addressed(house: Any, warned: Any) -> None:
    """Neither a party nor, under RED, a party without a named person is addressed."""
    named = f"RED:{house.people['analyst'].pk},{house.people['tajikistan'].pk}"
    warned.issued(marking=named)
    for marking, offices in (
        (named, BOTH),
        ("AMBER:secretariat", BOTH),
        ("CLEAR", "administration: IT"),
    ):
        with pytest.raises(warnings.RequestError):
            warned.issued(marking=marking, offices=offices)
