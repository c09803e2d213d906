"""An article page → `RawReport`: the shared way, told by a family where to look first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govreports.reading.attachments import read_attachments
from govreports.reading.containers import best_named, find_container, holds_something, measure
from govreports.reading.document import Document
from govreports.reading.errors import UnreadableError
from govreports.reading.flow import body_flow
from govreports.reading.frames import text_frames
from govreports.reading.furniture import is_stamp, part
from govreports.reading.header import frame_of, pairs_of_lines, unique
from govreports.reading.meta import read_metas
from govreports.reading.soft_errors import refuse_soft_error
from govreports.reading.state import has_text, is_content_image, state_without_text
from govreports.reading.surroundings import Surroundings
from govreports.reading.title import text_of
from govreports.records import Ask, BodyState, Needs, RawReport
from govreports.values.text import paragraphs
from govreports.vocab import field_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element as Element

    from govreports.reading.flow import Line
    from govreports.reading.header import Header
    from govreports.reading.labels import Pair
    from govreports.records import Capture, RawAttachment

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


# Prose of that length elsewhere means that an empty container, or a frame, is not the article's.
_SURE = 100.0
# Where the editor of 开普 and others cuts a text into pages, which a script does in the browser.
_PAGE_BREAK = "#PAGE_BREAK#"


@dataclass(frozen=True, slots=True)
class _Text:
    """What an article's container gives: paragraphs, header lines, images, links, bare dates."""

    body: str | None
    pairs: tuple[Pair, ...]
    state: BodyState
    attachments: tuple[RawAttachment, ...]
    pictures: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()


def read_article(document: Document, layout: Layout = Layout()) -> RawReport:
    """Read an article page.

    Raises `UnreadableError` where neither a title nor a text can be found.
    """
    page = document.root
    metas = read_metas(page)
    container = find_body(document, layout)
    around = Surroundings(page, container, metas)
    title, element = _title(page, layout, around)
    text = _read_text(document, layout, container, element, title)
    if title is None:
        message = "expected an article, found a page without a title"
        raise UnreadableError(message)
    header = layout.header(page) or around.header(element)
    return RawReport(
        url=document.url,
        title=title,
        header=unique([*header.pairs, *text.pairs]),
        slots=header.slots or text.stamps,
        metas=(*metas.items(), *unique(header.hidden)),
        body=text.body,
        body_state=text.state,
        attachments=text.attachments,
        pictures=text.pictures,
    )


def read_report(
    page: Capture,
    document: Document,
    layout: Layout = Layout(),
    parts: tuple[Capture, ...] = (),
) -> RawReport | Needs:
    """Read an article page, parsed as `document`, whose text may lie in a frame of its own.

    Without the frame's page among `parts`, the answer names it. Raises
    `UnreadableError` for a page that is no article.
    """
    refuse_soft_error(page, document)
    report = read_article(document, layout)
    frames = text_frames(document) if report.body is None and not report.attachments else ()
    missing = [url for url in frames if answer_to(url, parts) is None]
    if missing:
        return Needs(tuple(Ask(url) for url in missing))
    for url in frames:
        answer = answer_to(url, parts)
        if answer is not None and report.body is None:
            report = _with_frame(report, Document(answer))
    if report.body_state is BodyState.UNREAD:
        message = f"expected an article, found the title {report.title!r} without text or files"
        raise UnreadableError(message)
    return report


def answer_to(url: str, parts: tuple[Capture, ...]) -> Capture | None:
    """Return the part that was fetched for an address, before or after redirects."""
    return next((part for part in parts if url in (part.requested_url, part.url)), None)


def _with_frame(report: RawReport, frame: Document) -> RawReport:
    """Take text and files from a frame's page; its head and metas are the frame's own."""
    container = find_container(frame.root)
    if container is None:
        return report
    text = _read_text(frame, Layout(), container, None, report.title)
    if text.state is BodyState.UNREAD:
        return report
    return replace(
        report,
        body=text.body,
        body_state=text.state,
        attachments=text.attachments,
        pictures=text.pictures,
    )


def find_body(document: Document, layout: Layout) -> Element | None:
    """Return the element with the article's text: the family's place, else by shared search."""
    page = document.root
    named = list(layout.bodies(page))
    best = best_named(named, measure(named)) if len(named) > 1 else next(iter(named), None)
    if best is not None and holds_something(best):
        return best
    # An empty one may be the template's leftover, or the text may be in a file or a frame.
    if best is None and not text_frames(document):
        return find_container(page)
    found = find_container(page, _SURE)
    return best if found is None else found


def _title(
    page: Element, layout: Layout, around: Surroundings
) -> tuple[str | None, Element | None]:
    for element in layout.titles(page):
        title = text_of(element)
        if title:
            return title, element
    return around.title()


def _read_text(
    document: Document,
    layout: Layout,
    container: Element | None,
    title_element: Element | None,
    title: str | None,
) -> _Text:
    frame = _files_frame(container, title_element)
    boxes = layout.attachments(document.root)
    if container is None:
        attachments = read_attachments(document, frame, boxes)
        state = BodyState.ATTACHMENT if attachments else BodyState.UNREAD
        return _Text(None, (), state, attachments)
    flow = body_flow(container)
    parted = part(flow.lines, title)
    related = [line.element for line in parted.related]
    attachments = read_attachments(document, frame, boxes, related)
    pairs = (*pairs_of_lines(list(parted.header)), *_source_behind(parted.behind))
    stamps = tuple(line.text for line in parted.header if is_stamp(line.text))
    if has_text(parted.body):
        body = paragraphs(line.text.replace(_PAGE_BREAK, "") for line in parted.body)
        return _Text(body, pairs, BodyState.TEXT, attachments, stamps=stamps)
    linked = any(line.linked for line in parted.body)
    state = state_without_text(container, flow.images, attached=bool(attachments), linked=linked)
    pictures = _pictures(document, flow.images) if state is BodyState.IMAGES else ()
    return _Text(None, pairs, state, attachments, pictures, stamps)


def _pictures(document: Document, images: Sequence[Element]) -> tuple[str, ...]:
    """Return the addresses of images that can hold text, each once, in the page's order."""
    sources = (
        image.get("src") or image.get("data-src") for image in images if is_content_image(image)
    )
    return tuple(dict.fromkeys(filter(None, map(document.absolute, filter(None, sources)))))


def _source_behind(lines: Sequence[Line]) -> Iterator[Pair]:
    """Yield what lines behind the text state as its source; dates there are the page's own."""
    for pair in pairs_of_lines(list(lines)):
        if pair.known and field_of(pair.label) == "source":
            yield pair


def _files_frame(container: Element | None, title: Element | None) -> Element | None:
    """Return the element around title and body, where an article's files are looked for."""
    if container is None:
        around = None if title is None else title.getparent()
        return None if around is None or around.tag in ("body", "html") else around
    frame = frame_of(container, title) if title is not None else container
    return container if frame is None or frame.tag in ("body", "html") else frame
