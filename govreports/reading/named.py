"""Elements found by their names: id, class, or how one of them begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTAINERS = ("div", "td", "article", "section", "span", "p", "ul", "table")


@dataclass(frozen=True, slots=True)
class Named:
    """Finds the elements of some tags that have one of these names, in page order.

    A plain walk over few tags costs a quarter of what the same question does
    as XPath, where `@class` has to be taken apart for every element.
    """

    ids: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    id_prefix: str | None = None
    class_prefix: str | None = None
    tags: tuple[str, ...] = _CONTAINERS

    def __call__(self, page: Element) -> list[Element]:
        """Return the named elements in a page."""
        if self.class_prefix is not None:
            return [element for element in page.iter(*self.tags) if self.fits(element)]
        found: dict[int, Element] = {}
        if self.ids or self.id_prefix is not None:
            by_id = _by_name(page, self.tags, "id")
            for name in filter(self._fits_id, by_id):
                found |= by_id[name]
        if self.classes:
            by_class = _by_name(page, self.tags, "class")
            for name in self.classes.intersection(by_class):
                found |= by_class[name]
        return [found[number] for number in sorted(found)]

    def fits(self, element: Element) -> bool:
        """Say whether an element has one of the names."""
        name = element.get("id")
        if name is not None and self._fits_id(name):
            return True
        names = element.get("class")
        return names is not None and self._fits_class(names)

    def _fits_id(self, name: str) -> bool:
        return name in self.ids or (self.id_prefix is not None and name.startswith(self.id_prefix))

    def _fits_class(self, names: str) -> bool:
        if self.classes and not self.classes.isdisjoint(names.split()):
            return True
        return self.class_prefix is not None and names.startswith(self.class_prefix)


# A family asks a page for several names among the same tags, one question after the other, and
# to ask an element for an attribute is what costs.
@lru_cache(maxsize=4)
def _by_name(page: Element, tags: tuple[str, ...], attribute: str) -> dict[str, dict[int, Element]]:
    """Return a page's elements of some tags by each name in an attribute, numbered in page order.

    They are those that it had when it was first asked.
    """
    found: dict[str, dict[int, Element]] = {}
    for number, element in enumerate(page.iter(*tags)):
        value = element.get(attribute)
        if value:
            for name in (value,) if attribute == "id" else value.split():
                found.setdefault(name, {})[number] = element
    return found
