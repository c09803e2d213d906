from __future__ import annotations

import io
import zlib

import pytest
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.errors import ArchiveError
from govreports.archive.parsing import parsed
from govreports.archive.records import written
from tests.archive.answers import answer

PAYLOAD = bytes(32)
BODY = b"one\r\n\r\ntwo\r\n\r\n"


def content(body: bytes = BODY) -> bytes:
    """Return a record of ours, unpacked."""
    return zlib.decompress(written(answer(body=body), PAYLOAD), 16 + zlib.MAX_WBITS)


@pytest.mark.parametrize("body", [b"", b"\r\n\r\n", BODY, bytes(range(256)) * 300])
def test_a_record_is_what_warcio_finds_in_it(body: bytes) -> None:
    made = content(body)
    theirs = next(ArchiveIterator(io.BytesIO(made), no_record_parse=True))
    ours = parsed(made)
    assert list(ours.fields.items()) == theirs.rec_headers.headers
    assert ours.kind == theirs.rec_type == "response"
    assert ours.block == theirs.raw_stream.read()
    assert ours.block.endswith(b"\r\n\r\n" + body)


def test_a_field_may_hold_a_colon_and_what_is_not_ascii() -> None:
    made = content().replace(b"WARC-Type:", "Note: 报告: 一\r\nWARC-Type:".encode(), 1)
    assert parsed(made).field("Note") == "报告: 一"


def test_a_field_that_must_be_there_is_missed_by_name() -> None:
    with pytest.raises(ArchiveError, match="a response record without WARC-Nothing"):
        parsed(content()).field("WARC-Nothing")


@pytest.mark.parametrize("made", [b"", b"URL IP-address Archive-date", content()[1:], b"\r\n\r\n"])
def test_what_is_no_record_is_named(made: bytes) -> None:
    with pytest.raises(ArchiveError, match="no WARC record at this place"):
        parsed(made)


@pytest.mark.parametrize("version", [b"WARC/1.0", b"WARC/2.0", b"WARC/1.10"])
def test_another_version_of_the_standard_is_named(version: bytes) -> None:
    with pytest.raises(ArchiveError, match=rf"{version.decode()}, this program reads WARC/1\.1"):
        parsed(content().replace(b"WARC/1.1", version, 1))


@pytest.mark.parametrize(
    "made",
    [
        content()[:-1],
        content()[:-4],
        content() + b"\r\n\r\n",
        content().replace(b"two", b"three"),
        content().replace(b"Content-Length: ", b"Content-Size: ", 1),
        b"WARC/1.1\r\nWARC-Type: response",
        b"WARC/1.1",
    ],
)
def test_a_block_of_another_length_than_stated_is_named(made: bytes) -> None:
    with pytest.raises(ArchiveError, match=r"a block of|this program reads"):
        parsed(made)
