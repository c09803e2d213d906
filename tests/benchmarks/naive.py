"""Contestant (b): ten XPaths through parsel, and a session with its commit for each item.

Loaded for that contestant only: the others use no object-relational mapper.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from tests.benchmarks.bare import Bare

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

XPATHS = (
    "//meta[@name='viewport']/@content",
    "//title/text()",
    "//ul[@class='pubinfo-card']/li[1]/em/text()",
    "//ul[@class='pubinfo-card']/li[2]/em/text()",
    "//ul[@class='pubinfo-card']/li[3]/em/text()",
    "//ul[@class='pubinfo-card']/li[4]/em/text()",
    "//ul[@class='pubinfo-card']/li[5]/em/text()",
    "//div[contains(@class, 'attachment')]//a/@href",
)


class Naive(Bare):
    """(b) Ten XPaths through parsel, and a session with its commit for each item."""

    name = "naive"

    def parse(self, response: Response) -> Iterator[Any]:
        title = response.xpath("//div[@class='content-title']/text()").get()
        body = response.xpath("//div[contains(@class, 'content-txt')]//text()").getall()
        header = [response.xpath(path).get() for path in XPATHS]
        yield {
            "url": response.url,
            "title": title,
            "body": "".join(body),
            "header": json.dumps(header),
        }


class Base(DeclarativeBase):
    """Declarative base of the naive store."""


class Page(Base):
    """A row of the naive store."""

    __tablename__ = "pages"
    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String, index=True)
    title: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    header: Mapped[str] = mapped_column(Text)


class SessionPerItem:
    """The pipeline that most tutorials show."""

    def __init__(self, crawler: Crawler) -> None:
        self.engine = create_engine(f"sqlite:///{crawler.settings['BENCH_DATABASE']}")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SessionPerItem:
        return cls(crawler)

    def open_spider(self) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        Base.metadata.create_all(self.engine)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        with Session(self.engine) as session:
            session.add(Page(**item))
            session.commit()
        return item
