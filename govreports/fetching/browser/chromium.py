"""Which Chromium runs, with which switches, and what a crawl with it needs."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_HANDLER = "govreports.fetching.browser.handler.BrowserHandler"
_EXTRA = "scrapy_playwright"
# As Debian, Ubuntu, Fedora, Arch and Google name it.
_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_SWITCHES = (
    # Scrapy fetches all there is to fetch: neither a page nor Chromium's own services get out.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
    "--block-new-web-contents",
    # MB of a page's script objects: a script that runs away loses its page, not the machine.
    "--js-flags=--max-old-space-size=512",
    "--renderer-process-limit=1",
)
_ROOT = 0


class BrowserMissingError(Exception):
    """A portal needs a browser that is not there; the message says what to install."""


def use_browser(settings: BaseSettings) -> None:
    """Let one crawl draw pages in Chromium, below what the command line sets.

    Raises :class:`BrowserMissingError` where the extra or Chromium is missing.
    """
    if find_spec(_EXTRA) is None:
        message = (
            "this portal's pages are drawn by scripts, and the browser extra is not installed; "
            "install it: pip install 'govreports[browser]'"
        )
        raise BrowserMissingError(message)
    for name, value in _settings(executable(settings["GOVREPORTS_CHROMIUM"])).items():
        settings.set(name, value, priority="spider")


def executable(stated: str | None) -> str:
    """Return Chromium's path: the stated one, else the first of the known names on the PATH.

    Raises :class:`BrowserMissingError` where it cannot be run.
    """
    names = (stated,) if stated else _NAMES
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        message = (
            f"this portal's pages are drawn by scripts, and no Chromium was found as "
            f"{', '.join(names)}; install it (Debian: apt-get install chromium), or name its "
            f"program in GOVREPORTS_CHROMIUM"
        )
        raise BrowserMissingError(message)
    return found


def _settings(path: str) -> dict[str, object]:
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": path,
            # Chromium refuses to be sandboxed for root, who has nothing to be kept from.
            "chromium_sandbox": os.geteuid() != _ROOT,
            "args": list(_SWITCHES),
            # Ctrl-C ends a crawl in order: its last pages still need the browser.
            "handle_sigint": False,
            "handle_sigterm": False,
            "handle_sighup": False,
        },
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        # Nothing is ever downloaded by the browser, so nothing is waited for (milliseconds).
        "PLAYWRIGHT_DOWNLOAD_TIMEOUT": 1,
    }
