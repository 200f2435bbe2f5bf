"""A process that acts on a database again and again, to be killed: acting.py SEED [HOW MANY]."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import random
import sys
import uuid

import django
from django.db import OperationalError, close_old_connections

os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.council.settings"
django.setup()

from tocsin.council.council import sessions, undertakings  # noqa: E402 (Django is set up first)
from tocsin.council.council.models import Session  # noqa: E402
from tocsin.council.people import actions as people  # noqa: E402
from tocsin.council.people.models import Appointment, User  # noqa: E402
from tocsin.council.record import clock  # noqa: E402
from tocsin.council.record.action import Actor, Via  # noqa: E402
from tocsin.world.errors import AccessError, ConflictError, StorageError  # noqa: E402

COMMAND = Actor(None, Via.COMMAND)
DAY = dt.date(2013, 1, 1)


def sit(chance: random.Random, number: str, ticket: uuid.UUID) -> bool:
    """Call a session or cancel one, or enter an undertaking in steps, as an officer; whether it was
    done."""
    found = User.objects.filter(appointments__role="officer", appointments__until=None).first()
    if found is None:
        return False
    officer = Actor(found, Via.COMMAND)
    planned = list(Session.objects.filter(stage="planned").values_list("pk", flat=True)[:50])
    match chance.randrange(3):
        case 0 if planned:
            one = chance.choice(planned)
            sessions.cancel(officer, sessions.Cancel(session=one, reason="Rain.", ticket=ticket))
        case 1:
            given = {"track": "accession", "party": "ARM", "title": number, "what": number}
            steps = {"made_on": DAY, "steps": "1. Apply | ARM\n2. Join | ARM | | after 1"}
            undertakings.enter(
                officer,
                undertakings.Enter(**given, **steps, marking="AMBER:secretariat", ticket=ticket),
            )
        case _:
            begins = clock.now() + dt.timedelta(days=1)
            when = {"begins": begins, "ends": begins + dt.timedelta(hours=2)}
            told = {"title": number, "format": "plenary", "marking": "AMBER:secretariat"}
            sessions.call(officer, sessions.Call(**told, **when, ticket=ticket))
    return True


def act(chance: random.Random, number: str, ticket: uuid.UUID) -> None:
    """Do one of several things, which change one row or many."""
    match chance.randrange(7):
        case 4 | 5 | 6:
            if sit(chance, number, ticket):
                return
        case 0:
            held = list(Appointment.objects.filter(until=None).values_list("pk", flat=True)[:50])
            if held:
                end = people.End(tenure=chance.choice(held), until=DAY, ticket=ticket)
                people.relieve(COMMAND, end)
                return
        case 1:
            user = chance.choice(list(User.objects.values_list("pk", flat=True)[:50]) or [None])
            if user:
                role = chance.choice(["analyst", "officer"])
                given = people.Appoint(user=user, role=role, since=DAY, ticket=ticket)
                people.appoint(COMMAND, given)
                return
    address = f"{number}@example.org"
    admitted = people.Admit(email=address, name="Somebody", party="secretariat", ticket=ticket)
    people.admit(COMMAND, admitted)


def main() -> None:
    """Act until killed or until it was done often enough; say after each that it is done."""
    seed = sys.argv[1]
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    for number in itertools.count() if len(sys.argv) < 3 else range(int(sys.argv[2])):
        ticket, choice = uuid.UUID(int=chance.getrandbits(128), version=4), chance.getstate()
        while True:
            chance.setstate(choice)
            try:
                act(chance, f"{seed}-{number}", ticket)
            except (AccessError, ConflictError):  # others act at the same time
                break
            except (StorageError, OperationalError) as error:
                print("refused", error, flush=True)
                close_old_connections()
                if "--stubborn" not in sys.argv:
                    break
            else:
                print("done", ticket, flush=True)
                break


if __name__ == "__main__":
    main()
