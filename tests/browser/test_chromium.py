"""Which browser is used, by whom, and what is said where there is none."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from govreports.fetching.browser import chromium
from govreports.fetching.browser.chromium import BrowserMissingError, executable, use_browser
from tests.browser.definitions import AllDrawn, DrawnLists
from tests.crawling import ROOT, Crawler

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "chromium"
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


def test_the_stated_program_is_used(program: str) -> None:
    assert executable(program) == program


def test_else_the_first_known_name_on_the_path(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert executable("") == program


@pytest.mark.parametrize("stated", ["", "/nowhere/chromium"])
def test_without_a_browser_the_remedy_is_named(
    stated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrowserMissingError, match=r"apt-get install chromium.*GOVREPORTS_CHROMIUM"):
        executable(stated)


def test_without_the_extra_its_installation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium, "_EXTRA", "no_such_module")
    with pytest.raises(BrowserMissingError, match=r"pip install 'govreports\[browser\]'"):
        use_browser(Settings())


@pytest.mark.parametrize("user", [0, 1000])
def test_the_sandbox_is_off_for_root_only(
    program: str, user: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: user)
    settings = Settings({"GOVREPORTS_CHROMIUM": program})
    use_browser(settings)
    assert settings["PLAYWRIGHT_LAUNCH_OPTIONS"]["chromium_sandbox"] is (user != 0)
    assert settings["PLAYWRIGHT_LAUNCH_OPTIONS"]["executable_path"] == program


def test_the_command_line_goes_before_a_portals_browser(program: str) -> None:
    settings = Settings({"GOVREPORTS_CHROMIUM": program})
    settings.set("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT", 3, priority="cmdline")
    use_browser(settings)
    assert settings.getint("PLAYWRIGHT_MAX_PAGES_PER_CONTEXT") == 3


def test_only_a_portal_that_says_so_has_the_handler(program: str) -> None:
    class Plain(DrawnLists):
        browser = None

    drawn, plain = (
        get_crawler(spider, {"GOVREPORTS_CHROMIUM": program}) for spider in (DrawnLists, Plain)
    )
    assert "BrowserHandler" in drawn.settings["DOWNLOAD_HANDLERS"]["https"]
    assert "BrowserHandler" not in str(plain.settings["DOWNLOAD_HANDLERS"].get("https"))


def test_articles_are_drawn_only_where_all_is() -> None:
    assert DrawnLists().page_meta == {}
    assert AllDrawn().page_meta == {"govreports_browser_ready": ""}


def test_other_portals_do_not_even_load_playwright() -> None:
    words = "import sys, spiders.leping; sys.exit('playwright' in sys.modules)"
    subprocess.run([sys.executable, "-c", words], check=True, cwd=ROOT)


def test_a_crawl_without_its_browser_ends_with_one_line(tmp_path: Path) -> None:
    database = tmp_path / "govreports.db"
    crawled = Crawler(tmp_path, f"sqlite:///{database}").crawl(
        "leping",
        settings={
            "SPIDER_MODULES": "tests.browser.definitions",
            "GOVREPORTS_CHROMIUM": "/nowhere/chromium",
        },
    )
    assert crawled.exit_code == 1
    line = crawled.said.splitlines()[-1]
    assert line.startswith("govreports: leping: this portal's pages are drawn by scripts")
    assert not database.exists()
