from __future__ import annotations

import gzip
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.errors import ArchiveError
from govreports.archive.placement import OPEN_SUFFIX, SUFFIX
from govreports.archive.reader import exchanges, read_exchange
from govreports.archive.writer import ArchiveWriter
from tests.archive.answers import answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[ArchiveWriter]:
    writer = ArchiveWriter(tmp_path, software="govreports/1.2")
    yield writer
    writer.close()


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_no_file_before_the_first_record(writer: ArchiveWriter, tmp_path: Path) -> None:
    writer.sync()
    assert files(tmp_path) == []
    writer.close()
    assert files(tmp_path) == []


def test_file_is_open_until_it_is_closed(writer: ArchiveWriter, tmp_path: Path) -> None:
    place = writer.append(answer())
    (name,) = files(tmp_path)
    assert name.endswith(OPEN_SUFFIX)
    writer.close()
    assert files(tmp_path) == [place.file]
    assert place.file.endswith(SUFFIX)


def test_folder_is_made(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path / "data" / "archive", software="s")
    writer.append(answer())
    writer.close()
    assert len(files(tmp_path / "data" / "archive")) == 1


def test_name_tells_when_where_and_by_which_process(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, 8, 0, 59, tzinfo=UTC)
    writer = ArchiveWriter(tmp_path, software="s", clock=lambda: moment)
    name = writer.append(answer()).file
    writer.close()
    assert name.startswith("govreports-20260301080059-")
    assert f"-{os.getpid()}-" in name


def test_two_writers_take_two_files(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    writers = [ArchiveWriter(tmp_path, software="s", clock=lambda: moment) for _ in range(2)]
    assert len({writer.append(answer()).file for writer in writers}) == 2
    for writer in writers:
        writer.close()


def test_synced_records_are_readable_before_the_close(
    writer: ArchiveWriter, tmp_path: Path
) -> None:
    first = answer(body=b"one")
    place = writer.append(first)
    writer.sync()
    assert read_exchange(tmp_path, place.file, place.offset) == first


def test_records_lie_end_to_end_each_a_gzip_member(writer: ArchiveWriter, tmp_path: Path) -> None:
    places = [writer.append(answer(body=bytes([n]) * 5000)) for n in range(3)]
    writer.close()
    data = (tmp_path / places[0].file).read_bytes()
    for place in places:
        member = gzip.decompress(data[place.offset : place.offset + place.length])
        assert member.startswith(b"WARC/1.1\r\n")
        assert member.endswith(b"\r\n\r\n")
    assert places[-1].offset + places[-1].length == len(data)


def test_first_record_says_who_wrote_the_file(writer: ArchiveWriter, tmp_path: Path) -> None:
    place = writer.append(answer())
    writer.close()
    with (tmp_path / place.file).open("rb") as stream:
        record = next(iter(ArchiveIterator(stream)))
        assert record.rec_type == "warcinfo"
        assert record.rec_headers.get_header("WARC-Filename") == place.file
        assert b"software: govreports/1.2\r\n" in record.content_stream().read()


def test_response_record_is_what_the_standard_wants(writer: ArchiveWriter, tmp_path: Path) -> None:
    sent = answer(body=b"text")
    place = writer.append(sent)
    writer.close()
    with (tmp_path / place.file).open("rb") as stream:
        record = list(ArchiveIterator(stream, check_digests="raise"))[-1]
    head = record.rec_headers
    assert head.get_header("WARC-Record-ID") == f"<urn:uuid:{sent.id}>"
    assert head.get_header("WARC-Target-URI") == sent.url
    assert head.get_header("WARC-Date") == "2026-03-01T08:00:00.123456Z"
    assert head.get_header("Content-Type") == "application/http; msgtype=response"
    assert record.http_headers.statusline == "200 OK"


def test_other_tools_find_nothing_wrong(writer: ArchiveWriter, tmp_path: Path) -> None:
    gzipped = answer(headers=((b"Content-Encoding", b"gzip"),), body=gzip.compress(b"text"))
    chunked = answer(headers=((b"Transfer-Encoding", b"chunked"),), body=b"text")
    for one in (answer(body=b""), answer(status=304), answer(status=567), gzipped, chunked):
        name = writer.append(one).file
    writer.close()
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("digest pass") == 6


def test_refused_write_leaves_the_synced_records_whole(
    writer: ArchiveWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = answer(body=b"one")
    place = writer.append(first)
    writer.sync()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    writer.append(answer(body=b"two"))
    with monkeypatch.context() as patch:
        patch.setattr("govreports.archive.writer.os.fsync", full)
        with pytest.raises(ArchiveError, match=r"No space left.*room"):
            writer.sync()
    third = answer(body=b"three")
    again = writer.append(third)
    writer.close()
    assert list(exchanges(tmp_path, place.file)) == [first, third]
    assert read_exchange(tmp_path, again.file, again.offset) == third


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("a file in the way")
    writer = ArchiveWriter(tmp_path / "x", software="s")
    with pytest.raises(ArchiveError, match="cannot be written"):
        writer.append(answer())


def test_closed_writer_begins_another_file(writer: ArchiveWriter, tmp_path: Path) -> None:
    first = writer.append(answer())
    writer.close()
    second = writer.append(answer())
    assert second.file != first.file
    writer.close()
    assert files(tmp_path) == sorted([first.file, second.file])


def test_what_waits_for_the_disk_is_counted(writer: ArchiveWriter) -> None:
    place = writer.append(replace(answer(), body=b"x" * 1000))
    assert writer.pending_bytes == place.offset + place.length
    writer.sync()
    assert writer.pending_bytes == 0


def test_a_full_file_is_closed_and_the_next_record_begins_another(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, software="govreports/1.2", most_bytes=1000)
    sent = [answer() for _ in range(5)]
    places = [writer.append(exchange) for exchange in sent]
    writer.close()
    assert len({place.file for place in places}) == 5 // 2 + 1
    assert all(place.offset < 1000 for place in places)
    assert [read_exchange(tmp_path, place.file, place.offset) for place in places] == sent
    assert files(tmp_path) == sorted({place.file for place in places})


def test_what_the_server_compressed_is_not_compressed_again(
    writer: ArchiveWriter, tmp_path: Path
) -> None:
    # Random bytes as a compressed page has them; once more they would only grow and cost time.
    body = gzip.compress(os.urandom(20_000))
    sent = answer(headers=((b"content-encoding", b"gzip"),), body=body)
    place = writer.append(sent)
    writer.sync()
    data = (tmp_path / files(tmp_path)[0]).read_bytes()[place.offset :]
    assert body in data
    assert len(body) < place.length < len(body) + 1000
    assert read_exchange(tmp_path, place.file, place.offset) == sent


def test_a_page_that_came_plain_is_compressed(writer: ArchiveWriter) -> None:
    text = "法治政府建设年度报告".encode() * 1000
    assert writer.append(answer(body=text)).length < len(text) / 10
