"""Notices reach those who may see the thing, and e-mail tells them nothing of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import socket
import socketserver
import threading
import uuid
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from tests.council.conftest import COMMAND, House

from tocsin.council.desk.models import Warning
from tocsin.council.desk.warnings import Issue, issue
from tocsin.council.people.models import User
from tocsin.council.record import clock, verify
from tocsin.council.record.action import Actor, action, actions
from tocsin.council.record.given import Given
from tocsin.council.record.models import Payload
from tocsin.council.site import mail
from tocsin.council.site.lease import Lease, lease
from tocsin.council.site.notice import Code, Failure, Notice, notify, people_of
from tocsin.council.site.notices import lines, unread

TITLE = "Kunduz: unrest near the bridge"


class Ring(Given):
    """Whom to tell of a warning, for these tests."""

    warning: uuid.UUID
    people: list[uuid.UUID]


@pytest.fixture(autouse=True)
def _ring() -> Iterator[None]:
    """An action that does nothing but tell people."""

    @action("test.ring", "Ring", on_page=False)
    def ring(actor: Actor, given: Ring) -> Warning:
        """Tell people of a warning."""
        thing = Warning.held(given.warning)
        notify(thing, Code.WARNED, User.objects.filter(pk__in=given.people))
        return thing

    yield
    del actions["test.ring"]


def warned(house: House, marking: str = "AMBER:secretariat,ARM") -> Warning:
    """A warning to Armenia."""
    given = Issue(
        place="AFG-TJK",
        title=TITLE,
        what="A convoy was stopped.",
        marking=marking,
        offices="ARM: Ministry of Foreign Affairs",
        answer_by=clock.now() + dt.timedelta(days=3),
    )
    warning: Warning = issue(house.actor("analyst"), given)
    return warning


def ring(house: House, warning: Warning, *names: str) -> list[Notice]:
    """Tell some people of it."""
    Notice.objects.rewrite(due_at=None)
    before = set(Notice.objects.values_list("pk", flat=True))
    people = [house.people[name].pk for name in names]
    actions["test.ring"](COMMAND, Ring(warning=warning.pk, people=people))
    return list(Notice.objects.exclude(pk__in=before))


def test_only_those_who_may_see_a_thing_are_told_of_it(house: House) -> None:
    """Nobody outside of the audience gets a notice, and nobody gets two."""
    made = ring(house, warned(house), "armenia", "armenia", "belarus", "administrator")
    assert [notice.user for notice in made] == [house.people["armenia"]]
    assert not verify.findings()


def test_a_notice_belongs_to_an_action(house: House) -> None:
    """Outside of an action nobody can be told anything."""
    with pytest.raises(TypeError):
        notify(warned(house), Code.WARNED, [house.people["armenia"]])


def test_the_inbox_shows_a_title_only_to_those_who_may_see_it_now(
    house: House, client: Client
) -> None:
    """Whoever was barred after the notice keeps the notice, without title or link."""
    warning = warned(house)
    ring(house, warning, "armenia")
    client.force_login(house.people["armenia"])
    assert TITLE in client.get("/inbox/").content.decode()
    bar = actions["thing.bar"]
    bar(
        house.actor("analyst"),
        bar.given(table="desk.warning", thing=warning.pk, party="ARM", reason="test"),
    )
    page = client.get("/inbox/").content.decode()
    assert TITLE not in page
    assert str(warning.pk) not in page
    assert "no longer open to you" in page


def test_reading_is_a_post_and_only_ones_own(house: House, client: Client) -> None:
    """Looking changes nothing; marking as read concerns the reader's own notices only."""
    warning = warned(house)
    Notice.objects.rewrite(read_at=clock.now())
    armenia, analyst = ring(house, warning, "armenia", "analyst")
    if armenia.user != house.people["armenia"]:
        armenia, analyst = analyst, armenia
    client.force_login(house.people["armenia"])
    assert client.get(reverse("read")).status_code == 405
    assert client.get(reverse("notice", args=[armenia.pk]))["Location"].endswith(f"{warning.pk}/")
    assert client.get(reverse("notice", args=[analyst.pk])).status_code == 404
    assert unread(house.people["armenia"]) == 1
    client.post(reverse("read"), {"notice": analyst.pk})
    client.post(reverse("read"), {"notice": armenia.pk})
    assert client.post(reverse("read"), {"notice": "none"}).status_code == 404
    assert unread(house.people["armenia"]) == 0
    assert unread(house.people["analyst"]) == 1
    assert not verify.findings()


def test_unread_comes_first(house: House, client: Client) -> None:
    """What was not read stands above what was, whatever their age."""
    warning = warned(house)
    for _ in range(2):
        ring(house, warning, "armenia")
    first = Notice.objects.filter(user=house.people["armenia"]).latest("made_at")
    Notice.objects.filter(pk=first.pk).rewrite(read_at=clock.now())
    client.force_login(house.people["armenia"])
    shown = client.get("/inbox/").context["lines"]
    assert shown[-1].notice == first
    assert [line.thing for line in lines([first], house.people["armenia"])] == [warning]


def test_the_page_on_mail_has_counts_only_and_is_for_administrators(
    house: House, client: Client
) -> None:
    """Others are refused; the administrator reads no title, name or address."""
    ring(house, warned(house), "armenia")
    client.force_login(house.people["armenia"])
    assert client.get("/inbox/post/").status_code == 403
    administrator = house.people["administrator"]
    Authenticator.objects.create(user=administrator, type="totp", data={"secret": "x"})
    client.force_login(administrator)
    page = client.get("/inbox/post/").content.decode()
    assert TITLE not in page
    assert "armenia" not in page.lower()


class MailServer(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is sent, or refuses it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.taken: list[bytes] = []
        self.refusing = False


class Dialogue(socketserver.StreamRequestHandler):
    """The few words of SMTP that a client needs."""

    WORDS: ClassVar = {b"EHLO": b"250 hello", b"QUIT": b"221 bye"}

    def handle(self) -> None:
        """Answer line by line until the client leaves."""
        self.say(b"220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.data()
            else:
                self.say(self.WORDS.get(word, b"250 ok"))

    def data(self) -> None:
        """Take a message, its leading dots taken off again."""
        self.say(b"354 go on")
        body = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            body += line.removeprefix(b".") if line.startswith(b".") else line
        if self.server.refusing:
            self.say(b"554 no")
            return
        self.server.taken.append(body)
        self.say(b"250 taken")

    def say(self, line: bytes) -> None:
        """Say one line."""
        self.wfile.write(line + b"\r\n")


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    """The mail server, and settings that name it."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_holds_a_link_and_nothing_of_the_thing(house: House, post: MailServer) -> None:
    """Neither title, place, party nor marking is in it, and the record proves what was sent."""
    (notice,) = ring(house, warned(house), "armenia")
    assert mail.deliver(clock.now()) == 1
    assert mail.deliver(clock.now()) == 0
    (sent,) = post.taken
    words = sent.decode()
    assert f"/inbox/{notice.pk}/" in words
    for hidden in ("Kunduz", "AFG", "TJK", "Armenia", "ARM", "AMBER", "arning"):
        assert hidden not in words.replace("armenia@example.org", "")
    notice.refresh_from_db()
    assert notice.digest == hashlib.sha256(sent).hexdigest()
    assert notice.message == f"<{notice.pk}@localhost>"
    assert f"Message-ID: {notice.message}" in words
    said = Payload.objects.get(action="notice.sent")
    assert notice.digest in said.body
    assert TITLE not in said.body
    assert not verify.findings()


def test_a_mail_is_written_in_the_language_of_the_house(house: House, settings: Any) -> None:
    """The same notice is always the same bytes."""
    (notice,) = ring(house, warned(house), "armenia")
    one, two = mail.message(notice), mail.message(notice)
    assert one.message().as_bytes() == two.message().as_bytes()
    assert one.subject == "A notice awaits you"


def test_what_fails_is_kept_and_tried_again_later_and_later(
    house: House, post: MailServer, settings: Any
) -> None:
    """A refused notice waits twice as long each time, and is given up in the end."""
    (notice,) = ring(house, warned(house), "armenia")
    post.refusing = True
    now, waits = clock.now(), []
    while True:
        assert mail.deliver(now) == 0
        notice.refresh_from_db()
        if notice.due_at is None:
            break
        waits.append(notice.due_at - now)
        now = notice.due_at
    assert notice.failure == Failure.REFUSED
    assert notice.tries == mail.TRIES
    assert waits == [mail.FIRST_WAIT * 2**n for n in range(mail.TRIES - 1)]
    assert not verify.findings()


def test_a_server_that_is_away_is_tried_again(
    house: House, post: MailServer, settings: Any
) -> None:
    """Once it is back the notice is sent, with nothing lost."""
    (notice,) = ring(house, warned(house), "armenia")
    port = settings.EMAIL_PORT
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        assert mail.deliver(clock.now()) == 0
    notice.refresh_from_db()
    assert notice.failure == Failure.UNREACHED
    settings.EMAIL_PORT = port
    assert mail.deliver(notice.due_at) == 1


def test_a_crash_after_sending_repeats_it_once_at_most(
    house: House, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often the sender dies before the proof is entered, two mails go out and no more."""
    ring(house, warned(house), "armenia")

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(mail, "sent", dies)
    now = clock.now()
    for _ in range(10):
        try:
            mail.deliver(now)
        except KeyboardInterrupt:
            now += dt.timedelta(days=1) / 2
    assert len(post.taken) == 2
    assert post.taken[0] == post.taken[1]


def test_nobody_is_mailed_about_what_they_may_no_longer_see(house: House, post: MailServer) -> None:
    """A notice whose thing was closed to its reader meanwhile is not sent."""
    warning = warned(house)
    (notice,) = ring(house, warning, "armenia")
    bar = actions["thing.bar"]
    bar(
        house.actor("analyst"),
        bar.given(table="desk.warning", thing=warning.pk, party="ARM", reason="test"),
    )
    assert mail.deliver(clock.now()) == 0
    notice.refresh_from_db()
    assert (notice.failure, notice.due_at) == (Failure.HIDDEN, None)
    assert not post.taken


def test_people_of_a_party_are_those_with_an_open_account(house: House) -> None:
    """A closed account is told nothing."""
    armenia = house.party("ARM")
    assert people_of(armenia) == [house.people["armenia"]]
    close = actions["person.close"]
    close(COMMAND, close.given(user=house.people["armenia"].pk))
    assert people_of(armenia) == []


def test_a_lease_is_held_by_one_and_runs_out(db: None) -> None:
    """A second holder is refused until the first lets go or its time is over."""
    minute = dt.timedelta(minutes=1)
    with lease("work", minute) as mine, lease("work", minute) as theirs:
        assert (mine, theirs) == (True, False)
    with lease("work", minute) as again:
        assert again
        Lease.objects.update(until=dt.datetime.now(dt.UTC))
        with lease("work", minute) as after_a_crash:
            assert after_a_crash
