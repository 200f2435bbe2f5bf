"""Reading with a language model: it proposes the statements, rules find the rest."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from tocsin.desk.reading.proposer import proposed
from tocsin.desk.reading.statement import Found
from tocsin.world.errors import RequestError
from tocsin.world.marking import Level, Marking
from tocsin.world.organisation import Organisation

KEY = "TOCSIN_MODEL_KEY"
"""The variable of the environment that holds an endpoint's key."""


@dataclass(frozen=True, slots=True)
class Model:
    """A language model behind an endpoint, and how the reports that it is sent are marked."""

    endpoint: str
    name: str
    marking: Marking
    key: str = ""
    allowed: Level = Level.CLEAR

    def read(self, text: str, found: Found) -> Found:
        """What was found, with the statements that the model proposes; see `proposed`."""
        statements, dropped = proposed(
            text,
            self.endpoint,
            self.name,
            marking=self.marking,
            allowed=self.allowed,
            key=self.key,
        )
        return replace(found, statements=statements, dropped=dropped)


def given(endpoint: str, name: str, marking: str, organisation: Organisation | None) -> Model:
    """The model that a user names; raises RequestError where its name or the marking is missing."""
    if not name or not marking:
        raise RequestError(
            "A language model is named by --endpoint, --language-model and --marking together.",
            remedy="Say how the reports are marked, such as --marking CLEAR.",
        )
    allowed = organisation.model if organisation else Level.CLEAR
    return Model(endpoint, name, Marking.parse(marking), os.environ.get(KEY, ""), allowed)
