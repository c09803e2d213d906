"""Jobs side by side, and one that is cancelled: nothing is lost, and the log says what to do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.crawling import Crawler

if TYPE_CHECKING:
    from pathlib import Path

    from tests.scrapyd.server import Scrapyd

pytestmark = pytest.mark.long

ARTICLES = 20
# A job that is told to end still fetches what its downloader has taken up: sixteen pages.
MANY = 60


@pytest.fixture
def places(tmp_path: Path) -> dict[str, str]:
    """Settings of an empty data directory."""
    return {"GOVREPORTS_DATA_DIR": str(tmp_path)}


@pytest.fixture
def kept(tmp_path: Path) -> Crawler:
    return Crawler(tmp_path, f"sqlite:///{tmp_path / 'govreports.db'}")


def test_jobs_side_by_side_make_one_store_of_an_empty_folder(
    server: Scrapyd, places: dict[str, str], kept: Crawler
) -> None:
    replicas = [PORTALS[name](ARTICLES) for name in ("jinshui", "leping")]
    with serve(replicas) as addresses:
        jobs = {
            name: server.schedule(name, {"base_url": address}, places)
            for name, address in addresses.items()
        }
        ended = {name: server.ended(name, job) for name, job in jobs.items()}
    for name, job in ended.items():
        assert f"{name}: ok" in job.log
        assert len(job.rows) == ARTICLES
    with kept.store() as store:
        found = {name: counts.reports for name, counts in store.counts().items()}
    assert found == dict.fromkeys(jobs, ARTICLES)


def test_a_cancelled_job_says_so_and_the_next_goes_on_with_it(
    server: Scrapyd, places: dict[str, str], kept: Crawler
) -> None:
    replica = PORTALS["jinshui"](MANY)
    with serve([replica]) as addresses:
        arguments = {"base_url": addresses["jinshui"]}
        job = server.schedule("jinshui", arguments, {**places, "DOWNLOAD_DELAY": "0.05"})
        while len(replica.hits) < ARTICLES:
            time.sleep(0.01)
        server.cancel(job)
        cancelled = server.ended("jinshui", job)
        resumed = server.run("jinshui", {**arguments, "resume": "1"}, settings=places)
    assert "jinshui: failed" in cancelled.log
    assert "ERROR: jinshui: error interrupted" in cancelled.log
    assert "What to do: run it again" in cancelled.log
    assert 0 < len(cancelled.rows) < MANY
    assert "jinshui: ok" in resumed.log
    assert "resumes_from_run 1" in resumed.log
    with kept.store() as store:
        assert store.counts()["jinshui"].reports == MANY
