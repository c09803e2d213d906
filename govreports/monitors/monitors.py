"""Holds a run against the portal's own history before it ends."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scrapy import signals

from govreports import problems
from govreports.ledger import Ledger
from govreports.monitors.rules import COVERED, fields_lost, shown, usual_rows
from govreports.portal_rules import broken, read_rules
from govreports.recorder import Recorder
from govreports.spider import PortalSpider
from govreports.store.baselines import Baselines
from govreports.store.coverage import coverage
from govreports.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Self

    from scrapy import Spider
    from scrapy.crawler import Crawler

    from govreports.walk import ColumnWalk


class Monitors:
    """Extension that names a listing that fell, a field that pages state no longer, a broken rule.

    The first two are errors of this very run, and so is less than a rule of the
    portal's definition asks for; more is a warning. A partial run proves nothing
    of how much there is, and a portal's first run has no history to be held against.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Remember the crawl whose ledger takes the findings."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the monitors; `EXTENSIONS` puts them before the recorder, which ends the run."""
        monitors = cls(crawler)
        crawler.signals.connect(monitors.on_spider_closed, signals.spider_closed)
        return monitors

    def on_spider_closed(self, spider: Spider) -> None:
        """Judge the run; it has not ended in the store yet."""
        recorder = Recorder.of(self.crawler)
        if recorder is None or recorder.run_id is None or not isinstance(spider, PortalSpider):
            return
        before = Baselines(recorder.queries.engine, recorder.run_id, spider.portal)
        try:
            counts = recorder.ask(partial(before.counts, COVERED))
            walks = [] if spider.partial else spider.walks
            # A walk that broke off has its own error, and says nothing of the listing's length.
            rows = [
                (walk, recorder.ask(partial(before.rows, walk.key)))
                for walk in walks
                if not walk.broken
            ]
            covered = self._coverage(spider, recorder)
        except StoreError as error:
            recorder.failed(spider.portal, error)
            return
        for walk, earlier in rows:
            self._judge_column(walk, earlier)
        self._judge_fields(spider, counts)
        self._judge_rules(spider, covered)

    def _coverage(self, spider: PortalSpider, recorder: Recorder) -> dict[str, float]:
        """Return the coverage of the fields that the portal's rules speak of, by their names."""
        fields = {rule.field: rule.name for rule in read_rules(spider.rules) if rule.field}
        if not fields:
            return {}
        engine = recorder.queries.engine
        shares = recorder.ask(partial(coverage, engine, spider.portal, list(fields)))
        return {fields[name]: share for name, share in shares.items()}

    def _judge_rules(self, spider: PortalSpider, covered: Mapping[str, float]) -> None:
        ledger = Ledger.of(self.crawler)
        numbers = {**shown(ledger.counts, partial=spider.partial), **covered}
        for finding in broken(read_rules(spider.rules), numbers):
            ledger.report(problems.rule_broken(spider.base, finding))

    def _judge_column(self, walk: ColumnWalk, earlier: Sequence[int]) -> None:
        usual = usual_rows(walk.rows, earlier)
        if usual is not None:
            problem = problems.listing_fell(walk.url, walk.name, walk.rows, usual)
            Ledger.of(self.crawler).report(problem)

    def _judge_fields(self, spider: PortalSpider, earlier: Mapping[str, int]) -> None:
        ledger = Ledger.of(self.crawler)
        for field, share, usual in fields_lost(ledger.counts, earlier):
            ledger.report(problems.field_lost(spider.base, field, share, usual))
