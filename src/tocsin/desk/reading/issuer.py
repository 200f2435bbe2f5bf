"""Who issues a document and speaks as “we” in it, as far as its heading tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tocsin.desk.reading.entity import Entities
from tocsin.desk.reading.nation import is_nation, listed, named, nation, under
from tocsin.desk.reading.office import Title, titles
from tocsin.desk.reading.statement import Attribution, Span, Speaker, Voice

_FAR = 600
_HEADING = re.compile(
    r"^[^\n]{0,80}?\b(?:statement|remarks|readout|press release|communiqu[eé]|address|speech|"
    r"declaration|message|letter|briefing|intervention)\b[^\n]{0,60}?\b(?:by|from|of)\s(?:the\s)?",
    re.IGNORECASE | re.MULTILINE,
)
_MEMBERS = re.compile(r"^(?:the\s)?(?:members of\s|government of\s)?(?:the\s)?", re.IGNORECASE)
_VERBATIM = re.compile(
    r"\s*(?:Mr\.?|Ms\.?|Mrs\.?|Miss|Dame|Sir|Lord|Baroness|Prince|Sheikh)\s"
    r"[^\n()]{2,60}\s\((?:the\s)?"
)
_BEHALF = re.compile(
    r"\bon behalf of (?:the |my )?(?:government|people|delegation|president|prime minister)\b"
    r"|\b(?:my|our) country,\s|\bas (?:the )?(?:President|Prime Minister|Foreign Minister) of\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\bjoint (?:statement|communiqu|declaration|press)", re.IGNORECASE)


def issuer_of(text: str, attributions: Sequence[Attribution] = ()) -> str:
    """Who issues a document: a country's code, a body, several parted by commas, or empty.

    Its heading tells it, or whom it names where it speaks for itself, as in “The Council urges”.
    """
    return _headed(text) or _bracketed(text) or _self_named(text, attributions) or _stood_for(text)


def _bracketed(text: str) -> str:
    """The country of a verbatim record's speaker: “Mr. X (Russian Federation)”."""
    match = _VERBATIM.match(text)
    found = named(text[match.end() : match.end() + 60]) if match else []
    return found[0].key if found and found[0].start == 0 else ""


def _stood_for(text: str) -> str:
    """The country on whose behalf somebody speaks in the first person."""
    match = _BEHALF.search(text[: 3 * _FAR])
    found = named(text[match.end() : match.end() + 80]) if match else []
    return next((n.key for n in found if is_nation(n.key)), "")


def _self_named(text: str, attributions: Sequence[Attribution]) -> str:
    """The country or body named most often as the source where a document speaks for itself."""
    own = [a.source for a in attributions if a.voice is Voice.OWN and a.source]
    keys: Counter[str] = Counter()
    for source in own[:_FAR]:
        words = _MEMBERS.sub("", source.of(text), count=1)
        keys.update(n.key for n in named(words) if n.end - n.start == len(words))
    return keys.most_common(1)[0][0] if keys else ""


def _headed(text: str) -> str:
    head = text[:_FAR].lstrip()
    line = head.partition("\n\n")[0]
    if _JOINT.search(line):
        keys = dict.fromkeys(n.key for n in named(line) if is_nation(n.key))
        return ",".join(keys) if len(keys) > 1 else ""
    match = _HEADING.search(line)
    if not match:
        return ""
    nations = named(line)
    near = match.end() + 4
    office = next((t for t in titles(line, nations) if match.end() <= t.start <= near), None)
    if office and office.party:
        return office.party
    return next((n.key for n in nations if match.end() <= n.start <= near), "")


def own_voice(text: str, entities: Entities) -> Speaker:
    """Who speaks where the document speaks for itself."""
    if person := _signed(text, entities):
        return person
    keys = [key for key in entities.issuer.split(",") if key]
    parties = ",".join(dict.fromkeys(under(key) for key in keys))
    article = len(keys) > 1
    return Speaker(listed([nation(key, article=article) for key in keys]), "", parties)


def _signed(text: str, entities: Entities) -> Speaker | None:
    """The person by whom a heading says that the statement is."""
    match = _HEADING.search(text[:_FAR].partition("\n\n")[0])
    if not match or re.search("readout|call|meeting", match[0], re.IGNORECASE):
        return None
    for title in entities.titles_in(Span(match.end(), match.end() + 60)):
        if match.end() <= title.start <= match.end() + 4:
            person = entities.find(title.person) if title.person else None
            return person.speaker() if person else _unnamed(title)
    return None


def _unnamed(title: Title) -> Speaker | None:
    """The holder of an office whom the heading does not name."""
    if title.several or not title.party:
        return None
    return Speaker(title.words, title.words, under(title.party))
