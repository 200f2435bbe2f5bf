"""Acts inside what is said: “we will support …”, “it is vital to …”, “they are ready to …”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from tocsin.desk.reading.clause import Subject, own, stripped, subject
from tocsin.desk.reading.condition import conditions
from tocsin.desk.reading.inflection import entries, forms
from tocsin.desk.reading.lexicon import Words, cached, table
from tocsin.desk.reading.nation import named
from tocsin.desk.reading.part import of_offer, receiver_of_condition
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Speaker, Voice
from tocsin.desk.reading.trie import lowered, phrases, plain

_BE = r"(?:am|is|are|was|were|be|been|stands?|stood|remains?|remained|['’]m|['’]re|['’]s)"
_STOP = re.compile(
    r",?\s(?:and|but)\s(?:(?:we|I|they|he|she|it)\b|(?:will|shall|would)\b)|;|\s[–—]\s"
)
_TO_DO = re.compile(r"\bto\s[a-z]+")
_THERE_IS = re.compile(r"\b(?:there (?:is|are)|it is|this is|these are)\s(.{1,80})$", re.IGNORECASE)
_ABLE = re.compile(r"\s(?:be able|have to|need to|not be able)\b")
_BODYLIKE = re.compile(
    r"\b(?:parties|party|community|regime|government|governments|authorities|world|sides?|states|countries|"
    r"nations|leaders|council|everyone|everybody|nobody|no one|all|forces|those|terrorists|council members|"
    r"organi[sz]ation|union|ministers?|president|you|they|he|she)$",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:\b(?:have|has|had|do|does|did|is|are|was|were|can|could|will|would|may|might)(?:\s\w+ly)?\s(?:not|never)"
    r"|\b(?:do|does|did|is|are|was|were|has|have|had|ca|could|wo|would)n['’]t|\bcannot"
    r"|\b(?:have|has|had|there (?:is|are|was|were|can be|will be)|sees?)(?:\s\w+ly)?\sno)\b(?!\s(?:doubt|longer alone|only))"
    r"(?:\s(?!to\b|with\b|in\b|on\b|of\b|for\b|as\b|that\b|at\b|by\b|from\b|and\b)[\w’'-]+){1,3}",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:which|who|whom|whether|because|so that|if|when|while|although|since|as|where|what|how|why|that)\b",
    re.IGNORECASE,
)


def in_clauses(
    text: str, parts: list[Span], attribution: Attribution, speaker: Speaker
) -> list[Act]:
    """The acts that the sentences of a content show, in their order; none where it only asserts."""
    found: list[Act] = []
    carried: tuple[int, Act | None] = (-1, None)
    for number, sentence in enumerate(parts):
        told = conditions(text, sentence.start, sentence.end)
        for act in _acts(text, sentence, told, attribution, speaker):
            if told and act.act in {Deed.PLEDGE, Deed.OFFER, Deed.REPORT}:
                act = replace(act, condition=_nearest(told, act.span))
            elif act.act in {Deed.PLEDGE, Deed.OFFER} and carried[1] and carried[0] == number - 1:
                act = replace(act, condition=carried[1].condition)
            if act.condition and act.receiver is None and act.act is not Deed.REPORT:
                mine = frozenset(speaker.party.split(","))
                act = replace(act, receiver=receiver_of_condition(text, act, mine))
            if act.condition and told:
                carried = (number, act)
            found.append(act)
    return found


def denial(text: str, parts: list[Span], found: list[Act]) -> Act | None:
    """The first assertion that is negated in its main clause, outside of other acts."""
    for sentence in parts:
        taken = [act.span for act in found if sentence.start <= act.span.start < sentence.end]
        if taken:
            continue
        match = _NO.search(text, sentence.start, sentence.end)
        if match and _main(text, sentence, match.start()):
            return Act(Deed.ASSERT, Span(match.start(), match.end()), positive=False)
    return None


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
    for match in _signs().finditer(text, sentence.start, sentence.end):
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
        return _needful(text, sentence, match, told)
    if match["duty"]:
        return _duty(text, sentence, match, who, told)
    if match["doubt"]:
        return Act(Deed.DOUBT, Span(match.start(), _doubted(text, match, sentence)))
    return _performed(text, sentence, match, who, told)


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
    if _ABLE.match(text, match.end("modal"), sentence.end):
        return None
    verb = _pledges().match(lowered(text[match.end() : match.end() + 40]))
    if not verb:
        return None
    deed = _verbs()[plain(verb[0])]
    end = match.end() + verb.end()
    if verb[0] == "continue" and (to := re.compile(r"\sto\s\w+").match(text, end, sentence.end)):
        end = to.end()
    positive = not re.search(r"\b(?:not|never)\b|n['’]t", match[0])
    act = Act(
        deed, Span(match.start(), end), positive, Span(match.start("modal"), match.end("modal"))
    )
    return _with_parts(text, sentence, act, who.span, told)


def _ready(
    text: str, sentence: Span, match: re.Match[str], who: Subject, told: list[Span]
) -> Act | None:
    """An offer of one's own, or the report of another's."""
    if who.span is None:
        return None
    negative = re.search(r"\b(?:not|never)\b|n['’]t", match[0]) is not None
    deed = Deed.OFFER if who.own else Deed.REPORT
    if negative and who.own:
        return Act(Deed.REFUSE, Span(match.start(), match.end()))
    act = Act(deed, Span(match.start(), match.end()), not negative)
    return _with_parts(text, sentence, act, who.span, told)


def _needful(text: str, sentence: Span, match: re.Match[str], told: list[Span]) -> Act | None:
    """“It is vital … to help”: a request of nobody in particular, or of “for X to”."""
    end = _end(text, match.end(), sentence, told)
    to = _TO_DO.search(text, match.end(), end)
    that = re.compile(r"\sthat\s").match(text, match.end(), end)
    if not to and not that:
        return None
    thing = stripped(text, match.end() if that else to.start() if to else end, end)
    receiver = None
    if (
        to
        and not that
        and (
            by := re.compile(r"\sfor\s(?=(?:the\s)?[A-Z]|all\b|us\b)").match(
                text, match.end(), to.start()
            )
        )
    ):
        receiver = stripped(text, by.end(), to.start())
    return Act(Deed.REQUEST, Span(match.start(), match.end()), object=thing, receiver=receiver)


def _duty(
    text: str, sentence: Span, match: re.Match[str], who: Subject, told: list[Span]
) -> Act | None:
    """“We should discuss”, “Russia must withdraw”."""
    if who.span is None or not _bound(text, who, match):
        return None
    negative = re.match(r"\s(?:not|never)\b", text[match.end() : match.end() + 7]) is not None
    thing = stripped(text, match.end(), _end(text, match.end(), sentence, told))
    span = Span(who.span.start, match.end())
    if thing and " " not in thing.of(text) and (topic := _topic(text, sentence, who.span.start)):
        span, thing = Span(span.start, thing.end), topic
    modality = Span(match.start(), match.end())
    return Act(Deed.REQUEST, span, not negative, modality, receiver=who.span, object=thing)


def _topic(text: str, sentence: Span, position: int) -> Span | None:
    """What “there is one issue we should discuss” is about."""
    match = _THERE_IS.search(text[sentence.start : position])
    if not match:
        return None
    return stripped(text, sentence.start + match.start(1), sentence.start + match.end(1))


def _bound(text: str, who: Subject, match: re.Match[str]) -> bool:
    """Whether a duty is somebody's: ours, a country's, or that of people."""
    assert who.span
    words = who.span.of(text)
    if re.search(r"\b(?:we|you)$", words, re.IGNORECASE):
        return not re.match(
            r"\s(?:say|add|note|admit|be emphasi)", text[match.end() : match.end() + 12]
        )
    if (
        re.match(r"\s(?:be|have|lead|become)\s", text[match.end() : match.end() + 8])
        and match[0] == "should"
    ):
        return False
    at = named(words)
    return bool(at and at[-1].end == len(words)) or bool(_BODYLIKE.search(words))


def _performed(
    text: str, sentence: Span, match: re.Match[str], who: Subject, told: list[Span]
) -> Act | None:
    """An act that the speaker names in the first person: “we condemn”, “I thank”."""
    deed = _performing()[plain(lowered(match["verb"]))]
    span = Span(match.start("verb"), match.end("verb"))
    positive = not re.search(r"\b(?:not|never)\b|n['’]t", match[0])
    act = Act(deed, span, positive)
    content = (
        Span(match.end(), _end(text, match.end(), sentence, told))
        if match.end() < sentence.end
        else None
    )
    if content and content.end > content.start and deed in {Deed.OFFER, Deed.PLEDGE}:
        return of_offer(
            text, act, Span(match.start("self"), match.end("self")), content, match["verb"]
        )
    if content and content.end > content.start and deed is Deed.REQUEST:
        from tocsin.desk.reading.part import of_request

        return of_request(text, act, content)
    return act


def _with_parts(text: str, sentence: Span, act: Act, giver: Span, told: list[Span]) -> Act:
    end = _end(text, act.span.end, sentence, told)
    if end <= act.span.end:
        return replace(act, giver=giver)
    if more := _offers_too().search(text, act.span.end, end):
        end = more.start()
    content = Span(act.span.end, end)
    return (
        of_offer(text, act, giver, content, lowered(act.span.of(text)))
        if end > content.start
        else replace(act, giver=giver)
    )


def _also(text: str, sentence: Span, act: Act, told: list[Span]) -> Act | None:
    """An offer added to a pledge under the same subject: “… and provide assistance”."""
    match = _offers_too().search(text, act.span.end, _end(text, act.span.end, sentence, told))
    if not match or not act.giver:
        return None
    more = Act(Deed.OFFER, Span(match.start("verb"), match.end()), act.positive, act.modality)
    return _with_parts(text, sentence, more, act.giver, told)


def _end(text: str, start: int, sentence: Span, told: list[Span]) -> int:
    """Where what is given or asked ends: the sentence, the next clause or a condition."""
    stop = _STOP.search(text, start, sentence.end)
    ends = [
        sentence.end,
        *([stop.start()] if stop else []),
        *(c.start for c in told if c.start >= start),
    ]
    return min(ends)


def _doubted(text: str, match: re.Match[str], sentence: Span) -> int:
    it = re.compile(r"\s(?:it|that|this)\b").match(text, match.end(), sentence.end)
    return it.end() if it else match.end()


@cached
def _lexicon() -> Words:
    words: Words = table("acts")["clause"]
    return words


@cached
def _verbs() -> dict[str, Deed]:
    pledges, offers = entries(_lexicon()["pledge"]), entries(_lexicon()["offer"])
    return dict.fromkeys(pledges, Deed.PLEDGE) | dict.fromkeys(offers, Deed.OFFER)


@cached
def _pledges() -> re.Pattern[str]:
    return re.compile(r"\s*" + phrases(_verbs()).pattern)


@cached
def _offers_too() -> re.Pattern[str]:
    return re.compile(
        rf"\band\s(?:also\s)?(?P<verb>{phrases(entries(_lexicon()['offer'])).pattern})"
    )


@cached
def _performing() -> dict[str, Deed]:
    """Verbs that, in the first person, do what they say; base forms and perfect tense."""
    found: dict[str, Deed] = {}
    for deed, words in table("acts")["cue"].items():
        if deed != Deed.ASSERT and deed not in {Deed.ANNOUNCE, Deed.DECIDE}:
            for entry in entries(words):
                found.update(
                    {f: Deed(deed) for f in forms(entry) if not f.startswith(("be ", "with "))}
                )
    return found


@cached
def _signs() -> re.Pattern[str]:
    lexicon = _lexicon()
    adverbs = rf"(?:\s(?:not|never|{phrases(lexicon['adverbs']).pattern}|\w+ly)){{0,3}}"
    ready = phrases(lexicon["ready"]).pattern
    needful = phrases(lexicon["needful"]).pattern
    first = rf"\b(?P<self>[Ww]e|I){adverbs}(?:\s(?:do|must|have|wish to|want to|would like to|should like to)(?:\snot|\salso|\sonce again)?)?{adverbs}\s"
    return re.compile(
        rf"(?P<will>(?P<modal>\b(?:will|shall|would|wo)|['’]ll|\b(?:am|is|are) going to)(?:n['’]t)?{adverbs})\b(?=\s)"
        rf"|(?P<ready>\b{_BE}{adverbs}\s{ready}\s(?:to\s[a-z]+|for))"
        rf"|(?P<offer>\b(?:(?:has|have|had)\s(?:also\s)?(?:decided|agreed|promised|pledged)\sto\s(?:offer|provide|give|donate|supply)"
        r"|(?:has|have|had)\s(?:also\s)?offered(?:\sto\s[a-z]+)?|(?:is|are)\soffering))\b"
        rf"|(?P<needful>\b[Ii]t(?:\s(?:is|was|remains|would be|will be)|['’]s){adverbs}\s(?:also\s)?{needful})"
        rf"|(?P<doubt>{phrases(lexicon['doubt']).pattern})"
        rf"|(?P<duty>\b(?:{'|'.join(map(re.escape, lexicon['duty']))}))\b"
        rf"|{first}(?P<verb>{phrases(_performing()).pattern})"
    )
