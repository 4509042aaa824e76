"""Fetch one document from an address somebody typed: the only place that reads the web.

What is fetched is chosen by a user, so an address may lead where it should not (a server's own network, its metadata
service). Every address a name stands for must be public, the connection is made to the one that was checked, and each
redirect is checked anew. Size and time are limited as a whole.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

REDIRECTS = 3
CHUNK = 64 * 1024
AGENT = "Answerable (figures of a public plan)"


class NotFetched(Exception):
    """Why nothing came: `code` is one of the names in SENTENCES below, or `status` with its number in `detail`."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code, self.detail = code, detail
        super().__init__(f"{code} {detail}".strip())


@dataclass(frozen=True)
class Limits:
    """Seconds for everything together, bytes of the body, and whether addresses of the own network are allowed."""

    seconds: float = 20
    size: int = 10 * 1024 * 1024
    private: bool = False


def fetch(address: str, limits: Limits) -> bytes:
    """The body of an http(s) document. Raises NotFetched: bad_address, private_address, unknown_host, too_slow,
    too_large, too_many_redirects, not_reached, status."""
    until = time.monotonic() + limits.seconds
    for _ in range(REDIRECTS + 1):
        status, location, body = _get(address, limits, until)
        if status in (301, 302, 303, 307, 308) and location:
            address = urljoin(address, location)
            continue
        if status != 200:
            raise NotFetched("status", str(status))
        return body
    raise NotFetched("too_many_redirects")


def check_address(address: str) -> SplitResult:
    """The parts of an address that may be fetched as far as its text shows: http(s), a host, nobody's password."""
    try:
        parts = urlsplit(address)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        raise NotFetched("bad_address") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or not port_fits:
        raise NotFetched("bad_address")
    return parts


def _get(address: str, limits: Limits, until: float) -> tuple[int, str, bytes]:
    parts = check_address(address)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    connection = _Pinned(host, port, _resolved(host, port, limits.private), parts.scheme == "https", _left(until))
    watch = threading.Timer(_left(until), connection.abort)  # a server that drips one byte at a time never times out
    watch.start()
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        location = answer.getheader("Location") or ""
        return answer.status, location, _body(answer, limits, until)
    except TimeoutError:
        raise NotFetched("too_slow") from None
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        if time.monotonic() >= until:
            raise NotFetched("too_slow") from None
        raise NotFetched("not_reached", type(error).__name__) from None
    finally:
        watch.cancel()
        connection.close()


def _body(answer: http.client.HTTPResponse, limits: Limits, until: float) -> bytes:
    """Read in pieces, so that neither a long nor a slow answer holds a worker; a cut one is not taken for a whole."""
    found = bytearray()
    while piece := answer.read1(CHUNK):
        found += piece
        _left(until)
        if len(found) > limits.size:
            raise NotFetched("too_large", str(limits.size))
    _left(until)
    if answer.length:
        raise NotFetched("not_reached", "cut")
    return bytes(found)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("too_slow")
    return left


def _resolved(host: str, port: int, private: bool) -> tuple[str, ...]:
    """Every address of a host; refused when only one of them is not public."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("unknown_host") from None
    found = tuple(dict.fromkeys(str(row[4][0]) for row in rows))
    if not private and any(not _public(address) for address in found):
        raise NotFetched("private_address")
    return found


def _public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(parsed, "ipv4_mapped", None) or getattr(parsed, "sixtofour", None)
    return parsed.is_global and not parsed.is_multicast and (inner is None or inner.is_global)


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked; the host's name is still the one that is asked and certified."""

    def __init__(self, host: str, port: int, addresses: tuple[str, ...], secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self.default_port = 443 if secure else 80
        self.addresses, self.secure = addresses, secure
        self.held: socket.socket | None = None

    def connect(self) -> None:
        self.held = socket.create_connection((self.addresses[0], self.port), self.timeout)
        if self.secure:
            self.held = ssl.create_default_context().wrap_socket(self.held, server_hostname=self.host)
        self.sock = self.held

    def abort(self) -> None:
        """End every wait on this connection, from another thread."""
        if self.held is not None:
            with contextlib.suppress(OSError):
                self.held.shutdown(socket.SHUT_RDWR)
