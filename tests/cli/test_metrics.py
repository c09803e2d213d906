from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner

from govreports import problems
from govreports.cli import app
from tests.crawling import ROOT
from tests.store.portal import PORTAL, Crawl, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    """A store of a good run and a failed one, that the command finds by its settings."""
    monkeypatch.chdir(ROOT)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    crawl = Crawl(url, tmp_path / "archive")
    crawl.run()
    crawl.save(page("a"))
    crawl.store.end_run(crawl.run_id, verdict="ok", stats={"rows": 40, "new": 1})
    crawl.run()
    fell = problems.listing_fell("http://a.gov.cn/list", "法治政府建设", 0, 40)
    crawl.store.add_problems(crawl.run_id, [fell])
    crawl.store.end_run(crawl.run_id, verdict="failed", stats={"rows": 0, "gone": 2})
    yield crawl
    crawl.store.close()


def samples(text: str) -> dict[tuple[str, str], float]:
    """Return the samples of our portal by name and second label, parsed as Prometheus does."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = dict(sample.labels)
            if labels.pop("portal") == PORTAL:
                found[sample.name, "".join(labels.values())] = sample.value
    return found


def test_metrics_say_how_a_portal_stands(crawl: Crawl) -> None:
    result = CliRunner().invoke(app, ["metrics"])
    assert result.exit_code == 0
    found = samples(result.stdout)
    failed, good = crawl.store.runs(PORTAL)
    assert failed.ended_at is not None
    seconds = (failed.ended_at - failed.started_at).total_seconds()
    assert found["govreports_last_run_timestamp_seconds", ""] == failed.started_at.timestamp()
    assert found["govreports_last_success_timestamp_seconds", ""] == good.started_at.timestamp()
    assert found["govreports_last_run_duration_seconds", ""] == seconds
    assert found["govreports_runs_total", "ok"] == 1
    assert found["govreports_runs_total", "failed"] == 1
    assert found["govreports_reports", ""] == 1
    assert found["govreports_last_run_pages", "new"] == 0
    assert found["govreports_last_run_pages", "gone"] == 2
    assert found["govreports_last_run_errors", "redesign"] == 1
    assert found["govreports_needs_care", ""] == 1


def test_a_file_holds_the_same_and_nothing_else_is_left(crawl: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "textfiles"
    folder.mkdir()
    result = CliRunner().invoke(app, ["metrics", "-o", str(folder / "govreports.prom")])
    assert (result.exit_code, result.stdout) == (0, "")
    (file,) = folder.iterdir()
    assert file.read_text("utf-8") == CliRunner().invoke(app, ["metrics"]).stdout
    assert crawl.store.runs(PORTAL)


def test_a_folder_that_is_not_there_is_one_line(crawl: Crawl, tmp_path: Path) -> None:
    assert crawl.run_id
    result = CliRunner().invoke(app, ["metrics", "-o", str(tmp_path / "no" / "a.prom")])
    assert result.exit_code == 1
    assert "a.prom: No such file or directory. What to do: name a file" in result.output
