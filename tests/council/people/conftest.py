"""What tests of accounts stand on: no attempts counted before, and second factors."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

SECRET = base64.b32encode(b"twenty bytes of key!").decode()


@pytest.fixture(autouse=True)
def _nothing_counted() -> Iterator[None]:
    """No test is throttled for what another did."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def totp() -> Any:
    """Give a person an authenticator app; returns the code that it shows now."""

    def give(user: Any) -> str:
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
        return code()

    return give


def code(secret: str = SECRET) -> str:
    """The code of this half minute."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def signed_in(totp: Any) -> Any:
    """Sign a person in with password and, if they have one, their second factor."""

    def sign_in(client: Client, user: Any, password: str) -> Any:
        answer = client.post("/account/login/", {"login": user.email, "password": password})
        if answer.headers.get("Location", "").endswith("/2fa/authenticate/"):
            answer = client.post("/account/2fa/authenticate/", {"code": code()})
        return answer

    return sign_in
