"""Noun phrases beside a cue, found by closed-class words and word shapes alone."""

from __future__ import annotations

import re

from tocsin.desk.reading import cueword
from tocsin.desk.reading.token import Tokens

_CORE = "(?:[DA]*+(?:\\([NP]{1,3}\\))?+(?:[NP#'MEGq]|C(?=[EN#P]))++)"
_NEXT = re.compile(rf"[DA]?+R|B|{_CORE}(?:[OI]{_CORE}|C{_CORE})*+")
_SPEAKER = re.compile(rf"R|{_CORE}(?:O{_CORE}|\([NP#,-]++\)|I(?=[DP])(?!DM){_CORE}|C{_CORE})*+")
_ADJUNCT = re.compile(
    r"(?:[AM]|[It]D*+A?+[NP#'MEGB]++(?:,P++,(?=T))?(?:[OI]D*+[NP#'MEG]++(?:,P++,(?=T))?)*+|D?M++)++"
)
_SUBJECT = re.compile(rf"(?:R|{_CORE}(?:[OI]{_CORE}|C{_CORE})*+)(?=A*+[XVEn])")
_WORDS = frozenset("NP#MGDE")
_CLOSERS = {",": ",", "-": "-", ")": "("}
_ASIDE = frozenset("AISGtMC")
_LEADS = 4  # commas that are looked behind for the subject of a main clause
_MOST = 60  # tokens between a speaker and his verb


def after(words: Tokens, first: int, stop: int) -> int:
    """Last+1 token of the noun phrase that begins at a token, or that token if there is none."""
    match = _NEXT.match(words.tags, first, stop)
    return match.end() if match else first


def adjunct(words: Tokens, first: int, stop: int) -> int:
    """Last+1 token of the adverbs, days and prepositional phrases that begin at a token."""
    match = _ADJUNCT.match(words.tags, first, stop)
    return match.end() if match else first


def subject(words: Tokens, first: int, stop: int) -> tuple[int, int] | None:
    """The subject of the main clause that begins at a token, past what leads it in."""
    for _ in range(_LEADS):
        while first < stop and words.tags[first] in "CA":
            first += 1
        match = _SUBJECT.match(words.tags, first, stop)
        if match:
            return match.span()
        first = words.tags.find(",", first, stop) + 1
        if first == 0:
            break
    return None


def head(words: Tokens, first: int, end: int) -> int:
    """The token that a phrase is about: the last one before its of-phrase or apposition."""
    tags = words.tags
    stops = [here for here in (tags.find(mark, first + 1, end) for mark in "OI,-(E") if here > 0]
    return min(stops, default=end) - 1


_CLAUSE = re.compile(rf",C(?={_SUBJECT.pattern})")


def clause(words: Tokens, first: int, stop: int) -> int:
    """Where ", and" opens a clause with a subject of its own, or `stop`."""
    match = _CLAUSE.search(words.tags, first, stop)
    return match.start() if match else stop


def speaker(words: Tokens, first: int, stop: int) -> int:
    """Last+1 token of a noun phrase right of its verb, with the appositions that follow it."""
    match = _SPEAKER.match(words.tags, first, stop)
    found = _bare(words, first, match.end()) if match else None
    if found is None:
        return first
    end = found[1]
    if words.tags[first] == "R" or end >= stop:
        return end
    return _apposed(words, end, stop)


def _apposed(words: Tokens, end: int, stop: int) -> int:
    """Take in what follows a name behind a comma: what he is, or a relative clause."""
    tags = words.tags
    if tags[end] != "," or end + 1 >= stop or tags[end + 1] not in "DNPW#":
        return end
    quote = tags.find("“", end, stop)
    last = stop if quote < 0 else quote
    while tags[last - 1] in ".,:;-" and last > end:
        last -= 1
    return last


def before(words: Tokens, last: int, low: int) -> tuple[int, int] | None:
    """First and last+1 token of the noun phrase that ends at a token, none of it before `low`."""
    if last < low:
        return None
    if words.tags[last] in _CLOSERS:
        return _interrupted(words, last, low)
    first = _walk(words, last, low)
    if first is None:
        return None
    return _bare(words, first, last + 1)


def _bare(words: Tokens, first: int, end: int) -> tuple[int, int] | None:
    """A phrase without the day or the setting that ends it: "X on Friday", "X in an interview"."""
    tags = words.tags
    while end - 1 > first and tags[end - 1] == "M":
        end -= 1
        if tags[end - 1] in "I":
            end -= 1
    if words.lower[end - 1] in cueword.closed("settings"):
        at = tags.rfind("I", first, end)
        if at > first and words.lower[at] in {"in", "on", "at", "during"}:
            end = at
    while end > first and tags[end - 1] in "AC":
        end -= 1
    return (first, end) if end > first else None


def _interrupted(words: Tokens, last: int, low: int) -> tuple[int, int] | None:
    """A phrase parted from its verb by an apposition, a relative clause or an aside."""
    tags = words.tags
    opener = tags.rfind(_CLOSERS[tags[last]], max(low, last - _MOST), last)
    if opener <= low or last - opener < 2:
        return None
    inner = tags[opener + 1 : last]
    if "“" in inner or "”" in inner or ";" in inner or tags[opener - 1] in "”,":
        return None
    found = before(words, opener - 1, low) if tags[opener - 1] in ")" else None
    first = found[0] if found else _walk(words, opener - 1, low)
    if first is None:
        return None
    if tags[last] == "," and first > low and tags[first - 1] == ",":
        leads = tags[low] in "IASGMC" and tags.find(",", low, first) == first - 1
        if not leads:
            return _stacked(words, first - 1, last, low)
    return first, opener if inner[0] in _ASIDE and inner[:2] != "IW" else last + 1


def _stacked(words: Tokens, comma: int, last: int, low: int) -> tuple[int, int] | None:
    """A name that opens its sentence, with several appositions behind it: "X, 59, of Y, said"."""
    tags = words.tags
    name = tags.find(",", low, comma + 1)
    if name < 0 or last - low > _MOST or "P" not in tags[low:name]:
        return None
    first = _walk(words, name - 1, low)
    if first is None or first > low + 1 or any(tag in "VXE" for tag in tags[low:name]):
        return None
    return first, last + 1


def _walk(words: Tokens, last: int, low: int) -> int | None:
    """The first token of an unbroken phrase that ends at a token, read from right to left."""
    tags = words.tags
    if tags[last] in "RB":
        return last
    here, first, joined = last, -1, -1
    while here >= low:
        left = _step(words, here, first, low)
        if left == here:
            break
        if tags[here] in "NP#'MGqDE":
            first = here
        if left < 0:
            break
        if joined < 0 and "C" in tags[left + 1 : here + 1]:
            joined = first
        here = left
    if first < 0 or not _WORDS.intersection(tags[first : last + 1]):
        return None
    return _settled(words, first, joined, low)


def _step(words: Tokens, here: int, first: int, low: int) -> int:
    """The token left of one that is part of a phrase, itself if it is not, -1 if it begins it."""
    tags = words.tags
    tag = tags[here]
    if tag in "NP#'MGq":
        return here - 1
    if tag == "D":
        return _over(words, here, low)
    if first < 0 or here <= low:
        return here
    if tag in "OI":
        return here - 1 if _joins(words, here, low) else here
    if tag == "C":
        return here - 1 if tags[here - 1] in "NP#'" else here
    return here - 1 if tag in "EA" and _modifies(tags, here) else here


def _over(words: Tokens, here: int, low: int) -> int:
    """Where to read on left of a determiner, or -1 where the phrase begins with it."""
    if here <= low:
        return -1
    tags = words.tags
    if tags[here - 1] == "D" and {words.lower[here - 1], words.lower[here]} & cueword.closed(
        "quantities"
    ):
        return here - 1
    if tags[here - 1] in "OI" and _joins(words, here - 1, low):
        return here - 2
    if tags[here - 1] == "C" and here - 1 > low and tags[here - 2] in "NP#'":
        return here - 2
    return -1


def _modifies(tags: str, here: int) -> bool:
    """Whether a participle or an adverb stands inside a noun phrase."""
    if tags[here] == "A":
        return tags[here - 1] in "DC"
    return tags[here - 1] in "D'OIA" or (tags[here - 1] in "NP" and tags[here + 1] not in "DR")


def _joins(words: Tokens, here: int, low: int) -> bool:
    """Whether a preposition hangs on a noun before it, so that both belong to one phrase."""
    if here <= low:
        return False
    before, word = words.tags[here - 1], words.lower[here]
    if word == "of":
        return before in "NP#)'DR"
    return before in "NP#)'" and word in cueword.closed("joining")


def _settled(words: Tokens, first: int, joined: int, low: int) -> int:
    """Where a phrase begins that may have been read over an "and" or a leading aside."""
    tags = words.tags
    if joined > first > low and tags[first - 1] in "VEXtGT":
        return joined
    if (
        first > low + 2
        and words.lower[first - 1] in cueword.closed("reduced")
        and tags[first - 2] in "EG"
    ):
        whole = _walk(words, first - 3, low) if tags[first - 3] in "NP#" else None
        if whole is not None:
            return whole
    day = first
    while tags[day] in "ADN#" and day < first + 2:
        day += 1
    if tags[day] == "M" and tags[day + 1] in "DPN":
        return day + 1
    return first
