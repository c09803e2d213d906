"""Whole pages to spoil: every kind of page of every replica, real pages where there are any."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from govreports.families import FAMILIES
from govreports.reading.errors import UnreadableError
from govreports.records import Capture
from govreports.replica.portals import PORTALS, portal
from tests.benchmarks.gold import NO_ADDRESS, capture, folder, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.replica.portal import ReplicaPortal

BASE = "http://www.example.gov.cn"
ARTICLES = 40
LIST_PAGES = 3
# A service's answer, with the names that several of them have.
ANSWER = (
    b'{"code":200,"data":{"total":"38","page":1,"list":[{"docpuburl":"/zwgk/t20240101_1.html",'
    b'"doctitle":"2023\\u5e74\\u5e74\\u5ea6\\u62a5\\u544a","docreltime":1704067200000,'
    b'"fwzh":"\\u91d1\\u653f\\u65872021\\u53f7"},{"url":"./2.html","title":"<em>\\u901a\\u77e5</em>",'
    b'"date":"2024-01-02T03:04:05Z"}]}}'
)


@cache
def seed_pages() -> tuple[Capture, ...]:
    """The pages, in an order of their own that stays the same."""
    return (*(page for name in PORTALS for page in _replica(name)), _answer(), *_real())


def _replica(name: str) -> Iterator[Capture]:
    for encoding in ("utf-8", "gbk"):
        replica = portal(name, ARTICLES, encoding=encoding)
        column = urljoin(BASE, replica.column_path)
        for url in (*_list_pages(replica, column), *islice(replica.truths(BASE), ARTICLES // 4)):
            yield _fetch(replica, url)
        yield _fetch(replica, urljoin(BASE, replica.template.home))


def _list_pages(replica: ReplicaPortal, url: str) -> Iterator[str]:
    family = FAMILIES[replica.template.family]
    for _ in range(LIST_PAGES):
        yield url
        try:
            following = family.listing(_fetch(replica, url)).next
        except UnreadableError:
            return
        if not following:
            return
        url = following[0].url


def _fetch(replica: ReplicaPortal, url: str) -> Capture:
    parts = urlsplit(url)
    answer = replica.respond(
        "GET", f"{parts.path}?{parts.query}" if parts.query else parts.path, {}, b""
    )
    headers = tuple((name.lower(), value) for name, value in answer.headers)
    return Capture(url=url, body=answer.body, headers=headers, requested_url=url)


def _answer() -> Capture:
    url = urljoin(NO_ADDRESS, "/search/list.json?page=1")
    return Capture(url=url, body=ANSWER, requested_url=url)


def _real() -> Iterator[Capture]:
    pages = folder()
    if pages.is_dir():
        yield from (capture(pages, entry) for entry in lines(pages, "manifest.jsonl"))
