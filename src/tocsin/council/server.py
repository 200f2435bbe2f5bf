"""The server: the web and one worker, made ready, started, watched, and ended together.

It is started before Django is loaded, since what it is asked decides Django's settings.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tocsin.council.offspring import die_with_parent
from tocsin.world.errors import RequestError, StorageError

TICK = 0.25
PATIENCE = 6.0
"""Seconds that a part has to end by itself."""
HEALTHY = 60.0
LONGEST_WAIT = 60.0

Say = Callable[[str], None]


@dataclass(frozen=True)
class Demo:
    """An exercise that is asked for: a story's key or file, and a text for it to read instead."""

    story: str
    text: Path | None = None


def serve(host: str, port: int, *, workers: int, say: Say, demo: Demo | None = None) -> None:
    """Serve until interrupted; raises `TocsinError` for what stands in the way, before it starts.

    Port 0 takes any that is free. `say` is told, in a line each, where to look and what happens.
    """
    if demo and not loopback(host):
        raise RequestError(
            "The demonstration lets anybody in without a password.",
            where=host,
            remedy="It is shown on this machine only: leave --host out.",
        )
    os.umask(0o077)
    writable(Path(os.environ.get("TOCSIN_DATA", "tocsin-data")))
    with listening(host, port) as listener:
        url = _address(host, listener.getsockname()[1])
        _settle(url, demo)
        prepare(demo, say)
        shown = os.environ["TOCSIN_URL"] if not loopback(host) else url
        if demo:
            say(f"tocsin: sit down at any desk at {shown}/demo/")
        say(f"tocsin: look at {shown}/{'demo/story/' if demo else ''} (Ctrl-C ends it)")
        web = [sys.executable, "-m", "tocsin.council.web", str(listener.fileno()), str(workers)]
        work = [sys.executable, "-m", "tocsin", "work"]
        watch([Part("web", web, (listener.fileno(),)), Part("worker", work)], say)


def rehearse(demo: Demo, say: Say) -> None:
    """Play a story and end, with nothing served; raises `TocsinError` as `serve` does."""
    os.umask(0o077)
    writable(Path(os.environ.get("TOCSIN_DATA", "tocsin-data")))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.council.settings")
    furnish(demo, say)


def loopback(host: str) -> bool:
    """Whether a host's name or address stays on this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def writable(folder: Path) -> None:
    """Raise `StorageError` unless files can be made in a folder, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StorageError(
            f"The data folder cannot be written: {error.strerror}.",
            where=str(folder),
            remedy="Name another one in TOCSIN_DATA.",
        ) from None


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; raises `RequestError` where that is not possible."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise RequestError(
            "The port is taken." if taken else f"It cannot be listened on: {error.strerror}.",
            where=f"{host}:{port}",
            remedy="Choose another one with --port." if taken else "Choose another --host, --port.",
        ) from None


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _settle(url: str, demo: Demo | None) -> None:
    """What the parts read from their environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.council.settings")
    os.environ.setdefault("TOCSIN_URL", url)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.pop("TOCSIN_DEMO", None)
    if demo:
        os.environ.update(TOCSIN_URL=url, TOCSIN_DEMO="1", TOCSIN_HOSTS="", TOCSIN_MAIL_HOST="")


def prepare(demo: Demo | None, say: Say) -> None:
    """Bring the database and the static files up to date; raises `TocsinError` if it cannot be."""
    from django.core.management import call_command  # noqa: PLC0415 (what is asked decides it)

    furnish(demo, say)
    call_command("collectstatic", verbosity=0, interactive=False)


def furnish(demo: Demo | None, say: Say) -> None:
    """Bring the database up to date, and see that it holds a house or an exercise."""
    import django  # noqa: PLC0415 (what is asked decides its settings)
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import DatabaseError, connections  # noqa: PLC0415

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
        _inhabit(demo, say)
    except DatabaseError as error:
        raise StorageError(
            f"The database cannot be used ({type(error).__name__}).",
            remedy="See that it runs, and that DATABASE_URL and the data folder are right.",
        ) from None
    finally:
        connections.close_all()


def _inhabit(demo: Demo | None, say: Say) -> None:
    """See that there is an organisation; for a demonstration in an empty database, play it."""
    from tocsin.council import demo as demonstration  # noqa: PLC0415 (after django.setup)
    from tocsin.council import story  # noqa: PLC0415
    from tocsin.council.people.party import organisation  # noqa: PLC0415

    if demo is None:
        organisation()
        return
    told, text = story.told(demo.story), story.read(demo.text) if demo.text else ""
    if demonstration.holds(told, text):
        return
    demonstration.play(told, text=text, say=lambda words: say(f"tocsin: {words}"))


@dataclass
class Part:
    """A part of the server: its command, the files it is handed, and the process that runs it."""

    name: str
    command: list[str]
    files: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0

    def start(self) -> None:
        """Start its process, which dies with this one."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command,
            pass_fds=self.files,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509 (one thread)
        )

    def look(self, say: Say) -> None:
        """Start it if it is due, and see whether it has died: the sooner, the longer it waits."""
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
        elif (code := self.process.poll()) is not None:
            lived = time.monotonic() - self.started
            self.failures = 0 if lived > HEALTHY else self.failures + 1
            wait = min(2.0**self.failures / 2, LONGEST_WAIT)
            self.process, self.due = None, time.monotonic() + wait
            say(f"tocsin: the {self.name} ended ({code}); it is started again in {wait:g} s")

    def stop(self, until: float) -> None:
        """Wait for its end until a moment, then force it and all that it started."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def watch(parts: list[Part], say: Say) -> None:
    """Keep the parts running until interrupted, and end them all."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            for part in parts:
                part.look(say)
            time.sleep(TICK)
    except KeyboardInterrupt:
        say("tocsin: ending")
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        for part in parts:
            if part.process:
                part.process.terminate()
        until = time.monotonic() + PATIENCE
        for part in parts:
            part.stop(until)
