"""Headers without labels: bare values whose place and kind tell what they are.

The 索引号 platform of Henan (Zhengzhou and its districts) shows up to nine
values in the order 索引号, 发布机构, keywords, 成文日期, 发布日期, then 体裁, 文号,
有效性 and a date of unconfirmed meaning. Its page drops an empty value with
its place, so after the second one only the kind of value is certain. Other
CMS print the date of publication and the 文号 bare under the title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.values.dates import is_impossible_date, parse_date
from govreports.values.document_number import parse_document_number
from govreports.values.genre import genre_word
from govreports.values.index_number import parse_index_number
from govreports.values.organisation import is_organisation
from govreports.values.validity import parse_validity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PUBLISHER, _KEYWORDS = 1, 2
_DATES_SHOWN = ("issued_on", "published_on")


def typed_slots(slots: Sequence[str]) -> tuple[str | None, ...]:
    """Return the field of each bare value, `None` for one that stays raw.

    Two dates side by side are 成文日期 and 发布日期. One alone could be either,
    and a date further on has no confirmed meaning: they stay raw.
    """
    if not slots:
        return ()
    if _is_dateline(slots):
        return tuple("published_on" if _is_date(text) else "document_number" for text in slots)
    fields = list(_fields_by_kind(slots))
    dates = _first_dates(slots)
    if len(dates) >= len(_DATES_SHOWN):
        for at, field in zip(dates, _DATES_SHOWN, strict=False):
            fields[at] = field
    return tuple(fields)


def _is_dateline(slots: Sequence[str]) -> bool:
    """Say whether the values are those of the line under a title: a date, a 文号 or both.

    Without an 索引号 they are no catalogue header, and a date under a title is
    that of its publication.
    """
    dates = sum(map(_is_date, slots))
    numbers = sum(parse_document_number(text) is not None for text in slots)
    return 1 in {dates, numbers} and max(dates, numbers) == 1 and dates + numbers == len(slots)


def _fields_by_kind(slots: Sequence[str]) -> Iterator[str | None]:
    taken: set[str] = set()
    dated = [at for at, text in enumerate(slots) if _is_date(text)]
    head = slots[: dated[0]] if dated else slots
    for at, text in enumerate(slots):
        if dated and at < dated[0]:
            field = _head_field(head, at)
        else:
            field = _kind(text) or (None if dated else _head_field(head, at))
        yield None if field in taken else field
        if field:
            taken.add(field)


def _head_field(head: Sequence[str], at: int) -> str | None:
    """Tell what stands before the dates: number, issuer and keywords, any of them dropped.

    Keywords may be any words, also 公示 or 规划: before the dates their place
    counts for more than their kind.
    """
    if at == 0 and parse_index_number(head[at]):
        return "index_number"
    if at <= _PUBLISHER and (is_organisation(head[at]) or len(head) > at + 1):
        return "publisher"
    return "keywords" if at <= _KEYWORDS else None


def _kind(text: str) -> str | None:
    if genre_word(text):
        return "document_type"
    if parse_document_number(text):
        return "document_number"
    return "validity" if parse_validity(text) else None


def _first_dates(slots: Sequence[str]) -> list[int]:
    """Return the places of the first dates that stand side by side."""
    run: list[int] = []
    for at, text in enumerate(slots):
        if _is_date(text):
            run.append(at)
        elif run:
            break
    return run


def _is_date(text: str) -> bool:
    return parse_date(text) is not None or is_impossible_date(text)
