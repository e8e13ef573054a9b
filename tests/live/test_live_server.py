"""The server by itself, with a minimal page: who it answers, what it sends, and that nobody can hold it up."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from types import SimpleNamespace

import pytest

from undergrad.errors import UsageError
from undergrad.live import LiveServer
from undergrad.live import server as server_module

#: Seconds after which what never comes is a failure.
PATIENCE = 300


class Source:
    """A page and a state of which a test says how large it is."""

    def __init__(self) -> None:
        self.value, self.made, self.padding = 0, 0, ""

    def page(self) -> str:
        return f"<!doctype html><title>{self.value}</title>"

    def state(self) -> dict[str, object]:
        self.made += 1
        return {"value": self.value, "padding": self.padding}


@pytest.fixture
def source():
    return Source()


@pytest.fixture(autouse=True)
def end_at_once(monkeypatch):
    """Servers look all the time whether they are to end."""
    monkeypatch.setattr(server_module, "_LOOK", 0.001)


@pytest.fixture
def server(source):
    server = LiveServer(source.page, source.state, period=0.05)
    yield server
    if server._thread.is_alive():
        server.close()


@pytest.fixture
def listen():
    """Opens streams, which are closed after the test."""
    opened = []

    def listen(server, **options):
        opened.append(Stream(server, **options))
        return opened[-1]

    yield listen
    for stream in opened:
        stream.close()


def ask(server, path="/", method="GET", host=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    headers = {} if host is None else {"Host": host}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, answer.headers


class Stream:
    """A browser's stream: `next()` is the next event's name and data."""

    def __init__(self, server, *, receive_buffer: int | None = None) -> None:
        self._socket = socket.socket()
        if receive_buffer:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(("127.0.0.1", server.port))
        self._socket.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode())
        self._file = self._socket.makefile("rb")

    def begin(self):
        status = self._file.readline().split()[1]
        while self._file.readline().strip():
            pass
        return int(status)

    def next(self):
        event = {}
        while line := self._file.readline().strip():
            name, _, value = line.decode().partition(": ")
            event[name] = value
        return event.get("event"), json.loads(event["data"]) if event.get("data") else None

    def close(self):
        self._file.close()
        self._socket.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_the_page_is_there_under_its_own_names(server, host):
    status, body, headers = ask(server, host=f"{host}:{server.port}")
    assert (status, body) == (200, "<!doctype html><title>0</title>")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Access-Control-Allow-Origin"] is None


@pytest.mark.parametrize("path", ["/", "/events", "/nothing"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil:{port}", ""]
)
def test_another_host_is_refused(server, source, path, host):
    status, body, _ = ask(server, path, host=host.format(port=server.port))
    assert status == 403
    assert server.url in body
    assert source.made == 0


def test_two_hosts_or_none_are_refused(server):
    for headers in ("", f"Host: 127.0.0.1:{server.port}\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as connection:
            connection.sendall(f"GET / HTTP/1.0\r\n{headers}\r\n".encode())
            assert b" 403 " in connection.makefile("rb").readline()


def test_only_the_page_and_its_events_are_there_and_nothing_can_be_written(server):
    assert ask(server, "/etc/passwd")[0] == 404
    assert ask(server, "/", method="POST")[0] == 501


def test_only_this_machine_is_listened_to(server):
    assert server._server.server_address[0] == "127.0.0.1"


def test_a_stream_begins_with_the_state_and_gets_each_later_one(server, source, listen):
    source.value = 3
    stream = listen(server)
    assert stream.begin() == 200
    assert stream.next() == ("state", {"value": 3, "padding": ""})
    source.value = 4
    server.changed()
    assert stream.next()[1]["value"] == 4
    again = listen(server)  # a reload
    again.begin()
    assert again.next()[1]["value"] == 4
    assert "<title>4<" in ask(server)[1]


def test_many_changes_make_few_events_and_none_without_a_browser(source, listen):
    server = LiveServer(source.page, source.state, period=PATIENCE)  # which does not end during the test
    for _ in range(1000):
        server.changed()
    assert source.made == 0
    stream = listen(server)
    stream.begin()
    assert stream.next()[1]["value"] == 0
    for _ in range(1000):
        source.value += 1
        server.changed()
    server.close()
    assert stream.next()[1]["value"] == 1000
    assert stream.next() == ("end", None)
    assert source.made == 2


def test_a_state_that_is_long_in_the_making_is_made_rarely(source, listen, monkeypatch):
    now = 0.0

    def slow():
        nonlocal now
        now += 0.02
        return source.state()

    monkeypatch.setattr(server_module, "time", SimpleNamespace(monotonic=lambda: now))
    server = LiveServer(source.page, slow, period=0.01)

    def value_of_a_new_stream():
        stream = listen(server)
        stream.begin()
        return stream.next()[1]["value"]

    assert value_of_a_new_stream() == 0
    source.value = 1
    server.changed()
    now += 1.9  # 0.02 s is a hundredth of 2 s
    assert value_of_a_new_stream() == 0
    assert source.made == 1
    now += 0.2
    assert value_of_a_new_stream() == 1
    assert source.made == 2
    source.value = 2
    server.close()
    assert source.made == 3  # the last one is sent whatever it costs


def test_the_end_is_the_last_state_and_then_nobody_is_there(server, source, listen, monkeypatch):
    monkeypatch.setattr(server_module, "_FAREWELL", PATIENCE)
    waited, wait_for = [], server._news.wait_for

    def noted(predicate, timeout):
        came_true = wait_for(predicate, timeout)
        if timeout == PATIENCE:
            waited.append(came_true)
        return came_true

    monkeypatch.setattr(server._news, "wait_for", noted)
    streams = [listen(server) for _ in range(3)]
    for stream in streams:
        stream.begin()
        stream.next()
    source.value = 9
    server.close()
    assert waited == [True]  # for browsers to take the last state, and not for time to go by
    for stream in streams:
        assert stream.next() == ("state", {"value": 9, "padding": ""})
        assert stream.next() == ("end", None)
        assert stream._file.read() == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)


def test_browsers_that_take_nothing_or_go_away_hold_up_nobody(server, source, capfd, listen, monkeypatch):
    monkeypatch.setattr(server_module, "_FAREWELL", 0.1)
    monkeypatch.setattr(server_module._Handler, "timeout", PATIENCE)  # nobody is given up during the test
    source.padding = "x" * 5_000_000  # more than a socket takes by itself
    made, state = threading.Event(), server._state

    def state_is_made():
        made.set()
        return state()

    server._state = state_is_made
    listen(server, receive_buffer=4096)  # and never reads
    assert made.wait(PATIENCE)
    gone = listen(server)
    silent = socket.create_connection(("127.0.0.1", server.port))
    gone.begin()
    gone.close()
    for _ in range(1000):
        server.changed()
    other = listen(server)
    other.begin()
    assert other.next()[0] == "state"
    assert server._streams >= 2  # the one that reads, and the one that is still being written to
    other.close()
    server.close()
    assert server._streams >= 1  # it is written to even now
    silent.close()
    assert capfd.readouterr().err == ""


def test_streams_are_counted(server, listen):
    streams = [listen(server) for _ in range(16)]
    assert [stream.begin() for stream in streams] == [200] * 16
    assert ask(server, "/events")[0] == 503
    assert ask(server)[0] == 200


def test_a_port_that_is_taken_is_told_in_one_sentence(server, source):
    with pytest.raises(UsageError, match=rf"port {server.port} cannot be used .*; choose another with --live-port"):
        LiveServer(source.page, source.state, port=server.port)
    with pytest.raises(UsageError, match="port 70000 cannot be used"):
        LiveServer(source.page, source.state, port=70000)
