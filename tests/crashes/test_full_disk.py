"""A disk that fills up under a crawl: it ends with one line, nothing is torn, the next run mends.

The disk is a small file system in memory, which only root may mount.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from govreports.replica.server import serve
from tests.crashes.disturbing import assert_whole, fetched_in_full
from tests.crashes.history import ARTICLES, NAME, portal
from tests.crawling import Crawler

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.long

# Too small for all of a crawl, large enough for its beginning; empty tables take 300 KB.
SMALL = {"archive": "100k", "database": "700k", "both": "800k"}
LARGE = "64m"
DELAY_S = 0.1
TMPFS = ("-t", "tmpfs", "-o")


@contextmanager
def disk(size: str) -> Iterator[Path]:
    """Mount a file system of that size, or skip where that is not allowed."""
    with tempfile.TemporaryDirectory(prefix="govreports-disk-") as name:
        folder = Path(name)
        mount(folder, size)
        try:
            yield folder
        finally:
            subprocess.run([shutil.which("umount") or "umount", name], check=True)


def mount(folder: Path, size: str, *options: str) -> None:
    command = ["mount", *TMPFS, ",".join([f"size={size}", *options]), "none", str(folder)]
    if shutil.which("mount") is None:
        pytest.skip("there is no mount program")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {done.stderr.strip()}")


def crawler_on(archive_disk: Path, database_disk: Path) -> Crawler:
    return Crawler(archive_disk / "data", f"sqlite:///{database_disk / 'govreports.db'}")


def assert_ends_and_is_mended(crawler: Crawler, full: Path, elsewhere: Path) -> int:
    """Crawl until the disk is full, make room, and crawl again; return what the first asked for."""
    one = portal()
    with serve([one], delay=DELAY_S) as addresses:
        first = crawler.crawl(NAME, addresses[NAME], output=elsewhere / "first.jsonl")
        asked = len(fetched_in_full(one))
        mount(full, LARGE, "remount")
        again = crawler.crawl(NAME, addresses[NAME], output=elsewhere / "again.jsonl")
    assert first.exit_code == 1
    assert first.said.count("error store_lost") == first.said.count(f"{NAME}: error ") == 1
    assert "full" in first.said or "No space left" in first.said
    assert "disk has room" in first.said
    assert "Traceback" not in first.said
    assert again.exit_code == 0, again.said
    assert len(again.rows) == ARTICLES
    assert {row["version"] for row in again.rows} == {1}
    assert_whole(crawler)
    return asked


@pytest.mark.parametrize("full", SMALL)
def test_a_full_disk_ends_the_crawl_with_one_line_and_the_next_run_mends(
    full: str, tmp_path: Path
) -> None:
    with disk(SMALL[full]) as small:
        archive = tmp_path if full == "database" else small
        database = tmp_path if full == "archive" else small
        asked = assert_ends_and_is_mended(crawler_on(archive, database), small, tmp_path)
    # An archive is full with its first pages: the portal is not asked for the others.
    assert full != "archive" or asked < ARTICLES


def list_of_problems(crawler: Crawler) -> list[str]:
    with crawler.store() as store:
        (run,) = store.runs()
        return [problem.code for problem in store.problems(run.run_id)]


def test_a_feed_that_cannot_be_written_is_an_error_of_the_run(tmp_path: Path) -> None:
    one = portal()
    crawler = crawler_on(tmp_path, tmp_path)
    with disk("40k") as small, serve([one]) as addresses:
        crawled = crawler.crawl(NAME, addresses[NAME], output=small / "reports.csv")
        runs = list_of_problems(crawler)
    assert crawled.exit_code == 1
    assert crawled.said.count(f"{NAME}: error feed_failed") == 1
    assert "No space left" in crawled.said
    assert "govreports export" in crawled.said
    assert runs == ["feed_failed"]
    with crawler.store() as store:
        assert len(list(store.latest(NAME))) == ARTICLES
