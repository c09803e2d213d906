"""附件: files that an article links to, with the names that a reader sees."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from govreports.reading.labels import is_label
from govreports.records import RawAttachment
from govreports.values.text import label_key, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document
    from govreports.reading.flow import Line

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("attachments.toml").read_text("utf-8")
)
_EXTENSIONS = tuple(f".{name}" for name in _DATA["extensions"])
_PATHS = re.compile("|".join(f"(?:{pattern})" for pattern in _DATA["paths"]), re.IGNORECASE)
_NAMELESS = frozenset(map(label_key, _DATA["nameless"]))
_LEAD = re.compile(r"^(?:附件|附)\s*\d*\s*[:：]\s*")


def is_file_link(href: str) -> bool:
    """Say whether a link leads to a file: by its extension, or by a CMS's download address."""
    href = href.strip()
    if not href or href.lower().startswith(("javascript:", "#", "mailto:")):
        return False
    try:
        parts = urlsplit(href)
    except ValueError:  # urllib's answer to hosts such as `http://[附件]`
        return False
    last = parts.query.rsplit("=", 1)[-1].lower()
    return (
        parts.path.lower().endswith(_EXTENSIONS)
        or _PATHS.search(href) is not None
        or last.endswith(_EXTENSIONS)
    )


def read_attachments(
    document: Document, containers: Iterable[Element]
) -> tuple[RawAttachment, ...]:
    """Return the files that are linked in these elements, each address once, in page order.

    A link that shows nothing is a leftover of editing and not counted; one
    whose text says only `附件下载` takes the name that stands before it.
    """
    found: dict[str, RawAttachment] = {}
    for link in _links(containers):
        url = document.absolute(link.get("href") or "")
        name = name_of(link)
        if url and name and url not in found:
            found[url] = RawAttachment(name, url)
    return tuple(found.values())


def _links(containers: Iterable[Element]) -> Iterator[Element]:
    for container in containers:
        for link in container.iter("a"):
            if is_file_link(link.get("href") or ""):
                yield link


def name_of(link: Element) -> str:
    """Return an attachment's name: its link's text, else `@title`, else the text before it."""
    text = squeeze("".join(link.itertext()))
    if text and label_key(text) not in _NAMELESS:
        return text
    title = squeeze(link.get("title") or "")
    if title and label_key(title) not in _NAMELESS:
        return title
    return _name_before(link) or text or _file_name(link)


def _file_name(link: Element) -> str:
    """Return the file's own name where a link shows an icon only, not where it shows nothing."""
    if next(link.iter("img"), None) is None:
        return ""
    return squeeze(unquote(urlsplit(link.get("href") or "").path.rsplit("/", 1)[-1]))


def _name_before(link: Element) -> str:
    previous = link.getprevious()
    parent = link.getparent()
    if previous is None:
        text = parent.text if parent is not None else None
    else:
        text = previous.tail if (previous.tail or "").strip() else "".join(previous.itertext())
    name = _LEAD.sub("", squeeze(text or "")).strip(" :：")
    return "" if is_label(name) else name


def is_attachment_line(line: Line) -> bool:
    """Say whether a line of text is nothing but a link to a file."""
    return line.is_link and any(is_file_link(a.get("href") or "") for a in line.element.iter("a"))
