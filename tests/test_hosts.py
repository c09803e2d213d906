from __future__ import annotations

import pytest

from govreports.hosts import Hosts, site

HOME = "https://public.jinshui.gov.cn/"
REPLICA = "http://127.0.0.1:40123/"


@pytest.mark.parametrize(
    "url",
    [
        "https://public.jinshui.gov.cn/D0104X/1.jhtml",
        "http://public.jinshui.gov.cn/D0104X/1.jhtml",
        "https://www.jinshui.gov.cn/x.html",
    ],
)
def test_every_host_of_the_portals_site_is_its_own(url: str) -> None:
    assert Hosts(HOME).own(url)


@pytest.mark.parametrize(
    "url", ["https://mp.weixin.qq.com/s/a", "https://www.gov.cn/a", REPLICA, "javascript:;"]
)
def test_other_sites_are_not(url: str) -> None:
    assert not Hosts(HOME).own(url)


def test_a_stand_in_host_is_the_portals_own_on_its_port_only() -> None:
    hosts = Hosts(HOME, [REPLICA])
    assert hosts.own(REPLICA + "D0104X/1.jhtml")
    assert not hosts.own("http://127.0.0.1:40124/D0104X/1.jhtml")


def test_a_page_has_the_same_key_on_the_portal_and_on_its_stand_in() -> None:
    real = Hosts(HOME).key(HOME + "D0104X/1.jhtml")
    assert Hosts(HOME, [REPLICA]).key(REPLICA + "D0104X/1.jhtml") == real


def test_a_page_stored_under_an_earlier_stand_in_is_asked_for_at_todays() -> None:
    hosts = Hosts(HOME, [REPLICA])
    key = Hosts(HOME, ["http://127.0.0.1:1/"]).key("http://127.0.0.1:1/a/1.jhtml?b=2")
    assert hosts.reachable("http://127.0.0.1:1/a/1.jhtml?b=2", key) == REPLICA + "a/1.jhtml?b=2"


def test_without_a_stand_in_a_page_is_asked_for_where_it_was() -> None:
    url = HOME + "D0104X/1.jhtml"
    assert Hosts(HOME).reachable(url, Hosts(HOME).key(url)) == url


def test_a_page_of_another_host_is_asked_for_where_it_was() -> None:
    hosts = Hosts(HOME, [REPLICA])
    url = "https://www.jinshui.gov.cn/x.html"
    assert hosts.reachable(url, hosts.key(url)) == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://public.jinshui.gov.cn/a", "jinshui.gov.cn"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000"),
    ],
)
def test_a_site_is_its_registrable_domain(url: str, expected: str) -> None:
    assert site(url) == expected
