"""Several who speak as one."""

from __future__ import annotations

import pytest

from tocsin.desk.reading.collective import collective, parties_of
from tocsin.desk.reading.entity import entities
from tocsin.desk.reading.statement import Span

MET = (
    "Uzbek President Shavkat Mirziyoyev, Kazakh President Kassym-Jomart Tokayev and Kyrgyz "
    "President Sadyr Japarov met. "
)


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        ("The presidents", "UZB,KAZ,KGZ"),
        ("The two leaders", "KAZ,KGZ"),
        ("the sides", "UZB,KAZ,KGZ"),
        ("The African ministers", ""),
        ("The weather", None),
        ("the NATO allies", "NATO"),
        ("the Iraqi and Syrian governments", "IRQ,SYR"),
    ],
)
def test_who_is_meant_by_several(words: str, parties: str | None) -> None:
    """Those told of last, as many as the words say, or those whom the words name."""
    text = MET + words
    span = Span(len(MET), len(text))
    bare = words.removeprefix("The ").removeprefix("the ")
    found = collective(entities(text), words, bare, span)
    assert (found.party if found else None) == parties


def test_the_parties_of_a_document() -> None:
    """The issuers where there are several, else the leaders' countries, else the heading's."""
    assert parties_of(entities(MET, "KAZ,KGZ"), 0) == ["KAZ", "KGZ"]
    assert parties_of(entities(MET), len(MET)) == ["UZB", "KAZ", "KGZ"]
    text = "Mexico and Chile hold talks\n\nThe sides agreed. Peru did not."
    assert parties_of(entities(text), len(text)) == ["MEX", "CHL"]
