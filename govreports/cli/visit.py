"""A first visit to a site: one list page and three of its reports, kept as they were sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.anysite import AnyPortal
from govreports.cli.app import errors, fail
from govreports.cli.running import CrawlOrder, CrawlResult, run_crawls
from govreports.places import archive_directory
from govreports.store.engine import open_database
from govreports.store.errors import StoreError
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.records import Problem

#: So many reports of a column's first page are read when a portal is met.
REPORTS = 3


def visit(url: str, folder: Path) -> Path:
    """Crawl a sample of a column into a folder and return the WARC file of all answers.

    robots.txt and delays are kept as in every crawl. Exits with one line where
    no list came; what else went wrong is said on stderr.
    """
    database = f"sqlite:///{folder / 'visit.db'}"
    settings = {
        "GOVREPORTS_SAMPLE": str(REPORTS),
        "GOVREPORTS_DATA_DIR": str(folder),
        "GOVREPORTS_DATABASE_URL": database,
        "GOVREPORTS_RECORD": "1",
        # A person waits: one more try, not three.
        "RETRY_TIMES": "1",
    }
    order = CrawlOrder(AnyPortal.name, {"start_url": url}, settings, log=folder / "visit.log")
    (result,) = run_crawls([order])
    problems = _problems(database, result)
    if not result.counts["rows"]:
        _refuse(url, problems)
    for problem in problems:
        errors.print(_said(problem), markup=False, soft_wrap=True)
    return next(archive_directory(folder).glob("*.warc.gz"))


def _problems(database: str, result: CrawlResult) -> list[Problem]:
    """Return what the visit's ledger names."""
    engine = open_database(database)
    try:
        store = Queries(engine)
        return [problem for run in store.runs(most=1) for problem in store.problems(run.run_id)]
    except StoreError:
        # It ended before its ledger began: its own last words say why.
        last = (result.said.strip() or "nothing was said").splitlines()[-1]
        fail(f"the visit ended early: {last}", "mend what it names")
    finally:
        engine.dispose()


def _refuse(url: str, problems: list[Problem]) -> None:
    for problem in problems:
        fail(f"{problem.url}: {problem.found}", problem.remedy)
    fail(f"{url}: a list without rows", "give the address of a page that lists reports")


def _said(problem: Problem) -> str:
    return f"{problem.level} {problem.code}: {problem.url}: {problem.found}"
