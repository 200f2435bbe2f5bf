"""Standings and due dates of undertakings in words, for templates."""

from __future__ import annotations

from typing import Any

from django import template

from tocsin.council.council import standing_words

register = template.Library()


@register.filter
def standing(value: str) -> str:
    """A standing in words."""
    return standing_words.label(value)


@register.filter
def until(undertaking: Any) -> str:
    """Until when an undertaking is due, as precisely as it is known."""
    return standing_words.due(undertaking.due, undertaking.precision)
