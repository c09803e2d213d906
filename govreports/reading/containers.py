"""Which element holds an article's text.

First by the names that CMS give to it, then, where no name is known, by where
the page's prose lies. A name is trusted only as far as the text bears it out:
templates leave empty containers behind, and editors paste foreign ones.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING

from govreports.reading.document import ancestors
from govreports.reading.named import Named
from govreports.reading.tags import BLOCKS, HEADINGS, UNSHOWN
from govreports.reading.xpath import text_content

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.etree import _Element as Element

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("containers.toml").read_text("utf-8")
)
_TAGS = frozenset(_DATA["tags"])
_NAMED = ("div", "td", "article", "section", "span", "p", "ul", *_DATA["tags"])
_NAMES = Named(
    ids=frozenset(_DATA["ids"]),
    classes=frozenset(_DATA["classes"]),
    id_prefix=_DATA["id_prefix"],
)
_MENU_TAGS = frozenset({"div", "ul"})
_MENU = re.compile(_DATA["menu"], re.IGNORECASE)
_PROSE = re.compile("[，。；、！？]")
# Text without any punctuation (menus, titles, table cells) counts for less.
_BARE = 0.25
_ENOUGH_OF_MOST = 0.9
_ENOUGH_TO_DESCEND = 0.72
# A named element with less text than these is given up for a denser one beside it.
_FAR_MORE, _TRUSTED = 2.5, 400.0
_MOST_LINKED = 1.5
# A CMS nests two or three elements of its names around a text; a page with more repeats itself.
_MOST_MEASURED = 8
# Less prose than one sentence is no article: a page's title, date and tools weigh so much.
_LEAST = 40.0
_CODE = ("script", "style")
_FIRST = 8
_UNCOUNTED = UNSHOWN | {"a", "nav", "footer"}
_NO_CONTAINERS = HEADINGS | {
    *("p", "tr", "tbody", "thead", "table", "ul", "ol", "dl", "li", "dd", "dt"),
}

Weights = dict["Element", float]


def find_container(page: Element, least: float = _LEAST) -> Element | None:
    """Return the element that holds the article, `None` on a page without any text.

    `least` is the weight below which prose is no article.
    """
    candidates = named_containers(page)
    weights = _weigh_only(candidates)
    named = best_named(candidates, weights)
    if named is not None and weights.get(named, 0.0) >= _TRUSTED:
        return named
    weights = weigh(page)
    named = best_named(candidates, weights)
    dense = densest(page, weights)
    if dense is not None and weights[dense] < least:
        dense = None
    if named is None or dense is None:
        return named if dense is None or named is not None else _prosaic(dense, weights)
    trusted = weights.get(named, 0.0) >= min(_TRUSTED, weights[dense] / _FAR_MORE)
    if not trusted and _is_beside(named, dense):
        return dense
    return named


def _prosaic(element: Element, weights: Mapping[Element, float]) -> Element | None:
    """Return the element unless its links outweigh its prose: a page of menus has no article."""
    linked = sum(len("".join(text_content(link).split())) for link in element.iter("a"))
    return element if linked <= _MOST_LINKED * weights[element] else None


def holds_something(element: Element) -> bool:
    """Say whether an element holds any text, picture, link or frame."""
    # The whole text is asked only of what does not begin with any.
    if _begins_with_text(element) or text_content(element).strip():
        return True
    return next(element.iter("img", "a", "iframe", "embed", "object"), None) is not None


def _begins_with_text(element: Element) -> bool:
    texts = (inner.text for inner in element.iter("*"))
    return any(text and not text.isspace() for text in islice(texts, _FIRST))


def named_containers(page: Element) -> list[Element]:
    """Return the elements whose names say that they hold an article."""
    return [element for element in page.iter(*_NAMED) if _is_named(element)]


def _is_named(element: Element) -> bool:
    return element.tag in _TAGS or _NAMES.fits(element)


def best_named(candidates: Iterable[Element], weights: Mapping[Element, float]) -> Element | None:
    """Return the innermost candidate that holds nearly as much text as the fullest one."""
    candidates = list(candidates)
    if not candidates:
        return None
    most = max(weights.get(candidate, 0.0) for candidate in candidates)
    full = [one for one in candidates if weights.get(one, 0.0) >= _ENOUGH_OF_MOST * most]
    return full[-1] if most else _with_most_inside(full)


def _with_most_inside(candidates: list[Element]) -> Element:
    """Choose among containers without text: the one that holds most images and links."""
    return max(candidates, key=lambda one: sum(1 for _ in one.iter("img", "a", "iframe")))


def weigh(page: Element) -> Weights:
    """Weigh every element by the prose in it; links, scripts and navigation count nothing."""
    weights: Weights = {}
    inner: list[tuple[Element, Element]] = []
    for element in page.iter():
        outer = element.getparent() if element is not page else None
        if outer is not None:
            if outer not in weights:
                continue  # in something that counts nothing
            if element.tail:
                weights[outer] += _prose(element.tail)
        if isinstance(element.tag, str) and element.tag not in _UNCOUNTED and not _is_menu(element):
            weights[element] = _prose(element.text)
            if outer is not None:
                inner.append((element, outer))
    for element, outer in reversed(inner):
        weights[outer] += weights[element]
    return weights


def _weigh_only(candidates: list[Element]) -> Weights:
    """Weigh some elements and what is in them, as `weigh` does for the whole page.

    Most pages name a container that is full enough, and the page around it need not be read.
    """
    weights: Weights = {}
    for candidate in candidates:
        if candidate in weights:
            continue
        if not any(outer.tag in _UNCOUNTED or _is_menu(outer) for outer in ancestors(candidate)):
            weights |= weigh(candidate)
    return weights


def _is_menu(element: Element) -> bool:
    """Say whether an element is named as the page's navigation, foot or the like."""
    if element.tag not in _MENU_TAGS:
        return False
    name, names = element.get("id"), element.get("class")
    return (name is not None and _names_menu(name)) or (names is not None and _names_menu(names))


# A portal's pages have nearly all of their names in common.
@lru_cache(maxsize=4096)
def _names_menu(name: str) -> bool:
    return _MENU.search(name) is not None


def measure(candidates: Iterable[Element]) -> Weights:
    """Measure elements by the length of their text: rougher than weighing, and much cheaper."""
    return {one: float(_length(one)) for one in islice(candidates, _MOST_MEASURED)}


def _length(element: Element) -> int:
    unshown = sum(len("".join((inner.text or "").split())) for inner in element.iter(*_CODE))
    return len("".join(text_content(element).split())) - unshown


def _prose(text: str | None) -> float:
    if not text or text.isspace():
        return 0.0
    length = len("".join(text.split()))
    return length if _PROSE.search(text) else length * _BARE


def densest(page: Element, weights: Mapping[Element, float]) -> Element | None:
    """Return the smallest element that holds nearly all prose of each one around it."""
    place = page
    while True:
        inner = max(place, key=lambda child: weights.get(child, 0.0), default=None)
        if inner is None or weights.get(inner, 0.0) < _ENOUGH_TO_DESCEND * weights.get(place, 0.0):
            break
        if not weights.get(inner):
            break
        place = inner
    return _container_around(place) if weights.get(place) else None


def _container_around(element: Element) -> Element:
    """Return the nearest element around that can hold several paragraphs."""
    for outer in ancestors(element):
        if outer.tag in BLOCKS and outer.tag not in _NO_CONTAINERS:
            return outer
    return element


def _is_beside(one: Element, other: Element) -> bool:
    """Say whether neither of two elements lies in the other."""
    return one not in ancestors(other) and other not in ancestors(one)
