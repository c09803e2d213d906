from __future__ import annotations

from datetime import UTC, time, timedelta

from govreports.scheduling.due import due, next_start
from govreports.scheduling.guard import Pace
from govreports.scheduling.plan import ORDERLY_END, QuietHours
from tests.scheduling.plans import LIMIT, china, lease, plan

# A Monday; `30 3 * * 1` names its slot, and the crawl starts within ten minutes of it.
SLOT = china("2026-03-02 03:30")
AFTER = SLOT + timedelta(minutes=11)
WEEK = timedelta(days=7)
OFFICE = QuietHours(time(8), time(18))


def test_a_portal_never_run_is_due_for_the_slot_that_went_before() -> None:
    (job,) = due(china("2026-03-05 12:00"), [plan()], {})
    assert (job.portal, job.slot) == ("jinshui", SLOT)


def test_a_slot_that_was_run_is_not_due_again() -> None:
    done = {"jinshui": lease(SLOT, SLOT + timedelta(hours=1))}
    assert due(china("2026-03-05 12:00"), [plan()], done) == []
    (job,) = due(AFTER + WEEK, [plan()], done)
    assert job.slot == SLOT + WEEK


def test_a_crawl_starts_a_little_after_its_slot_and_always_at_the_same_time() -> None:
    start = plan().start_of(SLOT)
    assert timedelta() <= start - SLOT < timedelta(minutes=10)
    done = {"jinshui": lease(SLOT - WEEK, SLOT - WEEK + LIMIT)}
    assert due(start - timedelta(seconds=1), [plan()], done) == []
    assert [job.slot for job in due(start, [plan()], done)] == [SLOT]


def test_a_run_under_way_is_not_joined_by_another() -> None:
    late = SLOT + WEEK + timedelta(hours=1)
    running = {"jinshui": lease(SLOT, None, expires=late + timedelta(minutes=5))}
    assert due(late, [plan()], running) == []


def test_a_run_that_broke_off_is_run_again() -> None:
    broken = {"jinshui": lease(SLOT, None)}
    assert due(SLOT + timedelta(minutes=4), [plan()], broken) == []
    assert [job.slot for job in due(AFTER, [plan()], broken)] == [SLOT]


def test_many_missed_slots_are_caught_up_once() -> None:
    slept = SLOT + 9 * WEEK + timedelta(days=3)
    last = {"jinshui": lease(SLOT, SLOT + LIMIT)}
    assert [job.slot for job in due(slept, [plan()], last)] == [SLOT + 9 * WEEK]
    caught_up = {"jinshui": lease(SLOT + 9 * WEEK, slept + LIMIT)}
    assert due(slept + LIMIT, [plan()], caught_up) == []


def test_nothing_starts_in_quiet_hours_and_what_waited_starts_after_them() -> None:
    quiet = plan("0 9 * * *", OFFICE)
    day = china("2026-03-02 00:00")
    last = {"jinshui": lease(day - timedelta(hours=15), day - timedelta(hours=14))}
    assert due(day.replace(hour=17, minute=59), [quiet], last) == []
    (job,) = due(day.replace(hour=18), [quiet], last)
    assert job.slot == day.replace(hour=9)


def test_a_crawl_is_asked_to_end_so_early_that_quiet_hours_see_no_request() -> None:
    early = plan("30 7 * * *", OFFICE)
    now = china("2026-03-02 07:45")
    (job,) = due(now, [early], {})
    assert job.deadline == china("2026-03-02 08:00") - ORDERLY_END
    # Who does not end when asked is killed after that time.
    assert Pace().patience == ORDERLY_END.total_seconds()


def test_nothing_starts_that_could_not_end_before_quiet_hours() -> None:
    early = plan("30 7 * * *", OFFICE)
    last = china("2026-03-02 08:00") - ORDERLY_END
    assert due(last - timedelta(seconds=1), [early], {})
    assert due(last, [early], {}) == []
    assert next_start(last, early, None) == china("2026-03-02 18:00")
    assert next_start(last - timedelta(seconds=1), early, None) < last


def test_a_time_limit_that_ends_before_quiet_hours_stands() -> None:
    early = plan("30 3 * * *", OFFICE)
    now = china("2026-03-02 03:45")
    (job,) = due(now, [early], {})
    assert job.deadline == now + LIMIT


def test_quiet_hours_may_pass_midnight() -> None:
    night = QuietHours(time(22), time(6))
    assert night.over(china("2026-03-02 23:00"))
    assert night.over(china("2026-03-02 05:59"))
    assert not night.over(china("2026-03-02 06:00"))
    assert not night.over(china("2026-03-02 21:59"))


def test_a_crawl_has_a_time_limit() -> None:
    (job,) = due(AFTER, [plan()], {})
    assert job.deadline == AFTER + LIMIT


def test_the_longest_waiting_portal_goes_first() -> None:
    plans = [plan("0 3 * * *", name="daily"), plan("0 3 * * 1", name="weekly")]
    jobs = due(china("2026-03-05 12:00"), plans, {})
    assert [job.portal for job in jobs] == ["weekly", "daily"]


def test_sunday_is_the_day_that_cron_calls_0_and_7() -> None:
    sunday = china("2026-03-08 12:00")
    for line in ("0 3 * * 0", "0 3 * * 7", "0 3 * * SUN"):
        (job,) = due(sunday, [plan(line)], {})
        assert job.slot == china("2026-03-08 03:00")


def test_the_time_may_be_told_in_any_zone() -> None:
    assert due(AFTER.astimezone(UTC), [plan()], {}) == due(AFTER, [plan()], {})


def test_next_start_is_the_next_slots_or_now() -> None:
    done = lease(SLOT, SLOT + LIMIT)
    now = china("2026-03-05 12:00")
    assert next_start(now, plan(), done) == plan().start_of(SLOT + WEEK)
    assert next_start(now, plan(), None) == now


def test_next_start_of_a_slot_whose_start_has_not_come() -> None:
    done = lease(SLOT - WEEK, SLOT - WEEK + LIMIT)
    start = plan().start_of(SLOT)
    assert next_start(start - timedelta(seconds=1), plan(), done) == start


def test_next_start_waits_for_the_end_of_quiet_hours() -> None:
    quiet = plan("0 9 * * *", OFFICE)
    assert next_start(china("2026-03-02 12:00"), quiet, None) == china("2026-03-02 18:00")
    night = china("2026-03-02 20:00")
    done = lease(china("2026-03-02 09:00"), night)
    assert next_start(night, quiet, done) == china("2026-03-03 18:00")
