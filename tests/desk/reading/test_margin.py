"""The page of a reading: all of the text, every statement in its margin, escaped and printable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page
from tests.desk.reading.test_exchange import FOUND, TEXT

from tocsin.desk.reading import margin
from tocsin.desk.reading.batch import Reading
from tocsin.desk.reading.report import Report
from tocsin.desk.reading.statement import (
    Act,
    Attribution,
    Deed,
    Found,
    Span,
    Speaker,
    Statement,
    Voice,
)

EVIL = "<script>alert(1)</script> & \"co\" <img src=x onerror=alert(2)> 'x' \u202e"
LONG = (
    "The presidents met in Sochi on Monday.\n\n“We shall send aid if we are asked to do so, and we "
    "shall send it before the winter comes,” the minister said. “It will be there.”\n\n"
    "No more was said."
)


def _reading(found: Found, text: str = TEXT, name: str = "a.txt") -> Reading:
    return Reading(Report(name, text, "0" * 64), found, {})


def _told(text: str = LONG) -> Found:
    def part(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    content = (
        part(text[text.index("“We") : text.index(" the minister")]),
        part("“It will be there.”"),
    )
    act = Act(Deed.PLEDGE, part("shall send aid"), condition=part("if we are asked to do so"))
    told = Attribution(Voice.DIRECT, part("the minister"), (part("said"),), content)
    return Found((Statement(told, Speaker("The minister", "Minister", "TJK"), "aid", (act,)),))


@given(FOUND)
@settings(max_examples=50)
def test_the_text_is_whole(found: Found) -> None:
    """However statements lie across each other, the pieces are the text, and each has one note."""
    paragraphs = list(margin.paragraphs(_reading(found)))
    assert "".join(piece.text for each in paragraphs for piece in each.pieces) == TEXT
    notes = [note.number for each in paragraphs for note in each.notes]
    assert sorted(notes) == list(range(1, len(found.statements) + 1))


def test_what_is_marked_is_what_is_said() -> None:
    """Content, source and cue are marked where they stand, and the number stands before them."""
    paragraphs = list(margin.paragraphs(_reading(_told(), LONG)))
    marked = [
        (piece.text, piece.marks) for each in paragraphs for piece in each.pieces if piece.marks
    ]
    assert marked == [
        ("“We ", "content"),
        ("shall send aid", "act content"),
        (LONG[LONG.index(" if we") : LONG.index(" the minister")], "content"),
        ("the minister", "source"),
        ("said", "cue"),
        ("“It will be there.”", "content"),
    ]
    assert [len(each.notes) for each in paragraphs] == [0, 1, 0]
    (note,) = paragraphs[1].notes
    assert (note.speaker, note.standing) == ("The minister", "Minister, Tajikistan")
    assert note.acts == ("pledges · condition: if we are asked to do so",)


def test_text_from_reports_is_text() -> None:
    """Whatever a report, its name and its findings hold stands on the page as text."""
    told = Attribution(Voice.DIRECT, None, (), (Span(0, len(EVIL)),))
    found = Found(
        (Statement(told, Speaker(EVIL, EVIL, EVIL), EVIL, (Act(Deed.OFFER, Span(0, 5)),)),)
    )
    html = margin.render([_reading(found, EVIL, EVIL)])
    assert "<script>" not in html
    assert "<img" not in html
    assert "\u202e" not in html


def test_the_page_fetches_nothing_and_stays_the_same() -> None:
    """No address is referred to, and the same readings give the same bytes."""
    given = [_reading(_told(), LONG), _reading(Found(), "Nothing.", "b.txt")]
    html = margin.render(given)
    assert html == margin.render(given)
    assert not re.findall(r"https?:|url\(|@import|javascript:|<script|<link|<img", html)
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


@pytest.fixture
def sheet(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Open the page in a browser."""
    path = tmp_path / "reading.html"
    path.write_text(margin.render([_reading(_told(), LONG, "x" * 120)]), encoding="utf-8")
    opened: list[Any] = []

    def show(*, width: int = 1280, scheme: Any = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.append(context)
        tab = context.new_page()
        tab.goto(path.as_uri())
        return tab

    yield show
    for context in opened:
        context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_sticks_out(sheet: Callable[..., Page], width: int) -> None:
    """Neither a telephone nor a desk screen has to scroll the page sideways."""
    tab = sheet(width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


CONTRAST = """() => {
  const rgb = text => (text.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("p, h1, h2, span, b, a")].map(node => {
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(sheet: Callable[..., Page], scheme: str) -> None:
    """All text has a contrast of at least 4.5 to what lies behind it (WCAG 2.2, 1.4.3)."""
    ratios = sheet(scheme=scheme).evaluate(CONTRAST)
    assert len(ratios) > 15
    assert min(ratios) >= 4.5


def test_it_prints_on_one_sheet(sheet: Callable[..., Page]) -> None:
    """A short report with its notes needs one sheet of A4."""
    pdf = sheet().pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
