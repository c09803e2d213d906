"""What was archived opens in another program: pywb serves it, byte for byte as the portal did.

pywb and the WACZ validator live in an environment of their own: `make test-replay`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest

from govreports.archive.reader import exchanges
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import ROOT, Crawler
from tests.environments import insist_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from govreports.records import Exchange
    from govreports.replica.portal import ReplicaPortal

pytestmark = pytest.mark.long

PROGRAMS = ROOT / ".venv-replay" / "bin"
ARTICLES = 12
START_S = 60


def run(*command: object, folder: Path, **variables: str) -> str:
    """Run a program to its end; return what it said."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True)
class Archived:
    """Three crawls of a portal: the first, one that was answered 304, one that was sent it all."""

    portal: ReplicaPortal
    answers: list[Exchange]
    wacz: Path
    folder: Path

    def of_articles(self, *, revisit: bool, status: int = 200) -> list[Exchange]:
        """Return the archive's answers for articles."""
        return [
            one
            for one in self.answers
            if bool(one.refers_to) is revisit and one.status == status and ".jhtml" in one.url
        ]

    def sent(self, answer: Exchange) -> bytes:
        """Return what the portal served there."""
        return self.portal.respond("GET", answer.url[answer.url.index("/", 8) :]).body


@pytest.fixture(scope="module")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Archived:
    insist_on(PROGRAMS / "wayback", "test-replay")
    folder = tmp_path_factory.mktemp("data")
    crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
    portal = PORTALS["jinshui"](ARTICLES)
    with serve([portal]) as addresses:
        for full in ("0", "0", "1"):
            crawled = crawler.crawl(portal.name, addresses[portal.name], full=full)
            assert (crawled.exit_code, len(crawled.rows)) == (0, ARTICLES), crawled.said
    wacz = folder / "archive.wacz"
    run(
        *(sys.executable.replace("python", "govreports"), "archive", "export", "-o", wacz),
        folder=ROOT,
        GOVREPORTS_DATA_DIR=str(folder),
        GOVREPORTS_DATABASE_URL=crawler.database_url,
    )
    files = sorted(path.name for path in (folder / "archive").iterdir())
    answers = [one for file in files for one in exchanges(folder / "archive", file)]
    return Archived(portal, answers, wacz, folder)


@pytest.fixture(scope="module")
def address(archived: Archived, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """pywb over the archive and over the WACZ; yields its port."""
    folder = tmp_path_factory.mktemp("pywb")
    manager = PROGRAMS / "wb-manager"
    for name in ("archive", "wacz"):
        run(manager, "init", name, folder=folder)
    warcs = sorted((archived.folder / "archive").iterdir())
    run(manager, "add", "archive", *warcs, folder=folder)
    run(manager, "add", "--unpack-wacz", "wacz", archived.wacz, folder=folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with (folder / "log").open("w") as log:
        command = [str(PROGRAMS / "wayback"), "-b", "127.0.0.1", "-p", str(port)]
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            wait_for(server, port)
            yield port
        finally:
            server.terminate()
            server.wait()


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            assert server.poll() is None, "pywb has ended"
            assert time.monotonic() < end, "pywb does not answer"
            time.sleep(0.1)
        else:
            return


def replayed(port: int, collection: str, url: str, at: datetime) -> tuple[int, bytes, str]:
    """Return status, body and moment of what pywb serves, as it was sent (`id_`)."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/{collection}/{at:%Y%m%d%H%M%S}id_/{url}")
        response = connection.getresponse()
        return response.status, response.read(), response.headers["Memento-Datetime"]
    finally:
        connection.close()


def stated(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


@pytest.mark.parametrize("collection", ["archive", "wacz"])
def test_an_archived_report_is_replayed_as_the_portal_served_it(
    archived: Archived, address: int, collection: str
) -> None:
    pages = archived.of_articles(revisit=False)
    assert len(pages) == ARTICLES
    for page in pages:
        found = replayed(address, collection, page.url, page.fetched_at)
        assert found == (200, archived.sent(page), stated(page.fetched_at))


@pytest.mark.parametrize("status", [200, 304])
def test_a_page_that_came_unchanged_is_replayed_at_its_own_time(
    archived: Archived, address: int, status: int
) -> None:
    revisits = archived.of_articles(revisit=True, status=status)
    assert len(revisits) == ARTICLES
    for revisit in revisits:
        found = replayed(address, "archive", revisit.url, revisit.fetched_at)
        assert found == (200, archived.sent(revisit), stated(revisit.fetched_at))


def test_a_list_page_is_replayed(archived: Archived, address: int) -> None:
    url = next(one.url for one in archived.answers if "a=dir" in one.url)
    moment = archived.answers[-1].fetched_at
    for collection in ("archive", "wacz"):
        status, body, _ = replayed(address, collection, url, moment)
        assert status == 200
        assert body == archived.portal.respond("GET", url[url.index("/", 8) :]).body


def test_what_was_never_archived_is_not_found(archived: Archived, address: int) -> None:
    page = archived.of_articles(revisit=False)[0]
    status, _, _ = replayed(address, "archive", f"{page.url}x", page.fetched_at)
    assert status == 404


def test_the_wacz_is_valid(archived: Archived) -> None:
    said = run(PROGRAMS / "wacz", "validate", "-f", archived.wacz, folder=archived.folder)
    assert "the passed WACZ is valid" in said
    assert "1.1.1" in said


def test_another_tools_check_of_every_file_passes(archived: Archived) -> None:
    files = sorted((archived.folder / "archive").iterdir())
    run(sys.executable, "-m", "warcio.cli", "check", *files, folder=archived.folder)
