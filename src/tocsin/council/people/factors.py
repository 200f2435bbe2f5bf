"""The second factor that some roles demand."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from tocsin.council.people.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts as a second factor; recovery codes alone do not."""


def lacking(user: User) -> bool:
    """Whether a person's role demands a second factor that they have not set up."""
    return user.needs_two_factors and not is_mfa_enabled(user, FACTORS)
