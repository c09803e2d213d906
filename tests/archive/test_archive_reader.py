from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.errors import ArchiveError
from govreports.archive.reader import exchanges, read_exchange
from govreports.archive.writer import ArchiveWriter
from tests.archive.answers import MOMENT, answer, drawn

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.archive.placement import Placement
    from govreports.records import Exchange


def kept(folder: Path, *answers: Exchange) -> list[Placement]:
    writer = ArchiveWriter(folder, software="s")
    places = [writer.append(one) for one in answers]
    writer.close()
    return places


@pytest.mark.parametrize(
    "sent",
    [
        answer(),
        answer(body=b""),
        answer(headers=()),
        answer(status=304, headers=((b"ETag", b'"1"'),), body=b""),
        answer(status=567),
        answer(method="POST"),
        answer(body=bytes(range(256)) * 300),
        answer(body=b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"),
        answer(headers=((b"X-Name", "中文".encode("gb18030")),)),
        answer(headers=((b"x-empty", b""), (b"X-Colon", b"a: b"))),
        answer(headers=((b"transfer-encoding", b"chunked"), (b"Content-Length", b"7"))),
    ],
    ids=[
        "page",
        "empty body",
        "no headers",
        "not modified",
        "status of no standard",
        "POST",
        "binary",
        "body like a header",
        "header beyond ASCII",
        "odd headers",
        "chunked",
    ],
)
def test_answer_comes_back_byte_for_byte(tmp_path: Path, sent: Exchange) -> None:
    before, place, _ = kept(tmp_path, answer(), sent, answer())
    assert read_exchange(tmp_path, place.file, place.offset) == sent
    assert place.offset == before.offset + before.length


def test_chunking_is_not_claimed_in_the_file(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer(headers=((b"Transfer-Encoding", b"chunked"),)))
    text = gzip.decompress((tmp_path / place.file).read_bytes())
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked\r\n" in text
    assert b"\r\nTransfer-Encoding" not in text


def test_folded_header_is_one_line(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer(headers=((b"X-Long", b"a\r\n\tb"), (b"X-Next", b"c"))))
    back = read_exchange(tmp_path, place.file, place.offset)
    assert back.headers == ((b"X-Long", b"a \tb"), (b"X-Next", b"c"))


def test_time_in_another_zone_is_the_same_moment(tmp_path: Path) -> None:
    local = MOMENT.astimezone(timezone(timedelta(hours=8)))
    (place,) = kept(tmp_path, replace(answer(), fetched_at=local))
    back = read_exchange(tmp_path, place.file, place.offset)
    assert back.fetched_at == MOMENT
    assert back.fetched_at.utcoffset() == timedelta(0)


def test_every_answer_of_a_file_comes_in_order(tmp_path: Path) -> None:
    sent = [answer(body=str(number).encode()) for number in range(20)]
    (place, *_) = kept(tmp_path, *sent)
    assert list(exchanges(tmp_path, place.file)) == sent


def test_a_drawn_page_comes_back_with_the_document_it_was_made_of(tmp_path: Path) -> None:
    document = answer()
    dom = drawn(document)
    _, place = kept(tmp_path, document, dom)
    assert read_exchange(tmp_path, place.file, place.offset) == dom
    assert list(exchanges(tmp_path, place.file)) == [document, dom]


def test_a_drawn_page_claims_no_answer_of_a_server(tmp_path: Path) -> None:
    document = answer()
    dom = drawn(document)
    place, _ = kept(tmp_path, dom, document)
    with (tmp_path / place.file).open("rb") as file:
        record = next(one for one in ArchiveIterator(file) if one.rec_type != "warcinfo")
    stated = record.rec_headers.get_header
    assert record.rec_type == "conversion"
    assert record.http_headers is None
    assert stated("WARC-Refers-To") == f"<urn:uuid:{document.id}>"
    assert stated("Content-Type") == "text/html; charset=utf-8"


def test_a_damaged_drawn_page_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, drawn(answer(), body=bytes(range(256)) * 100))
    file = tmp_path / place.file
    data = bytearray(file.read_bytes())
    data[place.offset + place.length // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveError):
        read_exchange(tmp_path, place.file, place.offset)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"nowhere\.warc\.gz: the file is missing"):
        read_exchange(tmp_path, "nowhere.warc.gz", 0)


def test_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").mkdir()
    with pytest.raises(ArchiveError, match="cannot be read"):
        read_exchange(tmp_path, "a.warc.gz", 0)


def test_offset_between_records_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer())
    with pytest.raises(ArchiveError, match=place.file):
        read_exchange(tmp_path, place.file, place.offset + 3)


def test_offset_behind_the_last_record_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer())
    with pytest.raises(ArchiveError, match="no response record"):
        read_exchange(tmp_path, place.file, place.offset + place.length)


def test_torn_record_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer(body=bytes(range(256)) * 100))
    file = tmp_path / place.file
    file.write_bytes(file.read_bytes()[: place.offset + place.length // 2])
    with pytest.raises(ArchiveError):
        read_exchange(tmp_path, place.file, place.offset)


def test_damaged_record_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer(body=bytes(range(256)) * 100))
    file = tmp_path / place.file
    data = bytearray(file.read_bytes())
    data[place.offset + place.length // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveError):
        read_exchange(tmp_path, place.file, place.offset)


def test_a_file_of_another_version_of_the_standard_is_named(tmp_path: Path) -> None:
    (place,) = kept(tmp_path, answer())
    file = tmp_path / place.file
    packed = file.read_bytes()[place.offset :]
    other = gzip.decompress(packed).replace(b"WARC/1.1", b"WARC/1.0", 1)
    file.write_bytes(gzip.compress(other))
    with pytest.raises(ArchiveError, match=r"WARC/1\.0, this program reads WARC/1\.1"):
        read_exchange(tmp_path, place.file, 0)


_names = st.from_regex(rb"\A[A-Za-z-]{1,20}\Z").filter(lambda name: not name.startswith(b"X-Arch"))
_values = st.binary(max_size=40).map(
    lambda value: bytes(byte for byte in value if byte not in b"\r\n\x0b\x0c\x1c\x1d\x1e\x85")
)


@given(
    status=st.integers(100, 999),
    headers=st.lists(st.tuples(_names, _values), max_size=6).map(tuple),
    body=st.binary(max_size=2000),
    method=st.sampled_from(["GET", "POST", "HEAD"]),
)
def test_any_answer_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    status: int,
    headers: tuple[tuple[bytes, bytes], ...],
    body: bytes,
    method: str,
) -> None:
    folder = tmp_path_factory.mktemp("archive")
    sent = answer(status=status, headers=headers, body=body, method=method)
    (place,) = kept(folder, sent)
    assert read_exchange(folder, place.file, place.offset) == sent
