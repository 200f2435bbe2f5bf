"""Signs inside what is said by which its acts are told: one pattern made of the lexicon."""

from __future__ import annotations

import re

from tocsin.desk.reading.inflection import entries, forms
from tocsin.desk.reading.lexicon import Words, cached, table
from tocsin.desk.reading.statement import Deed
from tocsin.desk.reading.trie import phrases

_BE = r"(?:am|is|are|was|were|be|been|stands?|stood|remains?|remained|['’]m|['’]re|['’]s)"
_HAVE = r"(?:has|have|had)\s(?:also\s)?"
_WANT = (
    r"(?:do|must|have|wish to|want to|would like to|should like to)(?:\snot|\salso|\sonce again)?"
)
_GOING = r"\b(?:will|shall|would|wo)|['’]ll|\b(?:am|is|are)(?: not)? going to"
_GIVE = r"(?:offer|provide|give|donate|supply)"
_IT_IS = r"\b[Ii]t(?:\s(?:is|was|remains|would be|will be)|['’]s)"


@cached
def signs() -> re.Pattern[str]:
    """The pattern of all signs; its named groups tell which one a match is.

    `will` (with `modal`), `ready`, `offer`, `needful`, `doubt`, `duty`, and `verb` after `self`.
    """
    lexicon = _lexicon()
    adverbs = rf"(?:\s(?:not|never|{phrases(lexicon['adverbs']).pattern}|\w+ly)){{0,3}}"
    ready, needful = (phrases(lexicon[key]).pattern for key in ("ready", "needful"))
    performing = phrases(performed()).pattern
    return re.compile(
        rf"(?P<will>(?P<modal>{_GOING})(?:n['’]t)?{adverbs})\b(?=\s)"
        rf"|(?P<ready>\b{_BE}{adverbs}\s{ready}\s(?:to\s[a-z]+|for))"
        rf"|(?P<offer>\b(?:{_HAVE}(?:decided|agreed|promised|pledged)\sto\s{_GIVE}"
        rf"|{_HAVE}offered(?:\sto\s[a-z]+)?|(?:is|are)\soffering))\b"
        rf"|(?P<needful>{_IT_IS}{adverbs}\s(?:also\s)?{needful})"
        rf"|(?P<doubt>{phrases(lexicon['doubt']).pattern})"
        rf"|(?P<duty>{phrases(lexicon['duty']).pattern})"
        rf"|\b(?P<self>[Ww]e|I){adverbs}(?:\s{_WANT})?{adverbs}\s(?P<verb>{performing})"
    )


@cached
def given() -> dict[str, Deed]:
    """Verbs after “will” that pledge or offer, in their base form."""
    pledges, offers = entries(_lexicon()["pledge"]), entries(_lexicon()["offer"])
    return dict.fromkeys(pledges, Deed.PLEDGE) | dict.fromkeys(offers, Deed.OFFER)


@cached
def adverse() -> frozenset[str]:
    """Verbs whose denial is for what is denied: “will never hinder”."""
    return frozenset(entries(_lexicon()["adverse"]))


@cached
def giving() -> re.Pattern[str]:
    """A verb of `given` after its blanks."""
    return re.compile(r"\s{1,3}" + phrases(given()).pattern)


@cached
def offering_too() -> re.Pattern[str]:
    """An offer added to what is pledged: “and provide”."""
    offers = phrases(entries(_lexicon()["offer"])).pattern
    return re.compile(rf"\band\s(?:also\s)?(?P<verb>{offers})")


@cached
def performed() -> dict[str, Deed]:
    """Verbs that do what they say in the first person."""
    found: dict[str, Deed] = {}
    for deed, words in table("acts")["cue"].items():
        if deed not in {Deed.ASSERT, Deed.ANNOUNCE, Deed.DECIDE}:
            told = [form for entry in entries(words) for form in forms(entry)]
            found.update({f: Deed(deed) for f in told if not f.startswith(("be ", "with "))})
    return found


@cached
def _lexicon() -> Words:
    words: Words = table("acts")["clause"]
    return words
