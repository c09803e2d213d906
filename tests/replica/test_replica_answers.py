from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from govreports.replica.answers import Document, moment, redirect

AT = datetime(2024, 5, 6, 2, 1, tzinfo=UTC)
BODY = "<p>正文</p>".encode() * 50


@pytest.fixture
def page() -> Document:
    return Document(BODY, "text/html;charset=utf-8", AT)


def http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def test_a_page_has_both_validators(page: Document) -> None:
    answer = page.answer({})
    assert answer.status == 200
    assert answer.body == BODY
    assert answer.header("etag") == page.etag
    assert answer.header("Last-Modified") == "Mon, 06 May 2024 02:01:00 GMT"


def test_a_list_has_none() -> None:
    answer = Document(BODY, "text/html").answer({"if-none-match": "*"})
    assert answer.status == 200
    assert answer.header("etag") is None
    assert answer.header("last-modified") is None


def test_the_length_is_that_of_the_bytes_sent(page: Document) -> None:
    for request in ({}, {"accept-encoding": "gzip"}):
        answer = page.answer(request)
        assert answer.header("content-length") == str(len(answer.body))


def test_whoever_takes_gzip_gets_it(page: Document) -> None:
    answer = page.answer({"accept-encoding": "gzip, deflate"})
    assert answer.header("content-encoding") == "gzip"
    assert len(answer.body) < len(BODY)
    assert gzip.decompress(answer.body) == BODY


def test_equal_pages_are_equal_bytes_when_compressed() -> None:
    first, second = (Document(BODY, "text/html", AT).compressed for _ in range(2))
    assert first == second


def test_a_compressed_answer_has_a_weak_validator(page: Document) -> None:
    assert page.answer({"accept-encoding": "gzip"}).header("etag") == f"W/{page.etag}"


def test_answers_vary_by_what_the_client_takes(page: Document) -> None:
    assert page.answer({}).header("vary") == "Accept-Encoding"


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other",W/{}'])
def test_a_known_tag_is_answered_304(page: Document, form: str) -> None:
    answer = page.answer({"if-none-match": form.format(page.etag)})
    assert answer.status == 304
    assert answer.body == b""
    assert answer.header("etag") == page.etag


def test_any_tag_matches_a_star(page: Document) -> None:
    assert page.answer({"if-none-match": "*"}).status == 304


def test_another_tag_brings_the_page(page: Document) -> None:
    assert page.answer({"if-none-match": '"other"'}).status == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (AT, 304),
        (AT + timedelta(days=1), 304),
        (AT - timedelta(seconds=1), 200),
    ],
)
def test_the_date_decides_where_there_is_no_tag(
    page: Document, since: datetime, status: int
) -> None:
    assert page.answer({"if-modified-since": http_date(since)}).status == status


def test_the_tag_goes_before_the_date(page: Document) -> None:
    request = {"if-none-match": '"other"', "if-modified-since": http_date(AT)}
    assert page.answer(request).status == 200


@pytest.mark.parametrize("text", ["yesterday", "", "Mon, 99 May 2024 02:01:00 GMT"])
def test_a_date_that_is_none_is_ignored(page: Document, text: str) -> None:
    assert page.answer({"if-modified-since": text}).status == 200


def test_a_date_without_zone_is_in_utc() -> None:
    assert moment("Mon, 06 May 2024 02:01:00 -0000") == AT


def test_other_bytes_have_another_tag(page: Document) -> None:
    assert Document(BODY + b" ", "text/html", AT).etag != page.etag


def test_a_redirect_names_its_target() -> None:
    answer = redirect("/index.htm")
    assert (answer.status, answer.header("location"), answer.body) == (302, "/index.htm", b"")
