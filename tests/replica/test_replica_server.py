from __future__ import annotations

import gzip
import http.client
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from govreports.replica.answers import Answer
from govreports.replica.portals import jinshui, tianshan
from govreports.replica.server import (
    MAXIMUM_BODY,
    MAXIMUM_HEAD,
    RequestError,
    Server,
    cut_request,
    serve,
    wire,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.replica.portal import ReplicaPortal

HEAD = b"GET /x HTTP/1.1\r\nHost: a\r\n"


@pytest.fixture(scope="module")
def portal() -> ReplicaPortal:
    made: ReplicaPortal = jinshui(6)
    return made


@pytest.fixture(scope="module")
def url(portal: ReplicaPortal) -> Iterator[str]:
    with serve([portal]) as urls:
        yield urls["jinshui"]


@contextmanager
def client(url: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def raw(url: str) -> Iterator[socket.socket]:
    host, _, port = urlsplit(url).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as plain:
        yield plain


def everything(plain: socket.socket) -> bytes:
    data = b""
    while piece := plain.recv(65536):
        data += piece
    return data


def test_a_page_comes_over_the_wire_as_the_portal_answers_it(
    portal: ReplicaPortal, url: str
) -> None:
    path = portal.path(portal.keys[0])
    with client(url) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        assert response.status == 200
        assert response.read() == portal.respond("GET", path).body
        assert response.headers["date"].endswith("GMT")


def test_one_connection_serves_many_requests(portal: ReplicaPortal, url: str) -> None:
    with client(url) as connection:
        connection.connect()
        first = connection.sock
        for key in portal.keys:
            connection.request("GET", portal.path(key))
            assert connection.getresponse().read()
            assert connection.sock is first


def test_requests_sent_ahead_are_answered_in_order(portal: ReplicaPortal, url: str) -> None:
    paths = [portal.path(key) for key in portal.keys[:3]]
    lines = [f"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n" for path in paths]
    last = "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with raw(url) as plain:
        plain.sendall("".join([*lines, last]).encode())
        answer = everything(plain)
    tags = [portal.respond("GET", path).header("etag") or "" for path in paths]
    places = [answer.index(tag.encode()) for tag in tags]
    assert places == sorted(places)
    assert answer.count(b"HTTP/1.1 200 OK") == 3
    assert answer.count(b"HTTP/1.1 404 Not Found") == 1


def test_a_request_may_come_in_pieces(url: str) -> None:
    with raw(url) as plain:
        for piece in (
            b"GET /robots.txt HT",
            b"TP/1.1\r\nHost: a\r\nConnec",
            b"tion: close\r\n\r\n",
        ):
            plain.sendall(piece)
            time.sleep(0.01)
        assert b"User-agent: *" in everything(plain)


def test_a_form_is_posted_with_its_length() -> None:
    with serve([tianshan(2)]) as urls, client(urls["tianshan"]) as connection:
        connection.request("POST", "/index.htm", body=b"a=1")
        assert connection.getresponse().status == 200


def test_whoever_takes_gzip_gets_it_over_the_wire(portal: ReplicaPortal, url: str) -> None:
    path = portal.path(portal.keys[0])
    with client(url) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        assert response.headers["content-encoding"] == "gzip"
        assert gzip.decompress(response.read()) == portal.respond("GET", path).body


def test_304_has_no_body_and_keeps_the_connection(portal: ReplicaPortal, url: str) -> None:
    path = portal.path(portal.keys[0])
    tag = portal.respond("GET", path).header("etag") or ""
    with client(url) as connection:
        for _ in range(2):
            connection.request("GET", path, headers={"If-None-Match": tag})
            response = connection.getresponse()
            assert (response.status, response.read()) == (304, b"")


def test_an_old_client_is_let_go_after_one_answer(url: str) -> None:
    with raw(url) as plain:
        plain.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
        assert b"Connection: close" in everything(plain)


def test_an_old_client_may_ask_to_stay(url: str) -> None:
    with raw(url) as plain:
        plain.sendall(b"GET /robots.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        assert b"Connection: keep-alive" in plain.recv(65536)
        plain.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
        assert b"200 OK" in everything(plain)


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"nonsense\r\n\r\n", b"400 Bad Request"),
        (b"GET /x FTP/1.1\r\n\r\n", b"400 Bad Request"),
        (HEAD + b"no colon here\r\n\r\n", b"400 Bad Request"),
        (HEAD + b"Content-Length: many\r\n\r\n", b"400 Bad Request"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"411 Length Required"),
        (HEAD + b"Content-Length: 99999999\r\n\r\n", b"413 "),
        (b"GET /" + b"x" * (MAXIMUM_HEAD + 1), b"431 "),
    ],
)
def test_what_cannot_be_understood_is_refused_and_closed(
    url: str, request_bytes: bytes, status: bytes
) -> None:
    with raw(url) as plain:
        plain.sendall(request_bytes)
        answer = everything(plain)
    assert answer.startswith(b"HTTP/1.1 " + status)
    assert b"Connection: close" in answer


def test_the_user_agent_is_in_the_log(portal: ReplicaPortal, url: str) -> None:
    with client(url) as connection:
        connection.request("GET", "/robots.txt", headers={"User-Agent": "visitor/2"})
        connection.getresponse().read()
    assert portal.log()[-1].user_agent == "visitor/2"


def test_every_portal_has_a_port_of_its_own() -> None:
    with serve([jinshui(2), tianshan(2)]) as urls:
        assert list(urls) == ["jinshui", "tianshan"]
        assert urls["jinshui"] != urls["tianshan"]
        for name, home in (("jinshui", "/"), ("tianshan", "/index.htm")):
            with client(urls[name]) as connection:
                connection.request("GET", home)
                assert connection.getresponse().status == 200


def test_changes_are_seen_by_the_next_request(url: str, portal: ReplicaPortal) -> None:
    key = portal.keys[3]
    with client(url) as connection:
        connection.request("GET", portal.path(key))
        before = connection.getresponse().read()
        portal.edit(key)
        connection.request("GET", portal.path(key))
        assert connection.getresponse().read() != before


def test_after_serving_the_port_is_closed_and_clients_are_dropped() -> None:
    threads = threading.active_count()
    with serve([jinshui(2)]) as urls:
        plain = socket.create_connection(("127.0.0.1", urlsplit(urls["jinshui"]).port or 0), 5)
        plain.sendall(HEAD + b"\r\n")
        assert plain.recv(100)
    assert threading.active_count() == threads
    with plain, pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", urlsplit(urls["jinshui"]).port or 0), 5)


def test_answers_can_be_delayed_and_stay_in_order() -> None:
    with serve([jinshui(2)], delay=0.05) as urls, raw(urls["jinshui"]) as plain:
        start = time.monotonic()
        plain.sendall(b"GET /robots.txt HTTP/1.1\r\n\r\nGET /nothing HTTP/1.0\r\n\r\n")
        answer = everything(plain)
    assert time.monotonic() - start >= 0.1
    assert answer.index(b"200 OK") < answer.index(b"404 Not Found")


def test_a_client_that_leaves_before_its_answer_does_no_harm() -> None:
    with serve([jinshui(2)], delay=0.05) as urls:
        with raw(urls["jinshui"]) as plain:
            plain.sendall(HEAD + b"\r\n")
        time.sleep(0.1)
        with raw(urls["jinshui"]) as plain:
            plain.sendall(b"GET /robots.txt HTTP/1.0\r\n\r\n")
            assert b"200 OK" in everything(plain)


def test_a_port_in_use_is_refused() -> None:
    server = Server()
    try:
        address = server.open(jinshui(2).respond)
        with pytest.raises(OSError, match="address already in use"):
            server.open(jinshui(2).respond, urlsplit(address).port or 0)
    finally:
        server.close()


def test_a_whole_request_is_cut_and_the_rest_stays() -> None:
    buffer = bytearray(b"POST /a HTTP/1.1\r\nContent-Length: 3\r\nX-Y:  z \r\n\r\nabcGET /b")
    request = cut_request(buffer)
    assert request is not None
    assert (request.method, request.target, request.body) == ("POST", "/a", b"abc")
    assert request.headers == {"content-length": "3", "x-y": "z"}
    assert buffer == b"GET /b"


@pytest.mark.parametrize(
    "part", [b"", b"GET /", HEAD, b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"]
)
def test_a_part_of_a_request_is_left_where_it_is(part: bytes) -> None:
    buffer = bytearray(part)
    assert cut_request(buffer) is None
    assert buffer == part


def test_a_body_that_is_too_long_is_refused_before_it_comes() -> None:
    head = f"POST /a HTTP/1.1\r\nContent-Length: {MAXIMUM_BODY + 1}\r\n\r\n"
    with pytest.raises(RequestError, match="Request Entity Too Large"):
        cut_request(bytearray(head.encode()))


def test_an_answer_on_the_wire_is_head_and_body() -> None:
    data = wire(Answer(200, (("Content-Length", "2"),), b"ok"), keeps_alive=True)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\nDate: ")
    assert head.endswith(b"Content-Length: 2\r\nConnection: keep-alive")
    assert body == b"ok"
