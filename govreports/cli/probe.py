"""`govreports probe`: first contact with a portal."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, errors
from govreports.cli.chosen import insist
from govreports.cli.running import CrawlOrder, run_crawls
from govreports.cli.visit import REPORTS
from govreports.registry import PortalLoader

_SHOWN = 60


def probe(
    portal: Annotated[str, typer.Argument(help="A portal's name.")],
    base_url: Annotated[
        str | None, typer.Option(help="Stands in for the portal's scheme and host.")
    ] = None,
) -> None:
    """Read one list page and three reports, politely, and store nothing.

    Example: govreports probe jinshui
    """
    insist(portal, PortalLoader(get_project_settings()))
    with tempfile.TemporaryDirectory() as folder:
        feed = Path(folder) / "reports.jsonl"
        order = CrawlOrder(
            portal=portal,
            arguments={"base_url": base_url} if base_url else {},
            settings={"GOVREPORTS_RECORD": "0", "GOVREPORTS_SAMPLE": str(REPORTS)},
            feed=feed,
            log=Path(folder) / "crawl.log",
        )
        (result,) = run_crawls([order])
        reports = [json.loads(line) for line in _lines(feed)]
    counts = result.counts
    console.print(f"{portal}: {counts['rows']} rows on the first list page, {len(reports)} read")
    for report in reports:
        _show(report)
    if result.exit_code or len(reports) == 0:
        errors.print(result.said.strip(), markup=False, soft_wrap=True)
        raise typer.Exit(1)


def _lines(feed: Path) -> list[str]:
    return feed.read_text(encoding="utf-8").splitlines() if feed.exists() else []


def _show(report: dict[str, object]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in report.items():
        if value not in (None, "", [], {}):
            text = str(value)
            table.add_row(name, text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)})")
    console.print(table)
    console.print()
