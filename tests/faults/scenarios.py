"""What goes wrong on a portal, and what is wanted of a crawl that meets it.

`kind` is the failure class that the ledger is to name; with `None` the report is to be there,
exact, in the very run. Whatever is not there must come with the next run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govreports.replica.shelf import ListFault


@dataclass(frozen=True)
class OnArticle:
    """One article's page fails: once (a retry finds it), or as long as the run lasts."""

    fault: str
    kind: str | None = None
    times: int | None = None

    def __str__(self) -> str:
        return self.fault + ("" if self.times is None else " once")


@dataclass(frozen=True)
class OnRobots:
    """robots.txt itself fails, or forbids."""

    fault: str
    kind: str | None
    text: str | None = None

    def __str__(self) -> str:
        return f"robots.txt: {self.fault}"


@dataclass(frozen=True)
class OnList:
    """The list shows its rows wrongly; `code` is what the ledger is to say."""

    fault: ListFault
    code: str

    def __str__(self) -> str:
        return f"list {self.fault}"


# No three challenges stand together: that would end the crawl, which `STORM` is for.
ARTICLES = (
    OnArticle("503", times=1),
    OnArticle("jsl_521", "blocked"),
    OnArticle("429", times=1),
    OnArticle("cut", times=1),
    OnArticle("cut", "cut_off"),
    OnArticle("ruishu_412", "blocked"),
    OnArticle("chunks", "cut_off"),
    OnArticle("meta_refresh", times=1),
    OnArticle("location", times=1),
    OnArticle("503_long", "busy"),
    OnArticle("mislabelled"),
    OnArticle("soft_404", "soft_404"),
    OnArticle("ruishu_200", "blocked"),
    OnArticle("reset", times=1),
    OnArticle("reset", "network"),
    OnArticle("location_home", "home page"),
    OnArticle("home", "page_unreadable"),
    OnArticle("wzws_200", "blocked"),
    OnArticle("500", "status_500"),
    OnArticle("redirect_loop", "redirect_loop"),
    OnArticle("drip", "timeout"),
)
ROBOTS = (
    OnRobots("forbids", "robots", "User-agent: *\nDisallow: /\n"),
    OnRobots("500", "robots_unreachable"),
    OnRobots("drip", "robots_unreachable"),
    OnRobots("jsl_521", "robots_unreachable"),
    OnRobots("html", None),
)
LISTS = (OnList("loops", "listing_repeats"), OnList("clamps", "listing_repeats"))
STORM = "jsl_521"
