"""The demo, run once on small replicas: what it says and what it leaves."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from govreports.feeds import COLUMNS
from govreports.replica.portals import PORTALS, portal

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = 8
# The package shows the command under the module's own name.
MODULE = import_module("govreports.cli.demo")


@dataclass(frozen=True)
class Shown:
    """What the demo has said, and the folder that it was given."""

    said: str
    folder: Path


def small(name: str) -> object:
    return lambda: portal(name, ARTICLES)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
        patch.setattr(MODULE, "PORTALS", {name: small(name) for name in PORTALS})
        with MODULE.console.capture() as captured:
            MODULE.demo()
    return Shown(captured.get(), folder)


def test_it_shows_five_portals_one_new_version_and_its_difference(shown: Shown) -> None:
    for name in PORTALS:
        (line,) = (
            line for line in shown.said.splitlines() if f" {name} " in line and "pages" not in line
        )
        assert line.split().count(str(ARTICLES)) == 3, line
    assert f"0 new, 1 changed, {ARTICLES - 1} unchanged" in " ".join(shown.said.split())
    assert "version 1 → 2" in shown.said
    assert "{+" in shown.said


@pytest.mark.parametrize("name", PORTALS)
def test_it_leaves_a_csv_for_each_portal(shown: Shown, name: str) -> None:
    file = shown.folder / "exports" / f"demo-{name}.csv"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == ARTICLES
    assert list(rows[0]) == list(COLUMNS)


def test_it_leaves_a_store_of_its_own(shown: Shown) -> None:
    assert (shown.folder / "demo" / "govreports.db").exists()
    assert not (shown.folder / "govreports.db").exists()
    archive = shown.folder / "demo" / "archive"
    # One portal is crawled again.
    assert len(list(archive.glob("*.warc.gz"))) == len(PORTALS) + 1
