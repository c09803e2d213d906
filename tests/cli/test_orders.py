"""Which crawls go on with one that broke off, and which keep windows."""

from __future__ import annotations

from contextlib import nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.orders import order_for
from tests.crawling import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from govreports.cli.running import CrawlOrder


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(tmp_path / "data"))


def test_a_crawl_by_name_asks_for_everything() -> None:
    order = order_for("jinshui")
    assert (order.arguments, order.settings) == ({}, {})


def test_a_crawl_by_schedule_keeps_windows_and_goes_on_with_one_that_broke_off() -> None:
    order = order_for("jinshui", guard=lambda _process: nullcontext())
    assert order.arguments == {"resume": "1"}
    assert order.settings == {"GOVREPORTS_WINDOWS": "1"}


@pytest.mark.parametrize(("words", "arguments"), [([], {}), (["--resume"], {"resume": "1"})])
def test_a_crawl_of_named_portals_goes_on_where_it_is_told_to(
    words: list[str], arguments: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered: list[CrawlOrder] = []

    def ran(orders: Iterable[CrawlOrder], **_: Any) -> list[Any]:
        ordered.extend(orders)
        return []

    # The package shows the command by that name, not its module.
    monkeypatch.setattr(import_module("govreports.cli.crawl"), "run_crawls", ran)
    done = CliRunner().invoke(app, ["crawl", "jinshui", "leping", *words])
    assert done.exit_code == 0, done.output
    assert [order.portal for order in ordered] == ["jinshui", "leping"]
    assert all(order.arguments == arguments for order in ordered)
