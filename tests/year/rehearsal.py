"""A year of `govreports crawl --due` on replicas, a command a week, on a clock that runs ahead."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from sqlalchemy import select

from govreports.replica.places import PLACES
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import open_database, reading
from govreports.store.queries import Queries
from govreports.store.urls import url_key
from govreports.values.dates import CHINA
from tests.crawling import env
from tests.monitors.webhook import Webhook, webhook
from tests.portals.projects import Project
from tests.year.expected import Visit
from tests.year.happenings import Town

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govreports.store.answers import Run

WEEK = timedelta(days=7)
# A Monday, an hour after the cron line's time.
BEGIN = datetime(2026, 1, 5, 4, tzinfo=CHINA)
_YEAR, _REDESIGN = 52, 30
SECONDS = 3600
GOOD = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED)
DEFINITION = """from govreports.spider import PortalSpider


class {name}(PortalSpider):
    name = "{portal}"
    place = "{place}"
    home = "{home}"
    family = "{family}"
    columns = {{"法治政府建设": "{column}"}}
    schedule = "0 3 * * 1"
    region_code = "{region}"
"""


@dataclass(frozen=True)
class Form:
    """How long, how many and which chance."""

    seed: int
    portals: tuple[str, ...]
    weeks: int = _YEAR
    articles: int = 40

    @property
    def redesign_week(self) -> int:
        return max(3, round(self.weeks * _REDESIGN / _YEAR))

    @property
    def redesigned(self) -> str:
        return Random(f"{self.seed}:redesign").choice(self.portals)

    @property
    def emptied(self) -> str:
        others = [name for name in self.portals if name != self.redesigned]
        return Random(f"{self.seed}:emptied").choice(others)

    @property
    def emptied_week(self) -> int:
        weeks = [week for week in range(3, self.weeks) if week != self.redesign_week]
        return Random(f"{self.seed}:week").choice(weeks)


@dataclass(frozen=True)
class Promise:
    """When a page was last asked for, and until when that was to be enough."""

    looked_at: datetime
    recheck_at: datetime


@dataclass
class Year:
    """All that is known of a rehearsal from both sides."""

    form: Form
    project: Project
    addresses: Mapping[str, str]
    hook: Webhook
    towns: dict[str, Town]
    visits: dict[str, list[Visit]] = field(default_factory=dict)
    promises: list[dict[tuple[str, str], Promise]] = field(default_factory=list)
    """After each week's visits, by portal and URL key."""
    answers: Counter[str] = field(default_factory=Counter)
    exit_codes: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    status: str = ""
    """What `govreports status` said of the portal whose list was empty."""

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.project.folder / 'data' / 'govreports.db'}"

    def at(self, week: int) -> datetime:
        return (BEGIN + (week - 1) * WEEK).astimezone(UTC)

    def key(self, portal: str, path: str) -> str:
        return url_key(urljoin(self.addresses[portal], path))

    @contextmanager
    def store(self) -> Iterator[Queries]:
        engine = open_database(self.database_url)
        try:
            yield Queries(engine)
        finally:
            engine.dispose()

    def runs(self) -> list[Run]:
        with self.store() as store:
            return store.runs(most=len(self.towns) * (self.form.weeks + 1))


@contextmanager
def rehearsed(form: Form, folder: Path, tell: Any = print) -> Iterator[Year]:
    """Let the year pass; the portals are still served while the block lasts."""
    towns = {name: Town(name, form.seed, form.articles, form.weeks) for name in form.portals}
    portals = [town.portal for town in towns.values()]
    with webhook() as hook, serve(portals) as addresses:
        year = Year(form, Project.made(folder), addresses, hook, towns)
        for name in form.portals:
            year.project.add(name, definition(year, name))
            year.visits[name] = []
        for week in range(1, form.weeks + 1):
            happen(year, week)
            visit(year, week)
            tell(f"week {week}: exit code {year.exit_codes[-1]}, {dict(year.answers)}")
        yield year


def definition(year: Year, name: str) -> str:
    place = PLACES[name]
    return DEFINITION.format(
        name=name.capitalize(),
        portal=name,
        place=place.place,
        home=year.addresses[name],
        family=place.family,
        column=year.towns[name].portal.column_path,
        region=place.region_code,
    )


def happen(year: Year, week: int) -> None:
    """Let the portals do what they do before the week's visit."""
    form = year.form
    if week > 1:
        for town in year.towns.values():
            town.pass_week(week, year.at(week))
    if week == form.redesign_week:
        year.towns[form.redesigned].portal.redesign()
    listing = year.towns[form.emptied].portal
    if week == form.emptied_week:
        listing.break_listing("empty")
    elif week == form.emptied_week + 1:
        listing.break_listing("whole")


def visit(year: Year, week: int) -> None:
    """Run the command as cron does, and keep what both sides know of it."""
    at = year.at(week)
    sights = {name: town.portal.look(at, year.addresses[name]) for name, town in year.towns.items()}
    for town in year.towns.values():
        town.portal.hits.clear()
    done = command(year, at, "crawl", "--due")
    year.exit_codes.append(done.returncode)
    year.said.append(done.stdout + done.stderr)
    for name, sight in sights.items():
        hits = year.towns[name].portal.log()
        paths = frozenset(sight.paths.values())
        answered = {hit.target for hit in hits if hit.target in paths and hit.status in GOOD}
        year.visits[name].append(Visit(sight, answered))
        year.answers += Counter(str(int(hit.status)) for hit in hits if hit.target in paths)
        year.answers["listed"] += len(sight.listed)
    year.promises.append(promises(year))
    if week == year.form.emptied_week:
        year.status = command(year, at, "status", year.form.emptied).stdout


def command(year: Year, at: datetime, *words: str) -> subprocess.CompletedProcess[str]:
    ahead = (at - datetime.now(UTC)).total_seconds()
    return subprocess.run(
        [str(Path(sys.executable).with_name("govreports")), *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        cwd=year.project.folder,
        env={
            **env(),
            "COLUMNS": "240",
            "GOVREPORTS_CLOCK_AHEAD": str(ahead),
            "GOVREPORTS_ALERT_WEBHOOK": year.hook.url,
        },
    )


def promises(year: Year) -> dict[tuple[str, str], Promise]:
    table = models.report_urls
    query = select(table.c.portal, table.c.url_key, table.c.looked_at, table.c.recheck_at)
    engine = open_database(year.database_url)
    try:
        with reading(engine, "reading windows") as connection:
            rows = connection.execute(query.where(table.c.recheck_at.is_not(None))).all()
    finally:
        engine.dispose()
    return {(row[0], row[1]): Promise(row[2], row[3]) for row in rows}
