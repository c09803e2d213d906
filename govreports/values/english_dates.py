"""Dates in English words, as Java and JavaScript print them into pages.

`Wed Mar 03 16:40:00 CST 2021`, `Mar 1, 2021 4:40:00 PM`: left to dateparser,
strictly, because it otherwise fills a missing day or year with today's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# dateparser costs 190 ms to import and half a millisecond a call: only text
# with a month's name, a year and another number ever reaches it.
_MONTH = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DAY = re.compile(r"(?<![\d:])\d{1,2}(?![\d:])")
_CLOCK = re.compile(r"\d:\d\d")
# On a Chinese page CST is China Standard Time; dateparser takes it for Chicago's.
_CHINA_STANDARD = re.compile(r"\b(?:CST|GMT\+0?8:?(?:00)?|UTC\+0?8:?(?:00)?)(?!\w)")
_SETTINGS = {"STRICT_PARSING": True, "REQUIRE_PARTS": ["day", "month", "year"]}


def parse_english(text: str) -> datetime | None:
    """Return the moment that English words state, naive where they name no zone.

    Day, month and year must all stand there. `has_clock` says whether the time
    of day does too; where it does not, midnight stands for the day.
    """
    if not (_MONTH.search(text) and _YEAR.search(text) and _DAY.search(text)):
        return None
    import dateparser  # noqa: PLC0415 -- see above: 190 ms that most runs never need

    return dateparser.parse(
        _CHINA_STANDARD.sub("", text), languages=["en", "zh"], settings=_SETTINGS
    )


def has_clock(text: str) -> bool:
    """Say whether `text` shows a time of day."""
    return bool(_CLOCK.search(text))
