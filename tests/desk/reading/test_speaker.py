"""Who is meant by a source."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading.speaker import as_parties, speakers
from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice
from tocsin.world import organisation

Attributed = Callable[..., list[Attribution]]
LUKASHENKO = Speaker("Aleksandr Lukashenko", "President of Belarus", "BLR")
SARGSYAN = Speaker("Serzh Sargsyan", "President of Armenia", "ARM")
LAVROV = "Sergei Lavrov"
CAVUSOGLU = "Mevlüt Çavuşoğlu"


def test_one_person_under_many_names(attributed: Attributed) -> None:
    """Name, office, adjective, leader and pronoun are one president; the counterpart another."""
    text = (
        "President of Belarus Aleksandr Lukashenko said a. The Belarusian head of state said b. "
        "He said c. The President of Belarus met with his Armenian counterpart Serzh Sargsyan. "
        "The Belarusian leader said d. The President of Armenia said e. Sargsyan said f. “And g.”"
    )
    rows = [
        ("President of Belarus Aleksandr Lukashenko", "said", "a"),
        ("The Belarusian head of state", "said", "b"),
        ("He", "said", "c"),
        ("The Belarusian leader", "said", "d"),
        ("The President of Armenia", "said", "e"),
        ("Sargsyan", "said", "f"),
        ("", "", "“And g.”"),
    ]
    assert speakers(text, attributed(text, *rows)) == [LUKASHENKO] * 4 + [SARGSYAN] * 3


def test_two_ministers_and_what_refers_to_them(attributed: Attributed) -> None:
    """“The Turkish minister”, “the two ministers” and “they” are known from what went before."""
    text = (
        "Foreign Minister of Russia Sergei Lavrov met with his Turkish counterpart "
        "Mevlüt Çavuşoğlu. The Turkish minister said a. He said b. The two ministers agreed on c. "
        "They stressed d."
    )
    rows = [
        ("The Turkish minister", "said", "a"),
        ("He", "said", "b"),
        ("The two ministers", "agreed on", "c"),
        ("They", "stressed", "d"),
    ]
    found = speakers(text, attributed(text, *rows))
    both = f"{LAVROV} and {CAVUSOGLU}"
    assert [one.name for one in found] == [CAVUSOGLU, CAVUSOGLU, both, both]
    assert [one.party for one in found] == ["TUR", "TUR", "RUS,TUR", "RUS,TUR"]


def test_pronouns_fit(attributed: Attributed) -> None:
    """“She” is the ambassador though the envoy spoke last."""
    text = (
        "Ambassador Samantha Power, the U.S. Permanent Representative to the UN, came. Her Russian "
        "counterpart, Vitaly Churkin, left. Churkin said a. She said b. He said c."
    )
    rows = [("Churkin", "said", "a"), ("She", "said", "b"), ("He", "said", "c")]
    found = speakers(text, attributed(text, *rows))
    assert [one.name for one in found] == ["Vitaly Churkin", "Samantha Power", "Vitaly Churkin"]


@pytest.mark.parametrize(
    ("source", "name", "party"),
    [
        ("Moscow", "Russia", "RUS"),
        ("The Ukrainian foreign ministry", "Ukrainian foreign ministry", "UKR"),
        ("the UN Security Council", "UN Security Council", "United Nations"),
        (
            "The members of the Security Council",
            "members of the Security Council",
            "United Nations",
        ),
        ("Mexico and the United States", "Mexico and the United States", "MEX,USA"),
        ("a rebel spokesman", "rebel spokesman", ""),
        ("Witnesses", "Witnesses", ""),
        ("António Guterres, the UN Secretary-General,", "António Guterres", "United Nations"),
        (
            "Polish Prime Minister Donald Tusk’s spokesman",
            "Polish Prime Minister Donald Tusk's spokesman",
            "POL",
        ),
        ("Fars News Agency", "Fars News Agency", ""),
    ],
)
def test_sources_that_tell_all(attributed: Attributed, source: str, name: str, party: str) -> None:
    """Seats, ministries, organs, pairs and private persons are known from the source alone."""
    text = f"{source} said so."
    (found,) = speakers(text, attributed(text, (source, "said", "so")))
    assert (found.name, found.party) == (name, party)


def test_a_document_s_own_voice_is_its_issuer(attributed: Attributed) -> None:
    """“We” and “the Council” are who issues the document, named by the caller or the heading."""
    text = "We condemn a. The Council urges b."
    rows = attributed(text, ("We", "condemn", "a"), ("The Council", "urges", "b"), voice="own")
    own = Speaker("UN Security Council", "", "United Nations")
    assert speakers(text, rows, "UN Security Council") == [own, own]
    text = "Statement by President Uhuru Kenyatta of Kenya\n\nI welcome a."
    (found,) = speakers(text, attributed(text, ("I", "welcome", "a"), voice="own"))
    assert found == Speaker("Uhuru Kenyatta", "President of Kenya", "KEN")


def test_we_in_a_quotation_is_who_is_quoted(attributed: Attributed) -> None:
    """A statement inside a quotation is the quoted person's, whoever issues the document."""
    text = "President Salva Kiir of South Sudan said “We reject a”."
    outer, inner = attributed(
        text,
        ("President Salva Kiir of South Sudan", "said", "“We reject a”"),
        ("We", "reject", "a"),
    )
    assert speakers(text, [outer, inner], "KEN")[1].name == "Salva Kiir"


def test_parties_take_an_organisation_s_keys() -> None:
    """Bodies that are parties are told by the organisation's key, countries by their code."""
    own = organisation.parse(
        'name = "N"\nshort = "N"\n[[party]]\nbody = "nato"\nname = "NATO"\nrole = "partner"\n'
        "since = 2000-01-01\n",
        key="n",
        where="n.toml",
    )
    told = [Speaker("A", "", "NATO"), Speaker("B", "", "BLR"), Speaker("C")]
    assert [one.party for one in as_parties(told, own)] == ["nato", "BLR", ""]


@given(st.text("He said the US, President A “we” they Mr. B’s\n"), st.data())
def test_everything_attributed_has_a_speaker(text: str, data: st.DataObject) -> None:
    """Whatever the spans, each attribution gets one speaker, and the same again."""
    places = st.integers(0, len(text))
    spans = st.tuples(places, places).filter(lambda p: p[0] < p[1]).map(lambda p: Span(*p))
    if len(text) < 1:
        return
    rows = data.draw(
        st.lists(
            st.builds(
                Attribution,
                st.sampled_from(Voice),
                st.none() | spans,
                st.lists(spans, max_size=2).map(tuple),
                st.lists(spans, max_size=2).map(tuple),
            ),
            max_size=5,
        )
    )
    found = speakers(text, rows)
    assert len(found) == len(rows)
    assert found == speakers(text, rows)
