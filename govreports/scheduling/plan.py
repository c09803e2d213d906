"""A portal's plan: its cron line, quiet hours and time limit, as its definition states them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from govreports.portal import Portal

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Cron lines and quiet hours are in the portals' own time.
CHINA = ZoneInfo("Asia/Shanghai")
# Night in China, when nobody waits for these servers: a line of its own for each portal
# spreads those that state none over the hours 0…4 of all days of a week.
_NIGHT_HOURS = 5
_FIELDS = 5
# Portals of one cron line do not start in the same second.
_MOST_JITTER = timedelta(minutes=10)
#: How long a crawl may take to end when it is asked to: one request may take a minute, and Scrapy
#: sends those that it has queued. So long before quiet hours it is asked, and is killed with them.
ORDERLY_END = timedelta(minutes=3)


class PlanError(ValueError):
    """What a definition states of its schedule and cannot be meant; ``remedy`` is what to write."""

    def __init__(self, found: str, remedy: str) -> None:
        """Take both; the message is one after the other."""
        super().__init__(f"{found}; {remedy}")
        self.found = found
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of the day without any request, in the portal's time; may pass midnight."""

    start: time
    end: time

    def over(self, moment: datetime) -> bool:
        """Whether `moment` lies in them."""
        now = moment.astimezone(CHINA).time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def next(self, at: time, moment: datetime) -> datetime:
        """Return the first time after `moment` that the clock shows `at`."""
        local = moment.astimezone(CHINA)
        found = datetime.combine(local.date(), at, CHINA)
        return found if found > local else found + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Plan:
    """When a portal is crawled; `cron` is in Asia/Shanghai."""

    portal: str
    cron: str
    quiet: QuietHours | None
    time_limit: timedelta

    def slots_back(self, now: datetime) -> Iterator[datetime]:
        """Yield the cron line's times up to and with `now`, the latest first."""
        # The library begins with the minute before the one it is given.
        minute = now.astimezone(CHINA).replace(second=0, microsecond=0)
        yield from CronSim(self.cron, minute + timedelta(minutes=1), reverse=True)

    def slots_on(self, now: datetime) -> Iterator[datetime]:
        """Yield the cron line's times after `now`, the next first."""
        yield from CronSim(self.cron, now.astimezone(CHINA))

    def start_of(self, slot: datetime) -> datetime:
        """Return when the crawl of a slot may start: a little later, always the same."""
        seconds = int(_MOST_JITTER.total_seconds())
        return slot + timedelta(seconds=_spread(f"{self.portal} {slot.isoformat()}") % seconds)


def plan_of(spider: type[Portal]) -> Plan:
    """Return a portal's plan.

    Raises :class:`PlanError` for a cron line, quiet hours or a time limit that
    cannot be meant.
    """
    return plan(spider.name, spider.schedule, spider.quiet_hours, spider.time_limit)


def plan(
    name: str,
    schedule: object = None,
    quiet_hours: object = None,
    time_limit: object = Portal.time_limit,
) -> Plan:
    """Return the plan of a portal that states these; raises as :func:`plan_of` does."""
    cron = _cron(name, weekly(name) if schedule is None else schedule)
    return Plan(name, cron, _quiet(name, quiet_hours), _limit(name, time_limit))


def _cron(name: str, schedule: object) -> str:
    remedy = 'write five fields, minute hour day month weekday, for example schedule = "30 3 * * 1"'
    line = str(schedule)
    try:
        CronSim(line, datetime.now(CHINA))
        # The library takes a sixth, of seconds, which would shift the meaning of the others.
        reason = "" if len(line.split()) == _FIELDS else "not five fields"
    except CronSimError as error:
        reason = str(error)
    if reason:
        found = f"{name}: schedule = {schedule!r} is no cron line ({reason})"
        raise PlanError(found, remedy)
    return line


def weekly(name: str) -> str:
    """Return the cron line of a portal that states none: one night a week."""
    number = _spread(name)
    minute, number = number % 60, number // 60
    hour, number = number % _NIGHT_HOURS, number // _NIGHT_HOURS
    return f"{minute} {hour} * * {number % 7}"


def _quiet(name: str, hours: object) -> QuietHours | None:
    if hours is None:
        return None
    try:
        start, end = map(time.fromisoformat, hours)  # type: ignore[call-overload]
    except (TypeError, ValueError) as error:
        raise _bad_quiet(name, hours) from error
    if start == end or start.tzinfo or end.tzinfo:
        raise _bad_quiet(name, hours)
    return QuietHours(start, end)


def _bad_quiet(name: str, hours: object) -> PlanError:
    found = f"{name}: quiet_hours = {hours!r} are no hours of a day"
    remedy = (
        "write the first and the last as China's clocks show them, for example "
        'quiet_hours = ("08:00", "18:30")'
    )
    return PlanError(found, remedy)


def _limit(name: str, minutes: object) -> timedelta:
    if isinstance(minutes, bool) or not isinstance(minutes, int) or minutes < 1:
        found = f"{name}: time_limit = {minutes!r} is no number of minutes"
        raise PlanError(found, "write for example time_limit = 240")
    return timedelta(minutes=minutes)


def _spread(text: str) -> int:
    # Python's own hash() differs from process to process.
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
