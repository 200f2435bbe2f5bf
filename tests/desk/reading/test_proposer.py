"""A language model that proposes, played by a server on this machine."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.desk.reading import proposer
from tocsin.desk.reading.chat import Chat
from tocsin.desk.reading.proposer import proposed
from tocsin.desk.reading.statement import Deed, Span, Statement, Voice
from tocsin.world.errors import (
    AccessError,
    DataError,
    RequestError,
    ServiceError,
    TocsinError,
)
from tocsin.world.marking import Level, Marking

TEXT = (
    "“If Armenia decides,” the President said, “we will help it.” "
    "Minister Orlov welcomed the plan. He said that the border is calm."
)
OPEN = Marking()
Respond = Callable[[BaseHTTPRequestHandler], None]


class _Model(BaseHTTPRequestHandler):
    """Answers as the test wants, and keeps what it was asked."""

    respond: Respond
    asked: list[dict[str, Any]]

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        self.asked.append({"path": self.path, "key": self.headers["Authorization"], "body": body})
        type(self).respond(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def model() -> Iterator[type[_Model]]:
    """A class whose `respond` and `asked` are of one test, served on a free port."""
    kind = type("Model", (_Model,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    kind.endpoint = f"http://127.0.0.1:{server.server_port}/v1"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


def _with(status: int, body: bytes, **headers: str) -> Any:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return staticmethod(respond)


def _saying(content: object) -> Any:
    answer = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    return _with(200, json.dumps(answer).encode())


def _stating(*rows: object) -> Any:
    return _saying(json.dumps({"statements": rows}))


def _ask(model: Any, **options: Any) -> tuple[tuple[Statement, ...], int]:
    return proposed(TEXT, model.endpoint, "tiny", marking=OPEN, **({"timeout": 5.0} | options))


def test_exact_quotations_become_statements(model: Any) -> None:
    """Source, cue, parts of the content and of acts stand where the text has them."""
    act = {
        "act": "pledge",
        "positive": True,
        "span": "will help",
        "giver": "we",
        "receiver": "it",
        "condition": "If Armenia decides",
    }
    model.respond = _stating(
        {
            "source": "the President",
            "cue": ["said"],
            "content": ["“If Armenia decides,”", "“we will help it.”"],
            "speaker": {"name": "A. Example", "office": "President", "party": "BLR"},
            "topic": "Customs Union",
            "acts": [act],
        }
    )
    (statement,), dropped = _ask(model)
    attribution = statement.attribution
    assert dropped == 0
    assert attribution.voice is Voice.DIRECT
    assert [span.of(TEXT) for span in attribution.content] == [
        "“If Armenia decides,”",
        "“we will help it.”",
    ]
    assert attribution.source == Span(22, 35)
    assert statement.speaker.party == "BLR"
    (kept,) = statement.acts
    assert (kept.act, kept.span.of(TEXT)) == (Deed.PLEDGE, "will help")
    assert kept.condition is not None
    assert kept.condition.of(TEXT) == "If Armenia decides"


def test_what_is_not_in_the_text_is_dropped_and_counted(model: Any) -> None:
    """An invented content takes its statement along, an invented part only itself."""
    model.respond = _stating(
        {"content": ["the border is quiet"]},
        {"content": ["that the border is calm"], "source": "She", "cue": ["said"]},
        {"content": ["the plan"], "acts": [{"act": "applaud", "span": "welcomed"}]},
        "nonsense",
        {"content": ["the plan"]},
    )
    statements, dropped = _ask(model)
    assert [s.attribution.content[0].of(TEXT) for s in statements] == [
        "the plan",
        "that the border is calm",
    ]
    assert statements[1].attribution.source is None
    assert dropped == 5


def test_the_answer_may_stand_in_a_fence(model: Any) -> None:
    """Models like to wrap JSON in Markdown."""
    model.respond = _saying('Here:\n```json\n{"statements": [{"content": "the plan"}]}\n```')
    statements, dropped = _ask(model)
    assert (len(statements), dropped) == (1, 0)


@pytest.mark.parametrize("level", [Level.GREEN, Level.AMBER, Level.AMBER_STRICT, Level.RED])
def test_a_closed_report_is_not_sent_unless_allowed(model: Any, level: Level) -> None:
    """Nothing leaves the machine for a marking above what is allowed."""
    model.respond = _stating()
    marking = Marking(level, frozenset({"secretariat"}))
    with pytest.raises(AccessError):
        proposed(TEXT, model.endpoint, "tiny", marking=marking)
    assert model.asked == []
    assert proposed(TEXT, model.endpoint, "tiny", marking=marking, allowed=level) == ((), 0)


def test_the_request_is_what_such_servers_take(model: Any) -> None:
    """The text goes unchanged as the user's message, with model, key and no chance."""
    model.respond = _stating()
    _ask(model, key="secret")
    (asked,) = model.asked
    assert (asked["path"], asked["key"]) == ("/v1/chat/completions", "Bearer secret")
    assert (asked["body"]["model"], asked["body"]["temperature"]) == ("tiny", 0)
    assert asked["body"]["messages"][-1] == {"role": "user", "content": TEXT}


def test_a_path_in_full_is_not_lengthened(model: Any) -> None:
    """Some people paste the address of the completions themselves."""
    model.respond = _stating()
    proposed(TEXT, f"{model.endpoint}/chat/completions/", "tiny", marking=OPEN)
    assert model.asked[0]["path"] == "/v1/chat/completions"


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 429, 500, 503])
def test_any_other_status_is_refused_with_a_remedy(model: Any, status: int) -> None:
    """No redirect is followed, so that text and key go nowhere else."""
    model.respond = _with(status, b"no", Location="http://127.0.0.1:9/v1")
    with pytest.raises(ServiceError, match=str(status)) as caught:
        _ask(model, key="secret")
    assert caught.value.remedy
    assert "secret" not in str(caught.value)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"null",
        b'{"choices": []}',
        b'{"choices": {"0": 1}}',
        b'{"choices": [{"message": {"content": null}}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
        b'{"choices": [{"message": "x"}]}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_completion_is_refused(model: Any, body: bytes) -> None:
    """A page of another server, or a broken one, ends in an error that says so."""
    model.respond = _with(200, body)
    with pytest.raises(DataError):
        _ask(model)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "I cannot help.",
        "{",
        "}{",
        "[]",
        '{"statement": []}',
        '{"statements": {}}',
        '{"statements": "x"}',
        '{"statements": null}',
        '{"a":' * 50_000 + "}",
        json.dumps({"statements": [1] * 5000}),
    ],
)
def test_what_has_no_statements_is_refused(model: Any, content: str) -> None:
    """A chat instead of JSON, or JSON of another shape, is never taken for an empty reading."""
    model.respond = _saying(content)
    with pytest.raises(DataError):
        _ask(model)


@pytest.mark.parametrize(
    "row",
    [
        None,
        [],
        {"content": None},
        {"content": []},
        {"content": ["", " "]},
        {"content": [["the plan"]]},
        {"content": [{"start": 0, "end": 5}]},
        {"content": 7},
        {"content": ["the plan", "the plan", "the plan"]},
        {"content": ["the plan\ud800"]},
        {"content": ["THE PLAN"]},
    ],
)
def test_wrong_types_are_dropped(model: Any, row: object) -> None:
    """Whatever is not words of the text counts as dropped and raises nothing."""
    model.respond = _stating(row)
    assert _ask(model) == ((), 1)


def test_odd_parts_leave_the_statement_as_it_is(model: Any) -> None:
    """A content that stands in the text survives nonsense beside it."""
    model.respond = _stating(
        {
            "content": "the plan",
            "source": 5,
            "cue": {"a": 1},
            "speaker": ["x"],
            "topic": {},
            "acts": "none",
        }
    )
    (statement,), dropped = _ask(model)
    assert (statement.speaker.name, statement.topic, statement.acts) == ("", "", ())
    assert dropped == 3


def test_an_answer_that_drips_is_cut_off_in_time(model: Any) -> None:
    """A byte now and then does not keep a reader waiting past its limit."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            try:
                handler.wfile.write(b" ")
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    model.respond = staticmethod(drip)
    start = time.monotonic()
    with pytest.raises(ServiceError, match="in time"):
        _ask(model, timeout=0.3)
    assert time.monotonic() - start < 3


def test_silence_is_cut_off_in_time(model: Any) -> None:
    """A server that takes the question and never answers ends in the same error."""
    gone = threading.Event()
    model.respond = staticmethod(lambda _: gone.wait(5) and None)
    with pytest.raises(ServiceError, match="in time"):
        _ask(model, timeout=0.2)
    gone.set()


def test_an_endless_answer_is_refused(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is held in memory than an answer can need."""
    monkeypatch.setattr("tocsin.desk.reading.chat.LARGEST", 100_000)
    model.respond = _with(200, b" " * 300_000)
    with pytest.raises(ServiceError, match="longer"):
        _ask(model)


def test_a_server_that_hangs_up_is_named(model: Any) -> None:
    """A connection closed without an answer, or a broken one, is a service that fails."""
    model.respond = staticmethod(lambda handler: handler.wfile.write(b"HTTP/9 oops\r\n\r\n"))
    with pytest.raises(ServiceError):
        _ask(model)
    model.respond = staticmethod(lambda handler: handler.connection.close())
    with pytest.raises(ServiceError):
        _ask(model)


def test_nobody_at_the_address_is_said() -> None:
    """A port on which nobody listens ends in an error with a remedy."""
    with pytest.raises(ServiceError, match="reached"):
        proposed(TEXT, "http://127.0.0.1:9/v1", "tiny", marking=OPEN, timeout=2)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "localhost",
        "ftp://a/v1",
        "file:///etc/passwd",
        "http://",
        "http://a:99999/v1",
        "http://a:b/",
        "http://[::1/v1",
        "http://user:word@a/v1",
        "http://a/v1\r\nX: y",
        "http://a b/",
    ],
)
def test_what_is_no_endpoint_is_refused(endpoint: str) -> None:
    """Only addresses of HTTP are asked, and none with a password or a line break in it."""
    with pytest.raises(RequestError):
        proposed(TEXT, endpoint, "tiny", marking=OPEN)


def test_a_key_does_not_travel_in_the_clear() -> None:
    """Over plain HTTP a key goes to this machine only; and no key breaks a header."""
    with pytest.raises(RequestError, match="clear"):
        proposed(TEXT, "http://model.example/v1", "tiny", marking=OPEN, key="secret")
    with pytest.raises(RequestError, match="key"):
        proposed(TEXT, "http://127.0.0.1:9/v1", "tiny", marking=OPEN, key="a\r\nX: y")
    assert "secret" not in repr(Chat("http://a", "tiny", "secret"))


def test_a_text_too_long_is_refused() -> None:
    """What no model takes is not sent."""
    with pytest.raises(DataError, match="parts"):
        proposed("a" * (proposer.LONGEST + 1), "http://127.0.0.1:9", "tiny", marking=OPEN)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["the plan", "said", "He", "“", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["content", "source", "cue", "acts", "act", "span", "speaker"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.lists(_JSON, max_size=4))
def test_no_answer_adds_to_the_text(rows: list[Any]) -> None:
    """Whatever is answered, all spans lie in the text, in order, and nothing raises but ours."""
    try:
        statements, dropped = proposer._kept(TEXT, rows)
    except TocsinError:
        return
    assert dropped + len(statements) >= len(rows)
    for statement in statements:
        for span in statement.attribution.content:
            assert 0 <= span.start < span.end <= len(TEXT)
    assert [s.attribution.content for s in statements] == sorted(
        s.attribution.content for s in statements
    )
