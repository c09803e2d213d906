"""What happens on a portal between two visits, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from govreports.replica.corpus import compose
from govreports.replica.places import PLACES
from govreports.replica.portal import ReplicaPortal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from govreports.replica.articles import Article

# Chances a page and week: most reports are edited once in two years, some all the time.
EDIT, LIVELY_EDIT, REFLOW = 0.01, 0.15, 0.01
LIVELY = 4
# Chances a portal and week.
PUBLISH, DROP, UNLIST, MOVE, PIN = 0.35, 0.12, 0.08, 0.12, 0.02
# Chances a week of a page that is away.
RETURN, RELIST = 0.15, 0.25
# What an edit changes.
BACK, VALIDITY, TITLE = 0.15, 0.25, 0.35
CORRECTED = "（修订）"
FEWEST = 8


@dataclass(frozen=True)
class Edit:
    """An edit made before a visit, and the text that it left."""

    key: str
    week: int
    article: Article


class Town:
    """A portal and its editors: the same happenings for the same seed."""

    def __init__(self, name: str, seed: int, articles: int, weeks: int) -> None:
        """Lay out the first articles; as many as may be published come later."""
        place = PLACES[name]
        composed = compose(place, articles + weeks // 2 + 1, seed)
        self.drawer = list(composed[: len(composed) - articles])
        self.portal = ReplicaPortal(
            name, place.family, composed[len(composed) - articles :], dialect=place.dialect
        )
        self.seed = f"{seed}:{name}"
        self.lively = set(Random(self.seed).sample(self.portal.keys, LIVELY))
        self.edits: list[Edit] = []

    def pass_week(self, week: int, at: datetime) -> None:
        """Let a week pass that ends with the visit of that week."""
        random = Random(f"{self.seed}:{week}")
        self._return(random)
        self._leave(random)
        for key in self.portal.listed:
            chance = LIVELY_EDIT if key in self.lively else EDIT
            if random.random() < chance and self._edited(random, key):
                self.edits.append(Edit(key, week, self.portal.entries[key].article))
            if random.random() < REFLOW:
                self.portal.reflow(key)
        if random.random() < PUBLISH and self.drawer:
            self.portal.add(replace(self.drawer.pop(), published_at=at))

    def _return(self, random: Random) -> None:
        for key, entry in self.portal.entries.items():
            if not entry.alive and random.random() < RETURN:
                self.portal.restore(key)
            elif not entry.listed and entry.alive and random.random() < RELIST:
                self.portal.relist(key)

    def _leave(self, random: Random) -> None:
        actions = (
            (DROP, self.portal.drop),
            (UNLIST, self.portal.unlist),
            (MOVE, self.portal.move),
            (PIN, self.portal.pin),
        )
        for chance, act in actions:
            if random.random() < chance and len(self.portal.listed) > FEWEST:
                act(random.choice(self.portal.listed))

    def _edited(self, random: Random, key: str) -> bool:
        """Edit an article's page, where it has anything that could be edited so."""
        kind, entry = random.random(), self.portal.entries[key]
        if kind < BACK:
            if not entry.earlier:
                return False
            self.portal.edit_back(key)
            return True
        fields = next(self._fields(kind, entry.article), {})
        if not fields and entry.article.body() is None:
            return False
        self.portal.edit(key, **fields)
        return True

    def _fields(self, kind: float, article: Article) -> Iterator[dict[str, str]]:
        shown = self.portal.template.stated(article, self.portal.dialect).fields
        if kind < VALIDITY and "validity" in shown and article.override("validity") is None:
            yield {"validity": "废止" if article.validity == "有效" else "有效"}
        elif VALIDITY <= kind < TITLE and CORRECTED not in article.title:
            yield {"title": article.title + CORRECTED}
