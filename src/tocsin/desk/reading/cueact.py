"""Acts that the reporting words show: “condemned”, “called on X to …”, “reaffirmed support”."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.desk.reading.inflection import entries, forms
from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.part import noun_parts, of_offer, of_request
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Voice
from tocsin.desk.reading.subject import stripped
from tocsin.desk.reading.trie import lowered, phrases, plain

_ADVERB = re.compile(
    r"\b(?!(?:apply|reply|rely|only|supply|ally|family|imply|comply)\b)\w+ly\s"
    r"|\b(?:also|very|most|so|once again|again|still|once more|always|further)\s"
)
_NOT_BEFORE = r"(?:that|to|of|in|on|for|with|by|as|is|are|was|were|be|has|have|had|will|would)\b"
_NEGATED = re.compile(r"\b(?:not|never|no longer)\b|n['’]t\b|^(?:deny|denies|denied|denying)\b")
_QUESTION = re.compile(r"(?:whether|if|how|why|what|who|when|where|which)\b")
_PROPOSED = re.compile(r"\b(?:proposal|initiative|draft|idea|plan|decision|resolution|call)s?\b")
_WITH = re.compile(
    r"\s?with\s(?:\w+\s)?(regret|concern|alarm|satisfaction|appreciation|gratitude)\b"
)
_WILL = re.compile(r"(?:will|shall|['’]ll)\b(?! (?:say|note|state|be able|add))")
_SHOULD = re.compile(r"(?:should|must|ought to|need to|have to|can only)\b")
_HOLDS = re.compile(r"(?:will|shall)(?: be)? (?:host|hold|(?:re)?conven|open|launch|publish|meet)")
_TO_OR_DOING = re.compile(r"(?:to|an?|the following|that\s[\w’' ]{1,40}?\s(?:should|be)|\w+ing)\b")
_AHEAD = 90


def by_cue(text: str, attribution: Attribution) -> Act | None:
    """The act that the cue shows, an assertion if it shows none other; None without a cue."""
    if not attribution.cue:
        return None
    span = Span(attribution.cue[0].start, attribution.cue[0].end)
    for part in attribution.cue[1:]:
        span = (
            Span(min(span.start, part.start), max(span.end, part.end))
            if _near(text, span, part)
            else span
        )
    words = _ADVERB.sub("", plain(lowered(" ".join(cue.of(text) for cue in attribution.cue))))
    if attribution.voice is Voice.OWN and _SHOULD.match(words):
        return _called_for(attribution, span)
    return _noun_act(text, attribution, span, words) or _verb_act(text, attribution, span, words)


def _near(text: str, one: Span, other: Span) -> bool:
    return 0 <= other.start - one.end < 40


def _verb_act(text: str, attribution: Attribution, span: Span, words: str) -> Act:
    pattern, deeds = _cues()
    manner = _manner(text, attribution)
    found = pattern.findall(f"{words} {manner}")
    deed = deeds[found[-1]] if found else Deed.ASSERT
    if _WILL.match(words):
        deed = Deed.ANNOUNCE if _HOLDS.match(words) else Deed.PLEDGE
    if deed is Deed.ASSERT and found and found[-1].startswith("suggest"):
        deed = _suggested(text, attribution)
    if found and found[-1].startswith(("support", "back")) and _proposal(text, attribution):
        deed = Deed.AGREE
    if deed is Deed.REQUEST and _asks(text, attribution):
        deed = Deed.ASSERT
    positive = deed is Deed.REFUSE or not _NEGATED.search(words)
    act = Act(deed, span, positive)
    content = attribution.content[0] if attribution.content else None
    if content is None:
        return act
    if deed is Deed.REQUEST:
        return of_request(text, act, content)
    if deed in {Deed.PLEDGE, Deed.OFFER}:
        return of_offer(text, act, attribution.source, content, words)
    return act


def _called_for(attribution: Attribution, span: Span) -> Act:
    """That we, or whoever is named, should do something."""
    act = Act(Deed.REQUEST, span, receiver=attribution.source)
    return replace(act, object=attribution.content[0]) if attribution.content else act


def _manner(text: str, attribution: Attribution) -> str:
    """How something is said where the content begins with it: “with regret”."""
    places = [*(c.start for c in attribution.content[:1]), *(c.end for c in attribution.cue[-1:])]
    match = next(filter(None, (_WITH.match(text, place) for place in places)), None)
    return f"with {match[1].lower()}" if match else ""


def _suggested(text: str, attribution: Attribution) -> Deed:
    """“Suggested” proposes in the document's own voice or before what is to be done."""
    if attribution.voice is Voice.OWN:
        return Deed.PROPOSE
    content = attribution.content[0].of(text) if attribution.content else ""
    return Deed.PROPOSE if _TO_OR_DOING.match(content) else Deed.ASSERT


def _proposal(text: str, attribution: Attribution) -> bool:
    """Whether what is supported is a proposal, which is agreed to."""
    head = attribution.content[0] if attribution.content else Span(0, 1)
    return _PROPOSED.search(text, head.start, min(head.end, head.start + 60)) is not None


def _asks(text: str, attribution: Attribution) -> bool:
    """Whether what is asked is a question."""
    return any(_QUESTION.match(text, c.start) for c in attribution.content[:1])


def _noun_act(text: str, attribution: Attribution, span: Span, words: str) -> Act | None:
    """An act shown by what is expressed: “reaffirmed their commitment”, “stressed the need”."""
    expressing, renewing, nouns, deeds = _nouns()
    if not expressing.search(words):
        return None
    content = attribution.content[0] if attribution.content else Span(span.end, span.end + 1)
    end = min(len(text), content.start + _AHEAD, max(content.end, span.end))
    cue = lowered(text[span.start : span.end])
    verb = expressing.search(cue)
    inside = nouns.match(cue, verb.end()) if verb else None
    match = inside or nouns.match(lowered(text[content.start : end]))
    if not match:
        return None
    deed = deeds[plain(match["noun"])]
    if deed is Deed.PLEDGE and not renewing.search(words):
        return None
    offset = span.start if inside else content.start
    lead = len(match[0]) - len(match[0].lstrip())
    noun = Span(offset + match.start("noun"), offset + match.end("noun"))
    phrase = Span(offset + match.start() + lead, noun.end)
    act = Act(deed, Span(span.start, max(span.end, noun.end)), not _NEGATED.search(words))
    if deed is Deed.REQUEST:
        return of_request(text, act, stripped(text, noun.end, content.end) or content, needed=True)
    if deed in {Deed.PLEDGE, Deed.OFFER}:
        return noun_parts(text, act, attribution.source, phrase, noun, content.end)
    return act


@cached
def _cues() -> tuple[re.Pattern[str], dict[str, Deed]]:
    deeds: dict[str, Deed] = {}
    for deed, words in reversed(table("acts")["cue"].items()):
        for entry in entries(words):
            deeds.update(dict.fromkeys(forms(entry), Deed(deed)))
    return phrases(deeds), deeds


@cached
def _nouns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, Deed]]:
    nouns = table("acts")["noun"]
    deeds = {n: Deed(d) for d, words in nouns.items() if isinstance(words, list) for n in words}
    noun = phrases(deeds).pattern
    before = rf"(?:(?!{_NOT_BEFORE})[\w.’'-]{{1,24}}\s{{1,3}}){{0,5}}?"
    expressing, renewing = (
        phrases(form for entry in entries(nouns[key]) for form in forms(entry))
        for key in ("expressing", "renewing")
    )
    return expressing, renewing, re.compile(rf"\s*{before}(?P<noun>{noun})"), deeds
