"""Every address of the house, filled with every identifier, as it is asked by each visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize
from tests.council.population import Population

from tocsin.council.record.action import actions
from tocsin.council.site.kind import kinds

NOBODY = "nobody"
NOWHERE = "7d3c9c9e-54b2-4d3e-9d0b-6c1b2f0f7a11"
LINK = re.compile(r'(?:href|action)="([^"#]+)')
CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"'
    rb'|name="ticket" value="[^"]*"'
    rb'|<dl class="record">.*?</dl>',
    re.DOTALL,
)
"""What differs between two answers alike: tokens, and the record's end, which is open to all."""


def _ids(made: Population, route: str) -> list[str]:
    """The things that a route may be about: those of the kind it names, or one of each kind."""
    named = next((kind for kind in kinds if f"/{kind}/" in route), None)
    each = {kind: str(thing.pk) for kind, thing in made.things if kind != named}
    own = [str(thing.pk) for kind, thing in made.things if kind == named]
    some = list(each.values())
    return [*own, *(some[:1] if named else some), NOWHERE]


PARAMETERS: dict[str, Callable[[Population, str], list[str]]] = {
    "id": _ids,
    "kind": lambda made, route: [*kinds, "nowhere"],
    "name": lambda made, route: [*actions, "nowhere"],
    "path": lambda made, route: ["nowhere", *made.words],
    "uidb36": lambda made, route: ["x"],
    "provider_id": lambda made, route: ["nowhere"],
    "key": lambda made, route: ["TJK", "nowhere"],
    "secret": lambda made, route: ["nowhere"],
    "pk": lambda made, route: ["1", "2"],
    "n": lambda made, route: ["1", "99"],
}
"""What every parameter of an address may be; a parameter that is not here fails the walk."""


def routes() -> list[str]:
    """Every route of the site, such as `{kind}/{id}/history/`."""
    return list(_routes(get_resolver(), ""))


def _routes(within: URLResolver, before: str) -> Iterator[str]:
    for one in within.url_patterns:
        whole = before + _format(one)
        if isinstance(one, URLPattern):
            yield whole
        else:
            yield from _routes(one, whole)


def _format(one: URLPattern | URLResolver) -> str:
    if isinstance(one.pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(one.pattern))
    if not isinstance(one, URLPattern) and not str(one.pattern).strip("^/"):
        return str(one.pattern).strip("^")
    return re.sub(r"%\((\w+)\)s", r"{\1}", normalize(str(one.pattern))[0][0])


def addresses(made: Population) -> list[str]:
    """Every address: each route with each value of its parameters."""
    return [address for route in routes() for address in filled(made, route)]


def filled(made: Population, route: str) -> list[str]:
    """A route with each value of its parameters."""
    found = [f"/{route}"]
    for name in dict.fromkeys(re.findall(r"{(\w+)}", route)):
        assert name in PARAMETERS, f"The walk does not know what to put for {name} in {route}."
        known = PARAMETERS[name]
        found = [
            each.replace(f"{{{name}}}", value) for each in found for value in known(made, each)
        ]
    return found


@dataclass
class Visitor:
    """Somebody with a browser and a token, or nobody with neither."""

    name: str
    words: dict[str, frozenset[str]]
    token: str = ""
    client: Client = field(default_factory=Client)
    shown: set[str] = field(default_factory=set)
    found: set[str] = field(default_factory=set)

    def ask(self, address: str, method: str = "get", **more: Any) -> Any:
        """Ask for an address and read the answer; fails if it says what is not for the visitor."""
        bearer = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers = bearer if address.startswith("/api/") else {}
        answer = getattr(self.client, method)(address, headers=headers, **more)
        assert answer.status_code < 500, f"{address}: {answer.status_code}"
        self.read(answer, f"{method} {address} as {self.name}")
        if answer.status_code == 200:
            self.found.add(address)
        return answer

    def read(self, answer: Any, where: str) -> None:
        """Look for every secret word in body, headers and cookies."""
        said = f"{answer.headers} {answer.cookies} {answer.content.decode('utf-8', 'replace')}"
        for word, holds in self.words.items():
            if word in said.lower():
                assert self.name in holds, f"{where} shows {word}"
                self.shown.add(word)

    def follow(self, answers: Iterable[tuple[str, Any]]) -> None:
        """Follow the links of pages to forms, filled in, and to what a list continues with."""
        asked: dict[str, list[str]] = {}
        for address, answer in answers:
            for link in _links(answer, address):
                path, _, query = link.partition("?")
                asked.setdefault(path, [])
                if query and link not in asked[path]:
                    asked[path].append(link)
        for links in asked.values():
            for link in links[:: max(1, len(links) // 3)]:
                if "next=" not in link:
                    self.ask(link)


def _links(answer: Any, address: str) -> Iterator[str]:
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    for link in LINK.findall(answer.content.decode()):
        there = urlsplit(urljoin(address, link.replace("&amp;", "&")))
        if not there.netloc and not there.path.startswith("/static/"):
            yield f"{there.path}?{there.query}" if there.query else there.path


def steady(answer: Any) -> bytes:
    """An answer without what differs each time."""
    head = f"{answer.status_code} {answer.headers.get('Location')}".encode()
    return head + CHANGING.sub(b"", answer.content)
