"""Where people, their accounts and their secrets are; what is not named here is not there."""

from __future__ import annotations

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as outside
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path

from tocsin.council.people import account_views, views


def _whole(view: Any) -> Any:
    """A view whose change of a secret and its entry in the record are both made, or neither."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **options: Any) -> Any:
        if request.method != "POST":
            return view(request, *arguments, **options)
        with transaction.atomic():
            made = view(request, *arguments, **options)
            return made.render() if hasattr(made, "render") else made

    return answer


@login_not_required
def _nowhere(request: HttpRequest, **_: str) -> HttpResponse:
    """Addresses that the sign-in library knows by name and this house does not use."""
    raise Http404


_keys = [
    path("", keys.list_webauthn, name="mfa_list_webauthn"),
    path("add/", _whole(keys.add_webauthn), name="mfa_add_webauthn"),
    path("login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/remove/", _whole(keys.remove_webauthn), name="mfa_remove_webauthn"),
    path("keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
]
_factors = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("totp/activate/", _whole(totp.activate_totp), name="mfa_activate_totp"),
    path("totp/deactivate/", _whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/generate/",
        _whole(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("webauthn/", include(_keys)),
]
_passwords = [
    path("change/", _whole(account.password_change), name="account_change_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _whole(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("set/", _nowhere, name="account_set_password"),
]
_outside = [
    path("login/cancelled/", outside.login_cancelled, name="socialaccount_login_cancelled"),
    path("login/error/", login_not_required(outside.login_error), name="socialaccount_login_error"),
    path("signup/", _nowhere, name="socialaccount_signup"),
    path("", _nowhere, name="socialaccount_connections"),
]
_account = [
    path("", account_views.own, name="account"),
    path("tokens/", account_views.tokens, name="tokens"),
    path("tokens/make/", reauthentication_required(account_views.mint), name="mint"),
    path("tokens/<uuid:id>/revoke/", account_views.revoke, name="revoke"),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", include(_passwords)),
    path("2fa/", include(_factors)),
    path("sessions/", account_views.sessions, name="usersessions_list"),
    path("outside/", include(_outside)),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("signup/", _nowhere, name="account_signup"),
    path("email/", _nowhere, name="account_email"),
    path("email/sent/", _nowhere, name="account_email_verification_sent"),
    path("email/<str:key>/", _nowhere, name="account_confirm_email"),
    path("login/code/", _nowhere, name="account_confirm_login_code"),
]
urlpatterns = [
    path("account/", include(_account)),
    path("people/", views.everybody, name="people"),
    path("people/admit/", views.admit, name="admit"),
    path("people/<uuid:id>/", views.person, name="person"),
    path("people/<uuid:id>/link/", views.link, name="link"),
]
