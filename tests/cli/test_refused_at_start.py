"""What cannot be run as it is written is refused before anything is asked for, with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from tests.cli.projects import project_in
from tests.crawling import ROOT
from tests.portals.projects import Project

if TYPE_CHECKING:
    from pathlib import Path

LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")
LINE = len(LEPING.splitlines()) + 1
NOWHERE = "postgresql+psycopg://x@127.0.0.1:1/reports"

# What a definition may say that no run could keep: the line, what is said of it, what to write.
BAD = {
    "cron": (
        'schedule = "30 3 * *"',
        "leping: schedule = '30 3 * *' is no cron line",
        'for example schedule = "30 3 * * 1"',
    ),
    "seconds": ('schedule = "0 30 3 * * 1"', "not five fields", "minute hour day month weekday"),
    "quiet hours": ('quiet_hours = ("8", "25:00")', "are no hours of a day", '("08:00", "18:30")'),
    "time limit": ("time_limit = 0", "is no number of minutes", "time_limit = 240"),
    "rule": (
        'rules = {"rows": (400, 40)}',
        "rules: 'rows': (400, 40): at least more than at most",
        'for example rules = {"rows": (40, 400)',
    ),
    "rule's name": ('rules = {"coverage.公文": 1}', "no such rule", "write one of rows, reports"),
}
ALL = [("check",), ("schedule", "list"), ("schedule", "run"), ("crawl", "--due")]
COMMANDS = [*ALL, ("crawl", "leping")]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of spiders of a project with a store of its own."""
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path / "data"))
    address = f"sqlite:///{tmp_path / 'data' / 'govreports.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", address)
    return project_in(tmp_path, monkeypatch, leping=LEPING)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    return result.exit_code, result.output


def assert_nothing_began(project: Path) -> None:
    assert not (project.parent / "data").exists()


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_no_run_could_keep_is_refused_with_file_line_and_remedy(
    project: Path, command: tuple[str, ...], bad: str
) -> None:
    line, found, remedy = BAD[bad]
    (project / "leping.py").write_text(f"{LEPING}    {line}\n", "utf-8")
    code, said = run(*command)
    assert code == 1
    assert f"leping.py:{LINE}: " in said
    assert found in said
    assert remedy in said
    assert "Traceback" not in said
    assert_nothing_began(project)


@pytest.mark.parametrize("command", ALL, ids=" ".join)
def test_two_portals_of_one_name_are_refused_with_both_lines(
    project: Path, command: tuple[str, ...]
) -> None:
    (project / "leping2.py").write_text(LEPING, "utf-8")
    code, said = run(*command)
    assert code == 1
    at = LEPING.splitlines().index('    name = "leping"') + 1
    assert f"leping.py:{at}: the name 'leping' stands in leping2.py too" in said
    assert f"leping2.py:{at}: the name 'leping' stands in leping.py too" in said
    assert "give each portal a name of its own" in said
    assert_nothing_began(project)


@pytest.mark.parametrize("command", ALL[1:], ids=" ".join)
def test_a_schedule_whose_server_is_gone_is_refused_with_the_setting_to_mend(
    project: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", NOWHERE)
    code, said = run(*command)
    assert code == 1
    assert said.startswith(f"govreports: {NOWHERE}: not available")
    assert "GOVREPORTS_DATABASE_URL" in said
    assert "Traceback" not in said
    assert_nothing_began(project)


@pytest.mark.parametrize("command", ALL[1:], ids=" ".join)
def test_a_schedule_whose_file_is_gone_is_refused_rather_than_begun_anew(
    project: Path, command: tuple[str, ...]
) -> None:
    archive = project.parent / "data" / "archive"
    archive.mkdir(parents=True)
    (archive / "govreports-20260101000000-host-1-abcd.warc.gz").touch()
    code, said = run(*command)
    assert code == 1
    assert "govreports.db: there is no such database, but the archive of one" in said
    assert "restore it from a backup" in said
    assert "GOVREPORTS_DATABASE_URL" in said
    assert not (project.parent / "data" / "govreports.db").exists()


def test_a_schedule_begins_where_nothing_was_yet(project: Path) -> None:
    code, said = run("schedule", "list")
    assert code == 0
    assert "none yet" in said
    assert (project.parent / "data" / "govreports.db").exists()


@pytest.mark.long
def test_scrapys_own_command_refuses_it_too(tmp_path: Path) -> None:
    project = Project.made(tmp_path / "project")
    file = project.add("leping", f'{LEPING}    schedule = "30 3 * *"\n')
    done = project.scrapy("crawl", "leping")
    assert done.returncode == 1
    assert f"{file}:{LINE}: leping: schedule = '30 3 * *' is no cron line" in done.stderr
    assert "Traceback" not in done.stderr
