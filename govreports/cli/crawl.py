"""`govreports crawl`: many portals, progress shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, errors, fail
from govreports.cli.chosen import insist, show_faults
from govreports.cli.jobs import jobs
from govreports.cli.orders import order_for
from govreports.cli.running import run_crawls
from govreports.registry import PortalLoader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.cli.running import CrawlResult


def crawl(
    names: Annotated[list[str] | None, typer.Argument(metavar="[PORTAL]...")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Crawl every portal.")] = False,
    only_due: Annotated[
        bool, typer.Option("--due", help="Crawl what its schedule says is due now; see `schedule`.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with crawls that broke off; others are whole.")
    ] = False,
    at_once: Annotated[int, typer.Option(min=1, help="Portals crawled at the same time.")] = 2,
) -> None:
    """Crawl portals, each in a process of its own, and write each one's CSV.

    Example: govreports crawl jinshui leping
    """
    if only_due:
        _crawl_due(names, every=every, at_once=at_once)
        return
    loader = PortalLoader(get_project_settings())
    chosen = sorted(loader.spiders) if every else names or []
    unread = loader.faults if every else ()
    if not chosen and not unread:
        fail("no portal was named", "name one, for example: govreports crawl jinshui, or use --all")
    for name in chosen:
        insist(name, loader)
    results = run_crawls([order_for(name, resume=resume) for name in chosen], at_once=at_once)
    show(results)
    show_faults(unread)
    if unread or any(result.exit_code for result in results):
        raise typer.Exit(1)


def _crawl_due(names: list[str] | None, *, every: bool, at_once: int) -> None:
    if names or every:
        message = "--due goes by the schedules: name no portal with it, and leave --all out"
        raise typer.BadParameter(message)
    with jobs(get_project_settings()) as work:
        outcome = work.run_due(at_once)
    if not outcome.started:
        console.print("nothing is due")
    if outcome.failed:
        raise typer.Exit(1)


def show(results: Sequence[CrawlResult]) -> None:
    """Print what each crawl brought in and, on stderr, what it found wrong."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("portal", "declared", "listed", "new", "changed", "unchanged", "errors", "s"):
        table.add_column(title, justify="left" if title == "portal" else "right")
    for result in results:
        table.add_row(*summary_row(result))
    console.print(table)
    for result in results:
        if result.exit_code:
            errors.print(result.said.strip(), markup=False, soft_wrap=True)


def summary_row(result: CrawlResult) -> list[str]:
    """Return one crawl's counts as the cells of the table."""
    counts = result.counts
    wrong = sum(value for name, value in counts.items() if name.startswith("error/"))
    return [
        result.portal,
        str(counts["declared"]),
        str(counts["rows"]),
        str(counts["new"]),
        str(counts["changed"]),
        str(counts["unchanged"] + counts["revised"]),
        f"[red]{wrong}[/]" if wrong else "0",
        f"{result.seconds:.1f}",
    ]
