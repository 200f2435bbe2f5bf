"""Personal names as they are written: where they begin and end, and when two are one person's."""

from __future__ import annotations

import re

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
_PUBLIC = (
    "Republic Kingdom State Government Ministry Minister Council Security Union Nations United "
    "National Office Department Embassy Defence Defense Foreign Affairs Parliament House Senate "
    "Commission Committee Assembly Party University Institute Agency Service Police Army Force "
    "Forces Center Centre Organization Organisation Statement Readout Call Meeting Summit Joint "
    "North South East West Asia Africa Europe American Secretary President Prime General "
    "Ambassador Representative Special Deputy Acting"
)
_NO_NAME = frozenset(f"{_FUNCTION} {_DAYS} {_PUBLIC}".split())
_TAILS = frozenset({"jr", "sr", "ii", "iii", "iv", "i", "v", "vi"})


def name_at(text: str, position: int) -> Span | None:
    """The personal name that begins at a position, without words that are never part of one."""
    match = _NAME.match(text, position)
    return _trimmed(text, match) if match else None


def names(text: str, start: int, end: int) -> list[Span]:
    """All that could be personal names between two positions, in their order."""
    found = (_trimmed(text, match) for match in _RUN.finditer(text, start, end))
    return [span for span in found if span]


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


def _trimmed(text: str, match: re.Match[str]) -> Span | None:
    end = match.end()
    for word in re.finditer(r"\S+", match[0]):
        if word[0].strip(".,") in _NO_NAME:
            end = match.start() + len(match[0][: word.start()].rstrip(" ,\n\t\r"))
            break
    return Span(match.start(), end) if end > match.start() else None
