"""Who issues a document."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tocsin.desk.reading.entity import entities
from tocsin.desk.reading.issuer import issuer_of, own_voice
from tocsin.desk.reading.statement import Attribution, Speaker


@pytest.mark.parametrize(
    ("heading", "issuer"),
    [
        ("Statement by the Secretary-General of the African Union on Sudan", "African Union"),
        ("Statement by NATO on the exercise", "NATO"),
        ("Joint Statement by France, Germany and the United Kingdom", "FRA,DEU,GBR"),
        ("Address by President Uhuru Kenyatta of Kenya", "KEN"),
        ("The ministers met in Paris", ""),
        ("", ""),
    ],
)
def test_a_heading_tells_the_issuer(heading: str, issuer: str) -> None:
    """A body, a country or several that a statement is by; a place of meeting is none."""
    assert issuer_of(f"{heading}\n\nThe text.") == issuer


def test_a_document_that_names_itself(attributed: Callable[..., list[Attribution]]) -> None:
    """Without a heading it is whom the document names where it speaks for itself."""
    text = "We condemn a. The members of the Security Council urge b."
    rows = attributed(
        text,
        ("We", "condemn", "a"),
        ("The members of the Security Council", "urge", "b"),
        voice="own",
    )
    assert issuer_of(text, rows) == "UN Security Council"


def test_the_own_voice_is_who_signs_else_the_issuer() -> None:
    """A statement is its signer's; a readout of a call is not that of who was called."""
    signed = "Statement from National Security Advisor Jake Sullivan on a\n\nWe welcome a."
    assert own_voice(signed, entities(signed, "USA")).name == "Jake Sullivan"
    call = "Readout of President Joe Biden’s Call with President Ruto of Kenya\n\nWe talked."
    assert own_voice(call, entities(call, "USA")) == Speaker("United States", "", "USA")
    assert own_voice("We talk.", entities("We talk.", "MEX,USA")) == Speaker(
        "Mexico and the United States", "", "MEX,USA"
    )


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Mr. Churkin (Russian Federation) (spoke in Russian): We regret it.", "RUS"),
        ("On behalf of the Government of Kenya, I thank you.", "KEN"),
        ("Peace matters. In my country, Nepal, it came.", "NPL"),
        ("He spoke for Kenya.", ""),
    ],
)
def test_a_speech_tells_for_whom_it_is(text: str, issuer: str) -> None:
    """A verbatim record's brackets, “on behalf of” and “my country” tell the country."""
    assert issuer_of(text) == issuer
