"""Crawls within this process, many at a time: the project's settings, spiders and components.

`python -m scrapy crawl` does the same in a process of its own, which takes a second to start.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.utils.project import get_project_settings

from govreports.ledger import Ledger
from govreports.registry import PortalLoader
from govreports.store.engine import open_database
from govreports.store.migrations import upgrade
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A replica is nobody's server: pauses are short, and nobody waits long for what never comes.
SETTINGS = {
    "SPIDER_MODULES": ["spiders", "tests.families.portals"],
    # Not none: without a pause Scrapy sends all that waits for a host at once.
    "DOWNLOAD_DELAY": 0.01,
    "AUTOTHROTTLE_ENABLED": False,
    "RETRY_TIMES": 1,
    # Long enough for crawls that begin on a busy machine, several in one process: an answer that
    # waits there for its turn is not to be taken for one that never comes.
    "DOWNLOAD_TIMEOUT": 10,
    "GOVREPORTS_LONGEST_WAIT": 2,
    # What refusals add to the pauses, AutoThrottle takes off again; here it is switched off.
    "AUTOTHROTTLE_MAX_DELAY": 0.1,
}


@dataclass(frozen=True)
class Place:
    """One data folder with its store."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "govreports.db"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.database}"

    async def crawl(self, portal: str, attributes: Mapping[str, Any], **arguments: str) -> str:
        """Crawl a portal, whose file states these attributes too; return the verdict."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self.database.exists():
            self.database.write_bytes(empty_store())
        settings = get_project_settings()
        places = {
            "GOVREPORTS_DATA_DIR": str(self.folder),
            "GOVREPORTS_DATABASE_URL": self.database_url,
        }
        settings.setdict({**SETTINGS, **places}, priority="cmdline")
        spider = PortalLoader(settings).load(portal)
        stated = type(spider.__name__, (spider,), {**attributes, "__module__": __name__})
        crawler = Crawler(stated, settings)
        await AsyncCrawlerRunner(settings).crawl(crawler, **arguments)
        return Ledger.of(crawler).verdict

    @contextmanager
    def store(self) -> Iterator[Queries]:
        engine = open_database(self.database_url)
        try:
            yield Queries(engine)
        finally:
            engine.dispose()


@cache
def empty_store() -> bytes:
    """A store's file as migrations leave it: these take a second, in which others stand still."""
    with TemporaryDirectory() as folder:
        place = Place(Path(folder))
        engine = open_database(place.database_url)
        upgrade(engine)
        engine.dispose()
        return place.database.read_bytes()
