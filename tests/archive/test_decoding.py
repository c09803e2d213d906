from __future__ import annotations

import gzip
import sys
import zlib

import brotli
import pytest

from govreports.archive.decoding import MAX_BODY, decode
from govreports.archive.errors import ContentEncodingError
from tests.archive.answers import MOMENT, answer

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = "正文，".encode() * 500
RAW_DEFLATE = zlib.compressobj(wbits=-15)
ENCODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT),
    "deflate": zlib.compress(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
    "deflate, gzip": gzip.compress(zlib.compress(TEXT)),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encoding_is_undone(name: str) -> None:
    headers = ((b"Content-Encoding", name.encode()),)
    assert decode(answer(headers=headers, body=ENCODED[name])).body == TEXT


def test_bare_deflate_of_old_servers_is_undone() -> None:
    body = RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()
    headers = ((b"content-encoding", b"deflate"),)
    assert decode(answer(headers=headers, body=body)).body == TEXT


def test_two_headers_are_one_list() -> None:
    headers = ((b"Content-Encoding", b"br"), (b"Content-Encoding", b"gzip"))
    body = gzip.compress(brotli.compress(TEXT))
    assert decode(answer(headers=headers, body=body)).body == TEXT


def test_page_without_encoding_is_as_sent() -> None:
    sent = answer()
    page = decode(sent)
    assert (page.body, page.url, page.status, page.id) == (sent.body, sent.url, 200, sent.id)
    assert page.fetched_at == MOMENT
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert page.headers[-1] == ("set-cookie", "b=2")


def test_header_beyond_ascii_is_kept_as_latin_1() -> None:
    page = decode(answer(headers=((b"X-Name", b"\xd6\xd0"),)))
    assert page.header("x-name") == "\xd6\xd0"


@pytest.mark.parametrize("name", ["gzip", "br", "unknown"])
def test_answer_without_a_body_has_nothing_to_undo(name: str) -> None:
    headers = ((b"Content-Encoding", name.encode()),)
    assert decode(answer(status=304, headers=headers, body=b"")).body == b""


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_body_that_is_something_else_is_named(name: str) -> None:
    headers = ((b"Content-Encoding", name.encode()),)
    with pytest.raises(ContentEncodingError, match=f"not {name} as stated"):
        decode(answer(headers=headers, body=b"<html>\xff\xff\xff\xff"))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_body_that_ends_early_is_named(name: str) -> None:
    headers = ((b"Content-Encoding", name.encode()),)
    with pytest.raises(ContentEncodingError, match=f"not {name} as stated"):
        decode(answer(headers=headers, body=ENCODED[name][:-6]))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
def test_body_that_grows_beyond_the_bound_is_named(name: str) -> None:
    headers = ((b"Content-Encoding", name.encode()),)
    sent = answer(headers=headers, body=ENCODED[name])
    assert decode(sent, max_body=len(TEXT)).body == TEXT
    with pytest.raises(ContentEncodingError, match=f"more than {len(TEXT) - 1} bytes"):
        decode(sent, max_body=len(TEXT) - 1)


def test_unknown_encoding_is_named() -> None:
    headers = ((b"Content-Encoding", b"compress"),)
    with pytest.raises(ContentEncodingError, match="nobody here knows"):
        decode(answer(headers=headers, body=TEXT))


def test_bound_leaves_room_for_every_page() -> None:
    assert MAX_BODY > 10 * 1024 * 1024


def gzipped(body: bytes, bound: int = MAX_BODY) -> bytes:
    headers = ((b"Content-Encoding", b"gzip"),)
    return decode(answer(headers=headers, body=body), max_body=bound).body


def test_the_bound_holds_for_all_gzip_members_together() -> None:
    two = gzip.compress(TEXT) * 2
    assert gzipped(two, 2 * len(TEXT)) == TEXT * 2
    with pytest.raises(ContentEncodingError, match=f"more than {2 * len(TEXT) - 1} bytes"):
        gzipped(two, 2 * len(TEXT) - 1)


@pytest.mark.parametrize(("spoilt", "found"), [(-1, "ends early"), (-20, "ends early")])
def test_a_further_gzip_member_that_is_cut_off_is_named(spoilt: int, found: str) -> None:
    with pytest.raises(ContentEncodingError, match=found):
        gzipped((gzip.compress(TEXT) * 2)[:spoilt])


def test_no_page_is_in_so_many_gzip_members() -> None:
    assert gzipped(gzip.compress(b"") * 99 + gzip.compress(TEXT)) == TEXT
    with pytest.raises(ContentEncodingError, match="gzip members"):
        gzipped(gzip.compress(b"") * 100 + gzip.compress(TEXT))
