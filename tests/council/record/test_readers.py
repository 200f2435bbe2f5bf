"""The page of readers tells who may see a thing and why; the page of nothing tells what to do."""

from __future__ import annotations

import uuid
from typing import Any

from django.test import Client

from tocsin.council.record import actions


def test_the_page_of_readers_offers_what_can_be_done(house: Any, make: Any, client: Client) -> None:
    """Bars with their reasons, an open widening, and the actions on its marking."""
    thing, analyst = make(), house.actor("analyst")
    on = {"table": "desk.warning", "thing": thing.pk}
    actions.bar(analyst, actions.Keep(**on, party="ARM", reason="A source of theirs."))
    actions.widen(analyst, actions.Remark(**on, marking="CLEAR", reason="All should know."))
    client.force_login(house.people["analyst"])
    page = client.get(f"/warnings/{thing.pk}/readers/").text
    for said in ("A source of theirs.", "All should know.", "/do/thing.narrow/", "/do/thing.bar/"):
        assert said in page
    form = client.get("/do/thing.bar/", {**on})
    assert form.status_code == 200


def test_unseen_and_not_there_look_the_same(house: Any, make: Any, client: Client) -> None:
    """Both name the asker's own party and whom to ask, and nothing else differs."""
    client.force_login(house.people["armenia"])
    unseen, nothing = make().pk, uuid.uuid4()
    answers = [client.get(f"/warnings/{id}/") for id in (unseen, nothing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pages = [a.text.replace(str(i), "") for a, i in zip(answers, (unseen, nothing), strict=True)]
    assert "You are signed in for Armenia" in pages[0]
    csrf = 'name="csrfmiddlewaretoken"'
    plain = [[line for line in page.splitlines() if csrf not in line] for page in pages]
    assert plain[0] == plain[1]
