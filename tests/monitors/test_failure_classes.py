from __future__ import annotations

import pytest

from govreports import problems
from govreports.failures import FetchError
from govreports.monitors.failure_classes import failure_class, failure_classes
from govreports.reading.errors import UnreadableError
from govreports.records import Level, Problem

URL = "http://public.jinshui.gov.cn/a"


@pytest.mark.parametrize(
    ("kind", "found", "name"),
    [
        ("dns", "no such host", "dns"),
        ("timeout", "took longer than 60 s", "timeout"),
        ("refused", "Connection refused", "network"),
        ("robots", "Forbidden by robots.txt", "blocked"),
        ("status_403", "the server answered with status 403", "blocked"),
        ("status_502", "the server answered with status 502", "http"),
        ("tls", "no TLS connection: tlsv1 alert protocol version", "tls"),
        ("certificate", "the certificate is for another host name", "tls"),
        ("blocked", "a challenge page of the site's protection (status 521)", "blocked"),
        ("robots_unreachable", "robots.txt did not come (status 500)", "blocked"),
        ("busy", "status 503, to be asked again much later (Retry-After)", "http"),
        ("redirect_loop", "one redirect led to another, without end", "soft_error"),
    ],
)
def test_failed_downloads_by_their_kind(kind: str, found: str, name: str) -> None:
    error = FetchError(kind, found)
    named = [
        problems.page_not_fetched(URL, error),
        problems.home_not_fetched(URL, error),
        problems.listing_not_fetched(URL, "法治政府建设", error),
        problems.column_not_fetched(URL, "法治政府建设", error),
    ]
    assert {failure_class(problem) for problem in named} == {name}


@pytest.mark.parametrize(
    ("problem", "name"),
    [
        (problems.page_unreadable(URL, UnreadableError("no title")), "parse"),
        (
            problems.page_unreadable(URL, UnreadableError("found an error page (soft_404)")),
            "soft_error",
        ),
        (problems.page_unreadable(URL, UnreadableError("found a challenge page")), "blocked"),
        (problems.page_sent_home(URL, "http://public.jinshui.gov.cn/"), "soft_error"),
        (problems.listing_fell(URL, "法治政府建设", 0, 40), "redesign"),
        (problems.column_missing(URL, "法治政府建设"), "redesign"),
        (problems.store_failed(URL, "database is locked"), "store"),
        (Problem("no_such_code", Level.ERROR, URL, "x", "y", "z"), "other"),
    ],
)
def test_other_errors_by_words_and_code(problem: Problem, name: str) -> None:
    assert failure_class(problem) == name


@pytest.mark.parametrize(
    ("unread", "pages", "read_before", "name"),
    [
        (5, 10, True, "redesign"),
        (5, 11, True, "parse"),
        (4, 4, True, "parse"),
        (5, 5, False, "parse"),
    ],
)
def test_many_unreadable_pages_are_a_redesign(
    unread: int, pages: int, name: str, *, read_before: bool
) -> None:
    error = UnreadableError("no title")
    some = [problems.page_unreadable(f"{URL}{number}", error) for number in range(unread)]
    assert failure_classes(some, pages, read_before=read_before) == {name: some}
