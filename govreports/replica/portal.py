"""A portal on loopback: a shelf of articles that answers HTTP requests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, TypedDict
from urllib.parse import urljoin

from govreports.replica import files
from govreports.replica.answers import Document, redirect
from govreports.replica.articles import Picture
from govreports.replica.faults import MOVED, Faults, home_page
from govreports.replica.pages import COLUMN, Target
from govreports.replica.shelf import FIRST_MOMENT, Shelf
from govreports.replica.sight import Sight
from govreports.replica.truth import truth
from govreports.replica.ways import before, behind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Unpack

    from govreports.records import Report
    from govreports.replica.answers import Answer
    from govreports.replica.articles import Article
    from govreports.replica.shelf import Entry
    from govreports.replica.ways import Way

ROBOTS = "User-agent: *\nDisallow: /search/\nDisallow: /system/logout.jsp\n"
METHODS = frozenset({"GET", "HEAD", "POST"})
Missing = Literal["404", "soft", "home"]
Encoding = Literal["utf-8", "gbk"]
PER_PAGE = 15
NOT_FOUND = "404错误提示", "您访问的页面不存在或已被删除。"
MAINTENANCE = "系统提示", "栏目正在维护，请稍后再来。"


@dataclass(frozen=True, slots=True)
class Hit:
    """One request of the log; ``at`` is aware, UTC."""

    method: str
    target: str
    status: int
    at: datetime
    user_agent: str


class Options(TypedDict, total=False):
    """How a portal serves.

    ``encoding`` is ``utf-8``, or ``gbk``: then pages are GB18030 bytes labelled
    gb2312. ``dialect`` is one of the family's, ``per_page`` rows a list request.
    ``missing`` says how an absent page is answered: 404, a page with status 200
    that says so, or a redirect to the home page. ``robots`` is the text of
    robots.txt.
    """

    encoding: Encoding
    dialect: str
    per_page: int
    missing: Missing
    robots: str


class ReplicaPortal(Shelf):
    """One portal of one family; ``name`` is one of the places."""

    def __init__(
        self, name: str, family: str, articles: Iterable[Article], **options: Unpack[Options]
    ) -> None:
        """Lay out the articles.

        Raises :class:`ValueError` for a dialect that the family does not have,
        or an article key that stands twice.
        """
        self.encoding: Encoding = options.get("encoding", "utf-8")
        self.missing: Missing = options.get("missing", "404")
        self.robots = options.get("robots", ROBOTS)
        self.hits: list[Hit] = []
        self.sights: list[Sight] = []
        self.faults = Faults()
        self.way: Way = "plain"
        self.pages: dict[str, tuple[datetime, Document]] = {}
        self.others: dict[tuple[str, ...], Document] = {}
        dialect, per_page = options.get("dialect", ""), options.get("per_page", PER_PAGE)
        super().__init__(name, family, articles, dialect, per_page)

    @property
    def charset(self) -> str:
        """Label of the pages' encoding: portals write gb2312 for all its successors."""
        return "gb2312" if self.encoding == "gbk" else "utf-8"

    @property
    def column_path(self) -> str:
        """Path and query of the column's first page."""
        return self.template.column

    def truth(self, key: str, base: str | None = None) -> Report:
        """Return the exact record of an article's page as it now stands.

        ``base`` is the address that the portal is served under; without it the
        real portal's.
        """
        with self.lock:
            return truth(self.template, self.sheet(key), base or self.place.home, COLUMN)

    def truths(self, base: str | None = None) -> dict[str, Report]:
        """Exact records of all listed articles, by their URL."""
        reports = (self.truth(key, base) for key in self.listed)
        return {report.url: report for report in reports}

    def look(self, at: datetime, base: str) -> Sight:
        """Note and return what a visitor of that moment can see; see :meth:`truth` for ``base``."""
        with self.lock:
            there = [key for key, entry in self.entries.items() if entry.alive]
            sight = Sight(
                at=at,
                listed=() if self.fault == "empty" else self.listed,
                paths={key: self.path(key) for key in there},
                truths={key: self.truth(key, base) for key in there},
            )
        self.sights.append(sight)
        return sight

    def log(self) -> tuple[Hit, ...]:
        """Every request so far."""
        return tuple(self.hits)

    def note(self, action: str, key: str) -> None:
        """Note a change; lists are made anew after it."""
        super().note(action, key)
        self.others.clear()

    def respond(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """Answer a request and log it; header names are lower-case."""
        request = headers or {}
        spoil = self.faults.fault(target)
        aim = self.template.home if spoil is home_page else target.removesuffix(MOVED)
        answer = self.answer(method, aim, request, body)
        if spoil is not None:
            answer = spoil(answer, target)
        self.go_on()
        agent = request.get("user-agent", "")
        self.hits.append(Hit(method, target, answer.status, datetime.now(UTC), agent))
        return replace(answer, body=b"") if method == "HEAD" else answer

    def answer(
        self, method: str, target: str, request: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """Answer a request without logging it."""
        if method not in METHODS:
            return self.document("", "text/plain", HTTPStatus.METHOD_NOT_ALLOWED).answer(request)
        with self.lock:
            document = self.found(method, target, request.get("referer", ""), body)
        return self.absent(request) if document is None else document.answer(request)

    def found(self, method: str, target: str, referer: str, body: bytes) -> Document | None:
        """Return what lies at an address."""
        key = self.by_path.get(target)
        if key is not None:
            return self.article_page(key)
        asked = (target, body.decode("utf-8", "replace"), method, referer)
        if asked not in self.others:
            document = self.made(Target.of(*asked))
            if document is None:
                return None
            self.others[asked] = document
        return self.others[asked]

    def article_page(self, key: str) -> Document | None:
        """Return an article's page, rendered again only after it has changed."""
        entry = self.entries[key]
        if not entry.alive:
            return None
        made = self.pages.get(entry.path)
        if made is None or made[0] != entry.modified:
            made = (entry.modified, self.rendered(key, entry))
            self.pages[entry.path] = made
        return made[1]

    def article_pages(self) -> list[Document]:
        """Return the pages of all articles that are there, rendered where they are not yet."""
        return [page for key in self.keys if (page := self.article_page(key)) is not None]

    def rendered(self, key: str, entry: Entry) -> Document:
        """Render an article's page."""
        text = (
            self.template.article(self.sheet(key)) if entry.readable else self.notice(MAINTENANCE)
        )
        return self.document(text, modified=entry.modified)

    def made(self, aim: Target) -> Document | None:
        """Make the document at an address that is no article's own."""
        if aim.path == "/robots.txt":
            return self.document(self.robots, "text/plain")
        key = self.by_path.get(aim.path)
        if key is not None:
            return self.article_page(key)
        page = self.template.page(aim, self.site())
        if page is not None:
            return self.document(page.text, page.media_type)
        return self.part(aim.path) or self.file(aim)

    def part(self, path: str) -> Document | None:
        """Return a further page of an article that has several."""
        for key, entry in self.entries.items():
            if entry.alive and entry.article.parts > 1:
                further = self.template.further(self.sheet(key))
                if path in further:
                    return self.document(further[path], modified=entry.modified)
        return None

    def file(self, aim: Target) -> Document | None:
        """Return an attachment or a picture, or what stands before it."""
        for address, suffix, text, filed in self.addresses():
            linked = Target.of(address) == aim
            if linked and self.way != "plain":
                return before(self.way, address, suffix)
            if linked or aim.path == behind(address, suffix):
                body = files.content(suffix, text)
                return Document(body, files.MEDIA_TYPES[suffix], filed)
        return None

    def file_bytes(self, target: str) -> bytes:
        """Return the bytes of the file that a page links to, whatever stands before it."""
        aim = Target.of(target)
        return next(
            files.content(suffix, text)
            for address, suffix, text, _ in self.addresses()
            if Target.of(address) == aim
        )

    def addresses(self) -> Iterator[tuple[str, str, str, datetime]]:
        """Address, suffix, text and moment of every file that a page links to."""
        for entry in self.entries.values():
            article = entry.article
            for attached in article.attachments():
                place = self.template.file(article, attached)
                text = f"{attached.name}\n第{entry.files}次更换" if entry.files else attached.name
                yield urljoin(entry.path, place), attached.suffix, text, entry.filed
            for block in article.blocks:
                if isinstance(block, Picture):
                    place = self.template.picture(article, block)
                    yield urljoin(entry.path, place), ".png", block.stem, FIRST_MOMENT

    def absent(self, request: Mapping[str, str]) -> Answer:
        """Answer for an address where nothing lies."""
        if self.missing == "home":
            return redirect(self.template.home)
        status = HTTPStatus.OK if self.missing == "soft" else HTTPStatus.NOT_FOUND
        return self.document(self.notice(NOT_FOUND), status=status).answer(request)

    def notice(self, words: tuple[str, str]) -> str:
        """A page that is no article: title and one line."""
        title, text = map(escape, words)
        tag = f'<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">'
        return f"<html><head>{tag}<title>{title}</title></head><body><p>{text}</p></body></html>"

    def document(
        self,
        text: str,
        media_type: str = "text/html",
        status: int = HTTPStatus.OK,
        modified: datetime | None = None,
    ) -> Document:
        """Encode text as the portal does."""
        codec = "gb18030" if self.encoding == "gbk" else "utf-8"
        content_type = f"{media_type};charset={self.charset}"
        return Document(text.encode(codec), content_type, modified, status)
