"""`govreports check` names every fault at once, with file and line, and exits with 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.recordings import CONFIRMED, PAGES
from govreports.replica.portals import PORTALS
from tests.cli.projects import project_in
from tests.crawling import ROOT
from tests.portals.recorded import confirm

if TYPE_CHECKING:
    from pathlib import Path

LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose one portal has recorded pages."""
    confirm(PORTALS["leping"](20), tmp_path / "tests" / "fixtures" / "portals" / "leping")
    return project_in(tmp_path, monkeypatch, leping=LEPING)


def recorded(project: Path) -> Path:
    return project.parent / "tests" / "fixtures" / "portals" / "leping"


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, result.output


def test_this_projects_own_portals_are_without_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    code, said = run()
    assert (code, "0 faults" in said) == (0, True), said


def test_good_files_and_pages_read_as_confirmed_exit_0(project: Path) -> None:
    del project
    assert run() == (0, "1 portals, 1 with recorded pages, 0 faults\n")


def test_all_faults_of_all_files_are_named_at_once(project: Path) -> None:
    (project / "jia.py").write_text(LEPING.replace('"trs"', '"trss"'), "utf-8")
    (project / "yi.py").write_text("class Yi(:\n", "utf-8")
    code, said = run()
    assert code == 1
    assert "jia.py:10: family is 'trss'" in said
    assert "jia.py:7: the name 'leping' stands in leping.py too" in said
    assert "leping.py:7: the name 'leping' stands in jia.py too" in said
    assert "yi.py:1: no Python" in said


def test_pages_read_otherwise_are_a_fault_until_they_are_confirmed(project: Path) -> None:
    file = recorded(project) / CONFIRMED
    text = file.read_text("utf-8")
    wrong = text.replace('"declared_rows": 20', '"declared_rows": 21')
    file.write_text(wrong, "utf-8")
    code, said = run()
    assert code == 1
    assert f"{file}:4: declared_rows: '20', confirmed was '21'" in said
    assert "govreports check --confirm leping" in said
    assert run("--confirm", "leping")[0] == 0
    assert file.read_text("utf-8") == text


@pytest.mark.parametrize("file", [CONFIRMED, PAGES])
def test_recorded_files_that_are_damaged_are_a_fault(project: Path, file: str) -> None:
    (recorded(project) / file).write_bytes(b"damaged")
    code, said = run()
    assert code == 1
    assert "cannot be read again" in said
    assert run("--confirm", "leping")[0] == 1


def test_recorded_pages_without_a_portal_are_a_fault(project: Path) -> None:
    (project / "leping.py").unlink()
    code, said = run()
    assert code == 1
    assert "no portal 'leping'" in said


def test_a_portal_without_recorded_pages_cannot_be_confirmed(project: Path) -> None:
    del project
    code, said = run("--confirm", "atlantis")
    assert code == 1
    assert "no recorded pages" in said


def test_the_list_of_portals_names_broken_files_and_exits_1(project: Path) -> None:
    (project / "yi.py").write_text("class Yi(:\n", "utf-8")
    result = CliRunner().invoke(app, ["portals"])
    assert result.exit_code == 1
    assert "乐平市" in result.output
    assert "yi.py:1: no Python" in result.output


def test_times_that_cannot_be_meant_are_a_fault_with_its_line(project: Path) -> None:
    (project / "leping.py").write_text(f'{LEPING}    schedule = "at night"\n', "utf-8")
    code, said = run()
    assert code == 1
    assert "leping.py:13: leping: schedule = 'at night' is no cron line" in said
    assert 'for example schedule = "30 3 * * 1"' in said


def test_schedules_are_not_run_while_a_file_is_broken(project: Path) -> None:
    (project / "yi.py").write_text("class Yi(:\n", "utf-8")
    result = CliRunner().invoke(app, ["schedule", "list"])
    assert result.exit_code == 1
    assert "yi.py:1: no Python" in result.output


@pytest.mark.parametrize("command", ["crawl", "probe"])
def test_a_broken_portal_is_refused_by_name(project: Path, command: str) -> None:
    (project / "yi.py").write_text("class Yi(:\n", "utf-8")
    result = CliRunner().invoke(app, [command, "yi"])
    assert result.exit_code == 1
    assert "yi.py:1: no Python" in result.output
    assert CliRunner().invoke(app, [command, "bing"]).exit_code == 1


def test_a_crawl_of_all_portals_names_the_broken_ones_and_exits_1(project: Path) -> None:
    (project / "leping.py").write_text("class Leping(:\n", "utf-8")
    (project / "yi.py").write_text(LEPING, "utf-8")
    result = CliRunner().invoke(app, ["crawl", "--all"])
    assert result.exit_code == 1
    assert "leping.py:1: no Python" in result.output
