"""What is done by a statement: praise, an offer, a request and so on, by its cue and content."""

from __future__ import annotations

from tocsin.desk.reading.clauseact import denial, in_clauses
from tocsin.desk.reading.cueact import by_cue
from tocsin.desk.reading.statement import Act, Attribution, Deed, Span, Speaker
from tocsin.desk.reading.subject import sentences


def acts(text: str, attribution: Attribution, speaker: Speaker) -> tuple[Act, ...]:
    """The acts of a statement in the order of the text; it asserts if it does nothing else.

    `speaker` tells whose pledge or offer it is; another's offer is a report of it.
    """
    cued = by_cue(text, attribution)
    if cued and cued.act is not Deed.ASSERT:
        return (cued,)
    parts = sentences(text, attribution.content)
    found = in_clauses(text, parts, attribution, speaker)
    if found and any(act.act is not Deed.ASSERT for act in found) and len(parts) <= 1:
        return tuple(found)
    denied = denial(text, parts, found)
    if denied:
        return tuple(sorted([denied, *found], key=lambda act: act.span))
    if found:
        return tuple(found)
    if cued:
        return (cued,)
    return (Act(Deed.ASSERT, _whole(attribution)),)


def _whole(attribution: Attribution) -> Span:
    """The span of an assertion without a cue: what is said."""
    return attribution.content[0] if attribution.content else Span(0, 1)
