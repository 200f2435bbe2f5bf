"""Changes of secrets, and that the record has them without the secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from tests.council.conftest import COMMAND, PASSWORD
from tests.council.people.conftest import code

from tocsin.council.people import actions, securing
from tocsin.council.people.models import User
from tocsin.council.record import verify
from tocsin.council.record.models import Payload
from tocsin.world.errors import AccessError, ConflictError

NEW = "another bell at the mountain pass"


def _said() -> list[tuple[str, str]]:
    bodies = Payload.objects.filter(action="account.secured").order_by("entry")
    given = [json.loads(one.body)["given"] for one in bodies]
    return [(one["change"], one["factor"]) for one in given]


def test_every_change_of_a_secret_is_in_the_record(
    house: Any, client: Client, signed_in: Any
) -> None:
    """Password, factor, codes and sessions leave entries, and no entry holds a secret."""
    user = house.people["armenia"]
    signed_in(client, user, PASSWORD)
    signed_in(Client(), user, PASSWORD)
    client.post("/account/sessions/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get("/account/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/2fa/totp/deactivate/")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", form)
    assert _said() == [
        ("session ended", ""),
        ("factor added", "totp"),
        ("factor added", "recovery_codes"),
        ("factor removed", "recovery_codes"),
        ("factor added", "recovery_codes"),
        ("factor removed", "totp"),
        ("factor removed", "recovery_codes"),
        ("password changed", ""),
    ]
    everything = "".join(Payload.objects.values_list("body", flat=True))
    assert not [one for one in (NEW, PASSWORD, secret) if one in everything]
    assert client.get("/account/").status_code == 302
    assert not list(verify.findings())


def test_no_program_enters_such_changes(house: Any) -> None:
    """Only the house itself says that a secret changed."""
    given = securing.Secured(user=house.people["armenia"].pk, change="password changed")
    with pytest.raises(AccessError):
        securing.secured(house.actor("administrator"), given)


def test_nothing_changes_if_the_record_cannot_be_written(
    house: Any, client: Client, signed_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A password and its entry are both written, or neither."""
    user = house.people["armenia"]
    signed_in(client, user, PASSWORD)

    def fail(*_: Any, **__: Any) -> None:
        raise ConflictError("The record is away.")

    monkeypatch.setattr(securing, "secured", fail)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post("/account/password/change/", form).status_code == 409
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_link_is_shown_for_new_accounts_only(
    house: Any, client: Client, totp: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """The administrator is shown the link to a first password, never to anybody's next one."""
    admit = {"email": "new@example.org", "name": "New", "office": "envoy", "party": "KAZ"}
    client.force_login(house.people["administrator"])
    totp(house.people["administrator"])
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/people/admit/", admit)
    user = User.objects.get(email="new@example.org")
    assert answer.headers["Location"] == f"/people/{user.pk}/"
    [sent] = mail.outbox
    assert sent.to == ["new@example.org"]
    assert client.get(f"/people/{user.pk}/link/").status_code == 405
    shown = client.post(f"/people/{user.pk}/link/", {"show": "1"})
    link = shown.text.split("<code>")[1].split("</code>")[0]
    assert link in sent.body or "/password/reset/key/" in sent.body
    visitor = Client()
    page = visitor.get(link.removeprefix("http://localhost:8000"), follow=True)
    visitor.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.post(f"/people/{user.pk}/link/", {"show": "1"}).status_code == 403
    assert link.rsplit("/", 2)[1] not in "".join(Payload.objects.values_list("body", flat=True))
    assert not list(verify.findings())


def test_only_the_administrator_makes_links(house: Any, client: Client) -> None:
    """Anybody else is refused."""
    client.force_login(house.people["armenia"])
    target = house.people["belarus"].pk
    assert client.post(f"/people/{target}/link/", {"mail": "1"}).status_code == 403
    assert client.get("/people/admit/").status_code == 403


def test_a_lost_factor_can_be_removed(house: Any, totp: Any) -> None:
    """The administrator removes it; its owner sets up another before going on."""
    officer = house.people["officer"]
    totp(officer)
    with pytest.raises(AccessError):
        securing.unlock(house.actor("chair"), actions.Close(user=officer.pk))
    securing.unlock(COMMAND, actions.Close(user=officer.pk))
    assert not officer.authenticator_set.exists()
    assert {("factor removed", "totp"), ("factor removed", "recovery_codes")} <= set(_said())
    assert not list(verify.findings())
