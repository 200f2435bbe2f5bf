"""Reading with a language model: asked only for what may be sent, and held against the text."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tocsin.desk.reading import batch, folder, results
from tocsin.desk.reading.batch import Failure, Reading, Settings
from tocsin.desk.reading.model import Model, given
from tocsin.world.errors import RequestError
from tocsin.world.marking import Level, Marking

TEXT = "Minister Orlov welcomed the plan on 3 May 2014."
SAID = {
    "source": "Minister Orlov",
    "cue": ["welcomed"],
    "content": ["the plan"],
    "speaker": {"name": "Orlov", "office": "Minister", "party": ""},
    "topic": "",
    "acts": [],
}


class _Server(BaseHTTPRequestHandler):
    """Proposes one statement that stands in the text and one that does not."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        rows = [SAID, {**SAID, "content": ["another plan"]}]
        message = {"message": {"content": json.dumps({"statements": rows})}}
        body = json.dumps({"choices": [message]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """The address of a model that always proposes the same."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def _read(path: Path, model: Model) -> batch.Outcome:
    (outcome,) = batch.read_all(folder.entries([path]), Settings(model=model), 1)
    return outcome


def test_what_is_no_exact_span_is_dropped_and_counted(tmp_path: Path, endpoint: str) -> None:
    """The model's statements stand in place of the rules' own, beside the dates that rules find."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    outcome = _read(path, Model(endpoint, "small", Marking()))
    assert isinstance(outcome, Reading)
    (statement,) = outcome.found.statements
    assert statement.attribution.content[0].of(TEXT) == "the plan"
    assert outcome.found.dropped == 1
    assert len(outcome.found.dates) == 1
    assert outcome.how["model"] == f"small at {endpoint}"
    kept = results.keep(tmp_path, outcome.report, outcome.found, outcome.how)
    assert results.load(kept)[1] == outcome.found


def test_marked_reports_stay_here(tmp_path: Path, endpoint: str) -> None:
    """A report above the allowed level is refused, and read where the organisation allows it."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    green = Marking.parse("GREEN:secretariat")
    refused = _read(path, Model(endpoint, "small", green))
    assert isinstance(refused, Failure)
    assert "TLP:GREEN" in refused.said
    allowed = Model(endpoint, "small", green, allowed=Level.GREEN)
    assert isinstance(_read(path, allowed), Reading)


@pytest.mark.parametrize(("name", "marking"), [("", "CLEAR"), ("small", ""), ("small", "OPEN")])
def test_a_model_needs_its_name_and_the_marking(name: str, marking: str) -> None:
    """Nothing is sent anywhere by a guess."""
    with pytest.raises(RequestError):
        given("http://localhost/v1", name, marking, None)
