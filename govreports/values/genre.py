"""公文种类 (体裁): the kind of document, 报告, 通知, 意见 and so on."""

from __future__ import annotations

from govreports.values.text import label_key, squeeze
from govreports.vocab import GENRES


def genre_word(text: str) -> str | None:
    """Return the 公文种类 that `text` is, if it is one that portals use, else `None`."""
    return GENRES.get(label_key(text))


def parse_genre(text: str) -> str | None:
    """Return a header's 公文种类: a known word in its usual form, any other as it is stated."""
    return genre_word(text) or squeeze(text) or None
