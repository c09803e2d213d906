"""DOCX (Office Open XML, ISO/IEC 29500), which newer WPS writes, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from govreports.attachments.bounds import Collected, check_parts, opened_package
from govreports.attachments.records import refuse, scanned

if TYPE_CHECKING:
    from typing import BinaryIO

    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH, _ROW, _CELL, _RUN = (f"{_W}{name}" for name in ("p", "tr", "tc", "r"))
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def read(stream: BinaryIO) -> str:
    """Return the text: a paragraph a line, a table's row a line with tabs between its cells."""
    package = opened_package(stream)
    parts = [part for part in package.infolist() if part.filename in _PARTS]
    check_parts(parts)
    collected = Collected()
    for part in sorted(parts, key=lambda part: _PARTS.index(part.filename)):
        with package.open(part) as data:
            _collect(data, collected)
    text = str(collected)
    if not text.strip():
        raise scanned()
    return text


def _collect(data: object, collected: Collected) -> None:
    # Entities stay unexpanded, and nothing outside of the file is ever loaded.
    events = etree.iterparse(
        data, tag=(_PARAGRAPH, _ROW), resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in events:
            if collected.full:
                return
            _take(element, collected)
    except etree.XMLSyntaxError as error:
        message = f"a damaged document ({error.msg})"
        raise refuse(message) from error


def _take(element: Element, collected: Collected) -> None:
    if next(element.iterancestors(_PARAGRAPH, _ROW), None) is not None:
        return
    if element.tag == _ROW:
        cells = (cell for cell in element.iter(_CELL) if _row_of(cell) is element)
        collected.add("\t".join(_cell(cell) for cell in cells))
    else:
        collected.add(_text(element))
    element.clear()


def _row_of(cell: Element) -> Element | None:
    return next(cell.iterancestors(_ROW), None)


def _cell(cell: Element) -> str:
    lines = (_text(paragraph) for paragraph in cell.iter(_PARAGRAPH))
    return " ".join(" ".join(line.split()) for line in lines if line.strip())


def _text(paragraph: Element) -> str:
    return "".join(
        _BREAKS.get(str(node.tag)) or node.text or ""
        for node in paragraph.iter(f"{_W}t", *_BREAKS)
        if _is_shown(node)
    )


def _is_shown(node: Element) -> bool:
    """Say whether a run holds it (else it sets tab stops), outside of what stands in for others."""
    parent = node.getparent()
    return (
        parent is not None
        and parent.tag == _RUN
        and next(node.iterancestors(_FALLBACK), None) is None
    )
