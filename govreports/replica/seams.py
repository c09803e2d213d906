"""The seams of real portals, laid over composed articles one by one.

Each seam is a rule about some of a column's articles: which ones it touches
follows from their place in the column, so that every column has every seam.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.replica.articles import Article, Attachment, AttachmentLine, Paragraph, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from govreports.replica.places import Place


# JEECMS's editors cut texts of more blocks than this into parts.
PART = 24


def with_seams(place: Place, articles: Sequence[Article]) -> Iterator[Article]:
    """Apply to each article the seams that fall on its place in the column."""
    for number, article in enumerate(articles):
        yield seamed(number, at_family(place, article))


def seamed(number: int, article: Article) -> Article:
    """Apply the seams of one place in the column."""
    for every, offset, seam in SEAMS:
        if number % every == offset:
            article = seam(article)
    return article


def at_family(place: Place, article: Article) -> Article:
    """What a family's portals do with every article.

    JEECMS shows long texts in parts. VSB's old template repeats the title
    inside the text; on Hanweb's district portals the administration is
    publisher and source of every page, under its own credit code.
    """
    if place.family == "vsb":
        return replace(article, repeats_title=True)
    if place.family == "hanweb":
        government = place.issuers[0]
        tail = (article.index_number or "").partition("/")[2]
        return replace(
            article,
            publisher=government.name,
            source=government.name,
            index_number=f"{government.code}/{tail}",
        )
    if place.family == "jeecms" and len(article.blocks) > PART:
        return replace(article, parts=2)
    return article


def current(article: Article) -> Article:
    """有效, in the words that many portals use for it."""
    return article.printing("validity", "现行有效")


def written_date(article: Article) -> Article:
    """成文日期 in Chinese notation."""
    return article.printing("issued_on", f"{article.issued_on:%Y年%m月%d日}")


def square_brackets(article: Article) -> Article:
    """文号 with half-width brackets and a space, as typed by hand."""
    number = article.document_number or ""
    return article.printing("document_number", number.replace("〔", "[").replace("〕", "] "))


def without_number(article: Article) -> Article:
    """No 文号: the header's place stays empty."""
    return replace(article, document_number=None).printing("document_number", "")


def empty_number(article: Article) -> Article:
    """No 文号, but the template prints its brackets: ``〔〕号``."""
    return replace(article, document_number=None).printing("document_number", "〔〕号")


def number_in_body(article: Article) -> Article:
    """文号 as a line of its own at the head of the text, none in the header."""
    if article.document_number is None:
        return article
    line = Paragraph(article.document_number, align="center")
    moved = replace(article, blocks=(line, *article.blocks), number_in_body=True)
    return moved.printing("document_number", "")


def abolished(article: Article) -> Article:
    """废止, marked in the title as well."""
    marked = replace(article, title=f"{article.title}[已废止]", validity="废止")
    return marked.printing("validity", "已废止")


def without_keywords(article: Article) -> Article:
    """No keywords: the header drops the slot."""
    return replace(article, keywords=())


def pictured(article: Article) -> Article:
    """Scanned pages only: the report's text is in images."""
    pages = tuple(Picture(f"{article.key}-{page}") for page in (1, 2, 3))
    return without_text(replace(article, blocks=pages, boxed=()))


def attached(article: Article) -> Article:
    """An empty text and the report as a file below it."""
    file = Attachment(f"{article.title}.pdf", f"{article.key}-0")
    return without_text(replace(article, blocks=(), boxed=(file,)))


def without_text(article: Article) -> Article:
    """What lies in the text is not there: no signature, no 文号, no repeated title."""
    if article.number_in_body:
        article = replace(article, document_number=None, number_in_body=False)
    return replace(article, signed_by=None, signed_on=None, repeats_title=False)


def boxed(article: Article) -> Article:
    """Two files listed below the text."""
    stems = (
        Attachment("任务分工表.docx", f"{article.key}-1"),
        Attachment("统计表.xls", f"{article.key}-2"),
    )
    return replace(article, boxed=stems)


def linked(article: Article) -> Article:
    """A file linked inside the text, on the 附件 line."""
    file = Attachment("法治建设指标情况.doc", f"{article.key}-3", in_body=True)
    return replace(article, blocks=(*article.blocks, AttachmentLine(file)))


def classified(article: Article) -> Article:
    """No word on how it is disclosed: where one label serves for both, it gives the topic."""
    return replace(article, disclosure=None)


def headless(article: Article) -> Article:
    """A page without its visible header, as migrated ones are."""
    return replace(article, header=False)


def repeated(article: Article) -> Article:
    """The title once more at the head of the text."""
    return replace(article, repeats_title=True)


# (every, offset, seam): the seam falls on places `offset`, `offset + every`, …
SEAMS: tuple[tuple[int, int, Callable[[Article], Article]], ...] = (
    (4, 2, classified),
    (5, 1, current),
    (6, 2, square_brackets),
    (7, 3, written_date),
    (8, 4, without_keywords),
    (9, 5, without_number),
    (11, 6, empty_number),
    (12, 7, number_in_body),
    (13, 8, boxed),
    (10, 9, linked),
    (14, 10, repeated),
    (16, 11, headless),
    (23, 12, abolished),
    (37, 13, pictured),
    (37, 14, attached),
)
