"""The replica portals that every family is held against, and a crawl of them without a network.

A new family takes one line of `REPLICAS` for each of its dialects and is then held to all that
`test_families_on_replicas.py` and `test_conformance.py` ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin, urlsplit

from govreports.families import FAMILIES
from govreports.records import Ask, Capture
from govreports.replica.places import PLACES
from govreports.replica.portals import portal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.families.base import Family
    from govreports.records import Listing
    from govreports.replica.places import Place
    from govreports.replica.portal import Encoding, ReplicaPortal

BASE = "http://127.0.0.1:9"
ARTICLES = 20
#: Rows of a list page, so that a column has four of them, the last one not full.
PER_PAGE = 6
_MOST_PAGES = 20


@dataclass(frozen=True)
class Replica:
    """A portal to be made: place, bytes, dialect, and whether its lists state a total."""

    name: str
    encoding: Encoding = "utf-8"
    dialect: str = ""
    declares: bool = True

    @property
    def place(self) -> Place:
        return PLACES[self.name]

    def __str__(self) -> str:
        return "-".join(filter(None, (self.name, self.encoding, self.dialect)))

    def portal(self, articles: int = ARTICLES) -> ReplicaPortal:
        return portal(
            self.name,
            articles,
            encoding=self.encoding,
            dialect=self.dialect,
            per_page=PER_PAGE,
        )


REPLICAS = (
    Replica("jinshui"),
    Replica("jinshui", "gbk"),
    Replica("xinmi"),
    Replica("leping"),
    Replica("leping", "gbk"),
    Replica("tianshan", dialect="table"),
    Replica("tianshan", "gbk", "lines"),
    Replica("zhanghe", dialect="window"),
    Replica("zhanghe", "gbk", "page"),
    Replica("linxi", dialect="script"),
    Replica("linxi", "gbk", "pager"),
    Replica("xuechuan", dialect="json"),
    Replica("xuechuan", "gbk", "static"),
    Replica("rongwan", dialect="page"),
    Replica("rongwan", dialect="detail"),
    Replica("weitang", dialect="jsonp"),
    Replica("weitang", "gbk", "json"),
    Replica("weitang", dialect="initdata"),
    Replica("mailing", dialect="pager"),
    Replica("mailing", "gbk", "links"),
    Replica("yecheng", declares=False),
    Replica("yecheng", "gbk", declares=False),
    Replica("zhanghe", dialect="openness"),
    Replica("chenghu", dialect="label"),
    Replica("chenghu", "gbk", "shell"),
    Replica("chenghu", dialect="news"),
    Replica("qiyun", dialect="service"),
    Replica("qiyun", "gbk", "wrapped"),
    Replica("qiyun", dialect="static"),
    Replica("wenyuan", dialect="whole"),
    Replica("wenyuan", "gbk", "parted"),
    Replica("wangshu", dialect="postback"),
    Replica("wangshu", "gbk", "address"),
    Replica("hulan", dialect="archives", declares=False),
    Replica("hulan", "gbk", "department"),
)


def one_of_each_family() -> tuple[Replica, ...]:
    first: dict[str, Replica] = {}
    for replica in REPLICAS:
        first.setdefault(family_of(served(replica)).name, replica)
    return tuple(first.values())


@cache
def served(replica: Replica, articles: int = ARTICLES) -> ReplicaPortal:
    """The portal, made once; tests only read it."""
    return replica.portal(articles)


def family_of(portal: ReplicaPortal) -> Family:
    return FAMILIES[portal.template.family]


def fetch(portal: ReplicaPortal, ask: Ask) -> Capture:
    """Return what the portal answers, its parameters and headers as a crawl sends them."""
    parts = urlsplit(ask.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    headers = {name.lower(): value for name, value in ask.headers}
    body = ask.body or urlencode(ask.form)
    answer = portal.respond(ask.method, target, headers, body.encode())
    return Capture(
        url=ask.url,
        body=answer.body,
        status=answer.status,
        headers=tuple((name.lower(), value) for name, value in answer.headers),
        requested_url=ask.url,
        asked=ask,
    )


def column(portal: ReplicaPortal) -> Ask:
    return Ask(urljoin(BASE, portal.column_path))


def pages(
    portal: ReplicaPortal, first: Ask | None = None
) -> Iterator[tuple[Ask, Capture, Listing]]:
    """Follow a column to its end, as the spider does: requests in the order they are named."""
    family, asks = family_of(portal), [first or column(portal)]
    walked = 0
    while asks:
        ask = asks.pop(0)
        page = fetch(portal, ask)
        listing = family.listing(page)
        yield ask, page, listing
        asks[:0] = [ask for ask in listing.next if ask not in asks]
        walked += 1
        assert walked < _MOST_PAGES, f"{ask.url} leads on and on"
