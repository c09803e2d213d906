"""A new portal's definition, drafted from what its column page and its reports say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from urllib.parse import urljoin, urlsplit

from govreports.reading.site import column_name, site_names
from govreports.values.place import code_of, government_in, place_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Capture, Report

_WIDTH = 100
_LONGEST_NAME = 40
_UNQUOTABLE = str.maketrans("", "", '"\\')
_TEMPLATE = '''\
from govreports.spider import PortalSpider


class {class_name}(PortalSpider):
    """{title}."""

    name = {name}
    place = {place}
    home = {home}
    family = {family}
    {columns}
'''


class PlacelessError(ValueError):
    """The site names no government of a place; the message says what it calls itself."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A portal's definition before its file is written."""

    name: str
    title: str
    place: str
    home: str
    family: str
    column: str
    path: str
    region_code: str | None = None

    def text(self) -> str:
        """Return the file's text, as the formatter would write it."""
        stated = {"name": self.name, "place": self.place, "home": self.home, "family": self.family}
        text = _TEMPLATE.format(
            class_name="".join(part.capitalize() for part in self.name.split("_")),
            title=self.title,
            columns=_columns(self.column, self.path),
            **{name: _quoted(value) for name, value in stated.items()},
        )
        return text + (f'    region_code = "{self.region_code}"\n' if self.region_code else "")


def draft(name: str, family: str, page: Capture, place: str | None = None) -> Draft:
    """Draft the definition of the portal whose column a page shows.

    The place is `place`, else what the site calls itself. Raises
    :class:`PlacelessError` where that names no place: none is made up.
    """
    sites = site_names(page)
    found = place or next((one for one in map(place_in, sites) if one), None)
    if found is None:
        message = f"the site calls itself {' | '.join(sites) or 'nothing'}"
        raise PlacelessError(message)
    parts = urlsplit(page.url)
    return Draft(
        name=name,
        title=_title(found, sites),
        place=found,
        home=urljoin(page.url, "/"),
        family=family,
        column=column_name(page) or parts.path,
        path=parts.path + (f"?{parts.query}" if parts.query else ""),
    )


def region_code(place: str, reports: Iterable[Report]) -> str | None:
    """Return the 行政区划代码 that the reports' 索引号 agree on, else the vocabulary's.

    `None` where neither states one, or two reports contradict each other.
    """
    stated = {report.region_code for report in reports if report.region_code}
    if len(stated) > 1:
        return None
    return next(iter(stated), None) or code_of(place)


def _title(place: str, sites: Iterable[str]) -> str:
    """Return the docstring's words: the government's name, else the place and the site's name."""
    governments = [name for name in map(government_in, sites) if name and place in name]
    if governments:
        return governments[0]
    site = next(iter(sites), "")[:_LONGEST_NAME].translate(_UNQUOTABLE).rstrip()
    return f"{place}, {site}" if site else place


def _columns(column: str, path: str) -> str:
    pair = f"{_quoted(column)}: {_quoted(path)}"
    line = f"columns = {{{pair}}}"
    if _width(line) <= _WIDTH - len("    "):
        return line
    return f"columns = {{\n        {pair},\n    }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _width(text: str) -> int:
    """Return how many columns a terminal and the formatter give a text."""
    return sum(1 + (east_asian_width(character) in "WF") for character in text)
