"""`govreports schedule`: the cron times of the portals' definitions."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console
from govreports.cli.jobs import jobs
from govreports.clock import now
from govreports.scheduling.plan import CHINA

if TYPE_CHECKING:
    from datetime import datetime

    from govreports.scheduling.scheduler import Entry

schedule = typer.Typer(
    name="schedule",
    help="Crawls at the cron times of the portals' definitions, Asia/Shanghai.",
    no_args_is_help=True,
)


@schedule.command(name="list")
def show() -> None:
    """List when each portal is crawled next, and how its last scheduled crawl went.

    Example: govreports schedule list
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("portal", "next (Asia/Shanghai)", "cron line", "last slot", "last run"):
        table.add_column(title)
    with jobs(get_project_settings()) as work:
        for entry in work.scheduler.timetable():
            table.add_row(*_cells(entry, now()))
    console.print(table)


@schedule.command()
def run(
    at_once: Annotated[int, typer.Option(min=1, help="Portals crawled at the same time.")] = 2,
) -> None:
    """Crawl each portal when it is due, until stopped with Ctrl-C or SIGTERM.

    Crawls under way then end in order, and go on with the next start.

    Example: govreports schedule run
    """
    with jobs(get_project_settings()) as work:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: work.stop.set())
        work.serve(at_once)


def _cells(entry: Entry, moment: datetime) -> list[str]:
    last = entry.last
    start = "now" if entry.next_start <= moment else _clock(entry.next_start)
    if last is None:
        return [entry.plan.portal, start, entry.plan.cron, "none yet", ""]
    return [entry.plan.portal, start, entry.plan.cron, _clock(last.slot), _outcome(entry, moment)]


def _outcome(entry: Entry, moment: datetime) -> str:
    last = entry.last
    if last is None:
        return ""
    if last.ended_at is None:
        state = "running" if last.held(moment) else "[red]broke off[/]"
        return f"{state} (since {_clock(last.acquired_at)}, {last.holder})"
    good = "ok" if last.exit_code == 0 else f"[red]exit code {last.exit_code}[/]"
    return f"{good} (ended {_clock(last.ended_at)})"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
