"""Noun phrases beside a cue, found by closed-class words and word shapes."""

from __future__ import annotations

import re

from tocsin.desk.reading.token import Tokens

# Right of a cue: a phrase with its of- and for-phrases. Possessive, so that it is read once.
_CORE = "(?:[DA]*+(?:[NP#'MEGq]|C(?=[EN#P]))++)"
_NEXT = re.compile(rf"[DA]?+R|B|{_CORE}(?:[OI]{_CORE}|C{_CORE})*+")
_ADJUNCT = re.compile(
    r"(?:[AMB]|(?<=[A-Zn'])#|[It]D*+A?+[NP#'MEGB]++(?:[OI]D*+[NP#'MEG]++)*+|D?M++)++"
)
_WALK = frozenset("NP#'MG&")
_CLOSERS = frozenset(",-)")


def after(words: Tokens, first: int, stop: int) -> int:
    """Last+1 token of the noun phrase that begins at a token, or that token if there is none."""
    match = _NEXT.match(words.tags, first, stop)
    return match.end() if match else first


def adjunct(words: Tokens, first: int, stop: int) -> int:
    """Last+1 token of adverbs, days and prepositional phrases beginning at a token."""
    match = _ADJUNCT.match(words.tags, first, stop)
    return match.end() if match else first


def before(words: Tokens, last: int, low: int) -> tuple[int, int] | None:
    """First and last+1 token of the noun phrase that ends at a token and begins at `low` or later."""
    tags = words.tags
    if last < low:
        return None
    if tags[last] in _CLOSERS:
        return _interrupted(words, last, low)
    first = _walk(words, last, low)
    return None if first is None else (first, last + 1)


_PAIR = {",": ",", "-": "-", ")": "("}
_APART = re.compile(r"[WDNP#GEITXR]")


def _interrupted(words: Tokens, last: int, low: int) -> tuple[int, int] | None:
    """A phrase parted from its cue by an apposition, a relative clause or an aside."""
    tags = words.tags
    opener = tags.rfind(_PAIR[tags[last]], low, last)
    if opener <= low or last - opener < 2 or last - opener > 45:
        return None
    inner = tags[opener + 1 : last]
    if "“" in inner or "”" in inner or ";" in inner:
        return None
    if tags[opener - 1] in _CLOSERS:
        return None
    first = _walk(words, opener - 1, low)
    if first is None:
        return None
    if tags[last] == "," and first > low and tags[first - 1] == ",":
        return None
    aside = tags[opener + 1] in "AISGtMC" and not inner.startswith("IW")
    return first, opener if aside else last + 1


def _walk(words: Tokens, last: int, low: int) -> int | None:
    """The first token of an unbroken phrase that ends at a token."""
    tags = words.tags
    here, first, crossing = last, None, -1
    while here >= low:
        tag = tags[here]
        if tag == "R" or tag == "B" and here == last:
            return here if first is None else (first if tag == "R" else first)
        if tag == "D":
            first = here
            if here > low and tags[here - 1] in "DA" and words.lower[here - 1] in _PRE:
                here -= 1
                continue
            if here > low and tags[here - 1] in "OI" and _joins(words, here - 1, low):
                here -= 2
                continue
            if here > low + 1 and tags[here - 1] == "C" and tags[here - 2] in "NP#'":
                crossing = first
                here -= 2
                continue
            break
        if tag in "NP#'MG":
            first = here
            here -= 1
        elif tag in "OI" and first is not None and _joins(words, here, low):
            here -= 1
        elif tag == "E" and first is not None and here > low and tags[here - 1] in "DNP'OIA":
            if tags[here - 1] in "NP" and tags[first] in "DR":
                break
            first = here
            here -= 1
        elif tag == "A" and first is not None and here > low and tags[here - 1] in "DC":
            here -= 1
        elif tag == "C" and first is not None and here > low and tags[here - 1] in "NP#'":
            crossing = first if crossing < 0 else crossing
            here -= 1
        else:
            break
    if first is None:
        return None
    return _settled(words, first, crossing, low)


_PRE = frozenset("all both half many some most few several none each one two three other half".split())
_TIME = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


def _joins(words: Tokens, at: int, low: int) -> bool:
    """Whether a preposition hangs on a noun before it, so that both belong to one phrase."""
    if at <= low or words.tags[at - 1] not in "NP#)'DR":
        return False
    if words.tags[at - 1] in "DR" and words.tags[at] != "O":
        return False
    return words.tags[at] == "O" or words.lower[at] in _NOUN_PREPOSITIONS


_NOUN_PREPOSITIONS = frozenset("of for in at from with on to close against behind near among between by".split())


def _settled(words: Tokens, first: int, crossing: int, low: int) -> int:
    """Where a phrase begins that may have been read over an "and" or a leading aside."""
    tags = words.tags
    if crossing > first and first > low and tags[first - 1] in "VEXtGT":
        return crossing
    if first > low and tags[first - 1] in "IO" and words.tags[first] != "D":
        return _cut(words, first)
    return first


def _cut(words: Tokens, first: int) -> int:
    """Leave out the object of a leading preposition: "In Sochi Mr. X" is "Mr. X"."""
    here = first
    while here < len(words.tags) and words.tags[here] == "M":
        here += 1
    return here
