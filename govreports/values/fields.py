"""Which parser reads the value of which header field, and where a misplaced value belongs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from govreports.values.dates import is_open_ended, parse_stated
from govreports.values.disclosure import is_disclosure_medium, parse_disclosure
from govreports.values.document_number import parse_document_number
from govreports.values.genre import parse_genre
from govreports.values.index_number import decode_index_number, parse_index_number
from govreports.values.keywords import parse_keywords
from govreports.values.text import squeeze
from govreports.values.title import clean_title
from govreports.values.validity import is_validity_word, parse_validity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Fields whose values are dates (`StatedDate` as parsed).
DATE_FIELDS = frozenset({"issued_on", "published_on", "effective_on", "expires_on"})

_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "index_number": parse_index_number,
    "document_number": parse_document_number,
    "publisher": squeeze,
    "source": squeeze,
    "topic": squeeze,
    "title": clean_title,
    "document_type": parse_genre,
    "keywords": parse_keywords,
    "disclosure": parse_disclosure,
    "validity": parse_validity,
    **dict.fromkeys(DATE_FIELDS, parse_stated),
}
# A word of these kinds is never a topic, a genre, a name or a keyword.
_TEXT_FIELDS = frozenset({"publisher", "source", "topic", "document_type", "keywords"})


def parse_field(field: str, text: str) -> Any | None:
    """Return the value that `text` is for a header field, `None` (or empty) where it is none.

    Dates come as `StatedDate`, keywords as a tuple, all others as strings. A
    text field refuses what is certainly of another kind (`misplaced_kind`).
    Raises `KeyError` for a field that no header fills.
    """
    if field in _TEXT_FIELDS and misplaced_kind(field, text):
        return None
    return _PARSERS[field](text) or None


def misplaced_kind(field: str, text: str) -> str | None:
    """Return the field that a value found under `field` certainly belongs to, if another one.

    Portals print 主动公开 under 信息分类 and 有效 under 废止日期. Only kinds with
    an unmistakable form are told: 公开方式, 有效性, bracketed 发文字号 and 索引号
    with a right check digit. A date is no certain kind: it may be any of four.
    """
    kind = _certain_kind(text)
    return kind if kind != field else None


def is_known_exception(field: str, text: str) -> bool:
    """Say whether `text` is an answer to `field`'s label that the record has no value for."""
    if field == "expires_on":
        return is_open_ended(text)
    return field == "disclosure" and is_disclosure_medium(text)


# Each value is asked about twice, and a portal's pages share names, genres and words.
@lru_cache(maxsize=1024)
def _certain_kind(text: str) -> str | None:
    if parse_disclosure(text):
        return "disclosure"
    if is_validity_word(text):
        return "validity"
    number = parse_document_number(text)
    if number and "〔" in number:
        return "document_number"
    index = parse_index_number(text)
    return "index_number" if index and decode_index_number(index).check else None
