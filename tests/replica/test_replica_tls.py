"""Replicas that speak TLS, well and badly, as a client of Python's own library sees them."""

from __future__ import annotations

import http.client
import socket
import ssl
import warnings
from typing import TYPE_CHECKING, get_args
from urllib.parse import urlsplit

import pytest

from govreports.replica.portals import jinshui
from govreports.replica.server import serve
from govreports.replica.tls import Authority, Server

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.made(tmp_path_factory.mktemp("authority"))


def trusting(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(authority.file))


def answer(authority: Authority, kind: Server, client: ssl.SSLContext) -> tuple[int, bytes]:
    portal = jinshui(3)
    with serve([portal], tls=authority.context(kind)) as addresses:
        address = addresses["jinshui"]
        assert address.startswith("https://")
        connection = http.client.HTTPSConnection(
            urlsplit(address).netloc, timeout=5, context=client
        )
        try:
            connection.request("GET", "/robots.txt")
            first = connection.getresponse().read()
            connection.request("GET", "/")
            response = connection.getresponse()
            assert first == portal.robots.encode()
            return response.status, response.read()
        finally:
            connection.close()


def test_a_good_server_is_trusted_by_those_who_trust_its_authority(authority: Authority) -> None:
    status, body = answer(authority, "good", trusting(authority))
    assert status == 200
    assert body == jinshui(3).respond("GET", "/").body
    with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
        answer(authority, "good", ssl.create_default_context())


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("expired", "certificate has expired"),
        ("other_host", "IP address mismatch"),
        ("self_signed", "unable to get local issuer"),
    ],
)
def test_a_bad_certificate_is_refused(authority: Authority, kind: Server, words: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=words):
        answer(authority, kind, trusting(authority))


def test_an_old_server_says_that_it_does_not_speak_as_we_do(authority: Authority) -> None:
    with pytest.raises(ssl.SSLError, match="alert protocol version"):
        answer(authority, "old", trusting(authority))


def test_an_old_server_speaks_with_those_who_are_as_old(authority: Authority) -> None:
    client = trusting(authority)
    client.set_ciphers("DEFAULT:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client.minimum_version = ssl.TLSVersion.TLSv1
    assert answer(authority, "old", client)[0] == 200


def test_every_kind_of_server_is_in_these_tests() -> None:
    assert set(get_args(Server)) == {"good", "old", "expired", "other_host", "self_signed"}


def exchanged(address: str, send: Callable[[socket.socket], None]) -> bytes:
    host, port = urlsplit(address).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as client:
        send(client)
        return client.recv(1024)


def test_plain_http_at_a_port_for_tls_is_closed(authority: Authority) -> None:
    with serve([jinshui(3)], tls=authority.context("good")) as addresses:
        said = exchanged(addresses["jinshui"], lambda client: client.sendall(b"GET / HTTP/1.1\r\n"))
    assert not said.startswith(b"HTTP/")


def test_tls_at_a_port_for_plain_http_is_a_bad_request() -> None:
    with serve([jinshui(3)]) as addresses:
        said = exchanged(addresses["jinshui"], lambda client: client.sendall(b"\x16\x03\x01\x02"))
    assert said.startswith(b"HTTP/1.1 400")


def test_a_connection_can_be_reset_within_tls(authority: Authority) -> None:
    portal = jinshui(3)
    portal.faults.spoil("/robots.txt", "reset")
    with serve([portal], tls=authority.context("good")) as addresses:
        connection = http.client.HTTPSConnection(
            urlsplit(addresses["jinshui"]).netloc, timeout=5, context=trusting(authority)
        )
        connection.request("GET", "/robots.txt")
        with pytest.raises((ConnectionError, ssl.SSLEOFError)):
            connection.getresponse()
        connection.close()
