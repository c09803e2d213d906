"""What a crawl loads, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from scrapy.settings import BaseSettings
from scrapy.settings.default_settings import EXTENSIONS_BASE as SCRAPYS
from scrapy.utils.misc import load_object

from govreports import settings

LISTS = ("EXTENSIONS", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES")
# Every component of a crawl into SQLite is built of these, as Scrapy does it.
BUILT = """
import sys
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from govreports import settings
import spiders.jinshui

found = Settings()
found.setmodule(settings)
for name in sys.argv[1:]:
    for component in found.get_component_priority_dict_with_base(name):
        load_object(component)
print(*sys.modules)
"""


@cache
def loaded() -> frozenset[str]:
    """The modules that a crawl's components load, in a process of their own."""
    command = [sys.executable, "-c", BUILT, *LISTS]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return frozenset(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "psycopg",  # of PostgreSQL only
        "aiohttp",  # of Scrapy's remote control
        "openpyxl",  # of attachments, which another process reads
        "pypdfium2",
        "playwright",  # of drawn portals only
        "dateparser",  # of the reader
        "alembic",  # of a store that is not of today's schema
    ],
)
def test_a_crawl_loads_no_library_that_it_does_not_use(module: str) -> None:
    assert module not in loaded()


def test_what_is_loaded_is_seen() -> None:
    assert "sqlalchemy" in loaded()


def components(name: str) -> dict[Any, Any]:
    given = BaseSettings({name: getattr(settings, name), f"{name}_BASE": settings.EXTENSIONS_BASE})
    return {load_object(one): at for one, at in given.getwithbase(name).items() if at is not None}


def test_no_console_is_open_to_others() -> None:
    names = {component.__name__ for component in components("EXTENSIONS")}
    assert not names & {"TelnetConsole", "RemoteControl"}


def test_feeds_are_written_by_our_own_extension_alone() -> None:
    names = {component.__name__ for component in components("EXTENSIONS")}
    assert "FeedFiles" in names
    assert "FeedExporter" not in names


def test_what_is_taken_of_scrapys_own_is_there_in_scrapy() -> None:
    assert set(settings.EXTENSIONS_BASE) < set(SCRAPYS)
