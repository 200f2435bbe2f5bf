"""How people sign in: nobody signs up, and an account is found by its address alone."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest
from django.urls import reverse
from qrcode.image.svg import SvgPathFillImage

from tocsin.council.people.models import User
from tocsin.council.record import clock

REMEMBERED = dt.timedelta(days=30).total_seconds()
log = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are given by the administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def set_password(self, user: Any, password: str) -> None:
        """Change the password and nothing else."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether the password is the person's, counted like a sign-in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Remember, for their own eyes, when somebody was last refused on a person's account."""
        if user := User.objects.filter(email__iexact=credentials.get("email", "")).first():
            cache.set(_refused(user), clock.now(), REMEMBERED)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail, which no header of a request can bend."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "-"})
        return f"{settings.URL}{path.replace('0--', key)}"

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Tell a person by mail what was changed in their account."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: Any) -> None:
        """Send a mail; if the mail server is away, the log says so and the page goes on."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.error("Mail could not be sent: %s", error)  # noqa: TRY400 (no trace is needed)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors, as allauth has them."""

    def build_totp_svg(self, url: str) -> str:
        """The square that an app reads, on white, so that it can be read in the dark too."""
        return str(qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode"))


class Outside(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the organisation's own identity provider, for accounts that exist."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody signs up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the account by the address that the provider verified; nothing is connected."""
        if sociallogin.state.get("process", "login") != "login":
            raise Http404
        verified = [a.email for a in sociallogin.email_addresses if a.verified is True]
        found = User.objects.filter(email__in=[email.lower() for email in verified])
        if len(found) == 1:
            sociallogin.user = found[0]


def last_refused(user: User) -> dt.datetime | None:
    """When a sign-in to a person's account was last refused, within a month."""
    moment: dt.datetime | None = cache.get(_refused(user))
    return moment


def _refused(user: User) -> str:
    return f"refused.{user.pk}"
