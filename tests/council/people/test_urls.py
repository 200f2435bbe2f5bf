"""The addresses of accounts: what is there, and that nothing else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.council.conftest import PASSWORD

NOWHERE = [
    "signup/",
    "email/",
    "email/sent/",
    "email/a:b:c/",
    "confirm-email/",
    "phone/verify/",
    "phone/change/",
    "login/code/",
    "password/set/",
    "outside/",
    "outside/signup/",
    "3rdparty/",
    "social/signup/",
    "oidc/organisation/login/",
    "2fa/webauthn/signup/",
    "2fa/trust/",
]
OWN = [
    "",
    "tokens/",
    "sessions/",
    "password/change/",
    "2fa/",
    "2fa/webauthn/",
    "reauthenticate/",
    "logout/",
]
AFTER_PROOF = [
    "tokens/make/",
    "2fa/totp/activate/",
    "2fa/webauthn/add/",
]
ENTRANCE = [
    "login/",
    "inactive/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/done/",
    "outside/login/cancelled/",
]


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_not_used_is_not_there(house: Any, client: Client, path: str) -> None:
    """Registration, changes of address and foreign accounts answer 404, to anybody."""
    assert client.get(f"/account/{path}").status_code in {302, 404}
    client.force_login(house.people["armenia"])
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}").status_code == 404


@pytest.mark.parametrize("path", ENTRANCE)
def test_the_entrance_is_in_our_frame(house: Any, client: Client, path: str) -> None:
    """Pages before signing in have our layout, one heading and no script of their own."""
    _in_our_frame(client.get(f"/account/{path}"))


@pytest.mark.parametrize("path", [*OWN, *AFTER_PROOF])
def test_ones_own_pages_are_in_our_frame(
    house: Any, client: Client, signed_in: Any, path: str
) -> None:
    """Pages of one's own account have our layout, one heading and no script of their own."""
    signed_in(client, house.people["analyst"], PASSWORD)
    if path in AFTER_PROOF:
        asked = client.get(f"/account/{path}")
        assert asked.headers["Location"].startswith("/account/reauthenticate/")
        client.post(asked.headers["Location"], {"password": PASSWORD})
    _in_our_frame(client.get(f"/account/{path}"))


def test_a_failed_sign_in_elsewhere_has_a_page(house: Any, client: Client) -> None:
    """What the identity provider refused is said in our layout."""
    _in_our_frame(client.get("/account/outside/login/error/"), status=401)


def _in_our_frame(answer: Any, status: int = 200) -> None:
    assert answer.status_code == status, answer.headers
    page = answer.text
    assert 'class="masthead"' in page
    assert page.count("<h1") == 1
    assert "style=" not in page
    for script in page.split("<script")[1:]:
        opening, _, body = script.partition(">")
        assert "src=" in opening or 'type="application/json"' in opening, opening
        assert "src=" not in opening or body.startswith("</script>")


def test_no_route_is_overlooked() -> None:
    """Every address under /account/ is one that this file knows."""
    account = next(
        p
        for p in get_resolver().url_patterns
        if "people.urls" in str(getattr(p, "urlconf_name", ""))
    )
    known = {"keys/<int:pk>/", "totp/deactivate/", "recovery-codes/", "reset/key/", "authenticate/"}
    known |= {"download/", "generate/", "revoke/", "oidc/", "login/", "people/", "<str:key>/"}
    known |= {"login/error/", *filter(None, (*OWN, *AFTER_PROOF, *ENTRANCE, *NOWHERE))}
    for route in _routes(account.url_patterns, ""):
        path = route.replace("\\Z", "").removeprefix("account/")
        assert path == "" or any(name in path for name in known), route


def _routes(patterns: Any, before: str) -> Any:
    for one in patterns:
        path = before + str(one.pattern).lstrip("^")
        if hasattr(one, "url_patterns"):
            yield from _routes(one.url_patterns, path)
        else:
            yield path
