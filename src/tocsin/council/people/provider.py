"""The organisation's own identity provider, if the environment names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "organisation"
"""What the provider is called in addresses."""


def providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """The sign-in through OpenID Connect that TOCSIN_OIDC_ISSUER and its companions describe.

    Without an issuer there is none.
    """
    if not (issuer := environment.get("TOCSIN_OIDC_ISSUER")):
        return {}
    app = {
        "provider_id": NAME,
        "name": environment.get("TOCSIN_OIDC_NAME", "OpenID Connect"),
        "client_id": environment.get("TOCSIN_OIDC_CLIENT", ""),
        "secret": environment.get("TOCSIN_OIDC_SECRET", ""),
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
