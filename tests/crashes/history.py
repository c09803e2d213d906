"""A portal whose pages change between its crawls, the same way each time it is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.replica.corpus import compose
from govreports.replica.places import PLACES
from govreports.replica.portal import ReplicaPortal

if TYPE_CHECKING:
    from govreports.replica.articles import Article

NAME = "jinshui"
ARTICLES = 60
_ADDED = 3


def portal() -> ReplicaPortal:
    """Make the portal as it is before the first crawl."""
    place = PLACES[NAME]
    return ReplicaPortal(NAME, place.family, _articles()[_ADDED:], dialect=place.dialect)


def _articles() -> tuple[Article, ...]:
    return compose(PLACES[NAME], ARTICLES + _ADDED)


def as_it_was(_one: ReplicaPortal) -> None:
    """Leave the portal as it was made."""


def edited(one: ReplicaPortal) -> None:
    """Change, move, drop, unlist and add."""
    keys = one.listed
    for key in keys[0:20:5]:
        one.edit(key)
    for key in keys[1:4]:
        one.move(key)
    for key in keys[6:9]:
        one.drop(key)
    for key in keys[11:13]:
        one.unlist(key)
    one.reflow(keys[14])
    for article in _articles()[:_ADDED]:
        one.add(article)


def returned(one: ReplicaPortal) -> None:
    """Take some of it back."""
    gone = [key for key in one.keys if not one.entries[key].alive]
    one.restore(gone[0])
    changed = [key for key in one.keys if one.entries[key].earlier]
    one.edit_back(changed[0])
    one.edit(changed[1])
    one.relist(next(key for key in one.keys if not one.entries[key].listed))


PHASES = (as_it_was, edited, returned)
"""What happens to the portal before each of its crawls."""
