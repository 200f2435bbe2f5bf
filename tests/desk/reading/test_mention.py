"""Countries, bodies, places and vectors that a text mentions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.lexicon import table
from tocsin.desk.reading.mention import mentions, parties_named, place, vector
from tocsin.desk.reading.nation import Naming
from tocsin.desk.reading.statement import Span
from tocsin.world.errors import TocsinError
from tocsin.world.place import countries
from tocsin.world.place import place as known
from tocsin.world.vector import vectors


def _place(text: str) -> tuple[str, str] | None:
    found = place(text, Span(0, len(text)))
    return found and (found[0], found[1].of(text))


def _parties(text: str) -> tuple[str, ...]:
    return parties_named(text, Span(0, len(text)))


@pytest.mark.parametrize("country", countries().values(), ids=lambda c: c.key)
def test_every_country_is_known_by_its_name(country: object) -> None:
    """A country's own name, alone or with 's, means that country."""
    name, key = country.name, country.key  # type: ignore[attr-defined]
    assert _parties(f"In {name} today") == (key,)
    assert _parties(f"because of {name}’s interests") == (key,)


def test_the_tables_speak_of_known_countries_only() -> None:
    """Every key of the lexicon is a place, so that nothing read falls out of the tables."""
    assert set(table("demonyms")) <= set(countries())


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Armenian and Azerbaijani officers", ("ARM", "AZE")),
        ("the U.S. told us", ("USA",)),
        ("Guinea-Bissau, Papua New Guinea and Guinea", ("GNB", "PNG", "GIN")),
        ("in the Indian Ocean and Latin America", ()),
        ("Moscow and Kyiv agreed in Minsk", ("RUS", "UKR")),
        ("the Minsk agreements", ()),
        ("NATO and the CSTO", ("NATO", "CSTO")),
        ("Nigerians in Niger", ("NGA", "NER")),
        ("turkey and china plates", ()),
        ("the United\nStates", ("USA",)),
    ],
)
def test_parties_are_named_by_country_people_seat_and_body(
    text: str, parties: tuple[str, ...]
) -> None:
    """The longest name counts, towns only as governments, and plain words not at all."""
    assert _parties(text) == parties


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "help Tajikistan reinforce the border with Afghanistan",
            ("AFG-TJK", "the border with Afghanistan"),
        ),
        ("at the Tajikistan-Afghanistan border", ("AFG-TJK", "Tajikistan-Afghanistan border")),
        ("Tajik–Afghan border guards", ("AFG-TJK", "Tajik–Afghan border")),
        (
            "the border between Mali and the Niger",
            ("MLI-NER", "the border between Mali and the Niger"),
        ),
        ("Syria’s border with Turkey", ("SYR-TUR", "border with Turkey")),
        ("the border of Belarus and Armenia", ("BLR", "Belarus")),
        ("the situation in Syria", ("SYR", "Syria")),
        ("The Armenian side spoke of Georgia", ("GEO", "Georgia")),
        ("the Minsk agreements", None),
        ("nothing of the kind", None),
    ],
)
def test_a_place_is_a_border_that_exists_or_a_country(
    text: str, told: tuple[str, str] | None
) -> None:
    """Neighbours share a border; others are told as countries."""
    assert _place(text) == told


def test_a_place_is_looked_for_in_its_span_alone() -> None:
    """What stands outside the span is not mentioned in it."""
    text = "Syria. The border with Afghanistan."
    assert place(text, Span(7, len(text))) == ("AFG", Span(23, 34))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("heavy fighting went on", "state_based"),
        ("a massacre of villagers", "one_sided"),
        ("clashes of armed gangs", "non_state"),
        ("cyber attacks", "information"),
        ("a bridge was opened", None),
    ],
)
def test_words_tell_their_vector(text: str, key: str | None) -> None:
    """A vector is told by its words, whether figures are kept of it or not."""
    found = vector(text, Span(0, len(text)))
    assert (found and found[0]) == key


def test_of_several_vectors_the_one_said_most_often_counts() -> None:
    """Then the one that is said first, with the words that say it."""
    text = "border guard posts against drug trafficking and more drugs"
    drugs = vector(text, Span(0, len(text)))
    assert drugs is not None
    assert (drugs[0], drugs[1].of(text)) == ("drugs", "drug")
    assert vector(text, Span(0, 18)) == ("border", Span(0, 12))


def test_every_vector_has_words() -> None:
    """A vector that is watched can be read."""
    assert set(vectors()) <= set(table("vectors_said"))


_WORDS = st.sampled_from(
    [
        "Tajikistan",
        "Afghan",
        "border",
        "the",
        "with",
        "between",
        "and",
        "of",
        "’s",
        "-",
        "Minsk",
        "agreement",
        "NATO",
        "U.S.",
        "war",
    ]
)


@given(st.lists(_WORDS | st.text(max_size=4), max_size=25).map(" ".join), st.data())
def test_spans_lie_in_the_span_and_places_exist(text: str, data: st.DataObject) -> None:
    """Whatever is read, spans are of the part asked for and keys are places of the world."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    for mention in mentions(text, span):
        assert span.start <= mention.span.start < mention.span.end <= span.end
        assert mention.kind is Naming.BODY or mention.key in countries()
    found = place(text, span)
    if found:
        try:
            known(found[0])
        except TocsinError as error:
            raise AssertionError(found) from error
