"""Pages parsed once: links, hidden elements, and what cannot be parsed."""

from __future__ import annotations

import pytest

from govreports.reading.document import (
    LARGEST_PAGE,
    MOST_TAGS,
    ancestors,
    hides_any,
    is_hidden,
    is_hidden_by_class,
    join,
)
from govreports.reading.errors import UnreadableError
from tests.reading.pages import document, element


def test_text_is_decoded_before_it_is_parsed() -> None:
    source = (
        '<html><head><meta charset="gb2312"></head><body><p>发展规划〔2024〕〇號</p></body></html>'
    )
    page = document(source.encode("gb18030"))
    assert page.root.findtext(".//p") == "发展规划〔2024〕〇號"
    assert page.encoding == "gb18030"


def test_an_xml_declaration_with_another_encoding_does_no_harm() -> None:
    page = document('<?xml version="1.0" encoding="gb2312"?><html><body><p>公开</p></body></html>')
    assert page.root.findtext(".//p") == "公开"


def test_nul_bytes_are_dropped() -> None:
    assert document("<html><body><p>依\x00法</p></body></html>").root.findtext(".//p") == "依法"


@pytest.mark.parametrize("body", [b"", b"  \r\n ", b"\xef\xbb\xbf"])
def test_an_empty_answer_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableError, match="empty answer"):
        document(body)


def test_a_page_of_comments_only_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="no element"):
        document("<!-- maintenance -->")


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "OLE"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"Rar!\x1a", "RAR"),
    ],
)
def test_a_file_in_a_page_s_place_is_named(body: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        document(body)


def test_nesting_beyond_the_parser_s_limit_is_an_error_not_a_loss() -> None:
    with pytest.raises(UnreadableError, match="cannot be parsed"):
        document("<div>" * 20_000 + "正文" + "</div>" * 20_000)


def test_a_page_after_one_that_cannot_be_parsed_is_read_as_ever() -> None:
    deep = "<div>" * 20_000
    with pytest.raises(UnreadableError, match="cannot be parsed"):
        document(deep)
    assert document("<p>正文</p>").root.findtext("body/p") == "正文"


def test_hundreds_of_unclosed_spans_lose_nothing() -> None:
    page = document("<body>" + "<span>一" * 900 + "</body>")
    assert "".join(page.root.itertext()).count("一") == 900  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("t2.html", "https://www.example.gov.cn/zwgk/fzbg/202403/t2.html"),
        ("./t2.html#top", "https://www.example.gov.cn/zwgk/fzbg/202403/t2.html"),
        ("../../a.html", "https://www.example.gov.cn/zwgk/a.html"),
        ("/info/1/2.htm", "https://www.example.gov.cn/info/1/2.htm"),
        ("//m.example.gov.cn/x", "https://m.example.gov.cn/x"),
        ("?page=2", "https://www.example.gov.cn/zwgk/fzbg/202403/t20240312_1001.html?page=2"),
        (" /a\n/b.html ", "https://www.example.gov.cn/a/b.html"),
        ("http://other.gov.cn/x.html", "http://other.gov.cn/x.html"),
    ],
)
def test_links_become_absolute(href: str, url: str) -> None:
    assert document("<p>x</p>").absolute(href) == url


@pytest.mark.parametrize(
    "href",
    ["", "#", "#top", "javascript:window.print()", "JavaScript:;", "mailto:a@b.cn", "tel:123"],
)
def test_links_that_lead_to_no_page_are_none(href: str) -> None:
    assert document("<p>x</p>").absolute(href) is None


@pytest.mark.parametrize("href", ["http://[附件]/a", "ftp://files.example.cn/a.doc", "file:///etc"])
def test_links_that_no_http_client_can_follow_are_none(href: str) -> None:
    assert join("https://www.example.gov.cn/", href) is None


def test_a_base_element_moves_relative_links() -> None:
    page = document('<html><head><base href="/site/"></head><body>x</body></html>')
    assert page.absolute("a.html") == "https://www.example.gov.cn/site/a.html"


@pytest.mark.parametrize(
    "attributes",
    [
        'style="display:none"',
        'style="color:red; DISPLAY : NONE;"',
        'style="visibility: hidden"',
        "hidden",
        'hidden="hidden"',
    ],
)
def test_elements_hidden_by_their_own_attributes(attributes: str) -> None:
    assert is_hidden(element(f"<p {attributes}>x</p>"))
    assert hides_any(element(f"<div><p><b {attributes}>x</b></p></div>"))


@pytest.mark.parametrize(
    "attributes", ["", 'style="display:block"', 'style="overflow:hidden"', 'class="hidden"']
)
def test_elements_that_are_not_hidden(attributes: str) -> None:
    assert not is_hidden(element(f"<p {attributes}>x</p>"))
    assert not hides_any(element(f"<div><p><b {attributes}>x</b></p></div>"))


@pytest.mark.parametrize(
    ("compared", "hidden"),
    [('\'"01"=="01"\'', False), ('\'"01"=="02"\'', True), ("'isLogin'", True)],
)
def test_avalon_shows_what_two_equal_literals_say(compared: str, hidden: bool) -> None:  # noqa: FBT001
    item = element(f'<li ms-visible={compared} style="display:none">有效性：有效</li>')
    assert is_hidden(item) is hidden


@pytest.mark.parametrize(
    ("names", "hidden"), [("hidden", True), ("card d-none", True), ("hide-x", False), ("", False)]
)
def test_class_names_that_hide_by_convention(names: str, hidden: bool) -> None:  # noqa: FBT001
    assert is_hidden_by_class(element(f'<p class="{names}">x</p>')) is hidden


def test_ancestors_begin_with_the_element_itself() -> None:
    inner = element("<div><p><b>x</b></p></div>")[0][0]
    assert [one.tag for one in ancestors(inner)][:3] == ["b", "p", "div"]


def test_what_is_too_large_is_refused_without_being_parsed() -> None:
    with pytest.raises(UnreadableError, match="more than 8 MB"):
        document(b"<p>" + b"x" * LARGEST_PAGE)


def test_binary_data_under_a_page_s_name_is_refused() -> None:
    with pytest.raises(UnreadableError, match="found binary data"):
        document(bytes(range(256)) * 20)


@pytest.mark.parametrize(
    "source",
    [
        "<p>正文\x00，文字</p>".encode(),
        b"<p>a\x0cb\x1b$</p>" + b"x" * 90,
        "\ufeff<p>正文</p>".encode("utf-16-le"),
    ],
    ids=["NUL", "form feed", "UTF-16"],
)
def test_stray_control_characters_are_no_binary_data(source: bytes) -> None:
    assert document(source).root.findtext(".//p")


def test_an_empty_answer_is_not_told_by_the_page_before_it() -> None:
    with pytest.raises(UnreadableError, match="cannot be parsed"):
        document("<div>" * 20_000)
    with pytest.raises(UnreadableError, match="an empty answer"):
        document("")


def test_links_are_a_page_s_anchors_in_order_with_their_addresses_as_they_stand() -> None:
    page = document(
        "<body><a href=' ./1.html '>一</a><p><a name='x'>二</a><a href=''>三</a></p></body>"
    )
    assert [(link.text, href) for link, href in page.links] == [
        ("一", " ./1.html "),
        ("二", ""),
        ("三", ""),
    ]


def test_links_are_asked_of_the_tree_once() -> None:
    page = document("<body><a href='1.html'>一</a></body>")
    first = page.links
    first[0][0].set("href", "2.html")
    assert page.links is first


def test_a_page_without_links_has_none() -> None:
    assert document("<body><p>依法</p></body>").links == ()


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_the_source_in_bytes_is_the_text_without_nul(codec: str) -> None:
    page = document("<html><body><p>依法\x00行政，信息公开</p></body></html>".encode(codec))
    assert page.source.decode() == page.text
    assert "\x00" not in page.text


def test_so_many_tags_are_too_many_and_as_many_characters_are_not() -> None:
    assert document("<p>" + "公" * MOST_TAGS).root.findtext(".//p") == "公" * MOST_TAGS
    with pytest.raises(UnreadableError, match=f"more than {MOST_TAGS} tags"):
        document("<b>" * (MOST_TAGS + 1))
