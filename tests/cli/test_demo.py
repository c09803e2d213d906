from __future__ import annotations

import csv
from importlib import import_module
from typing import TYPE_CHECKING

from govreports.feeds import COLUMNS
from govreports.replica.portals import PORTALS, portal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ARTICLES = 20
# The package shows the command under the module's own name.
MODULE = import_module("govreports.cli.demo")


def small(name: str) -> object:
    return lambda: portal(name, ARTICLES)


def test_the_demo_shows_five_portals_one_new_version_and_its_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(MODULE, "PORTALS", {name: small(name) for name in PORTALS})
    with MODULE.console.capture() as captured:
        MODULE.demo()
    said = captured.get() + capsys.readouterr().out
    for name in PORTALS:
        (line,) = (
            line for line in said.splitlines() if f" {name} " in line and "pages" not in line
        )
        assert line.split().count(str(ARTICLES)) == 3, line
    assert f"0 new, 1 changed, {ARTICLES - 1} unchanged" in " ".join(said.split())
    assert "version 1 → 2" in said
    assert "{+" in said


def test_the_demo_leaves_a_csv_for_each_portal_and_a_store_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(MODULE, "PORTALS", {"jinshui": small("jinshui")})
    MODULE.demo()
    with (tmp_path / "exports" / "demo-jinshui.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ARTICLES
    assert list(rows[0]) == list(COLUMNS)
    assert (tmp_path / "demo" / "govreports.db").exists()
    assert not (tmp_path / "govreports.db").exists()
    assert len(list((tmp_path / "demo" / "archive").glob("*.warc.gz"))) == 2
