"""The time, asked for in one place by everything that is stored, scheduled or shown."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the time, aware, UTC.

    ``GOVREPORTS_CLOCK_AHEAD``, in seconds, lets it run that far ahead (or
    behind): a rehearsal of a year passes it on to every process of the crawls.
    Raises :class:`ValueError` where it is no number.
    """
    return datetime.now(UTC) + ahead()


def ahead() -> timedelta:
    """Return how far ahead of the machine's clock ours runs."""
    stated = os.environ.get("GOVREPORTS_CLOCK_AHEAD") or "0"
    try:
        return timedelta(seconds=float(stated))
    except (ValueError, OverflowError) as error:
        message = f"GOVREPORTS_CLOCK_AHEAD={stated!r} is no number of seconds; leave it unset"
        raise ValueError(message) from error
