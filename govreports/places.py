"""Where the project's files lie and how it signs its requests.

The data directory belongs to the folder of ``scrapy.cfg``, not to the current
one, so that a cron job and a shell meet in the same store.
"""

from __future__ import annotations

import os
from configparser import ConfigParser
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.settings import BaseSettings

_CONFIG = "scrapy.cfg"


def project_directory() -> Path:
    """Return the folder of the closest ``scrapy.cfg``, else the current one."""
    here = Path.cwd()
    return next((one for one in (here, *here.parents) if (one / _CONFIG).exists()), here)


def project_settings() -> Mapping[str, Any]:
    """Return what the project's settings state, from the module that Scrapy takes them from.

    Scrapy's own defaults are not among them: their import takes half a second, and a command
    that only asks the store needs none. Without a ``scrapy.cfg`` they are those that come
    with govreports.
    """
    config = ConfigParser()
    config.read(project_directory() / _CONFIG)
    project = os.environ.get("SCRAPY_PROJECT", "default")
    configured = config.get("settings", project, fallback="govreports.settings")
    return vars(import_module(os.environ.get("SCRAPY_SETTINGS_MODULE", configured)))


def packed() -> bool:
    """Whether this code runs from an egg, as it does under Scrapyd."""
    return not isinstance(resources.files("govreports"), Path)


def data_directory() -> Path:
    """Return ``GOVREPORTS_DATA_DIR`` as an absolute path (default: ``data``)."""
    stated = os.environ.get("GOVREPORTS_DATA_DIR") or "data"
    return (project_directory() / stated).resolve()


def stated_database() -> str:
    """Return ``GOVREPORTS_DATABASE_URL``; empty where it is to be in the data directory."""
    return os.environ.get("GOVREPORTS_DATABASE_URL") or ""


def database_url(settings: BaseSettings | Mapping[str, Any]) -> str:
    """Return ``GOVREPORTS_DATABASE_URL`` (default: SQLite in the settings' data directory)."""
    stated: str = settings["GOVREPORTS_DATABASE_URL"]
    return stated or f"sqlite:///{Path(settings['GOVREPORTS_DATA_DIR']) / 'govreports.db'}"


def archive_directory(data_dir: str | Path) -> Path:
    """Return the folder of the WARC files below a data directory."""
    return Path(data_dir) / "archive"


def attachments_directory(data_dir: str | Path) -> Path:
    """Return the folder of the files that reports link to, below a data directory."""
    return Path(data_dir) / "attachments"


def exports_directory(data_dir: str | Path) -> Path:
    """Return the folder of the exports below a data directory."""
    return Path(data_dir) / "exports"


def recordings_directory() -> Path:
    """Return the folder of the portals' recorded pages, one folder a portal."""
    return project_directory() / "tests" / "fixtures" / "portals"


def contact() -> str:
    """Return how a portal's administrators can reach whoever runs this crawl."""
    return os.environ.get("GOVREPORTS_CONTACT") or "not given; set GOVREPORTS_CONTACT"


def chromium() -> str:
    """Return ``GOVREPORTS_CHROMIUM``, the browser's program; empty where it is to be found."""
    return os.environ.get("GOVREPORTS_CHROMIUM") or ""


def alert_webhook() -> str:
    """Return ``GOVREPORTS_ALERT_WEBHOOK``, the address that is told of failed runs; else empty."""
    return os.environ.get("GOVREPORTS_ALERT_WEBHOOK") or ""
