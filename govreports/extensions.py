"""The extensions that the crawl cannot do without."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_Extension = TypeVar("_Extension")


def needed(crawler: Crawler, kind: type[_Extension]) -> _Extension:
    """Return the crawl's extension of that class.

    Raises ``RuntimeError`` where the settings have switched it off.
    """
    extension = crawler.get_extension(kind)
    if extension is None:
        message = f"the extension {kind.__module__}.{kind.__name__} is switched off; enable it"
        raise RuntimeError(message)
    return extension
