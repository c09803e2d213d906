"""XPath expressions, compiled once, with the type that each is known to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

_TEXTS = cast("Callable[[Element], list[str]]", etree.XPath(".//text()", smart_strings=False))


def elements(path: str) -> Callable[[Element], list[Element]]:
    """Compile an expression that selects elements."""
    return cast("Callable[[Element], list[Element]]", etree.XPath(path))


def strings(path: str) -> Callable[[Element], list[str]]:
    """Compile an expression that selects attributes or text nodes."""
    return cast("Callable[[Element], list[str]]", etree.XPath(path, smart_strings=False))


def string(path: str) -> Callable[[Element], str]:
    """Compile an expression that answers one string."""
    return cast("Callable[[Element], str]", etree.XPath(path, smart_strings=False))


def number(path: str) -> Callable[[Element], float]:
    """Compile an expression that answers one number."""
    return cast("Callable[[Element], float]", etree.XPath(path))


def text_content(element: Element) -> str:
    """Return all text in an element, comments aside."""
    # Half the time that XPath's string() takes.
    return etree.tostring(element, encoding="unicode", method="text", with_tail=False)


def is_short(element: Element, most: int) -> bool:
    """Say whether an element holds at most so many characters of text, looking no further."""
    length = 0
    for inner in element.iter():
        shown = inner.text if isinstance(inner.tag, str) else None
        length += len(shown or "") + (len(inner.tail or "") if inner is not element else 0)
        if length > most:
            return False
    return True


def spaced_text(element: Element) -> str:
    """Return the text nodes in an element with spaces between them, as cells are apart."""
    return " ".join(_TEXTS(element))


def has_class(*names: str) -> str:
    """Return the XPath condition that an element has one of these class names."""
    return "(" + " or ".join(_one_class(name) for name in names) + ")"


def _one_class(name: str) -> str:
    # Most classes do not even hold the letters: asked first, that spares to take them apart.
    whole = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return f"(contains(@class, '{name}') and {whole})"
