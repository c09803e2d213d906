"""Portals whose pages a browser must draw, as their files would state them."""

from __future__ import annotations

from typing import ClassVar, Literal

from govreports.spider import PortalSpider
from tests.browser import faults, scripted


class DrawnLists(PortalSpider):
    """Lists by script, the pager a link; articles as sent."""

    name = "leping"
    place = "乐平市"
    home = "https://www.lps.gov.cn/"
    family = "generic"
    columns = {"法治政府建设": scripted.COLUMN}  # noqa: RUF012 - attributes only, as in spiders/
    region_code = "360281"
    browser: ClassVar[Literal["lists", "all"] | None] = "lists"


class AllDrawn(DrawnLists):
    """Articles by script too, and a pager without links."""

    name = "leping-drawn"
    portal = "leping"
    browser = "all"
    browser_ready = "#list li"
    list_pages = "#page={page}"


class Faulty(DrawnLists):
    """One column for each way in which a page fails to be drawn."""

    name = "faulty"
    columns = faults.COLUMNS
