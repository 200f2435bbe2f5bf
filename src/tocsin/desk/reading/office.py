"""Offices in running text: what is held, for whom, and the name that goes with it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from tocsin.desk.reading.lexicon import Words, cached, table
from tocsin.desk.reading.name import addressed, name_at, names
from tocsin.desk.reading.nation import Named, Naming, is_nation
from tocsin.desk.reading.statement import Span
from tocsin.desk.reading.trie import lowered, phrases, plain

_JOIN = re.compile(r"\s(?:of|for|to|at|from|with)\s(?:the\s)?", re.IGNORECASE)
_OF = re.compile(r"\sof\s(?:the\s)?")
_OF_END = re.compile(r"\sof\s(?:the\s)?$")
_BODY = re.compile(
    r"[A-Z][\w’'&-]{0,40}(?:\s(?:(?:of|for|and|the|on)\s){0,2}[A-Z][\w’'&-]{0,40}){0,7}"
    r"(?:\s(?:squad|group|team|department|service|police|force))?"
)
_BETWEEN = re.compile(r"(?:-designate|-elect| designate|-in-office)?(?:, a\.i\.)?(,?)\s{1,2}")
_OWNER = re.compile(r"\b(?:his|her|their|my|our|its)\s$", re.IGNORECASE)
_ARTICLE = re.compile(r"(,\s)?(?:(?:the|a|an)\s)?$", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[\w.-]{1,20}\s$")


@dataclass(frozen=True, slots=True)
class Title:
    """An office where it is told: from its first word to its last, and what goes with it.

    `ranks` are those of the lexicon; `party` is a key of a country or body; `person` is the name
    that stands with it; `owned` tells of "his", "her" or "their" before it.
    """

    start: int
    end: int
    words: str
    ranks: frozenset[str]
    party: str = ""
    person: Span | None = None
    owned: bool = False
    several: bool = False
    sex: str = ""

    @property
    def counterpart(self) -> bool:
        """Whether the office is that of somebody told of before."""
        return "counterpart" in self.ranks


@dataclass(frozen=True, slots=True)
class _Around:
    """What an office is read with."""

    text: str
    low: str
    nations: list[Named]
    starts: dict[int, Named]
    ends: dict[int, Named]


def titles(text: str, nations: list[Named]) -> list[Title]:
    """All offices in a text in its order; `nations` as found in the same text."""
    around = _Around(
        text, lowered(text), nations, {n.start: n for n in nations}, {n.end: n for n in nations}
    )
    pattern, ranks = _offices()
    found: list[Title] = []
    for match in pattern.finditer(around.low):
        title = _title(around, match, ranks)
        if not found or title.start >= found[-1].end:
            found.append(title)
        elif title.person and not found[-1].person and title.end > found[-1].end:
            found[-1] = _joined(found[-1], title)
    return found


def sex(words: str) -> str:
    """`m` or `f` if words of address before a name, or an office, tell it, else empty."""
    male, female = _sexes()
    low = lowered(words)
    return "m" if male.search(low) else "f" if female.search(low) else ""


def kin(ranks: frozenset[str]) -> frozenset[str]:
    """Ranks whose holders words of these ranks may mean as well."""
    related = _lexicon()["kin"]
    return frozenset(rank for held in ranks for rank in related.get(held, ()))


def authority(words: str) -> bool:
    """Whether words tell of a government, ministry, embassy or the like, which speaks for it."""
    pattern = _authorities()
    return pattern.search(lowered(words)) is not None


def _joined(one: Title, other: Title) -> Title:
    words = one.words if other.words in one.words else f"{one.words}, {other.words}"
    return Title(
        one.start, other.end, words, one.ranks | other.ranks, one.party or other.party,
        other.person, one.owned, one.several, one.sex or other.sex,
    )  # fmt: skip


def _title(around: _Around, match: re.Match[str], ranks: dict[str, frozenset[str]]) -> Title:
    word = plain(match[0])
    several = word not in ranks or word.removesuffix("s") in ranks.keys() - {word}
    held = ranks.get(word) or ranks[word.removesuffix("s")]
    start, party = _before(around, match.start())
    owned = bool(_OWNER.search(around.text, max(0, start - 7), start))
    office_end, party = _after(around, match.end(), party, held)
    person = None if several else _person(around, office_end)
    end = person.end if person else office_end
    if person and not party:
        end, party = _of_party(around, end)
    if not person and not several:
        person = _name_before(around, start)
    if party and not is_nation(party):
        held = held - {"state"} | ({"chair"} if "state" in held else set())
    words = plain(around.text[start:office_end])
    return Title(start, end, words, held, party, person, owned, several, sex(match[0]))


def _before(around: _Around, position: int) -> tuple[int, str]:
    """Where the phrase of an office begins, and the country or body told before the office."""
    start = position
    for _ in range(6):
        gap = 3 if around.text[max(0, start - 3) : start] in {"'s ", "’s "} else 1
        nation = around.ends.get(start - gap)
        if nation and around.text[start - 1] in " \n":
            return nation.start, nation.key
        word = _WORD_BEFORE.search(around.low, max(0, start - 22), start)
        if not word or word[0].strip() not in _modifiers():
            return start, ""
        start = word.start()
    return start, ""


def _after(around: _Around, end: int, party: str, held: frozenset[str]) -> tuple[int, str]:
    """Where an office's words end after departments and countries, and the party told there."""
    departments, body_party = _departments(), ""
    for _ in range(4):
        join = _JOIN.match(around.text, end)
        if not join:
            break
        nation = around.starts.get(join.end())
        if department := departments.match(around.low, join.end()):
            end = department.end()
        elif nation and nation.naming is not Naming.ADJECTIVE:
            end, party = nation.end, party or nation.key
        elif (body := _BODY.match(around.text, join.end())) and not (party and "of" in join[0]):
            owner, end = _owner(around, nation, body)
            if is_nation(owner):
                party = party or owner
            elif "minister" not in held:
                body_party = body_party or owner
        else:
            break
    return end, party or body_party


def _owner(around: _Around, nation: Named | None, body: re.Match[str]) -> tuple[str, int]:
    """Who is spoken for at a body, and where its name ends.

    It is the country whose ministry or army it is, as in “the Iraqi Ministry of Culture” or “the
    National Assembly of Armenia”, or the body itself.
    """
    if nation and _authorities().match(around.low, nation.end + 1):
        return nation.key, body.end()
    at = bisect_left(around.nations, body.start() + 1, key=lambda n: n.start)
    later = around.nations[at] if at < len(around.nations) else None
    if later and later.end <= body.end() and _OF_END.search(around.text, body.start(), later.start):
        return later.key, later.end
    return plain(body[0]), body.end()


def _person(around: _Around, end: int) -> Span | None:
    """The name that follows an office, at once or after a comma."""
    gap = _BETWEEN.match(around.text, end)
    if not gap or (gap.end() in around.starts and not gap[1]):
        return None
    position = _addressed(around, gap.end())
    span = name_at(around.text, position)
    if not span or position in around.starts:
        return None
    span = _cut(around, span)
    return None if gap[1] and " " not in span.of(around.text) else span


def _addressed(around: _Around, position: int) -> int:
    """After words of address such as “Mr.”."""
    address = _addresses().match(around.low, position)
    return address.end() + 1 if address and around.text.startswith(" ", address.end()) else position


def _cut(around: _Around, span: Span) -> Span:
    """A name without an office or country that its capital letters run on into."""
    pattern, _ = _offices()
    office = pattern.search(around.low, span.start + 1, span.end)
    stop = min([office.start()] if office else [span.end])
    at = bisect_left(around.nations, span.start + 1, key=lambda n: n.start)
    if at < len(around.nations) and around.nations[at].start < stop:
        stop = around.nations[at].start
    end = span.start + len(around.text[span.start : stop].rstrip(" \n\t\r"))
    return Span(span.start, end) if end > span.start else span


def _of_party(around: _Around, end: int) -> tuple[int, str]:
    """The party told after a name: “of Ukraine”."""
    join = _OF.match(around.text, end)
    nation = around.starts.get(join.end()) if join else None
    return (nation.end, nation.key) if nation else (end, "")


def _name_before(around: _Around, start: int) -> Span | None:
    """The name to which an office stands in apposition: “Jane Roe, the ambassador”."""
    article = _ARTICLE.search(around.text, max(0, start - 6), start)
    if not article or not article[1]:
        return None
    end = article.start()
    line = max(around.text.rfind("\n", max(0, end - 60), end) + 1, end - 60, 0)
    runs = [s for s in names(around.text, line, end) if s.end == end]
    if not runs or runs[-1].start in around.starts:
        return None
    whole = " " in runs[-1].of(around.text) or addressed(around.text, runs[-1].start)
    return runs[-1] if whole else None


@cached
def _lexicon() -> Words:
    return table("offices")


@cached
def _offices() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    ranks: dict[str, set[str]] = {}
    for rank, words in {
        **_lexicon()["rank"],
        "counterpart": _lexicon()["counterpart"]["words"],
    }.items():
        for word in words:
            ranks.setdefault(word, set()).add(rank)
    return phrases(ranks, plural=True), {word: frozenset(held) for word, held in ranks.items()}


@cached
def _modifiers() -> frozenset[str]:
    return frozenset(_lexicon()["modifier"]["words"])


@cached
def _departments() -> re.Pattern[str]:
    return phrases(_lexicon()["department"]["words"])


@cached
def _authorities() -> re.Pattern[str]:
    return phrases(w for w in _lexicon()["authority"]["words"] if w != "police")


@cached
def _addresses() -> re.Pattern[str]:
    ranks = _lexicon()["rank"]
    told = [w for w in (*ranks["general"], *ranks["scholar"]) if "." in w or " " in w]
    return phrases([*_lexicon()["title"]["words"], *told, "general", "colonel", "admiral"])


@cached
def _sexes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return phrases(_lexicon()["title"]["male"]), phrases(_lexicon()["title"]["female"])
