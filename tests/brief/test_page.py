"""The page: self-contained, well formed, escaped, readable by eye and by ear, printable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tocsin.brief import page
from tocsin.brief.content import Brief
from tocsin.desk import storage
from tocsin.world.organisation import Organisation

VOID = {"meta", "link", "br", "hr", "img", "input"}
OPTIONAL = {"li", "p", "dt", "dd", "tr", "td", "th", "thead", "tbody"}
EVIL = "<script>alert(1)</script> & \"co\" <img src=x onerror=alert(2)> 'x'"

Write = Callable[..., Brief]


class Outline(HTMLParser):
    """Elements as they open, with the tags left open in the end and closings without opening."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; void ones are closed at once."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that closes itself, as in SVG."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element and those inside whose end may be left out."""
        while self.open and self.open[-1] != tag and self.open[-1] in OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)


@pytest.fixture(scope="module")
def html(brief: Brief) -> str:
    """The page of the brief."""
    return page.render(brief)


@pytest.fixture(scope="module")
def outline(html: str) -> Outline:
    """Its elements."""
    return Outline(html)


def test_the_page_is_well_formed(html: str, outline: Outline) -> None:
    """Everything that is opened is closed, in order, and no identifier stands twice."""
    assert html.startswith("<!doctype html>")
    assert (outline.wrong, outline.open) == ([], [])
    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_page_fetches_nothing(html: str, outline: Outline) -> None:
    """No address, script, style sheet, picture or font is referred to."""
    bare = re.sub(r'xmlns(:\w+)?="[^"]*"', "", html)
    assert not re.findall(r"https?:|url\((?!#)|@import|javascript:", bare)
    tags = {tag for tag, _ in outline.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "image", "base"}
    links = [dict(attributes) for tag, attributes in outline.elements if tag == "link"]
    assert links == [{"rel": "icon", "href": "data:,"}]  # so that no icon is asked for
    names = {name for _, attributes in outline.elements for name in attributes}
    assert not names & {"src", "srcset", "action", "xlink:href"}
    assert not [name for name in names if name.startswith("on")]


def test_the_page_is_the_same_twice(
    brief: Brief, html: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same brief gives the same bytes, also drawn anew after other drawings."""
    assert page.render(brief) == html
    for again in ("once", "twice"):
        monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / again))
        monkeypatch.setattr(storage, "_kept", {})
        assert page.render(brief) == html


def test_every_chart_has_a_title(brief: Brief, html: str) -> None:
    """Each chart says in words what it shows, first of all and as a picture with one name."""
    charts = html.split("<svg")[1:]
    assert len(charts) == 1 + sum(not row.quiet for row in brief.rows)
    for chart in charts:
        head, _, rest = chart.partition(">")
        assert 'role="img"' in head
        assert rest.startswith("<title>")
        assert rest.index("</title>") > len("<title>")


def test_a_place_without_outline_is_said_not_drawn(brief: Brief) -> None:
    """Where no member has an outline there is a sentence instead of a map."""
    island = replace(brief.rows[0], place="TUV", name="Tuvalu", member=True)
    html = page.render(replace(brief, rows=[island]))
    assert "There is no outline of a member to draw." in html
    assert '<figure class="map">' not in html


def test_tables_say_what_their_cells_are(outline: Outline) -> None:
    """Heads of columns and rows have their scope, and a narrow page has a label for each number."""
    heads = [attributes for tag, attributes in outline.elements if tag == "th"]
    assert all(head.get("scope") in {"row", "col"} for head in heads)
    numbers = [a for tag, a in outline.elements if tag == "td" and a.get("class") == "n"]
    assert all(cell.get("data-label") for cell in numbers)


def test_the_page_has_a_language_and_a_title(brief: Brief, html: str, outline: Outline) -> None:
    """Language, title, one heading above all others."""
    assert ("html", {"lang": "en"}) in outline.elements
    assert f"<title>{brief.short}: brief as of 23 September 2013</title>" in html
    assert [tag for tag, _ in outline.elements].count("h1") == 1


def test_text_from_data_is_text(brief: Brief) -> None:
    """Whatever names, rows and sources hold stands on the page as text."""
    row = dict.fromkeys(("place", "issued", "what", "chance", "standing"), EVIL)
    bad = replace(
        brief,
        organisation=EVIL,
        short=EVIL,
        marking=EVIL,
        model=EVIL,
        sources=f"Figures of {EVIL}",
        unknown=[EVIL],
        outlines=[EVIL],
        sentences=[EVIL],
        warnings=[row],
        rows=[replace(row, name=EVIL) for row in brief.rows],
        verdicts=[replace(verdict, name=EVIL) for verdict in brief.verdicts],
        movers=[replace(mover, name=EVIL, drivers=[EVIL]) for mover in brief.movers],
    )
    made = Outline(page.render(bad))
    assert not {"script", "img"} & {tag for tag, _ in made.elements}
    assert not [a for _, a in made.elements if "onerror" in a]
    assert (made.wrong, made.open) == ([], [])


def test_an_organisation_may_be_called_anything(written: Write, two: Organisation) -> None:
    """Its name passes through all of the brief as it is."""
    made = written(of=replace(two, name=EVIL, short="<b>"))
    assert made.organisation == EVIL
    assert "&lt;script&gt;" in page.render(made)


# --- in a browser


@pytest.fixture(scope="module")
def file(html: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a file."""
    path = tmp_path_factory.mktemp("page") / "brief.html"
    path.write_text(html, encoding="utf-8")
    return path


@pytest.fixture
def sheet(browser: Browser, file: Path) -> Iterator[Callable[..., Page]]:
    """Open the page, noting what it asks for and what it complains about."""
    opened: list[Any] = []

    def show(*, width: int = 1280, scheme: Any = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        opened.append(context)
        tab = context.new_page()
        tab.goto(file.as_uri())
        return tab

    yield show
    for context in opened:
        context.close()


def test_a_browser_fetches_and_reports_nothing(browser: Browser, file: Path) -> None:
    """Opening the page makes one request and no message in the console."""
    tab = browser.new_page()
    requests: list[str] = []
    messages: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: messages.append(message.text))
    tab.on("pageerror", lambda error: messages.append(str(error)))
    tab.goto(file.as_uri())
    tab.wait_for_load_state("networkidle")
    assert requests == [file.as_uri()]
    assert messages == []
    tab.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_sticks_out(sheet: Callable[..., Page], width: int) -> None:
    """Neither a telephone nor a desk screen has to scroll the page sideways."""
    tab = sheet(width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate("document.body.scrollWidth") <= width


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
  const found = [];
  for (const node of document.querySelectorAll("p, li, h1, h2, th, td, dt, dd, span, b")) {
    if (!node.textContent.trim() || node.closest("svg")) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    found.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.outerHTML.slice(0, 80)]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read(sheet: Callable[..., Page], scheme: str) -> None:
    """All text has a contrast of at least 4.5 to what lies behind it (WCAG 2.2, 1.4.3)."""
    ratios = sheet(scheme=scheme).evaluate(CONTRAST)
    assert len(ratios) > 50
    assert not [(round(ratio, 2), what) for ratio, what in ratios if ratio < 4.5]


def test_dark_is_dark(sheet: Callable[..., Page]) -> None:
    """Readers who ask for dark pages get one."""
    colours = {
        scheme: sheet(scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    }
    assert colours["light"] != colours["dark"]


def test_print_fits_few_sheets(sheet: Callable[..., Page], tmp_path: Path) -> None:
    """The brief prints on at most five sheets of A4."""
    pdf = tmp_path / "brief.pdf"
    pdf.write_bytes(sheet().pdf(format="A4", prefer_css_page_size=True))
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) <= 5


def test_print_cuts_no_chart(sheet: Callable[..., Page]) -> None:
    """In print, rows and the map stay on one sheet, and none is taller than a sheet."""
    tab = sheet(width=700)
    tab.emulate_media(media="print")
    kept = tab.evaluate(
        """() => [...document.querySelectorAll("svg")].map(svg => {
          const box = svg.closest("tr, figure");
          return [getComputedStyle(box).breakInside, box.getBoundingClientRect().height];
        })"""
    )
    assert kept
    assert {rule for rule, _ in kept} == {"avoid"}
    assert max(height for _, height in kept) < (297 - 32) / 25.4 * 96
    assert tab.evaluate("document.documentElement.scrollWidth") <= 700


def test_labels_of_a_narrow_page_stand_for_its_heads(sheet: Callable[..., Page]) -> None:
    """On a telephone, where column heads are hidden, each number bears its label."""
    tab = sheet(width=390)
    labels = tab.evaluate(
        """() => [...document.querySelectorAll(".cards td[data-label]")].map(
          cell => getComputedStyle(cell, "::before").content)"""
    )
    assert labels
    assert all(label not in {"none", '""'} for label in labels)
