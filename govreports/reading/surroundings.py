"""The lines around an article's text, read once, and from as little of the page as will do.

Most of a portal's page is navigation. Title and header stand close above the
text, so only the element that holds the title, and a few levels around it, are
read; the whole page only where that gives neither.
"""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from govreports.reading.flow import body_flow, header_flow
from govreports.reading.header import read_header
from govreports.reading.title import bare, choose_title, hints_of, title_in
from govreports.reading.xpath import number, text_content

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

    from govreports.reading.flow import Flow
    from govreports.reading.header import Header

# A header table stands at least so near to title and text, measured in levels …
_LEVELS = 3
# … and farther ones are read as long as they bring no more elements than this.
_CHEAP = 150
# Each level is counted anew, and broken pages nest up to 2,000 of them.
_MOST_LEVELS = 60
# So much of a title is its own; sites put their name behind it, and cut it.
_KEY = 8
_COUNT = number("count(.//*)")


class Surroundings:
    """What stands around an article's text on its page."""

    def __init__(self, page: Element, body: Element | None, metas: Mapping[str, str]) -> None:
        """Keep the page, the element with the text (if any) and the page's metas."""
        self._page = page
        self._body = body
        self._metas = metas

    def title(self) -> tuple[str | None, Element | None]:
        """Return the title and its element, `None` for what is not there."""
        title, element = self._titled(self._near)
        if element is None and self._near is not self._whole:
            title, element = self._titled(self._whole)
        if element is None or not self._is_named(title):
            inside = self._title_inside()
            if inside is not None:
                return inside, None
        return title, element

    def _is_named(self, title: str | None) -> bool:
        """Say whether the page calls itself so, in its metas or its `<title>`."""
        names = [bare(hint) for hint in self._hints]
        text = bare(title or "")
        return not names or any(text in name or name in text for name in names)

    def _title_inside(self) -> str | None:
        if self._body is None:
            return None
        return title_in(body_flow(self._body).lines, self._metas, self._page)

    def header(self, title: Element | None) -> Header:
        """Return the header of the article whose title is this element."""
        header = read_header(self._near, self._body, title)
        if header.pairs or header.slots or self._near is self._whole:
            return header
        return read_header(self._whole, self._body, title)

    def _titled(self, flow: Flow) -> tuple[str | None, Element | None]:
        return choose_title(flow.lines[: flow.before], self._metas, self._page)

    @cached_property
    def _whole(self) -> Flow:
        return self._flow(self._page)

    @cached_property
    def _near(self) -> Flow:
        region = self._region()
        return self._whole if region is None else self._flow(region)

    def _flow(self, region: Element) -> Flow:
        return header_flow(region, () if self._body is None else (self._body,))

    def _region(self) -> Element | None:
        """Return the element some levels around title and text, `None` where it is the page."""
        keys = [bare(hint)[:_KEY] for hint in self._hints]
        if self._body is None or not any(keys):
            return None
        child = self._body
        outers = list(self._body.iterancestors())
        for level, outer in enumerate(outers):
            if _holds_before(outer, child, keys):
                return _widened(outers[level:])
            child = outer
        return None

    @cached_property
    def _hints(self) -> list[str]:
        return hints_of(self._metas, self._page)


def _widened(outers: list[Element]) -> Element | None:
    """Return the widest element near or cheap enough, `None` where that is the whole page."""
    size = _COUNT(outers[0])
    for level, (inner, outer) in enumerate(pairwise(outers[:_MOST_LEVELS])):
        more = _COUNT(outer) - size
        if level >= _LEVELS and more > _CHEAP:
            return inner
        size += more
        if outer.tag in ("body", "html"):
            return None
    return outers[_MOST_LEVELS - 1] if len(outers) > _MOST_LEVELS else None


def _holds_before(outer: Element, child: Element, keys: list[str]) -> bool:
    """Say whether the title stands in an element before one of its children."""
    for sibling in outer:
        if sibling is child:
            return False
        if isinstance(sibling.tag, str) and sibling.tag not in ("script", "style"):
            text = bare(text_content(sibling))
            if any(key and key in text for key in keys):
                return True
    return False
