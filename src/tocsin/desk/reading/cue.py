"""Where the cues of a text are: verbs, adjectives and nouns of saying, thinking and wanting."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tocsin.desk.reading import cueword, noun, verb
from tocsin.desk.reading.layout import Layout
from tocsin.desk.reading.use import Use

_WAYS = (noun.light, noun.adjective, verb.verb, noun.noun, noun.impersonal)


@cache
def _starters() -> frozenset[str]:
    """Every word with which a cue can begin."""
    return frozenset(
        {
            *cueword.cues(),
            *cueword.inflected("nouns", "light"),
            *cueword.words("cues", "nouns"),
            *cueword.words("cues", "adjectives"),
            *cueword.words("cues", "it", "stands"),
        }
    )


def uses(page: Layout) -> Iterator[list[Use]]:
    """The cues of each sentence that has any, in order; they do not overlap."""
    starters, lower = _starters(), page.words.lower
    for number, (low, high) in enumerate(page.sentences):
        found: list[Use] = []
        done = low
        for token in range(low, high):
            if lower[token] in starters and token >= done and _can_begin(page, number, token):
                use = _use(page, number, token)
                if use is not None:
                    done = use.last
                    found.append(use)
        if found:
            yield found


def _can_begin(page: Layout, number: int, token: int) -> bool:
    """Whether a word is no name by its capital; in a headline verbs too have capitals."""
    if page.words.tags[token] != "P":
        return True
    heads = number == 0 and token > page.sentences[0][0]
    return heads and page.words.lower[token] not in verb.nouns_too()


def _use(page: Layout, number: int, token: int) -> Use | None:
    for way in _WAYS:
        use = way(page, number, token)
        if use is not None:
            return use
    return None
