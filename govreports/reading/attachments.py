"""附件: files that an article links to, with the names that a reader sees."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from govreports.reading.document import ancestors, split
from govreports.reading.file_links import (
    FILE_WORDS,
    called_file,
    is_file_link,
    is_file_name,
    is_script,
)
from govreports.reading.labels import is_label
from govreports.reading.nearest import Nearest
from govreports.reading.viewers import own_name, shown_files
from govreports.reading.xpath import text_content
from govreports.records import RawAttachment
from govreports.values.text import label_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document
    from govreports.reading.flow import Line

_TRS_FILE = re.compile(r"(?:^|/)[PW]0\d{12,}\.\w+$")
_NAMELESS = frozenset(map(label_key, FILE_WORDS["nameless"]))
_NUMBERED = re.compile(r"(?:附件?)?[\d一二三四五六七八九十]*[.．、:：）)]")
_LONGEST_NUMBER = 6
_BOX_NAMES = re.compile(
    "|".join(f"(?:{pattern})" for pattern in FILE_WORDS["boxes"]), re.IGNORECASE
)
# A box of files is at most so many levels around a link: list, item, line, span.
_NEAR = 5
_LEAD = re.compile(r"^(?:附件|附)\s*\d*\s*[:：]\s*")


def read_attachments(
    document: Document,
    frame: Element | None,
    boxes: Iterable[Element] = (),
    without: Iterable[Element] = (),
) -> tuple[RawAttachment, ...]:
    """Return the files that an article links to, each address once, in page order.

    A link counts inside `frame` (around title and body), inside one of `boxes`,
    wherever an element around it is named as a list of files, and wherever it leads
    to a file that TRS named for this very article; not inside `without` (other
    documents' links). A link that shows nothing is a leftover of editing; one whose
    text says only `附件下载` takes the name before it. Files that the page shows in
    a viewer of its own follow.
    """
    places = dict.fromkeys([*boxes, *([] if frame is None else [frame])], True)
    nearest = Nearest(places | dict.fromkeys(without, False))
    found: dict[str, RawAttachment] = {}
    near = frozenset(() if frame is None else frame.iter("a"))
    for link, href in document.links:
        # Hardly any of a page's hundreds of links is either.
        if not is_file_link(href) and (link not in near or not (href := _near_file(link, href))):
            continue
        if not _belongs(link, nearest, own=_is_own_file(document, href)):
            continue
        url, name = document.absolute(href), name_of(link)
        if url and name and url not in found:
            found[url] = RawAttachment(name, url)
    # Where no text is found, a viewer is all that there is of the article.
    shown = shown_files(document, lambda one: frame is None or nearest.of(one) is True)
    for name, href in shown:
        url = document.absolute(href)
        if url and name and url not in found:
            found[url] = RawAttachment(name, url)
    return tuple(found.values())


def _near_file(link: Element, href: str) -> str:
    """Return the file behind a link near the text whose address tells none, else nothing.

    A name that ends like a file's (`汇总表.xlsx`) tells one whatever its address is,
    and a script that opens one gives its address.
    """
    if is_script(href):
        return called_file(link.get("onclick") or href) or ""
    return href if is_file_name(squeeze(text_content(link))) else ""


def _belongs(link: Element, nearest: Nearest[bool], *, own: bool) -> bool:
    inside = nearest.of(link)
    if inside is not None:
        return inside
    return own or any(map(_is_box, islice(ancestors(link), _NEAR + 1)))


def _is_own_file(document: Document, href: str) -> bool:
    """Say whether TRS gave a file its name and laid it beside the article (`./P0202109013466.xls`).

    Lists of other documents link to their pages, not to their files.
    """
    if not _TRS_FILE.search(href):
        return False
    file, page = split(document.absolute(href) or ""), split(document.url)
    folders = [place.path.rpartition("/")[0] for place in (file, page)]
    return file.netloc == page.netloc and folders[0] == folders[1]


def _is_box(element: Element) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _BOX_NAMES.search(names) is not None


def name_of(link: Element) -> str:
    """Return an attachment's name: its link's text, else `@title`, else the text before it."""
    text = squeeze(text_content(link))
    if text and label_key(text) not in _NAMELESS:
        return text
    title = squeeze(link.get("title") or "")
    if title and label_key(title) not in _NAMELESS:
        return title
    return (_name_before(link) or text) if text else _file_name(link)


def _file_name(link: Element) -> str:
    """Return the file's own name where a link shows an icon only, not where it shows nothing."""
    if next(link.iter("img"), None) is None:
        return ""
    return own_name(link.get("href") or "")


def _name_before(link: Element) -> str:
    previous = link.getprevious()
    parent = link.getparent()
    if previous is None:
        text = parent.text if parent is not None else None
    else:
        text = previous.tail if (previous.tail or "").strip() else text_content(previous)
    name = _LEAD.sub("", squeeze(text or "")).strip(" :：")
    return "" if is_label(name) or _NUMBERED.fullmatch("".join(name.split())) else name


def is_attachment_line(line: Line) -> bool:
    """Say whether a line of text is nothing but a link to a file, a number before it aside."""
    if not line.linked or line.unlinked > _LONGEST_NUMBER:
        return False
    if line.unlinked > 0 and not _NUMBERED.match("".join(line.text.split())):
        return False
    return any(map(is_file_link, line.hrefs)) or is_file_name(line.text)
