"""What goes wrong on a portal, and what is wanted of a crawl that meets it.

`kind` is what the ledger is to say and `of` the class under which `status` shows it; with `kind`
`None` the report is to be there, exact, in the very run. Whatever is not there must come with the
next run, once the portal is mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    from govreports.replica.shelf import ListFault
    from govreports.replica.tls import Server

    Concession = Literal["old", "unverified"]


@dataclass(frozen=True)
class OnArticle:
    """One article's page fails: once (a retry finds it), or as long as the run lasts."""

    fault: str
    kind: str | None = None
    of: str = ""
    times: int | None = None

    def __str__(self) -> str:
        return self.fault + ("" if self.times is None else " once")


@dataclass(frozen=True)
class OnRobots:
    """robots.txt itself fails, or forbids."""

    fault: str
    kind: str | None
    of: str = ""
    text: str | None = None

    def __str__(self) -> str:
        return f"robots.txt: {self.fault}"


@dataclass(frozen=True)
class OnList:
    """The list shows its rows wrongly; `code` is what the ledger is to say."""

    fault: ListFault
    code: str
    of: str = ""
    whole: bool = True
    """Whether the list shows every row for all that."""

    def __str__(self) -> str:
        return f"list: {self.fault}"


@dataclass(frozen=True)
class OnChange:
    """The list changes between its first page and its second: rows move over the page's edge."""

    change: Literal["grows", "shrinks"]

    def __str__(self) -> str:
        return f"list: {self.change}"


@dataclass(frozen=True)
class OnTls:
    """The server's TLS, and what the portal's file concedes to it; `kind` as for articles."""

    name: str
    server: Server | None
    kind: str | None = None
    concessions: tuple[Concession, ...] = ()
    scheme: Literal["http", "https"] = "https"
    code: str = ""
    """What the ledger is to say of a portal that is read for all that."""

    def __str__(self) -> str:
        return f"TLS: {self.name}"


# No three challenges stand together: that would end the crawl, which `STORM` is for.
ARTICLES = (
    OnArticle("503", times=1),
    OnArticle("jsl_521", "blocked", "blocked"),
    OnArticle("429", times=1),
    OnArticle("cut", times=1),
    OnArticle("cut", "cut_off", "network"),
    OnArticle("ruishu_412", "blocked", "blocked"),
    OnArticle("chunks", "cut_off", "network"),
    OnArticle("meta_refresh", times=1),
    OnArticle("location", times=1),
    OnArticle("503_long", "busy", "http"),
    OnArticle("mislabelled"),
    OnArticle("soft_404", "soft_404", "soft_error"),
    OnArticle("ruishu_200", "blocked", "blocked"),
    OnArticle("reset", times=1),
    OnArticle("reset", "network", "network"),
    OnArticle("location_home", "home page", "soft_error"),
    OnArticle("edgeone_200", "blocked", "blocked"),
    OnArticle("home", "another_page", "soft_error"),
    OnArticle("404", "status_404", "http"),
    OnArticle("wzws_200", "blocked", "blocked"),
    OnArticle("500", "status_500", "http"),
    OnArticle("redirect_loop", "redirect_loop", "soft_error"),
    OnArticle("edgeone_567", "blocked", "blocked"),
    OnArticle("bad_gzip", "network", "network"),
    OnArticle("empty", "another_page", "soft_error"),
    OnArticle("drip", "timeout", "timeout"),
)
ROBOTS = (
    OnRobots("forbids", "robots", "blocked", "User-agent: *\nDisallow: /\n"),
    OnRobots("500", "robots_unreachable", "blocked"),
    OnRobots("drip", "timeout", "timeout"),
    OnRobots("reset", "network", "network"),
    OnRobots("jsl_521", "robots_unreachable", "blocked"),
    OnRobots("html", None),
    OnRobots("garbage", None, text="\x00\ufeffUser-agent\nDisallow\n:::\nCrawl-delay: soon\n"),
)
LISTS = (
    OnList("loops", "listing_repeats"),
    OnList("clamps", "listing_repeats"),
    OnList("short", "listing_short", "listing"),
    OnList("empty", "listing_empty", "redesign", whole=False),
)
CHANGES = (OnChange("grows"), OnChange("shrinks"))
TLS = (
    OnTls("old", "old", "tls"),
    OnTls("old, conceded", "old", concessions=("old",)),
    OnTls("certificate out of date", "expired", "certificate"),
    OnTls("certificate of another", "other_host", "certificate"),
    OnTls("certificate of nobody", "self_signed", "certificate"),
    OnTls("of nobody, conceded", "self_signed", concessions=("unverified",)),
    OnTls("only https", "good", scheme="http", code="scheme_changed"),
    OnTls("only http", None, code="scheme_changed"),
)
STORM = "jsl_521"
