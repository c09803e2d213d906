from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest

from govreports.scheduling.plan import PlanError, QuietHours, plan_of, weekly
from govreports.spider import PortalSpider
from tests.scheduling.plans import china


def portal(**attributes: Any) -> type[PortalSpider]:
    return type("Somewhere", (PortalSpider,), {"name": "somewhere", **attributes})


def test_a_definition_states_its_plan() -> None:
    stated = portal(schedule="0 4 1 * *", quiet_hours=("08:00", "18:30"), time_limit=30)
    plan = plan_of(stated)
    assert (plan.portal, plan.cron) == ("somewhere", "0 4 1 * *")
    assert plan.quiet == QuietHours(time(8), time(18, 30))
    assert plan.time_limit == timedelta(minutes=30)


def test_a_portal_without_a_line_gets_a_night_a_week_of_its_own() -> None:
    plan = plan_of(portal())
    assert plan.cron == weekly("somewhere")
    slots = plan.slots_on(china("2026-03-01 00:00"))
    first, second = next(slots), next(slots)
    assert second - first == timedelta(days=7)
    assert first.hour < 5
    assert len({weekly(f"portal{at}") for at in range(50)}) > 45


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"schedule": "30 3 * *"}, ["somewhere", "'30 3 * *'", 'schedule = "30 3 * * 1"']),
        ({"schedule": "61 3 * * 1"}, ["Bad minute"]),
        ({"schedule": "0 0 31 2 *"}, ["Bad day-of-month"]),
        ({"schedule": "0 30 3 * * 1"}, ["not five fields"]),
        ({"schedule": "@weekly"}, ["no cron line"]),
        ({"schedule": ""}, ["schedule = ''"]),
        ({"schedule": 330}, ["schedule = 330"]),
        ({"quiet_hours": ("8", "25:00")}, ["somewhere", "quiet_hours", "08:00"]),
        ({"quiet_hours": ("08:00", "08:00")}, ["quiet_hours"]),
        ({"quiet_hours": ("08:00",)}, ["quiet_hours"]),
        ({"quiet_hours": ("08:00+08:00", "18:00+08:00")}, ["quiet_hours"]),
        ({"time_limit": 0}, ["somewhere", "time_limit = 0", "minutes"]),
        ({"time_limit": "2h"}, ["time_limit = '2h'"]),
        ({"time_limit": True}, ["time_limit = True"]),
    ],
)
def test_what_cannot_be_meant_is_named_with_the_line_to_mend(
    attributes: dict[str, Any], words: list[str]
) -> None:
    with pytest.raises(PlanError) as caught:
        plan_of(portal(**attributes))
    for word in words:
        assert word in str(caught.value)


def test_slots_include_the_minute_that_it_is() -> None:
    plan = plan_of(portal(schedule="30 3 * * *"))
    now = china("2026-03-02 03:30")
    assert next(plan.slots_back(now)) == now
    assert next(plan.slots_back(now + timedelta(seconds=59))) == now
    assert next(plan.slots_on(now)) == now + timedelta(days=1)
    assert next(plan.slots_back(now - timedelta(seconds=1))) == now - timedelta(days=1)
