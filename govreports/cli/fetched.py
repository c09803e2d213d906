"""A single page from the network, for commands that read one page and store nothing."""

from __future__ import annotations

import subprocess
import sys

from govreports.places import project_directory

# A person waits: one more try, not three.
_SETTINGS = ("-s", "GOVREPORTS_RECORD=0", "-s", "RETRY_TIMES=1")
_SCHEMES = ("http://", "https://")


def is_address(text: str) -> bool:
    """Say whether an argument is a page's address and not a file's name."""
    return text.lower().startswith(_SCHEMES)


def fetch(url: str) -> bytes:
    """Return the body that an address answers, empty where there is no answer.

    A crawl of one request in a process of its own: robots.txt, User-Agent and
    delays are those of every other crawl, and nothing is recorded.
    """
    command = [sys.executable, "-m", "scrapy", "fetch", "--nolog", *_SETTINGS, url]
    answer = subprocess.run(  # noqa: S603 - our own interpreter; an address begins with http
        command, cwd=project_directory(), capture_output=True, check=False
    )
    return answer.stdout
