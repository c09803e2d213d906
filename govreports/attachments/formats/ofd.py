"""OFD, the fixed-layout format of GB/T 33190-2016: a ZIP package of pages in XML."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from lxml import etree

from govreports.attachments.bounds import Collected, check_parts, opened_package
from govreports.attachments.records import encrypted, refuse, scanned

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from typing import BinaryIO

    from lxml.etree import _Element as Element

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
_ROOT = "OFD.xml"
_XML = ".xml"
# Millimetres: text whose boxes begin within this height stands on one line.
_SAME_LINE = 1.5


def read(stream: BinaryIO) -> str:
    """Return the text of all pages: boxes of one height are a line, in the order of the file.

    Raises `scanned` where no page has any, `encrypted` for a package whose parts are.
    """
    package = opened_package(stream)
    check_parts(part for part in package.infolist() if part.filename.lower().endswith(_XML))
    collected = Collected()
    for page in _pages(package):
        for line in _lines(page):
            collected.add(line)
    text = str(collected)
    if not text.strip():
        raise scanned()
    return text


def _pages(package: zipfile.ZipFile) -> Iterator[Element]:
    root = _part(package, _ROOT)
    if next(root.iter("{*}Encryptions"), None) is not None:
        raise encrypted()
    for body in root.iter("{*}DocRoot"):
        place = _place("", body.text)
        document = _part(package, place)
        folder = posixpath.dirname(place)
        for page in document.iterfind("{*}Pages/{*}Page"):
            yield _part(package, _place(folder, page.get("BaseLoc")))


def _part(package: zipfile.ZipFile, name: str) -> Element:
    try:
        return etree.fromstring(package.read(name), _PARSER)
    except KeyError as error:
        message = f"a damaged OFD package (no part {name})"
        raise refuse(message) from error
    except etree.XMLSyntaxError as error:
        message = f"a damaged OFD package ({name}: {error.msg})"
        raise refuse(message) from error


def _place(folder: str, stated: str | None) -> str:
    """Return the name of a part; one that begins with `/` counts from the package's root."""
    return posixpath.normpath(posixpath.join("/", folder, (stated or "").strip())).lstrip("/")


def _lines(page: Element) -> Iterator[str]:
    line: list[str] = []
    height: float | None = None
    for box in page.iter("{*}TextObject"):
        text = "".join(code.text or "" for code in box.iter("{*}TextCode"))
        top = _top(box)
        if height is not None and abs(top - height) > _SAME_LINE:
            yield "".join(line)
            line = []
        line.append(text)
        height = top
    if line:
        yield "".join(line)


def _top(box: Element) -> float:
    values = (box.get("Boundary") or "").split()
    try:
        return float(values[1])
    except (IndexError, ValueError):
        return 0.0
