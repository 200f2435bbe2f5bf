"""The forms of English verbs, made from how a lexicon writes them."""

from __future__ import annotations

_VOWELS = frozenset("aeiou")
_BE = (
    "be",
    "am",
    "is",
    "are",
    "was",
    "were",
    "been",
    "being",
    "remain",
    "remains",
    "remained",
    "stand",
    "stands",
    "'m",
    "'re",
)
_HAVE = ("have", "has", "had", "having")
_MAKE = ("make", "makes", "made", "making")


def entries(words: str) -> list[str]:
    """The entries of a lexicon's list: parted by commas, a line's end being a blank."""
    return [" ".join(entry.split()) for entry in words.split(",") if entry.strip()]


def forms(entry: str) -> list[str]:
    """All forms of a verb or of an expression that begins with one.

    An irregular verb is written `base/past/participle`; the rest of an expression stays as it is.
    """
    verb, blank, rest = entry.partition(" ")
    tail = blank + rest
    if "/" in verb:
        base, *past = verb.split("/")
        heads = [base, *past, _third(base), _gerund(base)]
    elif verb in {"be", "have", "make"}:
        heads = list({"be": _BE, "have": _HAVE, "make": _MAKE}[verb])
    elif verb in {"there", "with", "will"}:
        return [entry.replace(" be ", f" {be} ") for be in _BE] if " be " in entry else [entry]
    else:
        heads = [verb, _past(verb), _third(verb), _gerund(verb)]
    return [head + tail for head in dict.fromkeys(heads)]


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _gerund(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    if base.endswith(("mit", "beg", "get", "let", "put")) and len(base) > 2:
        return base + base[-1] + "ing"
    return base + "ing"
