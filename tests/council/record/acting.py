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

from tocsin.council.people import actions as people  # noqa: E402 (Django is set up first)
from tocsin.council.people.models import Appointment, User  # noqa: E402
from tocsin.council.record.action import Actor, Via  # noqa: E402
from tocsin.world.errors import ConflictError, StorageError  # noqa: E402

COMMAND = Actor(None, Via.COMMAND)
DAY = dt.date(2013, 1, 1)


def act(chance: random.Random, number: str, ticket: uuid.UUID) -> None:
    """Do one of several things, which change one row or many."""
    match chance.randrange(4):
        case 0:
            held = list(Appointment.objects.filter(until=None).values_list("pk", flat=True)[:50])
            if held:
                end = people.End(tenure=chance.choice(held), until=DAY, ticket=ticket)
                people.relieve(COMMAND, end)
                return
        case 1:
            user = chance.choice(list(User.objects.values_list("pk", flat=True)[:50]) or [None])
            if user:
                given = people.Appoint(user=user, role="analyst", since=DAY, ticket=ticket)
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
            except ConflictError:
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
