"""Portals whose pages a browser must draw, as their files would state them."""

from __future__ import annotations

from govreports.spider import PortalSpider


class DrawnLists(PortalSpider):
    """Lists by script, the pager a link."""

    name = "leping"
    place = "乐平市"
    home = "https://www.lps.gov.cn/"
    family = "generic"
    columns = {"法治政府建设": "/xxgk/fzzf/"}  # noqa: RUF012 - attributes only, as in spiders/
    region_code = "360281"
    browser = "lists"
