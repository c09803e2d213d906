"""`govreports metrics`: how each portal stands, for Prometheus."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- typer reads the annotations
from typing import Annotated

import typer
from prometheus_client import CollectorRegistry, generate_latest, write_to_textfile
from scrapy.utils.project import get_project_settings

from govreports.cli.app import fail
from govreports.cli.standings import standings
from govreports.cli.stored import opened_store
from govreports.clock import now
from govreports.monitors.metrics import PortalMetrics
from govreports.registry import PortalLoader
from govreports.store.queries import Queries
from govreports.store.standings import Standings


def metrics(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="A file, moved into place at once.")
    ] = None,
) -> None:
    """Write how each portal stands in Prometheus' text format.

    With -o for node_exporter's textfile collector, whose files end in .prom.

    Example: govreports metrics -o /var/lib/node_exporter/govreports.prom
    """
    registry = CollectorRegistry()
    registry.register(_gathered())
    if output is None:
        typer.echo(generate_latest(registry).decode(), nl=False)
        return
    try:
        write_to_textfile(str(output), registry)
    except OSError as error:
        fail(f"{output}: {error.strerror or error}", "name a file in a folder that can be written")


def _gathered() -> PortalMetrics:
    defined = PortalLoader(get_project_settings()).spiders
    known = standings((), defined, now())
    with opened_store() as engine:
        runs = Standings(engine).run_counts()
        reports = {name: counts.reports for name, counts in Queries(engine).counts().items()}
    return PortalMetrics(known, runs, reports)
