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
        if self.ids or self.id_prefix is not None:
            return [
                element
                for element in page.iter(*self.tags)
                if ((name := element.get("id")) and self._fits_id(name))
                or ((names := element.get("class")) and self._fits_class(names))
            ]
        return [element for element, names in _classed(page, self.tags) if self._fits_class(names)]

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
@lru_cache(maxsize=2)
def _classed(page: Element, tags: tuple[str, ...]) -> tuple[tuple[Element, str], ...]:
    """Return a page's elements of some tags that have a class, as it stood when first asked."""
    found = ((element, element.get("class")) for element in page.iter(*tags))
    return tuple((element, names) for element, names in found if names)
