"""主题词 and 关键词: lists of words, separated in many ways."""

from __future__ import annotations

import re

from govreports.values.text import is_empty_value, strip_invisible

_SEPARATOR = re.compile(r"[\s,，、;；|｜]+")


def parse_keywords(text: str) -> tuple[str, ...]:
    """Return the words of a list, each once, in the order of the page."""
    words = _SEPARATOR.split(strip_invisible(text).strip())
    return tuple(dict.fromkeys(word for word in words if not is_empty_value(word)))
