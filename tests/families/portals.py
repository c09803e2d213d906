"""Portals of the invented places: what a file in `spiders/` would say of each.

Their crawls (`test_families_by_crawl.py`) go through `SPIDER_MODULES`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.replica.places import PLACES
from govreports.spider import PortalSpider

if TYPE_CHECKING:
    from govreports.replica.places import Place


def definition(place: Place) -> type[PortalSpider]:
    """Make a place's spider; Scrapy finds spiders among a module's own classes."""
    attributes = {
        "__module__": __name__,
        "name": place.name,
        "place": place.place,
        "home": place.home,
        "family": place.family,
        "columns": {"法治政府建设": None},
        "region_code": place.region_code,
    }
    return type(place.name.title(), (PortalSpider,), attributes)


globals().update(
    {name.title(): definition(place) for name, place in PLACES.items() if place.invented}
)
