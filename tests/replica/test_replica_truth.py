from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING

import pytest
from lxml import html

from govreports.records import BodyState, Report, ReportKind
from govreports.replica.articles import visible
from govreports.replica.portals import PORTALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal

FAMILIES = ("zhengzhou", "trs", "vsb", "hanweb")
NAMES = tuple(PORTALS)
# Set by the store or the crawl, never by a page.
NOT_OF_THE_PAGE = {"content_hash", "version", "fetched_at"}
# What no page of the four families states.
STATED_BY_NONE = {"effective_on", "expires_on"}
# The box that holds the article's text, per family.
TEXT = {
    "zhengzhou": "//div[@class='content-txt ']",
    "trs": "//div[@id='zoom']",
    "vsb": "//div[@class='v_news_content']",
    "hanweb": "//div[@id='zoom']",
}


def text_of_page(portal: ReplicaPortal, key: str) -> str:
    """The characters of the text box, apart from its stylesheets."""
    page: html.HtmlElement = html.fromstring(portal.respond("GET", portal.path(key)).body.decode())
    (box,) = page.xpath(TEXT[portal.template.family])
    for style in box.xpath(".//style"):
        style.text = ""
    return re.sub(r"\s", "", visible(box.text_content()))


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_has_no_more_than_pages_have(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    for report in five[name].truths().values():
        for unset in NOT_OF_THE_PAGE | STATED_BY_NONE:
            assert getattr(report, unset) is None


@pytest.mark.parametrize("name", NAMES)
def test_every_written_body_is_on_its_page_in_order(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    portal = five[name]
    for key in portal.listed:
        body = portal.truth(key).body
        if body is None or "\t" in body or any(line.startswith("1.") for line in body.split("\n")):
            continue  # numerals and merged cells are not in a page's source
        shown = text_of_page(portal, key)
        article = portal.entries[key].article
        title = article.title if article.repeats_title else ""
        assert shown == re.sub(r"\s", "", title + body)


@pytest.mark.parametrize("name", NAMES)
def test_lines_of_tables_and_lists_are_on_their_page_too(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    portal = five[name]
    seen = 0
    for key in portal.listed:
        shown = text_of_page(portal, key)
        for line in (portal.truth(key).body or "").split("\n"):
            for cell in line.split("\t"):
                seen += "\t" in line
                assert re.sub(r"^\d\.", "", cell).replace(" ", "") in shown
    assert seen > 20


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_the_header_is_printed_on_the_page(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    portal = five[name]
    for key in portal.listed:
        text = portal.respond("GET", portal.path(key)).body.decode()
        for value in portal.truth(key).metadata.values():
            assert value in text


@pytest.mark.parametrize("name", NAMES)
def test_where_there_is_no_text_the_state_says_where_it_is(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    reports = five[name].truths().values()
    assert {r.body_state for r in reports} == {
        BodyState.TEXT,
        BodyState.IMAGES,
        BodyState.ATTACHMENT,
    }
    for report in reports:
        assert (report.body is None) == (report.body_state is not BodyState.TEXT)


@pytest.mark.parametrize("name", NAMES)
def test_region_column_and_kind_are_always_known(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    for report in five[name].truths().values():
        assert report.portal == name
        assert report.region_code == five[name].place.region_code
        assert report.column == "法治政府建设"
        assert report.report_year is not None
        assert report.report_kind in set(ReportKind)


def test_addresses_are_the_real_portals_or_below_the_given_base() -> None:
    portal = PORTALS["leping"](3)
    key = portal.keys[0]
    path = portal.path(key)
    assert portal.truth(key).url == f"https://www.lps.gov.cn{path}"
    assert portal.truth(key, "http://127.0.0.1:8001/").url == f"http://127.0.0.1:8001{path}"


def test_addresses_of_attachments_are_below_the_given_base(
    made: Callable[..., ReplicaPortal], article: Article
) -> None:
    for family in FAMILIES:
        portal = made(article, family=family)
        for file in portal.truth("one", "http://127.0.0.1:8001/").attachments:
            assert file.url.startswith("http://127.0.0.1:8001/")


def test_truths_are_those_of_the_list_by_address() -> None:
    portal = PORTALS["xinmi"](6)
    portal.unlist(portal.keys[2])
    truths = portal.truths()
    assert list(truths) == [portal.truth(key).url for key in portal.listed]
    assert len(truths) == 5


@pytest.mark.parametrize("family", FAMILIES)
def test_the_truth_follows_the_page(
    made: Callable[..., ReplicaPortal], article: Article, family: str
) -> None:
    portal = made(article, family=family)
    before = portal.truth("one")
    portal.edit("one", title="另一个标题")
    after = portal.truth("one")
    assert after == replace(before, title="另一个标题")


@pytest.mark.parametrize("family", FAMILIES)
def test_a_number_at_the_head_of_the_text_is_the_documents_number(
    made: Callable[..., ReplicaPortal], article: Article, family: str
) -> None:
    line = replace(article, number_in_body=True).printing("document_number", "")
    report = made(line, family=family).truth("one")
    assert report.document_number == "金政文〔2022〕7号"
    assert "金政文〔2022〕7号" not in report.metadata.values()


# Which fields of the fixture's article each family's page states.
ALWAYS = {"title", "body", "column", "region_code", "report_year", "signed_by", "url", "portal"}
SHOWN = {
    "zhengzhou": {
        "index_number",
        "document_number",
        "publisher",
        "issued_on",
        "published_on",
        "document_type",
        "keywords",
        "validity",
    },
    "trs": {
        "index_number",
        "document_number",
        "publisher",
        "issued_on",
        "published_on",
        "published_at",
        "topic",
        "disclosure",
        "validity",
        "source",
    },
    "vsb": {"publisher", "published_on", "published_at"},
    "hanweb": {
        "index_number",
        "document_number",
        "publisher",
        "issued_on",
        "published_on",
        "published_at",
        "disclosure",
        "validity",
        "source",
    },
}


@pytest.mark.parametrize("family", FAMILIES)
def test_exactly_the_fields_that_a_family_shows_are_known(
    made: Callable[..., ReplicaPortal], article: Article, family: str
) -> None:
    report = made(article, family=family).truth("one")
    rest = {"body_state", "report_kind", "attachments", "metadata"}
    known = {field.name for field in fields(Report) if getattr(report, field.name)}
    assert known - rest == ALWAYS | SHOWN[family]
