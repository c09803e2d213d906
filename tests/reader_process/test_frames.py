from __future__ import annotations

import io
import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.reader_process.frames import READY, FrameBuffer, framed, frames

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


def test_a_reader_that_is_ready_says_nothing_else() -> None:
    assert FrameBuffer().take(READY) == [None]
