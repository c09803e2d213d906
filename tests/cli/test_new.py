"""What `govreports new` makes of a visit's answers: a portal, or nothing and one line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.recordings import PAGES
from govreports.replica.portals import PORTALS
from tests.cli.projects import project_in
from tests.portals.recorded import HOST, start_of, visited

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReplicaPortal:
    """A portal whose answers a visit brings home; what is in it when it is visited counts."""
    portal = PORTALS["leping"](20)

    def visit(url: str, folder: Path) -> Path:
        assert url == start_of(portal)
        visited(portal, folder / "archive")
        return folder / "archive" / PAGES

    package = project_in(tmp_path, monkeypatch).name
    monkeypatch.setattr("govreports.settings.NEWSPIDER_MODULE", package)
    # The package's attribute of this name is the command itself.
    monkeypatch.setattr(import_module("govreports.cli.new"), "visit", visit)
    monkeypatch.delenv("GOVREPORTS_DATA_DIR", raising=False)
    return portal


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} - {"scrapy.cfg"}


def new(portal: ReplicaPortal, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["new", "jia", start_of(portal), *words])
    return result.exit_code, result.output


def test_a_portal_is_written_with_its_pages_and_shown(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    code, said = new(portal)
    assert code == 0, said
    assert files(tmp_path) == {"__init__.py", "jia.py", PAGES, "confirmed.json"}
    assert f'home = "{HOST}"' in said
    assert "family trs: " in said
    assert "15 rows on the first list page; it declares 20 rows, 2 pages" in said
    assert new(portal)[0] == 1
    assert "0 faults" in CliRunner().invoke(app, ["check"]).output


def test_without_a_readable_report_nothing_is_written(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    for key in portal.listed[:3]:
        portal.unreadable(key)
    code, said = new(portal)
    assert code == 1
    assert "no report could be read" in said
    assert files(tmp_path) == {"__init__.py"}


def test_one_unreadable_report_of_three_is_shown_with_its_reason(portal: ReplicaPortal) -> None:
    portal.unreadable(portal.listed[1])
    code, said = new(portal)
    assert code == 0
    assert f"not read: {HOST}{portal.path(portal.listed[1])[1:]}: expected" in said


def test_a_site_that_names_no_place_asks_for_it(
    portal: ReplicaPortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreports.drafting.site_names", lambda _page: ("甲之窗",))
    code, said = new(portal)
    assert code == 1
    assert "the site calls itself 甲之窗. What to do: name it: --place" in said
    assert files(tmp_path) == {"__init__.py"}
    code, said = new(portal, "--place", "甲县")
    assert code == 0
    assert 'place = "甲县"' in said


def test_a_portal_that_cannot_be_put_in_its_place_leaves_nothing_behind(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    (tmp_path / "tests").write_text("a file where a folder should be", "utf-8")
    code, said = new(portal)
    assert code == 1
    assert "cannot be written" in said
    assert files(tmp_path) == {"__init__.py", "tests"}
