"""Nouns and adjectives as cues: "his claim that", "expressed hope that", "is confident that"."""

from __future__ import annotations

from tocsin.desk.reading import cueword, phrase, source
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Use
from tocsin.desk.reading.verb import helped, is_said, nominal

_FULL = frozenset({"subject", "linked", "relative"})


def light(page: Layout, number: int, token: int) -> Use | None:
    """A verb that with a noun of saying makes one cue: "made the statement"."""
    words = page.words
    low, high = page.sentences[number]
    if words.lower[token] not in cueword.inflected("nouns", "light") or nominal(page, token, low):
        return None
    last = _lit(page, token, high)
    if last < 0:
        return None
    first, helpers = helped(page, token, low)
    be = not cueword.closed("be").isdisjoint(helpers)
    if be or (words.tags[token] == "G" and not helpers):
        return None
    takes, groups = frozenset({"that", "noun"}), frozenset({"light"})
    use = Use(number, low, high, first, last, takes, groups)
    source.attach(page, use)
    return use if use.kind in _FULL else None


def _lit(page: Layout, token: int, high: int) -> int:
    """Last+1 token of the noun that a light verb leads to, or -1."""
    words, said = page.words, cueword.words("cues", "said")
    here = token + 1
    while here < min(high, token + 5):
        if words.lower[here] in said:
            ends = here + 1 == high or words.tags[here + 1] not in "NP'"
            return here + 1 if ends else -1
        if words.tags[here] not in "DNEAG" or words.lower[here] in cueword.closed("possessive"):
            return -1
        here += 1
    return -1


def adjective(page: Layout, number: int, token: int) -> Use | None:
    """A feeling with "is", "remains" and their like: "is confident that", "are committed to"."""
    words = page.words
    low, high = page.sentences[number]
    if words.lower[token] not in cueword.words("cues", "adjectives"):
        return None
    first, last = linked(page, token, low), _doubled(page, token, high)
    if first < 0 or (last < high and words.tags[last] in "NP'") or _glad(page, last, high):
        return None
    takes, groups = frozenset({"that", "adjective"}), frozenset({"adjective"})
    use = Use(number, low, high, first, last, takes, groups, "adjective")
    source.attach(page, use)
    return use if use.kind in _FULL else None


def impersonal(page: Layout, number: int, token: int) -> Use | None:
    """A judgement that nobody is named for: "it is necessary to", "it is clear that"."""
    words = page.words
    low, high = page.sentences[number]
    if words.lower[token] not in cueword.words("cues", "it", "stands"):
        return None
    first = linked(page, token, low)
    if first <= low or words.lower[first - 1] != "it" or words.tags[token + 1] not in "tT":
        return None
    takes, groups = frozenset({"that", "infinitive"}), frozenset({"impersonal"})
    return Use(number, low, high, first, token + 1, takes, groups, "adjective", "nobody")


def linked(page: Layout, token: int, low: int) -> int:
    """The first token of the verb that links a subject to an adjective, or -1."""
    words = page.words
    links = cueword.closed("links") | cueword.closed("be")
    first = token
    while first > low and words.tags[first - 1] in "An" and words.lower[first - 1] not in links:
        first -= 1
    if first == low or words.lower[first - 1] not in links:
        return -1
    return helped(page, first - 1, low)[0]


def _doubled(page: Layout, token: int, high: int) -> int:
    """Last+1 token of an adjective with another one that "and" joins to it."""
    words, last = page.words, token + 1
    if last + 1 < high and words.tags[last] == "C":
        return last + 2 if words.lower[last + 1] in cueword.words("cues", "adjectives") else last
    return last


def _glad(page: Layout, last: int, high: int) -> bool:
    """Whether an adjective only leads in a verb of saying: "was glad to say"."""
    words = page.words
    if last + 1 >= high or words.tags[last] != "t":
        return False
    glad = words.lower[last - 1] in cueword.words("cues", "glad")
    return glad and is_said(words.lower[last + 1])


def noun(page: Layout, number: int, token: int) -> Use | None:
    """A noun of saying before "that"; a possessor before it is its source."""
    words = page.words
    low, high = page.sentences[number]
    if words.lower[token] not in cueword.words("cues", "nouns") or token + 2 >= high:
        return None
    owner = token - 1
    while owner > low and owner > token - 4 and words.tags[owner] in "NEG#":
        owner -= 1
    if words.tags[token + 1] != "T" or owner < low:
        return None
    use = Use(number, low, high, token, token + 1, frozenset({"that"}), frozenset({"noun"}), "noun")
    if words.tags[owner] == "'":
        use.source = phrase.before(words, owner - 1, low)
        use.kind = "owner" if use.source else ""
    elif words.lower[owner] in cueword.closed("possessive"):
        use.source, use.kind = (owner, owner + 1), "owner"
    elif words.tags[token + 2] not in "XVEA":  # "a comment that hurt" tells of no content
        use.first, use.kind = _there(page, token, low), "nobody"
    return use if use.kind else None


def _there(page: Layout, token: int, low: int) -> int:
    """The first token of "There is no doubt", or the noun itself."""
    opens = page.words.lower[max(low, token - 3) : token]
    return token - 3 if opens[:1] == ["there"] and opens[-1:] == ["no"] else token
