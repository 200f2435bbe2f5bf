"""The council speaks Russian in full: nothing is left out, outdated, or put wrongly together."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import sys
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from django.test import Client
from django.urls import reverse
from django.utils.translation import ngettext, override
from lxml import html
from tests.council import population
from tests.council.walk import filled, routes

from tocsin.brief import charts
from tocsin.council.desk import sheets, sheets_read
from tocsin.council.people.role import Role
from tocsin.council.record import clock
from tocsin.desk import hindsight

MOMENT = dt.datetime(2013, 9, 23, 9, tzinfo=dt.UTC)
HOLE = re.compile(r"%\((\w+)\)[sd]|(%%)")
TAG = re.compile(r"<[^>]*>")
DAY = re.compile(r"\d+ (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября)")
SHOWN = "//text()|//@aria-label|//@title|//@placeholder|//@data-label"
FOREIGN = "//*[@lang='en']|//dl[@class='facts' and ancestor::ol[@class='timeline']]"
"""What is marked as English, and what a history shows as it stands in the record."""


@pytest.fixture(scope="module")
def messages(repository: Path) -> Iterator[ModuleType]:
    """The tool that keeps the catalogues."""
    spec = importlib.util.spec_from_file_location("messages", repository / "tools/messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["messages"]


@pytest.fixture(scope="module")
def russian(messages: ModuleType) -> Catalog:
    """The Russian catalogue as it lies there."""
    (file,) = messages.catalogues()
    read: Catalog = messages.read(file)
    return read


def _sentences(catalogue: Catalog) -> list[Message]:
    return [each for each in catalogue if each.id]


def _forms(said: Any) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, list | tuple) else (said,)


def test_it_holds_what_is_said_and_no_more(messages: ModuleType, russian: Catalog) -> None:
    """Every sentence of code and templates is in the catalogue: make messages puts it there."""
    said = {(each.context, str(each.id)) for each in _sentences(messages.said())}
    held = {(each.context, str(each.id)) for each in _sentences(russian)}
    assert said - held == set(), "New sentences: make messages, translate, make messages."
    assert held - said == set(), "Sentences that are no longer said: make messages."
    assert not russian.obsolete


def test_every_sentence_is_translated(messages: ModuleType, russian: Catalog) -> None:
    """Each sentence has its Russian, in each grammatical number, and none is a guess."""
    assert messages.missing(russian) == []
    assert [each.id for each in russian if each.id and each.fuzzy] == []


def test_what_is_put_in_agrees(russian: Catalog) -> None:
    """A translation has the same names to be filled in, and the same tags, as its original."""
    for each in _sentences(russian):
        original = _forms(each.id)[-1]
        for form in _forms(each.string):
            assert set(HOLE.findall(form)) == set(HOLE.findall(original)), each.id
            assert TAG.findall(form) == TAG.findall(original), each.id


def test_it_is_compiled(messages: ModuleType, russian: Catalog) -> None:
    """The pages read what the catalogue says: it was compiled after it was last changed."""
    (file,) = messages.catalogues()
    with file.with_suffix(".mo").open("rb") as lines:
        read = GNUTranslations(lines)._catalog  # type: ignore[attr-defined]
    for each in _sentences(russian):
        for number, form in enumerate(_forms(each.string)):
            key = _forms(each.id)[0]
            assert read[(key, number) if each.pluralizable else key] == form, "make messages"


def test_plurals_follow_the_number() -> None:
    """One, few and many take their own forms."""
    with override("ru"):
        said = [ngettext("%(n)s day", "%(n)s days", n) % {"n": n} for n in (1, 2, 5, 11, 21, 104)]
    assert said == ["1 день", "2 дня", "5 дней", "11 дней", "21 день", "104 дня"]


@pytest.fixture
def furnished(
    house: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> population.Population:
    """A house with an outlook that costs little, and one thing of each kind."""
    settings.DATA, settings.MODEL = tmp_path, "conflictology"
    monkeypatch.setattr(
        charts, "svg", lambda draw, *, of, title: f"<svg><title>{title}</title></svg>"
    )
    monkeypatch.setattr(hindsight, "ORIGINS", 1)
    monkeypatch.delitem(population.MAKERS, "outlooks")
    sheets_read.forget()
    with clock.stopped(MOMENT):
        sheets.compute_due(MOMENT)
        secretariat = population.audiences(house)[:1]
        return population.populate(house, secretariat)


def _english(russian: Catalog) -> re.Pattern[str]:
    """Every sentence in English, whatever is put in, but for those that are alike in Russian."""
    names = {word for role in Role for word in (role.value, role.value.title())}  # are data here
    names.add("E-mail")  # is what a form of the sign-in library says in Russian, too
    said = {
        form.replace("%%", "%")
        for each in _sentences(russian)
        for form in _forms(each.id)
        if form not in {*_forms(each.string), *names}
    }
    return re.compile("|".join(_pattern(form) for form in said))


def _pattern(sentence: str) -> str:
    """What a sentence looks like, whatever is put in; what is counted is a number."""
    parts = (".+?".join(map(re.escape, _parts(part))) for part in sentence.split("%(n)s"))
    return r"[\d\s.,]+".join(parts)


def _parts(sentence: str) -> list[str]:
    return re.split(r"%\(\w+\)[sd]", sentence)


def _words(page: Any) -> list[str]:
    """What a page says, to eyes and ears, but for what it marks as English."""
    for foreign in page.xpath(FOREIGN):
        foreign.drop_tree()
    return [" ".join(str(each).split()) for each in page.xpath(SHOWN)]


def test_every_page_is_russian(
    furnished: population.Population, house: Any, client: Client, russian: Catalog
) -> None:
    """Pages, forms, lists, histories and errors say nothing of ours in English."""
    client.force_login(house.people["analyst"])
    client.post(reverse("language"), {"language": "ru", "next": "/"})
    english, pages, days = _english(russian), 0, 0
    for address in dict.fromkeys(one for route in routes() for one in filled(furnished, route)):
        if address.startswith("/api/v1/") or address == reverse("account_logout"):
            continue
        if (address.startswith("/briefs/") and address.endswith("/page/")) or re.fullmatch(
            r"/minutes/[0-9a-f-]+/", address
        ):
            continue  # a document in the language in which it was made
        answer = client.get(address)
        if not answer.content or "text/html" not in answer.headers["Content-Type"]:
            continue
        page = html.fromstring(answer.content)
        assert page.get("lang") == "ru", address
        words = _words(page)
        assert [each for each in words if english.fullmatch(each)] == [], address
        pages += 1
        days += any(map(DAY.match, words))
    assert pages > 50
    assert days > 5


def test_a_language_is_chosen_without_script_and_kept(house: Any, client: Client) -> None:
    """A form at the foot of each page changes the language, for a year and after signing out."""
    client.force_login(house.people["analyst"])
    form = html.fromstring(client.get("/warnings/").content).xpath("//form[@class='languages']")[0]
    assert form.get("method") == "post"
    assert form.xpath(".//button/@value") == ["en", "ru"]
    given = {"language": "ru", "next": form.xpath(".//input[@name='next']/@value")[0]}
    answer = client.post(form.get("action"), given, follow=True)
    assert html.fromstring(answer.content).get("lang") == "ru"
    assert answer.request["PATH_INFO"] == "/warnings/"
    client.post(reverse("account_logout"))
    page = client.get(reverse("account_login"))
    assert html.fromstring(page.content).get("lang") == "ru"
    assert client.cookies["django_language"]["max-age"] == 365 * 24 * 3600
