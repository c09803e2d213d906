from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.store.urls import canonical_url, url_key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://public.jinshui.gov.cn/D0104X/1.html", "public.jinshui.gov.cn/D0104X/1.html"),
        ("https://www.lps.gov.cn/", "lps.gov.cn/"),
        ("https://www.lps.gov.cn", "lps.gov.cn/"),
        ("https://m.lps.gov.cn/a", "lps.gov.cn/a"),
        ("HTTP://WWW.LPS.GOV.CN./A", "lps.gov.cn/A"),
        ("http://lps.gov.cn:80/a", "lps.gov.cn/a"),
        ("https://lps.gov.cn:443/a", "lps.gov.cn/a"),
        ("https://lps.gov.cn:80/a", "lps.gov.cn:80/a"),
        ("http://user:word@lps.gov.cn:8080/a", "lps.gov.cn:8080/a"),
        ("http://lps.gov.cn/a#part", "lps.gov.cn/a"),
        (" http://lps.gov.cn/a\n", "lps.gov.cn/a"),
        ("http://lps.gov.cn/?b=2&a=1", "lps.gov.cn/?a=1&b=2"),
        ("http://lps.gov.cn/?a=2&a=1", "lps.gov.cn/?a=1&a=2"),
        ("http://lps.gov.cn/?", "lps.gov.cn/"),
        ("http://lps.gov.cn/?a=1&&b", "lps.gov.cn/?a=1&b"),
        ("http://lps.gov.cn/a?utm_source=x&id=7&spm=1.2&FROM=timeline", "lps.gov.cn/a?id=7"),
        ("http://lps.gov.cn/a?fromid=1", "lps.gov.cn/a?fromid=1"),
        ("http://lps.gov.cn/a.jsp;jsessionid=0F.node1?id=7", "lps.gov.cn/a.jsp?id=7"),
        ("http://lps.gov.cn/a?PHPSESSID=x&ASPSESSIONIDABC=y", "lps.gov.cn/a"),
        ("http://lps.gov.cn/a/./b/../c.html", "lps.gov.cn/a/c.html"),
        ("http://lps.gov.cn/../a", "lps.gov.cn/a"),
        ("http://lps.gov.cn/a/b/..", "lps.gov.cn/a/"),
        ("http://lps.gov.cn/a//b", "lps.gov.cn/a//b"),
        ("http://lps.gov.cn/%7euser/%e4%b8%ad", "lps.gov.cn/~user/%E4%B8%AD"),
        ("http://lps.gov.cn/中?q=文", "lps.gov.cn/%E4%B8%AD?q=%E6%96%87"),
        ("http://lps.gov.cn/a?q=x+y", "lps.gov.cn/a?q=x%20y"),
        ("http://lps.gov.cn/a%2Fb", "lps.gov.cn/a%2Fb"),
        ("http://政务.cn/a", "xn--zfr164b.cn/a"),
        ("http://[::1]:8080/a", "[::1]:8080/a"),
        ("http://www.cn/a", "www.cn/a"),
    ],
)
def test_key(url: str, key: str) -> None:
    assert url_key(url) == key


def test_stand_in_host_counts_as_the_portals_own() -> None:
    aliases = {"127.0.0.1:40123": "public.jinshui.gov.cn"}
    replica = url_key("http://127.0.0.1:40123/D0104X/1.html", aliases)
    assert replica == url_key("https://public.jinshui.gov.cn/D0104X/1.html")


def test_stand_in_for_a_www_host_is_folded_like_it() -> None:
    aliases = {"localhost:8000": "www.lps.gov.cn"}
    assert url_key("http://localhost:8000/a", aliases) == url_key("https://lps.gov.cn/a")


def test_another_port_of_the_same_machine_is_no_stand_in() -> None:
    aliases = {"127.0.0.1:40123": "public.jinshui.gov.cn"}
    assert url_key("http://127.0.0.1:40124/a", aliases) == "127.0.0.1:40124/a"


@pytest.mark.parametrize("url", ["", "/a", "lps.gov.cn/a", "ftp://lps.gov.cn/a", "http:///a"])
def test_what_is_no_web_address_has_no_key(url: str) -> None:
    with pytest.raises(ValueError, match="not an absolute"):
        url_key(url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.Lps.gov.cn:80/A?b=2&a=1#x", "http://www.lps.gov.cn/A?b=2&a=1"),
        ("https://lps.gov.cn", "https://lps.gov.cn/"),
        ("https://lps.gov.cn/a;jsessionid=1?utm_medium=x", "https://lps.gov.cn/a"),
        ("https://lps.gov.cn:8443/a", "https://lps.gov.cn:8443/a"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


_paths = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cn"]),
    max_size=30,
)


@given(_paths)
def test_canonical_url_names_the_same_page_and_stays_as_it_is(path: str) -> None:
    url = f"http://www.lps.gov.cn/{path.replace('%', '')}"
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    assert url_key(canonical) == url_key(url)
    assert canonical.isascii()
