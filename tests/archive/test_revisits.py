"""Unchanged pages as revisit records, and requests with a body as request records."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from warcio.archiveiterator import ArchiveIterator

from govreports.archive.checking import Fault, Indexed, Whole, check_file
from govreports.archive.decoding import decode
from govreports.archive.errors import ArchiveError
from govreports.archive.reader import exchanges, read_exchange
from govreports.archive.repair import repair
from govreports.archive.writer import ArchiveWriter
from govreports.records import Ask
from tests.archive.answers import again, answer, original, posted

if TYPE_CHECKING:
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

    from govreports.archive.placement import Placement
    from govreports.records import Exchange

PAGE = answer(body=bytes(range(256)) * 20)
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


def kept(folder: Path, *revisits: Exchange, first: Exchange = PAGE) -> list[Placement]:
    """Write a page and answers that bring nothing new."""
    writer = ArchiveWriter(folder, software="s")
    places = [writer.append(first), *(writer.append(one, original(first)) for one in revisits)]
    writer.close()
    return places


def records(folder: Path, kind: str) -> list[ArcWarcRecord]:
    (path,) = folder.iterdir()
    with path.open("rb") as file:
        found = []
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            if record.rec_type == kind:
                found.append(record)
        return found


@pytest.mark.parametrize(
    ("status", "profile"), [(200, "identical-payload-digest"), (304, "server-not-modified")]
)
def test_a_revisit_says_which_record_holds_its_body(
    tmp_path: Path, status: int, profile: str
) -> None:
    revisit = again(PAGE, status=status)
    kept(tmp_path, revisit)
    (record,) = records(tmp_path, "revisit")
    stated = record.rec_headers.get_header
    assert stated("WARC-Record-ID") == f"<urn:uuid:{revisit.id}>"
    assert stated("WARC-Profile") == f"{PROFILE}{profile}"
    assert stated("WARC-Refers-To") == f"<urn:uuid:{PAGE.id}>"
    assert stated("WARC-Refers-To-Target-URI") == PAGE.url
    assert stated("WARC-Refers-To-Date") == "2026-03-01T08:00:00.123456Z"
    # Replay tools show the page for a record without headers, and an empty one for a 304's.
    assert record.http_headers is None


def test_headers_that_differ_are_kept(tmp_path: Path) -> None:
    revisit = again(PAGE, headers=((b"Content-Type", b"text/html; charset=gbk"),))
    first, place = kept(tmp_path, revisit)
    (record,) = records(tmp_path, "revisit")
    assert record.http_headers.get_header("Content-Type") == "text/html; charset=gbk"
    body_at = (first.file, first.offset)
    assert read_exchange(tmp_path, place.file, place.offset, body_at) == revisit


@pytest.mark.parametrize(
    ("name", "then", "now", "same"),
    [
        (b"Date", b"Sun, 01 Mar 2026 08:00:00 GMT", b"Sun, 08 Mar 2026 08:00:00 GMT", True),
        (b"age", b"3", b"600", True),
        (b"Keep-Alive", b"timeout=5, max=99", b"timeout=5, max=98", True),
        (b"Connection", b"keep-alive", b"close", True),
        (
            b"Last-Modified",
            b"Sun, 01 Mar 2026 08:00:00 GMT",
            b"Sun, 08 Mar 2026 08:00:00 GMT",
            False,
        ),
        (b"ETag", b'"a"', b'"b"', False),
        (b"Set-Cookie", b"a=1", b"a=2", False),
    ],
)
def test_headers_of_the_moment_need_not_be_said_again(
    tmp_path: Path, name: bytes, then: bytes, now: bytes, *, same: bool
) -> None:
    page = replace(PAGE, headers=(*PAGE.headers, (name, then)))
    kept(tmp_path, again(page, headers=(*PAGE.headers, (name, now))), first=page)
    (record,) = records(tmp_path, "revisit")
    assert (record.http_headers is None) is same


def test_a_revisit_without_headers_is_read_with_those_of_its_original(tmp_path: Path) -> None:
    page = replace(PAGE, headers=(*PAGE.headers, (b"Date", b"Sun, 01 Mar 2026 08:00:00 GMT")))
    revisit = again(page, headers=PAGE.headers)
    first, place = kept(tmp_path, revisit, first=page)
    found = read_exchange(tmp_path, place.file, place.offset, (first.file, first.offset))
    assert found == replace(revisit, headers=page.headers)


def test_nothing_is_left_out_where_the_headers_of_the_original_are_not_known(
    tmp_path: Path,
) -> None:
    writer = ArchiveWriter(tmp_path, software="s")
    writer.append(PAGE)
    writer.append(again(PAGE), replace(original(PAGE), headers=""))
    writer.close()
    (record,) = records(tmp_path, "revisit")
    assert record.http_headers.get_header("Content-Type") == "text/html; charset=utf-8"


def test_an_identical_payload_states_its_digest(tmp_path: Path) -> None:
    kept(tmp_path, again(PAGE))
    (revisit,), (response,) = records(tmp_path, "revisit"), records(tmp_path, "response")
    digests = {one.rec_headers.get_header("WARC-Payload-Digest") for one in (revisit, response)}
    assert len(digests) == 1
    assert digests != {None}


def test_a_revisit_takes_a_few_hundred_bytes(tmp_path: Path) -> None:
    _, same, unmodified = kept(tmp_path, again(PAGE), again(PAGE, status=304))
    assert same.length < 500
    assert unmodified.length < 450
    assert [same.refers_to, unmodified.refers_to] == [PAGE.id, PAGE.id]


def test_a_revisit_is_read_with_the_body_of_its_original(tmp_path: Path) -> None:
    revisit = again(PAGE)
    first, place = kept(tmp_path, revisit)
    body_at = (first.file, first.offset)
    assert read_exchange(tmp_path, place.file, place.offset, body_at) == revisit


def test_a_revisit_from_another_file_is_read(tmp_path: Path) -> None:
    (first,) = kept(tmp_path)
    writer = ArchiveWriter(tmp_path, software="s")
    revisit = again(PAGE)
    place = writer.append(revisit, original(PAGE))
    writer.close()
    assert place.file != first.file
    body_at = (first.file, first.offset)
    assert read_exchange(tmp_path, place.file, place.offset, body_at) == revisit


def test_of_a_file_alone_revisits_come_without_body(tmp_path: Path) -> None:
    revisit = again(PAGE, status=304)
    place, _ = kept(tmp_path, revisit)
    assert [(one.id, one.refers_to) for one in exchanges(tmp_path, place.file)] == [
        (PAGE.id, ""),
        (revisit.id, PAGE.id),
    ]


def test_a_revisit_whose_original_nobody_knows_is_named(tmp_path: Path) -> None:
    _, place = kept(tmp_path, again(PAGE))
    with pytest.raises(ArchiveError, match=f"revisit.*{PAGE.id}"):
        read_exchange(tmp_path, place.file, place.offset)


def test_a_revisit_that_leads_to_another_record_is_named(tmp_path: Path) -> None:
    _, place, other = kept(tmp_path, again(PAGE), again(PAGE))
    with pytest.raises(ArchiveError, match=f"{PAGE.id}.*found"):
        read_exchange(tmp_path, place.file, place.offset, (other.file, other.offset))


def test_a_damaged_revisit_is_named(tmp_path: Path) -> None:
    first, place = kept(tmp_path, again(PAGE))
    file = tmp_path / place.file
    data = bytearray(file.read_bytes())
    data[place.offset + place.length // 2] ^= 0xFF
    file.write_bytes(data)
    with pytest.raises(ArchiveError):
        read_exchange(tmp_path, place.file, place.offset, (first.file, first.offset))


def test_what_a_form_sent_is_kept(tmp_path: Path) -> None:
    sent = posted()
    before, place, _ = kept(tmp_path, again(PAGE), first=sent)[0], *kept_after(tmp_path, sent)
    assert before.file != place.file
    assert read_exchange(tmp_path, place.file, place.offset) == sent


def kept_after(folder: Path, *sent: Exchange) -> list[Placement]:
    """Write answers between two others."""
    writer = ArchiveWriter(folder, software="s")
    places = [writer.append(one) for one in (answer(), *sent, answer())]
    writer.close()
    return places[1:]


def test_a_request_stands_beside_its_answer(tmp_path: Path) -> None:
    sent = posted()
    kept_after(tmp_path, sent)
    (record,) = records(tmp_path, "request")
    stated = record.rec_headers.get_header
    assert stated("WARC-Concurrent-To") == f"<urn:uuid:{sent.id}>"
    assert stated("WARC-Target-URI") == sent.url
    assert stated("Content-Type") == "application/http; msgtype=request"
    assert record.http_headers.statusline == "/D0104X/1.html?a=dir&h=1 HTTP/1.1"
    assert record.http_headers.get_header("Host") == "public.jinshui.gov.cn"


def test_a_request_without_body_takes_no_room(tmp_path: Path) -> None:
    kept_after(tmp_path, answer(method="POST"))
    assert records(tmp_path, "request") == []


def test_answers_and_their_requests_come_in_order(tmp_path: Path) -> None:
    sent = [posted(b"a=1"), posted(b"a=2"), answer(method="POST"), answer(), posted(b"a=3")]
    place = kept_after(tmp_path, *sent)[0]
    assert list(exchanges(tmp_path, place.file))[1:-1] == sent


def test_an_unchanged_answer_to_a_form_keeps_its_own_request(tmp_path: Path) -> None:
    first = posted(b"page=1")
    second = again(first)
    place, revisit = kept(tmp_path, second, first=first)
    body_at = (place.file, place.offset)
    assert read_exchange(tmp_path, revisit.file, revisit.offset, body_at) == second


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        (
            posted(),
            {"form": (("pageNo", "2"), ("title", "法治"))},
        ),
        (
            posted('{"page": 2, "词": ""}'.encode(), b"application/json"),
            {"body": '{"page": 2, "词": ""}', "headers": (("Content-Type", "application/json"),)},
        ),
    ],
    ids=["form", "JSON"],
)
def test_an_archived_list_knows_what_it_answers(
    tmp_path: Path, sent: Exchange, asked: dict[str, tuple[tuple[str, str], ...]]
) -> None:
    place = kept_after(tmp_path, sent)[0]
    page = decode(read_exchange(tmp_path, place.file, place.offset))
    headers = (*asked.pop("headers", ()), ("X-Requested-With", "XMLHttpRequest"))
    assert page.asked == Ask(sent.url, "POST", headers=headers, **asked)  # type: ignore[arg-type]


def test_a_page_that_was_asked_for_plainly_has_no_wish(tmp_path: Path) -> None:
    place = kept_after(tmp_path, answer())[0]
    assert decode(read_exchange(tmp_path, place.file, place.offset)).asked is None


def test_other_tools_find_nothing_wrong(tmp_path: Path) -> None:
    kept(tmp_path, again(PAGE), again(PAGE, status=304))
    kept_after(tmp_path, posted(), answer())
    files = [str(path) for path in tmp_path.iterdir()]
    done = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "fail" not in done.stdout


def checked(folder: Path, index: dict[int, Indexed]) -> list[Whole | Fault]:
    (path,) = folder.iterdir()
    return list(check_file(folder, path.name, index))


def test_revisits_need_no_place_in_the_index_and_name_their_original(tmp_path: Path) -> None:
    revisit = again(PAGE)
    first, _ = kept(tmp_path, revisit)
    index = {first.offset: Indexed(PAGE.id, first.length, first.payload_sha256)}
    assert checked(tmp_path, index)[1:] == [
        Whole(True, PAGE.id),
        Whole(True, revisit.id, refers_to=PAGE.id),
    ]


def test_a_revisit_in_the_index_is_held_against_it(tmp_path: Path) -> None:
    revisit = again(PAGE)
    first, place = kept(tmp_path, revisit)
    index = {
        first.offset: Indexed(PAGE.id, first.length, first.payload_sha256),
        place.offset: Indexed(revisit.id, place.length, "00" * 32),
    }
    *_, fault = checked(tmp_path, index)
    assert isinstance(fault, Fault)
    assert revisit.id in fault.found


def test_a_damaged_request_is_named(tmp_path: Path) -> None:
    (place, _) = kept_after(tmp_path, posted(b"x" * 3000))
    path = tmp_path / place.file
    data = path.read_bytes()
    start = place.offset + place.length
    member = gzip.decompress(data[start:])
    # The whole rest of the file, written anew around a request that says something else.
    path.write_bytes(
        data[:start]
        + gzip.compress(
            member.split(b"WARC/1.1", 2)[1].join((b"WARC/1.1", b"")).replace(b"xxx", b"xyx", 1)
        )
    )
    faults = [one for one in checked(tmp_path, {}) if isinstance(one, Fault)]
    assert [fault.offset for fault in faults] == [start]


def test_a_torn_request_is_cut_off_and_its_answer_stays(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path, software="s")
    place = writer.append(posted())
    writer.sync()
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()[:-10]
    copy = tmp_path / "copy"
    copy.mkdir()
    (copy / path.name).write_bytes(data)
    writer.close()
    (repaired,) = repair(copy)
    assert (repaired.records, repaired.dropped_bytes > 0) == (2, True)
    assert read_exchange(copy, place.file, place.offset).body == posted().body
