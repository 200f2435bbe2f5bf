"""Personal names as they are written: where they begin and end, and when two are one person's."""

from __future__ import annotations

import re

from tocsin.desk.reading.lexicon import cached, table
from tocsin.desk.reading.statement import Span

_CAPITAL = "".join(chr(c) for c in range(0x41, 0x590) if chr(c).isupper())
_LETTER = r"[^\W\d_]"
_WORD = (
    rf"(?:[{_CAPITAL}]\.(?:[{_CAPITAL}]\.)?"
    rf"|(?:al-|d['’]|O['’])?[{_CAPITAL}](?:{_LETTER}|-|['’](?!s\b)(?={_LETTER})){{0,30}})"
)
_PARTICLE = "al|el|de|da|del|della|der|den|van|von|bin|ibn|ben|bint|di|dos|du|la|le|ter|ul|ur"
_TAIL = r"(?:,?\s(?:Jr|Sr)\b\.?|\s(?:VI{0,3}|I{1,3}|IV)\b)?"
_NAME = re.compile(rf"{_WORD}(?:\s{{1,2}}(?:(?:{_PARTICLE})\s){{0,2}}{_WORD}){{0,4}}{_TAIL}")
_ADDRESS = r"(?:Mrs?|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof|Madam)\b"
_ADDRESSED = re.compile(rf"\b{_ADDRESS}\.?\s$")
_WORDS = re.compile(r"\S+\s*")
_RUN = re.compile(rf"(?<![\w'’-])(?!{_ADDRESS}){_NAME.pattern}")
_FUNCTION = (
    "The A An This That These Those He She It They We I You His Her Its Their Our My Your In On At "
    "By For From To With Of And But Or As If When While After Before During According Speaking "
    "Both All Some Many There Here Also However Meanwhile Earlier Later Today Yesterday Tomorrow"
)
_DAYS = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_OFFICES = (
    "Minister Secretary President Prime General Ambassador Representative Special Deputy Acting"
)
_PUBLIC = (
    "Republic Kingdom State Government Ministry Council Security Union Nations United National "
    "Office Department Embassy Defence Defense Foreign Affairs Parliament House Senate Commission "
    "Committee Assembly Party University Institute Agency Service Police Army Force Forces Center "
    "Centre Organization Organisation Statement Readout Call Meeting Summit Joint North South East "
    "West Asia Africa Europe American News Times Post Radio Television Hospital School Court Bank "
    "Group Company Corporation Association Foundation Front Movement Brigade Squad Guard Guards"
)
_LEADING = frozenset(f"{_FUNCTION} {_OFFICES}".split())
_BODIES = frozenset(_PUBLIC.split())
_NO_NAME = _LEADING | _BODIES | frozenset(_DAYS.split())
_TAILS = frozenset({"jr", "sr", "ii", "iii", "iv", "i", "v", "vi"})


def name_at(text: str, position: int) -> Span | None:
    """The personal name that begins at a position, without words that are never part of one."""
    match = _NAME.match(text, position)
    span = _trimmed(text, match) if match else None
    return span if span and span.start == position else None


def names(text: str, start: int, end: int) -> list[Span]:
    """All that could be personal names between two positions, in their order."""
    found = (_trimmed(text, match, whole=True) for match in _RUN.finditer(text, start, end))
    return [span for span in found if span]


def addressed(text: str, position: int) -> bool:
    """Whether words of address such as “Ms.” stand before a position."""
    return _ADDRESSED.search(text, max(0, position - 7), position) is not None


def sex_of(words: tuple[str, ...]) -> str:
    """`m` or `f` where a forename or the ending of a surname tells it, else empty."""
    names, endings = _forenames()
    told = next((names[word] for word in words[:-1] if word in names), "")
    return told or next(
        (sex for end, sex in endings.items() if words and words[-1].endswith(end)), ""
    )


def parts(name: str) -> tuple[str, ...]:
    """A name's words in lower case, without initials, dots and what follows the surname."""
    words = (word.strip(".,").lower() for word in name.split())
    return tuple(word for word in words if len(word) > 1 and word not in _TAILS)


def same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names by their words can be one person's: the shorter is part of the longer."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return short[0] in long
    return short[-1] == long[-1] and short[0] in {long[0], *long[1:-1]}


def _trimmed(text: str, match: re.Match[str], *, whole: bool = False) -> Span | None:
    """A run of capital letters from its first word that can be a name to its last.

    With `whole`, a run in which a body is named is none.
    """
    begin, end = match.start(), match.end()
    for word in _WORDS.finditer(match[0]):
        plain = word[0].rstrip().strip(".,")
        if plain not in _NO_NAME:
            continue
        if whole and plain in _BODIES:
            return None
        if begin == match.start() + word.start():
            begin = match.start() + word.end()
        else:
            end = match.start() + word.start()
            break
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    end = begin + len(piece.strip().rstrip(","))
    return Span(begin, end) if end > begin and text[begin : begin + 1].isalpha() else None


@cached
def _forenames() -> tuple[dict[str, str], dict[str, str]]:
    lexicon = table("forenames")
    names = dict.fromkeys(lexicon["male"], "m") | dict.fromkeys(lexicon["female"], "f")
    endings = dict.fromkeys(lexicon["female_endings"], "f")
    return names, endings | dict.fromkeys(lexicon["male_endings"], "m")
