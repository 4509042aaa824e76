"""The web is read with care: only what is public, only so much, only so long."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from answerable.outbox.fetching import Limits, NotFetched, fetch

OWN = Limits(seconds=3, size=1000, private=True)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(60):
                self.wfile.write(b".")
                time.sleep(0.05)
        elif self.path == "/large":
            self.answer(200, b"x" * 5000)
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"half of it")
        elif self.path.startswith("/to/"):
            self.answer(302, b"", Location=self.path.removeprefix("/to/"))
        elif self.path == "/round":
            self.answer(302, b"", Location="/round")
        else:
            self.answer(404 if self.path == "/gone" else 200, f"{self.path} of {self.headers['Host']}".encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def why(address: str, limits: Limits = OWN) -> str:
    with pytest.raises(NotFetched) as error:
        fetch(address, limits)
    return error.value.code


def test_a_document_is_read_with_its_question(site) -> None:
    host = site.removeprefix("http://")
    assert fetch(f"{site}/figures?year=2026", OWN) == f"/figures?year=2026 of {host}".encode()


def test_a_redirect_is_followed_a_few_times(site) -> None:
    assert fetch(f"{site}/to//figures", OWN).startswith(b"/figures")
    assert why(f"{site}/round") == "too_many_redirects"


def test_addresses_of_the_own_network_are_not_read_unless_the_city_says_so(site) -> None:
    assert why(f"{site}/figures", Limits()) == "private_address"
    for host in ("localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"):
        assert why(f"http://{host}/", Limits()) in ("private_address", "unknown_host"), host


def test_a_redirect_does_not_lead_past_the_check(site, monkeypatch) -> None:
    # A host that resolves to a public address and answers with a redirect to the own network.
    real, port = socket.getaddrinfo, int(site.rpartition(":")[2])
    public = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: public if host == "far.example" else real(host, *rest, **more),
    )
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda address, *rest: connect(("127.0.0.1", port), *rest))
    assert why(f"http://far.example:{port}/to/{site}/secret", Limits()) == "private_address"


def test_only_the_web_is_read_and_nobodys_password_is_sent(site) -> None:
    wrong = (
        "file:///etc/passwd",
        "ftp://x.example/",
        "//x.example",
        "gopher://x",
        "http://a:b@x.example/",
        "http://",
        "x",
    )
    assert {why(address) for address in wrong} == {"bad_address"}


def test_a_long_answer_is_left_off(site) -> None:
    assert why(f"{site}/large") == "too_large"


def test_a_slow_answer_is_left_off(site) -> None:
    begun = time.monotonic()
    assert why(f"{site}/slow", Limits(seconds=0.4, private=True)) == "too_slow"
    assert time.monotonic() - begun < 1.5


def test_half_an_answer_is_not_taken_for_a_whole(site) -> None:
    assert why(f"{site}/cut") == "not_reached"


def test_what_is_not_there_says_so(site) -> None:
    assert why(f"{site}/gone") == "status"
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        assert why(f"http://127.0.0.1:{probe.getsockname()[1]}/") == "not_reached"
    assert why("http://no-such-host.invalid/") == "unknown_host"
