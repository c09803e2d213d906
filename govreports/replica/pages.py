"""What a family's template is given and what it gives back.

A template answers three questions about a portal: which path an article has,
how its page looks (:class:`Sheet` → HTML), and what lies at every other address
(:class:`Target` in a :class:`Site` → :class:`Page`): the home page, the way to
the column, the column's lists, the list endpoints.
"""

from __future__ import annotations

import string
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib import resources
from random import Random
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import parse_qsl, unquote

from govreports.replica.layout import Painter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from govreports.replica.articles import Article, Attachment, Block, Picture
    from govreports.replica.layout import Style
    from govreports.replica.places import Place

COLUMN = "法治政府建设"
MOST_DIGITS = 9


class Markup(string.Template):
    """A page of markup whose places are ``@@{name}``: jQuery owns the dollar sign."""

    delimiter = "@@"


@cache
def markup(name: str) -> Markup:
    """Load ``templates/<name>.html``."""
    path = resources.files(__package__).joinpath("templates", f"{name}.html")
    return Markup(path.read_text("utf-8"))


def fill(name: str, **values: object) -> str:
    """Fill the places of a page; raises :class:`KeyError` where a value is missing."""
    return markup(name).substitute(values)


def whole(text: str) -> int | None:
    """Return a whole number of up to nine digits; anything else is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


@dataclass(frozen=True, slots=True)
class Target:
    """A request's address: path and parameters, with those of a form joined in.

    What else a service may look at, method, body and `Referer`, is no part of the address.
    """

    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    method: str = field(default="GET", compare=False)
    body: str = field(default="", compare=False)
    referer: str = field(default="", compare=False)

    @classmethod
    def of(cls, target: str, body: str = "", method: str = "GET", referer: str = "") -> Target:
        """Read a request target and a body, taken for a form (x-www-form-urlencoded)."""
        path, _, query = target.partition("?")
        pairs = parse_qsl(query, keep_blank_values=True)
        pairs += parse_qsl(body, keep_blank_values=True)
        return cls(unquote(path), tuple(sorted(set(pairs))), method, body, referer)

    def get(self, name: str) -> str | None:
        """Return the first parameter of that name."""
        return next((value for key, value in self.parameters if key == name), None)

    def number(self, name: str) -> int | None:
        """Return a parameter that is a whole number, else ``None``."""
        return whole(self.get(name) or "")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a column's list."""

    article: Article
    path: str


def _to_nobody(_start: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Site:
    """A portal as it stands now: its place, its column's rows, its list's faults.

    ``per_page`` is rows a list request. ``excess`` rows are declared and not
    shown; ``emptied`` lists declare their rows and show none; a page ``beyond``
    the last one shows the first or the last again. ``has_column``
    False leaves the column out of every navigation. ``shown`` is told where each
    window of rows begins that a page shows.
    """

    place: Place
    dialect: str
    charset: str
    rows: tuple[Line, ...]
    per_page: int = 15
    excess: int = 0
    emptied: bool = False
    beyond: Literal["first", "last"] | None = None
    has_column: bool = True
    shown: Callable[[int], None] = _to_nobody

    @property
    def declared(self) -> int:
        """Rows that the list says it has."""
        return len(self.rows) + self.excess

    @property
    def pages(self) -> int:
        """Pages that the list says it has; an empty column still has one."""
        return max(1, -(-self.declared // self.per_page))

    def page(self, number: int) -> tuple[Line, ...]:
        """Rows of a list page, counted from 1."""
        return self.window((number - 1) * self.per_page, self.per_page)

    def window(self, start: int, count: int) -> tuple[Line, ...]:
        """Rows of a window, counted from 0."""
        if self.emptied:
            return ()
        return self.part(self.rows, start, count)

    def part(self, rows: tuple[Line, ...], start: int, count: int) -> tuple[Line, ...]:
        """Rows of a window on some of the rows."""
        self.shown(start)
        if self.beyond is not None and start >= len(rows):
            start = 0 if self.beyond == "first" else (len(rows) - 1) // count * count
        return rows[start : start + count]


@dataclass(frozen=True, slots=True)
class Page:
    """What lies at an address: text and its media type."""

    text: str
    media_type: str = "text/html"


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article that another page links to, as it stood when that was published."""

    title: str
    path: str
    index_number: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an article's page is rendered from.

    ``layout`` is the seed of its layout; ``neighbours`` are older, newer and
    related articles, fixed when the page was published, as static pages are.
    """

    place: Place
    dialect: str
    charset: str
    article: Article
    path: str
    layout: str
    neighbours: tuple[Neighbour, ...] = field(default=())

    def random(self) -> Random:
        """The layout's source of chance: the same for the same seed."""
        return Random(self.layout)  # noqa: S311 - lays out pages, guards nothing


@dataclass(frozen=True, slots=True)
class Stated:
    """What an article's page says beside title and text.

    ``header`` are label → value pairs as shown, labels without spaces;
    ``fields`` the names of the contract's fields that a reader can know;
    ``published_at`` is the time as precise as it is printed, ``None`` where the
    page gives a day only.
    """

    header: tuple[tuple[str, str], ...]
    fields: frozenset[str]
    published_at: datetime | None = None


class Template(Protocol):
    """The markup of one CMS family."""

    family: str
    dialects: tuple[str, ...]
    home: str
    column: str

    def path(self, article: Article, number: int) -> str:
        """Path of an article's page; ``number`` is the platform's id for it."""

    def file(self, article: Article, file: Attachment) -> str:
        """Path (with query) of an attachment."""

    def picture(self, article: Article, picture: Picture) -> str:
        """Path of an image."""

    def stated(self, article: Article, dialect: str) -> Stated:
        """Say what the article's page states."""

    def article(self, sheet: Sheet) -> str:
        """HTML of an article's page; further parts of it stand at other addresses."""

    def further(self, sheet: Sheet) -> Mapping[str, str]:
        """Path → HTML of the further pages of an article that has several."""

    def page(self, target: Target, site: Site) -> Page | None:
        """Return what lies at an address that is no article's, ``None`` for nothing."""


class SinglePage:
    """Part of a template whose articles all stand on one page."""

    def further(self, sheet: Sheet) -> Mapping[str, str]:
        """No further pages."""
        del sheet
        return {}


def links(rows: Mapping[str, str], pattern: str = '<li><a href="{path}">{text}</a></li>') -> str:
    """Navigation links, link text → path."""
    return "\n".join(pattern.format(path=escape(path), text=text) for text, path in rows.items())


def related(sheet: Sheet, pattern: str) -> str:
    """Other articles beside the text, each with an 索引号 that is not the page's."""
    return "\n".join(
        pattern.format(path=other.path, title=escape(other.title), number=other.index_number)
        for other in sheet.neighbours
    )


def column_link(site: Site, path: str) -> dict[str, str]:
    """The column's link, or nothing where the column has been taken away."""
    return {COLUMN: path} if site.has_column else {}


def pairs(
    article: Article, labels: Mapping[str, str], keep_empty: Callable[[str], bool]
) -> tuple[tuple[str, str], ...]:
    """Label → printed value of the labels that a header shows, extra ones last."""
    rows = ((label, article.printed(name)) for label, name in labels.items())
    shown = [(label, value) for label, value in rows if value or keep_empty(label)]
    return (*shown, *article.extra)


def known(article: Article, names: Mapping[str, str]) -> frozenset[str]:
    """Fields among the values of ``names`` that the article's header gives."""
    given = {name for name in names.values() if article.printed(name)}
    return frozenset(given | ({"published_on"} if "published_at" in given else set()))


def to_the_minute(article: Article) -> datetime:
    """Time of publication as pages print it: ``2021-04-02 09:06``."""
    return article.published_at.replace(second=0)


def painted(
    template: Template, sheet: Sheet, styles: tuple[Style, Style], blocks: Sequence[Block]
) -> str:
    """Blocks in one of the two styles that a portal's editors leave behind, by the layout.

    The first is of text typed in the editor, the second of text pasted out of Word.
    """
    random, article = sheet.random(), sheet.article
    painter = Painter(
        random.choice(styles),
        random,
        lambda file: template.file(article, file),
        lambda picture: template.picture(article, picture),
    )
    head = REPEATED_TITLE.format(escape(article.title)) if article.repeats_title else ""
    return head + painter.blocks(blocks)


def cut(article: Article, part: int) -> tuple[Block, ...]:
    """Blocks of one of an article's parts, counted from 0."""
    size = -(-len(article.blocks) // article.parts)
    return article.blocks[part * size : (part + 1) * size]


REPEATED_TITLE = '<p style="text-align: center;"><strong>{}</strong></p>\n'


def shell(name: str, frame: Site | Sheet, title: str, main: str, **more: str) -> str:
    """A whole page around its main part: ``templates/<name>.html`` with the portal's facts."""
    place = frame.place
    return fill(
        name,
        charset=frame.charset,
        title=escape(title),
        main=main,
        site_name=place.site_name,
        domain=place.domain,
        site_id_code=place.site_id_code,
        organiser=place.organiser,
        address=place.address,
        postcode=place.postcode,
        **more,
    )
