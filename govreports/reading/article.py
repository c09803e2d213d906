"""An article page → `RawReport`: the shared way, told by a family where to look first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from govreports.reading.attachments import read_attachments
from govreports.reading.containers import best_named, find_container, weigh
from govreports.reading.errors import UnreadableError
from govreports.reading.flow import body_flow, header_flow
from govreports.reading.furniture import part
from govreports.reading.header import frame_of, pairs_of_lines, read_header, unique
from govreports.reading.meta import read_metas
from govreports.reading.state import has_text, state_without_text
from govreports.reading.title import choose_title, text_of
from govreports.records import BodyState, RawReport
from govreports.values.text import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from lxml.etree import _Element as Element

    from govreports.reading.document import Document
    from govreports.reading.flow import Flow
    from govreports.reading.header import Header
    from govreports.reading.labels import Pair
    from govreports.records import RawAttachment

    Finder = Callable[[Element], Sequence[Element]]


def _no_header(_page: Element) -> Header | None:
    return None


def nowhere(_page: Element) -> Sequence[Element]:
    """Find nothing: for what a family has no place of its own for."""
    return ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a family's pages have their parts; each finder is tried first, then the shared way.

    `header` reads the page's whole header, where it knows one: labels
    elsewhere on the page are not looked at then. `attachments` are lists of
    files outside of the element that holds title and body.
    """

    titles: Finder = nowhere
    bodies: Finder = nowhere
    attachments: Finder = nowhere
    header: Callable[[Element], Header | None] = _no_header


@dataclass(frozen=True, slots=True)
class _Text:
    """What an article's container gives: paragraphs, header lines, images, links."""

    body: str | None
    pairs: tuple[Pair, ...]
    state: BodyState
    attachments: tuple[RawAttachment, ...]


def read_article(document: Document, layout: Layout = Layout()) -> RawReport:  # noqa: B008 -- frozen
    """Read an article page.

    Raises `UnreadableError` where neither a title nor a text can be found.
    """
    page = document.root
    metas = read_metas(page)
    container = find_body(page, layout)
    flow = header_flow(page, () if container is None else (container,))
    title, element = _title(page, layout, flow, metas)
    text = _read_text(document, layout, container, element, title)
    if title is None or (text.state is BodyState.UNREAD and not metas and element is None):
        message = "expected an article, found a page without title or text"
        raise UnreadableError(message)
    header = layout.header(page) or read_header(flow, container, element)
    return RawReport(
        url=document.url,
        title=title,
        header=unique([*header.pairs, *text.pairs]),
        slots=header.slots,
        metas=(*metas.items(), *unique(header.hidden)),
        body=text.body,
        body_state=text.state,
        attachments=text.attachments,
    )


def find_body(page: Element, layout: Layout) -> Element | None:
    """Return the element with the article's text: the family's own place, else the shared search."""
    named = list(layout.bodies(page))
    if not named:
        return find_container(page)
    if len(named) == 1:
        return named[0]
    return best_named(named, weigh(page))


def _title(
    page: Element, layout: Layout, flow: Flow, metas: dict[str, str]
) -> tuple[str | None, Element | None]:
    for element in layout.titles(page):
        title = text_of(element)
        if title:
            return title, element
    return choose_title(flow.lines[: flow.before], metas, page)


def _read_text(
    document: Document,
    layout: Layout,
    container: Element | None,
    title_element: Element | None,
    title: str | None,
) -> _Text:
    frame = frame_of(container, title_element)
    places = [place for place in (_files_place(frame, container), *layout.attachments(document.root)) if place is not None]
    attachments = read_attachments(document, places)
    flow = body_flow(container) if container is not None else None
    if flow is None:
        return _Text(None, (), BodyState.ATTACHMENT if attachments else BodyState.UNREAD, attachments)
    parted = part(flow.lines, title)
    pairs = tuple(pairs_of_lines(list(parted.header)))
    if has_text(parted.body):
        body = paragraphs(line.text for line in parted.body)
        return _Text(body, pairs, BodyState.TEXT, attachments)
    linked = any(line.linked for line in parted.body)
    state = state_without_text(container, flow.images, attached=bool(attachments), linked=linked)
    return _Text(None, pairs, state, attachments)


def _files_place(frame: Element | None, container: Element | None) -> Element | None:
    """Return where an article's files are looked for: around title and body, not on the whole page."""
    if frame is None or frame.tag in ("body", "html"):
        return container
    return frame
