"""Which of some marked elements lies nearest around an element, each step up asked once.

Walking up from every line or link of a page costs its depth each time: pages nest up to
2,000 levels deep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from govreports.reading.document import ancestors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

T = TypeVar("T")


class Nearest(Generic[T]):
    """Answers for one page, and remembers what it met on the way up."""

    def __init__(self, marks: Mapping[Element, T]) -> None:
        """Take what each marked element stands for."""
        self._known: dict[Element, T | None] = dict(marks)

    def of(self, element: Element) -> T | None:
        """Return what the nearest marked element stands for: this one or one around it."""
        passed: list[Element] = []
        found: T | None = None
        for outer in ancestors(element):
            if outer in self._known:
                found = self._known[outer]
                break
            passed.append(outer)
        self._known.update(dict.fromkeys(passed, found))
        return found
