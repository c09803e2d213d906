"""What every portal's file states, held to the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scrapy.utils.project import get_project_settings

from govreports.registry import PortalLoader, portals
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


@pytest.mark.parametrize("name", CONTRACT)
def test_the_five_have_a_region_of_the_vocabulary(name: str) -> None:
    code = SPIDERS[name].region_code
    assert code is not None
    assert region_name(code) is not None


@pytest.mark.parametrize("name", CONTRACT)
def test_nobody_has_claimed_to_have_seen_one_of_the_five_live(name: str) -> None:
    assert SPIDERS[name].verified_live is None


@pytest.mark.parametrize("spider", SPIDERS.values(), ids=list(SPIDERS))
def test_every_portal_says_in_chinese_which_it_is(spider: type[PortalSpider]) -> None:
    assert spider.place in (spider.__doc__ or "")


def test_every_file_keeps_the_rules() -> None:
    assert PortalLoader(get_project_settings()).faults == ()
