"""Tells somebody at once that a crawl failed: JSON to a webhook."""

from __future__ import annotations

import json
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.exceptions import NotConfigured

from govreports import problems
from govreports.ledger import Ledger
from govreports.recorder import Recorder
from govreports.records import Level

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

_SECONDS = 10.0
_MOST_PROBLEMS = 20
_GOOD = range(200, 300)
_CONNECTIONS = {"http": HTTPConnection, "https": HTTPSConnection}


class AlertError(Exception):
    """An alert that did not arrive, and why."""


class Alerts:
    """Extension that posts a failed run to ``GOVREPORTS_ALERT_WEBHOOK``.

    It stands before the recorder, so that an alert that does not arrive is in
    the run's ledger too, as a warning: nothing of the crawl hangs on it.
    """

    def __init__(self, crawler: Crawler, webhook: str) -> None:
        """Remember the crawl and the webhook's address."""
        self.crawler = crawler
        self.webhook = webhook

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension where there is a webhook and the run is kept."""
        webhook = crawler.settings.get("GOVREPORTS_ALERT_WEBHOOK")
        if not webhook or not crawler.settings.getbool("GOVREPORTS_RECORD"):
            # Without words: with any, Scrapy would warn of it in every crawl.
            raise NotConfigured
        alerts = cls(crawler, webhook)
        crawler.signals.connect(alerts.on_spider_closed, signals.spider_closed)
        return alerts

    def on_spider_closed(self, spider: Spider) -> None:
        """Post the alert of a failed run; the crawl's work is done, so nothing waits for it."""
        ledger = Ledger.of(self.crawler)
        if ledger.verdict != "failed":
            return
        recorder = Recorder.of(self.crawler)
        portal = getattr(spider, "portal", spider.name)
        try:
            post(self.webhook, message(portal, recorder.run_id if recorder else None, ledger))
        except AlertError as error:
            ledger.report(problems.alert_not_sent(portal, str(error)))


def message(portal: str, run_id: int | None, ledger: Ledger) -> dict[str, Any]:
    """Return what a webhook is told of a run: its verdict, counts and errors with remedies."""
    wrong = [problem for problem in ledger.problems if problem.level is Level.ERROR]
    return {
        "portal": portal,
        "run_id": run_id,
        "verdict": ledger.verdict,
        "counts": dict(ledger.counts),
        "errors": sum(
            count for name, count in ledger.counts.items() if name.startswith(f"{Level.ERROR}/")
        ),
        "problems": [asdict(problem) for problem in wrong[:_MOST_PROBLEMS]],
    }


def post(webhook: str, content: dict[str, Any]) -> None:
    """Post JSON to an address; raises :class:`AlertError` where it is not taken."""
    try:
        parts = urlsplit(webhook)
        if parts.scheme not in _CONNECTIONS or not parts.hostname:
            reason = "no http(s) address"
            raise AlertError(reason)
        connection = _CONNECTIONS[parts.scheme](parts.hostname, parts.port, timeout=_SECONDS)
        status = _posted(connection, parts._replace(scheme="", netloc="").geturl() or "/", content)
    except (OSError, HTTPException, ValueError) as error:
        raise AlertError(str(error) or type(error).__name__) from error
    if status not in _GOOD:
        reason = f"the webhook answered with status {status}"
        raise AlertError(reason)


def _posted(connection: HTTPConnection, target: str, content: dict[str, Any]) -> int:
    body = json.dumps(content, ensure_ascii=False).encode()
    try:
        connection.request("POST", target, body, {"Content-Type": "application/json"})
        return connection.getresponse().status
    finally:
        connection.close()
