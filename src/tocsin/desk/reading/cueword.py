"""The words by which a reader goes, kept as TOML beside the code so that anyone can add to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.desk.reading.lexicon import table

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Cue:
    """A way to attribute: what follows the first word, what it takes, and in which form it stands.

    `form` holds the letters of all forms the word can be: b base, s third person, p past,
    n participle, g gerund.
    """

    rest: tuple[str, ...]
    takes: frozenset[str]
    form: frozenset[str]
    groups: frozenset[str]


@cache
def tags() -> dict[str, str]:
    """The one-letter class of each word of the closed classes (see `token`)."""
    letters = {
        "determiner": "D",
        "pronoun": "R",
        "object": "B",
        "relative": "W",
        "that": "T",
        "question": "Q",
        "of": "O",
        "preposition": "I",
        "to": "t",
        "subordinator": "S",
        "coordinator": "C",
        "auxiliary": "X",
        "negation": "n",
        "adverb": "A",
        "time": "M",
    }
    words = table("words")
    found = dict.fromkeys(words["finite"]["words"].split(), "V")
    for name, letter in letters.items():
        found.update(dict.fromkeys(words["tags"][name].split(), letter))
    found.update(dict.fromkeys(words["tags"]["question"].split(), "Q"))
    return found


@cache
def words(name: str, part: str, key: str = "words") -> frozenset[str]:
    """The words of one part of a lexicon; they are parted by commas, or else by blanks."""
    text = table(name)[part][key]
    return frozenset(_listed(text) if "," in text else text.split())


def closed(part: str) -> frozenset[str]:
    """A closed set of words by its name."""
    return words("words", part)


@cache
def inflected(part: str, key: str = "words") -> frozenset[str]:
    """All forms of the verbs of one part of the cues."""
    return frozenset(form for verb in words("cues", part, key) for _, form in forms(verb))


@cache
def cues() -> dict[str, tuple[Cue, ...]]:
    """All ways to attribute by a verb, by its first word in any form; the longest first."""
    found: dict[str, dict[tuple[str, ...], list[tuple[str, frozenset[str], str]]]] = {}
    for group, entry in table("cues")["verbs"].items():
        takes = frozenset(entry["takes"])
        for verb in _listed(entry["words"]):
            first, *others = verb.split("_")
            rest = tuple(others)
            for form, word in forms(first):
                found.setdefault(word, {}).setdefault(rest, []).append((form, takes, group))
    return {word: _merged(ways) for word, ways in found.items()}


@cache
def _irregular() -> dict[str, tuple[str, str]]:
    entries = (entry.split("/") for entry in _listed(table("cues")["irregular"]["words"]))
    return {base: (past, participle) for base, past, participle in entries}


def forms(base: str) -> list[tuple[str, str]]:
    """A verb's forms, each with its letter (see Cue)."""
    if base == "be":
        return [*(("s", w) for w in ("is", "are", "am")), *(("p", w) for w in ("was", "were"))]
    regular = _past(base)
    past, participle = _irregular().get(base, (regular, regular))
    return [
        ("b", base),
        ("s", _third(base)),
        ("p", past),
        ("n", participle),
        ("g", _gerund(base, past)),
    ]


def _merged(ways: dict[tuple[str, ...], list[tuple[str, frozenset[str], str]]]) -> tuple[Cue, ...]:
    made = [
        Cue(
            rest,
            frozenset().union(*(takes for _, takes, _ in entries)),
            frozenset(form for form, _, _ in entries),
            frozenset(group for _, _, group in entries),
        )
        for rest, entries in ways.items()
    ]
    return tuple(sorted(made, key=lambda cue: -len(cue.rest)))


def _listed(text: str) -> list[str]:
    parts = text.replace("\n", " ").split(",")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def _gerund(base: str, past: str) -> str:
    if past == base + base[-1] + "ed" or base in closed("doubling"):
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith(("ee", "ye", "oe")):
        return base[:-1] + "ing"
    return base + "ing"
