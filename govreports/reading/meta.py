"""`<meta>` tags of a page (国办发〔2017〕47号 asks for ArticleTitle, PubDate, ContentSource …)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element


def read_metas(page: Element) -> Mapping[str, str]:
    """Return the page's named metas that say something, in page order, names as they stand.

    A name counts once, in any case: pages carry a second, stale set of another
    article (VSB does), and the first is the page's own.
    """
    metas: dict[str, str] = {}
    seen: set[str] = set()
    for named, stated in names_and_contents(page):
        name, content = named.strip(), squeeze(stated)
        if name and content and name.casefold() not in seen:
            seen.add(name.casefold())
            metas[name] = content
    return metas


# A page is asked what it is before it is asked what it says.
@lru_cache(maxsize=2)
def names_and_contents(page: Element) -> tuple[tuple[str, str], ...]:
    """Return name and content of each meta as they stand, empty where it has none."""
    return tuple(
        (element.get("name") or "", element.get("content") or "") for element in page.iter("meta")
    )


def meta(metas: Mapping[str, str], name: str) -> str | None:
    """Return the meta of that name, in any case, or `None`."""
    wanted = name.casefold()
    return next((content for key, content in metas.items() if key.casefold() == wanted), None)
