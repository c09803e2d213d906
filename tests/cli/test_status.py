from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports import problems
from govreports.archive.placement import open_path
from govreports.cli import app
from govreports.cli.app import console
from tests.crawling import ROOT
from tests.store.portal import BODY, COLUMN, OTHER_BODY, PORTAL, Crawl, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    """A store that the command finds by its settings."""
    monkeypatch.chdir(ROOT)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(console, "width", 200)
    crawl = Crawl(url, tmp_path / "archive")
    crawl.run()
    yield crawl
    crawl.store.close()


def status(*words: str) -> Result:
    return CliRunner().invoke(app, ["status", *words])


def as_json(*words: str) -> dict[str, dict[str, Any]]:
    return {one["portal"]: one for one in json.loads(status(*words, "--format", "json").stdout)}


def fails(crawl: Crawl) -> None:
    fell = problems.listing_fell("http://a.gov.cn/list", "法治政府建设", 0, 40)
    crawl.store.add_problems(crawl.run_id, [fell])
    crawl.store.end_run(crawl.run_id, verdict="failed", stats={"rows": 0})


def test_a_failed_portal_is_named_with_class_and_remedy(crawl: Crawl) -> None:
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={"rows": 40})
    crawl.run()
    fails(crawl)
    result = status(PORTAL)
    assert result.exit_code == 0
    assert f"{PORTAL}: redesign: 1 × listing_fell: http://a.gov.cn/list:" in result.output
    assert "What to do: open the column in a browser" in result.output
    assert "40 0" in result.output
    assert status(PORTAL, "--fail").exit_code == 1


def test_all_portals_are_shown_also_those_without_runs(crawl: Crawl) -> None:
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={"rows": 40})
    crawl.store.end_run(
        crawl.store.begin_run("www.example.gov.cn", kind="crawl", arguments={}),
        verdict="warnings",
        stats={},
    )
    found = as_json()
    assert found[PORTAL]["state"] == "ok"
    assert found["leping"]["state"] == "never run"
    assert found["www.example.gov.cn"]["state"] == "warnings"
    assert status("--fail").exit_code == 0


def test_a_killed_run_is_told_from_one_that_goes_on(crawl: Crawl, tmp_path: Path) -> None:
    crawl.save(page("a"))
    assert as_json(PORTAL)[PORTAL]["state"] == "running"
    crawl.store.close()
    found = as_json(PORTAL)[PORTAL]
    assert (found["state"], found["needs_care"]) == ("killed", True)
    (file,) = (tmp_path / "archive").glob("*.warc.gz")
    file.rename(open_path(file.parent, file.name))
    assert f"{PORTAL}: killed" in status(PORTAL).output


def test_without_its_archive_only_time_tells(crawl: Crawl, tmp_path: Path) -> None:
    crawl.save(page("a"))
    crawl.store.close()
    for file in (tmp_path / "archive").iterdir():
        file.unlink()
    assert as_json(PORTAL)[PORTAL]["state"] == "killed"


def test_a_run_that_has_just_begun_is_running(crawl: Crawl) -> None:
    assert as_json(PORTAL)[PORTAL]["state"] == "killed"
    crawl.clock.skip(days=36500)
    crawl.run()
    assert as_json(PORTAL)[PORTAL]["state"] == "running"


def ended_run(crawl: Crawl, *, complete: bool) -> None:
    crawl.lists(["a", "b"], complete=complete)
    crawl.save(page("a", published_on="2010-01-01"))
    crawl.save(page("b", published_on="2010-01-01", title="乙", body=f"{BODY}乙"))
    counts = {"known": 3, "new": 2, "changed": 1, "skipped": 1, "missing": 7, "refused": 4}
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={}, columns={COLUMN: counts})


def test_a_portal_that_is_named_shows_the_ledger_of_its_columns(crawl: Crawl) -> None:
    ended_run(crawl, complete=True)
    said = status(PORTAL).output
    line = next(line for line in said.splitlines() if line.startswith(COLUMN))
    assert line.split() == [COLUMN, "yes", "2", "2", "1", "1", "3", "2", "1", "1", "7", "4"]
    assert COLUMN not in status().output


def test_a_column_that_was_not_read_whole_is_shown_in_any_case(crawl: Crawl) -> None:
    ended_run(crawl, complete=False)
    line = next(line for line in status().output.splitlines() if line.startswith(COLUMN))
    assert line.split()[1] == "no"


def test_the_ledger_is_of_the_last_run_that_came_to_its_end(crawl: Crawl) -> None:
    ended_run(crawl, complete=True)
    crawl.run()
    (column,) = as_json(PORTAL)[PORTAL]["columns"]
    assert (column["column"], column["known"], column["refused"]) == (COLUMN, 3, 4)


def test_windows_say_how_many_pages_a_scheduled_run_would_ask_for(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended_run(crawl, complete=True)
    ahead = crawl.clock.now + timedelta(days=1) - datetime.now(UTC)
    monkeypatch.setenv("GOVREPORTS_CLOCK_AHEAD", str(ahead.total_seconds()))
    found = as_json(PORTAL)[PORTAL]["windows"]
    assert (found["pages"], found["due"]) == (2, 0)
    assert f"{PORTAL}: 2 known pages, 0 due in a scheduled run; the next" in status(PORTAL).output
    later = ahead + timedelta(days=61)
    monkeypatch.setenv("GOVREPORTS_CLOCK_AHEAD", str(later.total_seconds()))
    found = as_json(PORTAL)[PORTAL]["windows"]
    assert (found["pages"], found["due"], found["next_at"]) == (2, 2, None)
    assert f"{PORTAL}: 2 known pages, 2 due in a scheduled run\n" in status(PORTAL).output


def test_the_rate_of_changes_is_told_once_there_is_one(crawl: Crawl) -> None:
    ended_run(crawl, complete=True)
    assert "changes seen" not in status(PORTAL).output
    crawl.run()
    crawl.clock.skip(days=39)
    crawl.save(page("a", body=OTHER_BODY))
    crawl.settle("b")
    assert "changes seen: 1; a page changes every 60 days" in status(PORTAL).output


def test_an_unknown_portal_is_one_line(crawl: Crawl) -> None:
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={})
    result = status("nosuch")
    assert result.exit_code == 1
    assert "there is no portal 'nosuch'. What to do: see the list" in result.output
