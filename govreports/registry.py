"""The portals that there are: one file each in `spiders/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.spiderloader import SpiderLoader

from govreports.spider import PortalSpider

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def portals(settings: BaseSettings) -> dict[str, type[PortalSpider]]:
    """Return every portal's spider by name, sorted."""
    loader = SpiderLoader.from_settings(settings)
    spiders = {name: loader.load(name) for name in sorted(loader.list())}
    return {name: cls for name, cls in spiders.items() if issubclass(cls, PortalSpider)}
