"""The organisation and its parties, as its file gives them."""

from __future__ import annotations

from functools import cache

from django.db import models

from tocsin.council.record.recorded import Recorded
from tocsin.world import organisation as world
from tocsin.world.errors import RequestError

SECRETARIAT = "secretariat"


class Organisation(Recorded):
    """The body that runs this house: one row, holding the text of its file."""

    key = models.CharField(max_length=40, unique=True)
    text = models.TextField()

    @property
    def value(self) -> world.Organisation:
        """The organisation as the rest of the house knows it."""
        return _parsed(self.text, self.key)


class Party(Recorded):
    """A state or body that people act for; the secretariat and the administration are two."""

    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


@cache
def _parsed(text: str, key: str) -> world.Organisation:
    return world.parse(text, key=key, where=f"{key}.toml")


def organisation() -> world.Organisation:
    """The organisation; raises `RequestError` while none was set up."""
    if (row := Organisation.objects.first()) is None:
        raise RequestError(
            "No organisation was set up.", remedy="Run tocsin setup --org csto, or your own file."
        )
    return row.value
