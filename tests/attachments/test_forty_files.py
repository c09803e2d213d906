"""Every kind of file that portals have, read as a crawl reads it: state, memory, time."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from govreports.reader_process.limits import Limits
from govreports.replica import files
from tests.attachments import makers
from tests.attachments.forty import CASES, Case
from tests.attachments.measuring import Cost, measured, wrong


def slow() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 300_000))
    sheet = f'<worksheet xmlns="{makers.SHEETS}"><sheetData>{rows}</sheetData></worksheet>'
    return makers.with_part(makers.xlsx([["a"]]), "xl/worksheets/sheet1.xml", sheet)


SLOW = Case("慢.xlsx", slow, "failed: a file that takes more than 1 s of CPU time")


@pytest.fixture(scope="module")
def costs() -> dict[str, Cost]:
    return {cost.case.name: cost for cost in measured()}


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_a_file_gets_its_state_within_its_memory_and_time(
    costs: dict[str, Cost], name: str
) -> None:
    assert wrong(costs[name]) is None


def test_there_are_forty_of_them_and_each_has_its_own_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 40


def test_no_name_in_an_archive_has_led_anywhere(costs: dict[str, Cost]) -> None:
    assert "govreports-escaped" in (costs["越界.zip"].read.text or "")
    places = (Path(tempfile.gettempdir()), Path.cwd(), *list(Path.cwd().parents)[:3])
    assert [place for place in places if list(place.glob("*govreports-escaped*"))] == []


def test_a_file_that_takes_too_long_is_ended_and_the_next_one_is_read() -> None:
    next_one = Case("报告.pdf", lambda: files.pdf("报告"), "text", "报告")
    costs = measured([SLOW, next_one], Limits(seconds=1, megabytes=256, thing="file"))
    assert [wrong(cost) for cost in costs] == [None, None]
