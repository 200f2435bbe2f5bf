"""Numbers of outlooks in words, where unknown is a word and never a zero."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from tocsin.brief import words
from tocsin.desk.scoreboard import Edge
from tocsin.world.place import countries, place
from tocsin.world.vector import vectors

register = template.Library()


def _or_unknown(value: Any, said: str) -> str:
    if value is None or said == words.UNKNOWN:
        return format_html('<span class="unknown">{}</span>', _("unknown"))
    return said


@register.filter
def count(number: float | None) -> str:
    """A count."""
    return _or_unknown(number, words.count(number))


@register.filter
def percent(chance: float | None) -> str:
    """A chance in per cent."""
    return _or_unknown(chance, words.percent(chance))


@register.filter
def share(part: float | None) -> str:
    """A share of a whole in per cent, which unlike a chance may be none or all of it."""
    return _or_unknown(part, "" if part is None else f"{part:.0%}")


@register.filter
def points(change: float | None) -> str:
    """A change in percentage points."""
    return _or_unknown(change, words.points(change))


@register.filter
def interval(bounds: tuple[float, float] | None) -> str:
    """An interval of counts."""
    return _or_unknown(bounds, words.interval(bounds))


@register.filter
def toll(known: float | None, missing: int) -> str:
    """Deaths of which some months may be missing."""
    return _or_unknown(known, words.UNKNOWN if known is None else words.toll(known, missing))


@register.filter
def score(number: float | None, digits: int = 2) -> str:
    """A score."""
    return _or_unknown(number, "" if number is None else f"{number:,.{digits}f}")


@register.filter
def lead(edge: Edge, digits: int = 3) -> str:
    """A lead over another model, and its range if it has one."""
    return words.lead(edge, digits)


@register.filter
def drawing(svg: str) -> SafeString:
    """A chart of ours, drawn when the sheet was made and held against its digest when read."""
    drawn: SafeString = mark_safe(svg)  # noqa: S308 (held against its digest)
    return drawn


@register.filter
def markdown(text: str) -> SafeString:
    """A text in Markdown; HTML in it is shown as it is written."""
    html = MarkdownIt("commonmark", {"html": False}).render(text)
    shown: SafeString = mark_safe(html)  # noqa: S308 (HTML in it is escaped)
    return shown


@register.filter
def item(of: dict[str, Any], key: str) -> Any:
    """What a table holds under a key; None if nothing."""
    return of.get(key)


@register.filter
def place_name(key: str) -> str:
    """A place in words."""
    return place(key).name if "-" in key or key in countries() else key


@register.filter
def vector_name(key: str) -> str:
    """A vector in words."""
    return vectors()[key].name if key in vectors() else key


@register.filter
def standing(said: str) -> str:
    """Where what came lies against a range, in words."""
    known = {
        "inside": _("within the range"),
        "above": _("above the range"),
        "below": _("below the range"),
        "unknown": _("not known yet"),
    }
    return known.get(said, said)


@register.filter
def month(of: dt.date | None) -> str:
    """A month in a table: Aug 2013."""
    return _or_unknown(of, "" if of is None else date_format(of, "M Y"))
