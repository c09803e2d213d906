"""Crawls of replicas with the settings as they are shipped, and what is known of each of them."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from govreports import settings
from govreports.replica.articles import Attachment
from govreports.replica.places import PLACES
from govreports.replica.portals import PORTALS
from govreports.replica.server import Server
from govreports.scheduling.plan import CHINA, ORDERLY_END
from tests.crawling import ROOT, env
from tests.polite.judging import Case, Finding, Host
from tests.portals.projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from govreports.replica.answers import Answer
    from govreports.replica.portal import ReplicaPortal

    Respond = Callable[[str, str, Mapping[str, str], bytes], Answer]

PORTAL = "jinshui"
CONTACT = "archive@example.org"
ARTICLES, MANY = 8, 60
# A portal's own wish, longer than our pause: it must be what counts.
CRAWL_DELAY = 2.0
# Seconds that the replicas take for each answer: enough to see two requests at a time.
DELAY = 0.2
SECONDS = 300
QUIET = datetime(2026, 3, 2, 8, tzinfo=CHINA)
# So long before the crawl is asked to end, the command is given; both processes take some seconds.
_LEAD = timedelta(seconds=40)
_FORBIDS = "robots.txt forbids this page"
_BASE = "http://127.0.0.1/"
DEFINITION = """from govreports.spider import PortalSpider


class Polite(PortalSpider):
    name = "{portal}"
    place = "{place}"
    home = "{home}"
    family = "{family}"
    columns = {{"法治政府建设": "{column}"}}
    schedule = "0 7 * * *"
    quiet_hours = ("08:00", "18:30")
"""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    exit_code: int
    said: str
    seconds: float


def crawl_delay(folder: Path) -> Case:
    """A portal whose robots.txt asks for a pause, and closes an article and a file of another."""
    portal = PORTALS[PORTAL](ARTICLES)
    closed, allowed = filed(portal, portal.listed[2])
    forbidden = frozenset({portal.path(portal.listed[1]), closed})
    portal.robots = robots(forbidden, CRAWL_DELAY)
    with served("127.0.0.1", portal.respond) as address:
        done = crawl(folder, base_url=address)
    host = Host("127.0.0.1", portal.log(), CRAWL_DELAY, DELAY, CONTACT, forbidden)
    host = replace(host, wanted=articles(portal) - forbidden | {allowed})
    return Case("a portal with a Crawl-delay", [host], done.seconds, [ended(done, 1)])


def two_hosts(folder: Path) -> Case:
    """A list that leads to two hosts, each with a robots.txt of its own."""
    first, second = PORTALS[PORTAL](ARTICLES), PORTALS[PORTAL](ARTICLES)
    there = frozenset(map(first.path, first.listed[::2]))
    closed = frozenset({first.path(first.listed[0])})
    second.robots = robots(closed, CRAWL_DELAY)
    with served("127.0.0.2", second.respond) as other:
        moved = {path: other + path.removeprefix("/") for path in there}
        with served("127.0.0.1", linking(first, moved)) as address:
            column = address + first.column_path.removeprefix("/")
            done = crawl(folder, start_url=column, base_url=other)
    ours = Host("127.0.0.1", first.log(), settings.DOWNLOAD_DELAY, DELAY, CONTACT)
    theirs = Host("127.0.0.2", second.log(), CRAWL_DELAY, DELAY, CONTACT, closed)
    hosts = [
        replace(ours, wanted=articles(first) - there),
        replace(theirs, wanted=there - closed),
    ]
    return Case("a list that leads to two hosts", hosts, done.seconds, [ended(done, 1)])


def quiet_hours(folder: Path) -> Case:
    """A scheduled crawl during which quiet hours come near, then a look at the clock in them."""
    portal = PORTALS[PORTAL](MANY)
    project = Project.made(folder, lifted={})
    with served("127.0.0.1", portal.respond) as address:
        project.add(PORTAL, definition(portal, address))
        begin = QUIET - ORDERLY_END - _LEAD
        ahead = begin - datetime.now(UTC)
        done = due(project, ahead)
        before = portal.log()
        later = due(project, ahead + timedelta(hours=1))
        during = len(portal.log()) - len(before)
    quiet = (QUIET - ahead).astimezone(UTC)
    host = Host("127.0.0.1", before, settings.DOWNLOAD_DELAY, DELAY, CONTACT, quiet=quiet)
    early = [line for line in done.said.splitlines() if "ended early" in line]
    how = early[0].partition("because ")[2] if early else last_line(done)
    further = [
        Finding("how the crawl ended", how, "early", bool(early)),
        Finding(
            "an hour later, in quiet hours",
            f"{last_line(later)}; {during} requests",
            "nothing is due; 0 requests",
            not during and "nothing is due" in later.said,
        ),
    ]
    return Case("quiet hours that begin in mid-crawl", [host], done.seconds, further)


CASES: tuple[Callable[[Path], Case], ...] = (crawl_delay, two_hosts, quiet_hours)


def ended(done: Done, code: int) -> Finding:
    """Whether the crawl ended with this exit code, and has named what was closed to it."""
    found = f"{done.exit_code}, robots.txt is {'' if _FORBIDS in done.said else 'not '}named"
    kept = done.exit_code == code and _FORBIDS in done.said
    return Finding("exit code", found, f"{code}, robots.txt is named", kept)


def last_line(done: Done) -> str:
    return next(reversed(done.said.strip().splitlines()), "nothing said")


def robots(forbidden: frozenset[str], pause: float) -> str:
    rules = "".join(f"Disallow: {path}\n" for path in sorted(forbidden))
    return f"User-agent: *\n{rules}Crawl-delay: {pause:.0f}\n"


def articles(portal: ReplicaPortal) -> frozenset[str]:
    return frozenset(map(portal.path, portal.listed))


def filed(portal: ReplicaPortal, key: str) -> list[str]:
    """Give an article files, and return their paths."""
    portal.edit(key, boxed=(Attachment("任务表.docx", "tasks"), Attachment("附表.pdf", "table")))
    return ["/" + file.url.removeprefix(_BASE) for file in portal.truth(key, _BASE).attachments]


def linking(portal: ReplicaPortal, moved: Mapping[str, str]) -> Respond:
    """Answer for a portal, with links to some of its paths leading to another host."""

    def respond(method: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        plain = {name: value for name, value in headers.items() if name != "accept-encoding"}
        answer = portal.respond(method, target, plain, body)
        text = answer.body
        for path, url in moved.items():
            text = text.replace(f'"{path}"'.encode(), f'"{url}"'.encode())
        kept = [pair for pair in answer.headers if pair[0] != "Content-Length"]
        return replace(answer, body=text, headers=(*kept, ("Content-Length", str(len(text)))))

    return respond


@contextmanager
def served(host: str, respond: Respond) -> Iterator[str]:
    server = Server(host, DELAY)
    try:
        yield server.open(respond)
    finally:
        server.close()


def crawl(folder: Path, **arguments: str) -> Done:
    """Crawl with the settings as they are shipped, but for where things are to lie."""
    given = [word for name, value in arguments.items() for word in ("-a", f"{name}={value}")]
    return command([sys.executable, "-m", "scrapy", "crawl", PORTAL, *given], places(folder), ROOT)


def due(project: Project, ahead: timedelta) -> Done:
    ours = str(Path(sys.executable).with_name("govreports"))
    clock = {"GOVREPORTS_CLOCK_AHEAD": str(ahead.total_seconds()), "COLUMNS": "240"}
    return command([ours, "crawl", "--due"], clock, project.folder)


def command(words: list[str], stated: Mapping[str, str], folder: Path) -> Done:
    started = time.monotonic()
    done = subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        cwd=folder,
        env={**env(), "GOVREPORTS_CONTACT": CONTACT, **stated},
    )
    return Done(done.returncode, done.stdout + done.stderr, time.monotonic() - started)


def places(folder: Path) -> dict[str, str]:
    database = f"sqlite:///{folder / 'govreports.db'}"
    return {"GOVREPORTS_DATA_DIR": str(folder), "GOVREPORTS_DATABASE_URL": database}


def definition(portal: ReplicaPortal, address: str) -> str:
    place = PLACES[PORTAL]
    return DEFINITION.format(
        portal=PORTAL,
        place=place.place,
        home=address,
        family=place.family,
        column=portal.column_path,
    )
