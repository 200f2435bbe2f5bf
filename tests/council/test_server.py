"""The server starts with one command, watches its parts, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tocsin.council import server
from tocsin.world.errors import RequestError, StorageError

PATIENCE = 120.0


class Running:
    """A server in a process of its own, and what it has said so far."""

    def __init__(self, data: Path, *options: str, command: str = "serve") -> None:
        self.said = data.parent / "said"
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tocsin", command, "--port", "0", *options],
                env=environment(data),
                stderr=said,
            )
        self.url = wait_for(self._url)

    def _url(self) -> str:
        found = re.search(r"look at (http://[^/ ]+)/", self.said.read_text())
        assert found or self.process.poll() is None, self.said.read_text()
        return found[1] if found else ""

    def children(self) -> dict[int, str]:
        """All processes that come from it, with their commands."""
        found, line = {}, [self.process.pid]
        while line:
            parent = line.pop()
            for child in _children(parent):
                found[child] = _command(child)
                line.append(child)
        return found

    def worker(self) -> int:
        """The process of the worker."""
        work = [c for c in _children(self.process.pid) if _command(c).endswith("tocsin work")]
        return work[0] if work else 0

    def stop(self) -> int:
        """End it as a service manager does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def environment(data: Path) -> dict[str, str]:
    """A house of its own, on SQLite, whatever the tests run on and beside."""
    other = {"DATABASE_URL", "TOCSIN_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in other}
    return {**kept, "TOCSIN_DATA": str(data)}


def wait_for(asked: Callable[[], object]) -> object:
    """What something answers once it is true."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if answer := asked():
            return answer
        time.sleep(0.1)
    raise AssertionError("It did not come in time.")


def _children(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Whether a process runs and is no mere remainder."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Visitor:
    """A browser with cookies and nothing else."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def get(self, path: str, data: dict[str, str] | None = None) -> str:
        """The page at an address, after sending a form if there is one."""
        body = urllib.parse.urlencode(data).encode() if data else None
        with self.opener.open(self.url + path, body, timeout=60) as answer:
            return str(answer.read().decode())

    def enter(self, name: str) -> str:
        """Enter a demonstration as somebody; the first page."""
        page = self.get("/demo/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        row = next(row for row in page.split("<tr>") if f">{name} <" in row)
        user = re.search(r'name="user" value="([^"]+)"', row)
        assert token
        assert user
        return self.get("/demo/", {"csrfmiddlewaretoken": token[1], "user": user[1]})


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that the servers of these tests share."""
    folder = tmp_path_factory.mktemp("served") / "data"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def demo(data: Path) -> Iterator[Running]:
    """The demonstration, running."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOCSIN_MODEL", "conflictology")
        running = Running(data, "gambia", command="demo")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_the_demonstration_shows_each_account_its_own(demo: Running) -> None:
    """Pages come with styles and safe headers, and differ from account to account."""
    visitor = Visitor(demo.url)
    assert visitor.get("/health/") == "ok\n"
    nigeria = visitor.enter("Delegate of Nigeria")
    style = re.search(r'href="(/static/site/site\.[0-9a-f]+\.css)"', nigeria)
    assert style
    assert "color" in visitor.get(style[1])
    assert "The Gambia before the day" in visitor.get("/warnings/")
    assert "A warning awaits your party’s answer" in visitor.get("/inbox/")
    administrator = Visitor(demo.url)
    administrator.enter("Administrator")
    assert "The Gambia after the election" in administrator.get("/reports/")
    assert "The Gambia before the day" not in administrator.get("/warnings/")


def test_what_is_served_is_guarded(demo: Running) -> None:
    """A page carries the policy that lets no script of others in, and is framed by nobody."""
    with Visitor(demo.url).opener.open(demo.url + "/demo/", timeout=60) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_host_that_is_not_ours_is_refused(demo: Running) -> None:
    """A name that somebody lets point to this machine opens no door."""
    strange = {"Host": "evil.example"}
    asked = urllib.request.Request(f"{demo.url}/demo/", headers=strange)  # noqa: S310 (our own)
    with pytest.raises(urllib.error.HTTPError) as refused:
        Visitor(demo.url).opener.open(asked, timeout=60)
    assert refused.value.code == 400
    refused.value.close()


def test_a_worker_that_dies_is_started_again(demo: Running) -> None:
    """After kill -9 another one works, and the pages went on."""
    before = wait_for(demo.worker)
    assert isinstance(before, int)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: demo.worker() not in {0, before})
    assert Visitor(demo.url).get("/health/") == "ok\n"
    assert "the worker ended" in demo.said.read_text()


def test_a_port_that_is_taken_is_said_to_be(demo: Running) -> None:
    """The second server names the port and the way out."""
    port = int(demo.url.rpartition(":")[2])
    with pytest.raises(RequestError, match=r"taken.*--port"):
        server.listening("127.0.0.1", port)


def test_nothing_is_left_and_it_starts_again(demo: Running, data: Path) -> None:
    """SIGTERM ends all of it in ten seconds; the same data serves again, demonstration or not."""
    left = demo.children()
    assert len(left) >= 4
    began = time.monotonic()
    assert demo.stop() == 0
    assert time.monotonic() - began < 10
    assert not [pid for pid in left if alive(pid)]
    again = Running(data, "gambia", "--workers", "1", command="demo")
    assert "Delegate of Nigeria" in Visitor(again.url).enter("Delegate of Nigeria")
    left = again.children()
    again.process.kill()
    again.process.wait()
    wait_for(lambda: not [pid for pid in left if alive(pid)])


def test_a_demonstration_needs_an_empty_database(tmp_path: Path) -> None:
    """A house that is in use stays as it is; without an organisation there is nothing to serve."""
    empty = run(tmp_path)
    assert empty.returncode == 2
    assert "tocsin setup" in empty.stderr
    setup = [sys.executable, "-m", "tocsin", "setup", "--org", "csto"]
    subprocess.run(setup, env=environment(tmp_path), check=True, capture_output=True)
    refused = run(tmp_path, command="demo")
    assert refused.returncode == 7
    assert "not empty" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    """The message names the setting, not what is in it."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        away = f"postgres://tocsin:hidden@127.0.0.1:{port}/tocsin"
        ran = run(tmp_path, DATABASE_URL=away)
    assert ran.returncode == 4
    assert "DATABASE_URL" in ran.stderr
    assert "hidden" not in ran.stderr


def run(
    data: Path, *options: str, command: str = "serve", **variables: str
) -> subprocess.CompletedProcess[str]:
    """A server that is expected to refuse."""
    return subprocess.run(
        [sys.executable, "-m", "tocsin", command, "--port", "0", *options],
        env={**environment(data), **variables},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "house.example"])  # noqa: S104
def test_a_demonstration_stays_on_this_machine(host: str) -> None:
    """Its doors are open, so that nobody from elsewhere is to come near."""
    with pytest.raises(RequestError, match="this machine only"):
        server.serve(host, 0, workers=1, demo=server.Demo("sochi"), say=print)


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """It says which folder, and how to name another."""
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match=r"file.*TOCSIN_DATA"):
        server.writable(tmp_path / "file")


def test_the_settings_are_fit_for_the_open_net(tmp_path: Path) -> None:
    """Django's own check for deployment finds nothing once pages go over HTTPS."""
    ran = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"],
        env={
            **environment(tmp_path),
            "DJANGO_SETTINGS_MODULE": "tocsin.council.settings",
            "TOCSIN_URL": "https://house.example",
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
