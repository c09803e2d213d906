"""Pages that answer 200 and are no report: challenges, error pages, stubs, home pages."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from govreports.reading.document import Document
from govreports.reading.errors import NoReportError, UnreadableError
from govreports.reading.meta import names_and_contents
from govreports.reading.title import page_title
from govreports.reading.xpath import strings
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govreports.records import Capture

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("soft_errors.toml").read_text("utf-8")
)
_CHALLENGE_STATUSES = frozenset(_DATA["challenge_statuses"])
_CHALLENGE_MARKS = tuple(_DATA["challenge_marks"])
_NOT_FOUND = re.compile("|".join(_DATA["not_found_titles"]), re.IGNORECASE)
_REDIRECT = re.compile(
    r"(?:window\.|self\.|top\.|document\.)?location(?:\.href)?\s*=|location\.replace\s*\(|http-equiv\s*=\s*[\"']?refresh",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"document\s*\.\s*cookie|eval\s*\(|setCookie|browserLevel", re.IGNORECASE)
# Challenge and redirect pages are small; articles are not, with their menus and metas.
_SMALL = 4096
# Some carry a long puzzle, under marks of their own.
_LARGEST_CHALLENGE = 64 * 1024
_BYTES = tuple(mark.encode("ascii") for mark in _CHALLENGE_MARKS)
# A puzzle leads nowhere; a portal's page has its menus first, so its links are soon counted.
_LINK_END, _LINKS = b"</a>", 12
_LITTLE_TEXT = 60
_PROSE = ("p", "span")
# What an article's address looks like in the CMS that are known; a home page there is no article.
_ARTICLE_URL = re.compile("|".join(_DATA["article_paths"]))
_MANY_LISTS = 25
_UNLINKED = strings("//text()[not(ancestor::a or ancestor::script or ancestor::style)]")


def may_be_challenge(status: int, body: bytes) -> bool:
    """Whether an answer is worth a closer look: told without parsing it."""
    if status in _CHALLENGE_STATUSES:
        return True
    if len(body) > _LARGEST_CHALLENGE or _has_links(body):
        return False
    return any(mark in body for mark in _BYTES) or (
        len(body) < _SMALL and _COOKIE.search(body.decode("latin-1")) is not None
    )


def _has_links(body: bytes) -> bool:
    end = 0
    for _ in range(_LINKS):
        end = body.find(_LINK_END, end) + 1
        if not end:
            return False
    return True


def classify(page: Capture, document: Document) -> str | None:
    """Say why a page is no report, `None` where nothing speaks against it.

    `blocked` (a challenge of a protection service), `soft_404` (an error page
    served with 200), `redirect_stub` (a page that only leads on by script or
    meta refresh), `not_a_report` (a home page under an article's address).
    """
    if page.status in _CHALLENGE_STATUSES:
        return "blocked"
    small = _small_page(document)
    if small:
        return small
    title = page_title(document.root)
    if _NOT_FOUND.search(title) and len(_shown(document)) < _SMALL:
        return "soft_404"
    return "not_a_report" if _is_home(page, document, title) else None


def _small_page(document: Document) -> str | None:
    source = document.text
    # Looked at first: an article shows more within its first lines, which spares the search.
    if len(source) >= _LARGEST_CHALLENGE or not _shows_little(document):
        return None
    if any(mark in source for mark in _CHALLENGE_MARKS):
        return "blocked"
    if len(source) >= _SMALL:
        return None
    if _COOKIE.search(source):
        return "blocked"
    return "redirect_stub" if _REDIRECT.search(source) else None


def _shows_little(document: Document) -> bool:
    # An article's first paragraphs show enough, and the menus before them need not be read.
    return _show_little(_texts(document, *_PROSE)) and _show_little(_texts(document))


def _show_little(texts: Iterable[str]) -> bool:
    length = 0
    for text in texts:
        length += len("".join(text.split()))
        if length >= _LITTLE_TEXT:
            return False
    return True


def _shown(document: Document) -> str:
    return "".join("".join(_texts(document)).split())


def _texts(document: Document, *tags: str) -> Iterator[str]:
    """Yield the shown texts in and behind the elements of a page's body, or those of some tags."""
    body = document.root.find("body")
    for element in () if body is None else body.iter(*tags):
        if isinstance(element.tag, str):
            if element.tag not in ("script", "style", "noscript"):
                yield element.text or ""
            yield element.tail or ""


def _is_home(page: Capture, document: Document, title: str) -> bool:
    """Say whether an article's address answered with a page of many lists and no article in it."""
    if not _ARTICLE_URL.search(urlsplit(page.requested_url or page.url).path):
        return False
    # What the page calls itself comes first: there are fewer metas than links.
    named = _is_named_like_site(document, title)
    return named and sum(1 for _ in document.root.iter("a")) > _MANY_LISTS


def _is_named_like_site(document: Document, title: str) -> bool:
    metas = names_and_contents(document.root)
    names = {name.casefold(): content.strip() for name, content in metas}
    if names.get("articletitle") or names.get("pubdate"):
        return False
    site = names.get("sitename", "")
    return bool(site) and title == site


_EXPLAINED = {
    "blocked": "a challenge page of the site's protection",
    "soft_404": "an error page served as a normal one",
    "redirect_stub": "a page that only leads on to another",
    "not_a_report": "the site's home page",
}


def refuse_soft_error(page: Capture, document: Document) -> None:
    """Raise `NoReportError` for a page that answered 200 and is no report."""
    found = classify(page, document)
    if found:
        message = f"expected an article, found {_EXPLAINED[found]} ({found})"
        raise NoReportError(message)


def is_another_page(page: Capture, title: str) -> bool:
    """Whether a page that reads as no report does not even name the one that was asked for.

    Such is a home page, a list or a notice in an article's place. Its links may
    lead to that article by name, and count for nothing; of a title that the list
    cuts off, its beginning counts.
    """
    wanted = "".join(title.rstrip(".…").split())
    try:
        texts = _UNLINKED(Document(page).root)
    except UnreadableError:
        return True
    return wanted not in "".join("".join(map(squeeze, texts)).split())
