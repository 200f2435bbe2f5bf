"""Where a text's cues are, in what form they are used, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tocsin.desk.reading import cueword, phrase
from tocsin.desk.reading.cueword import Cue
from tocsin.desk.reading.layout import Layout

Range = tuple[int, int]


@dataclass(slots=True)
class Use:
    """A cue as it is used in a sentence: token ranges of cue, source and what is said.

    `form` is finite, plain, gerund, passive, adjective, noun or particle; `kind` tells where its
    source stands: subject (left of it), inverted (right of it), relative (who said), linked (and
    said), gerund (…, adding), none (nobody is named).
    """

    sentence: int
    low: int
    high: int
    first: int
    last: int
    takes: frozenset[str]
    groups: frozenset[str] = frozenset()
    form: str = "finite"
    kind: str = ""
    source: Range | None = None
    content: list[Range] = field(default_factory=list)


@cache
def _forms_of(part: str, key: str = "words") -> frozenset[str]:
    verbs = cueword.words("cues", part, key)
    return frozenset(word for verb in verbs for _, word in cueword.forms(verb))


@cache
def _starters() -> frozenset[str]:
    return frozenset(
        {
            *cueword.cues(),
            *_forms_of("nouns", "light"),
            *cueword.words("cues", "nouns"),
            *cueword.words("cues", "adjectives"),
        }
    )


BE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "'s",
        "'re",
        "'m",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
    ]
)
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "hasn't", "haven't", "hadn't"])
_LINKS = BE | frozenset(
    [
        "remain",
        "remains",
        "remained",
        "become",
        "became",
        "becomes",
        "feel",
        "felt",
        "feels",
        "seem",
        "seems",
        "seemed",
    ]
)


def uses(page: Layout) -> Iterator[list[Use]]:
    """The cues of each sentence that has any, in order."""
    starters = _starters()
    lower, tags = page.words.lower, page.words.tags
    for number, (low, high) in enumerate(page.sentences):
        found: list[Use] = []
        done = low
        for token in range(low, high):
            if (
                lower[token] in starters
                and token >= done
                and (
                    tags[token] != "P"
                    or (number == 0 and token > low and lower[token] not in _nouns_too())
                )
            ):
                use = _use(page, number, token)
                if use is not None:
                    done = use.last
                    found.append(use)
        if found:
            yield found


def _use(page: Layout, number: int, token: int) -> Use | None:
    low, high = page.sentences[number]
    for way in (_light, _adjective, _verb, _noun):
        use = way(page, number, token, low, high)
        if use is not None:
            return use
    return None


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
        if end <= high and tuple(lower[here:end]) == cue.rest and not _infinitive(page, end, high):
            return cue, end
    return None


def _infinitive(page: Layout, end: int, high: int) -> bool:
    """Whether a "to" that might belong to a cue opens an infinitive: "agreed to meet"."""
    words = page.words
    return words.lower[end - 1] == "to" and end < high and words.tags[end] not in "DPRB#'MGWQ"


def _verb(page: Layout, number: int, token: int, low: int, high: int) -> Use | None:
    found = _matched(page, token, high)
    if found is None:
        return None
    cue, last = found
    words = page.words
    takes = cue.takes
    if words.lower[last : last + 1] == ["it"] and words.lower[token] in _forms_of("it", "verbs"):
        last = _it(page, last, high)
        takes = takes | {"infinitive", "that"}
    if _wishes_to_say(page, token, last, low, high):
        return None
    first, helpers = _helped(page, token, low)
    form = _form(cue, helpers, words.tags[token], words.tags[first - 1] if first > low else ".")
    if form is None:
        return None
    if form == "to":
        first = _chained(page, first, low)
        if first < 0:
            return None
        form = "finite"
    if form != "gerund" and not helpers and not _verbal(page, token, last, low, high):
        return None
    use = Use(number, low, high, first, last, takes, cue.groups, form)
    _attach(page, use, token)
    return use if use.kind else None


def _wishes_to_say(page: Layout, token: int, last: int, low: int, high: int) -> bool:
    """Whether "I would like to" only leads in a verb of saying."""
    lower = page.words.lower
    if last + 1 >= high or lower[last] != "to" or lower[last - 1] not in _WISH:
        return False
    first, _ = _helped(page, token, low)
    if first == low or lower[first - 1] not in {"i", "we"}:
        return False
    return any(
        cue.groups & {"say", "judge"} and "b" in cue.form
        for cue in cueword.cues().get(lower[last + 1], ())
    )


def _it(page: Layout, last: int, high: int) -> int:
    """Last+1 token of "deems it necessary", or the token of "it" where no such adjective follows."""
    here = last + 1
    while here < high and page.words.tags[here] == "A":
        here += 1
    fits = here + 1 < high and page.words.lower[here] in cueword.words("cues", "it")
    return here + 1 if fits and page.words.tags[here + 1] in "tT" else last


def _helped(page: Layout, token: int, low: int) -> tuple[int, list[str]]:
    """The first token of a verb group, and its auxiliaries; some adverbs stay outside."""
    words = page.words
    first = here = token
    helpers = []
    while here > low and words.tags[here - 1] in "XnA":
        here -= 1
        if words.lower[here] not in _OUTSIDE:
            first = here
        if words.tags[here] != "A":
            helpers.append(words.lower[here])
    return first, helpers


def _form(cue: Cue, helpers: list[str], tag: str, before: str) -> str | None:
    """The form in which a verb is used; None where it is a participle beside a noun."""
    be = any(word in BE for word in helpers)
    if cue.form <= {"g"}:
        return "finite" if be else "gerund"
    if be:
        return "passive" if "n" in cue.form else None
    if cue.form & {"p", "s"} or (helpers and cue.form & {"b", "n"}):
        return "finite"
    if "b" in cue.form:
        return "to" if before == "t" else "plain"
    return None


@cache
def _semi() -> frozenset[str]:
    return _forms_of("semi")


def _chained(page: Layout, first: int, low: int) -> int:
    """First token of "went on to say", "was glad to say" …, or -1."""
    words = page.words
    here = first - 2
    while here > low and words.tags[here] == "A":
        here -= 1
    if here <= low:
        return -1
    word = words.lower[here]
    if word == "on" and words.lower[here - 1] in {"went", "goes", "go", "gone", "going"}:
        return _helped(page, here - 1, low)[0]
    start, helpers = _helped(page, here, low)
    if word in _semi():
        return -1 if start == here and _nominal(page, here, low) else start
    if word in cueword.words("cues", "glad") and any(h in _LINKS for h in helpers):
        return start
    if word in _WISH and words.lower[start - 1] in {"i", "we"}:
        return start
    return -1


_OUTSIDE = frozenset(["also", "then", "however", "instead", "now", "so", "thus", "therefore"])
_WISH = frozenset(["like", "want", "wish", "hope", "love"])


@cache
def _nouns_too() -> frozenset[str]:
    verbs = cueword.words("cues", "nouns_too")
    return frozenset(word for verb in verbs for form, word in cueword.forms(verb) if form in "bs")


def _verbal(page: Layout, token: int, last: int, low: int, high: int) -> bool:
    """Whether a word without auxiliary is a verb here, by what stands around it."""
    words = page.words
    if _nominal(page, token, low):
        return False
    follows = words.tags[last] if last < high else "."
    if words.lower[token].endswith("ed") and last < high and words.lower[last] == "by":
        return False
    if words.lower[token] in _MODIFIERS and _MODIFIED.match(words.tags, last, high):
        return False
    if words.lower[token] in _nouns_too():
        before = words.tags[token - 1] if token > low else "."
        if words.lower[token] == "like" and before != "R":
            return False
        if words.lower[last : last + 1] == ["such"]:
            return False
        return before in "RW" or follows in "TtRDPB“Q.,:#"
    return True


_MODIFIERS = frozenset(
    ["suspected", "alleged", "proposed", "expected", "claimed", "anticipated", "feared"]
)
_MODIFIED = re.compile("N++A*+[XV]")


def _nominal(page: Layout, token: int, low: int) -> bool:
    """Whether a word that may be a verb is a noun or an adjective here, by what stands before."""
    tags = page.words.tags
    before = tags[token - 1] if token > low else "."
    if before in "D'OI" and tags[token] in "NE":
        return True
    if before in "D'" and tags[token] == "V" and page.words.lower[token] == "need":
        return True
    return before == "A" and token - 1 > low and tags[token - 2] in "D'OI" and tags[token] in "NE"


def _attach(page: Layout, use: Use, verb: int) -> None:
    """Find the source of a verb or an adjective, and the kind of the connection."""
    words = page.words
    tags = words.tags
    here = use.first - 1
    while here >= use.low and tags[here] == "A" and tags[here - 1 : here] != "":
        here -= 1
    before = tags[here] if here >= use.low else "."
    if use.form == "gerund":
        follows = words.tags[use.last] if use.last < use.high else "."
        links = words.lower[here] in _BEFORE_GERUND if here >= use.low else False
        speaks = before == "," or (bool(use.groups & _SPOKEN) and links)
        speaks = speaks or (bool(use.groups & _SPOKEN) and before in "NPMA" and follows in "T“")
        use.kind = "gerund" if speaks else ""
    elif before == "W":
        _relative(page, use, here)
    elif before == "C":
        use.kind = "linked" if use.form != "plain" else ""
    elif use.form == "passive":
        _passive(page, use, here)
    elif _inverts(page, use, here):
        return
    else:
        found = phrase.before(words, here, use.low)
        if use.form == "plain" and found and not _plural(page, found):
            return
        if found and _may_speak(page, use, found):
            use.source, use.kind = found, "subject"


def _relative(page: Layout, use: Use, here: int) -> None:
    use.source, use.kind = (here, here + 1), "relative"


def _passive(page: Layout, use: Use, here: int) -> None:
    """Nobody is named but by a by-phrase; the subject belongs to what is said."""
    words = page.words
    if not use.takes & {"passive", "as", "object"}:
        return
    found = phrase.before(words, here, use.low)
    if found is None:
        return
    use.kind = "none"
    if words.lower[found[0]] != "it":
        use.content = [found]
    if use.last < use.high and words.lower[use.last] == "by":
        end = phrase.after(words, use.last + 1, use.high)
        if end > use.last + 1:
            use.source, use.kind = (use.last + 1, end), "agent"


def _inverts(page: Layout, use: Use, here: int) -> bool:
    """Whether the source follows: "…," said X."""
    tags = page.words.tags
    if not use.takes & {"quotation", "tail"} or use.form == "plain" or here < use.low:
        return False
    quoted = tags[here] == "”" or (tags[here] in ",-" and tags[here - 1] == "”")
    if not quoted and tags[here] != ",":
        return False
    end = phrase.speaker(page.words, use.last, use.high)
    if end == use.last:
        return False
    if not quoted and (end < use.high and tags[end] not in ".,;-"):
        return False
    if not quoted and phrase.before(page.words, here, use.low):
        return False
    use.source, use.kind = (use.last, end), "inverted"
    return True


def _plural(page: Layout, found: Range) -> bool:
    """Whether a phrase can be the subject of a base form."""
    words = page.words
    first, end = found
    tags = words.tags[first:end]
    if tags[-1] == "R" and len(tags) < 3:
        return words.lower[end - 1] not in {"he", "she", "it"}
    stops = [here for here in (tags.find(mark, 1) for mark in "OI,-(") if here > 0]
    head = words.lower[first + min(stops, default=len(tags)) - 1]
    if head in _PLURALS or "C" in tags:
        return True
    single = words.lower[first] in _SINGLE and head not in _PLURALS
    return head.endswith("s") and not head.endswith(("ss", "us", "is", "'s")) and not single


_BEFORE_GERUND = frozenset(["by", "after", "before", "without", "despite", "in", "while", "when"])
_SINGLE = frozenset(["a", "an", "one", "this", "that", "each", "every"])
_SPOKEN = frozenset(["say", "tell", "quote", "judge", "name", "mention", "ask_for"])
_VERBAL = frozenset("XVEA")
_PLURALS = frozenset(
    [
        "people",
        "men",
        "women",
        "police",
        "children",
        "media",
        "majority",
        "public",
        "press",
        "data",
        "number",
        "group",
        "lot",
        "some",
        "many",
        "most",
        "others",
        "few",
        "both",
        "all",
        "minority",
        "those",
        "these",
        "none",
        "half",
    ]
)


def _may_speak(page: Layout, use: Use, found: Range) -> bool:
    words = page.words
    head = words.lower[found[1] - 1]
    if head in {"it", "this", "that", "which", "there"} and found[1] - found[0] == 1:
        return head == "it" and bool(use.groups & _SPOKEN)
    if head == "you":
        return False
    if use.groups <= {"show", "tell"} or use.groups == {"show"}:
        return head in cueword.words("cues", "documents")
    return True


def _light(page: Layout, number: int, token: int, low: int, high: int) -> Use | None:
    """A verb with a noun of saying: "expressed hope that", "made the statement"."""
    words = page.words
    if words.lower[token] not in _forms_of("nouns", "light") or _nominal(page, token, low):
        return None
    here = token + 1
    while here < high and here < token + 4 and words.tags[here] in "DNEAG":
        if words.lower[here] in _POSSESSIVE:
            return None
        if words.lower[here] in cueword.words("cues", "said"):
            break
        here += 1
    if here >= high or words.lower[here] not in cueword.words("cues", "said"):
        return None
    return _lit(page, number, token, here + 1)


_POSSESSIVE = frozenset(["my", "our", "your", "his", "her", "its", "their"])


def _lit(page: Layout, number: int, token: int, last: int) -> Use | None:
    words = page.words
    low, high = page.sentences[number]
    if last < high and words.tags[last] in "NP'":
        return None
    first, helpers = _helped(page, token, low)
    if any(word in BE for word in helpers) or (words.tags[token] == "G" and not helpers):
        return None
    use = Use(number, low, high, first, last, frozenset({"that", "noun"}), frozenset({"light"}))
    _attach(page, use, token)
    return use if use.kind in {"subject", "linked", "relative"} else None


def _adjective(page: Layout, number: int, token: int, low: int, high: int) -> Use | None:
    """Is confident that, was glad to, are committed to …"""
    words = page.words
    if words.lower[token] not in cueword.words("cues", "adjectives"):
        return None
    first = token
    while first > low and words.tags[first - 1] in "AnXV" and words.lower[first - 1] not in _LINKS:
        first -= 1
    if first == low or words.lower[first - 1] not in _LINKS:
        return None
    first, _ = _helped(page, first - 1, low)
    last = token + 1
    if last + 1 < high and words.tags[last] == "C":
        if words.lower[last + 1] in cueword.words("cues", "adjectives"):
            last += 2
    if (
        last + 1 < high
        and words.tags[last] == "t"
        and words.lower[token] in cueword.words("cues", "glad")
    ):
        if any("say" in cue.groups for cue in cueword.cues().get(words.lower[last + 1], ())):
            return None
    if last < high and words.tags[last] in "NP'":
        return None
    takes = frozenset({"that", "adjective"})
    use = Use(number, low, high, first, last, takes, frozenset({"adjective"}), "adjective")
    _attach(page, use, token)
    return use if use.kind in {"subject", "linked", "relative"} else None


def _noun(page: Layout, number: int, token: int, low: int, high: int) -> Use | None:
    """His claim that, the President's promise to …: the possessor is the source."""
    words = page.words
    if words.lower[token] not in cueword.words("cues", "nouns") or token + 1 >= high:
        return None
    follows = words.tags[token + 1]
    if follows != "T":
        return None
    here = token
    while here > low and here > token - 3 and words.tags[here - 1] in "NEG#":
        here -= 1
    owner = here - 1
    if owner < low:
        return None
    takes = frozenset({"that", "infinitive"})
    use = Use(number, low, high, token, token + 1, takes, frozenset({"noun"}), "noun")
    if words.tags[owner] == "'":
        found = phrase.before(words, owner - 1, low)
        use.source = found
        use.kind = "owner" if found else ""
    elif words.lower[owner] in _POSSESSIVE:
        use.source, use.kind = (owner, owner + 1), "owner"
    elif follows == "T" and words.tags[token + 2 : token + 3] not in _VERBAL:
        use.kind = "nobody"
    return use if use.kind else None
