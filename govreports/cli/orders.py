"""A portal's crawl as a user would type it, with its CSV and its log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from govreports.cli.running import CrawlOrder
from govreports.clock import now
from govreports.places import exports_directory

if TYPE_CHECKING:
    from govreports.cli.running import Watching


def order_for(name: str, *, guard: Watching | None = None, resume: bool = False) -> CrawlOrder:
    """Return the order of a portal's crawl.

    One with a ``guard``, by schedule, keeps windows, and always goes on with
    one that broke off; others do where they are to ``resume``.
    """
    data = Path(get_project_settings()["GOVREPORTS_DATA_DIR"])
    logs = data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    stamp = now().strftime("%Y%m%d-%H%M%S")
    return CrawlOrder(
        portal=name,
        arguments={"resume": "1"} if guard or resume else {},
        feed=exports_directory(data) / f"{name}.csv",
        log=logs / f"{name}-{stamp}.log",
        guard=guard,
        settings={"GOVREPORTS_WINDOWS": "1"} if guard else {},
    )
