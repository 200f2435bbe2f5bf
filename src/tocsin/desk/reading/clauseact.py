"""Acts inside what is said: “we will support …”, “it is vital to …”, “they are ready to …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from tocsin.desk.reading.condition import conditions
from tocsin.desk.reading.duty import duty, needful
from tocsin.desk.reading.part import of_offer, of_request, receiver_of_condition
from tocsin.desk.reading.sign import given, giving, offering_too, performed, signs
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Speaker, Voice
from tocsin.desk.reading.subject import Subject, clause_end, head, somebody, subject
from tocsin.desk.reading.trie import lowered, plain

_MOST = 100
_NEGATIVE = re.compile(r"\b(?:not|never)\b|n['’]t", re.IGNORECASE)
_WORD = re.compile(r"\s(?!be\b|have\b|see\b)\w{2,}")
_WHETHER = re.compile(r"\bwhether\s$")
_CONTINUE = re.compile(r"\sto\s\w+")
_IT = re.compile(r"\s(?:it|this)\b")
_ABLE = re.compile(r"\s(?:be able|have to|need to|not be able)\b")
_AUXILIARY = "have|has|had|do|does|did|is|are|was|were|can|could|will|would|may|might"
_NO = re.compile(
    rf"(?:\b(?:{_AUXILIARY})(?:\s\w+ly)?\s(?:not|never)|\b(?:{_AUXILIARY}|ca|wo)n['’]t|\bcannot"
    r"|\b(?:have|has|had|there (?:is|are|was|were|can be|will be)|sees?)(?:\s\w+ly)?\sno)\b"
    r"(?!\s(?:doubt|only))"
    r"(?:\s(?!(?:to|with|in|on|of|for|as|that|at|by|from|and)\b)[\w’'-]+){1,3}",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whether|because|so that|if|when|while|although|since|as|where|what|how|"
    r"why|that)\b",
    re.IGNORECASE,
)


def in_clauses(
    text: str, parts: list[Span], attribution: Attribution, speaker: Speaker
) -> list[Act]:
    """The acts that the sentences of a content show, in their order; none where it only asserts."""
    found: list[Act] = []
    carried: Span | None = None
    mine = frozenset(speaker.party.split(","))
    for sentence in map(head, parts):
        told = conditions(text, sentence.start, sentence.end)
        here = [
            _conditional(text, act, told, carried, mine)
            for act in islice(_acts(text, sentence, told, attribution, speaker), _MOST)
        ]
        carried = next((act.condition for act in here if act.condition and told), None)
        found += here
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def denial(text: str, parts: list[Span], found: list[Act]) -> Act | None:
    """The first assertion that is negated in its main clause, in a sentence without other acts."""
    left = iter(found)
    act = next(left, None)
    for sentence in map(head, parts):
        taken = False
        while act and act.span.start < sentence.end:
            taken, act = True, next(left, None)
        match = None if taken else _NO.search(text, sentence.start, sentence.end)
        if match and _main(text, sentence, match.start()):
            return Act(Deed.ASSERT, Span(match.start(), match.end()), positive=False)
    return None


def _conditional(
    text: str, act: Act, told: list[Span], carried: Span | None, mine: frozenset[str]
) -> Act:
    """An offer or pledge with its condition: its sentence's, or that of the sentence before."""
    if act.act not in {Deed.PLEDGE, Deed.OFFER, Deed.REPORT}:
        return act
    condition = _nearest(told, act.span) if told else carried
    if condition is None or (condition is carried and act.act is Deed.REPORT):
        return act
    act = replace(act, condition=condition)
    if act.receiver is None and act.act is not Deed.REPORT:
        return replace(act, receiver=receiver_of_condition(text, act, mine))
    return act


def _main(text: str, sentence: Span, position: int) -> bool:
    before = re.sub(r"^\W*that\b", "", text[sentence.start : position])
    return not _SUBORDINATE.search(before) and not before.rstrip().endswith("ing")


def _nearest(told: list[Span], span: Span) -> Span:
    return min(told, key=lambda c: min(abs(c.start - span.end), abs(span.start - c.end)))


def _acts(
    text: str, sentence: Span, told: list[Span], attribution: Attribution, speaker: Speaker
) -> Iterator[Act]:
    last: Subject | None = None
    deed: Deed | None = None
    end = sentence.start
    for match in signs().finditer(text, sentence.start, sentence.end):
        if match.start() < end or any(c.start <= match.start() < c.end for c in told):
            continue
        who = subject(text, sentence, match.start(), attribution, speaker)
        added = last is not None and who.span is None
        who = last if last and added else who
        act = _read(text, sentence, match, who, attribution, told)
        if act is None or (added and act.act is deed):
            continue
        yield act
        deed = act.act
        last, end = who, act.span.end
        if act.act in {Deed.PLEDGE, Deed.OFFER} and (more := _also(text, sentence, act, told)):
            yield more
            end = more.span.end


def _read(
    text: str,
    sentence: Span,
    match: re.Match[str],
    who: Subject,
    attribution: Attribution,
    told: list[Span],
) -> Act | None:
    if match["will"]:
        return _will(text, sentence, match, who, attribution, told)
    if match["ready"] or match["offer"]:
        return _ready(text, sentence, match, who, told)
    if match["needful"]:
        return needful(text, sentence, match, told)
    if match["duty"]:
        return duty(text, sentence, match, who, told)
    if match["doubt"]:
        it = _IT.match(text, match.end(), sentence.end)
        return Act(Deed.DOUBT, Span(match.start(), it.end() if it else match.end()))
    return _performed(text, sentence, match, told)


def _will(
    text: str,
    sentence: Span,
    match: re.Match[str],
    who: Subject,
    attribution: Attribution,
    told: list[Span],
) -> Act | None:
    """A pledge or offer of the speaker's own: “will never hinder”, “will provide”."""
    modal = match["modal"].lower()
    if (
        not who.own
        or who.span is None
        or (modal == "would" and attribution.voice is not Voice.INDIRECT)
    ):
        return None
    asked = _WHETHER.search(text, max(sentence.start, who.span.start - 9), who.span.start)
    if asked or _ABLE.match(text, match.end("modal"), sentence.end):
        return None
    after = lowered(text[match.end() : min(match.end() + 40, sentence.end)])
    verb = giving().match(after) or (_WORD.match(after) if told else None)
    if not verb:
        return None
    deed = given().get(plain(verb[0]), Deed.PLEDGE)
    end = match.end() + verb.end()
    if plain(verb[0]) == "continue" and (to := _CONTINUE.match(text, end, sentence.end)):
        end = to.end()
    positive = not _NEGATIVE.search(match[0])
    act = Act(
        deed, Span(match.start(), end), positive, Span(match.start("modal"), match.end("modal"))
    )
    return _with_parts(text, sentence, act, who.span, told)


def _ready(
    text: str, sentence: Span, match: re.Match[str], who: Subject, told: list[Span]
) -> Act | None:
    """An offer of one's own, or the report of another's."""
    if who.span is None or not (who.own or somebody(who.span.of(text))):
        return None
    negative = _NEGATIVE.search(match[0]) is not None
    deed = Deed.OFFER if who.own else Deed.REPORT
    if negative and who.own:
        return Act(Deed.REFUSE, Span(match.start(), match.end()))
    act = Act(deed, Span(match.start(), match.end()), not negative)
    return _with_parts(text, sentence, act, who.span, told)


def _performed(text: str, sentence: Span, match: re.Match[str], told: list[Span]) -> Act:
    """An act that the speaker names in the first person: “we condemn”, “I thank”."""
    deed = performed()[plain(lowered(match["verb"]))]
    span = Span(match.start("verb"), match.end("verb"))
    act = Act(deed, span, not _NEGATIVE.search(match[0]))
    end = clause_end(text, match.end(), sentence, told)
    if end <= match.end():
        return act
    content = Span(match.end(), end)
    if deed in {Deed.OFFER, Deed.PLEDGE}:
        giver = Span(match.start("self"), match.end("self"))
        return of_offer(text, act, giver, content, match["verb"])
    return of_request(text, act, content) if deed is Deed.REQUEST else act


def _with_parts(text: str, sentence: Span, act: Act, giver: Span, told: list[Span]) -> Act:
    """An act with who gives, who receives and what, as told after its verb."""
    end = clause_end(text, act.span.end, sentence, told)
    more = offering_too().search(text, act.span.end, end)
    end = more.start() if more else end
    if end <= act.span.end:
        return replace(act, giver=giver)
    return of_offer(text, act, giver, Span(act.span.end, end), lowered(act.span.of(text)))


def _also(text: str, sentence: Span, act: Act, told: list[Span]) -> Act | None:
    """An offer added to a pledge under the same subject: “… and provide assistance”."""
    match = offering_too().search(
        text, act.span.end, clause_end(text, act.span.end, sentence, told)
    )
    if not match or not act.giver:
        return None
    more = Act(Deed.OFFER, Span(match.start("verb"), match.end()), act.positive, act.modality)
    return _with_parts(text, sentence, more, act.giver, told)
