"""正文状态: whether an article's text is on the page, and where it is if not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govreports.reading.attachments import is_attachment_line
from govreports.records import BodyState

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.etree import _Element as Element

    from govreports.reading.flow import Line

# Icons of file types and counters, which editors put beside attachments.
_ICON = re.compile(
    r"file_?type|icons?[-_./\d]|/ico[-_./]|spacer|blank\.|\.ico$",
    re.IGNORECASE,
)
_SMALL = 48
_RUBRIC = re.compile(
    r"[\W\d]*+(?:附件|附|相关附件|附件下载|文件下载|点击下载|下载|查看|原文)?[\W\d]*+"
)
_VIEWER = ("pdf", "viewer", "swf", "flash", "office", ".doc", ".ofd")


def has_text(lines: Iterable[Line]) -> bool:
    """Say whether lines hold text of an article, not only links to files and their rubric."""
    return any(not is_attachment_line(line) and not _RUBRIC.fullmatch(line.text) for line in lines)


def state_without_text(
    container: Element | None, images: Sequence[Element], *, attached: bool, linked: bool
) -> BodyState:
    """Say where the text of an article is that has none on its page.

    Page images come first: a portal that shows them often adds the same as a
    file. `UNREAD` where nothing leads on.
    """
    if any(map(is_content_image, images)):
        return BodyState.IMAGES
    if attached or (container is not None and _has_viewer(container)):
        return BodyState.ATTACHMENT
    return BodyState.ELSEWHERE if linked else BodyState.UNREAD


def is_content_image(image: Element) -> bool:
    """Say whether an image can hold text: no icon by its address or its size."""
    source = image.get("src") or image.get("data-src") or ""
    if not source or _ICON.search(source):
        return False
    return all(_is_large(image.get(side)) for side in ("width", "height"))


def _is_large(size: str | None) -> bool:
    digits = re.match(r"\s*(\d+)", size or "")
    return digits is None or "%" in (size or "") or int(digits[1]) > _SMALL


def _has_viewer(container: Element) -> bool:
    for element in container.iter("iframe", "embed", "object", "div"):
        address = element.get("src") or element.get("data") or element.get("pdfsrc") or ""
        if any(word in address.lower() for word in _VIEWER):
            return True
    return False
