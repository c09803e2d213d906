"""Dates as portals state them (发布日期, 成文日期, 落款).

The whole text must be one date: a date inside a 文号, an 索引号 or a sentence is
none, and a date without a day (`2021年3月`) or a year (`03-16`) is none either,
because what is missing could only be guessed. Times are China Standard Time
(UTC+8, no summer time since 1991) unless the text names another offset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from govreports.values.english_dates import has_clock, parse_english
from govreports.values.numerals import NUMERAL_CHARACTERS, number
from govreports.values.text import squeeze, without_spaces
from govreports.vocab import words

#: China Standard Time (北京时间), the zone of every stated time.
CHINA = timezone(timedelta(hours=8))

_WORDS = words("date_words.toml")
# Databases write an unset date as year 0, 1 or 9999: no document is from there.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_LONGEST = 64

# ∶ (U+2236) is what input methods type for a colon; a comma and a full stop
# stand between day and time on some portals.
_FOLD = str.maketrans(
    "０１２３４５６７８９∶：﹕，．。／－—–‐−‑（）［］【】〔〕",
    "0123456789:::,../------()[][][]",
)
_N = f"[{NUMERAL_CHARACTERS}]"
_DAY = (
    rf"(?:(?P<y>{_N}{{4}}) ?年 ?(?P<m>{_N}{{1,3}}) ?月 ?(?P<d>{_N}{{1,4}})(?: ?[日号])?"
    r"|(?P<y1>\d{4}) ?(?P<sep>[-/.年]) ?(?P<m1>\d{1,2}) ?(?:(?P=sep)|月) ?(?P<d1>\d{1,2}) ?日?"
    r"|(?P<y2>\d{4})(?P<m2>\d\d)(?P<d2>\d\d)"
    r"(?:(?P<H2>\d\d)(?P<M2>\d\d)(?P<S2>\d\d)?)?)"
)
_WEEKDAY = r"(?:[ ,]?\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?"
_HALF = r"(?P<half>上午|下午|早上|晚上|中午|凌晨)?"
# Day and time may run into each other only where it stays clear which digits are whose.
_GAP = r"(?:[ T,.-]{1,3}|(?<=日)|(?<=-\d\d)(?=\d\d:))"
_CLOCK = (
    rf"(?:{_GAP}{_HALF} ?(?P<H>\d{{1,2}}) ?[:时点] ?(?P<M>\d{{1,2}})"
    r"(?: ?[:分] ?(?P<S>\d{1,2})(?:[.,]\d{1,9})? ?秒?| ?分)?"
    r" ?(?P<ampm>[AaPp][Mm])? ?(?P<zone>Z|CST|(?:GMT|UTC)?[+-]\d\d?:?(?:\d\d)?)?)?"
)
_BARE = rf"[\[(]? ?{_DAY}{_WEEKDAY}{_CLOCK}{_WEEKDAY} ?[\])]?"
_BEFORE = "|".join(map(re.escape, _WORDS["before"]))
_AFTER = "|".join(map(re.escape, sorted(_WORDS["after"], key=len, reverse=True)))
_DATE = re.compile(_BARE)
_DATE_AMONG_WORDS = re.compile(rf"(?:{_BEFORE})? ?{_BARE} ?(?:{_AFTER})?[.,;]?")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ZONE = re.compile(r"([+-])(\d\d?):?(\d\d)?$")
_NOON_WORDS = frozenset({"下午", "晚上", "中午"})
_NOON = 12


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as a page states it; `at` only where it shows a time of day (aware, +08:00)."""

    on: date
    at: datetime | None = None


def parse_stated(text: str) -> StatedDate | None:
    """Return the date that the whole of `text` is, with its time of day where it has one."""
    folded = _folded(text)
    return _parsed(folded) if folded else None


# A page mostly states one day twice, and its list states it again.
@lru_cache(maxsize=1024)
def _parsed(folded: str) -> StatedDate | None:
    match = _DATE_AMONG_WORDS.fullmatch(folded)
    if match:
        return _stated(match)
    return _epoch(folded) or _english(folded)


def parse_date(text: str) -> date | None:
    """Return the calendar date that the whole of `text` is, or `None`."""
    stated = parse_stated(text)
    return stated.on if stated else None


def parse_datetime(text: str) -> datetime | None:
    """Return the aware time (+08:00) that `text` states, `None` where it gives a day only."""
    stated = parse_stated(text)
    return stated.at if stated else None


def parse_date_line(text: str) -> date | None:
    """Return the date of a line that is a date and nothing else: no word, no time of day.

    Signatures (落款) are read with this: `自2021年3月1日起施行` is a clause there.
    """
    match = _DATE.fullmatch(_folded(text))
    stated = _stated(match) if match else None
    return stated.on if stated and stated.at is None else None


def is_impossible_date(text: str) -> bool:
    """Say whether `text` has a date's form but names no day of the calendar (2021-02-30)."""
    match = _DATE_AMONG_WORDS.fullmatch(_folded(text))
    return match is not None and _calendar_day(match) is None


def is_open_ended(text: str) -> bool:
    """Say whether `text` stands where a date of expiry would and says that there is none (长期)."""
    return without_spaces(text) in _WORDS["open_ended"]


def _folded(text: str) -> str:
    """Return `text` on one line with half-width digits, or nothing where it is too long for a date.

    Line breaks inside a date are layout: lists break `2026-01-23` after its hyphens.
    """
    if len(text) > _LONGEST * 4:
        return ""
    line = squeeze(text)
    return line.translate(_FOLD) if len(line) <= _LONGEST else ""


def _stated(match: re.Match[str]) -> StatedDate | None:
    day = _calendar_day(match)
    if day is None:
        return None
    clock = _clock(match)
    if clock is None:
        return StatedDate(day)
    at = datetime.combine(day, clock, tzinfo=_zone(match["zone"])).astimezone(CHINA)
    return StatedDate(at.date(), at)


def _calendar_day(match: re.Match[str]) -> date | None:
    year, month, day = (
        number(match[name] or match[name + "1"] or match[name + "2"]) or 0 for name in "ymd"
    )
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    """Return the time of day of a match, `None` where it has none or no possible one."""
    if not (match["H"] or match["H2"]):
        return None
    hour, minute, second = (int(match[name] or match[name + "2"] or 0) for name in "HMS")
    if hour < _NOON and _is_after_noon(match):
        hour += _NOON
    elif hour == _NOON and (match["ampm"] or "").lower() == "am":
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _is_after_noon(match: re.Match[str]) -> bool:
    return match["half"] in _NOON_WORDS or (match["ampm"] or "").lower() == "pm"


def _zone(text: str | None) -> timezone:
    """Return the zone that a date names; CST on a Chinese page is China's."""
    if text == "Z":
        return UTC
    found = _ZONE.search(text or "")
    if not found:
        return CHINA
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if offset >= timedelta(days=1):
        return CHINA
    return timezone(-offset if found[1] == "-" else offset)


def _epoch(text: str) -> StatedDate | None:
    """Read seconds or milliseconds since 1970, as JSON lists give them (2001 to 2033)."""
    if not _EPOCH.fullmatch(text):
        return None
    at = datetime.fromtimestamp(int(text[:10]), tz=CHINA)
    return StatedDate(at.date(), at)


def _english(text: str) -> StatedDate | None:
    found = parse_english(text)
    if found is None:
        return None
    at = found.replace(tzinfo=found.tzinfo or CHINA).astimezone(CHINA)
    return StatedDate(at.date(), at) if has_clock(text) else StatedDate(found.date())
