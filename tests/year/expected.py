"""What a store must hold, told from the portal's side alone.

The portal knows what could be seen at every visit and for which addresses it
was asked. From both follow the reports, their versions and their presence by
the rules of identity that the project states; nothing here asks the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from govreports.store.identity import LEAST_TEXT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from govreports.records import Report
    from govreports.replica.sight import Sight

# What makes a version, and can be read off these pages.
NORMAL = (
    "title", "document_number", "index_number", "publisher", "validity", "issued_on",
    "published_on", "body",
)  # fmt: skip
Text = tuple[object, ...]


def normal(report: Report) -> Text:
    return tuple(getattr(report, name) for name in NORMAL)


@dataclass(frozen=True)
class Visit:
    """What could be seen, and which paths of articles were asked for and answered."""

    sight: Sight
    answered: Collection[str]


@dataclass
class Expected:
    """One report, first met at a path.

    ``ended`` says why its times on the portal ended; the open one, the last, is
    ``""``, or ``unlisted`` where the report has left the list since.
    """

    first_path: str
    path: str
    versions: list[Text] = field(default_factory=list)
    seen: list[datetime] = field(default_factory=list)
    """The visit that brought each version."""
    ended: list[str] = field(default_factory=list)
    is_open: bool = True

    @property
    def last(self) -> dict[str, object]:
        return dict(zip(NORMAL, self.versions[-1], strict=True))

    def is_same(self, truth: Report) -> bool:
        """Whether a page at another address, the old one gone, is this report."""
        if truth.index_number and truth.index_number == self.last["index_number"]:
            return True
        body = truth.body
        return body is not None and (
            (self.last["title"], self.last["body"]) == (truth.title, body)
            and len(body) >= LEAST_TEXT
        )

    def read(self, truth: Report, path: str, at: datetime) -> None:
        self.path = path
        if not self.versions or self.versions[-1] != normal(truth):
            self.versions.append(normal(truth))
            self.seen.append(at)

    def show(self) -> None:
        """Note that a list shows it."""
        if not self.is_open or self.ended[-1:] == [UNLISTED]:
            self.ended.append("")
            self.is_open = True
        elif not self.ended:
            self.ended.append("")

    def leave(self, *, alive: bool) -> None:
        """Note that the list, read whole, no longer shows it."""
        if not self.is_open or self.ended[-1] == UNLISTED:
            return
        self.ended[-1] = UNLISTED if alive else GONE
        self.is_open = alive


GONE, UNLISTED = "gone", "unlisted"


class Chronicle:
    """The reports of one portal as its visits should have found them."""

    def __init__(self) -> None:
        """Begin before the first visit."""
        self.current: dict[str, Expected] = {}
        self.former: list[Expected] = []

    def tell(self, visits: Iterable[Visit]) -> list[Expected]:
        """Return what the store should hold after these visits."""
        for visit in visits:
            # A list that shows nothing is no complete one: nothing is judged by it.
            if visit.sight.listed:
                self._read(visit)
                self._judge(visit.sight)
        return [*self.former, *self.current.values()]

    def _read(self, visit: Visit) -> None:
        sight = visit.sight
        for key in sight.listed:
            path = sight.paths[key]
            if path in visit.answered:
                self._page(key, path, sight)
            if key in self.current and self.current[key].path == path:
                self.current[key].show()

    def _page(self, key: str, path: str, sight: Sight) -> None:
        truth, known = sight.truths[key], self.current.get(key)
        if known is not None and known.path != path and not known.is_same(truth):
            known.leave(alive=False)
            self.former.append(known)
            known = None
        if known is None:
            known = self.current[key] = Expected(path, path)
        known.read(truth, path, sight.at)

    def _judge(self, sight: Sight) -> None:
        for key, report in self.current.items():
            if key not in sight.listed or sight.paths[key] != report.path:
                report.leave(alive=sight.paths.get(key) == report.path)
