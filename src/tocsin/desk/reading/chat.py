"""One question to a language model behind a chat endpoint, as OpenAI and many others serve it."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from tocsin.world.errors import DataError, RequestError, ServiceError

LARGEST = 8 << 20
"""Bytes of an answer that are read at most."""

_PATH = "/chat/completions"
_CHUNK = 1 << 16
_OK = 200
_PORTS = 1 << 16


@dataclass(frozen=True, slots=True)
class Chat:
    """An endpoint, the name of its model, and the key to it (may be empty)."""

    endpoint: str
    model: str
    key: str = ""

    def __repr__(self) -> str:
        return f"Chat({self.endpoint!r}, {self.model!r})"

    def answer(self, messages: Sequence[dict[str, str]], *, deadline: float) -> str:
        """What the model answers by `deadline`, on the clock of `time.monotonic`.

        Follows no redirect and uses no proxy, so that text and key go nowhere else. Raises
        RequestError for an endpoint that is none or would send the key in the clear, ServiceError
        where no answer comes, DataError for one that is no chat completion.
        """
        address = _address(self.endpoint, self.key)
        body = json.dumps(
            {
                "model": self.model,
                "messages": list(messages),
                "temperature": 0,
                "response_format": {"type": "json_object"},
            }
        ).encode()
        return _content(_asked(address, body, self.key, deadline), self.endpoint)


def _address(endpoint: str, key: str) -> SplitResult:
    try:
        address = urlsplit(endpoint.strip())
        known = address.scheme in ("http", "https") and bool(address.hostname)
        known = known and (address.port or 1) < _PORTS and not address.username
    except ValueError:
        known = False
    if not known or not endpoint.isascii() or any(c.isspace() or c < " " for c in endpoint.strip()):
        raise RequestError(
            "The endpoint of the language model is no address.",
            remedy="Give it as https://host/v1 or http://localhost:11434/v1.",
        )
    if key and (not key.isascii() or not key.isprintable()):
        raise RequestError("The key has characters that no key has.", remedy="Copy it anew.")
    if key and address.scheme == "http" and not _on_this_machine(address.hostname or ""):
        raise RequestError(
            "The key would go over the network in the clear.",
            where=endpoint,
            remedy="Use https, or no key.",
        )
    return address


def _on_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _asked(address: SplitResult, body: bytes, key: str, deadline: float) -> bytes:
    """The body of the answer to one request."""
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    where = f"{address.scheme}://{address.netloc}"
    left = deadline - time.monotonic()
    if left <= 0:
        raise _late(where)
    connection = kind(address.hostname or "", address.port, timeout=left)
    late = threading.Event()
    timer: threading.Timer | None = None
    try:
        connection.connect()
        timer = _closing(connection.sock, deadline, late)
        answer = _exchanged(connection, address.path, body, key)
    except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
        if late.is_set() or isinstance(error, TimeoutError):
            raise _late(where) from error
        raise ServiceError(
            f"The language model cannot be reached: {error or type(error).__name__}.",
            where=where,
            remedy="Check its address, and whether it runs.",
        ) from error
    except _RefusedError as refused:
        raise ServiceError(str(refused), where=where, remedy=refused.remedy) from refused
    finally:
        if timer:
            timer.cancel()
        connection.close()
    if late.is_set():  # what was cut off may look as if it had ended
        raise _late(where)
    return answer


def _closing(sock: socket.socket, deadline: float, late: threading.Event) -> threading.Timer:
    """Cut a connection at the deadline, however slowly an answer drips in."""

    def cut() -> None:
        late.set()
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    return timer


class _RefusedError(Exception):
    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def _exchanged(connection: http.client.HTTPConnection, path: str, body: bytes, key: str) -> bytes:
    """Send a request and read its answer; raises _RefusedError for any but 200."""
    path = path.rstrip("/")
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    connection.request("POST", path if path.endswith(_PATH) else path + _PATH, body, headers)
    with connection.getresponse() as response:
        return _received(response)


def _received(response: http.client.HTTPResponse) -> bytes:
    if response.status != _OK:
        remedy = _REMEDIES.get(response.status, "Check its address, its model and its log.")
        raise _RefusedError(f"The language model answered {response.status}.", remedy)
    read: list[bytes] = []
    size = 0
    while chunk := response.read(_CHUNK):
        read.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise _RefusedError(
                f"The answer is longer than {LARGEST >> 20} MiB.", "Try another model."
            )
    return b"".join(read)


_REMEDIES = {
    401: "Give the right key.",
    403: "Give a key that may use this model.",
    404: "Check its address and the name of the model.",
    413: "Give the report in parts.",
    429: "It has had too many requests: try later.",
}


def _late(where: str) -> ServiceError:
    return ServiceError(
        "The language model did not answer in time.",
        where=where,
        remedy="Allow it more time, or try a smaller model.",
    )


def _content(answer: bytes, endpoint: str) -> str:
    """The words of the first choice in a chat completion."""
    try:
        told: Any = json.loads(answer)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise _no_completion(endpoint) from error
    if not isinstance(told, str):
        raise _no_completion(endpoint)
    return told


def _no_completion(endpoint: str) -> DataError:
    return DataError(
        "The answer is no chat completion.",
        where=endpoint,
        remedy="Check that the endpoint serves OpenAI's chat completions.",
    )
