"""The languages in which texts are written, by their codes."""

from __future__ import annotations

from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tocsin.council.record.action import Actor
from tocsin.world.errors import RequestError


def named(code: str) -> str:
    """A language in words of the page's own."""
    return str(get_language_info(code)["name_translated"]) if code in _codes() else code


def direction(code: str) -> str:
    """In which direction a language is written, as a page says it."""
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"


def required(code: str) -> str:
    """The code of a language; raises `RequestError` for one that is not known."""
    if code not in _codes():
        raise RequestError(
            _("“%(code)s” is no language that is known here.") % {"code": code[:20]},
            remedy=_("Use the codes of ISO 639, such as ru, en or hy."),
        )
    return code


def choices(actor: Actor) -> list[tuple[Any, Any]]:
    """All languages, as a form offers them."""
    return sorted(((code, named(code)) for code in _codes()), key=lambda one: one[1])


def _codes() -> list[str]:
    return [code for code, info in LANG_INFO.items() if "name" in info and len(code) <= 12]
