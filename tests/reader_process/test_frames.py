from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.fingerprint import TextPrint
from govreports.normalise import Context
from govreports.page_reading import ListPage, ReadReport, ReportPage
from govreports.reader_process.frames import READY, FrameBuffer, framed, frames
from govreports.records import (
    Ask,
    Attachment,
    Capture,
    Level,
    Listing,
    Needs,
    Problem,
    Report,
    Row,
)

FETCHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
VALUES: list[Any] = [None, "字" * 1000, b"\x00" * 70_000, ("a", 1), {}]
STREAM = b"".join(map(framed, VALUES))


def test_what_is_framed_comes_out_of_a_stream() -> None:
    assert list(frames(io.BytesIO(STREAM))) == VALUES


@given(st.lists(st.integers(min_value=0, max_value=len(STREAM)), max_size=8))
def test_any_pieces_make_the_same_values(cuts: list[int]) -> None:
    buffer, places = FrameBuffer(), [0, *sorted(cuts), len(STREAM)]
    values = [
        value
        for start, end in itertools.pairwise(places)
        for value in buffer.take(STREAM[start:end])
    ]
    assert values == VALUES


@pytest.mark.parametrize("missing", [1, 3, 10, 69_000])
def test_a_value_cut_off_by_the_end_is_none(missing: int) -> None:
    stream = framed("first") + framed(b"x" * 70_000)
    assert list(frames(io.BytesIO(stream[:-missing]))) == ["first"]


def test_every_record_that_travels_comes_out_as_it_was() -> None:
    row = Row("https://a.gov.cn/1", "题", "2024-01-02", (("索引号", "1"),), pinned=True)
    capture = Capture(row.url, b"<p>", 200, (("etag", "x"),), FETCHED, row.url, "c1")
    context = Context("jinshui", "栏目", "410105", row, ("网",), FETCHED)
    attachment = Attachment("甲.doc", row.url, "application/msword", 3, "d", "read")
    report = Report("jinshui", row.url, "题", attachments=(attachment,), metadata={"标签": "值"})
    problem = Problem("odd_value", Level.WARNING, row.url, "x", "y", "z")
    sent = (
        ReportPage(capture, "zhengzhou", context, (capture,)),
        ListPage(capture, "trs"),
        ReadReport(report, TextPrint("hash", 1), "digest", (problem,)),
        Listing((row,), 2, 3, 4, (Ask(row.url),)),
        Needs((Ask(row.url),)),
    )
    assert FrameBuffer().take(b"".join(map(framed, sent))) == list(sent)


def test_a_reader_that_is_ready_says_nothing_else() -> None:
    assert FrameBuffer().take(READY) == [None]
