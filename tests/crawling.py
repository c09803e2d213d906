"""Crawls of replicas as users run them: `scrapy crawl` in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.utils.project import ENVVAR

from govreports.feeds import json_row
from govreports.store.engine import open_database
from govreports.store.queries import Queries
from tests.forked import run_scrapy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govreports.records import Report
    from govreports.replica.portal import ReplicaPortal

ROOT = Path(__file__).parent.parent
# A replica is nobody's server: only there is no pause between two requests.
LIFTED = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0", "RETRY_TIMES": "1"}
SECONDS = 120
# Set by the crawl or the store, so no truth of a page.
OF_THE_FILE = ("media_type", "size", "sha256", "text_state")
OF_THE_RUN = {"content_hash", "version", "fetched_at"}


@dataclass(frozen=True)
class Crawled:
    """What a finished crawl left behind."""

    exit_code: int
    rows: list[dict[str, Any]]
    said: str

    def row(self, title: str) -> dict[str, Any]:
        (found,) = (row for row in self.rows if row["title"] == title)
        return found


@dataclass(frozen=True)
class Crawler:
    """Crawls into one data folder and one database."""

    folder: Path
    database_url: str

    def command(
        self,
        portal: str,
        arguments: Mapping[str, str],
        settings: Mapping[str, str] | None = None,
        feed: Path | None = None,
    ) -> list[str]:
        """Return the line that runs one crawl in an interpreter of its own."""
        return [sys.executable, "-m", "scrapy", *self._words(portal, arguments, settings, feed)]

    def _words(
        self,
        portal: str,
        arguments: Mapping[str, str],
        settings: Mapping[str, str] | None,
        feed: Path | None,
    ) -> list[str]:
        places = {
            "GOVREPORTS_DATA_DIR": str(self.folder),
            "GOVREPORTS_DATABASE_URL": self.database_url,
        }
        line = ["crawl", portal]
        for name, value in arguments.items():
            line += ["-a", f"{name}={value}"]
        for name, value in {**LIFTED, **places, **(settings or {})}.items():
            line += ["-s", f"{name}={value}"]
        return [*line, "-O", str(feed)] if feed else line

    def crawl(
        self,
        portal: str,
        base_url: str | None = None,
        *,
        settings: Mapping[str, str] | None = None,
        output: Path | None = None,
        **arguments: str,
    ) -> Crawled:
        """Run one crawl to its end; `rows` are those of a JSON Lines feed."""
        feed = output or self.folder / "feed.jsonl"
        self.folder.mkdir(parents=True, exist_ok=True)
        if base_url:
            arguments["base_url"] = base_url
        words = self._words(portal, arguments, settings, feed)
        exit_code, said = run_scrapy(words, env(), seconds=SECONDS)
        lines = []
        if feed.suffix == ".jsonl" and feed.exists():
            lines = feed.read_text(encoding="utf-8").splitlines()
        return Crawled(exit_code, [json.loads(line) for line in lines], said)

    @contextmanager
    def store(self) -> Iterator[Queries]:
        """Open the store for questions."""
        engine = open_database(self.database_url)
        try:
            yield Queries(engine)
        finally:
            engine.dispose()


def env() -> dict[str, str]:
    """Return an environment in which a crawl's warnings of Python are errors of the test."""
    # Scrapy leaves the settings that this process has read to all processes that it starts.
    kept = {name: value for name, value in os.environ.items() if name != ENVVAR}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def assert_complete(crawled: Crawled, portal: ReplicaPortal, base: str) -> None:
    """Hold every row of the feed against the truth of its page, field by field."""
    truths = portal.truths(base)
    rows = {row["url"]: as_linked(row) for row in crawled.rows}
    assert sorted(rows) == sorted(truths)
    wrong = [
        (truth.title[:20], name, expected, rows[url][name])
        for url, truth in truths.items()
        for name, expected in expectations(truth).items()
        if rows[url][name] != expected
    ]
    assert wrong == []
    for row in crawled.rows:
        assert_fetched(row["attachments"], portal)


def expectations(truth: Report) -> dict[str, Any]:
    return {name: value for name, value in json_row(truth).items() if name not in OF_THE_RUN}


def as_linked(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose attachments say what their page says, and nothing of their files."""
    nothing = dict.fromkeys(OF_THE_FILE)
    return row | {"attachments": [one | nothing for one in row["attachments"]]}


def assert_fetched(attachments: list[dict[str, Any]], portal: ReplicaPortal) -> None:
    """Hold what a row says of each file against the bytes that the portal serves."""
    for one in attachments:
        target = urlsplit(one["url"])
        body = portal.file_bytes(f"{target.path}?{target.query}".rstrip("?"))
        facts = (one["sha256"], one["size"], one["text_state"])
        assert facts == (hashlib.sha256(body).hexdigest(), len(body), "text"), one
