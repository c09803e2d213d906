"""Presence put together, cut, and gone on with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from govreports.store.decisions import plain_presence, presence_of
from govreports.store.intervals import gone_on_with, gone_since, together, within

if TYPE_CHECKING:
    from govreports.store.rows import PresenceRow, UrlRow

    Span = tuple[int, int | None] | tuple[int, int | None, int | None]


def day(number: int | None) -> datetime | None:
    return None if number is None else at(number)


def at(number: int) -> datetime:
    return datetime(2026, 1, number, tzinfo=UTC)


def presence(*spans: Span) -> list[PresenceRow]:
    """Return intervals of (appeared, gone), and of (appeared, gone, unlisted)."""
    return [
        {
            "report_id": "jinshui-1",
            "appeared_at": at(span[0]),
            "unlisted_at": day(span[2]) if len(span) > 2 else None,
            "gone_at": day(span[1]),
            "reason": None if span[1] is None else "gone",
        }
        for span in spans
    ]


def spans(intervals: list[PresenceRow]) -> list[tuple[int | None, ...]]:
    names = ("appeared_at", "gone_at", "unlisted_at")
    return [
        tuple(moment.day if moment else None for moment in (row[name] for name in names))  # type: ignore[literal-required]
        for row in intervals
    ]


def address(last_seen: int, gone: int | None = None) -> UrlRow:
    """Return an address, as far as presence asks for it."""
    seen: dict[str, Any] = {"last_seen_at": at(last_seen), "gone_at": day(gone)}
    return cast("UrlRow", seen)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ([(1, 3)], [(5, None)], [(1, 3, None), (5, None, None)]),
        ([(1, 5)], [(3, 9)], [(1, 9, None)]),
        ([(1, 9)], [(3, 5)], [(1, 9, None)]),
        ([(1, 3)], [(3, None)], [(1, None, None)]),
        ([(1, 3), (7, None)], [(2, 8)], [(1, None, None)]),
        ([(1, None, 4)], [(2, None)], [(1, None, None)]),
        ([(1, None, 4)], [(2, None, 6)], [(1, None, 6)]),
        ([(1, None, 4)], [(2, 3)], [(1, None, 4)]),
    ],
)
def test_together_is_when_either_could_be_found(
    one: list[Span], other: list[Span], both: list[tuple[int | None, ...]]
) -> None:
    assert spans(together(presence(*one), presence(*other))) == both
    assert spans(together(presence(*other), presence(*one))) == both


@pytest.mark.parametrize(
    ("begin", "end", "cut"),
    [
        (1, None, [(1, 4, None), (6, None, 8)]),
        (2, None, [(2, 4, None), (6, None, 8)]),
        (5, None, [(6, None, 8)]),
        (1, 3, [(1, 3, None)]),
        (1, 5, [(1, 4, None)]),
        (1, 7, [(1, 4, None), (6, 7, None)]),
        (1, 9, [(1, 4, None), (6, 9, 8)]),
    ],
)
def test_within_is_cut_at_both_ends(
    begin: int, end: int | None, cut: list[tuple[int | None, ...]]
) -> None:
    whole = presence((1, 4), (6, None, 8))
    found = within(whole, at(begin), day(end), "replaced")
    assert spans(found) == cut
    assert spans(whole) == [(1, 4, None), (6, None, 8)]
    assert {row["reason"] for row in found if row["gone_at"] == day(end)} <= {"replaced", None}


def test_a_report_is_gone_with_the_last_of_its_addresses() -> None:
    assert gone_since([]) is None
    assert gone_since([address(2, gone=3), address(4)]) is None
    assert gone_since([address(2, gone=3), address(4, gone=5)]) == at(5)


@pytest.mark.parametrize(
    ("saved", "now", "urls", "expected"),
    [
        # Nothing has come since.
        ([(1, None)], (1, None), [address(9)], [(1, None, None)]),
        ([(1, 3)], (1, None), [address(3, gone=3)], [(1, 3, None)]),
        # Gone, back, unlisted since the tenth.
        ([(1, None)], (1, None), [address(9, gone=12)], [(1, 12, None)]),
        ([(1, 3)], (1, None), [address(12)], [(1, 3, None), (12, None, None)]),
        ([(1, None)], (1, None, 12), [address(12)], [(1, None, 12)]),
    ],
)
def test_what_came_since_a_decision_is_added_to_what_was_saved(
    saved: list[Span], now: Span, urls: list[UrlRow], expected: list[tuple[int | None, ...]]
) -> None:
    (left,), (shared,) = presence((1, None)), presence(now)
    found = gone_on_with(presence(*saved), (left, shared), urls, at(10))
    assert spans(found) == expected


def test_presence_comes_back_from_json_as_it_was() -> None:
    whole = presence((1, 4), (6, None, 8))
    assert presence_of("jinshui-1", plain_presence(whole)) == whole  # type: ignore[arg-type]
