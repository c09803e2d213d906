"""有效性: whether a document is in force, in the record's six words."""

from __future__ import annotations

from govreports.values.text import label_key
from govreports.vocab import VALIDITY


def parse_validity(text: str) -> str | None:
    """Return the one of the six words that a portal's wording means, else `None`.

    They are 有效, 失效, 废止, 部分失效, 已修改 and 尚未生效.
    """
    return VALIDITY.get(label_key(text))


def is_validity_word(text: str) -> bool:
    """Say whether `text` can be nothing but a 有效性.

    Other words of the table answer other labels too (`是`, `修订`, `保留`).
    """
    word = label_key(text)
    return ("效" in word or "废" in word) and word in VALIDITY
