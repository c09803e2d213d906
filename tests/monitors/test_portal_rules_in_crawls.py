"""Rules of a portal's file, kept and broken by crawls of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.queries import Queries
from tests.crawling import ROOT
from tests.monitors.webhook import webhook
from tests.portals.projects import Project

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

pytestmark = pytest.mark.long

ARTICLES = 20
LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")
KEPT = {"rows": (10, 30), "reports": 10, "coverage.title": 1, "error_rate": (None, 0.1)}
BROKEN = {
    "rows": (ARTICLES + 1, None),
    "new": (None, 3),
    "coverage.effective_on": 0.5,
    "coverage.title": 1,
}


def crawl(
    folder: Path, rules: object, *words: str
) -> tuple[subprocess.CompletedProcess[str], list[str], list[dict[str, object]]]:
    """Crawl a portal of those rules; return how it went, its ledger, and the alerts."""
    project = Project.made(folder)
    project.add("leping", f"{LEPING}    rules = {rules!r}\n")
    with webhook() as hook, serve([PORTALS["leping"](ARTICLES)]) as addresses:
        base = ["-a", f"base_url={addresses['leping']}"]
        told = ["-s", f"GOVREPORTS_ALERT_WEBHOOK={hook.url}"]
        done = project.scrapy("crawl", "leping", *base, *told, *words)
        alerts = list(hook.received)
    engine = open_database(f"sqlite:///{folder / 'data' / 'govreports.db'}")
    store = Queries(engine)
    (run,) = store.runs()
    codes = [f"{one.level} {one.code}: {one.found}" for one in store.problems(run.run_id)]
    engine.dispose()
    return done, codes, alerts


def test_a_run_that_keeps_its_portals_rules_says_nothing_of_them(tmp_path: Path) -> None:
    done, codes, alerts = crawl(tmp_path / "project", KEPT)
    assert (done.returncode, codes, alerts) == (0, [], []), done.stderr


def test_less_than_least_fails_the_run_and_more_than_most_warns(tmp_path: Path) -> None:
    done, codes, alerts = crawl(tmp_path / "project", BROKEN)
    assert done.returncode == 1
    assert sorted(codes) == [
        "error rule_undershot: coverage.effective_on: 0.0%",
        f"error rule_undershot: rows: {ARTICLES}",
        f"warning rule_exceeded: new: {ARTICLES}",
    ]
    assert f"expected: at least {ARTICLES + 1}, by the portal's rules" in done.stderr
    (alert,) = alerts
    assert (alert["portal"], alert["errors"]) == ("leping", 2)


def test_a_partial_run_is_not_held_to_how_many_there_are(tmp_path: Path) -> None:
    done, codes, _ = crawl(tmp_path / "project", {"rows": 1000}, "-a", "title=报告")
    assert (done.returncode, codes) == (0, []), done.stderr
