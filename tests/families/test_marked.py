from __future__ import annotations

import pytest

from govreports.families import FAMILIES, detect
from govreports.families.marked import Marked
from govreports.records import RawReport
from tests.reading.pages import PROSE, article, capture

HEX = "4eb6af2f3cda49a8baa7df45973b6f21"
MARKS = [
    ("jpaas", '<script url="/api-gateway/jpaas-publish-server/front/page"></script>', "/a.html"),
    ("gkmlpt", "<p>x</p>", "/gkmlpt/content/7/7107/post_7107734.html"),
    ("gkmlpt", "<script>window._CONFIG = { SID: '755001', TREE: [] }</script>", "/a.html"),
    ("gkmlpt", '<a href="/gkmlpt/index">目录</a><script>NFCMS_SITE_ID = 1</script>', "/a.html"),
    ("nfcms", '<a href="/gkmlpt/index">目录</a>', "/xxgk/content/post_5712040.html"),
    ("nfcms", "<script>NFCMS_SITE_ID = 1</script>", "/a.html"),
    ("ucap", "<UCAPCONTENT>x</UCAPCONTENT>", "/a.html"),
    ("ucap", "<div class='TRS_Editor'>x</div>", f"/dtszf/czjczyjs/202602/{HEX}.shtml"),
    ("ucap", "<p>x</p>", "/zcfgk/c102416/c5246356/content.html"),
    ("ucap", '{"searchVO": {}}', "/s"),
    ("ucap", '<meta name="template,templategroup,version" content="x,default,3.2"/>', "/a.html"),
    ("ucap", f"<script>url: '/common/search/{HEX}'</script>", "/a.html"),
    ("lonsun", '<font class="j-info-hit">', "/a.html"),
    ("lonsun", "<p>x</p>", "/public/column/21711?type=4"),
    ("epoint", '<script src="/js/webBuilderCommon.js"></script>', "/a.html"),
    ("truecms", "<script>proxyUrl:'/x/messageController/getMessage.do'</script>", "/a.html"),
    ("truecms", '<script src="/TrueCMS/js/jquery.js"></script>', "/a.html"),
    ("truecms", "<p>x</p>", "/x/content/0f8fad5b-d9cb-469f-a165-70867728950e.html"),
    ("jeecms", '<script>Cms.viewCount("","1");</script>', "/a.html"),
    ("jeecms", '<link href="/r/cms/www/style.css">', "/a.html"),
    ("jeecms", "<p>x</p>", "/tzgg/1662.jhtml"),
    ("trs", "<p>x</p>", "/202511/t20251107_15149061_wap.html"),
    ("trs", '{"DOCPUBURL": "http://www.example.gov.cn/"}', "/s"),
    ("trs", '<a href="./202402/t20240208_12921711.html">x</a>', "/tzgg/"),
    ("hanweb", '<div class=\\"jcse-result-box\\">', "/s"),
    ("hanweb", '<a href="/art/2021/11/15/art_1229395777_2374029.html">x</a>', "/"),
]


@pytest.mark.parametrize(("name", "source", "path"), MARKS)
def test_a_mark_tells_the_family(name: str, source: str, path: str) -> None:
    found = detect(capture(source, f"http://www.example.gov.cn{path}"))
    assert found[0].family == name
    assert found[0].reason


def test_shanghai_is_told_by_its_addresses() -> None:
    page = capture("<p>x</p>", f"https://fgj.sh.gov.cn/gzdt/20250825/{HEX}.html")
    assert detect(page)[0].family == "shanghai"
    elsewhere = capture("<p>x</p>", f"https://fgj.example.gov.cn/gzdt/20250825/{HEX}.html")
    assert "shanghai" not in {one.family for one in detect(elsewhere)}


def test_links_to_other_portals_weigh_less_than_any_mark_of_the_page_s_own() -> None:
    source = (
        '<a href="http://x.gov.cn/202402/t20240208_12921711.html">x</a><UCAPTITLE>x</UCAPTITLE>'
    )
    assert [one.family for one in detect(capture(source, "http://www.example.gov.cn/"))] == [
        "ucap",
        "trs",
        "generic",
    ]


@pytest.mark.parametrize("name", [n for n, one in FAMILIES.items() if isinstance(one, Marked)])
def test_a_marked_family_reads_the_generic_way_under_its_own_name(name: str) -> None:
    page = capture(article(f"<div><p>{PROSE}</p></div>"))
    report = FAMILIES[name].report(page)
    assert isinstance(report, RawReport)
    assert (report.family, report.body) == (name, PROSE)
    rows = "".join(f'<li><a href="{n}.html">第{n}号报告</a>2024-01-0{n}</li>' for n in range(1, 5))
    listing = FAMILIES[name].listing(capture(f"<html><body><ul>{rows}</ul></body></html>"))
    assert len(listing.rows) == 4
