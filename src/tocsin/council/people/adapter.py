"""How people sign in: nobody signs up, and every change of a secret is in the record."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Change the password and nothing else."""
        user.set_password(password)
        user.save(update_fields=["password"])


class Outside(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the organisation's own identity provider, for accounts that exist."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up."""
        return False
