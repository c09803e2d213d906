"""Portals of the invented places: what a file in `spiders/` would say of each.

Their crawls (`test_families_by_crawl.py`) go through `SPIDER_MODULES`.
"""

from __future__ import annotations

from govreports.spider import PortalSpider


class Linxi(PortalSpider):
    """临溪区: 大汉 jpaas."""

    name = "linxi"
    place = "临溪区"
    home = "http://www.linxi.example/"
    family = "jpaas"
    columns = {"法治政府建设": None}  # noqa: RUF012 -- attributes only, as in `spiders/`
    region_code = "990101"


class Xuechuan(PortalSpider):
    """雪川县: 开普 CMSPRO."""

    name = "xuechuan"
    place = "雪川县"
    home = "http://www.xuechuan.example/"
    family = "ucap"
    columns = {"法治政府建设": None}  # noqa: RUF012 -- attributes only, as in `spiders/`
    region_code = "990121"


class Rongwan(PortalSpider):
    """榕湾区: gkmlpt."""

    name = "rongwan"
    place = "榕湾区"
    home = "http://www.rongwan.example/"
    family = "gkmlpt"
    columns = {"法治政府建设": None}  # noqa: RUF012 -- attributes only, as in `spiders/`
    region_code = "990131"


class Weitang(PortalSpider):
    """苇塘市: TrueCMS."""

    name = "weitang"
    place = "苇塘市"
    home = "http://www.weitang.example/"
    family = "truecms"
    columns = {"法治政府建设": None}  # noqa: RUF012 -- attributes only, as in `spiders/`
    region_code = "990141"


class Mailing(PortalSpider):
    """麦岭县: JEECMS."""

    name = "mailing"
    place = "麦岭县"
    home = "http://www.mailing.example/"
    family = "jeecms"
    columns = {"法治政府建设": None}  # noqa: RUF012 -- attributes only, as in `spiders/`
    region_code = "990151"
