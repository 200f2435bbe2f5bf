"""The brief on a terminal: nothing cut off, nothing that the page knows and it does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tocsin.brief.content import Brief

Print = Callable[..., str]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 160])
def test_lines_fit(brief: Brief, on_terminal: Print, width: int) -> None:
    """No line is wider than the terminal."""
    assert max(map(len, on_terminal(brief, width).splitlines())) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_everything_is_said(brief: Brief, on_terminal: Print, width: int) -> None:
    """Headline, misses, movers and what is unknown all stand there."""
    text = re.sub(r"\s+", " ", on_terminal(brief, width))
    parts = [brief.headline, *brief.sentences, brief.said, *brief.unknown]
    parts += [mover.summary for mover in brief.movers]
    assert not [part for part in parts if re.sub(r"\s+", " ", part) not in text]
    for row in brief.rows:
        assert row.name in text


def test_members_are_marked(brief: Brief, on_terminal: Print) -> None:
    """Members have a full dot, neighbours an open one."""
    text = on_terminal(brief)
    marks = {row.name: f"{'●' if row.member else '○'} {row.name}" for row in brief.rows}
    assert all(mark in text for mark in marks.values() if mark.strip("●○ ") not in _quiet(brief))


def _quiet(brief: Brief) -> set[str]:
    return {row.name for row in brief.rows if row.quiet}


def test_bars_have_gaps(brief: Brief, on_terminal: Print) -> None:
    """A quarter of which a month is unknown has no bar."""
    history: list[float | None] = [1.0] * 60
    whole = replace(brief.rows[0], history=history)
    pierced = replace(whole, history=[None, *history[1:]])
    texts = [on_terminal(replace(brief, rows=[row])) for row in (whole, pierced)]
    assert [sum(map(text.count, "▁▂▃▄▅▆▇█")) for text in texts] == [20, 19]


def test_markup_in_data_is_text(brief: Brief, on_terminal: Print) -> None:
    """Brackets in data are printed, not obeyed."""
    row = {"what": "[bold red]fire[/]", "[/x]": "[link=x]"}
    text = on_terminal(
        replace(brief, organisation="[blink]O[/]", warnings=[row], unknown=["[red]u[/]"])
    )
    for part in ("[blink]O[/]", "[bold red]fire[/]", "[link=x]", "[/x]", "[red]u[/]"):
        assert part in text
