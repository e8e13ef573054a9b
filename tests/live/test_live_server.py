"""The server by itself, with a minimal page: who it answers, what it sends, and that nobody can hold it up."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time

import pytest

from undergrad.errors import UsageError
from undergrad.live import LiveServer


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
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
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
        self._socket.settimeout(5)
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
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
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
    server = LiveServer(source.page, source.state, period=0.2)
    for _ in range(1000):
        server.changed()
    assert source.made == 0
    stream, begun = listen(server), time.monotonic()
    stream.begin()
    heard = []

    def hear():
        while (event := stream.next())[0] != "end":
            heard.append(event)

    thread = threading.Thread(target=hear)
    thread.start()
    while time.monotonic() < begun + 1:
        source.value += 1
        server.changed()
        time.sleep(0.001)
    server.close()
    thread.join(5)
    assert 3 <= len(heard) <= 8
    assert heard[-1][1]["value"] == source.value


def test_a_state_that_is_long_in_the_making_is_made_rarely(source, listen):
    def slow():
        time.sleep(0.02)
        return source.state()

    server = LiveServer(source.page, slow, period=0.01)
    stream = listen(server)
    stream.begin()
    begun = time.monotonic()
    while time.monotonic() < begun + 0.7:
        server.changed()
        time.sleep(0.005)
    assert source.made == 1  # 0.02 s is a hundredth of 2 s
    server.close()
    assert source.made == 2  # the last one is sent whatever it costs


def test_the_end_is_the_last_state_and_then_nobody_is_there(server, source, listen):
    streams = [listen(server) for _ in range(3)]
    for stream in streams:
        stream.begin()
        stream.next()
    source.value = 9
    begun = time.monotonic()
    server.close()
    assert time.monotonic() - begun < 2
    for stream in streams:
        assert stream.next() == ("state", {"value": 9, "padding": ""})
        assert stream.next() == ("end", None)
        assert stream._file.read() == b""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=2)


def test_browsers_that_take_nothing_or_go_away_hold_up_nobody(server, source, capfd, listen):
    source.padding = "x" * 5_000_000  # more than a socket takes by itself
    listen(server, receive_buffer=4096)  # and never reads
    gone = listen(server)
    silent = socket.create_connection(("127.0.0.1", server.port))
    gone.begin()
    gone.close()
    time.sleep(0.1)  # the slow one is being written to now
    begun = time.monotonic()
    for _ in range(1000):
        server.changed()
    assert time.monotonic() - begun < 0.5
    other = listen(server)
    other.begin()
    assert other.next()[0] == "state"
    begun = time.monotonic()
    server.close()
    assert time.monotonic() - begun < 5
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
