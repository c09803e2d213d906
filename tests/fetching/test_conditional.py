from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from govreports.fetching.conditional import unchanged, validators
from govreports.reader_version import READER_VERSION
from govreports.records import Capture
from govreports.store.answers import Known

PAGE = Capture("http://a.gov.cn/1.htm", b"<html>1</html>")


def known(**changes: str | None) -> Known:
    facts: dict[str, Any] = {
        "etag": '"1"',
        "last_modified": "Mon, 01 Jan 2024 00:00:00 GMT",
        "payload_sha256": PAGE.payload_sha256,
        "reader_version": READER_VERSION,
        **changes,
    }
    return Known("a.gov.cn/1.htm", "a-1", fetched_at=datetime(2024, 1, 2, tzinfo=UTC), **facts)


def test_a_known_page_is_asked_for_with_both_validators() -> None:
    assert validators(known()) == {
        "If-None-Match": '"1"',
        "If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT",
    }


def test_a_validator_that_the_server_never_sent_is_left_out() -> None:
    assert validators(known(etag=None)) == {"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}


def test_an_unknown_page_is_asked_for_unconditionally() -> None:
    assert validators(None) == {}


def test_status_304_is_unchanged() -> None:
    assert unchanged(Capture(PAGE.url, b"", 304), known())


def test_the_bytes_that_todays_reader_has_read_are_unchanged() -> None:
    assert unchanged(PAGE, known())


def test_other_bytes_are_read() -> None:
    assert not unchanged(Capture(PAGE.url, b"<html>2</html>"), known())


def test_the_same_bytes_are_read_again_by_a_changed_reader() -> None:
    assert not unchanged(PAGE, known(reader_version="0" * 12))


def test_an_unknown_page_is_read() -> None:
    assert not unchanged(PAGE, None)
