"""How quickly the council's pages answer 50 people, with few and with 100,000 things of each kind.

    python benchmarks/council.py                       on SQLite
    tools/postgres.sh python benchmarks/council.py     on PostgreSQL

Each person asks for a page every five seconds, and every tenth time files a report. Limits: 95 % of
the answers within 150 ms, none an error; with the many things, by less than half slower. Few are
1,000, so that every list is a full page for everybody in either run.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

PEOPLE, EVERY, WRITES = 50, 5.0, 0.1
FEW, WARM = 1_000, 15.0
LIMIT, GROWTH = 0.150, 1.5
THING = re.compile(
    r'href="(/(?:warnings|reports|firings|sessions|items|texts|decisions|undertakings|offers)'
    r'/[0-9a-f-]{36}/)"'
)
DATA = Path(tempfile.mkdtemp(prefix="tocsin-bench-"))
os.environ["TOCSIN_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.council.settings"
from filling import filler  # noqa: E402 (the house is named first)

TOKEN = "b" * 32


@dataclass
class Run:
    """What was asked and how long each answer took, in seconds; and what went wrong."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    slowest: dict[str, float] = field(default_factory=dict)


@contextlib.contextmanager
def served() -> Iterator[str]:
    """The server as its users start it; gives its address."""
    command = [str(Path(sys.executable).with_name("tocsin")), "serve", "--port", "0"]
    log = DATA / "serve.log"
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            if found := re.search(r"http://[\w.]+:\d+", log.read_text(encoding="utf-8")):
                yield found[0]
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"tocsin serve gave no address: {log.read_text(encoding='utf-8')}")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def settle() -> tuple[list[str], str]:
    """Set the house up with its people; gives their session keys and the source they name."""
    import django

    django.setup()
    from importlib.resources import files

    from django.core.management import call_command

    from tocsin.council.desk import sources
    from tocsin.council.people import actions as people
    from tocsin.council.people.role import Role
    from tocsin.council.record.action import Actor, Via

    call_command("migrate", verbosity=0)
    command, since = Actor(None, Via.COMMAND), dt.date(2013, 1, 1)
    text = files("tocsin.world").joinpath("data/organisations/csto.toml").read_text("utf-8")
    people.adopt(command, people.Adopt(key="csto", text=text))
    parties = ["secretariat", "ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]
    keys = []
    for n in range(PEOPLE):
        party = parties[n % len(parties)]
        given = people.Admit(email=f"p{n}@example.org", name=f"Person {n}", party=party)
        user = people.admit(command, given)
        role = Role.ANALYST if party == "secretariat" else Role.DELEGATE
        people.appoint(command, people.Appoint(user=user.pk, role=role, since=since))
        if role is Role.DELEGATE:
            people.accredit(command, people.Accredit(user=user.pk, party=party, since=since))
        keys.append(_session(user))
        if n == 0:
            analyst = Actor(user, Via.COMMAND)
    source = sources.enter(
        analyst,
        sources.Enter(name="Press of the region", kind="press", marking="CLEAR"),
    )
    return keys, str(source.pk)


def _session(user: object) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def visit(base: str, keys: list[str], source: str, seconds: float) -> Run:
    """All people at once for so long."""
    run = Run()
    threads = [
        threading.Thread(target=_person, args=(base, key, source, seconds, n, run), daemon=True)
        for n, key in enumerate(keys)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return run


def _person(base: str, key: str, source: str, seconds: float, seed: int, run: Run) -> None:
    rng = random.Random(seed)
    address = urlsplit(base)
    end = time.monotonic() + seconds
    seen = ["/", "/warnings/", "/reports/", "/firings/", "/sources/", "/inbox/", "/outlook/"]
    seen += ["/people/", "/warnings/?place=TJK", "/search/?q=bridge", "/search/?q=nowhere"]
    seen += ["/sessions/", "/items/", "/texts/", "/decisions/", "/undertakings/", "/offers/"]
    lists = len(seen)
    time.sleep(rng.random() * EVERY)
    while time.monotonic() < end:
        writes = rng.random() < WRITES
        path = "/do/report.file/" if writes else rng.choice(seen)
        body = _report(source, rng) if writes else None
        started = time.monotonic()
        status, text = _ask(address, path, key, body)
        took = time.monotonic() - started
        (run.writes if writes else run.reads).append(took)
        kind = re.sub(r"[0-9a-f-]{36}", "…", path)
        run.slowest[kind] = max(run.slowest.get(kind, 0), took)
        if status not in {200, 302} or (writes and status != 302):
            run.wrong.append(f"{status} {path}")
        found = sorted(set(THING.findall(text)))
        seen = [*seen[:lists], *rng.sample(found, min(len(found), 6))] if found else seen
        time.sleep(max(0.0, EVERY - (time.monotonic() - started)))


def _report(source: str, rng: random.Random) -> str:
    fields = {
        "csrfmiddlewaretoken": TOKEN,
        "title": f"Note {rng.random():.6f}",
        "source": source,
        "dated": "2013-08-01",
        "language": "en",
        "text": "The post was quiet. " * 40,
        "marking_0": "GREEN",
        "marking_1": ["secretariat", "ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"],
    }
    return urlencode(fields, doseq=True)


def _ask(address: object, path: str, key: str, body: str | None) -> tuple[int, str]:
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=30)
    headers = {"Cookie": f"sessionid={key}; csrftoken={TOKEN}"}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request("POST" if body else "GET", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()


def told(name: str, run: Run) -> float:
    """Print what came of a run; gives the 95 % quantile of all answers in seconds."""
    every = sorted(run.reads + run.writes)
    high = statistics.quantiles(every, n=20)[-1]
    print(
        f"{name}: {len(every)} answers, {len(run.writes)} of them writes; median "
        f"{statistics.median(every) * 1000:.0f} ms, 95 % within {high * 1000:.0f} ms, "
        f"slowest {every[-1] * 1000:.0f} ms; {len(run.wrong)} errors {sorted(set(run.wrong))[:5]}"
    )
    for path, took in sorted(run.slowest.items(), key=lambda item: -item[1])[:8]:
        print(f"    {took * 1000:6.0f} ms at most  {path}")
    return high


def main() -> None:
    """Measure, and say whether the limits hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--things", type=int, default=100_000)
    given = parser.parse_args()
    print("PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite")
    keys, source = settle()
    fill = filler()
    fill(FEW)
    with served() as base:
        visit(base, keys, source, WARM)
        small = visit(base, keys, source, given.seconds)
    low = told(f"{FEW} things of each kind", small)
    started = time.monotonic()
    fill(given.things - FEW)
    print(f"filled with {given.things} things of each kind in {time.monotonic() - started:.0f} s")
    with served() as base:
        visit(base, keys, source, WARM)
        large = visit(base, keys, source, given.seconds)
    high = told(f"{given.things} things of each kind", large)
    held = max(low, high) <= LIMIT and high <= low * GROWTH and not small.wrong + large.wrong
    print(f"growth {high / low:.2f} (limit {GROWTH}); limits {'hold' if held else 'DO NOT hold'}")
    sys.exit(not held)


if __name__ == "__main__":
    main()
