"""What a portal's file states, and what holds where it does not.

Apart from the spider that crawls by it: whoever only reads definitions needs no Scrapy,
whose import costs a second.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Portal:
    """A portal's attributes."""

    # -- The portal, as its file states it
    name: str
    home: str
    place: ClassVar[str]
    """The government's short Chinese name, e.g. 金水区."""
    family: str
    columns: ClassVar[Mapping[str, str | None]]
    """Link text of each column → its known path, or ``None``."""
    region_code: ClassVar[str | None] = None
    browser: ClassVar[Literal["lists", "all"] | None] = None
    """Which pages only exist once a script has run: none, lists, or lists and articles."""
    browser_ready: ClassVar[str | None] = None
    """CSS selector of what the script puts into a list page, e.g. ``#list li``."""
    list_pages: ClassVar[str | None] = None
    """Address of a further list page where the pager has no links, e.g. ``?page={page}``."""
    tls: ClassVar[tuple[Literal["old", "unverified"], ...]] = ()
    """What only this portal is conceded: TLS 1.0 and 1.1, a certificate that nobody vouches for."""
    verified_live: ClassVar[date | None] = None
    """The day on which a person saw this definition work on the real portal."""

    # -- What each crawl must show (govreports.monitors)
    rules: ClassVar[Mapping[str, object]] = MappingProxyType({})
    """Least and most of a count or a share: ``{"rows": (40, 400), "coverage.publisher": 0.9}``."""

    # -- When `govreports schedule` and `crawl --due` crawl it (govreports.scheduling)
    schedule: ClassVar[str | None] = None
    """A cron line in the portal's time, Asia/Shanghai; ``None`` is a night a week of its own."""
    quiet_hours: ClassVar[tuple[str, str] | None] = None
    """The first and last hour without a request, ``("08:00", "18:30")``, in the portal's time."""
    time_limit: ClassVar[int] = 360
    """Minutes after which a scheduled crawl is ended; the next one goes on from there."""
