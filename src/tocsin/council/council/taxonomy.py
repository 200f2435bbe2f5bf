"""The taxonomy of strings: which kinds of clauses come with offers, kept as data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from tocsin.world.errors import RequestError


@dataclass(frozen=True)
class StringKind:
    """A kind of string: its key in data, and in English its name, meaning, and what to ask."""

    key: str
    in_english: tuple[str, str, str]

    @property
    def name(self) -> str:
        """Its name in the language of the page."""
        return _(self.in_english[0])

    @property
    def meaning(self) -> str:
        """What it means."""
        return _(self.in_english[1])

    @property
    def question(self) -> str:
        """What to ask before such a string is taken."""
        return _(self.in_english[2])


@cache
def string_kinds() -> dict[str, StringKind]:
    """Every kind by its key, in the order of the file."""
    text = files("tocsin.council.council").joinpath("data/strings.toml").read_text("utf-8")
    return {
        row["key"]: StringKind(row["key"], (row["name"], row["meaning"], row["question"]))
        for row in tomllib.loads(text)["string"]
    }


def string_kind(key: str) -> StringKind:
    """A kind by its key; raises `RequestError` for one that there is not."""
    if (found := string_kinds().get(key)) is None:
        raise RequestError(
            _("There is no kind of string “%(key)s”.") % {"key": key[:40]},
            remedy=_("The kinds are: %(known)s.") % {"known": ", ".join(string_kinds())},
        )
    return found
