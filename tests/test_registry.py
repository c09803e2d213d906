"""What every portal's file states, held to the rules."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from scrapy.utils.project import get_project_settings

from govreports.families import FAMILIES
from govreports.registry import portals
from govreports.values.region import region_name

if TYPE_CHECKING:
    from govreports.spider import PortalSpider

SPIDERS = portals(get_project_settings())
CONTRACT = {
    "jinshui": ("https://public.jinshui.gov.cn/", "zhengzhou", "/?a=dir&h=1&p=D0104X"),
    "xinmi": ("https://public.xinmi.gov.cn/", "zhengzhou", None),
    "leping": ("https://www.lps.gov.cn/", "trs", None),
    "tianshan": (
        "http://www.xjtsq.gov.cn/",
        "vsb",
        "/open/guard/catalog/bjzf/tsqzfxxgkml.htm",
    ),
    "zhanghe": ("http://www.jingmen.gov.cn/", "hanweb", None),
}


@pytest.mark.parametrize("name", CONTRACT)
def test_the_five_are_as_the_contract_states_them(name: str) -> None:
    home, family, path = CONTRACT[name]
    spider = SPIDERS[name]
    assert (spider.home, spider.family) == (home, family)
    assert dict(spider.columns) == {"法治政府建设": path}


@pytest.mark.parametrize("spider", SPIDERS.values(), ids=list(SPIDERS))
class TestEveryPortal:
    def test_is_named_as_its_file(self, spider: type[PortalSpider]) -> None:
        assert Path(inspect.getfile(spider)).stem == spider.name

    def test_has_a_family_that_there_is(self, spider: type[PortalSpider]) -> None:
        assert spider.family in FAMILIES

    def test_has_a_home_that_is_a_web_address(self, spider: type[PortalSpider]) -> None:
        parts = urlsplit(spider.home)
        assert parts.scheme in {"http", "https"}
        assert parts.path == "/"

    def test_has_columns_with_absolute_paths_or_none(self, spider: type[PortalSpider]) -> None:
        assert spider.columns
        assert all(path is None or path.startswith("/") for path in spider.columns.values())

    def test_has_a_region_of_the_standard(self, spider: type[PortalSpider]) -> None:
        assert spider.region_code is not None
        assert region_name(spider.region_code) is not None

    def test_says_in_chinese_which_portal_it_is(self, spider: type[PortalSpider]) -> None:
        assert spider.place in (spider.__doc__ or "")

    def test_is_attributes_only(self, spider: type[PortalSpider]) -> None:
        assert [name for name, value in vars(spider).items() if callable(value)] == []

    def test_nobody_has_claimed_to_have_seen_it_live(self, spider: type[PortalSpider]) -> None:
        assert spider.verified_live is None
