"""What a page says of its site and its column (网站名称, 栏目名称), its articles aside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govreports.reading.document import Document
from govreports.reading.links import links_of
from govreports.reading.meta import meta, read_metas
from govreports.reading.title import page_title
from govreports.reading.xpath import elements, spaced_text, strings
from govreports.values.text import han_tight, squeeze
from govreports.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.records import Capture

_WORDS = words("sites.toml")
_HOMES = frozenset(_WORDS["crumb_homes"])
_CRUMB_ENDS = frozenset(_WORDS["crumb_ends"])
_SITE_ENDS = tuple(_WORDS["site_ends"])
_SHORT = elements(
    "//body//*[not(self::script or self::style)][.//a or self::a]"
    "[string-length(normalize-space(string())) < 160]"
)
_HOME_TITLES = strings("//a[@href='/']/@title | //a[@href='/']//img/@alt")
_POSITION = re.compile(r"^.{0,10}?位置(?:是)?\s*[:：]?\s*")
_STEPS = re.compile(r"\s*[>›»＞→/]+\s*")
_TITLE_PARTS = re.compile(r"\s*[-_|–—－＿｜丨>»·]+\s*|\s+")
_ORGANISER = re.compile(r"主办(?:单位)?\s*[:：]\s*([\u4e00-\u9fff]{4,40})")
_COLUMN = re.compile(r".*[\u4e00-\u9fff]{2}.*")


def column_name(page: Capture) -> str | None:
    """Return the name of the column whose list a page shows, `None` where it tells none.

    In this order: the meta `ColumnName` (国办发〔2017〕47号), the last step of the
    breadcrumb, the text of a link that leads to the page itself (the current
    item of a navigation), the part of `<title>` that does not name the site.
    """
    return next((name for name in _column_names(page) if _COLUMN.fullmatch(name)), None)


def site_names(page: Capture) -> tuple[str, ...]:
    """Return the names that a page gives its site, the surest first.

    The meta `SiteName`, the name on the link home, the site's parts of
    `<title>`, and the body that runs the site (主办单位).
    """
    document = Document(page)
    named = meta(read_metas(document.root), "SiteName")
    parts = [part for part in _title_parts(document) if part.endswith(_SITE_ENDS)]
    organisers = _ORGANISER.findall(squeeze(spaced_text(document.root)))
    found = [named or "", *_HOME_TITLES(document.root), *parts, *organisers]
    return tuple(dict.fromkeys(name for name in map(squeeze, found) if name))


def _column_names(page: Capture) -> Iterator[str]:
    document = Document(page)
    yield meta(read_metas(document.root), "ColumnName") or ""
    yield from _breadcrumb(document)
    yield from (
        link.text for link in links_of(page) if link.url == page.url and link.text not in _HOMES
    )
    yield from (part for part in _title_parts(document) if not part.endswith(_SITE_ENDS))


def _breadcrumb(document: Document) -> Iterator[str]:
    """Yield the last step of each breadcrumb, the innermost element's first."""
    trails = [trail for one in _SHORT(document.root) if (trail := _trail(spaced_text(one)))]
    for trail in sorted(trails, key=len, reverse=True):
        steps = [step for step in trail if step not in _CRUMB_ENDS]
        if steps:
            yield steps[-1]


def _trail(text: str) -> tuple[str, ...]:
    """Return the steps below the home page that a text shows, if it is a breadcrumb."""
    line = squeeze(text)
    at = _POSITION.match(line)
    steps = [han_tight(step) for step in _STEPS.split(line[at.end() :] if at else line) if step]
    if len(steps) > 1 and (at or steps[0] in _HOMES):
        return tuple(steps[1:])
    return ()


def _title_parts(document: Document) -> list[str]:
    return [part for part in _TITLE_PARTS.split(page_title(document.root)) if part]
