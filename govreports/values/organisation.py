"""Names of organisations (机关, 单位), told from other short texts by how they end."""

from __future__ import annotations

import re

from govreports.values.text import squeeze
from govreports.vocab import words

_WORDS = words("organisations.toml")
_SUFFIXES = _WORDS["suffixes"]
_SENTENCE = re.compile("|".join(map(re.escape, _WORDS["sentence_words"])))
_NAME = re.compile(r"[\u3400-\u9fffA-Za-z·（）()“”\"、 ]{2,60}")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]$")
_SHORTEST, _LONGEST_PART = 2, 40


def is_organisation(text: str) -> bool:
    """Say whether `text` is the name of one organisation or of several, and nothing else.

    Several stand side by side with spaces or `、` between them, as issuers of a
    joint document do.
    """
    name = squeeze(text)
    if not _NAME.fullmatch(name):
        return False
    return all(map(_is_name, re.split(r"[ 、]+", name)))


def _is_name(part: str) -> bool:
    bare = _ASIDE.sub("", part)
    if not _SHORTEST <= len(bare) <= _LONGEST_PART or not bare.endswith(_SUFFIXES):
        return False
    return not _SENTENCE.search(bare)
