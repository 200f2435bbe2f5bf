"""Verbs as cues: their groups, the forms in which they are used, and what tells them from nouns."""

from __future__ import annotations

import re
from functools import cache

from tocsin.desk.reading import cueword, source
from tocsin.desk.reading.cueword import Cue
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Use

_MODIFIED = re.compile("N++A*+[XV]")


def verb(page: Layout, number: int, token: int) -> Use | None:
    """The use of a verb that begins at a token, or None where it attributes nothing."""
    low, high = page.sentences[number]
    found = _matched(page, token, high)
    if found is None or _leads_in(page, token, found[1], low, high):
        return None
    cue, last = _joined(page, *found, high)
    last, takes = _with_it(page, token, last, high, cue.takes)
    first, helpers = helped(page, token, low)
    form = _form(cue, helpers, page.words.tags[first - 1] if first > low else ".")
    if form == "to":
        if source.is_let(page, first - 2, low):
            return Use(
                number,
                low,
                high,
                first,
                last,
                takes,
                cue.groups,
                "plain",
                "subject",
                (first - 2, first - 1),
            )
        first, form = _chained(page, first, low), "finite"
    elif form in {"finite", "plain"} and not helpers and not _verbal(page, token, cue, last):
        return None
    if form is None or first < 0:
        return None
    use = Use(number, low, high, first, last, takes, cue.groups, form)
    source.attach(page, use)
    return use if use.kind else None


def helped(page: Layout, token: int, low: int) -> tuple[int, list[str]]:
    """The first token of a verb's group, and its auxiliaries; some adverbs stay outside."""
    words, outside = page.words, cueword.closed("outside")
    first = here = token
    helpers = []
    while here > low and words.tags[here - 1] in "XnA":
        here -= 1
        if words.lower[here] not in outside:
            first = here
        if words.tags[here] != "A":
            helpers.append(words.lower[here])
    return first, helpers


def nominal(page: Layout, token: int, low: int) -> bool:
    """Whether a word that may be a verb is a noun or an adjective, by what stands before it."""
    tags = page.words.tags
    before, tag = tags[token - 1] if token > low else ".", tags[token]
    if tag == "V":
        return before in "D'" and page.words.lower[token] == "need"
    if tag not in "NE":
        return False
    return before in "D'OI" or (before == "A" and token - 1 > low and tags[token - 2] in "D'OI")


@cache
def nouns_too() -> frozenset[str]:
    """Forms of verbs that are as often nouns."""
    verbs = cueword.words("cues", "nouns_too")
    return frozenset(word for verb in verbs for form, word in cueword.forms(verb) if form in "bs")


def _matched(page: Layout, token: int, high: int) -> tuple[Cue, int] | None:
    """The longest cue that begins with a word, and its last+1 token."""
    lower, tags = page.words.lower, page.words.tags
    for cue in cueword.cues().get(lower[token], ()):
        here = token + 1
        if not cue.rest:
            return cue, here
        if here < high and tags[here] == "A" and lower[here] != cue.rest[0]:
            here += 1
        end = here + len(cue.rest)
        if end <= high and tuple(lower[here:end]) == cue.rest and not _opens(page, end, high):
            return cue, end
    return None


def _joined(page: Layout, cue: Cue, last: int, high: int) -> tuple[Cue, int]:
    """A cue with another one of the same form that "and" joins to it: "affirm and support"."""
    words = page.words
    if last + 1 >= high or words.lower[last] not in {"and", "or"}:
        return cue, last
    second = _matched(page, last + 1, high)
    if second is None or not second[0].form & cue.form or words.tags[last - 1] == "G":
        return cue, last
    joined = Cue((), second[0].takes, cue.form & second[0].form, cue.groups | second[0].groups)
    return joined, second[1]


def _opens(page: Layout, end: int, high: int) -> bool:
    """Whether a "to" that might belong to a cue opens an infinitive: "agreed to meet"."""
    words = page.words
    return words.lower[end - 1] == "to" and end < high and words.tags[end] not in "DPRB#'MGWQ"


def _leads_in(page: Layout, token: int, last: int, low: int, high: int) -> bool:
    """Whether "I would like to" only leads in a verb of saying, which is the cue."""
    lower = page.words.lower
    wishes = cueword.closed("wishes")
    if last + 1 >= high or lower[last] != "to" or lower[last - 1] not in wishes:
        return False
    first, _ = helped(page, token, low)
    return first > low and lower[first - 1] in {"i", "we"} and is_said(lower[last + 1])


def is_said(word: str) -> bool:
    """Whether a word is the base form of a verb of saying or judging."""
    return any(
        "b" in cue.form and cue.groups & {"say", "judge", "tell", "mention"}
        for cue in cueword.cues().get(word, ())
    )


def _with_it(
    page: Layout, token: int, last: int, high: int, takes: frozenset[str]
) -> tuple[int, frozenset[str]]:
    """The same last+1 token, or that of "deems it necessary", and what it takes."""
    words = page.words
    if words.lower[last : last + 1] != ["it"]:
        return last, takes
    here = last + 1
    while here < high and words.tags[here] == "A":
        here += 1
    fits = here + 1 < high and words.lower[here] in cueword.words("cues", "it")
    if not fits or words.lower[token] not in cueword.inflected("it", "verbs"):
        return last, takes
    if words.tags[here + 1] not in "tT":
        return last, takes
    return here + 1, takes | {"infinitive", "that"}


def _form(cue: Cue, helpers: list[str], before: str) -> str | None:
    """The form in which a verb is used; None where it is a participle beside a noun."""
    be = not cueword.closed("be").isdisjoint(helpers)
    if cue.form <= {"g"}:
        return "finite" if be else "gerund"
    if be:
        return "passive" if "n" in cue.form else None
    if cue.form & {"p", "s"} or (helpers and cue.form & {"b", "n"}):
        return "finite"
    if "b" in cue.form:
        return "to" if before == "t" else "plain"
    return None


def _chained(page: Layout, first: int, low: int) -> int:
    """The first token of "went on to say", "was glad to say" and their like, or -1."""
    words = page.words
    here = first - 2
    while here > low and words.tags[here] == "A":
        here -= 1
    if here <= low:
        return -1
    word = words.lower[here]
    if word == "on" and words.lower[here - 1] in cueword.closed("go"):
        return helped(page, here - 1, low)[0]
    start, helpers = helped(page, here, low)
    if word in cueword.inflected("semi"):
        return -1 if start == here and nominal(page, here, low) else start
    glad = word in cueword.words("cues", "glad") and _links(helpers)
    wishes = word in cueword.closed("wishes") and words.lower[start - 1] in {"i", "we"}
    return start if glad or wishes else -1


def _links(helpers: list[str]) -> bool:
    return not (cueword.closed("be") | cueword.closed("links")).isdisjoint(helpers)


def _verbal(page: Layout, token: int, cue: Cue, last: int) -> bool:
    """Whether a word without auxiliary is a verb here, by what stands around it."""
    words = page.words
    word, follows = words.lower[token], words.lower[last]
    if nominal(page, token, 0) or (word.endswith("ed") and follows == "by"):
        return False
    if word in cueword.closed("modifiers") and _MODIFIED.match(words.tags, last):
        return False
    if word not in nouns_too():
        return True
    return follows != "such" and _has_both(page, token, cue, last)


def _has_both(page: Layout, token: int, cue: Cue, last: int) -> bool:
    """Whether a word that is as often a noun stands between what can be subject and complement."""
    words = page.words
    before, behind = words.tags[token - 1] if token else ".", words.tags[last]
    if words.lower[token] == "like":
        return before == "R"
    if before == "W":
        return behind != "N" and words.lower[token - 1] != "whose"
    if before == "R":
        return True
    if behind in ".,:":
        return bool(cue.groups & {"say", "quote"})
    return behind in "TtRDPB“Q#"
