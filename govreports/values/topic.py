"""主题分类: what a text is about, as far as the national classification tells it."""

from __future__ import annotations

import re

from govreports.values.genre import genre_word
from govreports.values.text import squeeze
from govreports.vocab import SUBTOPICS, TOPICS

_CLASSES = TOPICS | SUBTOPICS
# The enumeration comma is no divider: it stands inside the classes' own names.
_DIVIDERS = re.compile(r"[/／;；,，|｜>\\\\]")


def is_national_topic(text: str) -> bool:
    """Say whether a value names classes of 国务院公文主题分类 and at most a genre beside them."""
    parts = ["".join(squeeze(part).split()) for part in _DIVIDERS.split(text)]
    classes = [part in _CLASSES for part in parts]
    return any(classes) and all(
        known or genre_word(part) for known, part in zip(classes, parts, strict=True)
    )
