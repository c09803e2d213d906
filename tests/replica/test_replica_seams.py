from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from govreports.records import BodyState
from govreports.replica import seams
from govreports.replica.articles import AttachmentLine, Paragraph, Picture
from govreports.replica.portals import PORTALS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govreports.replica.articles import Article
    from govreports.replica.portal import ReplicaPortal


def articles(portal: ReplicaPortal) -> list[Article]:
    return [portal.entries[key].article for key in portal.keys]


def test_a_valid_document_may_be_called_by_another_word(article: Article) -> None:
    seamed = seams.current(article)
    assert seamed.printed("validity") == "现行有效"
    assert seamed.validity == "有效"


def test_a_date_may_be_written_in_chinese(article: Article) -> None:
    seamed = seams.written_date(article)
    assert seamed.printed("issued_on") == "2022年03月01日"
    assert seamed.issued_on == article.issued_on


def test_a_number_may_have_square_brackets_and_a_space(article: Article) -> None:
    seamed = seams.square_brackets(article)
    assert seamed.printed("document_number") == "金政文[2022] 7号"
    assert seamed.document_number == "金政文〔2022〕7号"


def test_a_number_may_be_missing(article: Article) -> None:
    seamed = seams.without_number(seams.square_brackets(article))
    assert seamed.document_number is None
    assert seamed.printed("document_number") == ""


def test_a_number_may_be_an_empty_template(article: Article) -> None:
    seamed = seams.empty_number(seams.square_brackets(article))
    assert seamed.document_number is None
    assert seamed.printed("document_number") == "〔〕号"


def test_a_number_may_stand_at_the_head_of_the_text_instead(article: Article) -> None:
    seamed = seams.number_in_body(article)
    assert seamed.blocks[0] == Paragraph("金政文〔2022〕7号", align="center")
    assert seamed.printed("document_number") == ""
    assert seamed.document_number == "金政文〔2022〕7号"


def test_where_there_is_no_number_none_goes_to_the_text(article: Article) -> None:
    without = seams.without_number(article)
    assert seams.number_in_body(without) == without


def test_an_abolished_document_says_so_in_title_and_header(article: Article) -> None:
    seamed = seams.abolished(article)
    assert seamed.title.endswith("[已废止]")
    assert seamed.printed("validity") == "已废止"
    assert seamed.validity == "废止"


def test_keywords_may_be_missing(article: Article) -> None:
    assert seams.without_keywords(article).keywords == ()


def test_a_report_may_be_scanned(article: Article) -> None:
    seamed = seams.pictured(article)
    assert all(isinstance(block, Picture) for block in seamed.blocks)
    assert seamed.body_state() is BodyState.IMAGES
    assert seamed.signed_by is None
    assert seamed.attachments() == ()


def test_a_report_may_be_a_file(article: Article) -> None:
    seamed = seams.attached(replace(article, repeats_title=True))
    assert seamed.blocks == ()
    assert seamed.body_state() is BodyState.ATTACHMENT
    assert [file.name for file in seamed.attachments()] == [f"{article.title}.pdf"]
    assert seamed.repeats_title is False


def test_a_number_that_was_in_the_text_goes_with_it(article: Article) -> None:
    seamed = seams.pictured(seams.number_in_body(article))
    assert seamed.document_number is None
    assert seamed.number_in_body is False


def test_files_may_be_listed_below_or_linked_inside(article: Article) -> None:
    plain = replace(article, blocks=(Paragraph("文"),), boxed=())
    assert [file.in_body for file in seams.boxed(plain).attachments()] == [False, False]
    assert isinstance(seams.linked(plain).blocks[-1], AttachmentLine)


def test_every_article_of_vsb_repeats_its_title(five: Mapping[str, ReplicaPortal]) -> None:
    written = [a for a in articles(five["tianshan"]) if a.body_state() is BodyState.TEXT]
    assert all(article.repeats_title for article in written)


def test_the_administration_publishes_every_page_of_hanweb(
    five: Mapping[str, ReplicaPortal],
) -> None:
    for article in articles(five["zhanghe"]):
        assert article.publisher == article.source == "漳河新区管理委员会"
        assert (article.index_number or "").startswith("11420800MB0W32466T/")


@pytest.mark.parametrize("name", tuple(PORTALS))
def test_every_column_has_one_report_in_pictures_and_one_in_a_file(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    states = [article.body_state() for article in articles(five[name])]
    assert states.count(BodyState.IMAGES) == 1
    assert states.count(BodyState.ATTACHMENT) == 1


@pytest.mark.parametrize("name", tuple(PORTALS))
def test_every_column_has_every_seam(five: Mapping[str, ReplicaPortal], name: str) -> None:
    column = articles(five[name])
    printed = {(field, text) for article in column for field, text in article.shown}
    assert {
        ("validity", "现行有效"),
        ("validity", "已废止"),
        ("document_number", "〔〕号"),
    } <= printed
    assert any(article.number_in_body for article in column)
    assert any(article.boxed for article in column)
    assert any(not article.header for article in column)
    assert any(article.document_number is None for article in column)
    assert any(not article.keywords for article in column)
    assert any(isinstance(block, AttachmentLine) for a in column for block in a.blocks)


@pytest.mark.parametrize("name", tuple(PORTALS))
def test_the_printed_number_never_contradicts_the_true_one(
    five: Mapping[str, ReplicaPortal], name: str
) -> None:
    for article in articles(five[name]):
        shown = article.printed("document_number")
        digits = "".join(filter(str.isdigit, shown))
        if article.document_number is None or article.number_in_body:
            assert digits == ""
        else:
            assert digits == "".join(filter(str.isdigit, article.document_number))
