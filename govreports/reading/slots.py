"""Header values without labels: a date or a 发文字号 that stands alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govreports.values.dates import parse_date
from govreports.values.document_number import parse_document_number
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?"
_TIME = r"(?:[\sT]*\d{1,2}\s*[:：∶]\s*\d{1,2}(?:\s*[:：∶]\s*\d{1,2})?)?"
_DATE_AT_END = re.compile(rf"\s*({_DATE}{_TIME})$")
_DATE_AT_START = re.compile(rf"^{_DATE}{_TIME}(?!\d)")
_BRACKETS = "()（）[]【】〔〕 |｜"
_LONGEST = 60
# The marks of inline elements (`reading.flow`) and the bars that templates draw between values.
_DIVIDERS = re.compile("[\x01-\x03|｜]|\\s{2,}")


def is_bare_value(text: str) -> bool:
    """Say whether a line without a label is a date or a 发文字号 and nothing else."""
    return len(text) <= _LONGEST and (
        parse_date(text) is not None or parse_document_number(text) is not None
    )


def bare_value(text: str) -> str | None:
    """Return the date or 发文字号 that a line is or, in brackets, holds; `None` for other lines."""
    value = squeeze(text).strip(_BRACKETS) if len(text) <= _LONGEST else ""
    for candidate in (value, squeeze(text)):
        if candidate and is_bare_value(candidate):
            return candidate
    found = _DATE_AT_START.match(value)
    return found[0].strip() if found and len(value) - len(found[0]) <= 1 else None


def bare_values(line: str) -> Iterator[str]:
    """Yield the bare values of a line that separators or elements of their own divide."""
    for piece in _DIVIDERS.split(line):
        value = bare_value(piece)
        if value:
            yield value


def split_date(value: str) -> tuple[str, str | None]:
    """Split a date off the end of a name, where no label divides them (`某某局2026-04-30`)."""
    found = _DATE_AT_END.search(value)
    if not found or not found.start() or parse_date(squeeze(found[1])) is None:
        return value, None
    return value[: found.start()].rstrip(_BRACKETS), squeeze(found[1])
