"""Offices, for whom they are held and by whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.nation import named
from tocsin.desk.reading.office import Title, authority, kin, sex, titles


def _titles(text: str) -> list[Title]:
    return titles(text, named(text))


@pytest.mark.parametrize(
    ("text", "party", "person"),
    [
        ("President of Belarus Aleksandr Lukashenko", "BLR", "Aleksandr Lukashenko"),
        ("the Belarusian head of state", "BLR", None),
        ("President Volodymyr Zelenskyy of Ukraine", "UKR", "Volodymyr Zelenskyy"),
        ("Iraqi President Fuad Masum", "IRQ", "Fuad Masum"),
        ("the OSCE Secretary General, Lamberto Zannier, said", "OSCE", "Lamberto Zannier"),
        ("Gareth Bayley, the UK Special Representative for Syria", "GBR", "Gareth Bayley"),
        ("Japan’s prime minister", "JPN", None),
        (
            "Minister of Foreign Affairs of Armenia Zohrab Mnatsakanyan",
            "ARM",
            "Zohrab Mnatsakanyan",
        ),
        ("Mexican Ambassador to the United States", "MEX", None),
        ("a spokesman for the Cumbria Fire Service", "Cumbria Fire Service", None),
        ("the president of nothing", "", None),
    ],
)
def test_an_office_with_its_party_and_holder(text: str, party: str, person: str | None) -> None:
    """Party and name are told before or after an office, at once or after a comma."""
    title = _titles(text)[0]
    assert title.party == party
    assert (title.person.of(text) if title.person else None) == person


def test_a_country_is_no_name_of_a_person() -> None:
    """In a row of offices and countries nobody is named."""
    found = _titles("the President of the Russian Federation, the President of Azerbaijan")
    assert [(t.party, t.person) for t in found] == [("RUS", None), ("AZE", None)]


def test_a_counterpart_is_of_the_other_party() -> None:
    """“His Armenian counterpart” tells party and name, and refers back for the office."""
    text = "met with his Armenian counterpart Serzh Sargsyan"
    (title,) = _titles(text)
    assert title.counterpart
    assert title.owned
    assert title.party == "ARM"


def test_several_holders_are_no_one_person() -> None:
    """Plurals are told from singulars."""
    assert [t.several for t in _titles("the ministers and the minister; officials")] == [
        True,
        False,
        True,
    ]


@given(st.text("President of the UN, “A’s” Ms. \n\x00İ"))
def test_titles_are_apart_and_in_order(text: str) -> None:
    """Whatever the text, offices stand in it one after another."""
    ends = [place for title in _titles(text) for place in (title.start, title.end)]
    assert ends == sorted(ends)


def test_address_authority_and_kin() -> None:
    """“King” is a man's, an embassy speaks for its country, a minister may be the foreign one."""
    assert (sex("King"), sex("spokeswoman"), sex("president")) == ("m", "f", "")
    assert authority("the Ukrainian foreign ministry")
    assert not authority("the Ukrainian analyst")
    assert "foreign" in kin(frozenset({"minister"}))
