"""Pages in gzip: whole ones at once, all others as Scrapy takes them."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
from scrapy import Request
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from govreports.archive.decoding import decode
from govreports.fetching.compression import Compression
from tests.archive.answers import answer as exchange

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "<html><body><p>本年度工作报告</p></body></html>".encode() * 600
WHOLE = gzip.compress(PAGE)
MOST = 10 * len(PAGE)


def answer(body: bytes, encoding: str = "gzip") -> Response:
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html"}
    return Response("https://a.gov.cn/1.html", headers=headers, body=body)


def decoded(body: bytes, encoding: str = "gzip", most: int = MOST) -> bytes:
    crawler = get_crawler(settings_dict={"DOWNLOAD_MAXSIZE": most})
    compression = Compression.from_crawler(crawler)
    request = Request("https://a.gov.cn/1.html")
    response = compression.process_response(request, answer(body, encoding))
    assert isinstance(response, Response)
    return response.body


@pytest.fixture
def scrapys(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The encodings that Scrapy's own way was taken for."""
    taken: list[bytes] = []
    own: Callable[[bytes, bytes, int], bytes] = HttpCompressionMiddleware._decode  # noqa: SLF001

    def noted(body: bytes, encoding: bytes, max_size: int) -> bytes:
        taken.append(encoding)
        return own(body, encoding, max_size)

    monkeypatch.setattr(HttpCompressionMiddleware, "_decode", staticmethod(noted))
    return taken


# Bytes in gzip, and the page that they are.
READ_ALIKE = {
    "one member": (WHOLE, PAGE),
    "two members": (WHOLE + gzip.compress(b"<p>2</p>"), PAGE + b"<p>2</p>"),
    "an empty one first": (gzip.compress(b"") + WHOLE, PAGE),
    "zeros between": (WHOLE + bytes(5) + WHOLE, PAGE + PAGE),
    "noise behind": (WHOLE + b"noise", PAGE),
}


@pytest.mark.parametrize("body", READ_ALIKE)
def test_a_page_is_read_alike_when_fetched_and_from_the_archive(
    body: str, scrapys: list[bytes]
) -> None:
    sent, read = READ_ALIKE[body]
    headers = ((b"Content-Encoding", b"gzip"),)
    assert decoded(sent) == decode(exchange(headers=headers, body=sent)).body == read
    assert scrapys == []


@pytest.mark.parametrize("body", READ_ALIKE)
def test_a_page_is_what_scrapy_reads(body: str) -> None:
    sent, read = READ_ALIKE[body]
    assert HttpCompressionMiddleware._decode(sent, b"gzip", MOST) == read  # noqa: SLF001


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "GZIP"])
def test_a_whole_page_is_unpacked_at_once(encoding: str, scrapys: list[bytes]) -> None:
    assert decoded(WHOLE, encoding) == PAGE
    assert scrapys == []


def test_the_page_is_a_page_of_its_type_without_the_encoding() -> None:
    compression = Compression.from_crawler(get_crawler())
    response = compression.process_response(Request("https://a.gov.cn/1.html"), answer(WHOLE))
    assert isinstance(response, HtmlResponse)
    assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (WHOLE[:-8] + b"\0" * 8, PAGE),
        (WHOLE[:-4], PAGE),
    ],
    ids=["wrong checksum", "cut off"],
)
def test_what_is_not_whole_is_left_to_scrapy(
    body: bytes, read: bytes, scrapys: list[bytes]
) -> None:
    assert decoded(body).startswith(read[:8192])
    assert scrapys == [b"gzip"]


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("br", brotli.compress(PAGE)), ("deflate", zlib.compress(PAGE))],
)
def test_other_encodings_are_left_to_scrapy(
    encoding: str, packed: bytes, scrapys: list[bytes]
) -> None:
    assert decoded(packed, encoding) == PAGE
    assert scrapys == [encoding.encode()]


def test_a_page_that_unpacks_beyond_the_bound_is_refused() -> None:
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        decoded(WHOLE, most=len(PAGE) - 1)


def test_a_page_of_just_the_bound_is_taken() -> None:
    assert decoded(WHOLE, most=len(PAGE)) == PAGE


def test_without_a_bound_scrapy_unpacks(scrapys: list[bytes]) -> None:
    assert decoded(WHOLE, most=0) == PAGE
    assert scrapys == [b"gzip"]


def test_bytes_that_are_no_gzip_are_an_error() -> None:
    with pytest.raises(OSError, match="gzip"):
        decoded(PAGE)
