from __future__ import annotations

import subprocess
import sys
from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.running import CrawlOrder, CrawlResult
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.errors import DatabaseAwayError
from govreports.store.leases import Leases
from govreports.store.queries import Queries
from spiders.jinshui import Jinshui
from tests.crawling import LIFTED, ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a store that the commands find by their settings."""
    address = f"sqlite:///{tmp_path / 'data' / 'govreports.db'}"
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", address)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path / "data"))
    return address


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    return result.exit_code, result.output


def only(monkeypatch: pytest.MonkeyPatch, spider: type[Any]) -> None:
    loaded = SimpleNamespace(spiders={spider.name: spider}, faults=())
    monkeypatch.setattr("govreports.cli.jobs.PortalLoader", lambda _settings: loaded)


def test_what_is_due_is_crawled_once(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = PORTALS["jinshui"](16)
    only(monkeypatch, Jinshui)
    with serve([portal]) as addresses:
        places = {
            "GOVREPORTS_DATA_DIR": str(tmp_path / "data"),
            "GOVREPORTS_DATABASE_URL": url,
        }

        def stand_in(name: str, *, guard: Any) -> CrawlOrder:
            base = {"base_url": addresses[name]}
            return CrawlOrder(name, arguments=base, settings={**LIFTED, **places}, guard=guard)

        monkeypatch.setattr("govreports.cli.jobs.order_for", stand_in)
        code, said = run("crawl", "--due")
        assert code == 0, said
        assert "jinshui: started" in said
        assert "16 new" in said
        assert run("crawl", "--due") == (0, "nothing is due\n")
    listed = run("schedule", "list")[1]
    assert "ok (ended" in listed
    assert "now" not in listed
    assert len(Queries(open_database(url)).runs()) == 1


def test_a_portal_that_was_never_run_is_listed_as_due_now(url: str) -> None:
    del url
    code, said = run("schedule", "list")
    assert code == 0
    assert said.count("none yet") == len(PORTALS)


def test_a_wrong_cron_line_stops_everything_at_the_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del url
    only(monkeypatch, type("Bad", (Jinshui,), {"schedule": "30 3 * *"}))
    for words in (("schedule", "list"), ("schedule", "run"), ("crawl", "--due")):
        code, said = run(*words)
        assert code == 1
        assert "jinshui: schedule = '30 3 * *' is no cron line" in said
        assert "Traceback" not in said


def test_a_store_that_cannot_be_opened_stops_everything_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    nowhere = "postgresql+psycopg://x@127.0.0.1:1/reports"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", nowhere)
    code, said = run("crawl", "--due")
    assert code == 1
    assert said.startswith("govreports: ")


def test_due_goes_by_schedules_not_by_names() -> None:
    assert run("crawl", "jinshui", "--due")[0] == 2


def test_a_crawl_whose_scheduler_was_killed_ends_in_order(tmp_path: Path) -> None:
    portal = PORTALS["jinshui"](40)
    with serve([portal]) as addresses:
        order = CrawlOrder(
            "jinshui",
            arguments={"base_url": addresses["jinshui"]},
            settings={
                **LIFTED,
                "DOWNLOAD_DELAY": "0.1",
                "GOVREPORTS_DATA_DIR": str(tmp_path),
                "GOVREPORTS_DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}",
            },
        )
        # The pipe's other end closes with the first line that the crawl tells.
        code = (
            "import os, subprocess, sys\n"
            "reading, writing = os.pipe()\n"
            f"line = {order.command(0)!r}\n"
            "line = [word.replace('PROGRESS_FD=0', f'PROGRESS_FD={writing}') for word in line]\n"
            "crawl = subprocess.Popen(line, pass_fds=[writing])\n"
            "os.close(writing)\n"
            "os.read(reading, 9)\n"
            "os.close(reading)\n"
            "sys.exit(crawl.wait())\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert "abandoned" in done.stderr
    (latest,) = Queries(open_database(f"sqlite:///{tmp_path / 'a.db'}")).runs()
    assert latest.ended_at is not None


def test_a_lease_is_closed_although_the_database_was_away_when_its_crawl_ended(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    del url
    only(monkeypatch, Jinshui)
    closed: list[int] = []
    finish = Leases.finish

    def late(leases: Leases, portal: str, exit_code: int) -> bool:
        closed.append(exit_code)
        if len(closed) == 1:
            words = "the server is away"
            raise DatabaseAwayError(words)
        return finish(leases, portal, exit_code)

    monkeypatch.setattr(Leases, "finish", late)
    ended = CrawlResult("jinshui", 0, 1.0, Counter(), "")
    monkeypatch.setattr("govreports.cli.jobs.run_crawl", lambda _order: ended)
    assert run("crawl", "--due")[0] == 0
    assert closed == [0, 0]
    assert "ok (ended" in run("schedule", "list")[1]
