"""What pronouns refer back to."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.antecedent import Reading, Told, found, pronoun
from tocsin.desk.reading.entity import Entities, entities
from tocsin.desk.reading.statement import Span, Speaker

TEXT = "President Salva Kiir of South Sudan met Angela Merkel. "
OWN = Speaker("Kenya", "", "KEN")


def _reading(table: Entities | None = None) -> Reading:
    return Reading(TEXT, table or entities(TEXT), OWN)


@pytest.mark.parametrize("words", ["the minister", "Heath", "Western powers", "Italy", "weekly"])
def test_other_words_are_no_pronouns(words: str) -> None:
    """Words that begin like a pronoun are none."""
    assert pronoun(_reading(), words, Span(0, 1)) is None


@pytest.mark.parametrize("words", ["We", "I", "our side", "us", "my delegation"])
def test_the_first_person_is_the_document_s(words: str) -> None:
    """Outside of quotations “we” is who issues the document."""
    told = pronoun(_reading(), words, Span(0, 1))
    assert told is not None
    assert told.speaker == OWN


def test_my_colleague_is_not_me() -> None:
    """A colleague of the speaker is another."""
    assert pronoun(_reading(), "my French colleague", Span(0, 1)) is None


def test_he_is_the_last_source_that_fits() -> None:
    """A source told before goes before a person named only, and several are not “he”."""
    reading = _reading()
    kiir = reading.table.persons[0]
    reading.told += [found(kiir, 0), Told(Speaker("both sides"), several=True)]
    he, they = (pronoun(reading, w, Span(len(TEXT) - 1, len(TEXT))) for w in ("He", "They"))
    assert he is not None
    assert he.speaker.name == "Salva Kiir"
    assert they is not None
    assert they.speaker.name == "both sides"
