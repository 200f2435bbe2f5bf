"""The entity table of a document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.entity import entities, held, last, nearest
from tocsin.desk.reading.statement import Span, Speaker

TWO = (
    "The President of Belarus Aleksandr Lukashenko met with his Armenian counterpart "
    "Serzh Sargsyan. Later Lukashenko left."
)


def test_a_counterpart_holds_the_same_office() -> None:
    """The counterpart of a president is the other country's president."""
    assert [person.speaker() for person in entities(TWO).persons] == [
        Speaker("Aleksandr Lukashenko", "President of Belarus", "BLR"),
        Speaker("Serzh Sargsyan", "President of Armenia", "ARM"),
    ]


def test_names_of_one_person_are_one_entry() -> None:
    """A surname, a fuller name and the first name met are one person under the fullest name."""
    table = entities("President Biden spoke. President Joseph R. Biden, Jr., left. Mr. Biden sat.")
    assert [person.name for person in table.persons] == ["Joseph R. Biden, Jr."]


def test_the_issuer_s_officers_need_no_country() -> None:
    """Without a country told, a head of state is the issuer's; one told keeps its own."""
    text = "President Biden met with President Claudia Sheinbaum of Mexico."
    assert [person.party for person in entities(text, "USA").persons] == ["USA", "MEX"]
    assert [person.party for person in entities(text, "MEX,USA").persons] == ["USA", "MEX"]
    assert [person.party for person in entities(text).persons] == ["", "MEX"]


def test_a_holder_is_found_by_office_and_party() -> None:
    """The head of state of a party is who holds that office; nobody holds another's."""
    table = entities(TWO)
    holder = table.holder(frozenset({"state"}), "ARM", len(TWO))
    assert holder is not None
    assert holder.name == "Serzh Sargsyan"
    assert table.holder(frozenset({"state"}), "RUS", len(TWO)) is None


def test_a_surname_finds_the_full_name_elsewhere() -> None:
    """A surname alone is a person only if the document names that person in full."""
    text = "Virgin's Richard Branson came. Branson said; Smith said."
    table = entities(text)
    at = text.index("Branson said")
    person = table.find(Span(at, at + len("Branson")))
    assert person is not None
    assert person.name == "Richard Branson"
    at = text.index("Smith")
    assert table.find(Span(at, at + len("Smith"))) is None


def test_the_nearest_earlier_person_comes_first() -> None:
    """Before any is told, the first later one is nearest."""
    table = entities(TWO)
    one, other = table.persons
    assert nearest(table.persons, len(TWO)) is other
    assert nearest(table.persons, 0) is one
    assert nearest([], 0) is None
    assert last(other, 0) == -1


def test_an_office_names_its_country_once() -> None:
    """The country is added where the office does not tell it."""
    assert held("President", "USA") == "President of the United States"
    assert held("President of Belarus", "BLR") == "President of Belarus"
    assert held("Chair", "NATO") == "Chair"
    assert held("", "USA") == ""


@given(
    st.text("President A of the UN Mr. B, “Minister C”’s \n"), st.sampled_from(["", "USA", "x,y"])
)
def test_any_text_has_a_table(text: str, issuer: str) -> None:
    """Persons have names and stand in the text."""
    assert all(
        person.name and person.first < len(text) for person in entities(text, issuer).persons
    )
