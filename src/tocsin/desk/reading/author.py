"""Papers as sources: whose statement, remarks or report it is."""

from __future__ import annotations

import re

from tocsin.desk.reading.statement import Span

_PAPERS = r"(?:statement|remark|comment|communiqué|press release|letter|tweet|report)s?"
_PAPER_OF = re.compile(
    rf"(?:(?:the|a|an)\s)?(?:[a-z]+\s){{0,2}}{_PAPERS}\s(?:of|by|from|issued by)\s", re.IGNORECASE
)
_PAPER = re.compile(rf"['’]s?\s(?:[a-z]+\s){{0,2}}{_PAPERS}$")


def author(text: str, source: Span) -> Span:
    """Whose statement, remarks or report a source is: “the statement of X”, “X’s remarks”."""
    if of := _PAPER_OF.match(text, source.start, source.end):
        return Span(of.end(), source.end) if of.end() < source.end else source
    paper = _PAPER.search(text, max(source.start, source.end - 60), source.end)
    return Span(source.start, paper.start()) if paper and paper.start() > source.start else source
