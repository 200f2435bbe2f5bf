from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.desk.reading.attribution import attributions
from tocsin.desk.reading.statement import Attribution, Voice

WORDS = re.split(
    r"\|",
    "he|she|we|Mr. Smith|the Council|polls|said|says|adding|that|believes|urged|told|called|as|"
    'according to|vowed|to|come|is expected|claim|his|was glad|who|and|but|,|.|:|;|-|(|)|“|”|"|'
    "‘|’|'|…|?|!|\n|\n\n|in Vienna|on Monday|statement|made the|it|necessary",
)
ODD = "“”\"'‘’«»—–-…()[]éЖ中\u202e\u200b\u2066\x00\ufeff.,:;!?\n "


def spans(found: list[Attribution]) -> list[tuple[int, int]]:
    """All spans of attributions."""
    return [
        (span.start, span.end)
        for one in found
        for span in (*one.cue, *one.content, *([one.source] if one.source else []))
    ]


def read(text: str) -> list[tuple[str | None, list[str], list[str]]]:
    """Source, cue and content of each attribution, as words."""
    return [
        (
            one.source and one.source.of(text),
            [span.of(text) for span in one.cue],
            [span.of(text) for span in one.content],
        )
        for one in attributions(text)
    ]


def check(text: str) -> None:
    """Spans are real, contents come in order, and no cue stands in what another says."""
    found = attributions(text)
    assert all(0 <= start < end <= len(text) for start, end in spans(found))
    for one in found:
        assert one.content
        assert all(a.end <= b.start for a, b in pairwise(one.content))
    told = [(part.start, part.end, i) for i, one in enumerate(found) for part in one.content]
    for i, one in enumerate(found):
        for cue in one.cue:
            assert not any(a <= cue.start < b for a, b, j in told if j != i)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_spans_of_any_words_are_exact(text: str) -> None:
    """Whatever cues, names and marks follow each other, the laws of spans hold."""
    check(text)


@given(st.text(max_size=200))
def test_spans_of_any_text_are_exact(text: str) -> None:
    """No text is too strange to be read."""
    check(text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_communique_with_odd_marks_in_it_is_read_exactly(data: st.DataObject, sochi: str) -> None:
    """Quotes, dashes, ellipses, foreign, bidi and zero-width characters break nothing."""
    places = data.draw(st.lists(st.integers(0, len(sochi)), max_size=12).map(sorted))
    text = sochi
    for place in reversed(places):
        text = text[:place] + data.draw(st.text(ODD, min_size=1, max_size=3)) + text[place:]
    check(text)


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.integers(1, 3))
def test_lines_before_a_text_only_move_its_spans(text: str, lines: int) -> None:
    """What is found does not depend on where the text stands."""
    moved = spans(attributions("\n\n" * lines + text))
    assert [(a - 2 * lines, b - 2 * lines) for a, b in moved] == spans(attributions(text))


def test_reading_twice_gives_the_same(sochi: str) -> None:
    """Reading keeps nothing from one text to the next."""
    first = attributions(sochi)
    attributions("“No,” he said.")
    assert attributions(sochi) == first


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        # direct speech
        ("“We agree,” the envoy said.", "the envoy", "said", ["“We agree,”"]),
        ("“We agree,” said the envoy, a veteran.", "the envoy, a veteran", "said", ["“We agree,”"]),
        ("The envoy said: “We agree.”", "The envoy", "said", ["“We agree.”"]),
        ("“We agree,” the envoy said, “with all.”", "the envoy", "said",
         ["“We agree,”", "“with all.”"]),
        ("“Why now?” he asked.", "he", "asked", ["“Why now?”"]),
        ("“We agree. It is right,” he told reporters in Vienna.", "he", "told",
         ["“We agree. It is right,”"]),
        ("“We agree.\n\n“It is right,” he said.", "he", "said", ["“We agree.", "“It is right,”"]),
        ("''We agree,'' he said.", "he", "said", ["''We agree,''"]),
        # mixed and indirect speech
        ("He said the plan was “a mistake” for all.", "He", "said",
         ["the plan was “a mistake” for all"]),
        ("The President noted that the talks went well.", "The President", "noted",
         ["that the talks went well"]),
        ("He also noted that the talks went well.", "He", "noted", ["that the talks went well"]),
        ("He said on Monday that the talks went well.", "He", "said",
         ["that the talks went well"]),
        ("The talks went well, the envoy said on Monday.", "the envoy", "said",
         ["The talks went well"]),
        ("The talks, he said, went well.", "he", "said", ["The talks", "went well"]),
        ("As the envoy put it, the talks went well.", "the envoy", "put it",
         ["the talks went well"]),
        ("He told the Council that the talks went well.", "He", "told",
         ["that the talks went well"]),
        ("He asked whether the talks went well.", "He", "asked", ["whether the talks went well"]),
        ("The envoy, who led the talks, said they went well.", "The envoy, who led the talks,",
         "said", ["they went well"]),
        ("It is the envoy who said that they went well.", "who", "said", ["that they went well"]),
        # thought, wish, promise, demand
        ("The sides believe peace is near.", "The sides", "believe", ["peace is near"]),
        ("She vowed to come back.", "She", "vowed", ["to come back"]),
        ("The Council called for restraint.", "The Council", "called for", ["restraint"]),
        ("The Council urged the sides to stop.", "The Council", "urged", ["the sides to stop"]),
        ("Members agreed to meet again.", "Members", "agreed", ["to meet again"]),
        ("She is confident that it will hold.", "She", "is confident", ["that it will hold"]),
        ("He was glad to say that it held.", "He", "was glad to say", ["that it held"]),
        ("He deems it necessary to help.", "He", "deems it necessary", ["to help"]),
        ("He went on to say that it held.", "He", "went on to say", ["that it held"]),
        ("I would like to thank the host.", "I", "would like to thank", ["the host"]),
        ("The envoy condemned the attack in Aden.", "The envoy", "condemned",
         ["the attack in Aden"]),
        ("The leader expressed satisfaction with the talks.", "The leader",
         "expressed satisfaction with", ["the talks"]),
        ("He took note of the buoyant ties.", "He", "took note of", ["the buoyant ties"]),
        ("He called it “a disgrace” and left.", "He", "called", ["it “a disgrace” and left"]),
        # without a verb, and without a person
        ("According to the envoy, the talks went well.", "the envoy", "According to",
         ["the talks went well"]),
        ("The talks went well, according to the envoy.", "the envoy", "according to",
         ["The talks went well"]),
        ("In the envoy’s view, the talks went well.", "the envoy", "view", ["the talks went well"]),
        ("The talks, in his opinion, went well.", "his", "opinion", ["The talks", "went well"]),
        ("A new poll shows that voters agree.", "A new poll", "shows", ["that voters agree"]),
        ("It is believed that he left.", None, "is believed", ["that he left"]),
        ("He rejected his rival’s claim that votes were lost.", "He", "rejected",
         ["his rival’s claim that votes were lost"]),
        ("There was no reply to the President’s claim that votes were lost.", "the President",
         "claim", ["that votes were lost"]),
    ],
)  # fmt: skip
def test_statements_of_many_shapes(
    text: str, source: str | None, cue: str, content: list[str]
) -> None:
    """Each construction is read as one statement with its source, cue and content."""
    assert read(text) == [(source, [cue], content)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The envoy said peace was near, adding that work remained.",
         [("said", "peace was near"), ("adding", "that work remained")]),
        ("The envoy said that peace was near and warned that work remained.",
         [("said", "that peace was near"), ("warned", "that work remained")]),
        ("The envoy said peace was near, and the minister said work remained.",
         [("said", "peace was near"), ("said", "work remained")]),
    ],
)  # fmt: skip
def test_one_sentence_may_hold_several_statements(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Gerunds, joined verbs and joined clauses each make a statement of their own."""
    assert [(cue[0], content[0]) for _, cue, content in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "The envoy arrived in Vienna on Monday.",
        "The report was long.",
        "A box labeled with the date was found.",
        "The ministers held talks and signed a treaty.",
        "People like the envoy met him.",
        "The suspected attackers fled.",
        "The need to act is great.",
    ],
)
def test_actions_are_no_statements(text: str) -> None:
    """Where nobody says or thinks anything, nothing is found."""
    assert read(text) == []


def test_a_quotation_without_a_cue_goes_on_from_the_one_before() -> None:
    """It is attributed to nobody by itself: source and cue are left open."""
    found = read("“We agree,” he said. “It is right.”")
    assert found == [("he", ["said"], ["“We agree,”"]), (None, [], ["“It is right.”"])]


def test_a_speaker_who_reports_another_is_the_only_source() -> None:
    """The inner statement is part of what the outer one says."""
    assert read("He said she believes that it will hold.") == [
        ("He", ["said"], ["she believes that it will hold"])
    ]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("“We agree,” he said.", Voice.DIRECT),
        ("He said they agree.", Voice.INDIRECT),
        ("He said they “fully” agree.", Voice.MIXED),
        ("We condemn the attack.", Voice.OWN),
        ("The members of the Council urge restraint.", Voice.OWN),
        ("Readout of President Smith’s call\n\nHe reaffirmed his support.", Voice.OWN),
        ("“We agree.”", Voice.DIRECT),
    ],
)
def test_the_voice_tells_whose_words_they_are(text: str, voice: Voice) -> None:
    """Quotation marks, and who issues the document, decide it."""
    assert [one.voice for one in attributions(text)] == [voice]


def test_a_speech_speaks_for_its_country_and_takes_a_stand_without_a_name() -> None:
    """The country named most often in it is the speaker, and so is whoever finds "it necessary"."""
    text = (
        "I thank the host. We note the text. Kenya supports the text. Kenya regrets the delay. "
        "Chad opposes it. It is necessary to act."
    )
    voices = [one.voice for one in attributions(text)]
    assert voices == [*[Voice.OWN] * 4, Voice.INDIRECT, Voice.OWN]
    assert read("It is necessary to act.") == []


def test_what_a_colon_leads_to_belongs_to_the_sentence_before() -> None:
    """Whole paragraphs behind "said:" are one content, with or without quotation marks."""
    assert read("The envoy said:\n\n“We agree.\n\n“We shall go.”\n\nHe left.") == [
        ("The envoy", ["said"], ["“We agree.", "“We shall go.”"])
    ]
    assert read("The envoy said:\n\nWe agree. We go.\n\nHe left.") == [
        ("The envoy", ["said"], ["We agree. We go."])
    ]


def test_a_signature_names_the_source_of_a_quotation() -> None:
    """A name behind a dash at the end of the line is the source, without a cue."""
    assert read("“We agree. It is so.” — Ann Lee\n“Not I.” — Bo Li") == [
        ("Ann Lee", [], ["“We agree. It is so.”"]),
        ("Bo Li", [], ["“Not I.”"]),
    ]


def test_a_headline_and_a_transcript_name_their_speakers_before_a_colon() -> None:
    """The name is the source and no word is a cue."""
    text = "Smith: Peace is near\n\nMR. JONES: It is not. Far from it."
    assert read(text) == [
        ("Smith", [], ["Peace is near"]),
        ("MR. JONES", [], ["It is not. Far from it."]),
    ]


SOCHI = [
    ("President of Belarus Aleksandr Lukashenko", "made the statement", "The CSTO managed to"),
    ("Aleksandr Lukashenko", "According to", "this is in the best interests"),
    (None, None, "The system helps maintain"),
    ("the Belarusian head of state", "emphasized", "“This is of great importance"),
    ("Aleksandr Lukashenko", "deems it necessary", "to promote new areas of activity"),
    ("He", "emphasized", "vigorous development"),
    ("The President of Belarus", "was glad to say", "that this year was relatively calm"),
    (None, None, "This allowed focusing"),
    ("Aleksandr Lukashenko", "stressed", "that the format of events"),
    ("The Belarusian President", "believes", "that it is vital for the security"),
    ("the Belarusian head of state", "remarked", "“Everyone knows that Americans"),
    ("Aleksandr Lukashenko", "said", "“But nothing is free."),
    ("the President of Belarus", "believes", "that Tajikistan’s difficulties"),
    ("the Belarusian head of state", "said", "“The problems that originate"),
    ("Aleksandr Lukashenko", "noted", "that the possibility of aiding"),
    (None, None, "In particular, Belarus has decided to offer"),
    ("the Belarusian head of state", "believes", "“But now we have to take"),
    ("the Belarus President", "emphasized", "“Only by joint efforts"),
    ("Aleksandr Lukashenko", "noted", "that Belarus is in the same spirit"),
    ("the Belarusian head of state", "said", "“In what regards Syria"),
    ("the Belarusian President", "According to", "upon the suggestion"),
    ("the Belarusian head of state", "said", "“There is one issue"),
    ("he", "added", "“If Armenia decides"),
    ("the President of Armenia", "According to", "the country is very serious"),
    ("Serzh Sargsyan", "said", "“We have not changed our minds,”"),
    ("the President of Belarus", "emphasized", "that they had recently reached"),
    ("The Belarusian leader", "expressed satisfaction with", "the current state of affairs"),
    ("Serzh Sargsyan", "took note of", "the buoyant bilateral relations"),
    ("he", "said", "“All the agreements are fulfilled."),
]


@pytest.fixture(scope="session")
def sochi(shared: Path) -> str:
    """The report on the CSTO's session in Sochi in 2013."""
    path = shared / "documents" / "csto_sochi_2013-09-23.txt"
    return path.read_bytes().decode()


def test_the_report_from_sochi_is_read_whole(sochi: str) -> None:
    """Every statement in it is found with its source and cue, and nothing else is."""
    found = [
        (source, cue[0] if cue else None, content[0][: len(SOCHI[min(i, 28)][2])])
        for i, (source, cue, content) in enumerate(read(sochi))
    ]
    assert found == SOCHI


def test_quotations_of_the_report_from_sochi_end_with_their_marks(sochi: str) -> None:
    """Quotations over several sentences are one content from the first mark to the last."""
    for one in attributions(sochi):
        if one.voice is Voice.DIRECT:
            assert [part.of(sochi)[0] + part.of(sochi)[-1] for part in one.content] == ["“”"]
        else:
            assert not any(part.of(sochi).endswith((".", ",")) for part in one.content)
