"""A portal's articles and what happens to them: edited, moved, dropped, restored.

Every change is noted with what was visible after it, and moves the validators
of the pages that it touches, of those only.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from govreports.replica.articles import Paragraph
from govreports.replica.codes import spoiled
from govreports.replica.pages import Line, Neighbour, Sheet, Site
from govreports.replica.places import PLACES
from govreports.replica.systems import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govreports.replica.articles import Article, Block

# Validators move on by a tick with every change, on a clock of the replica's own.
FIRST_MOMENT = datetime(2024, 5, 6, 2, 0, tzinfo=UTC)
TICK = timedelta(minutes=1)
NEIGHBOURS = 3
IMPOSSIBLE_DATE = "2021-02-30"
UNKNOWN_LABEL = ("督办编号", "第7期")
ListFault = Literal["whole", "empty", "short", "loops", "clamps"]
BEYOND: dict[ListFault, Literal["first", "last"]] = {"loops": "first", "clamps": "last"}


@dataclass(frozen=True, slots=True)
class Event:
    """What was done to which article, and which were then listed and which alive."""

    action: str
    key: str
    listed: tuple[str, ...]
    alive: tuple[str, ...]


@dataclass(slots=True)
class Entry:
    """An article in the portal: where it stands and how it is laid out.

    ``earlier`` are its texts before each edit; ``layout`` counts its layouts. Its
    ``files`` are replaced, as often as that counts, at the moment ``filed``.
    """

    article: Article
    path: str
    modified: datetime
    neighbours: tuple[Neighbour, ...] = ()
    earlier: tuple[Article, ...] = ()
    layout: int = 0
    listed: bool = True
    alive: bool = True
    pinned: bool = False
    readable: bool = True
    files: int = 0
    filed: datetime = FIRST_MOMENT


class Shelf:
    """The articles of one portal. All methods may be called from any thread.

    A key that the portal does not have raises :class:`KeyError`; a change that
    an article does not allow raises :class:`ValueError`.
    """

    def __init__(
        self, name: str, family: str, articles: Iterable[Article], dialect: str, per_page: int
    ) -> None:
        """Put the articles up, oldest first, as ids rise with time."""
        self.name = name
        self.place = PLACES[name]
        self.template = TEMPLATES[family]
        self.dialect = dialect or self.template.dialects[0]
        if self.dialect not in self.template.dialects:
            message = f"{family} has no dialect {self.dialect!r}; it has {self.template.dialects}"
            raise ValueError(message)
        self.per_page = per_page
        self.fault: ListFault = "whole"
        self.has_column = True
        self.begun = False
        self.coming: list[Callable[[], object]] = []
        self.lock = threading.RLock()
        self.moment = FIRST_MOMENT
        self.numbers = 0
        self.entries: dict[str, Entry] = {}
        self.by_path: dict[str, str] = {}
        self.events: list[Event] = []
        self._site: Site | None = None
        self.publish(sorted(articles, key=lambda article: article.published_at))

    def publish(self, articles: list[Article]) -> None:
        """Enter the first articles and link each to those around it."""
        for article in articles:
            self.enter(article)
        for number, article in enumerate(articles):
            near = articles[max(0, number - 2) : number] + articles[number + 1 : number + 3]
            others = tuple(self.neighbour(other) for other in near[:NEIGHBOURS])
            self.entries[article.key].neighbours = others
        self.note("publish", "")

    def enter(self, article: Article) -> Entry:
        """Give an article an address; raises :class:`ValueError` for a key that is taken."""
        if article.key in self.entries:
            message = f"the key {article.key!r} is in {self.name} already"
            raise ValueError(message)
        entry = Entry(article, "", self.moment)
        self.entries[article.key] = entry
        self.place_at(article.key, self.new_path(article))
        return entry

    def new_path(self, article: Article) -> str:
        """Return an address that no article has had yet."""
        self.numbers += 1
        return self.template.path(article, self.numbers)

    def place_at(self, key: str, path: str) -> None:
        """Let an article stand at an address, and at no other."""
        self.by_path.pop(self.entries[key].path, None)
        self.entries[key].path = path
        self.by_path[path] = key

    def neighbour(self, article: Article) -> Neighbour:
        """What another page says of an article."""
        path = self.entries[article.key].path
        return Neighbour(article.title, path, article.index_number or "")

    # What there is -----------------------------------------------------------

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all articles that there have been, in the order of their entry."""
        return tuple(self.entries)

    @property
    def listed(self) -> tuple[str, ...]:
        """Keys of the column's rows in the order of the list: pinned ones, then newest first."""
        with self.lock:
            rows = [(key, entry) for key, entry in self.entries.items() if entry.listed]
        rows.sort(key=lambda row: row[1].article.published_at, reverse=True)
        rows.sort(key=lambda row: not row[1].pinned)
        return tuple(key for key, _ in rows)

    @property
    def alive(self) -> tuple[str, ...]:
        """Keys of the articles whose page is there."""
        return tuple(key for key, entry in self.entries.items() if entry.alive)

    def path(self, key: str) -> str:
        """Path of an article's page."""
        return self.entries[key].path

    def history(self) -> tuple[Event, ...]:
        """Everything that has happened, in order."""
        return tuple(self.events)

    @property
    def charset(self) -> str:
        """Label of the pages' encoding."""
        return "utf-8"

    def sheet(self, key: str) -> Sheet:
        """All that an article's page is rendered from."""
        entry = self.entries[key]
        return Sheet(
            place=self.place,
            dialect=self.dialect,
            charset=self.charset,
            article=entry.article,
            path=entry.path,
            layout=f"{self.name}:{key}:{entry.layout}",
            neighbours=entry.neighbours,
        )

    def site(self) -> Site:
        """The portal as its lists show it now."""
        # Laid out once a change: each of a long column's list pages would sort all its rows.
        with self.lock:
            if self._site is None:
                self._site = self.laid_out()
            return self._site

    def laid_out(self) -> Site:
        """Lay the portal out for its lists."""
        rows = tuple(Line(self.entries[key].article, self.entries[key].path) for key in self.listed)
        return Site(
            place=self.place,
            dialect=self.dialect,
            charset=self.charset,
            rows=rows,
            per_page=self.per_page,
            excess=self.per_page if self.fault in {"short", *BEYOND} else 0,
            beyond=BEYOND.get(self.fault),
            emptied=self.fault == "empty",
            has_column=self.has_column,
            shown=self.on_shown,
        )

    def on_shown(self, start: int) -> None:
        """Take note of the list's first page, behind which waits what is to happen in between."""
        self.begun = self.begun or start == 0

    def after_first_page(self, change: Callable[[], object]) -> None:
        """Let something happen once the list's first page has been shown, as crawls meet it."""
        with self.lock:
            self.begun = False
            self.coming.append(change)
            self.note("after_first_page", "")

    def go_on(self) -> None:
        """Let happen what waits for the list's first page, where that has been shown."""
        with self.lock:
            while self.begun and self.coming:
                self.coming.pop(0)()

    # What can happen ---------------------------------------------------------

    def note(self, action: str, key: str) -> None:
        """Write a change down; the clock moves on."""
        self.moment += TICK
        self._site = None
        self.events.append(Event(action, key, self.listed, self.alive))

    def change(self, action: str, key: str, **state: Any) -> None:
        """Set fields of an entry and note it."""
        with self.lock:
            entry = self.entries[key]
            for name, value in state.items():
                setattr(entry, name, value)
            self.note(action, key)

    def rewrite(self, action: str, key: str, article: Article) -> None:
        """Put another text in an article's place; its page's validators move."""
        with self.lock:
            entry = self.entries[key]
            earlier = (*entry.earlier, entry.article)
            modified = self.moment + TICK
            self.change(action, key, article=article, earlier=earlier, modified=modified)

    def edit(self, key: str, **fields: Any) -> None:
        """Change fields of an article, or one sentence of its text where none is given."""
        entry = self.entries[key]
        article = replace(entry.article, **fields) if fields else reworded(entry)
        self.rewrite("edit", key, article)

    def edit_back(self, key: str) -> None:
        """Undo the last edit: the text is again what it was before."""
        with self.lock:
            entry = self.entries[key]
            if not entry.earlier:
                message = f"{key} has not been edited"
                raise ValueError(message)
            *earlier, article = entry.earlier
            modified = self.moment + TICK
            state = {"article": article, "earlier": tuple(earlier), "modified": modified}
            self.change("edit_back", key, **state)

    def reflow(self, key: str) -> None:
        """Lay the same text out anew, with other articles beside it."""
        with self.lock:
            entry = self.entries[key]
            turned = (*entry.neighbours[1:], *entry.neighbours[:1])
            modified = self.moment + TICK
            state = {"layout": entry.layout + 1, "neighbours": turned, "modified": modified}
            self.change("reflow", key, **state)

    def replace_files(self, key: str) -> None:
        """Put other files behind the article's links; its page stays as it was."""
        entry = self.entries[key]
        self.change("replace_files", key, files=entry.files + 1, filed=self.moment + TICK)

    def move(self, key: str) -> None:
        """Give the article another address; the old one is gone."""
        with self.lock:
            self.place_at(key, self.new_path(self.entries[key].article))
            self.change("move", key)

    def redesign(self) -> None:
        """Give every article another address and layout, as a new platform does.

        The old addresses are gone; the pages link to one another at the new ones.
        """
        with self.lock:
            old = {entry.path: entry.article for entry in self.entries.values()}
            for key, entry in self.entries.items():
                self.place_at(key, self.new_path(entry.article))
            for entry in self.entries.values():
                near = (old[other.path] for other in entry.neighbours if other.path in old)
                entry.neighbours = tuple(self.neighbour(article) for article in near)
                entry.layout += 1
                entry.modified = self.moment + TICK
            self.note("redesign", "")

    def copy(self, key: str) -> str:
        """Publish the same text at a second address; returns the copy's key."""
        with self.lock:
            copied = f"{key}-copy{self.numbers}"
            self.add(replace(self.entries[key].article, key=copied))
            return copied

    def add(self, article: Article) -> None:
        """Publish a further article."""
        with self.lock:
            self.enter(article).modified = self.moment + TICK
            self.note("add", article.key)

    def drop(self, key: str) -> None:
        """Take the article off the list and away."""
        self.change("drop", key, listed=False, alive=False)

    def unlist(self, key: str) -> None:
        """Take the article off the list; its page stays."""
        self.change("unlist", key, listed=False)

    def relist(self, key: str) -> None:
        """Put the article on the list again."""
        self.change("relist", key, listed=True)

    def restore(self, key: str) -> None:
        """Put everything about the article right: page, list, readable."""
        with self.lock:
            modified = self.entries[key].modified
            if not self.entries[key].readable:
                modified = self.moment + TICK
            state = {"listed": True, "alive": True, "readable": True, "modified": modified}
            self.change("restore", key, **state)

    def pin(self, key: str) -> None:
        """Let the article stand at the head of the list whatever its date (置顶)."""
        self.change("pin", key, pinned=True)

    def share_index_number(self, first: str, second: str) -> None:
        """Let the second article's page show the 索引号 of the first."""
        number = self.entries[first].article.index_number
        self.needs(second, "index_number")
        article = replace(self.entries[second].article, index_number=number)
        self.rewrite("share_index_number", second, article)

    def impossible_date(self, key: str) -> None:
        """Let the page show 2021-02-30 for its date of writing, or of publication."""
        article = self.entries[key].article
        shows = self.template.stated(article, self.dialect).fields
        field = "issued_on" if "issued_on" in shows else "published_at"
        if field not in shows:
            self.needs(key, "published_on")
        changed = article.printing(field, IMPOSSIBLE_DATE)
        changed = replace(changed, issued_on=None) if field == "issued_on" else changed
        self.rewrite("impossible_date", key, changed)

    def unknown_label(self, key: str) -> None:
        """Let the header show a label that no vocabulary has."""
        article = self.entries[key].article
        self.rewrite("unknown_label", key, replace(article, extra=(*article.extra, UNKNOWN_LABEL)))

    def bad_check_digit(self, key: str) -> None:
        """Let the 索引号 show a wrong check digit."""
        self.needs(key, "index_number")
        article = self.entries[key].article
        number = spoiled(article.index_number or "")
        self.rewrite("bad_check_digit", key, replace(article, index_number=number))

    def needs(self, key: str, field: str) -> None:
        """Raise :class:`ValueError` where the article's page does not show a field."""
        if field not in self.template.stated(self.entries[key].article, self.dialect).fields:
            message = f"the page of {key} shows no {field}"
            raise ValueError(message)

    def unreadable(self, key: str) -> None:
        """Serve a page that reads as no report under the article's address."""
        self.change("unreadable", key, readable=False, modified=self.moment + TICK)

    def break_listing(self, fault: ListFault) -> None:
        """Let the list show nothing (``empty``) or declare more than it shows (``short``).

        Past its end it may show the first page again (``loops``) or the last (``clamps``).
        ``whole`` mends it.
        """
        with self.lock:
            self.fault = fault
            self.note(f"break_listing {fault}", "")

    def remove_column(self) -> None:
        """Take the column's link out of every navigation."""
        with self.lock:
            self.has_column = False
            self.note("remove_column", "")


def reworded(entry: Entry) -> Article:
    """The article with a sentence more in its longest paragraph."""
    blocks: tuple[Block, ...] = entry.article.blocks
    texts = [block.text if isinstance(block, Paragraph) else "" for block in blocks]
    place = max(range(len(texts)), key=lambda number: len(texts[number]), default=-1)
    if place < 0 or not texts[place]:
        message = f"{entry.article.key} holds no paragraph that could be edited"
        raise ValueError(message)
    sentence = f"另有{len(entry.earlier) + 3}项工作正在推进。"
    changed = Paragraph(texts[place] + sentence)
    return replace(entry.article, blocks=(*blocks[:place], changed, *blocks[place + 1 :]))
