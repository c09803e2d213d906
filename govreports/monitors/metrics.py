"""How portals stand, as metrics of Prometheus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from prometheus_client.core import Metric

    from govreports.monitors.standing import Standing

UNFINISHED = "unfinished"
"""Verdict of runs without an end: one may go on, the others were killed."""


class PortalMetrics(Collector):
    """Metrics of some portals; the label ``portal`` is the spider's name.

    ``runs`` are counted by portal and verdict, ``reports`` by portal.
    """

    def __init__(
        self,
        standings: Sequence[Standing],
        runs: Mapping[tuple[str, str | None], int],
        reports: Mapping[str, int],
    ) -> None:
        """Take what is known; nothing is asked later."""
        self._standings = standings
        self._runs = runs
        self._reports = reports

    def collect(self) -> Iterable[Metric]:
        """Yield the metrics, times in seconds since 1970."""
        yield from self._times()
        yield from self._of_last_runs()
        runs = CounterMetricFamily(
            "govreports_runs", "Runs in the store", labels=["portal", "verdict"]
        )
        for (portal, verdict), count in sorted(self._runs.items(), key=str):
            runs.add_metric([portal, verdict or UNFINISHED], count)
        yield runs
        yield _gauge("govreports_reports", "Reports in the store", self._reports)

    def _times(self) -> Iterator[Metric]:
        known = self._standings
        started = {one.portal: one.last_run.timestamp() for one in known if one.last_run}
        good = {one.portal: one.last_good_run.timestamp() for one in known if one.last_good_run}
        seconds = {one.portal: one.seconds for one in known if one.seconds is not None}
        care = {one.portal: float(one.needs_care) for one in known}
        yield _gauge("govreports_last_run_timestamp_seconds", "Start of the last run", started)
        yield _gauge(
            "govreports_last_success_timestamp_seconds", "Start of the last good run", good
        )
        yield _gauge("govreports_last_run_duration_seconds", "Length of the last run", seconds)
        yield _gauge("govreports_needs_care", "1 where a person should look", care)

    def _of_last_runs(self) -> Iterator[Metric]:
        pages = GaugeMetricFamily(
            "govreports_last_run_pages", "Pages of the last run", labels=["portal", "outcome"]
        )
        errors = GaugeMetricFamily(
            "govreports_last_run_errors", "Errors of the last run", labels=["portal", "class"]
        )
        for one in self._standings:
            for outcome, count in one.outcomes.items():
                pages.add_metric([one.portal, outcome], count)
            for name, failure in one.failures.items():
                errors.add_metric([one.portal, name], failure.count)
        yield pages
        yield errors


def _gauge(name: str, meaning: str, values: Mapping[str, float]) -> Metric:
    gauge = GaugeMetricFamily(name, meaning, labels=["portal"])
    for portal, value in values.items():
        gauge.add_metric([portal], value)
    return gauge
