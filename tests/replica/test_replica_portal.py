from __future__ import annotations

import gzip
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.replica.articles import Article
from govreports.replica.pages import Target, fill, whole
from govreports.replica.portals import PORTALS, jinshui, leping, tianshan, xinmi, zhanghe

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import html

    from govreports.replica.portal import ReplicaPortal

    Parse = Callable[[ReplicaPortal, str], html.HtmlElement]

NAMES = tuple(PORTALS)
COLUMN = "法治政府建设"


def anchors(page: html.HtmlElement, base: str) -> dict[str, str]:
    links = page.xpath("//a[@href]")
    return {link.text_content().strip(): urljoin(base, link.get("href")) for link in links}


def found(portal: ReplicaPortal, tree: Parse) -> list[str]:
    """Addresses under the column's text, from the home page and the pages it links to."""
    home = portal.template.home
    hrefs = []
    for hop in {home, *anchors(tree(portal, home), home).values()}:
        if hop.startswith("/") and portal.respond("GET", hop).status == 200:
            hrefs += [h for t, h in anchors(tree(portal, hop), hop).items() if t == COLUMN]
    return hrefs


@pytest.mark.parametrize("name", NAMES)
def test_the_column_is_found_by_its_text_one_page_behind_the_home_page(
    name: str, tree: Parse
) -> None:
    portal = PORTALS[name](20)
    assert COLUMN not in anchors(tree(portal, portal.template.home), portal.template.home)
    assert set(found(portal, tree)) >= {portal.column_path}


@pytest.mark.parametrize("name", NAMES)
def test_other_links_begin_with_the_columns_words(name: str, tree: Parse) -> None:
    portal = PORTALS[name](3)
    home = portal.template.home
    texts: set[str] = set()
    for hop in anchors(tree(portal, home), home).values():
        if hop.startswith("/") and portal.respond("GET", hop).status == 200:
            texts |= set(anchors(tree(portal, hop), hop))
    assert any(text.startswith(COLUMN) and text != COLUMN for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_a_column_that_was_taken_away_is_linked_from_nowhere(name: str, tree: Parse) -> None:
    portal = PORTALS[name](20)
    portal.remove_column()
    assert found(portal, tree) == []


def pages_of(portal: ReplicaPortal) -> list[str]:
    count = portal.site().pages
    match portal.template.family:
        case "zhengzhou":
            return [f"{portal.column_path}&page={number}" for number in range(1, count + 1)]
        case "trs":
            rest = [f"{portal.column_path}index_{number}.shtml" for number in range(1, count)]
            return [portal.column_path, *rest]
        case "vsb":
            stem = portal.column_path.removesuffix(".htm")
            rest = [f"{stem}/{count - number + 1}.htm" for number in range(2, count + 1)]
            return [portal.column_path, *rest]
        case _:
            proxy = "/module/web/jpage/dataproxy.jsp?unitid=49913&page="
            return [portal.column_path, *(f"{proxy}{number}" for number in range(1, count))]


@pytest.mark.parametrize("per_page", [15, 20])
@pytest.mark.parametrize("name", NAMES)
def test_all_list_pages_together_show_every_article_once(name: str, per_page: int) -> None:
    portal = PORTALS[name](47, per_page=per_page)
    seen = []
    for page in pages_of(portal):
        text = portal.respond("GET", page).body.decode()
        names = [(text.find(portal.path(key).rpartition("/")[2]), key) for key in portal.keys]
        seen.append([key for place, key in sorted(names) if place >= 0])
    assert [len(keys) for keys in seen[:-1]] == [per_page] * (len(seen) - 1)
    assert tuple(key for keys in seen for key in keys) == portal.listed


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_column_is_a_list_without_rows(name: str) -> None:
    place = PORTALS[name](3)
    for key in place.keys:
        place.unlist(key)
    assert place.site().pages == 1
    assert place.respond("GET", place.column_path).status == 200


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_a_gbk_portal_say_gb2312_and_are_gb18030(name: str) -> None:
    portal = PORTALS[name](6, encoding="gbk")
    key = portal.keys[0]
    answer = portal.respond("GET", portal.path(key))
    assert answer.header("content-type") == "text/html;charset=gb2312"
    assert portal.truth(key).title in answer.body.decode("gb18030")
    assert b"charset=gb2312" in answer.body
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_lists_of_a_gbk_portal_are_so_too(name: str) -> None:
    portal = PORTALS[name](6, encoding="gbk")
    answer = portal.respond("GET", portal.column_path)
    assert COLUMN in answer.body.decode("gb18030")
    assert answer.header("content-type") == "text/html;charset=gb2312"


@pytest.mark.parametrize("name", NAMES)
def test_encoding_does_not_change_the_truth(name: str) -> None:
    plain, other = PORTALS[name](12), PORTALS[name](12, encoding="gbk")
    assert plain.truths() == other.truths()


def test_some_characters_of_a_gbk_page_are_not_in_gb2312() -> None:
    portal = zhanghe(20, encoding="gbk")
    bodies = [portal.respond("GET", portal.path(key)).body for key in portal.keys]
    with pytest.raises(UnicodeDecodeError):
        b"".join(bodies).decode("gb2312")


@pytest.mark.parametrize("name", NAMES)
def test_articles_have_validators_and_lists_have_none(name: str) -> None:
    portal = PORTALS[name](4)
    article = portal.respond("GET", portal.path(portal.keys[0]))
    assert article.header("etag")
    assert article.header("last-modified")
    assert portal.respond("GET", portal.column_path).header("etag") is None


@pytest.mark.parametrize("name", NAMES)
def test_a_known_article_is_answered_304_until_it_changes(name: str) -> None:
    portal = PORTALS[name](4)
    key = portal.keys[1]
    first = portal.respond("GET", portal.path(key), {"accept-encoding": "gzip"})
    known = {
        "if-none-match": first.header("etag") or "",
        "if-modified-since": first.header("last-modified") or "",
    }
    assert portal.respond("GET", portal.path(key), known).status == 304
    portal.edit(key)
    assert portal.respond("GET", portal.path(key), known).status == 200


def test_a_date_alone_settles_a_known_article() -> None:
    portal = leping(4)
    key = portal.keys[0]
    since = portal.respond("GET", portal.path(key)).header("last-modified") or ""
    assert portal.respond("GET", portal.path(key), {"if-modified-since": since}).status == 304
    portal.reflow(key)
    assert portal.respond("GET", portal.path(key), {"if-modified-since": since}).status == 200


def test_head_sends_the_headers_of_get_alone() -> None:
    portal = jinshui(3)
    path = portal.path(portal.keys[0])
    head, get = portal.respond("HEAD", path), portal.respond("GET", path)
    assert head.headers == get.headers
    assert head.body == b""


def test_a_compressed_page_is_the_same_page() -> None:
    portal = tianshan(3)
    path = portal.path(portal.keys[0])
    packed = portal.respond("GET", path, {"accept-encoding": "gzip"})
    assert gzip.decompress(packed.body) == portal.respond("GET", path).body


def test_other_methods_are_not_allowed() -> None:
    assert jinshui(3).respond("DELETE", "/").status == 405


def test_robots_are_told_where_not_to_go() -> None:
    answer = jinshui(3).respond("GET", "/robots.txt")
    assert answer.header("content-type") == "text/plain;charset=utf-8"
    assert answer.body.startswith(b"User-agent: *\nDisallow: /search/\n")


def test_the_text_for_robots_can_be_given() -> None:
    portal = PORTALS["jinshui"](3, robots="User-agent: *\nDisallow: /\n")
    assert portal.respond("GET", "/robots.txt").body == b"User-agent: *\nDisallow: /\n"


def test_an_absent_page_is_404_with_words() -> None:
    answer = jinshui(3).respond("GET", "/D0104X/1.jhtml")
    assert answer.status == 404
    assert "404错误提示" in answer.body.decode()


def test_an_absent_page_may_be_a_soft_404() -> None:
    answer = jinshui(3, missing="soft").respond("GET", "/D0104X/1.jhtml")
    assert answer.status == 200
    assert "404错误提示" in answer.body.decode()


def test_an_absent_page_may_lead_to_the_home_page() -> None:
    answer = jinshui(3, missing="home").respond("GET", "/D0104X/1.jhtml")
    assert (answer.status, answer.header("location")) == (302, "/")


def test_a_dropped_page_is_absent_in_the_portals_way() -> None:
    portal = xinmi(3, missing="soft")
    key = portal.keys[0]
    title = portal.truth(key).title
    portal.drop(key)
    answer = portal.respond("GET", portal.path(key))
    assert answer.status == 200
    assert title not in answer.body.decode()


def test_a_tracking_parameter_does_not_hide_an_article() -> None:
    portal = tianshan(3)
    path = portal.path(portal.keys[0])
    assert portal.respond("GET", f"{path}?from=qcc").body == portal.respond("GET", path).body


def test_the_log_has_every_request_in_order() -> None:
    portal = jinshui(3)
    portal.respond("GET", "/", {"user-agent": "test/1"})
    portal.respond("HEAD", "/nothing")
    first, second = portal.log()
    assert (first.method, first.target, first.status, first.user_agent) == (
        "GET",
        "/",
        200,
        "test/1",
    )
    assert (second.method, second.status, second.user_agent) == ("HEAD", 404, "")
    assert first.at <= second.at
    assert first.at.utcoffset() is not None


@pytest.mark.parametrize(
    "target", ["//[", "/%ff%fe", "/?page=" + "9" * 5000, "", "/?a=dir&p=D0104X&page=-1"]
)
def test_odd_targets_are_answered(target: str) -> None:
    for make in PORTALS.values():
        assert make(2).respond("GET", target).status in {200, 404}


def test_a_form_that_is_no_text_is_answered() -> None:
    portal = zhanghe(3)
    answer = portal.respond("POST", "/module/web/jpage/dataproxy.jsp", {}, b"\xff\x00=\xfe")
    assert answer.status == 200


def test_a_target_joins_query_and_form() -> None:
    target = Target.of("/a%20b?x=1&y=", "z=%E4%B8%AD")
    assert target.path == "/a b"
    assert (target.get("x"), target.get("y"), target.get("z")) == ("1", "", "中")
    assert target.get("none") is None
    assert target.number("x") == 1
    assert target.number("z") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("123456789", 123456789),
        ("1234567890", None),
        ("-1", None),
        ("²", None),
        ("", None),
    ],
)
def test_whole_numbers_have_one_to_nine_digits(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_a_page_of_markup_misses_no_value() -> None:
    with pytest.raises(KeyError, match="title"):
        fill("vsb_links", links="")


def test_texts_given_by_a_test_come_back_as_they_are(tree: Parse) -> None:
    portal = jinshui(1)
    at = portal.entries[portal.keys[0]].article.published_at
    lines = ["一、<概况> & 其他", "\u3000\u3000全年办理 12 件。", "特此报告。"]
    given = Article.from_text("given", "给定文本", at, lines, publisher="测试局")
    portal.add(given)
    page = tree(portal, portal.path("given"))
    texts = [p.text_content().strip() for p in page.xpath("//div[@class='content-txt ']/p")]
    shown = [text for text in texts if text.strip("\u00a0\u3000\u200b\ufeff")]
    assert len(shown) == 3
    assert "<概况> & 其他" in shown[0].replace("\u200b", "").replace("\ufeff", "")
    assert portal.truth("given").body == "一、<概况> &其他\n全年办理12件。\n特此报告。"
