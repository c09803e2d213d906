"""Tests that run Chromium are skipped where there is none, and fail in CI."""

from __future__ import annotations

import os

import pytest
from scrapy.settings import Settings

from govreports.fetching.browser.chromium import BrowserMissingError, use_browser
from govreports.places import chromium as stated


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser that crawls would use."""
    settings = Settings({"GOVREPORTS_CHROMIUM": stated()})
    try:
        use_browser(settings)
    except BrowserMissingError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    return str(settings["PLAYWRIGHT_LAUNCH_OPTIONS"]["executable_path"])
