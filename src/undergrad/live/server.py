"""Serves a page and its newest state to browsers on this machine only, by server-sent events.

The training only reports that something has changed, which takes a lock for microseconds; it never waits for a browser.
The thread of the browser makes each event, at most once per period, and only while somebody looks.
"""

from __future__ import annotations

import os
import socketserver
import sys
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

import msgspec

from undergrad.errors import UsageError

_ADDRESS = "127.0.0.1"
#: Seconds between events of one stream. Twice as often would show nothing new and cost twice as much.
PERIOD = 1.0
#: The largest share of a core's time for making states; so the larger a state is, the more rarely it is made.
_SHARE = 0.01
#: Seconds without news after which a stream gets an empty line, which shows whether its browser still exists.
_SILENCE = 15.0
#: A browser that receives nothing for this many seconds is given up.
_TIMEOUT = 10.0
#: Seconds that browsers have to receive the last state.
_FAREWELL = 2.0
#: Seconds between the server's checks whether it should end.
_LOOK = 0.2
_STREAMS = 16
#: A browser whose connection breaks tries again after a second.
_STATE = b"retry: 1000\nevent: state\ndata: "
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class LiveServer:
    """Serves `page()`, an HTML text, at `url`, and `state()`, any JSON value, as events, until `close`.

    Both are called in other threads than the one that calls `changed`. `port` 0 takes any free port; UsageError if
    another one is in use.
    """

    def __init__(
        self, page: Callable[[], str], state: Callable[[], Any], *, port: int = 0, period: float = PERIOD
    ) -> None:
        self._page, self._state, self._period = page, state, period
        self._news = threading.Condition()
        self._version, self._ended, self._streams = 0, False, 0
        self._making = threading.Lock()
        self._made: tuple[int, bytes, float] = (
            -1,
            b"",
            0.0,
        )  # the version, its event, and its time limit
        try:
            self._server = _Server((_ADDRESS, port), _Handler)
        except (OSError, OverflowError) as error:
            why = error.strerror if isinstance(error, OSError) else "there is no such port"
            raise UsageError(
                f"port {port} cannot be used ({why}); choose another with --live-port, or leave it out"
            ) from error
        self._server.live = self
        self.port: int = self._server.server_address[1]
        self.url = f"http://{_ADDRESS}:{self.port}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(_LOOK,), daemon=True)
        self._thread.start()

    def changed(self) -> None:
        """Report that `state()` has changed."""
        with self._news:
            self._version += 1
            self._news.notify_all()

    def close(self) -> None:
        """Send the last state and the event `end` to all listeners, and end the server, within a few seconds."""
        with self._news:
            self._version += 1
            self._ended = True
            self._news.notify_all()
            self._news.wait_for(lambda: not self._streams, timeout=_FAREWELL)
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def allows(self, hosts: list[str]) -> bool:
        """Whether a request's Host headers name this server; otherwise a page of another site may have sent it."""
        names = {f"{name}:{self.port}" for name in (_ADDRESS, "localhost")}
        return len(hosts) == 1 and hosts[0].lower() in names

    def page(self) -> bytes:
        """The present page."""
        return self._page().encode()

    def stream(self, send: Callable[[bytes], object]) -> bool:
        """Send events until the end, or until `send` raises. For one stream too many it returns False at once."""
        with self._news:
            if self._streams >= _STREAMS:
                return False
            self._streams += 1
        try:
            self._stream(send)
        finally:
            with self._news:
                self._streams -= 1
                self._news.notify_all()
        return True

    def _stream(self, send: Callable[[bytes], object]) -> None:
        seen = -1
        while True:
            version, ended = self._newer_than(seen)
            if version == seen:
                send(b":\n\n")
                continue
            made, event = self._event(version, ended)
            if made != seen:
                send(event)
            seen = made
            if ended:
                send(b"event: end\ndata: \n\n")
                return
            with self._news:
                self._news.wait_for(lambda: self._ended, timeout=self._period)

    def _newer_than(self, seen: int) -> tuple[int, bool]:
        """Wait for a version other than `seen`, or for a silence. Returns the version and whether it is the last."""
        with self._news:
            self._news.wait_for(lambda: self._version != seen or self._ended, timeout=_SILENCE)
            return self._version, self._ended

    def _event(self, version: int, ended: bool) -> tuple[int, bytes]:
        """The event of `version`, or a slightly older one if that was just made and further events will follow."""
        with self._making:
            made, event, good_until = self._made
            begun = time.monotonic()
            if made < version and (ended or begun >= good_until):
                made, event = version, _STATE + msgspec.json.encode(self._state()) + b"\n\n"
                now = time.monotonic()
                self._made = made, event, now + max(self._period / 2, (now - begun) / _SHARE)
            return made, event


class _Server(socketserver.ThreadingTCPServer):
    # On Windows the option would let two servers share a port.
    allow_reuse_address = os.name == "posix"
    request_queue_size = 32
    daemon_threads = True
    block_on_close = False
    live: LiveServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser that disconnects in the middle is no error.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    timeout = _TIMEOUT
    server: _Server

    def do_GET(self) -> None:
        live = self.server.live
        if not live.allows(self.headers.get_all("Host", [])):
            self._refuse(HTTPStatus.FORBIDDEN, f"This server answers only as {live.url}")
        elif self.path == "/":
            self._answer(HTTPStatus.OK, "text/html", live.page())
        elif self.path == "/events":
            self._events(live)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, f"This address has no page; the page is {live.url}")

    def _events(self, live: LiveServer) -> None:
        begun = False

        def send(event: bytes) -> None:
            nonlocal begun
            if not begun:
                self._head(HTTPStatus.OK, "text/event-stream")
                begun = True
            self.wfile.write(event)

        if not live.stream(send):
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE, "Too many pages listen already; close some")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._answer(status, "text/plain", f"{why}\n".encode())

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self._head(status, kind, {"Content-Length": str(len(body))})
        self.wfile.write(body)

    def _head(self, status: HTTPStatus, kind: str, extra: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": f"{kind}; charset=utf-8", **_HEADERS, **(extra or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def version_string(self) -> str:
        return "undergrad"

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal belongs to the training."""
