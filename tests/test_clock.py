from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from govreports.clock import ahead, now


def test_the_clock_is_the_machines_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVREPORTS_CLOCK_AHEAD", raising=False)
    before = datetime.now(UTC)
    assert before <= now() <= datetime.now(UTC)
    assert now().tzinfo is UTC


@pytest.mark.parametrize("stated", ["604800", "-3600.5", ""])
def test_the_clock_runs_ahead_as_far_as_it_is_told(
    monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv("GOVREPORTS_CLOCK_AHEAD", stated)
    span = timedelta(seconds=float(stated or 0))
    before = datetime.now(UTC) + span
    assert ahead() == span
    assert before <= now() <= datetime.now(UTC) + span


@pytest.mark.parametrize("stated", ["a week", "1e400", "nan"])
def test_what_is_no_number_of_seconds_is_named(
    monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv("GOVREPORTS_CLOCK_AHEAD", stated)
    with pytest.raises(ValueError, match="no number of seconds"):
        now()
