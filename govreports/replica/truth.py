"""The record that an exact reader makes of a replica's page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from govreports.records import Attachment, Report

if TYPE_CHECKING:
    from govreports.replica.articles import Article
    from govreports.replica.pages import Sheet, Template

# Values that a page states in its header or not at all.
STATED = (
    "index_number",
    "document_number",
    "publisher",
    "issued_on",
    "document_type",
    "topic",
    "keywords",
    "disclosure",
    "validity",
    "source",
)


def truth(template: Template, sheet: Sheet, base: str, column: str) -> Report:
    """Return the exact record of a page served below ``base``, found in ``column``.

    What the page does not state is ``None``. ``metadata`` holds the visible
    header only; the content hash, version and time of fetching are not the
    page's and stay empty.
    """
    article, stated = sheet.article, template.stated(sheet.article, sheet.dialect)
    values = {name: getattr(article, name) for name in STATED if name in stated.fields}
    if article.number_in_body:
        values["document_number"] = article.document_number
    if "published_on" in stated.fields and not misprinted(article):
        values["published_on"] = article.published_at.date()
        values["published_at"] = stated.published_at
    return Report(
        portal=sheet.place.name,
        url=urljoin(base, sheet.path),
        title=article.title,
        column=column,
        region_code=sheet.place.region_code,
        report_year=article.report_year,
        report_kind=article.report_kind,
        signed_by=article.signed_by,
        signed_on=article.signed_on,
        body=article.body(),
        body_state=article.body_state(),
        attachments=attachments(template, sheet, base),
        metadata=dict(stated.header),
        **values,
    )


def misprinted(article: Article) -> bool:
    """Whether the page prints something that is no date for its publication."""
    return any(article.override(name) for name in ("published_on", "published_at"))


def attachments(template: Template, sheet: Sheet, base: str) -> tuple[Attachment, ...]:
    """附件 in page order with absolute addresses."""
    page = urljoin(base, sheet.path)
    return tuple(
        Attachment(file.name, urljoin(page, template.file(sheet.article, file)))
        for file in sheet.article.attachments()
    )
